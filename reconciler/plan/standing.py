"""Overrides of a shift-based schedule as they act once its events are what they are to be."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from reconciler.desired.on_events import turns_in
from reconciler.desired.schedules import WantedSchedule
from reconciler.intervals import interval_or_none, subtract, union
from reconciler.ownership import Owned
from reconciler.plan.actions import CreateSchedule, LayerWrite, UpdateSchedule
from reconciler.plan.steps import Rotation, after
from reconciler.state import LayerState, OverrideState, ScheduleState

_NOBODYS_TURN = "-"
"""No user's id: what stands in for it stands in for nobody."""


def coming(live: ScheduleState, change: UpdateSchedule | None, now: datetime) -> tuple[LayerState, ...]:
    """The events of a shift-based schedule once a change is made, each in the rotation that it will be in.

    Raises NoRoomError where PagerDuty has no room for them.
    """
    if change is None:
        return live.layers
    events: dict[str, list[LayerState]] = {id_: [] for id_ in live.rotations}
    for layer in live.layers:
        events.setdefault((layer.id or "").partition("/")[0], []).append(layer)
    held = [Rotation(id_, tuple(found)) for id_, found in events.items()]
    return after(held, change.layers, now, rezoned=change.time_zone != live.time_zone)


def require_room(new: CreateSchedule, now: datetime) -> None:
    """Raises NoRoomError where PagerDuty has no room for the events of a new shift-based schedule."""
    if new.kind == "shifts":
        after((), [LayerWrite(layer) for layer in new.layers], now)


def standing(owned: Owned, wanted: WantedSchedule, events: Sequence[LayerState], now: datetime) -> Owned:
    """Ours without those whose turn is elsewhere by then, and foreign ones as they are.

    An override names a rotation. Where the one that it stands in for has the turn in another one, by the
    events as they will be, it does nothing, and a new one is wanted. A custom shift of ours in which somebody
    else stands in stays, as theirs.
    """
    # What stands in for one of our custom shifts would go with it.
    leaned = {o.place for o in owned.foreign if o.end > now}
    wants = {(o.user, o.interval.start, o.interval.end) for o in wanted.overrides}
    pinned = [o for o in owned.ours if o.id in leaned and (o.user, o.start, o.end) not in wants]
    owned = replace(
        owned,
        ours=tuple(o for o in owned.ours if o not in pinned),
        foreign=(*owned.foreign, *pinned),
    )
    ours = tuple(
        o if _stands(o, events, wanted.time_zone, now) else replace(o, over=_NOBODYS_TURN) for o in owned.ours
    )
    return replace(owned, ours=ours)


def alone(foreign: Sequence[OverrideState], kept: Sequence[OverrideState]) -> tuple[OverrideState, ...]:
    """Foreign ones as they act, without what puts somebody on beside one of ours: there both are paged."""
    ours = [o for o in kept if o.beside]
    mine, times = {o.id for o in ours}, union(o.interval for o in ours)
    return tuple(
        replace(o, start=part.start, end=part.end)
        for o in foreign
        for part in (subtract((o.interval,), times) if _beside(o, mine) else (o.interval,))
    )


def _beside(o: OverrideState, mine: Collection[str]) -> bool:
    """Whether it is a custom shift, or stands in for one that is none of ours."""
    return o.beside or ((o.place or "").startswith("custom_shifts/") and o.place not in mine)


def _stands(o: OverrideState, events: Sequence[LayerState], time_zone: str, now: datetime) -> bool:
    rest = interval_or_none(max(o.start, now), o.end)
    if o.place is None or o.beside or rest is None:
        return True
    return not subtract((rest,), turns_in(o.place, events, o.over, time_zone, rest))
