"""Whatever shift-based schedules turn out to be: the laws hold, or what is otherwise is named to the hour."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from reconciler.errors import ExitCode
from reconciler.sandbox import Quirks
from tests.laws.shift_stories import LIVES, Life
from tests.laws.stories import ALL
from tests.laws.test_quirks import named
from tests.world import World

pytestmark = pytest.mark.proof

EASTER, AUTUMN = LIVES
HOLDING = (
    Quirks(),
    Quirks(v3_rotations_in_body="accepted"),
    Quirks(v3_rotations_in_body="required"),
    Quirks(v3_needs_early_access=True),
    Quirks(v3_events_listed=False),
    Quirks(v3_event_overlap="shifts"),
    Quirks(v3_errors_as_list=True),
    Quirks(v3_override_of_absent="puts_on"),
    Quirks(v3_delete_running_override="refuse"),
    Quirks(past_override="clamp"),
    Quirks(started_override="refuse"),
    Quirks(max_override_batch=1),
)
Row = tuple[str, datetime, datetime, str | None, str | None]
"""A rota, from when until when, who is paged, who should be."""


def lived(life: Life, folder: Path, quirks: Quirks) -> None:
    """Each apply is proven, a second plan is empty, and a second apply writes nothing."""
    made = life.begin(folder, quirks)
    for happens in life.then:
        happens(made)
        outcome = made.apply(ALL)
        assert outcome.exit_code == 0, (outcome.refused, outcome.results, outcome.differences)
        plan = made.plan()
        assert (plan.actions, plan.shifts) == ((), ())
        before = len(made.writes)
        assert made.apply().exit_code == 0
        assert len(made.writes) == before


@pytest.mark.parametrize("life", LIVES)
@pytest.mark.parametrize("quirks", HOLDING, ids=named)
def test_the_laws_hold_whatever_shifts_are(tmp_path: Path, quirks: Quirks, life: str) -> None:
    """Through bank holidays with nobody on, covers that run and are handed on, and withdrawals."""
    lived(LIVES[life], tmp_path, quirks)


def test_turns_of_one_shift_are_the_same_wherever_they_are_counted_from(tmp_path: Path) -> None:
    """Weeks and days around the clock, begun in the middle of a turn and edited in another one."""
    lived(LIVES[AUTUMN], tmp_path, Quirks(v3_member_count_from="effective_since"))


def differs(made: World, expected: list[Row]) -> None:
    """Exit 5 names exactly these; nothing is left to do, and nothing more is written for it."""
    outcome = made.apply(ALL)
    assert outcome.exit_code == ExitCode.DIFFERENT
    assert all(result.status == "done" for result in outcome.results)
    rows = [
        (c.rota, c.start, c.end, c.before.person if c.before else None, c.after.person if c.after else None)
        for c in outcome.differences
    ]
    assert sorted(rows, key=lambda row: row[:2]) == expected
    assert made.plan().actions == ()
    writes = len(made.writes)
    assert made.apply(ALL).refused == ()
    assert len(made.writes) == writes


def test_turns_that_begin_in_their_middle_are_named_where_they_are_counted_from_there(
    tmp_path: Path,
) -> None:
    """The first day to act is the Friday: whoever has it goes on until the Thursday after."""
    made = LIVES[EASTER].begin(tmp_path, Quirks(v3_member_count_from="effective_since"))
    expected: list[Row] = []
    weeks = ((date(2026, 3, 23), "ben", "mia"), (date(2026, 3, 30), "mia", "ana"))
    for first, has, wants in (*weeks, (date(2026, 4, 6), "ana", "ben")):
        for number in range(4):
            day = first + timedelta(days=number)
            # Nobody is on on Easter Monday; there somebody stays, for whom nobody stands in.
            nobody = day == date(2026, 4, 6)
            clock = 9 if day < date(2026, 3, 29) else 8
            start = datetime(day.year, day.month, day.day, clock, tzinfo=UTC)
            expected.append(("in", start, start + timedelta(hours=8), has, None if nobody else wants))
    differs(made, expected)


def test_counted_from_there_turns_that_begin_at_a_handover_hold(tmp_path: Path) -> None:
    """At nine on a Monday, or in the evening before: the first shift to act is the first of a turn."""
    made = LIVES[EASTER].begin(tmp_path, Quirks(v3_member_count_from="effective_since"))
    made.at("2026-03-22 21:00")
    assert made.apply(ALL).exit_code == ExitCode.DONE
    assert made.plan().shifts == ()


@pytest.mark.parametrize(
    ("life", "expected"),
    [
        (EASTER, [("out", datetime(2026, 3, 30, 8, tzinfo=UTC), "cal", None)]),
        (
            AUTUMN,
            [
                ("daily", datetime(2026, 10, 25, 8, tzinfo=UTC), None, "ana"),
                ("weekly", datetime(2026, 10, 26, 8, tzinfo=UTC), None, "eve"),
            ],
        ),
    ],
)
def test_shifts_of_real_seconds_are_named_when_the_clocks_change(
    tmp_path: Path, life: str, expected: list[tuple[str, datetime, str | None, str | None]]
) -> None:
    """In spring the weekend ends an hour late; in autumn the day and the week end an hour early."""
    made = LIVES[life].begin(tmp_path, Quirks(v3_span="elapsed"))
    hour = timedelta(hours=1)
    differs(made, [(key, at, at + hour, has, wants) for key, at, has, wants in expected])
