"""The brief before a long weekend: bank holidays with the nights around them, and how long an alert waits."""

from datetime import datetime, timedelta

from reconciler.config.model import BankHolidays, RotaFile
from reconciler.handover.model import Stretch
from reconciler.handover.note import leave_in
from reconciler.holiday_views import DayRow, day_rows
from reconciler.intervals import Interval, wall, zone
from reconciler.shifts import engine
from reconciler.shifts.hours import expand
from reconciler.views import page_view, shift_rows

_AROUND = timedelta(days=14)
"""Ordinary hours are looked for this far before and after a bank holiday; without any its own day counts."""


def stretches(file: RotaFile, now: datetime, within: timedelta) -> tuple[Stretch, ...]:
    """The long weekends in which a bank holiday acts from now until `within` later, in order of time."""
    rules = file.bank_holidays
    if rules is None:
        return ()
    tz = zone(file.time_zone)
    first, last = wall(now, tz).date(), wall(now + within, tz).date()
    known = day_rows(file, first - _AROUND, last + _AROUND)
    acting = [row for row in known if row.acts and row.holders]
    ordinary = _ordinary(file, rules, [row for row in known if row.acts], Interval(now, now + within))
    found: dict[Interval, list[DayRow]] = {}
    for row in acting:
        found.setdefault(_around(row, ordinary), []).append(row)
    until = now + within
    return tuple(
        _stretch(file, interval, rows, now)
        for interval, rows in found.items()
        if any(h.end > now and h.start < until for row in rows for h in row.holders)
    )


def _ordinary(
    file: RotaFile, rules: BankHolidays, closed: list[DayRow], span: Interval
) -> tuple[Interval, ...]:
    """The slots of the window's hours that fall on no bank holiday."""
    tz = zone(file.time_zone)
    wide = Interval(span.start - 2 * _AROUND, span.end + 2 * _AROUND)
    dates = {row.date for row in closed}
    slots = expand(file.hours, rules.window, wide, file.time_zone)
    return tuple(slot for slot in slots if wall(slot.start, tz).date() not in dates)


def _around(row: DayRow, ordinary: tuple[Interval, ...]) -> Interval:
    """From the end of the ordinary hours before a bank holiday to the beginning of those after it."""
    start, end = min(h.start for h in row.holders), max(h.end for h in row.holders)
    before = [slot.end for slot in ordinary if start - _AROUND <= slot.end <= start]
    after = [slot.start for slot in ordinary if end <= slot.start <= end + _AROUND]
    return Interval(max(before, default=start), min(after, default=end))


def _stretch(file: RotaFile, interval: Interval, rows: list[DayRow], now: datetime) -> Stretch:
    windows = sorted({h.start for row in rows for h in row.holders if h.end > now})
    chains = tuple(page_view(file, policy, max(at, now)) for at in windows for policy in file.policies)
    return Stretch(
        interval=interval,
        days=tuple(rows),
        shifts=shift_rows(file, engine.managed(file), interval),
        chains=chains,
        away=leave_in(file, interval),
    )
