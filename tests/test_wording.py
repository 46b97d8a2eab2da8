"""Claims about how days, times and lists are written for people."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from reconciler.intervals import Interval
from reconciler.wording import clock, count, day, duration, listing, moment, stretch

LONDON = ZoneInfo("Europe/London")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_day_carries_the_year_only_where_it_is_another() -> None:
    """`Fri 25 Dec` this year, `Fri 25 Dec 2026` in all others."""
    assert day(date(2026, 12, 25), year=2026) == "Fri 25 Dec"
    assert day(date(2026, 12, 25), year=2025) == day(date(2026, 12, 25)) == "Fri 25 Dec 2026"


def test_every_weekday_and_month_has_its_english_name() -> None:
    """Whatever the locale of the machine."""
    assert [day(date(2026, 6, n), year=2026)[:3] for n in range(1, 8)] == [
        "Mon",
        "Tue",
        "Wed",
        "Thu",
        "Fri",
        "Sat",
        "Sun",
    ]
    months = [day(date(2026, n, 1), year=2026)[-3:] for n in range(1, 13)]
    assert " ".join(months) == "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"


def test_seconds_are_written_only_where_there_are_any() -> None:
    """Minutes are the grain of a rota."""
    assert clock(utc("2026-01-01 09:00")) == "09:00"
    assert clock(utc("2026-01-01 09:00:07")) == "09:00:07"


def test_a_moment_is_local() -> None:
    """Summer time in summer."""
    assert moment(utc("2026-12-25 09:00"), LONDON, year=2026) == "Fri 25 Dec 09:00"
    assert moment(utc("2026-06-01 08:00"), LONDON) == "Mon 1 Jun 2026 09:00"


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        ("2026-12-25 09:00", "2026-12-25 17:00", "Fri 25 Dec 09:00 – 17:00"),
        ("2026-12-24 17:00", "2026-12-25 09:00", "Thu 24 Dec 17:00 – Fri 25 Dec 09:00"),
        ("2026-12-31 17:00", "2027-01-01 09:00", "Thu 31 Dec 17:00 – Fri 1 Jan 2027 09:00"),
        ("2026-06-01 22:30", "2026-06-01 23:30", "Mon 1 Jun 23:30 – Tue 2 Jun 00:30"),
    ],
)
def test_a_stretch_names_the_second_day_only_where_it_is_another(start: str, end: str, text: str) -> None:
    """Days are those of the zone."""
    assert stretch(Interval(utc(start), utc(end)), LONDON, year=2026) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (timedelta(0), "0 minutes"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(minutes=90), "90 minutes"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(hours=11), "11 hours"),
        (timedelta(hours=24), "24 hours"),
        (timedelta(hours=48), "2 days"),
        (timedelta(days=7), "1 week"),
        (timedelta(weeks=13), "13 weeks"),
        (timedelta(days=10), "10 days"),
        (timedelta(minutes=119), "119 minutes"),
        (timedelta(minutes=121), "2 hours and 1 minute"),
        (timedelta(minutes=457), "7 hours and 37 minutes"),
    ],
)
def test_a_duration_is_written_in_the_largest_unit_that_divides_it(value: timedelta, text: str) -> None:
    """A single day is 24 hours: over a clock change the two differ, and hours are what is paid."""
    assert duration(value) == text


def test_counting_knows_one_from_many() -> None:
    """Nouns with a plural of their own say so."""
    assert count(1, "override") == "1 override"
    assert count(0, "override") == "0 overrides"
    assert count(2, "policy", "policies") == "2 policies"


def test_a_list_reads_as_a_sentence() -> None:
    """Commas, and a word before the last."""
    assert listing([]) == ""
    assert listing(["a"]) == "a"
    assert listing(["a", "b"]) == "a and b"
    assert listing(["a", "b", "c"], conjunction="or") == "a, b or c"
