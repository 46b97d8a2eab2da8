"""Text to dates, wall times and date ranges; a date that does not exist is named as such."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from reconciler.config.scalars import ScalarFault, parse_time, squeeze
from reconciler.config.values import DateRange, When

_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_EARLIEST, _LATEST = 1970, 2200
_A_DATE = "a date like `2026-12-24`"
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def _date_advice(text: str) -> str | None:
    found = re.fullmatch(r"([0-9]{4})[-/. ]([0-9]{1,2})[-/. ]([0-9]{1,2})", text)
    parts = (found[1], found[2], found[3]) if found else None
    if found := re.fullmatch(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})", text):
        parts = (found[3], found[2], found[1])
    if found := re.fullmatch(r"([0-9]{4})([0-9]{2})([0-9]{2})", text):
        parts = (found[1], found[2], found[3])
    if parts is None:
        return None
    try:
        return f"write {date(*map(int, parts))}, year first"
    except ValueError:
        return None


def parse_date(text: str) -> date:
    """`2026-12-24`."""
    text = squeeze(text)
    found = _DATE.fullmatch(text)
    if found is None:
        raise ScalarFault(f'"{text}" is not a date', found=text, expected=_A_DATE, hint=_date_advice(text))
    year, month, day = int(found[1]), int(found[2]), int(found[3])
    if not _EARLIEST <= year <= _LATEST:
        raise ScalarFault(
            f'the year of "{text}" is not from {_EARLIEST} to {_LATEST}', found=text, expected=_A_DATE
        )
    try:
        return date(year, month, day)
    except ValueError:
        pass
    if not 1 <= month <= len(_MONTHS):
        raise ScalarFault(f'"{text}" does not exist: there is no month {month}', found=text, expected=_A_DATE)
    after = date(year + month // 12, month % 12 + 1, 1)
    last = after - timedelta(days=1)
    raise ScalarFault(
        f'"{text}" does not exist: {_MONTHS[month - 1]} {year} ends on {last}',
        found=text,
        expected=_A_DATE,
        hint=f"write {last} or {after}" if day > last.day else None,
    )


_A_WALL_TIME = "a date and a time like `2026-12-24 17:00`"


def parse_wall_time(text: str) -> datetime:
    """`2026-12-24 17:00`, in the zone of the rota; a `T` may stand between."""
    plain = squeeze(text)
    if re.search(r"[0-9](?:Z|[+-][0-9]{2}:?[0-9]{2})$", plain) and not _DATE.fullmatch(plain):
        raise ScalarFault(
            f'"{text}" carries an offset',
            found=text,
            expected=_A_WALL_TIME,
            hint="write the local time alone: times are read in the zone of the rota",
        )
    day, found, clock = plain.partition("T") if "T" in plain else plain.partition(" ")
    if not found:
        parse_date(day)
        raise ScalarFault(
            f'"{text}" has no time', found=text, expected=_A_WALL_TIME, hint=f"write `{day} 09:00`"
        )
    return datetime.combine(parse_date(day), parse_time(clock))


def parse_when(text: str) -> When:
    """A date, or a wall time."""
    plain = squeeze(text)
    return parse_wall_time(plain) if ":" in plain or "T" in plain else parse_date(plain)


_SOME_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SOME_TIME = re.compile(r"(?:T| +)([0-9]{2}:[0-9]{2})(?![:0-9])")
_SOME_MOMENT = re.compile(rf"({_SOME_DATE.pattern}){_SOME_TIME.pattern}")
_THROUGH = re.compile(r" *(?:-|\u2013|\u2014|\u2192|/|\.+|\u2026|to|till|until|through) *")
A_DATE_RANGE = "a date, or two like `2026-12-08..2026-12-10`"


def parse_date_range(text: str, *, or_times: bool = False) -> DateRange:
    """`2026-12-08` or `2026-12-08..2026-12-10`, both inclusive.

    `or_times` says that the entry may have `from` and `until` instead, for hints.
    """
    first, dots, last = text.partition("..")
    try:
        start = parse_date(first)
        end = parse_date(last) if dots else start
    except ScalarFault as fault:
        plain = squeeze(text)[:_LONGEST]
        hint = (_times_advice(plain) if or_times else None) or _range_advice(plain) or fault.hint
        raise ScalarFault(fault.message, found=fault.found, expected=A_DATE_RANGE, hint=hint) from None
    if end < start:
        raise ScalarFault(
            f'"{text}" ends before it begins',
            found=text,
            expected="the earlier date first",
            hint=f"write {end}..{start}",
        )
    return DateRange(start, end)


def dates_advice(items: Sequence[object]) -> str | None:
    """What to write for dates that stand in a list; None where there are others in it, or too many."""
    try:
        found = sorted({parse_date(str(item)) for item in items[:_MOST]})
    except ScalarFault:
        return None
    if not found or len(items) > _MOST:
        return None
    if len(found) == 1:
        return f"write {found[0]}"
    whole = f"write {found[0]}..{found[-1]}"
    if (found[-1] - found[0]).days == len(found) - 1:
        return whole
    return f"{whole} for all days from the first to the last, or an entry for each date"


_MOST = 31
_LONGEST = 100


def _range_advice(plain: str) -> str | None:
    """What to write for dates in another form: with times, with another sign between them, as a list."""
    found = _SOME_DATE.findall(plain)
    times = _SOME_TIME.findall(plain)
    between = _SOME_DATE.split(_SOME_TIME.sub("", plain))
    if not found or between[0] or between[-1]:
        return None
    if len(found) == 2 and _THROUGH.fullmatch(between[1]):  # noqa: PLR2004 - the first and the last
        try:
            first, last = sorted(map(parse_date, found))
        except ScalarFault:
            return None
        advice: str | None = f"write {first}..{last}" if first < last else f"write {first}"
    else:
        advice = dates_advice(found)
    return f"only whole dates stand here: {advice}" if advice and times else advice


def _times_advice(plain: str) -> str | None:
    """The keys for a stretch from one time to another, where `on` has both."""
    moments = [f"{found[1]} {found[2]}" for found in _SOME_MOMENT.finditer(plain)]
    try:
        first, last = sorted(map(parse_wall_time, moments))
    except ValueError:  # other than two, or no times
        return None
    return f"drop `on`, and write `from: {first:%Y-%m-%d %H:%M}, until: {last:%Y-%m-%d %H:%M}`"
