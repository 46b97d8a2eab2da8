"""Text to values: durations, turns, handovers, times, figures. Strict, with advice in every refusal."""

import re
from collections.abc import Callable
from datetime import time, timedelta
from difflib import get_close_matches
from typing import Literal

from reconciler.config import readings, rewriting
from reconciler.config.values import WEEKDAYS, Handover, Turn


class ScalarFault(ValueError):  # noqa: N818 - a fault of the text, in the words of this project
    """A text that is not what its place asks for: a sentence about it, what was expected, what to write."""

    def __init__(self, message: str, *, found: str, expected: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.found = found
        self.expected = expected
        self.hint = hint


def close(word: str, choices: list[str] | tuple[str, ...]) -> str | None:
    """The choice that was probably meant, whatever the letter case."""
    folded = {choice.casefold(): choice for choice in choices}
    near = get_close_matches(word.casefold()[:_LONGEST], folded, n=3)
    # Typing slips rarely hit the first letter, so "Munday" is Monday and not Sunday.
    alike = next((choice for choice in near if choice[:1] == word[:1].casefold()), None)
    return folded[alike or near[0]] if near else None


_LONGEST = 100


def squeeze(text: str) -> str:
    """Blanks at the ends cut, runs of blanks made one."""
    return " ".join(text.split())


_UNITS = {
    **dict.fromkeys(("minute", "minutes", "min", "mins", "m"), ("minutes", timedelta(minutes=1))),
    **dict.fromkeys(("hour", "hours", "h"), ("hours", timedelta(hours=1))),
    **dict.fromkeys(("day", "days", "d"), ("days", timedelta(days=1))),
    **dict.fromkeys(("week", "weeks", "w"), ("weeks", timedelta(weeks=1))),
}
_AMOUNT = re.compile(r"([0-9]{1,6}) ?([A-Za-z]+)")
_A_DURATION = "a number and minutes, hours, days or weeks, like `{like}`"
_A_TURN = "a number and hours, days or weeks, like `1 week`"
MAX_DURATION = timedelta(days=3660)
_SHORTEST_TURN, _LONGEST_TURN = timedelta(hours=1), timedelta(days=365)
_Fits = Callable[[str], bool]
"""Whether a length of time, written in a hint, would be taken in its place."""


def _amount(text: str, expected: str, like: str, fits: _Fits) -> tuple[int, str]:
    plain = squeeze(text)
    found = _AMOUNT.fullmatch(plain)
    word = found[2].lower() if found is not None else ""
    if found is not None and word in _UNITS:
        return int(found[1]), _UNITS[word][0]
    meant = rewriting.length(plain[:_LONGEST])
    if meant is not None and fits(meant):
        hint: str | None = f"write `{meant}`"
    elif found is not None:
        hint = _unit_advice(int(found[1]), word, fits)
    elif plain.isdecimal():
        same = _said(int(plain[:_LONGEST]), like.split()[1])
        hint = f"write the unit, like `{same if fits(same) else like}`"
    else:
        hint = None
    what = f'"{found[2]}" is not a unit of time' if found else f'"{text}" is not a length of time'
    raise ScalarFault(what, found=text, expected=expected, hint=hint)


def _said(count: int, unit: str) -> str:
    return f"{count} {unit.rstrip('s')}{'' if count == 1 else 's'}"


def _unit_advice(count: int, word: str, fits: _Fits) -> str | None:
    if word.startswith(("month", "year", "quarter")):
        return f"{word.rstrip('s')}s differ in length: count weeks, like `4 weeks`"
    if word in {"s", "sec", "secs", "second", "seconds"}:
        whole = _said(max(1, -(-count // 60)), "minutes")
        return f"times are whole minutes: write `{whole}`" if fits(whole) else None
    near = close(word, ("minutes", "hours", "days", "weeks"))
    return f"did you mean `{_said(count, near)}`?" if near and fits(_said(count, near)) else None


def parse_duration(text: str, like: str = "30 minutes") -> timedelta:
    """`5 minutes`, `11 hours`, `13 weeks`. `like` is an example that suits the place, for hints."""
    expected = _A_DURATION.format(like=like)
    count, unit = _amount(text, expected, like, _is_duration)
    length = count * timedelta(**{unit: 1})
    if not length:
        raise ScalarFault(
            f'"{text}" is no time at all',
            found=text,
            expected=expected,
            hint=f"write at least `1 {unit[:-1]}`",
        )
    if length > MAX_DURATION:
        raise ScalarFault(f'"{text}" is longer than ten years', found=text, expected=expected)
    return length


def _is_duration(text: str) -> bool:
    try:
        parse_duration(text)
    except ScalarFault:
        return False
    return True


def parse_turn(text: str) -> Turn:
    """`1 week`, `2 days`, `12 hours`: from an hour to a year."""
    count, unit = _amount(text, _A_TURN, "1 week", _is_turn)
    length = count * timedelta(**{unit: 1})
    if not _SHORTEST_TURN <= length <= _LONGEST_TURN:
        raise ScalarFault(
            f'a turn of "{text}" is out of bounds: PagerDuty allows 1 hour to 365 days',
            found=text,
            expected=_A_TURN,
            hint=f"write `{'1 hour' if length < _SHORTEST_TURN else '365 days'}`",
        )
    units: dict[str, Literal["hours", "days", "weeks"]] = {"hours": "hours", "days": "days", "weeks": "weeks"}
    if unit not in units:
        hours, rest = divmod(count, 60)
        whole = f"`{_said(hours, 'hours')}`" + (f" or `{_said(hours + 1, 'hours')}`" if rest else "")
        raise ScalarFault(
            f'a turn of "{text}" is not a whole number of hours',
            found=text,
            expected=_A_TURN,
            hint=f"write {whole}",
        )
    return Turn(count, units[unit])


def _is_turn(text: str) -> bool:
    try:
        parse_turn(text)
    except ScalarFault:
        return False
    return True


_CLOCK = re.compile(r"([0-9]{2}):([0-9]{2})")
_LOOSE = re.compile(r"([0-9]{1,2})[:.h]?([0-9]{2})?(?::[0-9]{2})?(?: ?(am|pm))?", re.IGNORECASE)
_A_TIME = "a time of day with two digits each, like `09:00`"
_LAST_HOUR, _LAST_MINUTE = 23, 59


def _clock_advice(text: str) -> str | None:
    found = _LOOSE.fullmatch(text)
    if found is None or (found[2] is None and not found[3]):
        return None
    near = [readings.said(moment) for moment in readings.moments(found[1], found[2], found[3])]
    near = [moment for moment in near if int(moment[:2]) <= _LAST_HOUR]
    if not near:
        return None
    return f"write {near[0]}" + (f", or {near[1]} in the afternoon" if near[1:] else "")


def parse_minutes(text: str, *, end: bool = False) -> int:
    """A time of day as minutes after midnight; `24:00` only as the `end` of a window."""
    found = _CLOCK.fullmatch(text)
    if found is None:
        seconds = re.fullmatch(r"[0-9]{2}:[0-9]{2}:[0-9]{2}", text)
        message = f'"{text}" has seconds' if seconds else f'"{text}" is not a time of day'
        raise ScalarFault(message, found=text, expected=_A_TIME, hint=_clock_advice(text))
    hour, minute = int(found[1]), int(found[2])
    if text == "24:00":
        if end:
            return 24 * 60
        raise ScalarFault('"24:00" can only end a window', found=text, expected=_A_TIME, hint="write 00:00")
    if hour > _LAST_HOUR or minute > _LAST_MINUTE:
        raise ScalarFault(f'there is no time "{text}"', found=text, expected=_A_TIME)
    return hour * 60 + minute


def parse_time(text: str) -> time:
    """`09:00`."""
    minutes = parse_minutes(squeeze(text))
    return time(minutes // 60, minutes % 60)


_DAYS = {
    name: number
    for number, names in enumerate(
        (
            ("monday", "mon"),
            ("tuesday", "tue", "tues"),
            ("wednesday", "wed", "weds"),
            ("thursday", "thu", "thur", "thurs"),
            ("friday", "fri"),
            ("saturday", "sat"),
            ("sunday", "sun"),
        )
    )
    for name in names
}
_A_DAY = "a day of the week, like `Monday` or `Mon`"
_SUNDAY = 6


def parse_weekday(text: str) -> int:
    """0 for Monday to 6 for Sunday."""
    number = _DAYS.get(text.lower())
    if number is not None:
        return number
    if text.isascii() and text.isdecimal() and int(text) <= _SUNDAY + 1:
        meant = WEEKDAYS[(int(text) - 1) % 7]
        raise ScalarFault(
            f'"{text}" is not a day of the week',
            found=text,
            expected=_A_DAY,
            hint=f"write days as words: {meant}",
        )
    near = close(text, WEEKDAYS) or close(text, tuple(day[:3] for day in WEEKDAYS))
    hint = f"did you mean {near}?" if near else None
    raise ScalarFault(f'"{text}" is not a day of the week', found=text, expected=_A_DAY, hint=hint)


_A_HANDOVER = "a day and a time, like `Monday 09:00`, or for turns of days a time alone"


def parse_handover(text: str) -> Handover:
    """`Monday 09:00`, `Wed 13:00`, `09:00`."""
    try:
        return _handover(text)
    except ScalarFault as fault:
        hint = _handover_advice(squeeze(text)) or fault.hint
        raise ScalarFault(fault.message, found=fault.found, expected=fault.expected, hint=hint) from None


def _handover_advice(plain: str) -> str | None:
    if plain.lower() in _DAYS:
        return f"add the time: `{plain} 09:00`"
    if near := [line for line in rewriting.handover(plain[:_LONGEST]) if _is_handover(line)]:
        return readings.choice(near)
    several = plain.count(":") > 1 or re.match(r"[A-Za-z]+ ?(?:[,/&+]|and) ?[A-Za-z]", plain)
    return "a layer has one handover: write a layer for each of them" if several else None


def _is_handover(line: str) -> bool:
    try:
        _handover(line)
    except ScalarFault:
        return False
    return True


def _handover(text: str) -> Handover:
    words = text.split()
    if len(words) == 1 and words[0][:1].isdecimal():
        return Handover(None, parse_time(words[0]))
    if len(words) == 2:  # noqa: PLR2004 - a day and a time
        return Handover(parse_weekday(words[0]), parse_time(words[1]))
    raise ScalarFault(f'"{text}" is not a handover', found=text, expected=_A_HANDOVER)


def parse_whole(text: str) -> int:
    """A whole number, not negative."""
    plain = text.strip()
    if not re.fullmatch(r"[0-9]{1,6}", plain) or (len(plain) > 1 and plain[0] == "0"):
        raise ScalarFault(f'"{text}" is not a whole number', found=text, expected="a whole number, like `1`")
    return int(plain)


def parse_percent(text: str) -> int:
    """`30%`."""
    found = re.fullmatch(r"([0-9]{1,3}) ?%", text.strip())
    if found is None or int(found[1]) > 100:  # noqa: PLR2004 - a hundred per cent
        hint = f"write {text.strip()}%" if re.fullmatch(r"[0-9]{1,2}", text.strip()) else None
        raise ScalarFault(f'"{text}" is not a percentage', found=text, expected="0% to 100%", hint=hint)
    return int(found[1])


_YES = {"true": True, "false": False}
_LIKE_YES = {
    "yes": "true",
    "on": "true",
    "y": "true",
    "1": "true",
    "no": "false",
    "off": "false",
    "n": "false",
    "0": "false",
}


def parse_bool(text: str) -> bool:
    """`true` or `false`, nothing else."""
    if text in _YES:
        return _YES[text]
    meant = _LIKE_YES.get(text.lower()) or (text.lower() if text.lower() in _YES else None)
    hint = f"write {meant}" if meant else None
    raise ScalarFault(f'"{text}" is neither true nor false', found=text, expected="true or false", hint=hint)
