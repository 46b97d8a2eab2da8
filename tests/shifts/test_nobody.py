"""Claims about the rule `nobody`: who is on in such a window, what stays, and what is told as an absence."""

from datetime import date
from typing import Any

import pytest

from reconciler.config.model import RotaFile
from reconciler.shifts import engine
from reconciler.shifts.absences import Absence, absence, absences
from reconciler.shifts.windows import Window, nobody
from tests.shifts.support import FROM_14_DEC, Span, cover, messages, on_call, rota, span, utc

CHRISTMAS = "2026-12-25 00:00", "2026-12-26 00:00"
WINDOW = span("2026-12-25 09:00", "2026-12-25 17:00")
WHOLE_DAY = span(*CHRISTMAS)


def left(*line_ups: Any, hours: str | None = "day", rule: str = "nobody", **more: Any) -> RotaFile:
    """A rota made of shifts that bank holidays leave to nobody."""
    return rota(*line_ups, rule=rule, hours=hours, kind="shifts", **more)


def test_a_rota_in_hours_has_nobody_on_a_bank_holiday() -> None:
    """Before it and after it everything is as ever."""
    assert on_call(left(), "web", "2026-12-24 00:00", "2026-12-29 12:00") == [
        ("ben", "2026-12-24 09:00", "2026-12-24 17:00"),
        ("ana", "2026-12-29 09:00", "2026-12-29 12:00"),
    ]


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        (
            None,
            [
                ("ben", "2026-12-25 00:00", "2026-12-25 09:00"),
                ("ben", "2026-12-25 17:00", "2026-12-26 00:00"),
            ],
        ),
        (
            "night",
            [
                ("ben", "2026-12-25 00:00", "2026-12-25 09:00"),
                ("ben", "2026-12-25 17:00", "2026-12-26 00:00"),
            ],
        ),
        ("day", []),
    ],
)
def test_only_the_window_is_left_to_nobody(hours: str | None, expected: list[Span]) -> None:
    """Around the clock, the hours before and after it stay; outside the hours there was nobody anyway."""
    assert on_call(left(hours=hours), "web", *CHRISTMAS) == expected


def test_nobody_goes_before_whatever_covers_say() -> None:
    """As a mailbox does; the rest of the cover holds, and the cover is no error."""
    file = left(hours=None, overrides=[cover("ben", "cal", "2026-12-25 06:00", "2026-12-25 20:00")])
    assert on_call(file, "web", *CHRISTMAS) == [
        ("ben", "2026-12-25 00:00", "2026-12-25 06:00"),
        ("cal", "2026-12-25 06:00", "2026-12-25 09:00"),
        ("cal", "2026-12-25 17:00", "2026-12-25 20:00"),
        ("ben", "2026-12-25 20:00", "2026-12-26 00:00"),
    ]
    assert messages(file) == []


def test_beyond_the_horizon_the_window_is_not_yet_left() -> None:
    """What is written for a later day is the ordinary turn, until the horizon reaches it."""
    file = left()
    shifts = engine.shifts(file, "web", WHOLE_DAY, windows_until=utc("2026-12-01 00:00"))
    assert [(s.person, s.interval) for s in shifts] == [("ben", WINDOW)]


def test_the_windows_are_told_whole_with_date_and_name() -> None:
    """Whatever the span touches of them; other rules have none."""
    part = span("2026-12-25 10:00", "2026-12-25 11:00")
    assert nobody(left(), "web", part) == (Window(date(2026, 12, 25), "Christmas Day", WINDOW),)
    assert nobody(left(rule="current"), "web", part) == ()
    assert nobody(left(), "web", span("2026-12-24 00:00", "2026-12-25 09:00")) == ()


def test_an_absence_is_what_somebody_would_have_worked() -> None:
    """With the day and its name, clipped to what is asked for."""
    expected = Absence("web", date(2026, 12, 25), "Christmas Day", WINDOW)
    assert absences(left(), "web", WHOLE_DAY) == (expected,)
    assert absence(left(), "web", utc("2026-12-25 16:59")) == expected_at(expected, "16:59", "17:00")
    assert absence(left(), "web", utc("2026-12-25 17:00")) is None


def expected_at(whole: Absence, start: str, end: str) -> Absence:
    """The same, of one minute."""
    return Absence(whole.rota, whole.date, whole.holiday, span(f"2026-12-25 {start}", f"2026-12-25 {end}"))


@pytest.mark.parametrize(
    "file",
    [
        left(hours="night"),
        left(FROM_14_DEC, {"from": "2026-12-21", "pause": "closed"}),
        left({"from": "2026-12-28", "people": ["ana"]}),
        left(rule="team"),
    ],
)
def test_where_nobody_would_have_been_there_is_no_absence(file: RotaFile) -> None:
    """Outside the hours, in a pause, before the first line-up; and a mailbox is somebody."""
    assert absences(file, "web", WHOLE_DAY) == ()


def test_whoever_is_put_on_by_hand_is_no_absence() -> None:
    """What PagerDuty shows in the window counts for the instants that it covers."""
    (gone,) = absences(left(), "web", WHOLE_DAY, [span("2026-12-25 08:00", "2026-12-25 12:00")])
    assert gone.interval == span("2026-12-25 12:00", "2026-12-25 17:00")
