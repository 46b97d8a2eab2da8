"""What the pages and the feeds are made of: shifts with their true ends, gaps, and the names of days.

Reasons are taken out here, once, unless they are asked for; nothing after this module knows them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from reconciler.bank_holidays import days
from reconciler.config.model import RotaFile
from reconciler.config.values import Region
from reconciler.intervals import Interval, intersect, midnight, subtract, union, zone
from reconciler.plan.model import Who
from reconciler.shifts import windows as bank
from reconciler.shifts.absences import absences
from reconciler.shifts.layers import all_hours
from reconciler.shifts.line_ups import tracks
from reconciler.shifts.pauses import pauses
from reconciler.views import Live, ShiftRow, person, shift_rows

_DAY = timedelta(days=1)
_REGIONS: dict[Region, str] = {
    "england-and-wales": "England and Wales",
    "scotland": "Scotland",
    "northern-ireland": "Northern Ireland",
}


@dataclass(frozen=True, slots=True)
class Gap:
    """A time within the hours of a rota at which nobody has it.

    `declared` where a line-up pauses, or a bank holiday leaves it to nobody: then that is the `reason`.
    """

    rota: str
    when: Interval
    declared: bool
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Gathered:
    """Some whole weeks, from a Monday (`first`) to a Sunday (`last`), both included.

    `rows` and `gaps` reach a day further on either side, as the days of another zone do. `pages` are the
    rotas that are shown day by day; `rotas` also holds those of which only the name is known.
    """

    file: RotaFile
    rotas: tuple[str, ...]
    pages: tuple[str, ...]
    first: date
    last: date
    rows: tuple[ShiftRow, ...]
    gaps: tuple[Gap, ...]
    holidays: dict[date, tuple[str, ...]]
    with_reasons: bool

    @property
    def span(self) -> Interval:
        """The weeks as instants, in the file's zone."""
        return weeks_of(self.file, self.first, self.last)

    def shown(self) -> tuple[ShiftRow, ...]:
        """The shifts that touch the weeks."""
        span = self.span
        return tuple(row for row in self.rows if row.start < span.end and span.start < row.end)


def weeks_of(file: RotaFile, first: date, last: date) -> Interval:
    """From the midnight that begins the first date to the one that ends the last, in the file's zone."""
    tz = zone(file.time_zone)
    return Interval(midnight(first, tz), midnight(last + _DAY, tz))


def reach(file: RotaFile, rotas: Iterable[str], first: date, last: date) -> Interval:
    """How far shifts have to be asked for, so that none of those shown is cut: the longest turn further."""
    lengths = [
        stretch.turn.length for key in rotas for track in tracks(file, key) for stretch in track.stretches
    ]
    around = max(lengths, default=timedelta()) + 3 * _DAY
    span = weeks_of(file, first, last)
    return Interval(span.start - around, span.end + around)


def gather(
    file: RotaFile,
    rotas: Sequence[str],
    first: date,
    last: date,
    *,
    live: Live | None = None,
    with_reasons: bool = False,
) -> Gathered:
    """Everything about some whole weeks; the rotas are those given, managed here or not."""
    known = tuple(key for key in rotas if file.rotas[key].managed or (live is not None and key in live))
    rows = shift_rows(file, known, reach(file, known, first, last), live=live)
    wide = weeks_of(file, first - _DAY, last + _DAY)
    rows = tuple(row for row in rows if row.start < wide.end and wide.start < row.end)
    if not with_reasons:
        rows = tuple(replace(row, reason=None) for row in rows)
    gaps = tuple(gap for key in known for gap in _gaps(file, key, wide, rows, with_reasons=with_reasons))
    holidays = _holidays(file, known, first, last)
    return Gathered(file, tuple(rotas), known, first, last, rows, gaps, holidays, with_reasons)


def people(found: Gathered) -> Iterator[Who]:
    """Who has shifts in the weeks, and whoever else has not left by then, in the file's order."""
    busy = {row.who.person for row in found.rows}
    for key, entry in found.file.people.items():
        there = entry.left is None or entry.left >= found.first
        if key in busy or (there and not entry.mailbox):
            yield person(found.file, key)


def _gaps(
    file: RotaFile, key: str, span: Interval, rows: Sequence[ShiftRow], *, with_reasons: bool
) -> Iterable[Gap]:
    """The hours of a rota that nobody has, those of a pause or a bank holiday apart from the others."""
    layers = tracks(file, key)
    if not layers:
        return
    held = union(Interval(row.start, row.end) for row in rows if row.rota == key)
    left = subtract(all_hours(file, layers, span), held)
    gone = absences(file, key, span, held)
    for absence in gone:
        yield Gap(key, absence.interval, declared=True, reason=absence.holiday)
    left = subtract(left, union(absence.interval for absence in gone))
    paused = pauses(file, key, span)
    for part in intersect(left, paused):
        yield Gap(key, part, declared=True, reason=_pause(file, key, part) if with_reasons else None)
    for part in subtract(left, paused):
        yield Gap(key, part, declared=False)


def _pause(file: RotaFile, key: str, part: Interval) -> str | None:
    """Why a rota is paused."""
    stretches = (stretch for track in tracks(file, key) for stretch in track.stretches)
    return next((s.pause for s in stretches if s.pause and s.interval(part)), None)


def _holidays(file: RotaFile, rotas: Iterable[str], first: date, last: date) -> dict[date, tuple[str, ...]]:
    """The names of bank holidays by date; those of another calendar than the file's with its region."""
    if file.bank_holidays is None:
        return {}
    main = file.bank_holidays.calendar
    extra, ignore = bank.extra_and_ignored(file)
    named: dict[date, list[str]] = {}
    others = (bank.calendar_of(file, key) for key in rotas)
    for region in dict.fromkeys((main, *(other for other in others if other is not None))):
        for day in days(region, first, last, extra=extra, ignore=ignore):
            told = named.setdefault(day.date, [])
            if day.date not in ignore and day.name not in told:
                told.append(day.name if region == main else f"{day.name} ({_REGIONS[region]})")
    return {day: tuple(names) for day, names in named.items() if names}
