"""Who is on by an event, or by a whole rotation, when nobody stands in for anybody: arithmetic alone.

Times are those of a clock on the wall in the schedule's zone, so they stay the same over its changes.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from reconciler.intervals import Interval, Segment, Timeline, instant, merge, union, wall, zone
from reconciler.state import LayerState

_WEEK = timedelta(weeks=1)
_DAY = timedelta(days=1)


def shifts(layer: LayerState, time_zone: str, span: Interval) -> Timeline[str]:
    """Who is on by one event inside `span`, as user ids; nobody by an `odd` one.

    An event has no time before its anchor, nor any outside its start and end.
    """
    tz = zone(time_zone)
    start = max(span.start, layer.start)
    end = span.end if layer.end is None else min(span.end, layer.end)
    if layer.odd is not None or not layer.users or start >= end:
        return ()
    return merge(_clipped(_times(layer, tz, start, end), tz, Interval(start, end)))


def _times(
    layer: LayerState, tz: ZoneInfo, start: datetime, end: datetime
) -> Iterator[tuple[datetime, timedelta, str]]:
    """The windows that may touch `[start, end)`, in order: start on the wall, length, and user."""
    turn, anchor = timedelta(seconds=layer.turn_seconds), wall(layer.anchor, tz)
    found = sorted(windows(layer, anchor, turn))
    # A window lasts a week at most, and clocks are changed by less than a day.
    first = max(0, (wall(start, tz) - anchor - _WEEK - _DAY) // turn)
    number = first
    while (begins := anchor + number * turn) < wall(end, tz) + _DAY:
        user = layer.users[number % len(layer.users)]
        yield from ((begins + offset, length, user) for offset, length in found)
        number += 1


def windows(layer: LayerState, anchor: datetime, turn: timedelta) -> Iterator[tuple[timedelta, timedelta]]:
    """Where in a turn its windows begin, and how long they are; `anchor` is where the first turn begins."""
    if not layer.restrictions:
        yield timedelta(), turn
    clock = anchor - datetime.combine(anchor.date(), datetime.min.time())
    for item in layer.restrictions:
        period = _DAY if item.weekday is None else _WEEK
        day = anchor.weekday() if item.weekday is None else item.weekday - 1
        begins = timedelta(days=day - anchor.weekday(), seconds=item.start) - clock
        offset = begins % period
        while offset < turn:
            yield offset, timedelta(seconds=item.length)
            offset += period


def _clipped(
    times: Iterable[tuple[datetime, timedelta, str]], tz: ZoneInfo, span: Interval
) -> Iterator[Segment[str]]:
    for start, length, user in times:
        if shift := Segment(instant(start, tz), instant(start + length, tz), user).clip(span.start, span.end):
            yield shift


def base_line(events: Iterable[LayerState], time_zone: str, span: Interval) -> Timeline[str]:
    """Who is on by events of which no two page at the same time, as those of one rotation."""
    return merge(Segment(s.start, s.end, s.value[0]) for s in by_event(events, time_zone, span))


def by_event(events: Iterable[LayerState], time_zone: str, span: Interval) -> Timeline[tuple[str, int]]:
    """The same with the place of the event in the list: each stretch is one person's by one event."""
    found = [
        Segment(s.start, s.end, (s.value, number))
        for number, event in enumerate(events)
        for s in shifts(event, time_zone, span)
    ]
    return tuple(sorted(found, key=lambda segment: segment.start))


def turns_in(
    rotation: str, events: Iterable[LayerState], user: str | None, time_zone: str, span: Interval
) -> tuple[Interval, ...]:
    """When somebody is on by the events of one rotation, whose ids begin with that of the rotation."""
    mine = [event for event in events if (event.id or "").startswith(f"{rotation}/")]
    return union(s.interval for s in base_line(mine, time_zone, span) if s.value == user)
