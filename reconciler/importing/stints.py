"""One PagerDuty layer as a line-up: where its turns fall on the clock's face, and who has the first one."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from reconciler.config.values import Handover, Turn
from reconciler.desired.restrictions import to_weekly
from reconciler.importing.draft import CannotSayError, Hours, Period, Stint
from reconciler.intervals import instant, wall, wall_time_fault
from reconciler.shifts.hours import AROUND_THE_CLOCK
from reconciler.state import LayerState
from reconciler.wording import clock, day

_HOUR, _DAY, _WEEK = 3600, 86400, 604800
_LONGEST = 365 * _DAY
_STEPS = 10


def turn_of(layer: LayerState) -> Turn:
    """The length of a layer's turns in whole hours, days or weeks. Raises CannotSayError."""
    seconds = layer.turn_seconds
    if seconds % _HOUR or not _HOUR <= seconds <= _LONGEST:
        raise CannotSayError(f"its turns are {_length(seconds)} long; a file has whole hours, from 1 to 8760")
    if seconds % _WEEK == 0:
        return Turn(seconds // _WEEK, "weeks")
    if seconds % _DAY == 0:
        return Turn(seconds // _DAY, "days")
    return Turn(seconds // _HOUR, "hours")


def _length(seconds: int) -> str:
    hours, rest = divmod(seconds, _HOUR)
    minutes, rest = divmod(rest, 60)
    parts = ((hours, "h"), (minutes, "min"), (rest, "s"))
    return " ".join(f"{number} {unit}" for number, unit in parts if number) or "0 s"


def hours_of(layer: LayerState) -> Hours:
    """The hours of a layer. Raises CannotSayError where they have seconds."""
    for item in layer.restrictions:
        if item.start % 60 or item.length % 60:
            raise CannotSayError("its hours have seconds in them; a file has whole minutes")
    windows = to_weekly(layer.restrictions)
    return None if windows == AROUND_THE_CLOCK else (Period(None, windows),)


def whole_minute(at: datetime, what: str) -> datetime:
    """A wall time without seconds. Raises CannotSayError."""
    if at.second or at.microsecond:
        raise CannotSayError(f"{what} at {clock(at)}; a file has whole minutes")
    return at


def stint(layer: LayerState, tz: ZoneInfo, now: datetime, hours: Hours) -> Stint:
    """A layer from the turn that runs when it starts. `now` is UTC. Raises CannotSayError.

    A layer that has begun may be said from the handover before its start on, as PagerDuty rewrites that
    start whenever somebody saves. One that is to come has to begin with a turn.
    """
    turn = turn_of(layer)
    anchor = whole_minute(wall(layer.anchor, tz), "its turns begin")
    k = _running(anchor, turn, layer.start, tz)
    if layer.start > now:
        if instant(anchor + k * turn.length, tz) != layer.start:
            at = wall(layer.start, tz)
            raise CannotSayError(
                f"a layer of it begins in the middle of a turn, on {day(at)} {clock(at)}; "
                "a line-up begins at a handover"
            )
        if wall_time_fault(anchor + k * turn.length, tz):
            raise CannotSayError("a layer of it begins in the hour in which the clocks change")
    else:
        k = _plain(anchor, turn, k, tz)
    begins = anchor + k * turn.length
    first = k % len(layer.users)
    return Stint(begins, layer.users[first:] + layer.users[:first], turn, handover_of(begins, turn), hours)


def _running(anchor: datetime, turn: Turn, start: datetime, tz: ZoneInfo) -> int:
    """The number of the turn that runs at an instant."""
    k = (wall(start, tz) - anchor) // turn.length
    while instant(anchor + (k + 1) * turn.length, tz) <= start:
        k += 1
    while instant(anchor + k * turn.length, tz) > start:
        k -= 1
    return k


def _plain(anchor: datetime, turn: Turn, k: int, tz: ZoneInfo) -> int:
    """The same turn, or the nearest one before that begins at a time that the clock shows once."""
    for back in range(_STEPS):
        if wall_time_fault(anchor + (k - back) * turn.length, tz) is None:
            return k - back
    raise CannotSayError("its turns begin in the hour in which the clocks change")


def handover_of(at: datetime, turn: Turn) -> Handover | None:
    """What a file says of handovers at this time of the week."""
    if turn.unit == "hours":
        return None
    return Handover(at.weekday() if turn.unit == "weeks" else None, at.time())


def pause(end: datetime, before: Stint, tz: ZoneInfo) -> Stint:
    """Nobody from an instant (UTC) on, after a line-up. Raises CannotSayError where no line can say it."""
    at = whole_minute(wall(end, tz), "a layer of it ends")
    if wall_time_fault(at, tz):
        raise CannotSayError("a layer of it ends in the hour in which the clocks change")
    if on_grid(at, before):
        return Stint(at, (), before.turn, before.handover, before.hours)
    # A change of turn or handover cuts the running turn, so that it may end at any time.
    return Stint(at, (), Turn(1, "days"), Handover(None, at.time()), before.hours)


def on_grid(at: datetime, before: Stint) -> bool:
    """Whether a wall time is a handover of a line-up."""
    return (at - before.at) % before.turn.length == timedelta()


def follows_well(one: Stint, other: Stint) -> bool:
    """Whether a line-up can stand behind another one in the same layer of a file."""
    if one.hours is not None and other.hours is None:
        # A line-up takes over the hours before it; nothing that is left out can say "around the clock".
        return False
    cut = (one.turn, one.handover, one.hours) != (other.turn, other.handover, other.hours)
    return other.at > one.at and (cut or not one.users or on_grid(other.at, one))
