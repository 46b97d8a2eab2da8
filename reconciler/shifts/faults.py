"""Every fault of meaning that only the shift engine sees: line-ups, swaps, covers, holidays that misfit."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from reconciler.config.entry import Entry
from reconciler.config.model import RotaFile
from reconciler.errors import Finding
from reconciler.intervals import Interval, Segment, clip, union, wall, zone
from reconciler.shifts import cover_faults, covers, engine, overlay, placement, swaps
from reconciler.shifts import windows as bank
from reconciler.shifts.cover_faults import Ground
from reconciler.shifts.holding import Held
from reconciler.shifts.layers import beside, lines
from reconciler.shifts.line_ups import Track, handover_day, handover_time, tracks, zone_name
from reconciler.wording import listing


def faults(file: RotaFile, now: datetime) -> tuple[Finding, ...]:
    """All findings, in order of place. Entries that lie wholly before `now` (aware UTC) are silent."""
    found = (finding for key in engine.managed(file) for finding in faults_of(file, key, now))
    return tuple(sorted(found, key=lambda f: (f.where is None, f.where, f.id)))


def faults_of(file: RotaFile, key: str, now: datetime) -> Iterator[Finding]:
    """The findings about one rota, in no order."""
    yield from placement.misplaced(file, key)
    yield from placement.cuts(file, key, now)
    yield from bank.check(file, key, now)
    yield from swaps.check(file, key, now)
    yield from _covers(file, key, now)


def _covers(file: RotaFile, key: str, now: datetime) -> Iterator[Finding]:
    layers = tracks(file, key)
    yield from _without_a_time(file, key, layers, now)
    coming = [c for c in covers.covers_of(file, key, layers=layers) if c.interval.end > now]
    yield from cover_faults.check(file, key, coming, _ground(file, key, layers, coming), now)


def _ground(file: RotaFile, key: str, layers: tuple[Track, ...], coming: list[covers.Covered]) -> Ground:
    """The turn line, only where covers speak of it: one of them may lie years ahead."""
    swapped = swaps.resolve(file, key, layers)
    line: list[Segment[Held]] = []
    kept: list[Segment[Held]] = []
    gaps: list[Interval] = []
    for span in union(c.interval for c in coming):
        around = Interval(span.start - engine.AROUND, span.end + engine.AROUND)
        found = lines(file, layers, around, swapped)
        line += clip(found.line, (span,))
        windows = bank.windows(file, key, around)
        kept += clip(overlay.outgoing(file, key, found.line, windows), (span,))
        if len(layers) > 1:
            gaps += beside(found, span)
    return Ground(tuple(line), tuple(kept), union(gaps))


def _without_a_time(file: RotaFile, key: str, layers: tuple[Track, ...], now: datetime) -> Iterator[Finding]:
    """Whole dates need one time of day at which all layers hand over; line-ups may change theirs."""
    today = wall(now, zone(zone_name(file, key))).date()
    dated: list[tuple[Entry, str, date, date]] = [
        (e, "`on:`", e.on.first, e.on.last) for e in covers.entries_of(file, key) if e.on is not None
    ]
    dated += [(e, "`nights:`", e.holiday, e.holiday) for e in bank.holiday_entries(file, key) if e.nights]
    for entry, what, first, last in dated:
        if last >= today and handover_day(layers, first, last) is None:
            times = {handover_time(track, on) for track in layers for on in (first, last + timedelta(days=1))}
            yield _give_times(key, entry, what, (first, last), times)


def _give_times(
    key: str, entry: Entry, what: str, dates: tuple[date, date], times: set[time | None]
) -> Finding:
    clocks = sorted(f"{t:%H:%M}" for t in times if t is not None)
    why = (
        f"turns of {key} are counted in hours"
        if None in times
        else f"layers of {key} change at {listing(clocks)}"
    )
    clock, after = (clocks or ["09:00"])[0], dates[1] + timedelta(days=1)
    return Finding(
        id="give-times",
        severity="error",
        message=f"{what} means handover to handover, but {why} then",
        where=entry.where,
        hint=f"write a cover with times: `from: {dates[0]} {clock}, until: {after} {clock}`",
    )
