"""Rotas that our file, a recurring calendar and rules of recurrence can all say.

Weekly turns of five people, in hours or out of hours; covers of one shift; and on bank holidays the team's
mailbox in hours, with whoever is out of hours on for the whole day.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from reconciler.bank_holidays.calendar import acting
from reconciler.config.loader import load_texts
from reconciler.config.model import RotaFile

MEMBERS = 5
FIRST = date(2026, 1, 5)
LONDON = ZoneInfo("Europe/London")
MAILBOX = "mail"
COVERS_A_YEAR = 12
DAY, NIGHT, WEEKEND = timedelta(hours=8), timedelta(hours=16), timedelta(hours=64)


@dataclass(frozen=True, slots=True)
class Pattern:
    """Shifts of one length that begin at one wall time on some days of the week, Monday being 0."""

    weekdays: tuple[int, ...]
    at: time
    length: timedelta


IN_HOURS = (Pattern((0, 1, 2, 3, 4), time(9), DAY),)
OUT_OF_HOURS = (Pattern((0, 1, 2, 3), time(17), NIGHT), Pattern((4,), time(17), WEEKEND))


@dataclass(frozen=True, slots=True)
class Single:
    """One shift for itself, naive wall time in London."""

    person: str
    start: datetime
    length: timedelta


@dataclass(frozen=True, slots=True)
class Plain:
    """One rota without our engine: the pattern of each person, what falls out of it, and what is added.

    `first` is the Monday of the first turn; `dropped` are the starts of shifts that somebody else takes.
    """

    key: str
    first: date
    people: tuple[str, ...]
    patterns: tuple[Pattern, ...]
    dropped: tuple[datetime, ...]
    added: tuple[Single, ...]

    def on_turn(self, day: date) -> int:
        """The place of whoever has the turn of a day, at or after the handover on Monday morning."""
        return (day - self.first).days // 7 % len(self.people)


def people(number: int) -> tuple[str, ...]:
    """The keys of a rota's people."""
    return tuple(f"p{number}-{member}" for member in range(MEMBERS))


def plain(number: int, years: int, first: date = FIRST) -> Plain:
    """One rota over so many years from 2026: even numbers are in hours, odd ones out of hours."""
    found = Plain(f"r{number}", first, people(number), OUT_OF_HOURS if number % 2 else IN_HOURS, (), ())
    closed = {day.date for day in acting("england-and-wales", FIRST, FIRST + timedelta(days=366 * years))}
    covers = [_cover(found, nth, closed) for nth in range(COVERS_A_YEAR * years)]
    dropped = [single.start for single in covers]
    added = list(covers)
    for day in sorted(closed):
        start = datetime.combine(day, time(9))
        if number % 2:
            added.append(Single(found.people[found.on_turn(day)], start, DAY))
        else:
            dropped.append(start)
            added.append(Single(MAILBOX, start, DAY))
    return Plain(found.key, first, found.people, found.patterns, tuple(dropped), tuple(added))


def _cover(rota: Plain, nth: int, closed: set[date]) -> Single:
    """A cover of one shift on the first Wednesday or Thursday after a month of thirty days that is open."""
    day = FIRST + timedelta(days=30 * nth + 2)
    day += timedelta(days=(2 - day.weekday()) % 7)
    while day in closed or day + timedelta(days=1) in closed:
        day += timedelta(days=7)
    pattern = rota.patterns[0]
    by = rota.people[(rota.on_turn(day) + 2) % MEMBERS]
    return Single(by, datetime.combine(day, pattern.at), pattern.length)


def file_of(rotas: list[Plain]) -> RotaFile:
    """The same rotas as a file of ours, loaded; the covers stand in files that it includes."""
    keys = [key for rota in rotas for key in rota.people]
    data = {
        "version": 1,
        "time_zone": "Europe/London",
        "horizon": "13 weeks",
        "people": {key: {"name": key, "email": f"{key}@example.org"} for key in keys}
        | {MAILBOX: {"name": "Mail", "email": "mail@example.org", "mailbox": True}},
        "hours": {"in-hours": "Mon-Fri 09:00-17:00", "out-of-hours": "outside in-hours"},
        "rotas": {rota.key: _rota(rota) for rota in rotas},
        "bank_holidays": {
            "calendar": "england-and-wales",
            "window": "in-hours",
            "rules": {rota.key: MAILBOX if _in_hours(rota) else "current" for rota in rotas},
        },
        "include": ["covers/*.yaml"],
    }
    texts = {f"covers/{rota.key}.yaml": json.dumps({"overrides": list(_covers(rota))}) for rota in rotas}
    return load_texts("rota.yaml", {"rota.yaml": json.dumps(data), **texts}).file


def _in_hours(rota: Plain) -> bool:
    return rota.patterns == IN_HOURS


def _rota(rota: Plain) -> dict[str, object]:
    return {
        "name": rota.key,
        "hours": "in-hours" if _in_hours(rota) else "out-of-hours",
        "turn": "1 week",
        "handover": "Monday 09:00",
        "line_ups": [{"from": f"{rota.first}", "people": list(rota.people)}],
    }


def _covers(rota: Plain) -> Iterator[dict[str, str]]:
    dropped = set(rota.dropped)
    for single in rota.added:
        if single.start in dropped and single.person != MAILBOX:
            yield {
                "rota": rota.key,
                "cover": rota.people[rota.on_turn(single.start.date())],
                "by": single.person,
                "from": f"{single.start:%Y-%m-%d %H:%M}",
                "until": f"{single.start + single.length:%Y-%m-%d %H:%M}",
            }


def span(years: int) -> tuple[datetime, datetime]:
    """From the first handover on, so many years in whole weeks (UTC)."""
    start = datetime.combine(FIRST, time(9), LONDON)
    return start.astimezone(UTC), (start + timedelta(weeks=52 * years)).astimezone(UTC)
