"""The iCalendar feeds of `rota calendar`: an event for each shift, the same event whoever takes it.

An event is known by its rota and the moment at which the shift begins, so a change of holder is an update.
Its SEQUENCE is the time of the change that it was made from, and grows whenever its content differs from
the feed that was there before; an event that did not change is kept to the byte.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from icalendar import Calendar, Event
from icalendar.prop import vDuration, vText

from reconciler.intervals import zone
from reconciler.render.clean import clean
from reconciler.render.counting import Told as Counted
from reconciler.render.counting import counted, untold
from reconciler.render.feeds_zone import rules
from reconciler.render.pages.days import marks
from reconciler.render.pages.gathered import Gathered, people
from reconciler.render.words import reached
from reconciler.shifts.line_ups import zone_name
from reconciler.views import ShiftRow

ALL = "all.ics"
"""The feed of all rotas, which is also where the next run finds what was said before."""

_REFRESH = timedelta(hours=6)
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Revision:
    """When what is published was last changed: the time of the commit, or now where that is not known."""

    at: datetime

    @property
    def sequence(self) -> int:
        """Seconds since 2020, which fit what calendars take until 2088."""
        return max(0, int((self.at - _EPOCH).total_seconds()))


@dataclass(frozen=True, slots=True)
class Content:
    """What an event says; two that are equal are no change."""

    start: datetime
    end: datetime
    zone: str
    summary: str
    description: str


@dataclass(frozen=True, slots=True)
class Told:
    """An event as it was published: its content, its SEQUENCE, and when that was set."""

    content: Content
    sequence: int
    at: datetime


Events = Sequence[tuple[ShiftRow, Told]]


def uid(source: str | None, row: ShiftRow) -> str:
    """The name of an event; the repository is in it, so that two teams with a `primary` do not meet."""
    space = hashlib.sha256((source or "").encode()).hexdigest()[:16]
    return f"{row.rota}-{row.start:%Y%m%dT%H%M%SZ}-{space}@rota"


def content(found: Gathered, row: ShiftRow) -> Content:
    """What the event of a shift says: who and which rota, and in its description why."""
    name = found.file.rotas[row.rota].name
    why = [mark.text for mark in marks(found.file, row)] + ([row.holiday] if row.holiday else [])
    return Content(
        row.start,
        row.end,
        zone_name(found.file, row.rota),
        clean(f"{reached(row.who)}: {name}"),
        clean(", ".join(why)),
    )


def told(found: Gathered, revision: Revision, before: Mapping[str, Told]) -> Events:
    """Every shift as an event, those that say what they said before as they were."""
    out: list[tuple[ShiftRow, Told]] = []
    for row in found.shown():
        said, old = content(found, row), before.get(uid(found.file.source, row))
        if old is None:
            new = Told(said, revision.sequence, revision.at)
        elif old.content == said:
            new = old
        else:
            new = Told(said, max(old.sequence + 1, revision.sequence), max(old.at, revision.at))
        out.append((row, new))
    return out


def feeds(
    found: Gathered, revision: Revision, before: Mapping[str, Told], heard: Counted = untold
) -> dict[str, bytes]:
    """The texts of all feeds by name: all rotas, each rota, each person. `heard` hears of each feed."""
    every = _all(found, told(found, revision, before))
    return {name: _feed(found, *said) for name, said in counted([*every], heard)}


def _all(found: Gathered, events: Events) -> Iterator[tuple[str, tuple[str, str, Events]]]:
    """Every feed: its file, and how it is called, its zone and its events."""
    file = found.file
    yield ALL, ("On call", file.time_zone, events)
    for key in found.pages:
        mine = [item for item in events if item[0].rota == key]
        yield f"rota-{key}.ics", (file.rotas[key].name, zone_name(file, key), mine)
    for who in people(found):
        mine = [item for item in events if item[0].who.person == who.person]
        yield f"person-{who.person}.ics", (f"On call: {who.name}", file.time_zone, mine)


def published(feed: bytes) -> dict[str, Told]:
    """What a feed of ours said, by the names of its events; nothing where it cannot be read."""
    try:
        parsed = Calendar.from_ical(feed)
        return dict(_read(event) for event in parsed.walk("VEVENT"))
    except (ValueError, KeyError, AttributeError, IndexError):
        return {}


def _read(event: Any) -> tuple[str, Told]:
    start, end = event["DTSTART"], event["DTEND"]
    said = Content(
        start.dt.astimezone(UTC),
        end.dt.astimezone(UTC),
        str(event["X-ROTA-ZONE"]),
        str(event["SUMMARY"]),
        str(event.get("DESCRIPTION", "")),
    )
    at = event["DTSTAMP"].dt
    return str(event["UID"]), Told(said, int(event["SEQUENCE"]), at.astimezone(UTC))


def _feed(found: Gathered, name: str, zone_: str, events: Events) -> bytes:
    calendar = Calendar()
    calendar.add("PRODID", "-//rota//on-call calendar//EN")
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", "PUBLISH")
    for key in ("NAME", "X-WR-CALNAME"):
        calendar.add(key, vText(clean(name)))
    calendar.add("X-WR-TIMEZONE", zone_)
    calendar.add("REFRESH-INTERVAL", vDuration(_REFRESH, params={"VALUE": "DURATION"}))
    calendar.add("X-PUBLISHED-TTL", vDuration(_REFRESH))
    for used in sorted({item.content.zone for _, item in events}):
        if used != "UTC":
            # Whole years, so that they do not move from week to week.
            years = date(found.first.year - 1, 1, 1), date(found.last.year + 1, 12, 31)
            calendar.add_component(rules(used, *years))
    for row, item in events:
        calendar.add_component(_event(uid(found.file.source, row), item))
    return bytes(calendar.to_ical())


def _event(name: str, item: Told) -> Event:
    said = item.content
    event = Event()
    event.add("UID", name)
    event.add("DTSTAMP", item.at)
    event.add("LAST-MODIFIED", item.at)
    event.add("SEQUENCE", item.sequence)
    event.add("DTSTART", _local(said.start, said.zone))
    event.add("DTEND", _local(said.end, said.zone))
    event.add("SUMMARY", said.summary)
    if said.description:
        event.add("DESCRIPTION", said.description)
    event.add("TRANSP", "TRANSPARENT")
    event.add("X-ROTA-ZONE", said.zone)
    return event


def _local(instant: datetime, zone_: str) -> datetime:
    """In the zone, or in UTC for the second of two equal clock times, as a zone names only the first."""
    local = instant.astimezone(zone(zone_))
    return instant if local.fold or zone_ == "UTC" else local
