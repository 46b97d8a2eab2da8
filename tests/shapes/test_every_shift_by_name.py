"""Every shift given out by name: where the quarter ends, the clocks change, and holidays fall."""

from datetime import UTC, datetime

from reconciler.shifts.faults import faults
from tests.shapes.shape import shape


def test_the_night_over_the_end_of_a_quarter_is_one_shift() -> None:
    """Midnight hands nothing over; half past nine does."""
    desk = shape("every-shift-by-name")
    night = (
        "2026-03-31 23:59",
        "2026-04-01 00:00",
        "2026-04-01 09:29",
        "2026-04-01 09:30",
        "2026-04-01 17:30",
    )
    assert desk.on("on-call", *night) == ["lee", "lee", "lee", None, "jon"]


def test_a_cover_that_runs_over_a_bank_holiday_has_its_day_too() -> None:
    """The mailbox has the rota of the day; the day belongs to whoever is covered over it."""
    desk = shape("every-shift-by-name")
    for day, person in (("2026-04-03", "lee"), ("2026-04-06", "jon")):
        assert desk.on("on-call", f"{day} 09:29", f"{day} 09:30", f"{day} 17:29") == [person] * 3
        assert desk.on("in-hours", f"{day} 12:00") == ["desk"]


def test_a_cover_that_stops_at_the_hours_leaves_the_bank_holiday_to_the_line_up() -> None:
    """The turn line is what a window reads."""
    desk = shape("every-shift-by-name", ("until: 2026-04-03 17:30", "until: 2026-04-03 09:30"))
    assert desk.on("on-call", "2026-04-03 09:29", "2026-04-03 09:30", "2026-04-03 17:30") == [
        "lee",
        "max",
        "jon",
    ]


def test_hours_of_the_fortnight_that_was_given_out_by_name() -> None:
    """Nothing of it is left to the person whom the line-up names."""
    # A night is 16 hours, the weekend of the clock change 63.
    # kay: 2 nights and that weekend, 95. lee: 3 nights, and 24 hours to the evening of Good Friday, 72.
    # jon: 2 nights, and 88 hours from there to Tuesday morning, 120.
    desk = shape("every-shift-by-name")
    fortnight = "2026-03-23 17:30", "2026-04-07 09:30"
    assert desk.hours("on-call", *fortnight) == {"kay": 95, "lee": 72, "jon": 120}
    # In hours: five days of 8 hours, then four; the mailbox has the two holidays after them.
    assert desk.hours("in-hours", "2026-03-23 09:30", "2026-04-06 18:00") == {
        "jon": 40,
        "mia": 32,
        "desk": 16,
    }


def test_what_nobody_took_is_the_line_ups() -> None:
    """Also over the clock change in autumn: 64 hours on the wall."""
    desk = shape("every-shift-by-name")
    assert desk.hours("on-call", "2026-10-23 17:30", "2026-10-26 09:30") == {"max": 65}
    assert desk.on("in-hours", "2026-10-26 09:29", "2026-10-26 09:30") == [None, "ida"]


def test_two_people_for_one_shift_are_an_error() -> None:
    """A quarter of covers is typed by hand, and a shift given out twice is found."""
    desk = shape("every-shift-by-name", ("until: 2026-03-24 09:30}", "until: 2026-03-24 18:00}"))
    (fault,) = faults(desk.file, datetime(2026, 1, 4, tzinfo=UTC))
    assert (fault.id, fault.severity) == ("cover-overlap", "error")
