"""Claims about single values: what is read, what is refused, and what the refusal says to write."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest

from reconciler.config import dates, names, scalars
from reconciler.config.scalars import ScalarFault
from reconciler.config.values import DateRange, Handover, Turn

WALL = datetime(2026, 12, 24, 17)  # noqa: DTZ001 - wall time has no zone

GOOD: list[tuple[Callable[[str], object], str, object]] = [
    (scalars.parse_duration, "5 minutes", timedelta(minutes=5)),
    (scalars.parse_duration, "30 min", timedelta(minutes=30)),
    (scalars.parse_duration, "11 hours", timedelta(hours=11)),
    (scalars.parse_duration, "1 day", timedelta(days=1)),
    (scalars.parse_duration, "13 weeks", timedelta(weeks=13)),
    (scalars.parse_duration, " 15  minutes ", timedelta(minutes=15)),
    (scalars.parse_turn, "1 week", Turn(1, "weeks")),
    (scalars.parse_turn, "2 days", Turn(2, "days")),
    (scalars.parse_turn, "12 hours", Turn(12, "hours")),
    (scalars.parse_turn, "365 days", Turn(365, "days")),
    (scalars.parse_handover, "Monday 09:00", Handover(0, time(9))),
    (scalars.parse_handover, "Wed 13:00", Handover(2, time(13))),
    (scalars.parse_handover, "09:00", Handover(None, time(9))),
    (scalars.parse_time, "23:59", time(23, 59)),
    (scalars.parse_whole, "0", 0),
    (scalars.parse_percent, "30%", 30),
    (scalars.parse_percent, "100 %", 100),
    (scalars.parse_bool, "true", True),
    (scalars.parse_bool, "false", False),
    (dates.parse_date, "2028-02-29", date(2028, 2, 29)),
    (dates.parse_wall_time, "2026-12-24 17:00", WALL),
    (dates.parse_wall_time, "2026-12-24T17:00", WALL),
    (dates.parse_when, "2026-12-24", date(2026, 12, 24)),
    (dates.parse_when, "2026-12-24 17:00", WALL),
    (dates.parse_date_range, "2026-12-24", DateRange(date(2026, 12, 24), date(2026, 12, 24))),
    (dates.parse_date_range, "2026-12-24 .. 2026-12-26", DateRange(date(2026, 12, 24), date(2026, 12, 26))),
    (names.parse_name, "In hours engineering", "In hours engineering"),
    (names.parse_email, "Ana.Ortiz@Example.org", "Ana.Ortiz@Example.org"),
    (names.parse_zone, "Europe/London", "Europe/London"),
    (names.parse_zone, "UTC", "UTC"),
    (names.parse_zone, "America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
]

BAD: list[tuple[Callable[[str], object], str, str, str | None]] = [
    (scalars.parse_duration, "5", '"5" is not a length of time', "write the unit, like `5 minutes`"),
    (scalars.parse_duration, "soon", '"soon" is not a length of time', None),
    (scalars.parse_duration, "1 wekk", '"wekk" is not a unit of time', "did you mean `1 week`?"),
    (scalars.parse_duration, "5 minuts", '"minuts" is not a unit of time', "did you mean `5 minutes`?"),
    (scalars.parse_duration, "5 xyzzy", '"xyzzy" is not a unit of time', None),
    (scalars.parse_duration, "0 hours", '"0 hours" is no time at all', "write at least `1 hour`"),
    (scalars.parse_duration, "999999 weeks", '"999999 weeks" is longer than ten years', None),
    (
        scalars.parse_turn,
        "30 min",
        'a turn of "30 min" is out of bounds: PagerDuty allows 1 hour to 365 days',
        "write `1 hour`",
    ),
    (
        scalars.parse_turn,
        "53 weeks",
        'a turn of "53 weeks" is out of bounds: PagerDuty allows 1 hour to 365 days',
        "write `365 days`",
    ),
    (
        scalars.parse_turn,
        "90 minutes",
        'a turn of "90 minutes" is not a whole number of hours',
        "write `1 hour` or `2 hours`",
    ),
    (
        scalars.parse_turn,
        "120 minutes",
        'a turn of "120 minutes" is not a whole number of hours',
        "write `2 hours`",
    ),
    (scalars.parse_handover, "Monday", '"Monday" is not a handover', "add the time: `Monday 09:00`"),
    (scalars.parse_handover, "09:00 Monday", '"09:00" is not a day of the week', "write `Monday 09:00`"),
    (
        scalars.parse_handover,
        "Mondays at noon",
        '"Mondays at noon" is not a handover',
        "write `Monday 12:00`",
    ),
    (
        scalars.parse_handover,
        "Friday 5",
        '"5" is not a time of day',
        "write `Friday 05:00` or `Friday 17:00`, whichever is meant",
    ),
    (scalars.parse_handover, "Monday 9", '"9" is not a time of day', "write `Monday 09:00`"),
    (scalars.parse_handover, "Mon 9am", '"9am" is not a time of day', "write `Mon 09:00`"),
    (
        scalars.parse_handover,
        "Mon/Fri 12:00",
        '"Mon/Fri" is not a day of the week',
        "a layer has one handover: write a layer for each of them",
    ),
    (
        scalars.parse_handover,
        "08:00,20:00",
        '"08:00,20:00" is not a time of day',
        "a layer has one handover: write a layer for each of them",
    ),
    (scalars.parse_turn, "fortnightly", '"fortnightly" is not a length of time', "write `2 weeks`"),
    (scalars.parse_turn, "2 fortnights", '"fortnights" is not a unit of time', "write `4 weeks`"),
    (scalars.parse_turn, "3.5 days", '"3.5 days" is not a length of time', "write `84 hours`"),
    (
        scalars.parse_turn,
        "1 week and 2 days",
        '"1 week and 2 days" is not a length of time',
        "write `9 days`",
    ),
    (scalars.parse_turn, "0 days and", '"0 days and" is not a length of time', None),
    (scalars.parse_duration, "half an hour", '"half an hour" is not a length of time', "write `30 minutes`"),
    (
        scalars.parse_duration,
        "30 seconds",
        '"seconds" is not a unit of time',
        "times are whole minutes: write `1 minute`",
    ),
    (
        scalars.parse_duration,
        "90 s",
        '"s" is not a unit of time',
        "times are whole minutes: write `2 minutes`",
    ),
    (scalars.parse_turn, "half an hour", '"half an hour" is not a length of time', None),
    (scalars.parse_turn, "1", '"1" is not a length of time', "write the unit, like `1 week`"),
    (scalars.parse_turn, "400", '"400" is not a length of time', "write the unit, like `1 week`"),
    (scalars.parse_duration, "0.01 minutes", '"0.01 minutes" is not a length of time', None),
    (
        scalars.parse_turn,
        "1 month",
        '"month" is not a unit of time',
        "months differ in length: count weeks, like `4 weeks`",
    ),
    (scalars.parse_handover, "Munday 09:00", '"Munday" is not a day of the week', "did you mean Monday?"),
    (scalars.parse_handover, "0 09:00", '"0" is not a day of the week', "write days as words: Sunday"),
    (scalars.parse_handover, "7 09:00", '"7" is not a day of the week', "write days as words: Sunday"),
    (scalars.parse_handover, "1 09:00", '"1" is not a day of the week', "write days as words: Monday"),
    (scalars.parse_handover, "xyz 09:00", '"xyz" is not a day of the week', None),
    (scalars.parse_time, "9:00", '"9:00" is not a time of day', "write 09:00"),
    (scalars.parse_time, "5:30", '"5:30" is not a time of day', "write 05:30, or 17:30 in the afternoon"),
    (scalars.parse_time, "0730", '"0730" is not a time of day', "write 07:30"),
    (scalars.parse_time, "5pm", '"5pm" is not a time of day', "write 17:00"),
    (scalars.parse_time, "12am", '"12am" is not a time of day', "write 00:00"),
    (scalars.parse_time, "9", '"9" is not a time of day', None),
    (scalars.parse_time, "noon", '"noon" is not a time of day', None),
    (scalars.parse_time, "09:00:00", '"09:00:00" has seconds', "write 09:00"),
    (scalars.parse_time, "24:00", '"24:00" can only end a window', "write 00:00"),
    (scalars.parse_time, "25:00", 'there is no time "25:00"', None),
    (scalars.parse_time, "2575", '"2575" is not a time of day', None),
    (scalars.parse_whole, "01", '"01" is not a whole number', None),
    (scalars.parse_whole, "-1", '"-1" is not a whole number', None),
    (scalars.parse_percent, "30", '"30" is not a percentage', "write 30%"),
    (scalars.parse_percent, "130%", '"130%" is not a percentage', None),
    (scalars.parse_bool, "yes", '"yes" is neither true nor false', "write true"),
    (scalars.parse_bool, "off", '"off" is neither true nor false', "write false"),
    (scalars.parse_bool, "True", '"True" is neither true nor false', "write true"),
    (scalars.parse_bool, "maybe", '"maybe" is neither true nor false', None),
    (
        dates.parse_date,
        "2026-02-30",
        '"2026-02-30" does not exist: February 2026 ends on 2026-02-28',
        "write 2026-02-28 or 2026-03-01",
    ),
    (
        dates.parse_date,
        "2026-12-32",
        '"2026-12-32" does not exist: December 2026 ends on 2026-12-31',
        "write 2026-12-31 or 2027-01-01",
    ),
    (dates.parse_date, "2026-12-00", '"2026-12-00" does not exist: December 2026 ends on 2026-12-31', None),
    (dates.parse_date, "2026-13-01", '"2026-13-01" does not exist: there is no month 13', None),
    (dates.parse_date, "1815-06-18", 'the year of "1815-06-18" is not from 1970 to 2200', None),
    (dates.parse_date, "24/12/2026", '"24/12/2026" is not a date', "write 2026-12-24, year first"),
    (dates.parse_date, "2026-1-5", '"2026-1-5" is not a date', "write 2026-01-05, year first"),
    (dates.parse_date, "20260105", '"20260105" is not a date', "write 2026-01-05, year first"),
    (dates.parse_date, "32/12/2026", '"32/12/2026" is not a date', None),
    (dates.parse_date, "tomorrow", '"tomorrow" is not a date', None),
    (
        dates.parse_wall_time,
        "2026-12-24",
        '"2026-12-24" has no time',
        "write `2026-12-24 09:00`",
    ),
    (
        dates.parse_wall_time,
        "2026-12-24T17:00Z",
        '"2026-12-24T17:00Z" carries an offset',
        "write the local time alone: times are read in the zone of the rota",
    ),
    (
        dates.parse_wall_time,
        "2026-12-24T17:00+01:00",
        '"2026-12-24T17:00+01:00" carries an offset',
        "write the local time alone: times are read in the zone of the rota",
    ),
    (
        dates.parse_date_range,
        "2026-12-26..2026-12-24",
        '"2026-12-26..2026-12-24" ends before it begins',
        "write 2026-12-24..2026-12-26",
    ),
    (
        dates.parse_date_range,
        "2027-01-05-2027-01-06",
        '"2027-01-05-2027-01-06" is not a date',
        "write 2027-01-05..2027-01-06",
    ),
    (
        dates.parse_date_range,
        "2027-01-06 to 2027-01-05",
        '"2027-01-06 to 2027-01-05" is not a date',
        "write 2027-01-05..2027-01-06",
    ),
    (
        dates.parse_date_range,
        "2027-01-05, 2027-01-09",
        '"2027-01-05, 2027-01-09" is not a date',
        "write 2027-01-05..2027-01-09 for all days from the first to the last, or an entry for each date",
    ),
    (
        dates.parse_date_range,
        "2027-01-05 09:00",
        '"2027-01-05 09:00" is not a date',
        "only whole dates stand here: write 2027-01-05",
    ),
    (
        dates.parse_date_range,
        "2027-01-05 09:00..2027-01-06 17:00",
        '"2027-01-05 09:00" is not a date',
        "only whole dates stand here: write 2027-01-05..2027-01-06",
    ),
    (
        lambda text: dates.parse_date_range(text, or_times=True),
        "2027-01-05 09:00 - 2027-01-06T17:00",
        '"2027-01-05 09:00 - 2027-01-06T17:00" is not a date',
        "drop `on`, and write `from: 2027-01-05 09:00, until: 2027-01-06 17:00`",
    ),
    (dates.parse_date_range, "next week", '"next week" is not a date', None),
    (
        names.parse_email,
        "fill-in",
        "the address is still to be filled in",
        "write the address of their PagerDuty user",
    ),
    (names.parse_email, "li at example", '"li at example" is not an e-mail address', None),
    (
        names.parse_email,
        "li at example.org",
        '"li at example.org" is not an e-mail address',
        "write li@example.org",
    ),
    (names.parse_name, "", "the name is empty", None),
    (names.parse_email, "ana.example.org", '"ana.example.org" is not an e-mail address', None),
    (names.parse_email, "a@b@c", '"a@b@c" is not an e-mail address', None),
    (names.parse_email, " a@b.c", '" a@b.c" is not an e-mail address', "write a@b.c"),
    (names.parse_email, "Ana <a@b.c>", '"Ana <a@b.c>" is not an e-mail address', "write a@b.c"),
    (names.parse_zone, "BST", '"BST" is not a time zone', "did you mean Europe/London?"),
    (names.parse_zone, "London", '"London" is not a time zone', "did you mean Europe/London?"),
    (names.parse_zone, "America/nyc", '"America/nyc" is not a time zone', "did you mean America/New_York?"),
    (
        names.parse_zone,
        "Pacific Time (US & Canada)",
        '"Pacific Time (US & Canada)" is not a time zone',
        "did you mean America/Los_Angeles?",
    ),
    (names.parse_zone, "Europe/Lodnon", '"Europe/Lodnon" is not a time zone', "did you mean Europe/London?"),
    (names.parse_zone, "Qqq", '"Qqq" is not a time zone', None),
    (names.parse_zone, "../../etc/passwd", '"../../etc/passwd" is not a time zone', None),
    (names.parse_zone, "posix/Europe/London", '"posix/Europe/London" is not a time zone', None),
    (
        names.parse_zone,
        "+01:00",
        '"+01:00" is an offset, not a time zone',
        "name the zone, so that clock changes are known: Europe/London, or UTC",
    ),
    (
        names.parse_zone,
        "Etc/GMT-1",
        '"Etc/GMT-1" is an offset, not a time zone',
        "name the zone, so that clock changes are known: Europe/London, or UTC",
    ),
]


@pytest.mark.parametrize(("parse", "text", "value"), GOOD)
def test_a_right_text_is_read(parse: Callable[[str], object], text: str, value: object) -> None:
    """Each form that the documentation shows is read as what it says."""
    assert parse(text) == value


@pytest.mark.parametrize(("parse", "text", "message", "hint"), BAD)
def test_a_wrong_text_is_refused_with_advice(
    parse: Callable[[str], object], text: str, message: str, hint: str | None
) -> None:
    """Each refusal says what was found, and what to write where that can be guessed."""
    with pytest.raises(ScalarFault) as refusal:
        parse(text)
    fault = refusal.value
    assert (fault.message, fault.hint) == (message, hint)
    assert fault.found in text
    assert fault.expected


def test_24_00_may_end_a_window_only() -> None:
    """24:00 is the end of a day, never a moment in it."""
    assert scalars.parse_minutes("24:00", end=True) == 1440


@pytest.mark.parametrize(
    "name", [" Web", "Web ", "Web  primary", "Web\tprimary", "Web\u00a0primary", "W\u200beb", "W\u00adeb"]
)
def test_a_name_that_pagerduty_would_trim_is_refused(name: str) -> None:
    """Blanks and invisible characters in names are refused, and the clean name is shown."""
    clean = "Web primary" if "primary" in name else "Web"
    with pytest.raises(ScalarFault) as refusal:
        names.parse_name(name)
    assert refusal.value.hint == f"write {clean}"


def test_a_name_is_at_most_255_characters_long() -> None:
    """PagerDuty refuses longer ones."""
    assert names.parse_name("x" * 255)
    with pytest.raises(ScalarFault, match="256 characters"):
        names.parse_name("x" * 256)
