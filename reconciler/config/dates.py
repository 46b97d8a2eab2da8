"""Text to dates, wall times and date ranges; a date that does not exist is named as such."""

import re
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


def parse_date_range(text: str) -> DateRange:
    """`2026-12-08` or `2026-12-08..2026-12-10`, both inclusive."""
    first, dots, last = text.partition("..")
    if not dots:
        only = parse_date(text)
        return DateRange(only, only)
    start, end = parse_date(first), parse_date(last)
    if end < start:
        raise ScalarFault(
            f'"{text}" ends before it begins',
            found=text,
            expected="the earlier date first",
            hint=f"write {end}..{start}",
        )
    return DateRange(start, end)
