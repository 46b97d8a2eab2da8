"""The line-ups of a layer laid end to end: people, turn, handover and hours, from when to when.

A line-up may carry another turn, handover or hours. What it changes stays in force for the line-ups after
it, until one changes it again.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from reconciler.config.model import Layer, LineUp, Rota, RotaFile
from reconciler.config.values import Handover, Turn
from reconciler.errors import Where
from reconciler.intervals import Interval, instant, midnight, wall, zone
from reconciler.shifts.remembered import of_last


@dataclass(frozen=True, slots=True)
class Stretch:
    """One line-up as it holds: `[start, end)` in UTC, `end` None while nothing follows.

    `anchor` is the naive wall time at which the first turn begins. No people means a pause.
    """

    start: datetime
    end: datetime | None
    anchor: datetime
    people: tuple[str, ...]
    turn: Turn
    handover: Handover | None
    hours: str | None
    where: Where
    pause: str | None = None
    cut: bool = False

    def interval(self, span: Interval) -> Interval | None:
        """The part inside `span`."""
        end = span.end if self.end is None else min(self.end, span.end)
        start = max(self.start, span.start)
        return Interval(start, end) if start < end else None


@dataclass(frozen=True, slots=True)
class Track:
    """A layer ready to be read: its name, zone, and stretches in order of time."""

    name: str
    zone: str
    stretches: tuple[Stretch, ...]


class TurnOf(NamedTuple):
    """One turn: who owns it, and its bounds in UTC.

    `end` is the true one, where the next line-up may cut it; `natural_end` is where it would have ended.
    """

    person: str
    start: datetime
    end: datetime
    natural_end: datetime
    where: Where


def leader(file: RotaFile, key: str) -> tuple[str, int]:
    """The rota whose line-ups a rota uses, and by how many places they are turned."""
    offset = 0
    rota = file.rotas[key]
    while rota.follows is not None:
        offset += rota.offset
        key, rota = rota.follows, file.rotas[rota.follows]
    return key, offset


def zone_name(file: RotaFile, key: str) -> str:
    """The zone of a rota: its own, else that of the rota it follows, else the file's."""
    rota: Rota = file.rotas[key]
    while rota.time_zone is None and rota.follows is not None:
        rota = file.rotas[rota.follows]
    return rota.time_zone or file.time_zone


@of_last
def tracks(file: RotaFile, key: str) -> tuple[Track, ...]:
    """The layers of a rota, lowest priority first; none for a rota that is not managed here."""
    source, offset = leader(file, key)
    name = zone_name(file, key)
    return tuple(
        Track(layer.name, name, _stretches(layer, name, offset)) for layer in file.rotas[source].stack
    )


def _stretches(layer: Layer, zone_: str, offset: int) -> tuple[Stretch, ...]:
    tz = zone(zone_)
    out: list[Stretch] = []
    for item in settled(layer):
        begins = instant(item.anchor, tz)
        if out:
            out[-1] = replace(out[-1], end=begins)
        line_up = item.line_up
        shift = offset % len(line_up.people) if line_up.people else 0
        out.append(
            Stretch(
                start=begins,
                end=None,
                anchor=item.anchor,
                people=line_up.people[shift:] + line_up.people[:shift],
                turn=item.turn,
                handover=item.handover,
                hours=item.hours,
                where=line_up.where,
                pause=line_up.pause,
                cut=item.cut,
            )
        )
    return tuple(stretch for stretch in out if stretch.end is None or stretch.start < stretch.end)


@dataclass(frozen=True, slots=True)
class Settled:
    """A line-up with everything that holds in it, its own or from before.

    `anchor` is the naive wall time at which it begins; `cut` says that it changes what was in force, and
    so ends the running turn.
    """

    line_up: LineUp
    anchor: datetime
    turn: Turn
    handover: Handover | None
    hours: str | None
    cut: bool


def settled(layer: Layer) -> tuple[Settled, ...]:
    """The line-ups of a layer by date; their order in the file means nothing."""
    turn, handover, hours = layer.turn, layer.handover, layer.hours
    out: list[Settled] = []
    for line_up in sorted(layer.line_ups, key=lambda item: _begins(item, None)):
        cut = (
            line_up.turn not in (None, turn)
            or line_up.handover not in (None, handover)
            or line_up.hours not in (None, hours)
        )
        turn, hours = line_up.turn or turn, line_up.hours or hours
        # Turns of hours have no handover; a later change back to days or weeks has to bring its own.
        handover = None if turn.unit == "hours" else line_up.handover or handover
        out.append(Settled(line_up, _begins(line_up, handover), turn, handover, hours, cut))
    return tuple(out)


def _begins(line_up: LineUp, handover: Handover | None) -> datetime:
    """The naive wall time at which a line-up begins: its date at the time of the handover."""
    if isinstance(line_up.start, datetime):
        return line_up.start
    return datetime.combine(line_up.start, handover.time if handover else time())


def _touching(track: Track, span: Interval) -> Sequence[Stretch]:
    """The stretches that reach into `span`; they are looked up, as there may be hundreds."""
    first = bisect_right(track.stretches, span.start, key=lambda s: s.start)
    return track.stretches[max(first, 1) - 1 : bisect_left(track.stretches, span.end, key=lambda s: s.start)]


def turns(track: Track, span: Interval) -> Iterator[tuple[Stretch, TurnOf]]:
    """Every turn that touches `span`, in order, with its true bounds."""
    tz = zone(track.zone)
    for stretch in _touching(track, span):
        part = stretch.interval(span)
        if part is None or not stretch.people:
            continue
        length = stretch.turn.length
        # Later wall times are never earlier instants, so the turn counted to here has begun by then.
        k = max(0, (wall(part.start, tz) - stretch.anchor) // length)
        begins = instant(stretch.anchor + k * length, tz)
        while begins < part.end:
            ends = instant(stretch.anchor + (k + 1) * length, tz)
            true_end = ends if stretch.end is None else min(ends, stretch.end)
            if begins < true_end and true_end > part.start:
                person = stretch.people[k % len(stretch.people)]
                yield stretch, TurnOf(person, begins, true_end, ends, stretch.where)
            k, begins = k + 1, ends


def handover_time(track: Track, day: date) -> time | None:
    """The time of day at which a layer hands over on a local date; None for turns of hours.

    Where a line-up begins on that date its handover counts: the turn that begins then is its own.
    """
    ends = midnight(day + timedelta(days=1), zone(track.zone))
    begun = bisect_left(track.stretches, ends, key=lambda s: s.start)
    held = track.stretches[max(begun, 1) - 1] if track.stretches else None
    return held.handover.time if held is not None and held.handover is not None else None


def handover_day(layers: tuple[Track, ...], first: date, last: date) -> Interval | None:
    """The dates `first` to `last` as duty counts them: from the handover's time of day to that after `last`.

    So the dates of a rota tile its turn line also where a line-up moves the handover. None where the
    layers do not share one time of day.
    """
    after = last + timedelta(days=1)
    begins = {handover_time(track, first) for track in layers}
    ends = {handover_time(track, after) for track in layers}
    if len(begins) != 1 or len(ends) != 1:
        return None
    begin, end = begins.pop(), ends.pop()
    if begin is None or end is None:
        return None
    tz = zone(layers[0].zone)
    start, until = instant(datetime.combine(first, begin), tz), instant(datetime.combine(after, end), tz)
    return Interval(start, until) if start < until else None
