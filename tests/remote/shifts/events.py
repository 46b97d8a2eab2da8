"""Made-up layers that one event can say, and what PagerDuty would answer for them."""

import json as jsonlib
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from reconciler.intervals import instant, zone
from reconciler.remote.fields import Part
from reconciler.remote.shifts.codec import decode_event, encode_event
from reconciler.state import LayerState, Restriction
from tests.strategies import ZONES

DAY = 86_400
WEEK = 7 * DAY
FIRST = datetime(2026, 1, 5, tzinfo=UTC)
USERS = ("PANA", "PBEN", "PCAL", "PDEE")

_MINUTES = 24 * 60
_clocks = st.integers(0, _MINUTES - 1).map(lambda minute: minute * 60)
_people = st.lists(st.sampled_from(USERS), min_size=1, max_size=4).map(tuple)


def hours(weekdays: set[int], start: int, length: int) -> tuple[Restriction, ...]:
    """The same time of day on some weekdays (1 is Monday)."""
    return tuple(Restriction(day, start, length) for day in sorted(weekdays))


@st.composite
def _shapes(draw: st.DrawFn) -> tuple[int, tuple[Restriction, ...]]:
    """A turn in seconds, and the hours of an event."""
    count = draw(st.integers(1, 5))
    match draw(st.sampled_from(("around", "daily", "weekly", "once"))):
        case "around":
            return count * draw(st.sampled_from((DAY, WEEK))), ()
        case "daily":
            length = draw(st.integers(1, _MINUTES - 1)) * 60
            return count * DAY, (Restriction(None, draw(_clocks), length),)
        case "weekly":
            # The nights of some days, or their whole days; never all seven, which is daily.
            days = draw(st.sets(st.integers(1, 7), min_size=1, max_size=6))
            return count * WEEK, hours(days, draw(_clocks), draw(st.integers(1, _MINUTES)) * 60)
        case _:
            # A weekend, or more, over the end of the week perhaps.
            length = draw(st.integers(1, 7 * _MINUTES - 1)) * 60
            return count * WEEK, hours({draw(st.integers(1, 7))}, draw(_clocks), length)


@st.composite
def layers(draw: st.DrawFn, zones: tuple[str, ...] = ZONES) -> tuple[LayerState, str]:
    """A layer with a zone; it begins at or after its anchor, at any time of the year."""
    name = draw(st.sampled_from(zones))
    turn, restrictions = draw(_shapes())
    first = restrictions[draw(st.integers(0, len(restrictions) - 1))] if restrictions else None
    clock = draw(_clocks) if first is None else first.start
    day = datetime(2026, 1, 5) + timedelta(days=draw(st.integers(0, 400)))  # noqa: DTZ001 - wall time
    if first is not None and first.weekday is not None:
        day += timedelta(days=(first.weekday - 1 - day.weekday()) % 7)
    anchor = instant(day + timedelta(seconds=clock), zone(name))
    start = anchor + timedelta(minutes=draw(st.integers(0, 60 * _MINUTES)))
    end = draw(st.none() | st.integers(1, 200 * _MINUTES).map(lambda m: start + timedelta(minutes=m)))
    layer = LayerState("R1/E1", "main", start, end, anchor, turn, draw(_people), restrictions)
    return layer, name


def answered(layer: LayerState, time_zone: str, **changes: Any) -> dict[str, Any]:
    """The event as a GET gives it after it was written."""
    body: dict[str, Any] = encode_event(layer, time_zone, layer.start)["event"]
    event = jsonlib.loads(jsonlib.dumps(body))
    return {**event, "id": "E1", "type": "schedule_event", **changes}


def read_back(event: dict[str, Any], time_zone: str) -> LayerState:
    """An event of the rotation R1, decoded."""
    return decode_event(Part.of(event, "an event"), "R1", time_zone)
