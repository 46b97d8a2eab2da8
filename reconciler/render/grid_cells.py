"""Shifts sorted into weeks, rotas and days, as a grid shows them.

A day of a rota runs from its handover's time of day to the same time next day, as the dates of a cover do:
so a night is one entry, on the date on which it begins. Where a rota has no such time its days begin at
midnight.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from reconciler.config.model import RotaFile
from reconciler.intervals import Interval, instant, midnight, wall, zone
from reconciler.plan.model import Who
from reconciler.shifts import windows as bank
from reconciler.shifts.absences import absences
from reconciler.shifts.line_ups import Track, handover_time, tracks, zone_name
from reconciler.shifts.pauses import paused
from reconciler.views import ShiftRow

HOLIDAY, COVER, SWAP, FOREIGN, MAILBOX = "*", "+", "~", "!", "@"
"""The signs beside a name, which do not need colour."""
SIGNS = (HOLIDAY, COVER, SWAP, FOREIGN, MAILBOX)
DAYS = 7

_DAY = timedelta(days=1)
_SIGN_OF = {"bank_holiday": HOLIDAY, "cover": COVER, "swap": SWAP, "foreign": FOREIGN}


@dataclass(frozen=True, slots=True)
class Entry:
    """One person on one day of one rota, with the signs of all their shifts of that day."""

    who: Who
    signs: str


@dataclass(frozen=True, slots=True)
class Line:
    """One rota in one week: its days, and the time of day at which they begin (None: they differ).

    `absent` are the days (0 is the first) on which a bank holiday leaves it to nobody, `paused` the reasons
    for which it is paused in the week. Not `known`: the file does not say who has it.
    """

    rota: str
    begins: time | None
    days: tuple[tuple[Entry, ...], ...]
    absent: frozenset[int] = frozenset()
    paused: tuple[str, ...] = ()
    known: bool = True


@dataclass(frozen=True, slots=True)
class Week:
    """One week from a Monday, its rotas, and the bank holidays that act in it."""

    monday: date
    lines: tuple[Line, ...]
    holidays: tuple[tuple[date, str], ...]

    @property
    def dates(self) -> tuple[date, ...]:
        """Its seven dates."""
        return tuple(self.monday + number * _DAY for number in range(DAYS))


@dataclass(frozen=True, slots=True)
class Range:
    """Whole weeks: from a Monday to a Sunday, both included."""

    first: date
    last: date

    def span(self, file: RotaFile) -> Interval:
        """The instants (UTC) whose shifts have to be known: those of the last night, and of other zones."""
        tz = zone(file.time_zone)
        return Interval(midnight(self.first - _DAY, tz), midnight(self.last + 3 * _DAY, tz))


def whole_weeks(file: RotaFile, start: datetime, end: datetime) -> Range:
    """The weeks of the file's zone that `[start, end)` (UTC) touches."""
    tz = zone(file.time_zone)
    first = wall(start, tz).date()
    last = wall(end - timedelta(seconds=1), tz).date()
    return Range(first - first.weekday() * _DAY, last + (DAYS - 1 - last.weekday()) * _DAY)


def weeks(
    rows: Sequence[ShiftRow], file: RotaFile, rotas: Sequence[str], shown: Range, *, live: bool = False
) -> tuple[Week, ...]:
    """Every shift of the days shown in the cells of its rota, in order of time.

    `live`: they are PagerDuty's, which knows also the rotas that are not managed here.
    """
    found: list[Week] = []
    monday = shown.first
    while monday <= shown.last:
        lines = tuple(_line(rows, file, key, monday, live=live) for key in rotas)
        found.append(Week(monday, lines, _holidays(file, rotas, monday)))
        monday += DAYS * _DAY
    return tuple(found)


def _line(rows: Sequence[ShiftRow], file: RotaFile, key: str, monday: date, *, live: bool) -> Line:
    layers, tz = tracks(file, key), zone(zone_name(file, key))
    dates = [monday + number * _DAY for number in range(DAYS + 1)]
    times = [day_begins(layers, on) for on in dates]
    edges = [instant(datetime.combine(on, at), tz) for on, at in zip(dates, times, strict=True)]
    mine = [row for row in rows if row.rota == key]
    days = tuple(_entries(mine, Interval(edges[i], edges[i + 1])) for i in range(DAYS))
    gone = [a.interval for a in absences(file, key, Interval(edges[0], edges[-1]))]
    absent = frozenset(i for i in range(DAYS) if any(edges[i] <= a.start < edges[i + 1] for a in gone))
    resting = tuple(dict.fromkeys(p.reason for p in paused(file, key, Interval(edges[0], edges[-1]))))
    begins, known = times[0] if len(set(times)) == 1 else None, live or file.rotas[key].managed
    return Line(key, begins, days, absent, resting, known)


def day_begins(layers: tuple[Track, ...], on: date) -> time:
    """The time of day at which a date of a rota begins: its handover's, where it has one."""
    times = {handover_time(track, on) for track in layers}
    only = times.pop() if len(times) == 1 else None
    return time() if only is None else only


def _entries(rows: Sequence[ShiftRow], day: Interval) -> tuple[Entry, ...]:
    signs: dict[Who, set[str]] = {}
    for row in rows:
        if Interval(row.start, row.end).overlaps(day):
            said = signs.setdefault(row.who, set())
            said |= {
                sign for sign in (_SIGN_OF.get(row.source), MAILBOX if row.who.mailbox else None) if sign
            }
    return tuple(Entry(who, "".join(s for s in SIGNS if s in said)) for who, said in signs.items())


def _holidays(file: RotaFile, rotas: Sequence[str], monday: date) -> tuple[tuple[date, str], ...]:
    last = monday + (DAYS - 1) * _DAY
    found = {d.date: d.name for key in rotas for d in bank.acting_days(file, key, monday, last)}
    return tuple(sorted(found.items()))
