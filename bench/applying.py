"""What an apply costs: nothing to do, one change, everything to create."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.account import Account
from bench.planning import extrapolated, noted, sampled
from bench.report import Section, Series, Table, ratio, seconds
from bench.sequential import Known
from bench.sizes import LARGE, Sizes
from bench.stage import Measured, Stage, stage
from bench.timing import Times, beside

NOTHING, ONE, ALL = "nothing to do", "one change", "everything to create"
HEAD = ["apply", "schedules", "requests", "requests one by one", "time", "time one by one"]
HEAD += ["times as long one by one", "runs", "peak memory"]
LARGER = (
    "Larger accounts are left out, so that all of this ends within minutes: the limit of requests decides "
    "there, as above. `python bench/run.py --large applying` measures them in an hour."
)
ABOUT = (
    "`rota apply` from start to exit, with the checks, the plan, the proof by PagerDuty's own rendering and "
    "the record of what was done; it keeps below PagerDuty's limit. One by one reads everything in turn, as "
    "above, then writes one object after another, and proves nothing; its time is told as if there were no "
    "limit. Every run begins with a PagerDuty of its own."
)


@dataclass(frozen=True, slots=True)
class Row:
    """One case of one size; the rest is as of a plan."""

    case: str
    size: int
    ours: Times
    theirs: Times
    asked: int
    theirs_asked: int
    peak: float
    share: float


def section(sizes: Sizes) -> Section:
    """Measure every case and size that can be waited for."""
    rows: list[Row] = []
    left: list[str] = []
    for case, many in ((NOTHING, sizes.applied), (ONE, sizes.applied), (ALL, sizes.created)):
        last: Row | None = None
        for size in many:
            expected = 0.0 if last is None else size / last.size * last.ours.median
            if expected > sizes.patience:
                left.append(f"{case}, {size:,} schedules: left out, it would take about {seconds(expected)}.")
            else:
                last = _row(case, size, sizes)
                rows.append(last)
    return Section(
        "Applying",
        ABOUT,
        _table(rows),
        [Series(f"rota apply, {case}", _points(rows, case)) for case in (NOTHING, ONE, ALL)],
        [*([] if sizes is LARGE else [LARGER]), *extrapolated((row.share for row in rows), sizes), *left],
    )


def _points(rows: Sequence[Row], case: str) -> list[tuple[float, float]]:
    return [(row.size, row.ours.median) for row in rows if row.case == case]


def _row(case: str, size: int, sizes: Sizes) -> Row:
    ours: list[Measured] = []
    theirs: list[Measured] = []
    times, theirs_times = beside(
        [
            lambda: _run(case, size, ours, lambda there: there.warmed().ours("apply")),
            lambda: _run(case, size, theirs, lambda there: _theirs(there, case, sizes)),
        ],
        sizes.rounds,
    )
    asked, theirs_asked = ours[-1].asked, theirs[-1].asked
    peak, share = max(run.peak for run in ours), theirs[-1].share
    return Row(case, size, times, theirs_times, asked, theirs_asked, peak, share)


def _run(case: str, size: int, runs: list[Measured], work: Callable[[Stage], Measured]) -> float:
    account = Account(size)
    live = account.without(1) if case == ONE else account
    with stage(account, live, people_only=case == ALL) as there:
        run = work(there)
    if run.code:
        raise RuntimeError(f"the apply was to end well:\n{run.out}")
    return noted(run, runs)


def _theirs(there: Stage, case: str, sizes: Sizes) -> Measured:
    if case == ALL:
        size = there.account.schedules
        made = sizes.sample if size >= sizes.applied_sampled else size
        return there.theirs(Known([], [], []), "--create", str(made), share=made / size)
    known, share = sampled(there.known, sizes.applied_sampled, sizes)
    there.theirs(known, latency=0.0)
    if case == NOTHING:
        return there.theirs(known, share=share)
    rota = there.account.covered[-1]
    return there.theirs(known, "--cover", str(rota), there.known.schedules[rota], share=share, fixed=1)


def _table(rows: Sequence[Row]) -> Table:
    return Table(
        HEAD,
        [
            [
                row.case,
                f"{row.size:,}",
                f"{row.asked:,}",
                f"{row.theirs_asked:,}",
                seconds(row.ours.median),
                seconds(row.theirs.median) + ("" if row.share == 1 else " *"),
                ratio(row.theirs.median, row.ours.median),
                f"{row.ours.runs} and {row.theirs.runs}",
                f"{row.peak:.0f} MiB",
            ]
            for row in rows
        ],
    )
