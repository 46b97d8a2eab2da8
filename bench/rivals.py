"""The rotas expanded by others: `recurring-ical-events` over a calendar, and the rules of `dateutil`."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

import recurring_ical_events
from dateutil.rrule import WEEKLY, rrule, rruleset
from icalendar import Calendar, Event

from bench.rotas import LONDON, Pattern, Plain, Single

Row = tuple[str, datetime, datetime]
"""A person, and start and end in UTC."""

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def calendar_of(rota: Plain) -> Calendar:
    """A calendar with one recurring event for each person and pattern."""
    calendar = Calendar()
    calendar.add("prodid", "-//bench//EN")
    calendar.add("version", "2.0")
    for place, person in enumerate(rota.people):
        for pattern in rota.patterns:
            event = Event()
            start = _first(rota, place, pattern)
            event.add("uid", f"{rota.key}-{place}-{pattern.at:%H%M}-{pattern.weekdays[0]}@example.org")
            event.add("summary", person)
            event.add("dtstart", start.replace(tzinfo=LONDON))
            event.add("dtend", (start + pattern.length).replace(tzinfo=LONDON))
            days = [_DAYS[day] for day in pattern.weekdays]
            event.add("rrule", {"freq": "weekly", "interval": len(rota.people), "byday": days, "wkst": "MO"})
            dropped = [at for at in rota.dropped if _owns(rota, place, pattern, at)]
            if dropped:
                event.add("exdate", [at.replace(tzinfo=LONDON) for at in dropped])
            calendar.add_component(event)
    for number, single in enumerate(rota.added):
        event = Event()
        event.add("uid", f"{rota.key}-single-{number}@example.org")
        event.add("summary", single.person)
        event.add("dtstart", single.start.replace(tzinfo=LONDON))
        event.add("dtend", (single.start + single.length).replace(tzinfo=LONDON))
        calendar.add_component(event)
    return calendar


def by_calendar(calendar: Calendar, start: datetime, end: datetime) -> list[Row]:
    """The shifts of a calendar between two UTC instants, in order."""
    found = recurring_ical_events.of(calendar).between(start, end)
    rows = (
        (str(e["summary"]), e["dtstart"].dt.astimezone(UTC), e["dtend"].dt.astimezone(UTC)) for e in found
    )
    return sorted(rows, key=lambda row: row[1])


Rules = list[tuple[str, rruleset, timedelta]]


def rules_of(rota: Plain, until: datetime) -> Rules:
    """A set of rules for each person and pattern; `until` is a UTC instant."""
    last = until.astimezone(LONDON).replace(tzinfo=None)
    out: Rules = []
    for place, person in enumerate(rota.people):
        for pattern in rota.patterns:
            rules = rruleset()
            start = _first(rota, place, pattern)
            interval = len(rota.people)
            rules.rrule(
                rrule(WEEKLY, start, interval, wkst=0, byweekday=pattern.weekdays, until=last, cache=False)
            )
            for at in rota.dropped:
                if _owns(rota, place, pattern, at):
                    rules.exdate(at)
            out.append((person, rules, pattern.length))
    return out


def by_rules(rules: Rules, added: Iterable[Single], start: datetime, end: datetime) -> list[Row]:
    """The shifts of rules and single shifts between two UTC instants, in order."""
    wall = [at.astimezone(LONDON).replace(tzinfo=None) for at in (start, end)]
    rows = [
        _row(person, at, length) for person, each, length in rules for at in each.between(*wall, inc=True)
    ]
    rows += [_row(single.person, single.start, single.length) for single in added]
    return sorted((row for row in rows if row[1] < end and row[2] > start), key=lambda row: row[1])


def _row(person: str, start: datetime, length: timedelta) -> Row:
    end = start + length
    return person, start.replace(tzinfo=LONDON).astimezone(UTC), end.replace(tzinfo=LONDON).astimezone(UTC)


def _first(rota: Plain, place: int, pattern: Pattern) -> datetime:
    day = rota.first + timedelta(weeks=place, days=pattern.weekdays[0])
    return datetime.combine(day, pattern.at)


def _owns(rota: Plain, place: int, pattern: Pattern, at: datetime) -> bool:
    """Whether a shift that falls out is one of a person's pattern."""
    day: date = at.date()
    begins = at.time() == pattern.at and day.weekday() in pattern.weekdays
    return begins and rota.on_turn(day) == place


def singles(rota: Plain) -> Iterator[Single]:
    """What is added to the patterns."""
    yield from rota.added
