"""Overrides of shift-based schedules: they stand in for one person, and custom shifts stand beside."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from reconciler.desired.effective import acting, beside, effective
from reconciler.intervals import Interval, Segment, Timeline, at
from reconciler.state import NOBODY, LayerState, OverrideState, ScheduleState, together

MIDNIGHT = datetime(2026, 12, 1, tzinfo=UTC)
DAY = Interval(MIDNIGHT, MIDNIGHT + timedelta(days=1))


def hours(first: int, last: int) -> tuple[datetime, datetime]:
    """Instants of the day."""
    return MIDNIGHT + timedelta(hours=first), MIDNIGHT + timedelta(hours=last)


def line(*pieces: tuple[int, int, str]) -> Timeline[str]:
    """A timeline of the day."""
    return tuple(Segment(*hours(first, last), user) for first, last, user in pieces)


def override(
    first: int, last: int, user: str, over: str | None = None, *, own: bool = False
) -> OverrideState:
    """One of the day, made by hand; `own`: a custom shift."""
    id_ = f"{'custom_shifts' if own else 'overrides'}/{first}-{last}-{user}"
    return OverrideState(id_, *hours(first, last), user, over, beside=own, place=None if own else "R1")


def event(id_: str, first: int, last: int, user: str) -> LayerState:
    """One that puts a user on for a part of the day."""
    return LayerState(id_, "main", *hours(first, last), MIDNIGHT, DAY_LONG, (user,))


DAY_LONG = 86_400
BASE = line((8, 12, "A"), (12, 16, "B"))
EVENTS = (event("R1/1", 8, 12, "A"), event("R1/2", 12, 16, "B"))
HELD = ScheduleState("P1", "Web", "Europe/London", kind="shifts", layers=EVENTS)


def acts(
    foreign: list[OverrideState], held: ScheduleState = HELD, events: tuple[LayerState, ...] = EVENTS
) -> list[tuple[datetime, datetime, str]]:
    """What acts of some overrides."""
    return [(o.start, o.end, o.user) for o in acting(foreign, BASE, held, events, "Europe/London")]


def test_whoever_stands_in_for_a_custom_shift_acts_while_that_is_on() -> None:
    """Cal took the evening, and Dee takes an hour of it, where nobody is on by the events."""
    custom = override(16, 20, "C", own=True)
    hour = replace(override(17, 18, "D", "C"), place=custom.id)
    held = replace(HELD, overrides=(custom, hour))
    assert acts([hour], held) == [(*hours(17, 18), "D")]
    other = replace(hour, over="A")
    assert acts([other], held) == []


def test_an_override_acts_while_the_one_it_names_is_on() -> None:
    """Ana's is worked by Cal; what reaches into Ben's turn, and into the time of nobody, does nothing."""
    there = acting([override(6, 20, "C", "A")], BASE, HELD, EVENTS, "Europe/London")
    assert [(o.start, o.end, o.user) for o in there] == [(*hours(8, 12), "C")]
    assert effective(BASE, there) == line((8, 12, "C"), (12, 16, "B"))


def test_an_override_in_another_rotation_than_the_turn_does_nothing() -> None:
    """It names Ana where she has no turn from ten on, though she has one elsewhere."""
    moved = (event("R1/1", 8, 10, "A"), event("R2/1", 10, 12, "A"), event("R1/2", 12, 16, "B"))
    assert acts([override(6, 20, "C", "A")], events=moved) == [(*hours(8, 10), "C")]


def test_an_override_by_nobody_leaves_a_gap() -> None:
    """Alerts then go on to the next level at once."""
    there = acting([override(9, 10, NOBODY, "A")], BASE, HELD, EVENTS, "Europe/London")
    assert effective(BASE, there) == line((8, 9, "A"), (10, 12, "A"), (12, 16, "B"))


def test_a_custom_shift_is_beside_whoever_is_on() -> None:
    """Both are paged; where nobody is on, its person alone."""
    found = beside(BASE, [override(10, 18, "C", own=True)], DAY)
    assert found == line((8, 10, "A"), (10, 12, "A+C"), (12, 16, "B+C"), (16, 18, "C"))


def test_a_custom_shift_stands_alone_while_nobody_else_is_on() -> None:
    """Then it is what decides who is paged, and the file gives way to it."""
    shifts = [override(10, 18, "C", own=True), override(18, 20, NOBODY, own=True)]
    assert acts(shifts) == [(*hours(16, 18), "C")]


USERS = st.sampled_from("ABC")
SHIFTS = st.builds(
    lambda first, length, user: override(first, min(24, first + length), user, own=True),
    st.integers(0, 22),
    st.integers(1, 6),
    USERS,
)


@given(st.lists(SHIFTS, max_size=4))
def test_at_every_hour_everybody_is_on_who_has_a_shift(shifts: list[OverrideState]) -> None:
    """Whatever their order, and however they overlap."""
    found = beside(BASE, shifts, DAY)
    for hour in range(24):
        now = MIDNIGHT + timedelta(hours=hour, minutes=30)
        held = at(BASE, now)
        users = {o.user for o in shifts if o.start <= now < o.end} | ({held.value} if held else set())
        seen = at(found, now)
        assert (seen.value if seen else "") == together(users)
