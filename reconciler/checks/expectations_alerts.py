"""Which alerts an expectation tries, and whether each pages who is expected in time.

Every answer comes with the instant until which all later alerts get the same one, so a year is tried minute
by minute in as many steps as there are changes of hands on the way to whoever is paged.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from reconciler.bank_holidays import acting
from reconciler.checks.ground import Ground
from reconciler.config.model import Expectation, RotaFile
from reconciler.intervals import Interval, instant, interval_or_none, wall, zone
from reconciler.paging import UNKNOWN, Step, Unknown, pages
from reconciler.shifts import windows as bank

ANYONE = "anyone"
FAR = timedelta(days=3660)
"""How far ahead a single moment is tried: ten years; a date beyond that is a slip of the pen."""
_SATURDAY = 5
_NOON = time(12)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Alert:
    """One alert that was tried (UTC): whether it is met, as is every later one before `until`."""

    at: datetime
    until: datetime
    met: bool


def passes(file: RotaFile, entry: Expectation) -> int:
    """How often PagerDuty goes through the levels of the policy."""
    return 1 + file.policies[entry.policy].repeat


def reach(file: RotaFile, entry: Expectation) -> timedelta:
    """The longest time after an alert at which the answer may still depend on who is on."""
    levels = file.policies[entry.policy].levels
    return min(entry.within, passes(file, entry) * sum((x.escalate_after for x in levels), timedelta()))


def place(ground: Ground, entry: Expectation) -> Ground:
    """The ground on which the alerts of an entry are known: another one for a moment beyond the year."""
    moment = the_moment(ground, entry)
    if moment is None or moment + reach(ground.file, entry) < ground.known.end:
        return ground
    return Ground(ground.file, moment)


def the_moment(ground: Ground, entry: Expectation) -> datetime | None:
    """The one instant that an entry is about; None where it is about many."""
    return None if entry.moment is None else instant(entry.moment, zone(ground.file.time_zone))


def tried(ground: Ground, entry: Expectation) -> Iterator[Alert]:
    """The one alert of a moment, or every alert from `now` on for as long as the year can answer for it."""
    moment = the_moment(ground, entry)
    span = interval_or_none(ground.now, ground.known.end - reach(ground.file, entry))
    if moment is not None:
        yield answer(ground, entry, moment)
    elif span is not None and entry.every == "minute":
        yield from _without_end(ground, entry, span)
    elif span is not None:
        yield from (answer(ground, entry, at) for at in _days(ground, entry, span))


def _without_end(ground: Ground, entry: Expectation, span: Interval) -> Iterator[Alert]:
    at = span.start
    while at < span.end:
        alert = answer(ground, entry, at)
        yield alert
        at = alert.until


def answer(ground: Ground, entry: Expectation, alert: datetime) -> Alert:
    """Whether one alert (UTC) is met, and for how long the answer stays the same."""
    file, until = ground.file, ground.known.end

    def holder(key: str, asked: datetime) -> str | Unknown | None:
        nonlocal until
        held, change = _held(ground, key, asked)
        until = min(until, change - (asked - alert))
        return held

    count = passes(file, entry)
    found = pages(file, entry.policy, alert, holder, passes=count, within=entry.within)
    met = any(meets(entry, step) for step in found)
    return Alert(alert, until, met)


def meets(entry: Expectation, step: Step) -> bool:
    """Whether a page, however late, is to whom the entry asks for.

    A mailbox answers only to its own name: neither for anyone nor for the rota that it stands in for. An
    unknown holder is somebody, and answers for the rota.
    """
    if entry.pages == ANYONE:
        return not step.mailbox
    if step.rota == entry.pages:
        return not step.mailbox
    return step.person == entry.pages


def _held(ground: Ground, key: str, asked: datetime) -> tuple[str | Unknown | None, datetime]:
    """Who holds a rota at an instant, and when that may change next."""
    if not ground.file.rotas[key].managed:
        return UNKNOWN, ground.known.end
    line = ground.line(key)
    after = bisect_right(line, asked, key=lambda segment: segment.start)
    if after and asked < line[after - 1].end:
        return line[after - 1].value, line[after - 1].end
    return None, line[after].start if after < len(line) else ground.known.end


def _days(ground: Ground, entry: Expectation, span: Interval) -> Iterator[datetime]:
    """The instants of a time of day on the days of a kind."""
    tz, clock = zone(ground.file.time_zone), entry.clock or time()
    first, last = wall(span.start, tz).date(), wall(span.end, tz).date()
    closed = holidays(ground.file, entry.policy, first, last)
    for number in range((last - first).days + 1):
        day = first + number * _DAY
        if _is_one(entry.every, day, clock, closed):
            at = instant(datetime.combine(day, clock), tz)
            if at in span:
                yield at


def _is_one(every: str | None, day: date, clock: time, closed: Mapping[date, str]) -> bool:
    """Whether the time of day on a date belongs to a day, or night, of a kind.

    A weekday that is a bank holiday is none. A night belongs to the weekday on which it begins, bank
    holiday or not, so that its small hours are on the next date.
    """
    if every == "bank holiday":
        return day in closed
    if every == "weekday":
        return day.weekday() < _SATURDAY and day not in closed
    if every == "weeknight":
        return (day if clock >= _NOON else day - _DAY).weekday() < _SATURDAY
    return every == "day" or day.weekday() >= _SATURDAY


def holidays(file: RotaFile, policy: str, first: date, last: date) -> dict[date, str]:
    """The bank holidays that act, with their names, for the rotas of a policy; else for the file."""
    if file.bank_holidays is None:
        return {}
    extra, ignore = bank.extra_and_ignored(file)
    named = dict.fromkeys(name for level in file.policies[policy].levels for name in level.notify)
    rotas = [name for name in named if name in file.rotas and file.rotas[name].managed]
    regions = {file.rotas[name].calendar or file.bank_holidays.calendar for name in rotas}
    found: dict[date, str] = {}
    for region in sorted(regions or {file.bank_holidays.calendar}):
        for day in acting(region, first, last, extra=extra, ignore=ignore):
            found.setdefault(day.date, day.name)
    return found
