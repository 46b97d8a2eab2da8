"""What a plan costs: requests and wall time of `rota plan` by the size of the account, beside one by one."""

from collections.abc import Iterable
from dataclasses import dataclass

from bench.account import Account
from bench.report import Section, Series, Table, ratio, seconds
from bench.sequential import Known, sample
from bench.served import LATENCY
from bench.sizes import Sizes
from bench.stage import Measured, Stage, stage
from bench.timing import LONG, Times, beside

PER_MINUTE = 960
"""How many requests PagerDuty allows a key in a minute."""
ABOUT = (
    "`rota plan` of an account that is as the file says, from start to exit with all checks of the file. "
    "Half of the schedules have an override in the horizon; five people share five schedules and one policy. "
    f"Every request takes {LATENCY * 1000:.0f} ms. One by one is a client that works the way Terraform's "
    "provider and simple scripts do: it reads each schedule, each policy, each person by e-mail and each "
    "schedule's overrides, one request after another, and compares nothing."
)
ONCE = (
    f"The median is told. What takes more than {LONG:.0f} seconds is run once: a stumble of the machine is "
    "small beside it, and all of this is to end within minutes."
)
LIMIT = (
    f"PagerDuty allows a key {PER_MINUTE} requests a minute. `rota` keeps below that; the time of the client "
    "that goes one by one is told as if there were no limit, and the ratio beside it with the limit."
)


@dataclass(frozen=True, slots=True)
class Row:
    """One size: the runs and requests of ours and theirs for the whole account, our peak of memory in MiB.

    `share` is the part of the account that theirs was tried on.
    """

    name: str
    size: int
    ours: Times
    theirs: Times
    asked: int
    theirs_asked: int
    peak: float
    share: float


def section(sizes: Sizes) -> Section:
    """Measure every size that can be waited for."""
    rows: list[Row] = []
    left: list[str] = []
    for size in sizes.planned:
        expected = rows[-1].ours.median * size / rows[-1].size if rows else 0.0
        if expected > sizes.patience:
            left.append(f"{size:,} schedules were left out: a plan would take about {seconds(expected)}.")
        else:
            rows.append(row(Account(size), f"{size:,}", sizes))
    bare: list[Row] = []
    if rows[-1].ours.median * sizes.bare / rows[-1].size <= sizes.patience:
        bare.append(row(Account(sizes.bare, overrides=False), f"{sizes.bare:,}, no overrides at all", sizes))
    return Section(
        "Planning",
        ABOUT,
        _table([*rows, *bare]),
        [
            Series("rota plan", [(r.size, r.ours.median) for r in rows]),
            Series("one by one", [(r.size, r.theirs.median) for r in rows]),
        ],
        [*_notes(rows, sizes), *left],
    )


def row(account: Account, name: str, sizes: Sizes) -> Row:
    """Measure one size."""
    runs: list[Measured] = []
    one_by_one: list[Measured] = []
    with stage(account) as there:
        known, share = sampled(there.known, sizes.sampled, sizes)
        # PagerDuty's own work is done once before, without any waiting, and then kept.
        there.warmed().theirs(known, latency=0.0)
        ours, theirs = beside(
            [
                lambda: _ours(there, runs),
                lambda: noted(there.theirs(known, share=share), one_by_one),
            ],
            sizes.rounds,
        )
    asked, theirs_asked = runs[-1].asked, one_by_one[-1].asked
    return Row(
        name, account.schedules, ours, theirs, asked, theirs_asked, max(run.peak for run in runs), share
    )


def sampled(known: Known, large: int, sizes: Sizes) -> tuple[Known, float]:
    """What the sequential client is tried on, of a large account a part; and how large that is."""
    if len(known.schedules) < large:
        return known, 1.0
    part = sample(known, sizes.sample)
    return part, len(part.schedules) / len(known.schedules)


def noted(run: Measured, runs: list[Measured]) -> float:
    """The seconds for the whole account."""
    runs.append(run)
    return run.whole


def _ours(there: Stage, runs: list[Measured]) -> float:
    run = there.ours("plan")
    if run.code:
        raise RuntimeError(f"the plan was to be empty:\n{run.out}")
    return noted(run, runs)


def _table(rows: list[Row]) -> Table:
    head = [
        "schedules",
        "requests",
        "requests one by one",
        "time",
        "time one by one",
        "times as long one by one",
        "runs",
    ]
    head += ["times as long where both are held to the limit", "peak memory"]
    return Table(
        head,
        [
            [
                r.name,
                f"{r.asked:,}",
                f"{r.theirs_asked:,}",
                seconds(r.ours.median),
                seconds(r.theirs.median) + ("" if r.share == 1 else " *"),
                ratio(r.theirs.median, r.ours.median),
                f"{r.ours.runs} and {r.theirs.runs}",
                ratio(_held(r.theirs.median, r.theirs_asked), _held(r.ours.median, r.asked)),
                f"{r.peak:.0f} MiB",
            ]
            for r in rows
        ],
    )


def _held(took: float, asked: float) -> float:
    """How many seconds it takes where PagerDuty answers so many requests a minute and no more.

    The first minute's worth may be asked at once.
    """
    return max(took, (asked - PER_MINUTE) * 60 / PER_MINUTE)


def _notes(rows: list[Row], sizes: Sizes) -> list[str]:
    return [ONCE, LIMIT, *extrapolated((r.share for r in rows), sizes)]


def extrapolated(shares: Iterable[float], sizes: Sizes) -> list[str]:
    """What a star beside a time means, where there is one."""
    about = (
        f"\\* Extrapolated: measured on {sizes.sample} schedules of these, whole teams evenly spread, "
        "with their policies and people."
    )
    return [about] if any(share < 1 for share in shares) else []
