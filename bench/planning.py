"""What a plan costs: requests and wall time of `rota plan` by the size of the account, beside one by one."""

import statistics
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
    """One size: the runs and requests of ours and theirs, our peak of memory in MiB.

    `theirs_inside` are the seconds that the requests of theirs took, without the start of Python; `share` is
    the part of the account that theirs was tried on.
    """

    name: str
    size: int
    ours: Times
    theirs: Times
    theirs_inside: float
    asked: int
    theirs_asked: float
    peak: float
    share: float

    @property
    def theirs_whole(self) -> float:
        """The seconds of the sequential client for the whole account: it starts once, whatever the size."""
        return self.theirs.median + self.theirs_inside * (1 / self.share - 1)


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
            Series("one by one", [(r.size, r.theirs_whole) for r in rows]),
        ],
        [*_notes(rows, sizes), *left],
    )


def row(account: Account, name: str, sizes: Sizes) -> Row:
    """Measure one size."""
    part = sizes.sample if account.schedules >= sizes.sampled else account.schedules
    with stage(account) as there:
        known = sample(there.known, part)
        # PagerDuty's own work is done once before, without any waiting, and then kept.
        there.warmed().theirs(known, latency=0.0)
        runs: list[Measured] = []
        one_by_one: list[Measured] = []
        ours, theirs = beside(
            [lambda: _ours(there, runs), lambda: _theirs(there, known, one_by_one)], sizes.rounds
        )
    share = part / account.schedules
    return Row(
        name,
        account.schedules,
        ours,
        theirs,
        statistics.median(run.inside for run in one_by_one),
        runs[-1].requests,
        one_by_one[-1].requests / share,
        max(run.peak for run in runs),
        share,
    )


def _ours(there: Stage, runs: list[Measured]) -> float:
    runs.append(there.ours("plan"))
    if runs[-1].code:
        raise RuntimeError(f"the plan was to be empty:\n{runs[-1].out}")
    return runs[-1].seconds


def _theirs(there: Stage, known: Known, runs: list[Measured]) -> float:
    runs.append(there.theirs(known))
    return runs[-1].seconds


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
                f"{r.theirs_asked:,.0f}",
                seconds(r.ours.median),
                seconds(r.theirs_whole) + ("" if r.share == 1 else " *"),
                ratio(r.theirs_whole, r.ours.median),
                f"{r.ours.runs} and {r.theirs.runs}",
                ratio(_held(r.theirs_whole, r.theirs_asked), _held(r.ours.median, r.asked)),
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
    notes = [ONCE, LIMIT]
    if any(r.share < 1 for r in rows):
        notes.append(
            f"\\* Extrapolated: measured on {sizes.sample} schedules of these, evenly spread, with the same "
            "share of everything else."
        )
    return notes
