"""Claims about named hours: unions, complements, over midnight and week's end, clock changes, dates."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconciler.config.values import MINUTES_PER_WEEK, HoursPeriod, Outside, WeeklyWindow
from reconciler.intervals import Interval
from reconciler.shifts.hours import AROUND_THE_CLOCK, changes, complement, expand, normalise, weekly
from tests.shifts.support import document, load, one, span, written

SUNDAY = 6 * 1440
HOUR = 60
WINDOWS = st.lists(
    st.builds(WeeklyWindow, st.integers(0, MINUTES_PER_WEEK - 1), st.integers(1, MINUTES_PER_WEEK)),
    max_size=5,
).map(tuple)
moderate = settings(max_examples=60, deadline=None)


def named(**hours: Any) -> dict[str, tuple[HoursPeriod, ...]]:
    """Hours as the file holds them."""
    return load(
        document({"web": one({"from": "2026-01-05", "people": ["ana"]}, hours=None)}, hours=hours)
    ).hours


def spans(intervals: tuple[Interval, ...]) -> list[tuple[str, str]]:
    return [(written(i.start), written(i.end)) for i in intervals]


def minutes(windows: tuple[WeeklyWindow, ...]) -> set[int]:
    """Every minute of the week that windows cover."""
    return {(w.start + i) % MINUTES_PER_WEEK for w in windows for i in range(w.length)}


@moderate
@given(WINDOWS)
def test_the_union_covers_the_same_minutes_in_windows_that_do_not_touch(
    windows: tuple[WeeklyWindow, ...],
) -> None:
    """Also round the end of the week."""
    union = normalise(windows)
    assert minutes(union) == minutes(windows)
    assert sum(w.length for w in union) == len(minutes(windows))
    starts = [w.start for w in union]
    assert starts == sorted(starts)
    if union != AROUND_THE_CLOCK:
        assert not {(w.start + w.length) % MINUTES_PER_WEEK for w in union} & set(starts)


@moderate
@given(WINDOWS)
def test_the_complement_is_the_rest_of_the_week_and_its_complement_is_the_start(
    windows: tuple[WeeklyWindow, ...],
) -> None:
    """complement(complement(x)) = x."""
    union = normalise(windows)
    rest = complement(union)
    assert minutes(rest) == set(range(MINUTES_PER_WEEK)) - minutes(union)
    assert complement(rest) == union


def test_outside_of_working_hours_are_nights_and_one_long_weekend() -> None:
    """Five windows in hours, five out of hours."""
    hours = named(day="Mon-Fri 09:00-17:00", night="outside day")
    assert [(w.start, w.length) for w in weekly(hours, "night", None)] == [
        *((day * 1440 + 17 * HOUR, 16 * HOUR) for day in range(4)),
        (4 * 1440 + 17 * HOUR, 64 * HOUR),
    ]


def test_a_window_may_run_over_midnight_and_over_the_end_of_the_week() -> None:
    """Sunday 22:00 to Monday 06:00 is one window, also when it is written in two parts."""
    one_part = named(late="Sun 22:00-Mon 06:00")
    parts = named(late=["Mon 00:00-06:00", "Sun 22:00-24:00"])
    assert (
        weekly(one_part, "late", None)
        == weekly(parts, "late", None)
        == (WeeklyWindow(SUNDAY + 22 * HOUR, 480),)
    )
    assert spans(expand(one_part, "late", span("2026-06-07 00:00", "2026-06-16 00:00"), "UTC")) == [
        ("2026-06-07 22:00", "2026-06-08 06:00"),
        ("2026-06-14 22:00", "2026-06-15 06:00"),
    ]


@pytest.mark.parametrize("text", ["daily 00:00-24:00", "Mon-Sun 00:00-24:00", "Wed 09:00-Wed 08:59"])
def test_a_window_of_the_whole_week_restricts_nothing(text: str) -> None:
    """24 hours a day, and a week written as one window, are around the clock; a minute less is not."""
    hours = named(all=text)
    assert (weekly(hours, "all", None) == AROUND_THE_CLOCK) == (text != "Wed 09:00-Wed 08:59")
    whole = span("2026-01-01 00:00", "2026-03-01 00:00")
    covered = sum((i.end - i.start for i in expand(hours, "all", whole, "UTC")), timedelta())
    assert covered >= whole.end - whole.start - timedelta(minutes=9)


def test_hours_of_no_name_are_around_the_clock() -> None:
    """A rota without hours pages always."""
    whole = span("2026-01-01 00:00", "2026-01-02 00:00")
    assert expand({}, None, whole, "UTC") == (whole,)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-03-27 17:00", "2026-03-30 08:00", 63),
        ("2026-10-23 16:00", "2026-10-26 09:00", 65),
        ("2026-06-12 16:00", "2026-06-15 08:00", 64),
    ],
)
def test_a_weekend_has_63_64_or_65_hours(start: str, end: str, hours: int) -> None:
    """Boundaries are wall clock, durations are not."""
    file = named(day="Mon-Fri 09:00-17:00", night="outside day")
    around = span(f"{start[:10]} 12:00", f"{end[:10]} 12:00")
    (weekend,) = expand(file, "night", around, "Europe/London")
    assert (written(weekend.start), written(weekend.end)) == (start, end)
    assert weekend.end - weekend.start == timedelta(hours=hours)


def test_hours_inside_the_skipped_and_the_repeated_hour() -> None:
    """A window from 01:00 to 02:00 vanishes in March, and has two hours in October."""
    file = named(small="daily 01:00-02:00", rest="outside small")
    march = span("2026-03-29 00:00", "2026-03-29 12:00")
    assert expand(file, "small", march, "Europe/London") == ()
    assert expand(file, "rest", march, "Europe/London") == (march,)
    october = span("2026-10-25 00:00", "2026-10-25 12:00")
    assert spans(expand(file, "small", october, "Europe/London")) == [
        ("2026-10-25 00:00", "2026-10-25 02:00")
    ]


@moderate
@given(
    st.sampled_from(
        ("Europe/London", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu")
    ),
    st.integers(0, 500),
    WINDOWS.filter(bool),
)
def test_hours_and_their_complement_tile_any_span(
    zone: str, day: int, windows: tuple[WeeklyWindow, ...]
) -> None:
    """No instant is in both or in neither, clock changes or not."""
    hours = {"some": (HoursPeriod(None, windows),), "rest": (HoursPeriod(None, (Outside(("some",)),)),)}
    start = span("2026-01-01 00:00", "2026-01-02 00:00").start + timedelta(days=day)
    whole = Interval(start, start + timedelta(days=15))
    both = sorted((*expand(hours, "some", whole, zone), *expand(hours, "rest", whole, zone)))
    assert both[0].start == whole.start
    assert both[-1].end == whole.end
    assert all(left.end == right.start for left, right in pairwise(both))


DATED = [
    {"windows": "Mon-Fri 09:00-17:00"},
    {"from": "2027-01-06", "windows": "Mon-Fri 08:30-17:30"},
    {"from": "2027-03-01", "windows": ["Mon-Fri 08:30-17:30"]},
]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 0, 2)])
def test_dated_hours_change_at_local_midnight_whatever_their_order(order: tuple[int, ...]) -> None:
    """Only dates on which something becomes different count as changes, for the complement too."""
    hours = named(day=[DATED[i] for i in order], night="outside day")
    assert changes(hours, "day") == changes(hours, "night") == (date(2027, 1, 6),)
    assert spans(expand(hours, "day", span("2027-01-05 00:00", "2027-01-07 00:00"), "Europe/London")) == [
        ("2027-01-05 09:00", "2027-01-05 17:00"),
        ("2027-01-06 08:30", "2027-01-06 17:30"),
    ]
    assert spans(expand(hours, "night", span("2027-01-05 17:00", "2027-01-06 17:00"), "Europe/London")) == [
        ("2027-01-05 17:00", "2027-01-06 08:30")
    ]


def test_a_window_that_runs_over_the_change_is_cut_at_midnight() -> None:
    """Tuesday's night shift of the old hours ends when the new ones begin."""
    hours = named(
        late=[{"windows": "daily 22:00-06:00"}, {"from": "2027-01-06", "windows": "daily 12:00-13:00"}]
    )
    assert spans(expand(hours, "late", span("2027-01-05 12:00", "2027-01-07 00:00"), "UTC")) == [
        ("2027-01-05 22:00", "2027-01-06 00:00"),
        ("2027-01-06 12:00", "2027-01-06 13:00"),
    ]


def test_before_their_first_date_hours_are_empty_and_what_is_outside_them_is_everything() -> None:
    """Nothing is guessed for the time before."""
    hours = named(day=[{"from": "2027-01-04", "windows": "Mon-Fri 09:00-17:00"}], night="outside day")
    before = span("2026-12-01 00:00", "2026-12-08 00:00")
    assert weekly(hours, "day", None) == ()
    assert expand(hours, "day", before, "UTC") == ()
    assert expand(hours, "night", before, "UTC") == (before,)
    assert changes(hours, "day") == (date(2027, 1, 4),)


def test_outside_of_several_is_outside_of_their_union() -> None:
    """`outside a, b`."""
    hours = named(a="daily 00:00-08:00", b="daily 16:00-24:00", rest="outside a, b")
    assert [w.start for w in weekly(hours, "rest", None)] == [day * 1440 + 480 for day in range(7)]
