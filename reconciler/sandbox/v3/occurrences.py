"""When an event's shifts are: its recurrence laid out on the local clock of its zone."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rruleset, rrulestr

from reconciler.sandbox.quirks import Quirks
from reconciler.sandbox.store import Json
from reconciler.sandbox.zones import find_zone, to_instant, to_wall, zone_of

_LINE = re.compile(r"(RRULE|EXDATE|RDATE)(?:;TZID=([^:;]+))?:(.+)", re.ASCII)
_TIME = re.compile(r"\d{8}T\d{6}Z?", re.ASCII)
# Rules that would fill a year with half a million shifts or more.
_TOO_FINE = ("SECONDLY", "MINUTELY")
# The last local times that there are cannot be told in UTC; no rule gets that far.
_END = "21991231T000000"


@dataclass(frozen=True)
class Occurrence:
    """The k-th shift of an event, `[start, end)`, cut to the time in which the event is effective."""

    k: int
    start: datetime
    end: datetime


def recurrence_of(lines: Sequence[str], first: datetime, zone: ZoneInfo) -> Any:
    """The local times (naive) at which shifts start, `first` being the local time of the first one.

    Exactly one RRULE, and any number of EXDATE and RDATE. Raises ValueError with a sentence.
    """
    found = [_LINE.fullmatch(line) for line in lines]
    if any(each is None for each in found):
        raise ValueError("must consist of RRULE, EXDATE and RDATE lines")
    parts = [each.groups() for each in found if each is not None]
    rules = [text for name, _, text in parts if name == "RRULE"]
    if len(rules) != 1:
        raise ValueError("must have exactly one RRULE")
    times = rruleset()
    times.rrule(_rule(rules[0], first, zone))
    for name, there, text in parts:
        if name == "RRULE":
            continue
        for each in text.split(","):
            wall = _wall(each, there, zone)
            (times.exdate if name == "EXDATE" else times.rdate)(wall)
    return times


def occurrences(event: Json, last: datetime, quirks: Quirks) -> Iterator[Occurrence]:
    """The shifts of an event that start up to an instant, in order, each counted through its members."""
    zone = zone_of(event["start_time"]["time_zone"])
    opens = datetime.fromisoformat(event["start_time"]["date_time"])
    closes = datetime.fromisoformat(event["end_time"]["date_time"])
    since = datetime.fromisoformat(event["effective_since"])
    until = datetime.fromisoformat(event["effective_until"]) if event["effective_until"] else None
    wall = to_wall(opens, zone)
    span = to_wall(closes, zone) - wall
    skipped = 0
    for k, begins in enumerate(recurrence_of(event["recurrence"], wall, zone)):
        start = to_instant(begins, zone)
        if start > last or (until is not None and start >= until):
            return
        elapsed = quirks.v3_span == "elapsed"
        end = start + (closes - opens) if elapsed else to_instant(begins + span, zone)
        if end <= since:
            skipped += 1
            continue
        end = end if until is None else min(end, until)
        if max(start, since) < end:
            number = k - skipped if quirks.v3_member_count_from == "effective_since" else k
            yield Occurrence(number, max(start, since), end)


def _rule(text: str, first: datetime, zone: ZoneInfo) -> Any:
    parts = dict(part.partition("=")[::2] for part in text.upper().split(";"))
    if parts.get("FREQ") in _TOO_FINE:
        raise ValueError("must not repeat more often than hourly")
    interval = parts.get("INTERVAL", "1")
    if not (interval.isascii() and interval.isdigit() and int(interval) > 0):
        raise ValueError("has an INTERVAL that is not 1 or more")
    if "COUNT" in parts and "UNTIL" in parts:
        raise ValueError("must not have both COUNT and UNTIL")
    if "COUNT" not in parts:
        # The rule runs on the local clock, so its end must be told on that clock, too.
        until = parts.get("UNTIL", _END)
        parts["UNTIL"] = f"{_wall(until, None, zone):%Y%m%dT%H%M%S}" if until.endswith("Z") else until
    rule = ";".join(f"{name}={value}" for name, value in parts.items())
    try:
        return rrulestr(f"RRULE:{rule}", dtstart=first)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError) as fault:
        raise ValueError("has an RRULE that cannot be understood") from fault


def _wall(text: str, there: str | None, zone: ZoneInfo) -> datetime:
    if not _TIME.fullmatch(text):
        raise ValueError("has a time that is not like 20261207T090000 or 20261207T090000Z")
    try:
        instant_or_wall = datetime.strptime(text.removesuffix("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007 - a wall time
    except ValueError as fault:
        raise ValueError("has a time that does not exist") from fault
    if text.endswith("Z"):
        return to_wall(to_instant(instant_or_wall, zone_of("UTC")), zone)
    if there is None:
        return instant_or_wall
    other = find_zone(there)
    if other is None:
        raise ValueError("has a TZID that is no time zone")
    return to_wall(to_instant(instant_or_wall, other), zone)
