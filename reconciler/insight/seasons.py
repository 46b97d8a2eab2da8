"""Who works at Christmas and at Easter, over the years.

Christmas is 24 December 17:00 to the end of 26 December, so that the evening of Christmas Eve counts. Easter
is Good Friday to the end of Easter Monday, also where Easter Monday is no bank holiday. Times are local to
the rota. Whoever works at least four hours of one, half a working day, works that Christmas or Easter.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from reconciler.bank_holidays import days as holidays
from reconciler.config.model import RotaFile
from reconciler.insight.days import hours
from reconciler.insight.fairness import people_shifts
from reconciler.intervals import Interval, instant, midnight, wall, zone
from reconciler.shifts.line_ups import zone_name

Season = Literal["christmas", "easter"]
AT_LEAST = 4
"""Hours of a season that make it one that somebody worked."""
YEARS = 5
"""How many years are looked back on: a season comes round too seldom for a single year to say who is next."""

_EVE = time(17)


@dataclass(frozen=True, slots=True)
class Worked:
    """One person works one Christmas or Easter on one rota; `year` is its calendar year."""

    rota: str
    person: str
    season: Season
    year: int


def first_year(file: RotaFile, span: Interval) -> int:
    """The year from which on seasons are looked at: that of a span's start, and at least the last five."""
    tz = zone(file.time_zone)
    return min(wall(span.start, tz).year, wall(span.end, tz).year - YEARS + 1)


def worked(file: RotaFile, rotas: Iterable[str], span: Interval) -> tuple[Worked, ...]:
    """Who works which season, from `first_year` to the end of a span, by rota and time, then by person.

    Past seasons are those of the file as it stands today.
    """
    since, until = first_year(file, span), span.end
    out: list[Worked] = []
    for key in rotas:
        tz = zone(zone_name(file, key))
        for year in range(since, wall(until, tz).year + 1):
            for season, whole in _seasons(year, tz):
                part = Interval(whole.start, min(whole.end, until)) if whole.start < until else None
                out += _worked(file, key, season, year, part) if part is not None else ()
    return tuple(out)


def _seasons(year: int, tz: ZoneInfo) -> Iterator[tuple[Season, Interval]]:
    friday = good_friday(year)
    yield "easter", Interval(midnight(friday, tz), midnight(friday + timedelta(days=4), tz))
    eve = instant(datetime.combine(date(year, 12, 24), _EVE), tz)
    yield "christmas", Interval(eve, midnight(date(year, 12, 27), tz))


@lru_cache(maxsize=64)
def good_friday(year: int) -> date:
    """The Friday before Easter Sunday, a bank holiday in England and Wales in every year that is known."""
    found = holidays("england-and-wales", date(year, 3, 1), date(year, 4, 30))
    return next(day.date for day in found if day.name.startswith("Good Friday"))


def _worked(file: RotaFile, key: str, season: Season, year: int, part: Interval) -> Iterator[Worked]:
    held: defaultdict[str, Fraction] = defaultdict(Fraction)
    for shift in people_shifts(file, key, part):
        held[shift.person] += hours(shift.interval)
    yield from (Worked(key, p, season, year) for p in file.people if held.get(p, 0) >= AT_LEAST)
