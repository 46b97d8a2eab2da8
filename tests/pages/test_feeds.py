"""The feeds: read back by another library, the same event whoever holds it, lines as calendars want them."""

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event
from icalendar import Timezone

from reconciler.config.model import RotaFile
from reconciler.intervals import zone
from reconciler.render.feeds import ALL, Revision, feeds, published
from reconciler.render.feeds_zone import rules
from reconciler.render.pages.gathered import Gathered
from tests.cli.hostile import FREE, LINES, ROTATIONS, rota_file, written
from tests.pages.rotas import MONDAY, NOW, SMALL, gathered, loaded, shipped
from tests.strategies import ZONES, documents
from tests.world import Data

AT = Revision(NOW)
COVER = "overrides:\n  - {rota: days, cover: ana, by: ben, on: 2026-11-24, reason: course}\n"


def read(feed: bytes) -> list[Event]:
    """The events of a feed as the other library reads them."""
    return list(IcsCalendarStream.calendar_from_ics(feed.decode()).events)


def instants(event: Event) -> tuple[datetime, datetime]:
    """When an event begins and ends, in UTC."""
    start, end = event.dtstart, event.dtend
    assert isinstance(start, datetime)
    assert isinstance(end, datetime)
    return start.astimezone(UTC), end.astimezone(UTC)


def by_start(file: RotaFile, revision: Revision = AT, before: bytes = b"") -> dict[str, Event]:
    """The events of the rota `days` by the local day on which they begin."""
    feed = feeds(gathered(file), revision, published(before))["rota-days.ics"]
    return {f"{instants(event)[0]:%a}": event for event in read(feed)}


def test_every_shift_is_an_event_with_its_exact_times() -> None:
    """Read by a second library: who, which rota, from when until when."""
    found = gathered(shipped(), weeks=13)
    events = read(feeds(found, AT, {})[ALL])
    assert sorted(instants(event) for event in events) == sorted((r.start, r.end) for r in found.shown())
    names = {event.summary for event in events if instants(event)[0].date() == date(2026, 12, 25)}
    assert names == {
        "PaaS team (mailbox): In hours engineering",
        "Ben Ode: Out of hours engineering",
        "PaaS team (mailbox): In hours comms",
        "Kit Moss: Out of hours comms",
    }


def test_there_is_a_feed_for_each_rota_and_person() -> None:
    """Theirs alone; together those of the rotas are the feed of all."""
    found = gathered(loaded(SMALL))
    made = feeds(found, AT, {})
    assert list(made) == ["all.ics", "rota-days.ics", "rota-nights.ics", "person-ana.ics", "person-ben.ics"]
    counts = {name: len(read(feed)) for name, feed in made.items()}
    assert counts == {
        "all.ics": 11,
        "rota-days.ics": 5,
        "rota-nights.ics": 6,
        "person-ana.ics": 6,
        "person-ben.ics": 5,
    }
    assert all(str(event.summary).startswith("Ana Ortiz: ") for event in read(made["person-ana.ics"]))


def test_a_change_of_holder_updates_the_event() -> None:
    """The same name and times, another person, a greater SEQUENCE; no other event is touched."""
    first = feeds(gathered(loaded(SMALL)), AT, {})
    later = Revision(NOW + timedelta(days=1))
    before, after = by_start(loaded(SMALL)), by_start(loaded(SMALL + COVER), later, first[ALL])
    changed = [day for day in after if after[day].summary != before[day].summary]
    assert changed == ["Tue"]
    assert after["Tue"].summary == "Ben Ode: Days"
    assert after["Tue"].description == "cover"
    for day, event in after.items():
        assert (event.uid, instants(event)) == (before[day].uid, instants(before[day]))
        grown = int(event.sequence or 0) > int(before[day].sequence or 0)
        assert grown == (day == "Tue")


def test_the_sequence_grows_though_the_clock_stands_or_goes_back() -> None:
    """A second change within the second, or a machine whose clock is behind."""
    first = feeds(gathered(loaded(SMALL)), AT, {})
    for revision in (AT, Revision(NOW - timedelta(days=9))):
        after = by_start(loaded(SMALL + COVER), revision, first[ALL])
        assert after["Tue"].sequence == AT.sequence + 1
        assert after["Tue"].dtstamp == NOW
        assert after["Wed"].sequence == AT.sequence


def test_without_the_last_feed_the_sequence_is_the_time_of_the_change() -> None:
    """On a machine that keeps nothing, a later commit is still a greater number; it fits 31 bits."""
    first = by_start(loaded(SMALL))
    after = by_start(loaded(SMALL + COVER), Revision(NOW + timedelta(minutes=1)))
    assert [int(after[day].sequence or 0) - int(first[day].sequence or 0) for day in after] == [60] * 5
    assert Revision(datetime(2085, 1, 1, tzinfo=UTC)).sequence < 2**31
    assert Revision(datetime(1999, 1, 1, tzinfo=UTC)).sequence == 0


def test_the_same_input_gives_the_same_bytes_and_a_later_run_changes_none() -> None:
    """A folder kept in git has no changes where there were none."""
    first = feeds(gathered(shipped(), weeks=6), AT, {})
    assert feeds(gathered(shipped(), weeks=6), AT, {}) == first
    assert (
        feeds(gathered(shipped(), weeks=6), Revision(NOW + timedelta(days=3)), published(first[ALL])) == first
    )


def test_a_week_later_the_events_that_stay_are_the_same() -> None:
    """The window moves, and with it nothing but its ends."""
    first = feeds(gathered(shipped(), MONDAY, 4), AT, {})
    moved = feeds(
        gathered(shipped(), MONDAY + timedelta(weeks=1), 4),
        Revision(NOW + timedelta(weeks=1)),
        published(first[ALL]),
    )
    old, new = published(first[ALL]), published(moved[ALL])
    assert len(old.keys() & new.keys()) > 50
    assert all(old[name] == new[name] for name in old.keys() & new.keys())


@pytest.mark.parametrize("feed", [b"", b"BEGIN:VCALENDAR", b"\xff\x00", b"BEGIN:VEVENT\r\nEND:VCALENDAR\r\n"])
def test_a_last_feed_that_cannot_be_read_is_as_none(feed: bytes) -> None:
    """It is written anew."""
    assert published(feed) == {}


def test_an_event_that_is_not_ours_is_no_last_feed() -> None:
    """Such as one that takes a whole day."""
    whole = b"BEGIN:VEVENT\r\nUID:x\r\nDTSTART;VALUE=DATE:20261125\r\nEND:VEVENT\r\n"
    day = b"BEGIN:VCALENDAR\r\n" + whole + b"END:VCALENDAR\r\n"
    assert published(day) == {}


def test_two_repositories_share_no_event() -> None:
    """Both may have a rota called `days`, and somebody may subscribe to both."""
    other = SMALL.replace("example/rota", "example/other")
    one, two = by_start(loaded(SMALL)), by_start(loaded(other))
    assert {event.uid for event in one.values()} & {event.uid for event in two.values()} == set()


def test_reasons_are_in_the_feeds_only_if_asked_for() -> None:
    """As on the pages; addresses never."""
    file = loaded(SMALL + COVER)
    quiet = feeds(gathered(file), AT, {})[ALL]
    loud = feeds(gathered(file, with_reasons=True), AT, {})[ALL]
    assert (b"course" in quiet, b"DESCRIPTION:cover: course" in loud) == (False, True)
    assert b"example.gov.uk" not in quiet + loud


def faults(feed: bytes) -> list[str]:
    """What breaks the form: lines, their length, a whole day, a free time, a zone that is not explained."""
    found = [] if feed.endswith(b"END:VCALENDAR\r\n") else ["no end"]
    lines = feed.split(b"\r\n")
    found += ["a bare line end" for line in lines if b"\n" in line or b"\r" in line]
    found += [f"{len(line)} octets" for line in lines if len(line) > 75]
    whole = feed.replace(b"\r\n ", b"").decode()
    found += re.findall("VALUE=DATE[^-]", whole)
    explained = set(re.findall(r"BEGIN:VTIMEZONE\r\nTZID:(\S+)", whole))
    found += sorted(set(re.findall(r"TZID=([^:;]+):", whole)) - explained)
    found += [char for char in whole if ord(char) < 32 and char not in "\r\n"]
    return found


@pytest.mark.parametrize("turned", ROTATIONS)
def test_whatever_people_write_stays_inside_its_event(turned: int) -> None:
    """No line of its own, no property, nothing invisible; folded by octets and not inside a character."""
    found = gathered(loaded(written(rota_file(turned))), weeks=9, with_reasons=True)
    for feed in feeds(found, AT, {}).values():
        assert faults(feed) == []
        assert not re.search(rb"^(?:ATTENDEE|ATTACH|URL|METHOD:(?!PUBLISH))", feed, re.MULTILINE)
    everything = feeds(found, AT, {})[ALL]
    names = {event.summary for event in read(everything)}
    assert names == {told.content.summary for told in published(everything).values()}


@pytest.mark.parametrize(
    "name", ["Zoë Ñandú " * 9, "値" * 80, "a" * 74 + "é", *LINES, *(t for t in FREE if "\n" not in t)]
)
def test_long_and_odd_names_come_back_as_they_were(name: str) -> None:
    """Folding counts octets; a character of several is never cut."""
    found = gathered(loaded(SMALL))
    rows = tuple(replace(row, who=replace(row.who, name=name)) for row in found.rows)
    feed = feeds(replace(found, rows=rows), AT, {})["rota-days.ics"]
    assert faults(feed) == []
    assert {event.summary for event in read(feed)} == {t.content.summary for t in published(feed).values()}


@settings(max_examples=40, deadline=None)
@given(documents(kinds=True), st.dates(date(2026, 1, 12), date(2026, 12, 14)))
def test_what_a_second_library_reads_is_what_the_engine_says(document: Data, on: date) -> None:
    """Whatever the file and the zones: the same instants, over clock changes and twice-told hours."""
    found: Gathered = gathered(loaded(json.dumps(document)), on - timedelta(days=on.weekday()), 2)
    made = feeds(found, AT, {})
    assert list(chain.from_iterable(faults(feed) for feed in made.values())) == []
    events = read(made[ALL])
    assert sorted(instants(event) for event in events) == sorted((r.start, r.end) for r in found.shown())
    assert len({event.uid for event in events}) == len(events)
    assert feeds(found, Revision(NOW + timedelta(days=1)), published(made[ALL])) == made


def test_the_second_of_two_equal_clock_times_is_told_in_utc() -> None:
    """In a zone 01:30 on that night means the first one."""
    found = gathered(loaded(SMALL), date(2026, 10, 19))
    (row,) = [r for r in found.shown() if r.rota == "nights" and r.end.date() == date(2026, 10, 26)]
    half_past = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    rows = (replace(row, end=half_past), replace(row, start=half_past))
    feed = feeds(replace(found, rows=rows), AT, {})["rota-nights.ics"]
    assert b"DTEND:20261025T013000Z" in feed
    assert [instants(event) for event in read(feed)] == [(r.start, r.end) for r in rows]


def offset_at(timezone: Timezone, wall: datetime) -> timedelta:
    """The offset that a VTIMEZONE gives to a clock time: that of the last onset at or before it."""
    parts: Any = timezone.subcomponents
    onsets: list[tuple[datetime, timedelta]] = [(p["DTSTART"].dt, p["TZOFFSETTO"].td) for p in parts]
    return max((onset for onset in onsets if onset[0] <= wall), key=lambda onset: onset[0])[1]


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(ZONES), st.datetimes(datetime(2025, 1, 2), datetime(2028, 12, 30)))  # noqa: DTZ001 - wall times
def test_the_rules_of_a_zone_give_every_clock_time_its_offset(name: str, wall: datetime) -> None:
    """Calendars that do not know the zone by its name rely on them."""
    timezone = rules(name, date(2025, 1, 1), date(2028, 12, 31))
    instant = wall.replace(tzinfo=zone(name), fold=0)
    back = instant.astimezone(UTC).astimezone(zone(name)).replace(tzinfo=None)
    twice = instant.utcoffset() != instant.replace(fold=1).utcoffset()
    if back == wall and not twice:
        assert offset_at(timezone, wall) == instant.utcoffset()


def test_the_onset_of_summer_time_is_told_by_the_clock_before_it() -> None:
    """In London the clock shows 01:00 when it is put forward, and 02:00 when it is put back."""
    parts = rules("Europe/London", date(2026, 1, 1), date(2026, 12, 31)).to_ical().decode()
    assert re.findall(r"BEGIN:(\w+)\r\nDTSTART:(\w+)\r\nTZNAME:(\w+)", parts) == [
        ("STANDARD", "20260101T000000", "GMT"),
        ("DAYLIGHT", "20260329T010000", "BST"),
        ("STANDARD", "20261025T020000", "GMT"),
    ]
