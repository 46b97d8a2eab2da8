"""Lines of the file that change nothing: a cover without a shift, a day that no calendar need be told of."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from reconciler.bank_holidays import acting, days, known
from reconciler.bank_holidays.verify import NAMES
from reconciler.checks.calendar import regions
from reconciler.checks.ground import Ground
from reconciler.config.model import BankHolidays, HolidayEntry
from reconciler.config.values import Region
from reconciler.errors import Finding
from reconciler.intervals import Interval, wall, zone
from reconciler.shifts.covers import Covered, covers_of
from reconciler.shifts.holding import Shift
from reconciler.shifts.line_ups import zone_name
from reconciler.wording import day, listing, stretch

_NEAR = timedelta(days=7)
"""So far from a bank holiday a date is likely to be a slip for it."""


def covers(ground: Ground) -> Iterator[Finding]:
    """One finding for each coming cover under which nobody is on call, so that nobody takes over anything.

    A cover of which a part has begun is let be: what is over may have been the shift.
    """
    fixed = {entry.where for entry in ground.file.overrides if isinstance(entry, HolidayEntry)}
    for key in sorted(ground.rotas):
        coming = [
            c
            for c in covers_of(ground.file, key)
            if ground.now <= c.interval.start and c.interval.end <= ground.span.end
        ]
        if not coming:
            continue
        shifts = ground.shifts(key)
        starts = [shift.start for shift in shifts]
        for cover in coming:
            there = _under(shifts, starts, cover.interval)
            if all(ground.is_mailbox(s.person) or s.where in fixed for s in there):
                yield _idle(ground, key, cover, there)


def _under(shifts: tuple[Shift, ...], starts: list[datetime], span: Interval) -> tuple[Shift, ...]:
    """The shifts that touch a stretch."""
    first = max(bisect_right(starts, span.start) - 1, 0)
    found = []
    for shift in shifts[first:]:
        if shift.start >= span.end:
            break
        if shift.end > span.start:
            found.append(shift)
    return tuple(found)


def _idle(ground: Ground, key: str, cover: Covered, there: tuple[Shift, ...]) -> Finding:
    file, entry = ground.file, cover.entry
    tz = zone(zone_name(file, key))
    when = stretch(cover.interval, tz, year=wall(ground.now, tz).year)
    since = wall(cover.interval.start, tz).date()
    if there:
        who = listing(list(dict.fromkeys(file.display_name(s.person) for s in there)))
        why = f"on {when} {who} has the bank holiday, whatever covers say"
    else:
        why = f"the rota has no shift on {when}"
    return Finding(
        id="covers-nothing",
        severity="warning",
        message=f"the cover of {file.display_name(entry.cover)} by {file.display_name(entry.by)} in "
        f"{file.rotas[key].name} covers nothing: {why}",
        where=entry.where,
        key="on" if entry.on is not None else "from",
        hint=f"change its dates, or drop the line; `rota show --rota {key} --from {since}` lists the shifts",
    )


def named_days(ground: Ground) -> Iterator[Finding]:
    """One finding for each coming day under `ignore` or `extra` that changes nothing."""
    rules = ground.file.bank_holidays
    if rules is None:
        return
    today = wall(ground.now, zone(ground.file.time_zone)).date()
    last = wall(ground.span.end, zone(ground.file.time_zone)).date()
    calendars = sorted({rules.calendar, *regions(ground.file)})
    for entry in rules.ignore:
        if today <= entry.date <= last and not any(_is_kept(region, entry.date) for region in calendars):
            lands = listing([NAMES[region] for region in calendars], conjunction="or")
            yield Finding(
                id="idle-day",
                severity="warning",
                message=f"{day(entry.date, year=today.year)} stands under ignore, but is no bank holiday "
                f"in {lands}",
                where=entry.where,
                key="date",
                hint=_meant(rules, calendars, entry.date),
            )
    for extra in rules.extra:
        if today <= extra.date <= last and extra.date.weekday() >= _SATURDAY:
            yield Finding(
                id="idle-day",
                severity="warning",
                message=f"{day(extra.date, year=today.year)} stands under extra, but lies at a weekend, when "
                "nobody is in hours",
                where=extra.where,
                key="date",
                hint="name the working day that is kept instead, or drop the line",
            )


_SATURDAY = 5


def _is_kept(region: Region, on: date) -> bool:
    """Whether a date is a bank holiday for anybody who counts: the calendar, or GOV.UK's own list."""
    return bool(days(region, on, on)) or on in known(region).titles


def _meant(rules: BankHolidays, calendars: list[Region], on: date) -> str:
    named = {entry.date for entry in rules.ignore}
    near = [
        (abs(found.date - on), found.date, found.name)
        for region in calendars
        for found in acting(region, on - _NEAR, on + _NEAR)
        if found.date not in named
    ]
    if not near:
        return "drop the line; `rota holidays` lists the bank holidays"
    _, instead, name = min(near)
    return f"did you mean {instead} ({name})? If not, drop the line"
