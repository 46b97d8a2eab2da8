"""The shift engine: line-ups → swaps → covers → windows → hours → mailboxes, in that order.

All functions are pure: a file and an interval in, shifts out. Instants are aware UTC datetimes.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

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
    union,
)
from reconciler.shifts import covers, overlay, swaps
from reconciler.shifts import windows as bank
from reconciler.shifts.holding import Held, Shift
from reconciler.shifts.hours import expand
from reconciler.shifts.line_ups import Track, tracks, turns
from reconciler.shifts.swaps import Swapped, TurnId
from reconciler.shifts.windows import Window

# A gap between two layers of one rota is given to the layer whose hours come next; hours come back weekly.
_LOOK_AHEAD = timedelta(days=8)


@dataclass(frozen=True, slots=True)
class Lines:
    """What a rota's layers give over a span: the continuous turn line and the instants inside their hours."""

    line: Timeline[Held]
    on_duty: tuple[Interval, ...]


def managed(file: RotaFile) -> tuple[str, ...]:
    """The keys of the rotas that this file decides."""
    return tuple(key for key, rota in file.rotas.items() if rota.managed)


def base(file: RotaFile, key: str, span: Interval) -> Timeline[Held]:
    """Line-ups inside their hours, nothing on top: what PagerDuty's layers render."""
    lines = _lines(file, key, span, {})
    return clip(lines.line, lines.on_duty)


def swapped_line(file: RotaFile, key: str, span: Interval) -> Timeline[Held]:
    """The turns laid end to end after swaps, before covers, whatever the hours."""
    return _lines(file, key, span, swaps.resolve(file, key, tracks(file, key))).line


def turn_line(file: RotaFile, key: str, span: Interval) -> Timeline[Held]:
    """The turns laid end to end after swaps and covers, whatever the hours."""
    return covers.apply(swapped_line(file, key, span), covers.covers_of(file, key))


def shifts(
    file: RotaFile, key: str, span: Interval, *, windows_until: datetime | None = None
) -> tuple[Shift, ...]:
    """Who is on call for a rota over `span`, clipped to it.

    `windows_until` leaves out generated bank-holiday windows that start at or after it (`holiday:` entries
    count whatever their date); None means every window.
    """
    layers = tracks(file, key)
    if not layers:
        return ()
    swapped = swaps.resolve(file, key, layers)
    # A window begins and is decided at its own edge, which may lie before the span.
    wide = Interval(span.start - timedelta(days=2), span.end + timedelta(days=2))
    lines = _lines(file, key, wide, swapped)
    windows = _windows(file, key, wide, windows_until)
    line = overlay.outgoing(file, key, lines.line, windows)
    line = covers.apply(line, covers.covers_of(file, key))
    line = overlay.named_holders(file, key, line, windows)
    duty = union((*lines.on_duty, *(w.interval for w in windows)))
    final = overlay.label(clip(line, duty), windows, lines.on_duty)
    final = overlay.mailboxes(file, key, final, windows)
    return tuple(_shift(key, s) for s in clip(merge(final), (span,)))


def _shift(key: str, s: Segment[Held]) -> Shift:
    h = s.value
    return Shift(key, h.layer, h.person, s.start, s.end, h.source, h.where, h.reason, h.holiday)


def _lines(file: RotaFile, key: str, span: Interval, swapped: dict[TurnId, Swapped]) -> Lines:
    layers = tracks(file, key)
    if len(layers) == 1:
        return Lines(_track_line(layers[0], span, swapped), _track_hours(file, layers[0], span))
    padded = Interval(span.start - _LOOK_AHEAD, span.end + _LOOK_AHEAD)
    lines = {t.name: _track_line(t, padded, swapped) for t in layers}
    stacked: Timeline[Held] = ()
    for track in layers:
        stacked = paint(stacked, clip(lines[track.name], _track_hours(file, track, padded)))
    duty = union(s.interval for s in stacked)
    gaps: list[Segment[Held]] = []
    for gap in subtract((padded,), duty):
        after = at(stacked, gap.end) or (stacked[-1] if stacked else None)
        if after is not None:
            gaps.extend(clip(lines[after.value.layer], (gap,)))
    return Lines(clip(paint(stacked, gaps), (span,)), intersect(duty, (span,)))


def _track_line(track: Track, span: Interval, swapped: dict[TurnId, Swapped]) -> Timeline[Held]:
    out: list[Segment[Held]] = []
    for stretch, turn in turns(track, span):
        held = Held(turn.person, track.name, turn.start, stretch.where)
        other = swapped.get((track.name, turn.start))
        if other is not None:
            held = replace(
                held, person=other.person, source="swap", where=other.entry.where, reason=other.entry.reason
            )
        if part := interval_or_none(max(turn.start, span.start), min(turn.end, span.end)):
            out.append(Segment(part.start, part.end, held))
    return tuple(out)


def _track_hours(file: RotaFile, track: Track, span: Interval) -> tuple[Interval, ...]:
    found: list[Interval] = []
    for stretch in track.stretches:
        part = stretch.interval(span)
        if part is not None and stretch.people:
            found.extend(expand(file.hours, stretch.hours, part, track.zone))
    return union(found)


def _windows(file: RotaFile, key: str, span: Interval, until: datetime | None) -> tuple[Window, ...]:
    named = {entry.holiday for entry in bank.holiday_entries(file, key)}
    return tuple(
        w
        for w in bank.windows(file, key, span)
        if until is None or w.interval.start < until or w.date in named
    )
