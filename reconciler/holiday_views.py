"""The dates of a calendar as frozen rows: whether each acts, why not, and who holds its windows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from reconciler.bank_holidays import days, last_known
from reconciler.config.model import RotaFile
from reconciler.intervals import wall, zone
from reconciler.plan.model import Who
from reconciler.shifts import engine
from reconciler.shifts import windows as bank
from reconciler.shifts.absences import absences
from reconciler.views import person


@dataclass(frozen=True, slots=True)
class HolderRow:
    """Who holds one window on one rota; None where nobody does, on purpose."""

    rota: str
    name: str
    who: Who | None
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class DayRow:
    """One date of a calendar: whether it acts, why not, and who holds its windows.

    Not `published`: it lies beyond what GOV.UK has published, and is worked out from rules.
    """

    date: date
    name: str
    source: str
    acts: bool
    reason: str | None
    holders: tuple[HolderRow, ...] = ()
    published: bool = True


def published_until(file: RotaFile, rotas: Iterable[str], until: date) -> date | None:
    """The last date for which bank holidays are published, where a time that ends on `until` goes beyond it.

    Only the calendars count by which some of the rotas have bank holidays.
    """
    keys = [key for key in rotas if bank.rule_of(file, key) is not None]
    regions = {bank.calendar_of(file, key) for key in keys}
    last = min((last_known(region) for region in regions if region is not None), default=None)
    return last if last is not None and until > last else None


def day_rows(file: RotaFile, first: date, last: date) -> tuple[DayRow, ...]:
    """The dates of the file's calendar (both ends included) with their verdicts and who holds the windows."""
    rules = file.bank_holidays
    if rules is None:
        return ()
    extra, ignore = bank.extra_and_ignored(file)
    known = last_known(rules.calendar)
    rows: list[DayRow] = []
    for day in days(rules.calendar, first, last, extra=extra, ignore=ignore):
        holders = tuple(_holders(file, day.date)) if day.acts else ()
        sure = day.date <= known or day.source == "extra"
        rows.append(DayRow(day.date, day.name, day.source, day.acts, day.reason, holders, sure))
    return tuple(rows)


def _holders(file: RotaFile, on: date) -> Iterator[HolderRow]:
    for key in engine.managed(file):
        found = bank.acting_days(file, key, on, on) if bank.rule_of(file, key) else ()
        name = file.rotas[key].name
        for window in (window for held in found for window in bank.window_on(file, key, on, held.name)):
            for s in engine.shifts(file, key, window.interval):
                yield HolderRow(key, name, person(file, s.person), s.start, s.end)
            for gone in absences(file, key, window.interval):
                yield HolderRow(key, name, None, gone.interval.start, gone.interval.end)


def today(now: datetime, file: RotaFile) -> date:
    """The date that a calendar shows in the file's zone."""
    return wall(now, zone(file.time_zone)).date()


def horizon_days(file: RotaFile, now: datetime) -> tuple[DayRow, ...]:
    """The dates of the calendar from today to the end of the longest horizon."""
    ends = [bank.horizon_end(file, key, now) for key in engine.managed(file)]
    last = wall(max(ends, default=now), zone(file.time_zone)).date()
    return day_rows(file, today(now, file), last)
