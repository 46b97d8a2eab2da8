"""The line-ups of a layer laid end to end: which people, turn length, handover and hours hold from when to when."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from reconciler.config.model import Layer, LineUp, Rota, RotaFile
from reconciler.config.values import Handover, Turn
from reconciler.errors import Where
from reconciler.intervals import Interval, instant, midnight, wall, zone


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


@dataclass(frozen=True, slots=True)
class TurnOf:
    """One turn: who owns it, and its true bounds in UTC (the cut ones, where a line-up cuts it)."""

    person: str
    start: datetime
    end: datetime
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


def tracks(file: RotaFile, key: str) -> tuple[Track, ...]:
    """The layers of a rota, lowest priority first; none for a rota that is not managed here."""
    source, offset = leader(file, key)
    name = zone_name(file, key)
    return tuple(
        Track(layer.name, name, _stretches(layer, name, offset)) for layer in file.rotas[source].stack
    )


def _stretches(layer: Layer, zone_: str, offset: int) -> tuple[Stretch, ...]:
    tz = zone(zone_)
    turn, handover, hours = layer.turn, layer.handover, layer.hours
    out: list[Stretch] = []
    for line_up in in_order(layer):
        cut = changes(line_up, turn, handover, hours)
        turn = line_up.turn or turn
        handover = line_up.handover or handover
        hours = line_up.hours or hours
        anchor = anchor_of(line_up, handover)
        begins = instant(anchor, tz)
        if out:
            out[-1] = replace(out[-1], end=begins)
        shift = offset % len(line_up.people) if line_up.people else 0
        people = line_up.people[shift:] + line_up.people[:shift]
        out.append(
            Stretch(begins, None, anchor, people, turn, handover, hours, line_up.where, line_up.pause, cut)
        )
    return tuple(stretch for stretch in out if stretch.end is None or stretch.start < stretch.end)


def in_order(layer: Layer) -> list[LineUp]:
    """The line-ups by date; their order in the file means nothing."""
    return sorted(layer.line_ups, key=lambda item: _as_datetime(item, None))


def _as_datetime(line_up: LineUp, handover: Handover | None) -> datetime:
    if isinstance(line_up.start, datetime):
        return line_up.start
    return datetime.combine(line_up.start, handover.time if handover else time())


def anchor_of(line_up: LineUp, handover: Handover | None) -> datetime:
    """The naive wall time at which a line-up begins: its date at the time of the handover."""
    return _as_datetime(line_up, handover)


def changes(line_up: LineUp, turn: Turn, handover: Handover | None, hours: str | None) -> bool:
    """Whether a line-up changes what was in force, and so cuts the running turn."""
    return (
        line_up.turn not in (None, turn)
        or line_up.handover not in (None, handover)
        or line_up.hours not in (None, hours)
    )


def turns(track: Track, span: Interval) -> Iterator[tuple[Stretch, TurnOf]]:
    """Every turn that touches `span`, in order, with its true bounds."""
    tz = zone(track.zone)
    for stretch in track.stretches:
        part = stretch.interval(span)
        if part is None or not stretch.people:
            continue
        length = stretch.turn.length
        # Two turns of margin: the wall clock at the start of the span may be read twice.
        k = max(0, (wall(part.start, tz) - stretch.anchor) // length - 2)
        begins = instant(stretch.anchor + k * length, tz)
        while begins < part.end:
            ends = instant(stretch.anchor + (k + 1) * length, tz)
            true_end = ends if stretch.end is None else min(ends, stretch.end)
            if begins < true_end and true_end > part.start:
                person = stretch.people[k % len(stretch.people)]
                yield stretch, TurnOf(person, begins, true_end, stretch.where)
            k, begins = k + 1, ends


def handover_times(file: RotaFile, key: str, at_: datetime) -> set[time | None]:
    """The times of day at which the layers of a rota hand over at an instant (None: turns of hours)."""
    found: set[time | None] = set()
    for track in tracks(file, key):
        held = [s for s in track.stretches if s.start <= at_] or list(track.stretches[:1])
        for stretch in held[-1:]:
            found.add(stretch.handover.time if stretch.handover and stretch.turn.unit != "hours" else None)
    return found


def handover_day(file: RotaFile, key: str, first: date, last: date) -> Interval | None:
    """From the handover's time of day on `first` to the same time on the day after `last`, in UTC.

    None where the layers of the rota do not share one time of day.
    """
    tz = zone(zone_name(file, key))
    times = handover_times(file, key, midnight(first, tz))
    clock = next(iter(times)) if len(times) == 1 else None
    if clock is None:
        return None
    after = last + timedelta(days=1)
    return Interval(instant(datetime.combine(first, clock), tz), instant(datetime.combine(after, clock), tz))
