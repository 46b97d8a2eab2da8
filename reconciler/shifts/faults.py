"""Every fault of meaning that only the shift engine can see: line-ups, swaps, covers and holidays that do not fit."""

from collections.abc import Iterator
from datetime import datetime

from reconciler.config.model import RotaFile
from reconciler.errors import Finding
from reconciler.intervals import Interval
from reconciler.shifts import covers, engine, placement, swaps
from reconciler.shifts import windows as bank


def faults(file: RotaFile, now: datetime) -> tuple[Finding, ...]:
    """All findings, in order of place. Entries that lie wholly before `now` (aware UTC) are silent."""
    found: list[Finding] = []
    for key in engine.managed(file):
        found += placement.misplaced(file, key)
        found += bank.check(file, key, now)
        found += swaps.check(file, key, now)
        found += _covers(file, key, now)
    return tuple(sorted(found, key=lambda f: (f.where is None, f.where, f.id)))


def _covers(file: RotaFile, key: str, now: datetime) -> Iterator[Finding]:
    found = covers.covers_of(file, key)
    coming = [c for c in found if c.interval.end > now]
    if not coming:
        return
    span = Interval(min(now, *(c.interval.start for c in coming)), max(c.interval.end for c in coming))
    yield from covers.check(file, key, found, engine.swapped_line(file, key, span), now)
