"""The layers of a rota as one line: whose turn it is at every instant, and which instants page.

With several layers the later one wins inside its hours. An instant outside the hours of all of them goes to
the layer whose hours come next, as the line-ups in force at that instant stand; so nothing that is added
for a later date changes it. It only matters where a bank-holiday window falls there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from reconciler.config.model import RotaFile
from reconciler.intervals import (
    Interval,
    Segment,
    Timeline,
    at,
    clip,
    intersect,
    interval_or_none,
    merge,
    paint,
    subtract,
    together,
    union,
)
from reconciler.shifts.holding import Held
from reconciler.shifts.hours import expand
from reconciler.shifts.line_ups import Stretch, Track, turns
from reconciler.shifts.swaps import Swapped, TurnId

# Hours come back weekly; with a day to spare for clock changes.
_AHEAD = timedelta(days=8)


@dataclass(frozen=True, slots=True)
class Lines:
    """What a rota's layers give over a span: the turn line, and the instants inside their hours."""

    line: Timeline[Held]
    on_duty: tuple[Interval, ...]


def lines(
    file: RotaFile, layers: tuple[Track, ...], span: Interval, swapped: Mapping[TurnId, Swapped]
) -> Lines:
    """The layers of a rota over a span, clipped to it. Where every layer pauses there is nobody."""
    by_layer = {track.name: tuple(_track_line(track, span, swapped)) for track in layers}
    line: list[Segment[Held]] = []
    duty: list[tuple[Interval, ...]] = []
    for epoch, in_force in _epochs(layers, span):
        if len(in_force) == 1:
            ((track, stretch),) = in_force
            line.extend(clip(by_layer[track.name], (epoch,)))
            duty.append(expand(file.hours, stretch.hours, epoch, track.zone))
            continue
        owners, inside = _owners(file, in_force, epoch)
        duty.append(inside)
        for owner in owners:
            line.extend(clip(by_layer[owner.value], (owner.interval,)))
    return Lines(merge(line), together(duty))


def all_hours(file: RotaFile, layers: tuple[Track, ...], span: Interval) -> tuple[Interval, ...]:
    """The hours of a rota over a span, also while it pauses."""
    parts = ((track, s, s.interval(span)) for track in layers for s in track.stretches)
    return union(i for track, s, part in parts if part for i in expand(file.hours, s.hours, part, track.zone))


def _epochs(
    layers: tuple[Track, ...], span: Interval
) -> Iterator[tuple[Interval, list[tuple[Track, Stretch]]]]:
    """The stretches of time in which no line-up begins, with the line-ups of people that are in force."""
    edges = {span.start, span.end}
    present = [(t, s, part) for t in layers for s in t.stretches if (part := s.interval(span))]
    for _, _, part in present:
        edges |= {part.start, part.end}
    for start, end in pairwise(sorted(edges)):
        in_force = [(t, s) for t, s, part in present if s.people and start in part]
        if in_force:
            yield Interval(start, end), in_force


def _owners(
    file: RotaFile, in_force: list[tuple[Track, Stretch]], epoch: Interval
) -> tuple[Timeline[str], tuple[Interval, ...]]:
    """Which layer has every instant of an epoch, by name, and which instants lie inside hours."""
    ahead = Interval(epoch.start, epoch.end + _AHEAD)
    owned: Timeline[str] = ()
    for track, stretch in in_force:
        hours = expand(file.hours, stretch.hours, ahead, track.zone)
        owned = paint(owned, tuple(Segment(h.start, h.end, track.name) for h in hours))
    duty = union(s.interval for s in owned)
    # Hours that do not come back within a week leave their gap to the first layer.
    filled: Timeline[str] = (Segment(ahead.start, ahead.end, in_force[0][0].name),)
    coming: list[Segment[str]] = []
    for gap in subtract((ahead,), duty):
        following = at(owned, gap.end)
        near = interval_or_none(max(gap.start, gap.end - _AHEAD), gap.end)
        if following is not None and near is not None:
            coming.append(Segment(near.start, near.end, following.value))
    whole = merge(paint(paint(filled, coming), owned))
    return clip(whole, (epoch,)), intersect(duty, (epoch,))


def _track_line(track: Track, span: Interval, swapped: Mapping[TurnId, Swapped]) -> Iterator[Segment[Held]]:
    """The turns of a layer that touch a span, whole."""
    for stretch, turn in turns(track, span):
        # Most rotas have no swaps, and it takes long to look for an instant.
        other = swapped.get((track.name, turn.start)) if swapped else None
        if other is None:
            held = Held(turn.person, track.name, turn.start, stretch.where)
        else:
            entry = other.entry
            held = Held(other.person, track.name, turn.start, entry.where, "swap", entry.reason)
        yield Segment(turn.start, turn.end, held)


def beside(lines_: Lines, span: Interval) -> tuple[Interval, ...]:
    """The instants of a span outside all hours."""
    return subtract((span,), lines_.on_duty)
