"""Other spellings of hours, lengths and handovers, brought nearer to ours: for hints, never for reading."""

import re
from collections.abc import Iterable
from fractions import Fraction

from reconciler.config import readings

_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"

_Rules = Iterable[tuple[str, str]]
_WINDOW: _Rules = (
    (r"^(?:except|not|without|all but|outside of) (?=[a-z])", "outside "),
    (r"^from ", ""),
    (r"\b(?:every|each) day\b", "daily"),
    (r"\b(?:weekdays?|working days|workdays?)\b", "Mon-Fri"),
    (r"\bweekends?\b", "Sat-Sun"),
    (rf"\b({_DAY})s\b", r"\1"),
    (r" ?(?:\bto\b|\buntil\b|\btill\b|\.\.|→) ?", "-"),
    (rf"(?<=[a-z]) ?(?:/|&|\band\b) ?(?={_DAY}\b)", ","),
    (rf"\b({_DAY}) (?={_DAY}\b)", r"\1,"),
    (r"\bnoon\b", "12pm"),
)
_HANDOVER: _Rules = (
    (r"^(?:every|on) ", ""),
    (rf"\b({_DAY})s\b", r"\1"),
    (r",? at ", " "),
    (r"\bnoon\b", "12:00"),
    (r"\bmidnight\b", "00:00"),
    (rf"\b({_DAY}), ", r"\1 "),
)


def window(plain: str) -> list[str]:
    """A line of hours, nearer to how they are written here: all that it may mean, the likeliest first."""
    if found := re.fullmatch(r"outside (\S+(?: \S+)+)", plain):
        return ["outside " + ", ".join(found[1].split())]
    near = readings.stretches(_applied(_WINDOW, plain))
    return [re.sub(r"^([0-9:]+-[0-9:]+),? (?:on )?([A-Za-z].*)$", r"\2 \1", line) for line in near]


def handover(plain: str) -> list[str]:
    """A handover, nearer to how they are written here: all that it may mean."""
    near = readings.times(_applied(_HANDOVER, plain))
    return [re.sub(rf"^([0-9:]+),? (?:on )?({_DAY})$", r"\2 \1", line, flags=re.IGNORECASE) for line in near]


def _applied(rules: _Rules, text: str) -> str:
    for pattern, instead in rules:
        text = re.sub(pattern, instead, text, flags=re.IGNORECASE)
    return text


_MINUTES = {"minute": 1, "hour": 60, "day": 1440, "week": 10080, "fortnight": 20160}
_ADVERBS = {"hourly": "hour", "daily": "day", "weekly": "week", "fortnightly": "fortnight"}
_WORDS = {
    "": "1",
    "a": "1",
    "an": "1",
    "half a": "0.5",
    "half an": "0.5",
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
}
_PART = re.compile(
    rf"([0-9]{{1,4}}(?:\.[0-9]{{1,3}})?|{'|'.join(sorted(_WORDS, reverse=True))}) ?"
    rf"({'|'.join(_MINUTES)})s?(?:,? and |, ?| |$)"
)


def length(plain: str) -> str | None:
    """A length of time as one number and one unit; None where it is none, or no whole number of minutes."""
    text = plain.lower().removeprefix("every ")
    text = _ADVERBS.get(text, text)
    total, place = Fraction(0), 0
    while place < len(text) and (found := _PART.match(text, place)):
        total += Fraction(_WORDS.get(found[1], found[1])) * _MINUTES[found[2]]
        place = found.end()
    if place < len(text) or not total or total.denominator != 1:
        return None
    for unit in ("week", "day", "hour", "minute"):
        count, rest = divmod(int(total), _MINUTES[unit])
        if not rest:
            return f"{count} {unit}{'' if count == 1 else 's'}"
    return None
