"""Whatever PagerDuty turns out to be: the laws hold, or what it does otherwise is named to the hour."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from reconciler.errors import ExitCode, RemoteError
from reconciler.intervals import Interval
from reconciler.plan.model import ShiftChange
from reconciler.sandbox import Quirks
from reconciler.shifts import engine
from tests.laws.stories import ALL, STORIES
from tests.world import World

pytestmark = pytest.mark.proof

BENIGN = (
    Quirks(),
    Quirks(omitted_layer="kept"),
    Quirks(put_drops_overrides=True),
    Quirks(put_reply_order="as_sent"),
    Quirks(offset_anchor_bug=False),
    Quirks(merge_entries=True),
    Quirks(max_render_days=90),
    Quirks(max_render_days=7),
    Quirks(list_includes=False),
    Quirks(create_status=200),
    Quirks(past_override="clamp"),
    Quirks(started_override="refuse"),
    Quirks(max_override_batch=50),
    Quirks(max_override_batch=1),
    Quirks(overrides_get_status=201),
    Quirks(accept_deleted_users=True),
)
HOUR = timedelta(hours=1)
Row = tuple[str, datetime, str | None, str | None]
"""A rota, the hour from an instant on, who is paged, who should be."""


def named(quirks: Quirks) -> str:
    """The setting that is not as usual."""
    usual = Quirks()
    return (
        ", ".join(f"{name}={value}" for name, value in vars(quirks).items() if value != getattr(usual, name))
        or "as usual"
    )


def documents(made: World) -> list[Any]:
    """Everything that PagerDuty holds and an apply could change."""
    return [made.store.all(kind) for kind in ("schedules", "overrides", "escalation_policies")]


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("quirks", BENIGN, ids=named)
def test_the_laws_hold_whatever_pagerduty_does(tmp_path: Path, quirks: Quirks, story: str) -> None:
    """Apply is proven, a second plan is empty, and a second apply writes nothing."""
    made = STORIES[story].begin(tmp_path, quirks)
    for happens in (lambda _: None, STORIES[story].then):
        happens(made)
        outcome = made.apply(ALL)
        assert outcome.exit_code == 0, (outcome.refused, outcome.results, outcome.differences)
        plan = made.plan()
        assert (plan.actions, plan.shifts) == ((), ())
        before = len(made.writes)
        assert made.apply().exit_code == 0
        assert len(made.writes) == before


def hours(key: str, days: list[date], *clocks: int) -> list[tuple[str, datetime]]:
    """Instants on some days, in UTC."""
    return [
        (key, datetime(day.year, day.month, day.day, clock, tzinfo=UTC)) for day in days for clock in clocks
    ]


def holder(made: World, key: str, at: datetime) -> str | None:
    """Who is on call by the file."""
    shifts = engine.shifts(made.file, key, Interval(at, at + timedelta(seconds=1)))
    return shifts[0].person if shifts else None


def found(differences: tuple[ShiftChange, ...]) -> list[Row]:
    """Differences hour by hour."""
    assert all(change.end - change.start == HOUR for change in differences)
    people = [
        (change.rota, change.start, before.person if before else None, after.person if after else None)
        for change in differences
        for before, after in [(change.before, change.after)]
    ]
    return sorted(people, key=lambda row: row[:2])


def differs(made: World, expected: Iterable[Row]) -> None:
    """Exit 5 names exactly these hours; nothing is left to do, and nothing more is written for it."""
    outcome = made.apply()
    assert outcome.exit_code == ExitCode.DIFFERENT
    assert all(result.status == "done" for result in outcome.results)
    assert found(outcome.differences) == sorted(expected, key=lambda row: row[:2])
    held, writes = documents(made), len(made.writes)
    assert made.plan().actions == ()
    assert made.plan().flags == ()
    again = made.apply()
    assert again.refused == ()
    assert (documents(made), len(made.writes)) == (held, writes)


def until(made: World, key: str, first: date, step: int) -> list[date]:
    """Every so many days as far as a rota is compared."""
    last = next(name.until for name in made.plan().names if name.key == key)
    assert last is not None
    days = [first + timedelta(days=step * i) for i in range(60)]
    return [day for day in days if datetime(day.year, day.month, day.day, 22, tzinfo=UTC) < last]


def test_handovers_after_fixed_seconds_are_named_when_the_clocks_go_forward(tmp_path: Path) -> None:
    """From 29 March on every handover comes an hour late: whoever hands over goes on for that hour."""
    made = STORIES["the clocks go forward"].begin(tmp_path, Quirks(handoff="elapsed"))
    late = [
        *hours("in", [date(2026, 3, 30)], 8),
        *hours("weekly", until(made, "weekly", date(2026, 3, 30), 7), 8),
        *hours("twelve", until(made, "twelve", date(2026, 3, 29), 1), 8, 20),
        ("twelve", datetime(2026, 4, 10, 8, tzinfo=UTC)),
    ]
    before = {"in": {"ana": "ben", "ben": "ana"}, "weekly": {"eve": "mia", "mia": "eve"}}
    before["twelve"] = {"kit": "lou", "lou": "kit"}
    rows = [(key, at, before[key][who], who) for key, at in late if (who := holder(made, key, at))]
    differs(made, rows)


def test_handovers_after_fixed_seconds_are_named_when_the_clocks_go_back(tmp_path: Path) -> None:
    """From 25 October on every handover comes an hour early: whoever takes over begins an hour before."""
    made = STORIES["the clocks go back"].begin(tmp_path, Quirks(handoff="elapsed"))
    early = [
        *hours("out", until(made, "out", date(2026, 10, 26), 7), 8),
        *hours("weekly", until(made, "weekly", date(2026, 10, 26), 7), 8),
        *hours("twelve", until(made, "twelve", date(2026, 10, 25), 1), 8, 20),
        ("twelve", datetime(2026, 11, 6, 8, tzinfo=UTC)),
    ]
    next_ = {"out": {"cal": "dee", "dee": "cal"}, "weekly": {"eve": "mia", "mia": "eve"}}
    next_["twelve"] = {"kit": "lou", "lou": "kit"}
    rows = [(key, at, next_[key][who], who) for key, at in early if (who := holder(made, key, at))]
    differs(made, rows)


def test_restrictions_of_real_seconds_are_named_when_the_clocks_go_forward(tmp_path: Path) -> None:
    """The weekend of 64 hours ends on Monday at ten: for an hour there is somebody too many."""
    made = STORIES["the clocks go forward"].begin(tmp_path, Quirks(restriction_end="elapsed"))
    on = holder(made, "out", datetime(2026, 3, 30, 7, 59, tzinfo=UTC))
    differs(made, [("out", datetime(2026, 3, 30, 8, tzinfo=UTC), "dee" if on == "cal" else "cal", None)])


def test_restrictions_of_real_seconds_are_named_when_the_clocks_go_back(tmp_path: Path) -> None:
    """The weekend of 64 hours ends on Monday at eight: for an hour there is nobody."""
    made = STORIES["the clocks go back"].begin(tmp_path, Quirks(restriction_end="elapsed"))
    at = datetime(2026, 10, 26, 8, tzinfo=UTC)
    differs(made, [("out", at, None, holder(made, "out", at))])


@pytest.mark.parametrize("quirks", [Quirks(handoff="elapsed"), Quirks(restriction_end="elapsed")], ids=named)
@pytest.mark.parametrize("story", ["inside a window", "a joiner"])
def test_away_from_the_clock_changes_no_reading_matters(tmp_path: Path, story: str, quirks: Quirks) -> None:
    """Line-ups that begin in the time of year in which they are looked at."""
    made = STORIES[story].begin(tmp_path, quirks)
    assert made.apply(ALL).exit_code == 0
    assert made.plan().actions == ()


def test_an_account_that_renders_less_than_a_day_is_an_error_that_says_so(tmp_path: Path) -> None:
    """What was written cannot be proven, and what cannot be read is not planned."""
    made = STORIES["a joiner"].begin(tmp_path, Quirks(max_render_days=0))
    assert "must not exceed 0 days" in (made.apply(ALL).verify_error or "")
    held = documents(made)
    with pytest.raises(RemoteError, match="must not exceed 0 days"):
        made.plan()
    assert documents(made) == held


def test_what_is_written_one_by_one_is_what_is_written_together(tmp_path: Path) -> None:
    """The size that PagerDuty takes is found once in a run, and each override goes out once."""
    held = []
    for most in (50, 1):
        folder = tmp_path / str(most)
        folder.mkdir()
        made = STORIES["the clocks go forward"].begin(folder, Quirks(max_override_batch=most))
        assert made.apply(ALL).exit_code == 0
        sent = [len(body["overrides"]) for _, path, body in made.transport.requests if "/overrides" in path]
        held.append((sum(n for n in sent if n <= most), made.overrides("in"), made.overrides("out")))
    assert held[0] == held[1]
    assert held[0][0] > 1
