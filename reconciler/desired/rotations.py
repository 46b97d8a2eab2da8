"""Stacked layers as the events of a shift-based schedule: each a plain repetition, no two at the same time.

A shift-based schedule has no order of layers: whatever holds at once pages everybody in it. So the hours of
what lies above are taken out of what lies below. And an event repeats by days or weeks, at one time of day
and for one length, with members who take turns; so the turns of a layer inside its hours are laid out
over a day or a week, and what repeats alike becomes one event. Arithmetic is on the clock's face, in the
zone of the schedule. Sources for the limits: PagerDuty's concepts page and API document.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import gcd, lcm
from zoneinfo import ZoneInfo

from reconciler.config.values import MINUTES_PER_DAY, MINUTES_PER_WEEK, WeeklyWindow
from reconciler.desired.restrictions import from_weekly, to_weekly
from reconciler.errors import RotaError
from reconciler.intervals import instant, wall
from reconciler.shifts.hours import AROUND_THE_CLOCK, Weekly, complement, meet, normalise
from reconciler.state import LayerState

AHEAD = timedelta(days=364)
"""PagerDuty refuses dates more than twelve months ahead; a day less, since its clock is not ours."""
MEMBERS = 20
"""How many members one event may have."""
ROTATIONS = 10
"""How many rotations a schedule may have at a time; events that hold at the same time each need one."""
EVENTS = 5
"""How many events one rotation may hold, from now on."""

_MINUTE = 60
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class InexpressibleError(RotaError):
    """What layers can say and the events of a shift-based schedule cannot."""


@dataclass(frozen=True, slots=True)
class _Cell:
    """A stretch of the cycle, in minutes from the anchor, and who has it: places in the line-up.

    Each of `members` has it for `times` cycles on end.
    """

    offset: int
    length: int
    members: tuple[int, ...]
    times: int


def events(layers: Sequence[LayerState], now: datetime, tz: ZoneInfo) -> tuple[LayerState, ...]:
    """Stacked layers (lowest first) as layers that are one event each, from `now` (UTC) on.

    What begins more than twelve months ahead is left out, and what ends then goes on until it is nearer.
    Raises InexpressibleError.
    """
    near = (
        replace(layer, end=None) if layer.end is not None and layer.end > now + AHEAD else layer
        for layer in layers
        if layer.start <= now + AHEAD
    )
    found = tuple(event for layer in apart(tuple(near)) for event in split(layer, tz))
    at_once = max((sum(_holds(e, event.start) for e in found) for event in found), default=0)
    if at_once > ROTATIONS:
        raise InexpressibleError(
            f"it takes {at_once} rotations at a time, and a shift-based schedule has {ROTATIONS}",
            hint="use turns of whole days or weeks, or fewer windows in its hours",
        )
    if len(found) > ROTATIONS * EVENTS:
        raise InexpressibleError(
            f"it takes {len(found)} events, and a shift-based schedule holds {ROTATIONS * EVENTS}",
            hint="have fewer line-ups ahead",
        )
    return found


def _holds(event: LayerState, at: datetime) -> bool:
    return event.start <= at and (event.end is None or at < event.end)


def apart(layers: Sequence[LayerState]) -> tuple[LayerState, ...]:
    """The same people at the same times without any order: each layer only where no higher one holds."""
    out: list[LayerState] = []
    for place, layer in enumerate(layers):
        above = [other for other in layers[place + 1 :] if _meet(layer, other)]
        left: list[LayerState] = []
        for piece in _pieces(layer, above):
            taken = [w for other in above if _meet(piece, other) for w in to_weekly(other.restrictions)]
            hours = _without(to_weekly(piece.restrictions), tuple(taken))
            if not hours:
                continue
            rest = replace(piece, restrictions=from_weekly(hours)) if taken else piece
            if left and left[-1] == replace(rest, start=left[-1].start, end=piece.start):
                # What lies above is followed there by something else with the same hours.
                left[-1] = replace(left[-1], end=piece.end)
            else:
                left.append(rest)
        out += left
    return tuple(out)


def _meet(one: LayerState, other: LayerState) -> bool:
    at_once = (one.end is None or other.start < one.end) and (other.end is None or one.start < other.end)
    return at_once and meet(to_weekly(one.restrictions), to_weekly(other.restrictions))


def _pieces(layer: LayerState, above: Iterable[LayerState]) -> Iterable[LayerState]:
    """A layer cut where one above it begins or ends."""
    edges = {edge for other in above for edge in (other.start, other.end) if edge is not None}
    inner = sorted(e for e in edges if e > layer.start and (layer.end is None or e < layer.end))
    starts: list[datetime] = [layer.start, *inner]
    ends: list[datetime | None] = [*inner, layer.end]
    for start, end in zip(starts, ends, strict=True):
        yield replace(layer, start=start, end=end)


def _without(hours: Weekly, taken: Weekly) -> Weekly:
    return complement(normalise((*complement(hours), *taken))) if taken else hours


def split(layer: LayerState, tz: ZoneInfo) -> tuple[LayerState, ...]:
    """One layer as layers that are one event each: together they have the same people at the same times.

    Raises InexpressibleError where a person's turns do not repeat within the members an event may have.
    """
    turn = layer.turn_seconds // _MINUTE
    hours = to_weekly(layer.restrictions)
    cycle = _cycle(hours, turn)
    layer = _from_early(layer, turn, cycle, tz)
    since = _minute(wall(layer.anchor, tz), cycle)
    alone = len(set(layer.users)) == 1
    windows = _in_cycle(hours, cycle, since, whole=alone)
    cells = [_cell(layer, turn, cycle, c) for c in _cut(windows, cycle if alone else gcd(turn, cycle), cycle)]
    groups = _groups(_joined(cells), cycle, since)
    return tuple(_event(layer, tz, cycle, group, many=len(groups) > 1) for group in groups)


def _minute(at: datetime, cycle: int) -> int:
    return (at.weekday() * MINUTES_PER_DAY + at.hour * _MINUTE + at.minute) % cycle


def _from_early(layer: LayerState, turn: int, cycle: int, tz: ZoneInfo) -> LayerState:
    """The same layer from a turn on that begins as early in the cycle as any does.

    Into which events it is cut then does not depend on the turn with which its line-up begins.
    """
    begins, length = wall(layer.anchor, tz), timedelta(minutes=turn)
    early = _minute(begins, cycle) % gcd(turn, cycle)
    back = next(k for k in range(cycle) if _minute(begins - k * length, cycle) == early)
    while wall(instant(begins - back * length, tz), tz) != begins - back * length:
        back += lcm(turn, cycle) // turn
    first = -back % len(layer.users)
    users = layer.users[first:] + layer.users[:first]
    return replace(layer, anchor=instant(begins - back * length, tz), users=users)


def _cycle(hours: Weekly, turn: int) -> int:
    """After how many minutes the hours repeat: a day where that is enough."""
    if hours == AROUND_THE_CLOCK:
        return MINUTES_PER_WEEK if turn % MINUTES_PER_WEEK == 0 else MINUTES_PER_DAY
    later = normalise(
        tuple(WeeklyWindow((w.start + MINUTES_PER_DAY) % MINUTES_PER_WEEK, w.length) for w in hours)
    )
    return MINUTES_PER_DAY if set(later) == set(hours) else MINUTES_PER_WEEK


def _in_cycle(hours: Weekly, cycle: int, since: int, *, whole: bool) -> list[tuple[int, int]]:
    """The windows of one cycle as offset from the anchor and length; cut at its end unless `whole`."""
    if hours == AROUND_THE_CLOCK:
        return [(0, cycle)]
    found: set[tuple[int, int]] = set()
    for window in hours:
        offset = (window.start - since) % cycle
        over = offset + window.length - cycle
        if whole or over <= 0:
            found.add((offset, window.length))
        else:
            found |= {(offset, window.length - over), (0, over)}
    return sorted(found)


def _cut(windows: Iterable[tuple[int, int]], step: int, cycle: int) -> Iterable[tuple[int, int]]:
    """Windows cut wherever a turn may end."""
    for offset, length in windows:
        begin, end = offset, offset + length
        while begin < end:
            until = end if step == cycle else min(end, (begin // step + 1) * step)
            yield begin, until - begin
            begin = until


def _cell(layer: LayerState, turn: int, cycle: int, place: tuple[int, int]) -> _Cell:
    offset, length = place
    people = len(layer.users)
    rounds = lcm(turn * people, cycle) // cycle
    if rounds > MEMBERS * MEMBERS:
        raise _too_long(layer)
    turns = [(k * cycle + offset) // turn % people for k in range(rounds)]
    order = [layer.users.index(layer.users[turn_]) for turn_ in turns]
    members, times = _runs(order)
    if len(members) > MEMBERS:
        raise _too_long(layer)
    return _Cell(offset, length, members, times)


def _too_long(layer: LayerState) -> InexpressibleError:
    return InexpressibleError(
        f"the turns of {layer.name} do not come round within the {MEMBERS} members that an event may have",
        hint="use turns of whole days or weeks, or fewer people",
    )


def _runs(order: list[int]) -> tuple[tuple[int, ...], int]:
    """A sequence as the shortest one that repeats to it, in which each place stands `times` times."""
    size = len(order)
    period = next(n for n in range(1, size + 1) if size % n == 0 and order[:n] * (size // n) == order)
    once = order[:period]
    times = next(
        n
        for n in range(period, 0, -1)
        if period % n == 0 and all(once[i] == once[i - i % n] for i in range(period))
    )
    members = tuple(once[::times])
    return (members, 1) if len(members) == 1 else (members, times)


def _joined(cells: Iterable[_Cell]) -> list[_Cell]:
    """Cells that follow each other and are the same people's are one."""
    out: list[_Cell] = []
    for cell in cells:
        last = out[-1] if out else None
        same = last is not None and (last.members, last.times) == (cell.members, cell.times)
        if last is not None and same and last.offset + last.length == cell.offset:
            out[-1] = replace(last, length=last.length + cell.length)
        else:
            out.append(cell)
    return out


def _groups(cells: Iterable[_Cell], cycle: int, since: int) -> list[list[_Cell]]:
    """Cells at one time of day, of one length and the same people, on several days of the week."""
    found: dict[tuple[object, ...], list[_Cell]] = {}
    for cell in cells:
        clock = (since + cell.offset) % MINUTES_PER_DAY
        days = cell.offset if cycle == MINUTES_PER_DAY else None
        found.setdefault((clock, cell.length, cell.members, cell.times, days), []).append(cell)
    return list(found.values())


def _event(layer: LayerState, tz: ZoneInfo, cycle: int, group: Sequence[_Cell], *, many: bool) -> LayerState:
    first = group[0]
    users = tuple(layer.users[place] for place in first.members)
    block = timedelta(minutes=cycle * first.times)
    begins = wall(layer.anchor, tz) + timedelta(minutes=first.offset)
    lasts = timedelta(minutes=group[-1].offset - first.offset + first.length)
    ahead = _blocks(begins, block, lasts, layer.start, tz)
    begins += ahead * block
    days = [(begins + timedelta(minutes=cell.offset - first.offset)).weekday() for cell in group]
    clock = begins.hour * _MINUTE + begins.minute
    on = range(len(_DAYS)) if cycle == MINUTES_PER_DAY else days
    windows = tuple(WeeklyWindow(day * MINUTES_PER_DAY + clock, first.length) for day in on)
    label = (
        f"{begins:%H:%M}"
        if cycle == MINUTES_PER_DAY
        else f"{' '.join(_DAYS[d] for d in days)} {begins:%H:%M}"
    )
    return replace(
        layer,
        id=None,
        name=f"{layer.name}, {label}" if many else layer.name,
        anchor=instant(begins, tz),
        turn_seconds=int(block.total_seconds()),
        users=users[ahead % len(users) :] + users[: ahead % len(users)],
        restrictions=from_weekly(AROUND_THE_CLOCK if first.length == cycle else windows),
    )


def _blocks(begins: datetime, block: timedelta, lasts: timedelta, start: datetime, tz: ZoneInfo) -> int:
    """By how many turns the first occurrence is moved on, to the turn that runs at the start.

    Then it does not matter from where PagerDuty counts. It is moved back where a window of the turn before
    (which `lasts` so long) runs at the start. An anchor that the clock jumps over would be another.
    """
    ahead = (wall(start, tz) - begins) // block
    if ahead < 0 and begins + ahead * block + lasts <= wall(start, tz):
        ahead = 0
    while wall(instant(begins + ahead * block, tz), tz) != begins + ahead * block:
        ahead -= 1
    return ahead
