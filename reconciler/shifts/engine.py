"""The shift engine: line-ups → swaps → covers → windows → hours → mailboxes or nobody, in that order.

All functions are pure: a file and an interval in, shifts out. Instants are aware UTC datetimes.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from reconciler.config.model import RotaFile
from reconciler.intervals import Interval, Timeline, clip, merge, paint
from reconciler.shifts import covers, overlay, swaps
from reconciler.shifts import windows as bank
from reconciler.shifts.holding import Held, Shift
from reconciler.shifts.layers import lines
from reconciler.shifts.line_ups import tracks
from reconciler.shifts.windows import Window

# A window, or the night of a `holiday:` entry, that reaches into a span is decided where it begins.
AROUND = timedelta(days=2)
"""How far around a span the line is laid."""
_new = tuple.__new__


def managed(file: RotaFile) -> tuple[str, ...]:
    """The keys of the rotas that this file decides."""
    return tuple(key for key, rota in file.rotas.items() if rota.managed)


def base(file: RotaFile, key: str, span: Interval) -> Timeline[Held]:
    """Line-ups inside their hours, nothing on top: what PagerDuty's layers render."""
    found = lines(file, tracks(file, key), span, {})
    return clip(found.line, found.on_duty)


def swapped_line(file: RotaFile, key: str, span: Interval) -> Timeline[Held]:
    """The turns laid end to end after swaps, before covers, whatever the hours."""
    layers = tracks(file, key)
    return lines(file, layers, span, swaps.resolve(file, key, layers)).line


def turn_line(file: RotaFile, key: str, span: Interval) -> Timeline[Held]:
    """The turns laid end to end after swaps and covers, whatever the hours."""
    return covers.apply(swapped_line(file, key, span), covers.covers_of(file, key))


def shifts(
    file: RotaFile,
    key: str,
    span: Interval,
    *,
    windows_until: datetime | None = None,
    also: Collection[date] = (),
) -> tuple[Shift, ...]:
    """Who is on call for a rota over `span`, clipped to it.

    `windows_until` leaves out generated bank-holiday windows that start at or after it, but for those on
    the dates of `also` (`holiday:` entries count whatever their date); None means every window.
    """
    layers = tracks(file, key)
    if not layers:
        return ()
    wide = Interval(span.start - AROUND, span.end + AROUND)
    found = lines(file, layers, wide, swaps.resolve(file, key, layers))
    windows = _windows(file, key, wide, windows_until, also)
    line = overlay.outgoing(file, key, found.line, windows)
    line = covers.apply(line, covers.covers_of(file, key, layers=layers))
    named = overlay.named(file, key, layers, line, windows)
    line = overlay.mailboxes(file, key, paint(line, named.held), windows)
    added = overlay.added(windows, found.on_duty)
    line = overlay.label(line, windows, added)
    duty = overlay.duty(file, key, found.on_duty, windows, (*added, *named.nights))
    return _paged(key, clip(merge(line), (span,)), duty)


def _paged(key: str, line: Timeline[Held], duty: Sequence[Interval]) -> tuple[Shift, ...]:
    """What of a line pages: the parts of it that lie in the instants of duty.

    Most shifts of a long span are made here, so it is one plain loop, and it makes them without the
    constructor of the named tuple, which takes as long as all the rest of it.
    """
    out: list[Shift] = []
    first, number = 0, len(duty)
    for segment in line:
        begins, ends = segment.start, segment.end
        person, layer, _, where, source, reason, holiday = segment.value
        while first < number and duty[first].end <= begins:
            first += 1
        i = first
        while i < number and (start := (hours := duty[i]).start) < ends:
            end = hours.end
            start = start if start > begins else begins  # noqa: FURB136 - a call takes far longer
            end = end if end < ends else ends  # noqa: FURB136 - likewise
            out.append(_new(Shift, (key, layer, person, start, end, source, where, reason, holiday)))
            i += 1
    return tuple(out)


def _windows(
    file: RotaFile, key: str, span: Interval, until: datetime | None, also: Collection[date]
) -> tuple[Window, ...]:
    named = {*also, *(entry.holiday for entry in bank.holiday_entries(file, key))}
    return tuple(
        w
        for w in bank.windows(file, key, span)
        if until is None or w.interval.start < until or w.date in named
    )
