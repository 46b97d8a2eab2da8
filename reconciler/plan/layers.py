"""Wanted layers against those PagerDuty holds, from `now` on: what is kept, edited, ended and added.

Layers cannot be deleted, only ended, and a running one is never edited in anything but its end: it is
ended now and succeeded. Ended layers are history, sent back as they are. Instants are UTC.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from reconciler.desired.restrictions import to_weekly
from reconciler.intervals import wall, zone
from reconciler.plan.actions import LayerWrite
from reconciler.shifts.hours import Weekly
from reconciler.state import LayerState

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


def rotation(layer: LayerState, time_zone: str) -> tuple[int, timedelta, tuple[str, ...], Weekly]:
    """What a layer means, whatever its anchor: turn, phase, people from a fixed epoch on, and hours.

    Two layers with equal rotations page the same people at the same instants. The clock's face is
    compared, so anchors on both sides of a clock change are equal.
    """
    turn = timedelta(seconds=layer.turn_seconds)
    k = (_EPOCH - wall(layer.anchor, zone(time_zone))) // turn
    phase = wall(layer.anchor, zone(time_zone)) + k * turn - _EPOCH
    shift = k % len(layer.users)
    users = layer.users[shift:] + layer.users[:shift]
    return layer.turn_seconds, phase, users, to_weekly(layer.restrictions)


def over(layer: LayerState, now: datetime) -> bool:
    """Whether a layer has ended, or can never begin."""
    return layer.end is not None and (layer.end <= now or layer.end <= layer.start)


def diff(
    wanted: Sequence[LayerState], live: Sequence[LayerState], now: datetime, time_zone: str, live_zone: str
) -> LayerDiff:
    """Compare from `now` on. `wanted` and `live` run from lowest to highest priority."""
    coming = [layer for layer in wanted if not over(layer, now)]
    history = [layer for layer in live if over(layer, now)]
    present = [layer for layer in live if not over(layer, now)]
    matched = _match(coming, present, now, time_zone, live_zone)
    left = [layer for layer in present if layer not in matched.values()]
    changes: list[LayerChange] = []
    writes = [LayerWrite(layer) for layer in history]
    for layer in left:
        write, change = _drop(layer, now)
        writes.append(write)
        changes.append(change)
    for layer in coming:
        held = matched.get(layer)
        write, change_ = _keep(layer, held, now, time_zone, live_zone)
        writes.append(write)
        if change_ is not None:
            changes.append(change_)
    if not changes and _out_of_order(coming, matched, live):
        changes.append(LayerChange("order", None, None, running=True))
    return LayerDiff(tuple(writes), tuple(changes))


def _match(
    coming: Sequence[LayerState], present: Sequence[LayerState], now: datetime, tz: str, live_tz: str
) -> dict[LayerState, LayerState]:
    """Pair layers: by meaning first, then, for one that has not begun, by name."""
    free = list(present)
    matched: dict[LayerState, LayerState] = {}
    for layer in coming:
        means = rotation(layer, tz)
        same = [
            held
            for held in free
            if rotation(held, live_tz) == means and _same_start(layer.start, held.start, now)
        ]
        same.sort(key=lambda held: (held.name != layer.name, held.end != layer.end))
        if same:
            matched[layer] = same[0]
            free.remove(same[0])
    for layer in coming:
        if layer not in matched:
            named = [held for held in free if held.name == layer.name and held.start > now]
            if named:
                matched[layer] = named[0]
                free.remove(named[0])
    return matched


def _same_start(wanted: datetime, held: datetime, now: datetime) -> bool:
    # A past start is rewritten by every save, so it means no more than "has begun".
    return wanted == held or (wanted <= now and held <= now)


def _drop(layer: LayerState, now: datetime) -> tuple[LayerWrite, LayerChange]:
    if layer.start > now:
        never = replace(layer, end=layer.start)
        return LayerWrite(never), LayerChange("end", layer, never)
    return LayerWrite(layer, ends_now=True), LayerChange("end", layer, replace(layer, end=now), running=True)


def _keep(
    layer: LayerState, held: LayerState | None, now: datetime, tz: str, live_tz: str
) -> tuple[LayerWrite, LayerChange | None]:
    if held is None:
        return LayerWrite(layer), LayerChange("create", None, layer)
    if rotation(layer, tz) == rotation(held, live_tz) and _same_start(layer.start, held.start, now):
        if layer.end == held.end:
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
