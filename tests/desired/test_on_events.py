"""Who is on by an event, against a second reading of its rule; and several people at once as one value."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from reconciler.desired.on_events import base_line, shifts
from reconciler.intervals import Interval, Segment, Timeline, at, instant, merge, wall, zone
from reconciler.remote.codec import stitch
from reconciler.remote.fields import Part
from reconciler.remote.shifts.stand_ins import decode_rendering, jointly
from reconciler.state import NOBODY, LayerState, together
from tests.remote.shifts.events import DAY, WEEK, answered, hours, layers

MONDAY = datetime(2026, 12, 7, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def by_rule(event: dict[str, Any], time_zone: str, span: Interval) -> Timeline[str]:
    """An event's shifts as dateutil repeats its first time, on the clock's face."""
    tz = zone(time_zone)
    start, end = (
        wall(datetime.fromisoformat(event[name]["date_time"]), tz) for name in ("start_time", "end_time")
    )
    members = [m["user_id"] for m in event["assignment_strategy"]["members"]]
    turn = event["assignment_strategy"]["shifts_per_member"]
    last = wall(span.end, tz) + timedelta(days=1)
    found: list[Segment[str]] = []
    for number, begins in enumerate(rrulestr(event["recurrence"][0], dtstart=start).xafter(start, inc=True)):
        if begins > last:
            break
        user = members[number // turn % len(members)]
        shift = Segment(instant(begins, tz), instant(begins + (end - start), tz), user)
        if cut := shift.clip(span.start, span.end):
            found.append(cut)
    return merge(found)


@given(layers(), st.integers(-30, 60), st.integers(1, 60))
def test_events_are_on_when_their_rule_says(made: tuple[LayerState, str], after: int, length: int) -> None:
    """In any zone and over clock changes; members change after so many times."""
    layer, time_zone = made
    start = layer.start + timedelta(days=after, hours=7)
    span = Interval(start, start + timedelta(days=length))
    effective = Interval(layer.start, layer.end or span.end + HOUR).clip(span)
    expected = by_rule(answered(layer, time_zone), time_zone, effective) if effective else ()
    assert shifts(layer, time_zone, span) == expected


def layer(start: datetime, end: datetime | None, *users: str, **changes: Any) -> LayerState:
    fields: dict[str, Any] = {"anchor": start, "turn_seconds": DAY, "users": users}
    fields |= {"id": "R/E", "name": "main", "start": start, "end": end}
    return LayerState(**(fields | changes))


def test_what_is_odd_has_nobody() -> None:
    """It is not known who is on by it, and an event without people has none."""
    span = Interval(MONDAY, MONDAY + 48 * HOUR)
    assert shifts(layer(MONDAY, None, "PANA", odd="it repeats monthly"), "UTC", span) == ()
    assert shifts(layer(MONDAY, None), "UTC", span) == ()
    assert shifts(layer(MONDAY, None, "PANA"), "UTC", span) == (Segment(span.start, span.end, "PANA"),)


def test_there_is_no_time_before_the_first_one() -> None:
    """Though the event be effective already."""
    early = layer(MONDAY, None, "PANA", anchor=MONDAY + 24 * HOUR)
    span = Interval(MONDAY, MONDAY + 48 * HOUR)
    assert shifts(early, "UTC", span) == (Segment(MONDAY + 24 * HOUR, span.end, "PANA"),)


def test_the_events_of_a_rotation_are_one_line() -> None:
    """One that succeeds another goes on where it ends; the same person before and after is one shift."""
    change = MONDAY + 36 * HOUR
    events = [layer(change, None, "PBEN", "PANA"), layer(MONDAY, change, "PANA", "PBEN")]
    assert base_line(events, "UTC", Interval(MONDAY, MONDAY + 72 * HOUR)) == (
        Segment(MONDAY, MONDAY + 24 * HOUR, "PANA"),
        Segment(MONDAY + 24 * HOUR, change + 24 * HOUR, "PBEN"),
        Segment(change + 24 * HOUR, MONDAY + 72 * HOUR, "PANA"),
    )


def test_nights_of_a_week_are_one_persons() -> None:
    """Over midnight, and from the anchor on."""
    nights = layer(
        MONDAY + 8 * HOUR,
        None,
        "PANA",
        "PBEN",
        turn_seconds=WEEK,
        restrictions=hours({1, 4}, 17 * 3600, 16 * 3600),
    )
    found = shifts(nights, "UTC", Interval(MONDAY, MONDAY + timedelta(days=8)))
    assert [(f"{s.start:%a %H}", f"{s.end:%a %H}", s.value) for s in found] == [
        ("Mon 17", "Tue 09", "PANA"),
        ("Thu 17", "Fri 09", "PANA"),
        ("Mon 17", "Tue 09", "PBEN"),
    ]


USERS = st.sampled_from(("PANA", "PBEN", "PCAL", NOBODY))
SHIFTS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 12), USERS), max_size=8).map(
    lambda rows: [Segment(MONDAY + a * HOUR, MONDAY + (a + n) * HOUR, user) for a, n, user in rows]
)


@given(SHIFTS)
def test_several_people_at_once_are_one_value(found: list[Segment[str]]) -> None:
    """At every instant everybody who is on, each once; and nobody where there is nobody."""
    line = jointly(found)
    for hour in range(45):
        instant_ = MONDAY + hour * HOUR
        on = {s.value for s in found if s.start <= instant_ < s.end} - {NOBODY}
        held = at(line, instant_)
        assert (held.value if held else None) == (together(on) if on else None)
    assert all(one.end <= other.start for one, other in pairwise(line))
    assert merge(line) == line


def assignment(start: str, end: str, user: str | None) -> dict[str, Any]:
    member = {"type": "empty_member"} if user is None else {"type": "user_member", "user_id": user}
    source = {"type": "schedule_rotation", "rotation_id": "R1"}
    return {
        "type": "computed_shift_assignment",
        "start_time": start,
        "end_time": end,
        "member": member,
        "source": source,
    }


def test_a_final_schedule_is_cut_to_its_window() -> None:
    """Windows that follow one another give one line; whom nobody replaced is a gap."""
    final = [
        assignment("2026-12-07T08:00:00Z", "2026-12-07T11:00:00Z", "PBEN"),
        assignment("2026-12-07T10:00:00Z", "2026-12-07T14:00:00+01:00", "PANA"),
        assignment("2026-12-07T13:00:00Z", "2026-12-07T14:00:00Z", None),
    ]
    part = Part.of({"final_schedule": {"computed_shift_assignments": final}}, "a schedule")
    first, second = Interval(MONDAY, MONDAY + HOUR), Interval(MONDAY + HOUR, MONDAY + 6 * HOUR)
    assert stitch([(second, decode_rendering(part, second)), (first, decode_rendering(part, first))]) == (
        Segment(MONDAY, MONDAY + HOUR, "PBEN"),
        Segment(MONDAY + HOUR, MONDAY + 2 * HOUR, "PANA+PBEN"),
        Segment(MONDAY + 2 * HOUR, MONDAY + 4 * HOUR, "PANA"),
    )
