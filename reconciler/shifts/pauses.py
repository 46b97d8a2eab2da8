"""Declared pauses: when a rota has nobody on purpose."""

from reconciler.config.model import RotaFile
from reconciler.intervals import Interval, union
from reconciler.shifts.line_ups import tracks


def pauses(file: RotaFile, key: str, span: Interval) -> tuple[Interval, ...]:
    """The parts of `span` in which a layer of the rota is paused."""
    found = (
        stretch.interval(span)
        for track in tracks(file, key)
        for stretch in track.stretches
        if not stretch.people
    )
    return union(part for part in found if part is not None)
