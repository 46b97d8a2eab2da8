"""Bank-holiday windows: the in-hours slots that fall on dates that act, and who holds them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from reconciler.bank_holidays.calendar import HolidayDay, acting, next_acting
from reconciler.config.model import HolidayEntry, RotaFile
from reconciler.config.values import Region
from reconciler.errors import Finding
from reconciler.intervals import Interval, Segment, clip, interval_or_none, local_day, wall, zone
from reconciler.shifts.entries import entries
from reconciler.shifts.hours import expand
from reconciler.shifts.line_ups import zone_name
from reconciler.shifts.remembered import of_last
from reconciler.wording import day


@dataclass(frozen=True, slots=True)
class Window:
    """One in-hours slot on a bank holiday, for one rota."""

    date: date
    name: str
    interval: Interval


def calendar_of(file: RotaFile, key: str) -> Region | None:
    """The calendar that closes a rota: its own, else the file's; None where the file has no rules."""
    if file.bank_holidays is None:
        return None
    return file.rotas[key].calendar or file.bank_holidays.calendar


def rule_of(file: RotaFile, key: str) -> str | None:
    """What the rota does in a window: `current`, a person's key, `nobody`, or None for nothing."""
    return file.bank_holidays.rules.get(key) if file.bank_holidays is not None else None


def pages_nobody(file: RotaFile, key: str) -> bool:
    """Whether a rota's windows go to a mailbox or to nobody: either way nobody at home is paged by it."""
    rule = rule_of(file, key)
    return rule == "nobody" or (rule in file.people and file.people[rule].mailbox)


def extra_and_ignored(file: RotaFile) -> tuple[tuple[tuple[date, str], ...], dict[date, str]]:
    """The file's own days, and those of the calendar that it does not keep."""
    rules = file.bank_holidays
    if rules is None:
        return (), {}
    return tuple((e.date, e.name) for e in rules.extra), {i.date: i.reason for i in rules.ignore}


def acting_days(file: RotaFile, key: str, first: date, last: date) -> tuple[HolidayDay, ...]:
    """The dates (both ends included) on which the calendar of a rota closes it."""
    region = calendar_of(file, key)
    if region is None:
        return ()
    extra, ignore = extra_and_ignored(file)
    return acting(region, first, last, extra=extra, ignore=ignore)


def windows(file: RotaFile, key: str, span: Interval) -> tuple[Window, ...]:
    """The windows of a rota that touch `span`, whole, in order. None where no rule names the rota."""
    if rule_of(file, key) is None:
        return ()
    tz = zone(zone_name(file, key))
    first = wall(span.start, tz).date()
    last = wall(span.end, tz).date()
    found = _slots(file, key, [(d.date, d.name) for d in acting_days(file, key, first, last)])
    return tuple(w for w in found if w.interval.overlaps(span))


def nobody(file: RotaFile, key: str, span: Interval) -> tuple[Window, ...]:
    """The windows that touch `span`, whole, in which a rota has nobody on purpose."""
    return windows(file, key, span) if rule_of(file, key) == "nobody" else ()


def window_on(file: RotaFile, key: str, on: date, name: str) -> tuple[Window, ...]:
    """The slots of the window's hours on one date; none on a day that has none, such as a Saturday."""
    return _slots(file, key, [(on, name)])


def _slots(file: RotaFile, key: str, dates: Sequence[tuple[date, str]]) -> tuple[Window, ...]:
    """The slots of the window's hours on some dates, which are in order."""
    rules = file.bank_holidays
    if rules is None or not dates:
        return ()
    zone_ = zone_name(file, key)
    days = [(local_day(on, zone(zone_)), on, name) for on, name in dates]
    # The hours are laid once for all dates: every rota of a calendar asks for the same.
    hours = expand(file.hours, rules.window, Interval(days[0][0].start, days[-1][0].end), zone_)
    found = clip([Segment(day.start, day.end, (on, name)) for day, on, name in days], hours)
    return tuple(Window(*slot.value, slot.interval) for slot in found)


def horizon_end(file: RotaFile, key: str, now: datetime) -> datetime:
    """Until when windows are written: the file's horizon, and always past the next two windows that act.

    The dates that are due are those of the whole file, and a date is due with all its windows.
    """
    region = calendar_of(file, key)
    if region is None or rule_of(file, key) is None:
        return now + file.horizon
    return _horizons(file, now)[region, zone_name(file, key)]


@of_last
def _horizons(file: RotaFile, now: datetime) -> Mapping[tuple[Region, str], datetime]:
    """Until when windows are written, by calendar and zone, in which alone the rotas of a file differ.

    No mailbox is written before the other rotas have somebody on for the whole of its date. So all of them
    have to write up to the same date: the last one that any of them is to write by itself.
    """
    plain = now + file.horizon
    each: dict[tuple[Region, str], str] = {}
    for key in file.rotas:
        region = calendar_of(file, key)
        if region is not None and rule_of(file, key) is not None:
            each.setdefault((region, zone_name(file, key)), key)
    due: list[date] = []
    for (region, _), key in each.items():
        coming = islice(_ends_of_coming(file, key, region, now), 2)
        due += (w.date for w in windows(file, key, Interval(now, max([plain, *coming]))))
    last = max(due, default=None)
    return {place: max([plain, *_ends_until(file, key, now, last)]) for place, key in each.items()}


def _ends_until(file: RotaFile, key: str, now: datetime, last: date | None) -> tuple[datetime, ...]:
    """The ends of a rota's windows from now to a date, that date included."""
    if last is None:
        return ()
    # In the east the day may be over already.
    ahead = interval_or_none(now, local_day(last, zone(zone_name(file, key))).end)
    return () if ahead is None else tuple(w.interval.end for w in windows(file, key, ahead))


def _ends_of_coming(file: RotaFile, key: str, region: Region, now: datetime) -> Iterator[datetime]:
    """When the windows of each coming date that acts have ended, date by date.

    A date may have no slot at all (one of a window for Wednesdays only), so many dates may have to be
    looked at; it ends after eight years or so.
    """
    extra, ignore = extra_and_ignored(file)
    yesterday = wall(now, zone(zone_name(file, key))).date() - timedelta(days=1)
    looked_at = 0
    for many in (4, 16, 64):
        dates = next_acting(region, yesterday, many, extra=extra, ignore=ignore)
        for ahead in dates[looked_at:]:
            ends = [w.interval.end for w in window_on(file, key, ahead.date, ahead.name)]
            if ends and ends[-1] > now:
                yield ends[-1]
        looked_at = len(dates)


def holiday_entries(file: RotaFile, key: str) -> tuple[HolidayEntry, ...]:
    """The `holiday:` entries of one rota, by date."""
    return tuple(sorted(entries(file, key, HolidayEntry), key=lambda o: (o.holiday, o.by)))


def check(file: RotaFile, key: str, now: datetime) -> Iterator[Finding]:
    """A finding for every `holiday:` entry, not in the past, whose date does not act for its rota."""
    today = wall(now, zone(zone_name(file, key))).date()
    for entry in holiday_entries(file, key):
        on = entry.holiday
        if on < today:
            continue
        days = acting_days(file, key, on, on)
        if any(window_on(file, key, on, d.name) for d in days):
            continue
        yield Finding(
            id="holiday-does-not-act",
            severity="error",
            message=f"{day(on, year=today.year)} is no bank holiday with a window for {key}",
            where=entry.where,
            key="holiday",
            hint="`rota holidays` lists the dates that act; for any other day write a cover",
            found=str(on),
        )
