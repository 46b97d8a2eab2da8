"""Wanted layers against those PagerDuty holds, from `now` on: what is kept, edited, ended and added.

Layers cannot be deleted, only ended, and a running one is never edited in anything but its end: it is
ended now and succeeded. Ended layers are history and are not sent again: PagerDuty keeps them as they are,
and one that names somebody whose account is gone would have the whole write refused. Instants are UTC.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import gcd
from zoneinfo import ZoneInfo

from reconciler.desired.restrictions import to_weekly
from reconciler.desired.rotations import AHEAD
from reconciler.intervals import Interval, interval_or_none, wall, zone
from reconciler.plan.actions import LayerWrite
from reconciler.shifts.hours import Weekly, expand_weekly
from reconciler.state import LayerState

_OVERLAP = timedelta(minutes=1)
"""For so long a layer that is followed goes on under what follows it."""

_EPOCH = datetime(2020, 1, 6)  # noqa: DTZ001 - a naive wall time: rotations are compared on the clock's face


@dataclass(frozen=True, slots=True)
class LayerChange:
    """One layer that is added, ended, edited or given another end."""

    verb: str
    before: LayerState | None
    after: LayerState | None
    running: bool = False


@dataclass(frozen=True, slots=True)
class LayerDiff:
    """The array to send, base first, and what about it is new. Nothing to do: no changes."""

    writes: tuple[LayerWrite, ...]
    changes: tuple[LayerChange, ...]

    @property
    def edits_running(self) -> bool:
        """Whether a layer that has begun is replaced."""
        return any(change.running for change in self.changes)


def rotation(layer: LayerState, tz: ZoneInfo) -> tuple[int, timedelta, tuple[str, ...], Weekly]:
    """What a layer means, whatever its anchor: turn, phase, people from a fixed epoch on, and hours.

    Two layers with equal rotations page the same people at the same instants. The clock's face is
    compared, so anchors on both sides of a clock change are equal.
    """
    if len(set(layer.users)) == 1:
        # One person on end has no turns.
        return 0, timedelta(), layer.users[:1], to_weekly(layer.restrictions)
    turn, anchor, users = _longest(layer, tz)
    k = (_EPOCH - anchor) // turn
    phase = anchor + k * turn - _EPOCH
    shift = k % len(users) if users else 0
    return int(turn.total_seconds()), phase, users[shift:] + users[:shift], to_weekly(layer.restrictions)


def _longest(layer: LayerState, tz: ZoneInfo) -> tuple[timedelta, datetime, tuple[str, ...]]:
    """The longest turns that say the same, the wall time at which one begins, and who takes them from there.

    A list that is a shorter one over and over is that one, and people who are listed several times in a row
    have longer turns.
    """
    users = layer.users
    if not users:
        return timedelta(seconds=layer.turn_seconds), wall(layer.anchor, tz), users
    size = next(n for n in range(1, len(users) + 1) if len(users) % n == 0 and users == _cycle(users, n))
    users = users[:size]
    # Where a list is all one person, nobody ever takes over.
    begun = [place for place in range(size) if users[place] != users[place - 1]] or [0]
    first, times = begun[0], gcd(size, *(place - begun[0] for place in begun))
    turn = timedelta(seconds=layer.turn_seconds)
    return times * turn, wall(layer.anchor, tz) + first * turn, (users[first:] + users[:first])[::times]


def _cycle(users: tuple[str, ...], length: int) -> tuple[str, ...]:
    """The beginning of a list over and over, as long as all of it."""
    return users[:length] * (len(users) // length)


def over(layer: LayerState, now: datetime) -> bool:
    """Whether a layer has ended, or can never begin."""
    return layer.end is not None and (layer.end <= now or layer.end <= layer.start)


@dataclass(frozen=True, slots=True)
class _Clocks:
    """The moment of comparison, and the zone in which the schedule will count once it is written.

    `stacked`: live layers have an order; events have none, nor any time before their first one.
    """

    now: datetime
    tz: ZoneInfo
    stacked: bool

    def same(self, layer: LayerState, held: LayerState) -> bool:
        """Whether a live layer means what is wanted, apart from its end."""
        alike = held.odd is None and rotation(layer, self.tz) == rotation(held, self.tz)
        # An event begins when its hours do; one that is given another zone begins at another time of day.
        told = self.stacked or wall(layer.anchor, self.tz).time() == wall(held.anchor, self.tz).time()
        return alike and told and self.begins(layer, held)

    def begins(self, layer: LayerState, held: LayerState) -> bool:
        """Whether a live layer that is otherwise alike begins when it is wanted, or when nobody is on."""
        together = _same_start(layer.start, held.start, self.now)
        if self.stacked or (together and held.anchor <= self.now):
            return together
        first = held.start if together else layer.start
        one, other = (max(at, self.now) for at in (first, max(held.start, held.anchor)))
        between = interval_or_none(min(one, other), max(one, other))
        return between is None or not expand_weekly(to_weekly(layer.restrictions), between, self.tz.key)

    def ends(self, layer: LayerState, held: LayerState) -> bool:
        """Whether a live layer ends when it is wanted, or so far ahead that no event can be told yet."""
        far = self.now + AHEAD
        both = all(end is None or end > far for end in (layer.end, held.end))
        return layer.end == held.end or (both and not self.stacked)

    def goes(self, held: LayerState, end: datetime | None) -> bool:
        """Whether a live layer ends in a moment, and not at the `end` that is wanted of it."""
        return held.end is not None and held.end <= self.now + _OVERLAP and held.end != end


def diff(
    wanted: Sequence[LayerState],
    live: Sequence[LayerState],
    now: datetime,
    time_zone: str,
    *,
    alive: Collection[str] | None = None,
    stacked: bool = True,
) -> LayerDiff:
    """Compare from `now` on. `wanted` and `live` run from lowest to highest priority, if they are `stacked`.

    Layers that are kept are read in `time_zone` too: a schedule that is given another zone takes its layers
    along. `alive` are the users known to exist; None: all.
    """
    clocks = _Clocks(now, zone(time_zone), stacked)
    coming = [layer for layer in wanted if not over(layer, now)]
    present = [layer for layer in live if not over(layer, now)]
    matched = _match(coming, present, clocks)
    changes: list[LayerChange] = []
    writes: list[LayerWrite] = []
    for held in present:
        if held in matched.values():
            continue
        if clocks.goes(held, None):
            writes.append(LayerWrite(_of_the_living(held, alive)))
        else:
            write, change = _drop(held, now, alive)
            writes.append(replace(write, followed=write.ends_now and _followed(coming, clocks)))
            changes.append(change)
    for layer in coming:
        write, change_ = _keep(layer, matched.get(layer), clocks)
        writes.append(write)
        if change_ is not None:
            changes.append(change_)
    if stacked and not changes and _out_of_order(coming, matched, live):
        changes.append(LayerChange("order", None, None, running=True))
    return LayerDiff(tuple(writes), tuple(changes))


def _followed(coming: Sequence[LayerState], clocks: _Clocks) -> bool:
    """Whether one of the layers that are to hold has somebody on at this moment and for a minute more."""
    moment = Interval(clocks.now, clocks.now + _OVERLAP)
    return any(
        layer.start <= clocks.now
        and (layer.end is None or layer.end >= moment.end)
        and expand_weekly(to_weekly(layer.restrictions), moment, clocks.tz.key) == (moment,)
        for layer in coming
    )


def _match(
    coming: Sequence[LayerState], present: Sequence[LayerState], clocks: _Clocks
) -> dict[LayerState, LayerState]:
    """Pair layers: by meaning first; what has not begun then by its name, at last by its rotation's name."""
    free = list(present)
    matched: dict[LayerState, LayerState] = {}

    def pair(layer: LayerState, candidates: list[LayerState]) -> None:
        if candidates and layer not in matched:
            matched[layer] = candidates[0]
            free.remove(candidates[0])

    for layer in coming:
        same = [held for held in free if clocks.same(layer, held) and not clocks.goes(held, layer.end)]
        same.sort(key=lambda held: (held.name != layer.name, held.end != layer.end))
        pair(layer, same)
    for layer in coming:
        pair(layer, [held for held in free if held.name == layer.name and held.start > clocks.now])
    for layer in coming:
        if layer.start > clocks.now:
            mine = track(layer)
            pair(layer, [held for held in free if track(held) == mine and held.start > clocks.now])
    return matched


def track(layer: LayerState) -> str:
    """The name of the file's layer to which PagerDuty's belongs: what stands before ` from 2026-12-07`."""
    return layer.name.rpartition(" from ")[0]


def _same_start(wanted: datetime, held: datetime, now: datetime) -> bool:
    # A past start is rewritten by every save, so it means no more than "has begun".
    # PagerDuty's clock, by which it begins, may be a little ahead of ours.
    return wanted == held or (wanted <= now and held <= now + _OVERLAP)


def _drop(layer: LayerState, now: datetime, alive: Collection[str] | None) -> tuple[LayerWrite, LayerChange]:
    if layer.start > now:
        never = replace(layer, end=layer.start)
        return LayerWrite(_of_the_living(never, alive)), LayerChange("end", layer, never)
    change = LayerChange("end", layer, replace(layer, end=now), running=True)
    return LayerWrite(_of_the_living(layer, alive), ends_now=True), change


def _of_the_living(layer: LayerState, alive: Collection[str] | None) -> LayerState:
    """A layer that pages nobody any more, without those whose account may be gone: naming them is refused."""
    if alive is None or all(user in alive for user in layer.users):
        return layer
    users = tuple(user for user in layer.users if user in alive)
    return replace(layer, users=users or (min(alive),)) if alive else layer


def _keep(
    layer: LayerState, held: LayerState | None, clocks: _Clocks
) -> tuple[LayerWrite, LayerChange | None]:
    if held is None:
        return LayerWrite(layer), LayerChange("create", None, layer)
    if clocks.same(layer, held):
        if clocks.ends(layer, held):
            return LayerWrite(held), None
        ended = replace(held, end=layer.end)
        return LayerWrite(ended), LayerChange("end", held, ended)
    edited = replace(layer, id=held.id)
    return LayerWrite(edited), LayerChange("update", held, edited)


def _out_of_order(
    coming: Sequence[LayerState], matched: dict[LayerState, LayerState], live: Sequence[LayerState]
) -> bool:
    """Whether two layers that hold at the same time are stacked the other way round."""
    place = {layer.id: i for i, layer in enumerate(live)}
    held = [(layer, place[matched[layer].id]) for layer in coming if layer in matched]
    for i, (low, below) in enumerate(held):
        for high, above in held[i + 1 :]:
            meet = (low.end is None or high.start < low.end) and (high.end is None or low.start < high.end)
            if meet and above < below:
                return True
    return False
