"""The events of a shift-based schedule as layers of a file: what one layer says is put together again.

Events have no order: whoever is in one pages beside whoever is in another. So they are layers only where no
two of them hold at once. Several of them can be one layer, cut into events by its hours or by its turns. Such
a layer is guessed, cut as an apply would cut it, and taken only where that gives the very events.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import combinations
from zoneinfo import ZoneInfo

from reconciler.config.scalars import squeeze
from reconciler.desired.restrictions import from_weekly, to_weekly
from reconciler.desired.rotations import InexpressibleError, split
from reconciler.importing.draft import CannotSayError
from reconciler.importing.takeovers import clocks, handover, order, running, turns
from reconciler.intervals import interval_or_none, wall
from reconciler.plan.layers import over, rotation
from reconciler.shifts.hours import Weekly, expand_weekly, meet, normalise
from reconciler.state import LayerState
from reconciler.wording import listing

_CALLED = re.compile(r"(?P<layer>.+)(?P<date> from [0-9]{4}-[0-9]{2}-[0-9]{2})(?P<part>, .+)?")
"""`main from 2026-12-07, Mon 09:00`, as the events of a file are called."""


def layers(events: Iterable[LayerState], tz: ZoneInfo, now: datetime) -> tuple[LayerState, ...]:
    """The events that are not over at `now` (UTC) as layers of which no two meet. Raises CannotSayError."""
    current = [_from_its_first_time(event, tz) for event in events if not over(event, now)]
    if not current:
        raise CannotSayError("it has no event that is not over")
    for one, other in combinations(current, 2):
        if _at_once(one, other):
            both = listing([_called(one), _called(other)])
            raise CannotSayError(
                f"two people are on at once, by its events {both}; a rota has one at a time"
                if _called(one) != _called(other)
                else f"two people are on at once, by two events called {_called(one)}; "
                "a rota has one at a time"
            )
    groups: dict[object, list[LayerState]] = {}
    for event in current:
        groups.setdefault(_alike(event, now), []).append(event)
    ends = frozenset(event.end for event in current if event.end is not None)
    found: list[LayerState] = []
    for group in sorted(groups.values(), key=lambda group: group[0].start):
        before = tuple(layer for layer in found if layer.end == group[0].start)
        found += _united(_Group(tuple(group), tz, now, ends, before))
    return tuple(found)


def _called(event: LayerState) -> str:
    return squeeze(event.name) or "without a name"


def _from_its_first_time(event: LayerState, tz: ZoneInfo) -> LayerState:
    """An event has no time before its first one, from whenever on it may hold. Raises CannotSayError."""
    if event.odd is not None:
        raise CannotSayError(f"no layer can say its event {_called(event)}: {event.odd}")
    before = interval_or_none(event.start, event.anchor)
    if before is None or not expand_weekly(to_weekly(event.restrictions), before, tz.key):
        return event
    return replace(event, start=event.anchor)


def _at_once(one: LayerState, other: LayerState) -> bool:
    both = (one.end is None or other.start < one.end) and (other.end is None or one.start < other.end)
    return both and meet(to_weekly(one.restrictions), to_weekly(other.restrictions))


def _alike(event: LayerState, now: datetime) -> tuple[object, ...]:
    """What the events of one line-up have in common: when they hold, and their name or their people."""
    found = _CALLED.fullmatch(event.name)
    who = found["layer"] if found else frozenset(event.users)
    return event.start if event.start > now else None, event.end, who


@dataclass(frozen=True, slots=True)
class _Group:
    """Events that hold over the same time, on a schedule in a zone, at the moment of importing.

    `ends` are the instants at which events of that schedule end, and `before` are the layers that end when
    these begin.
    """

    events: tuple[LayerState, ...]
    tz: ZoneInfo
    now: datetime
    ends: frozenset[datetime]
    before: tuple[LayerState, ...]


def _united(group: _Group) -> Iterator[LayerState]:
    """Layers for some events: one for all if there is one, else for as many as share turns."""
    if (whole := _layer(group, turns(group.events))) is not None:
        yield whole
        return
    left = list(group.events)
    while left:
        part = replace(group, events=(left.pop(0),))
        found = _layer(part, [part.events[0].turn_seconds]) or part.events[0]
        for event in list(left):
            more = replace(group, events=(*part.events, event))
            if (both := _layer(more, [event.turn_seconds])) is not None:
                part, found = more, both
                left.remove(event)
        yield replace(found, name=_name(part.events, whole=False))


def _layer(group: _Group, lengths: Sequence[int]) -> LayerState | None:
    """One layer that is cut into just these events, with turns of one of some lengths in seconds."""
    events, tz = group.events, group.tz
    hours = normalise(tuple(window for event in events for window in to_weekly(event.restrictions)))
    start, end = max(event.start for event in events), events[0].end
    cut = all(_CALLED.fullmatch(event.name) for event in events)
    usual = list(lengths) if cut else [event.turn_seconds for event in events]
    edges = [edge for edge in (start, end) if edge is not None and edge > group.now]
    edges += [layer.anchor for layer in group.before]
    for turn in lengths:
        for anchor in sorted(clocks(events, edges, tz), key=partial(_misses, group, hours, turn)):
            begins = _begins(group, hours, turn, anchor)
            first = _first(group, begins, turn, anchor)
            users = order(events, wall(first, tz), turn, tz)
            if turn not in usual and len(set(users)) < len(users):
                # A list that names somebody twice is more likely an accident of several lists.
                continue
            week = from_weekly(hours)
            found = LayerState(None, _name(events, whole=True), begins, end, first, turn, users, week)
            if users and _are(found, events, tz):
                return found
    return None


def _begins(group: _Group, hours: Weekly, turn: int, anchor: datetime) -> datetime:
    """When a layer begins: with its first turn, if nobody is on before that and none ends there."""
    start = max(event.start for event in group.events)
    if start <= group.now or start in group.ends:
        return start
    first = handover(start, anchor, turn, group.tz)
    before = interval_or_none(start, first)
    return start if before is not None and expand_weekly(hours, before, group.tz.key) else first


def _first(group: _Group, begins: datetime, turn: int, anchor: datetime) -> datetime:
    """From when on a line-up takes turns: the one that runs when it begins, or as before if hours change."""
    other_hours = handover(begins, anchor, turn, group.tz) != begins
    if other_hours and any(layer.anchor == anchor for layer in group.before):
        return anchor
    return running(begins, anchor, turn, group.tz)


def _misses(group: _Group, hours: Weekly, turn: int, anchor: datetime) -> tuple[int, bool]:
    """How many of the ends of a line-up are in the middle of a turn, and whether handovers become others."""
    edges = [_begins(group, hours, turn, anchor), group.events[0].end]
    coming = [edge for edge in edges if edge is not None and edge > group.now]
    same = any(handover(anchor, o.anchor, turn, group.tz) == anchor for o in group.before)
    return sum(handover(edge, anchor, turn, group.tz) != edge for edge in coming), not same


def _are(layer: LayerState, events: Sequence[LayerState], tz: ZoneInfo) -> bool:
    """Whether a layer is cut into events that mean what these do."""
    try:
        cut = split(layer, tz)
    except InexpressibleError:
        return False
    return Counter(rotation(event, tz) for event in cut) == Counter(rotation(event, tz) for event in events)


def _name(events: Sequence[LayerState], *, whole: bool) -> str:
    """What a layer of some events is called; `whole`: they are all that their line-up was cut into."""
    found = _CALLED.fullmatch(events[0].name)
    if found:
        part = "" if whole else found["part"] or ""
        return f"{found['layer']}{part}{found['date']}"
    names = list(dict.fromkeys(squeeze(event.name) for event in events))
    return listing(names) if len(names) <= _FEW and all(names) else names[0]


_FEW = 2
"""So many names of events are the name of their layer."""
