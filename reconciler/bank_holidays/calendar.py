"""Which dates are bank holidays in a region, which of them act, and why the others do not.

The dates come from the `holidays` package, plus the file's own `extra` days, minus its `ignore` days.
How the package is asked (always for a subdivision, for named years, in one language) guards against
its silences: without a subdivision it knows only the days common to the whole kingdom, a year nobody
named is empty, and years outside 1872 to 2100 hold nothing at all.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from types import MappingProxyType

from reconciler.bank_holidays.titles import SUBSTITUTE, joined, title
from reconciler.config.values import Region
from reconciler.errors import UsageError
from reconciler.wording import day as in_words

FIRST_YEAR, LAST_YEAR = 1872, 2100
"""From the first whole year of the Bank Holidays Act 1871 to the last that the package projects."""

SUBDIVISIONS: Mapping[Region, str] = MappingProxyType(
    {"england-and-wales": "ENG", "scotland": "SCT", "northern-ireland": "NIR"}
)
"""The package has no code for England and Wales together; the two keep the same days, so England's serves."""

Extra = Sequence[tuple[date, str]]
Ignore = Mapping[date, str]
NOTHING_IGNORED: Ignore = MappingProxyType({})

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class HolidayDay:
    """A bank holiday with its GOV.UK title, and whether it acts.

    `source` is the region whose calendar has it, or "extra". `reason` says why it does not act, and is
    None where it does.
    """

    date: date
    name: str
    source: str
    acts: bool
    reason: str | None


def days(
    region: Region, first: date, last: date, *, extra: Extra = (), ignore: Ignore = NOTHING_IGNORED
) -> tuple[HolidayDay, ...]:
    """Every bank holiday from `first` to `last`, both included, in order, each with its verdict.

    A day at the weekend is listed but does not act: nobody is in hours then, and its substitute day acts
    instead. An ignored day is listed with the reason that the file gives. An extra day that is a bank
    holiday anyway is one day, under both names.
    """
    _require_dates(first, last)
    if first > last:
        return ()
    names = _names(region, first, last)
    own: dict[date, list[str]] = {}
    for day, name in extra:
        if first <= day <= last:
            own.setdefault(day, []).append(name)
    out: list[HolidayDay] = []
    for day in sorted(names.keys() | own.keys()):
        reason = _why_not(region, day, ignore)
        source, name = _source_and_name(region, names.get(day), own.get(day, ()))
        out.append(HolidayDay(day, name, source, reason is None, reason))
    return tuple(out)


def acting(
    region: Region, first: date, last: date, *, extra: Extra = (), ignore: Ignore = NOTHING_IGNORED
) -> tuple[HolidayDay, ...]:
    """Those of `days` that act: not at the weekend and not ignored."""
    return tuple(day for day in days(region, first, last, extra=extra, ignore=ignore) if day.acts)


def next_acting(
    region: Region, after: date, count: int, *, extra: Extra = (), ignore: Ignore = NOTHING_IGNORED
) -> tuple[HolidayDay, ...]:
    """The next `count` days that act, strictly after a date, however many years ahead they lie.

    The search ends with the year 2100, so that it always ends; the result is then shorter.
    """
    _require_dates(after)
    _require_year(after.year)
    out: list[HolidayDay] = []
    first = after + timedelta(days=1)
    while len(out) < count and first.year <= LAST_YEAR:
        out += acting(region, first, date(first.year, 12, 31), extra=extra, ignore=ignore)
        first = date(first.year + 1, 1, 1)
    return tuple(out[: max(count, 0)])


def _require_dates(*values: date) -> None:
    # A datetime is a date to Python, but which date it is depends on the zone: 2026-04-05T23:30Z is
    # already Easter Monday in London. Whoever has an instant must convert it first.
    for value in values:
        if isinstance(value, datetime):
            raise TypeError(f"a date is needed, not the instant {value.isoformat()}")


def _require_year(year: int) -> None:
    # The package would answer "no bank holidays" for any other year.
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UsageError(
            f"bank holidays are known for the years {FIRST_YEAR} to {LAST_YEAR} only, not for {year}",
            hint="ask for a range inside those years",
        )


def _names(region: Region, first: date, last: date) -> dict[date, str]:
    return {
        day: name
        for year in range(first.year, last.year + 1)
        for day, name in _year(region, year).items()
        if first <= day <= last
    }


def _source_and_name(region: Region, known: str | None, own: Sequence[str]) -> tuple[str, str]:
    if known is None:
        return "extra", ", ".join(dict.fromkeys(own))
    others = [name for name in dict.fromkeys(own) if name != known]
    return region, f"{known} (also: {', '.join(others)})" if others else known


def _why_not(region: Region, day: date, ignore: Ignore) -> str | None:
    if day in ignore:
        return f"ignored: {ignore[day]}"
    if day.weekday() < _SATURDAY:
        return None
    substitute = _substitute(region, day)
    return (
        "weekend"
        if substitute is None
        else f"weekend: the substitute day is {in_words(substitute, year=day.year)}"
    )


def _substitute(region: Region, day: date) -> date | None:
    """The day that is kept instead of a bank holiday at the weekend."""
    year = _year(region, day.year)
    name = year.get(day)
    return next((other for other, its in year.items() if its == f"{name}{SUBSTITUTE}"), None)


@lru_cache(maxsize=512)
def _year(region: Region, year: int) -> Mapping[date, str]:
    """The days of one year as the package has them, weekends included, under GOV.UK's titles."""
    _require_year(year)
    return MappingProxyType(dict(sorted(_from_package(region, year))))


def _from_package(region: Region, year: int) -> Iterator[tuple[date, str]]:
    # Imported late: the package loads the modules of all its countries, which commands that ask for no
    # bank holiday need not pay for.
    from holidays.utils import country_holidays  # noqa: PLC0415

    # `observed` must stay on: without it the weekend day is kept and its substitute is lost.
    found = country_holidays(
        "GB", subdiv=SUBDIVISIONS[region], years=year, expand=False, observed=True, language="en_GB"
    )
    for day in found:
        yield day, joined([title(name, day.year) for name in found.get_list(day)])
