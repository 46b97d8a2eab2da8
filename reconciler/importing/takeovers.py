"""Who takes turns, in which order, by several events that share a week: as one list with one length of turns.

Wall times are naive, in the zone of the schedule; turns are in seconds.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from reconciler.config.values import MINUTES_PER_DAY, MINUTES_PER_WEEK, WeeklyWindow
from reconciler.desired.restrictions import to_weekly
from reconciler.intervals import instant, wall
from reconciler.state import LayerState

_HOUR, _DAY = 3600, 86400
_LONGEST = 365 * _DAY
_SHORT = [
    *(days * _DAY for days in range(1, 14)),
    *(hours * _HOUR for hours in (12, 8, 6, 4, 3, 2, 1, 18, 36, 60, 84)),
]
"""Turns that hours may cut into several events, those first that people would rather have."""
_MEMBERS = 40
"""So many people in a list: two events of as many as PagerDuty lets take turns."""


def turns(events: Sequence[LayerState]) -> tuple[int, ...]:
    """The lengths of turns that one layer may have that is cut into these events, likely ones first."""
    own = sorted({event.turn_seconds for event in events}, reverse=True)
    return tuple(dict.fromkeys([*own, *(_SHORT if len(events) > 1 else ())]))


def clocks(events: Iterable[LayerState], edges: Iterable[datetime], tz: ZoneInfo) -> tuple[datetime, ...]:
    """Instants at which turns may begin: with an event, those early in the week first; else at `edges`."""
    own = sorted((event.anchor for event in events), key=lambda anchor: _minute(wall(anchor, tz)))
    found = dict.fromkeys([*own, *edges])
    return tuple(anchor for anchor in found if not (anchor.second or anchor.microsecond))


def handover(after: datetime, anchor: datetime, turn: int, tz: ZoneInfo) -> datetime:
    """The first instant, not before another one (UTC), at which turns change that begin at an anchor."""
    begins, length = wall(anchor, tz), timedelta(seconds=turn)
    return instant(begins - (begins - wall(after, tz)) // length * length, tz)


def running(at: datetime, anchor: datetime, turn: int, tz: ZoneInfo) -> datetime:
    """When the turn begins that runs at an instant (UTC), as a line-up says it."""
    begins, length = wall(anchor, tz), timedelta(seconds=turn)
    return instant(begins + (wall(at, tz) - begins) // length * length, tz)


def order(events: Sequence[LayerState], anchor: datetime, turn: int, tz: ZoneInfo) -> tuple[str, ...]:
    """Who has the turns from a wall time on, until they come round; nobody where they do not."""
    if not 0 < turn <= _LONGEST:
        return ()
    windows = [(window, event) for event in events for window in to_weekly(event.restrictions)]
    length = timedelta(seconds=turn)
    held = [_first(windows, anchor + n * length, length, tz) for n in range(2 * _MEMBERS)]
    for size in range(1, _MEMBERS + 1):
        rows = [{user for user in held[place::size] if user is not None} for place in range(size)]
        if any(len(row) > 1 for row in rows):
            continue
        if all(rows):
            return tuple(user for row in rows for user in row)
    return ()


def _first(
    windows: Iterable[tuple[WeeklyWindow, LayerState]], begins: datetime, length: timedelta, tz: ZoneInfo
) -> str | None:
    """Who is on first in a turn that begins at a wall time."""
    minute = _minute(begins)
    waits = [(_wait(window, minute), event) for window, event in windows]
    wait, event = min(waits, key=lambda pair: pair[0])
    at = begins + timedelta(minutes=wait)
    if at >= begins + length:
        return None
    number = (at - wall(event.anchor, tz)) // timedelta(seconds=event.turn_seconds)
    return event.users[number % len(event.users)]


def _minute(at: datetime) -> int:
    return at.weekday() * MINUTES_PER_DAY + at.hour * 60 + at.minute


def _wait(window: WeeklyWindow, minute: int) -> int:
    """How long it is from a minute of the week until a window holds."""
    since = (minute - window.start) % MINUTES_PER_WEEK
    return 0 if since < window.length else MINUTES_PER_WEEK - since
