"""How an event repeats: PagerDuty's recurrence lines as days of the week, and back."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
"""The names of weekdays in a rule, from Monday on."""

_PREFIX = "RRULE:"
_FREQUENCIES = {
    "SECONDLY": "it repeats every second",
    "MINUTELY": "it repeats every minute",
    "HOURLY": "it repeats hourly",
    "MONTHLY": "it repeats monthly",
    "YEARLY": "it repeats yearly",
}
_MEANT = {"FREQ", "INTERVAL", "BYDAY", "WKST"}


@dataclass(frozen=True, slots=True)
class Rule:
    """Once on each of the weekdays (0 is Monday) of every week; None: every day.

    Of `every` so many weeks, or days where there are no weekdays, it is only one.
    """

    days: frozenset[int] | None
    every: int = 1


def parse(lines: Sequence[str], weekday: int) -> Rule | str:
    """The rule of an event whose first time falls on `weekday` (0 is Monday), or why there is none.

    The reason is a clause in plain words, as "it repeats monthly".
    """
    rules = [line.strip().upper() for line in lines]
    if any(line.startswith("EXDATE") for line in rules):
        return "single dates are left out of it"
    if any(line.startswith("RDATE") for line in rules):
        return "single dates are added to it"
    if not rules:
        return "it does not repeat"
    if len(rules) > 1 or not rules[0].startswith(_PREFIX):
        return "it repeats by a rule that is not known"
    pairs = [part.partition("=") for part in rules[0].removeprefix(_PREFIX).split(";") if part]
    return _rule({name: value for name, _, value in pairs}, weekday)


def _rule(parts: Mapping[str, str], weekday: int) -> Rule | str:
    frequency = parts.get("FREQ", "")
    if frequency not in {"DAILY", "WEEKLY"}:
        return _FREQUENCIES.get(frequency, "it repeats by a rule that is not known")
    if "COUNT" in parts or "UNTIL" in parts:
        return "its rule has an end of its own"
    if other := sorted(parts.keys() - _MEANT):
        return f"its rule has a part that layers cannot have ({', '.join(other)})"
    interval = parts.get("INTERVAL", "1")
    if not (interval.isascii() and interval.isdigit() and int(interval)):
        return "it repeats by a rule that is not known"
    days = _days(parts["BYDAY"].split(",")) if parts.get("BYDAY") else None
    if isinstance(days, str):
        return days
    return _combined(frequency, int(interval), days, weekday)


def _days(names: Collection[str]) -> frozenset[int] | str:
    if not all(name in DAYS for name in names):
        if all(re.fullmatch(rf"([+-]?\d+)?({'|'.join(DAYS)})", name) for name in names):
            return "it is on certain weekdays of a month"
        return "it repeats by a rule that is not known"
    return frozenset(DAYS.index(name) for name in names)


def _combined(frequency: str, every: int, days: frozenset[int] | None, weekday: int) -> Rule | str:
    if days is not None and weekday not in days:
        return "its first time is on another day of the week than its rule"
    if frequency == "DAILY" and days is not None and every > 1:
        return f"it is on certain weekdays, but only every {every} days"
    if frequency == "WEEKLY" and days is None:
        days = frozenset({weekday})
    if days is not None and len(days) == len(DAYS) and every == 1:
        days = None
    return Rule(days, every)


def write(days: Collection[int] | None) -> list[str]:
    """The recurrence lines for every day (None), or for some days of the week (0 is Monday)."""
    if days is None:
        return [f"{_PREFIX}FREQ=DAILY"]
    return [f"{_PREFIX}FREQ=WEEKLY;BYDAY={','.join(DAYS[day] for day in sorted(days))}"]
