"""What an apply costs: nothing to do, one change, everything to create."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.account import Account
from bench.report import Section, Series, Table, ratio, seconds
from bench.sequential import Known
from bench.sizes import Sizes
from bench.stage import Measured, Stage, stage
from bench.timing import Times, beside

NOTHING, ONE, ALL = "nothing to do", "one change", "everything to create"
HEAD = ["apply", "schedules", "requests", "requests one by one", "time", "time one by one"]
HEAD += ["times as long one by one", "runs"]
LARGER = (
    "Larger accounts are left out, so that all of this ends within minutes: the limit of requests decides "
    "there, as above."
)
ABOUT = (
    "`rota apply` from start to exit, with the checks, the plan, the proof by PagerDuty's own rendering and "
    "the record of what was done; it keeps below PagerDuty's limit. One by one reads everything in turn, as "
    "above, then writes one object after another, and proves nothing; its time is told as if there were no "
    "limit. Every run begins with a PagerDuty of its own."
)


@dataclass(frozen=True, slots=True)
class Row:
    """One case of one size."""

    case: str
    size: int
    ours: Times
    theirs: Times
    asked: int
    theirs_asked: int


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
        [LARGER, *left],
    )


def _points(rows: Sequence[Row], case: str) -> list[tuple[float, float]]:
    return [(row.size, row.ours.median) for row in rows if row.case == case]


def _row(case: str, size: int, sizes: Sizes) -> Row:
    ours: list[Measured] = []
    theirs: list[Measured] = []
    times, theirs_times = beside(
        [lambda: _run(case, size, _ours, ours), lambda: _run(case, size, _theirs, theirs)], sizes.rounds
    )
    return Row(case, size, times, theirs_times, ours[-1].requests, theirs[-1].requests)


def _run(case: str, size: int, work: Callable[[Stage, str], Measured], runs: list[Measured]) -> float:
    account = Account(size)
    live = account.without(1) if case == ONE else account
    with stage(account, live, people_only=case == ALL) as there:
        runs.append(work(there, case))
        if runs[-1].code:
            raise RuntimeError(f"the apply was to end well:\n{runs[-1].out}")
    return runs[-1].seconds


def _ours(there: Stage, _: str) -> Measured:
    return there.warmed().ours("apply")


def _theirs(there: Stage, case: str) -> Measured:
    if case == ALL:
        return there.theirs(Known([], [], []), "--create", str(there.account.schedules))
    there.theirs(there.known, latency=0.0)
    change = ("--cover", str(there.account.covered[-1])) if case == ONE else ()
    return there.theirs(there.known, *change)


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
                seconds(row.theirs.median),
                ratio(row.theirs.median, row.ours.median),
                f"{row.ours.runs} and {row.theirs.runs}",
            ]
            for row in rows
        ],
    )
