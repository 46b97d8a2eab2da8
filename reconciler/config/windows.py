"""Text to weekly windows: `Mon-Fri 09:00-17:00`, `Fri 17:00-Mon 09:00`, `outside in-hours`."""

import re

from reconciler.config import readings, rewriting
from reconciler.config.scalars import ScalarFault, parse_minutes, parse_weekday, squeeze
from reconciler.config.values import MINUTES_PER_DAY, MINUTES_PER_WEEK, Outside, WeeklyWindow

Part = WeeklyWindow | Outside

EXPECTED = "days and times like `Mon-Fri 09:00-17:00` or `Fri 17:00-Mon 09:00`, or `outside in-hours`"


def parse_windows(text: str) -> tuple[Part, ...]:
    """One line of hours: a window for each of its days, in the order of the week, or one `outside`."""
    plain = _plain(text)
    try:
        return _parts(plain, text)
    except ScalarFault as fault:
        meant = _meant(plain)
        if meant is None:
            raise
        raise ScalarFault(fault.message, found=fault.found, expected=fault.expected, hint=meant) from None


_DASHES = "[\u2012-\u2015\u2212]"
_LONGEST = 100
_ZONE = re.compile(r"(.+[0-9]) ?(Z|UTC|[A-Z]{3,4}|[A-Z][a-z]+(?:/[A-Z]\w+)+)")


def _plain(text: str) -> str:
    return re.sub(r"\s*([-,])\s*", r"\1", squeeze(re.sub(_DASHES, "-", text)))


def _meant(plain: str) -> str | None:
    """What to write instead of a line in another spelling; None where that is no window either."""
    if len(plain) > _LONGEST:
        return None
    zoned = _ZONE.fullmatch(plain)
    near = [line for line in rewriting.window(zoned[1] if zoned else plain) if _is_right(line)]
    if not near or near == [plain]:
        return None
    zone = "; its times are in the zone of the rota, `time_zone:`" if zoned else ""
    return readings.choice(near) + zone


def _is_right(line: str) -> bool:
    try:
        _parts(_plain(line), line)
    except ScalarFault:
        return False
    return True


def _parts(plain: str, text: str) -> tuple[Part, ...]:
    word, _, rest = plain.partition(" ")
    if word.lower() == "outside":
        return (_outside(rest, text),)
    if span := re.fullmatch(r"([^-,\s]+) ([^-\s]+)-([^-:\s]+) ([^-\s]+)", plain):
        return (_span(span[1], span[2], span[3], span[4], text),)
    times = re.fullmatch(r"([^-\s]+)-([^-\s]+)", rest)
    if times is None:
        hint = _advice(plain) if len(plain) <= _LONGEST else None
        raise ScalarFault(f'"{text}" is not a weekly window', found=text, expected=EXPECTED, hint=hint)
    days = _days(word, text)
    start, end = parse_minutes(times[1]), parse_minutes(times[2], end=True)
    if start == end:
        raise _empty(text)
    length = (end - start) % MINUTES_PER_DAY or MINUTES_PER_DAY
    return tuple(WeeklyWindow(day * MINUTES_PER_DAY + start, length) for day in days)


def is_around_the_clock(parts: tuple[Part, ...]) -> bool:
    """Whether windows cover every minute of the week, so that they restrict nothing."""
    covered_until = 0
    windows = [part for part in parts if isinstance(part, WeeklyWindow)]
    # A window that runs over the end of the week also stands at its beginning.
    turned = [WeeklyWindow(window.start - MINUTES_PER_WEEK, window.length) for window in windows]
    for window in sorted([*turned, *windows]):
        if window.start > covered_until:
            return False
        covered_until = max(covered_until, window.start + window.length)
    return covered_until >= MINUTES_PER_WEEK


def _outside(rest: str, text: str) -> Outside:
    names = tuple(name for name in rest.split(",") if name)
    if not names or any(" " in name for name in names):
        raise ScalarFault(
            f'"{text}" does not say outside of what',
            found=text,
            expected="`outside` and names of hours, with commas",
        )
    return Outside(names)


def _span(first: str, start: str, last: str, end: str, text: str) -> WeeklyWindow:
    begin = parse_weekday(first) * MINUTES_PER_DAY + parse_minutes(start)
    finish = parse_weekday(last) * MINUTES_PER_DAY + parse_minutes(end, end=True)
    length = (finish - begin) % MINUTES_PER_WEEK
    if not length:
        raise _empty(text)
    return WeeklyWindow(begin, length)


def _days(word: str, text: str) -> list[int]:
    if word.lower() in {"daily", "everyday"}:
        return list(range(7))
    if not word[:1].isalnum() or ":" in word:
        raise ScalarFault(
            f'"{text}" names no day', found=text, expected=EXPECTED, hint="begin with days, like `Mon-Fri`"
        )
    days: set[int] = set()
    for item in word.split(","):
        first, dash, last = item.partition("-")
        start = parse_weekday(first)
        end = parse_weekday(last) if dash else start
        days.update((start + step) % 7 for step in range((end - start) % 7 + 1))
    return sorted(days)


def _empty(text: str) -> ScalarFault:
    return ScalarFault(
        f'"{text}" begins and ends at the same time',
        found=text,
        expected=EXPECTED,
        hint="for whole days write 00:00-24:00, for the whole week `daily 00:00-24:00`; else another end",
    )


def _advice(plain: str) -> str | None:
    if re.fullmatch(r"\S+[-,]\S+ [0-9:]+-[A-Za-z]+ [0-9:]+", plain):
        return "a span begins on one day, like `Fri 17:00-Mon 09:00`; nights are `Mon-Thu 17:00-09:00`"
    if plain.count(":") > 2:  # noqa: PLR2004 - one window has two times
        return _several(plain)
    if re.fullmatch(r"[0-9:]+-[0-9:]+", plain):
        return f"name the days: `Mon-Fri {plain}` or `daily {plain}`"
    if re.fullmatch(r"[A-Za-z]{3,9}(?:[-,][A-Za-z]{3,9})*", plain) and plain.lower() not in {"always", "all"}:
        return "add times, like `09:00-17:00`; inside [ ] and { } a text with a comma needs quotes"
    if plain.lower() in {"24x7", "24/7", "always", "all"}:
        return "write `daily 00:00-24:00`, or leave hours out"
    return None


_ONE_OF_SEVERAL = re.compile(r"([A-Za-z][A-Za-z,-]*[A-Za-z])?[ ,]*([0-9:]+-[0-9:]+)[ ,;&]*(?:and )?")


def _several(plain: str) -> str:
    """Windows in one line as a list; one without days has those of the window before it."""
    days, found, place = "", [], 0
    while place < len(plain) and (one := _ONE_OF_SEVERAL.match(plain, place)):
        days = one[1] or days
        found.append(f"{days} {one[2]}")
        place = one.end()
    if place < len(plain) or not all(map(_is_right, found)):
        return "write several windows as a list, like [Mon-Fri 09:00-12:00, Mon-Fri 13:00-17:00]"
    listed = ", ".join(f'"{line}"' if "," in line else line for line in found)
    return f"write several windows as a list: [{listed}]"
