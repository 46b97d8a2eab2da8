"""Declared pauses: when a rota has nobody on purpose, and why."""

from dataclasses import dataclass

from reconciler.config.model import RotaFile
from reconciler.intervals import Interval, intersect, union
from reconciler.shifts.hours import expand
from reconciler.shifts.line_ups import Stretch, Track, tracks


@dataclass(frozen=True, slots=True)
class Pause:
    """A part of a rota's time (UTC) that has nobody, for the reason that the file gives."""

    rota: str
    interval: Interval
    reason: str


def pauses(file: RotaFile, key: str, span: Interval) -> tuple[Interval, ...]:
    """The parts of `span` in which a layer of the rota is paused."""
    return union(part for track in tracks(file, key) for _, part in _of(track, span))


def paused(file: RotaFile, key: str, span: Interval) -> tuple[Pause, ...]:
    """The pauses of a rota that touch `span`, clipped to it, by layer and then in order.

    Where another layer goes on, a layer is missed in its own hours alone.
    """
    layers = tracks(file, key)
    found = [_of(track, span) for track in layers]
    whole: tuple[Interval, ...] = (span,)
    for some in found:
        whole = intersect(whole, union(part for _, part in some))
    out: list[Pause] = []
    for track, some in zip(layers, found, strict=True):
        for stretch, part in some:
            missed = intersect((part,), whole)
            if len(layers) > 1:
                missed = union((*missed, *expand(file.hours, stretch.hours, part, track.zone)))
            out += [Pause(key, each, stretch.pause or "") for each in missed]
    return tuple(out)


def _of(track: Track, span: Interval) -> list[tuple[Stretch, Interval]]:
    found = ((stretch, stretch.interval(span)) for stretch in track.stretches if not stretch.people)
    return [(stretch, part) for stretch, part in found if part is not None]
