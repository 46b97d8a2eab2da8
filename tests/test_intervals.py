"""Claims about intervals, timelines and the way from wall time to instants."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconciler.intervals import (
    Interval,
    Segment,
    Timeline,
    at,
    both,
    clip,
    compare,
    instant,
    intersect,
    interval_or_none,
    local_day,
    merge,
    midnight,
    paint,
    subtract,
    union,
    wall,
    wall_time_fault,
    zone,
)

ZERO = datetime(2026, 1, 1, tzinfo=UTC)
moderate = settings(max_examples=60, deadline=None)


def hour(number: int) -> datetime:
    return ZERO + timedelta(hours=number)


def span(start: int, end: int) -> Interval:
    return Interval(hour(start), hour(end))


spans = st.tuples(st.integers(0, 40), st.integers(1, 9)).map(lambda pair: span(pair[0], pair[0] + pair[1]))
sets = st.lists(spans, max_size=8).map(union)


@st.composite
def timelines(draw: st.DrawFn) -> Timeline[str]:
    """Segments in order that do not overlap; some touch, some leave gaps."""
    edges = sorted(draw(st.sets(st.integers(0, 50), max_size=12)))
    return tuple(
        Segment(hour(start), hour(end), draw(st.sampled_from("abc")))
        for start, end in pairwise(edges)
        if draw(st.booleans())
    )


def hours(intervals: tuple[Interval, ...]) -> set[int]:
    """The hours that intervals cover."""
    return {n for n in range(60) for i in intervals if hour(n) in i}


def values(timeline: Timeline[str]) -> dict[int, str]:
    """What holds at each hour."""
    return {n: s.value for n in range(60) for s in timeline if s.start <= hour(n) < s.end}


def test_an_interval_holds_its_start_and_not_its_end() -> None:
    """Half-open: two that touch share nothing."""
    assert hour(1) in span(1, 3)
    assert hour(3) not in span(1, 3)
    assert not span(1, 3).overlaps(span(3, 5))
    assert span(1, 3).overlaps(span(2, 5))
    assert span(1, 3).clip(span(3, 5)) is None
    assert span(1, 3).clip(span(2, 5)) == span(2, 3)
    assert interval_or_none(hour(1), hour(1)) is None


@moderate
@given(st.lists(spans, max_size=8))
def test_a_union_is_sorted_apart_and_covers_the_same(items: list[Interval]) -> None:
    """Touching ones are joined."""
    joined = union(items)
    assert hours(joined) == hours(tuple(items))
    assert all(one.end < other.start for one, other in pairwise(joined))


@moderate
@given(sets, sets)
def test_intersection_and_difference_are_those_of_sets(
    one: tuple[Interval, ...], other: tuple[Interval, ...]
) -> None:
    """And together they make the first again."""
    both, rest = intersect(one, other), subtract(one, other)
    assert hours(both) == hours(one) & hours(other)
    assert hours(rest) == hours(one) - hours(other)
    assert union((*both, *rest)) == one


@moderate
@given(timelines(), timelines(), sets)
def test_painting_clipping_and_looking_up_agree(
    under: Timeline[str], over: Timeline[str], inside: tuple[Interval, ...]
) -> None:
    """What is laid on top wins; what is cut off is gone; the rest is untouched."""
    painted = paint(under, over)
    assert values(painted) == values(under) | values(over)
    assert all(one.end <= other.start for one, other in pairwise(painted))
    assert values(clip(under, inside)) == {n: v for n, v in values(under).items() if n in hours(inside)}
    for n in range(60):
        found = at(painted, hour(n))
        assert (found.value if found else None) == values(painted).get(n)


@moderate
@given(timelines(), timelines(), spans)
def test_two_timelines_side_by_side_tile_the_span(
    one: Timeline[str], other: Timeline[str], whole: Interval
) -> None:
    """Each stretch carries what both say over all of it."""
    found = [(part, left, right) for part, left, right in compare(one, other, whole)]
    assert found[0][0].start == whole.start
    assert found[-1][0].end == whole.end
    assert all(left[0].end == right[0].start for left, right in pairwise(found))
    for part, left, right in found:
        for n in range(60):
            if hour(n) in part:
                assert values(one).get(n) == left
                assert values(other).get(n) == right


@moderate
@given(timelines(), timelines())
def test_where_two_timelines_both_hold_is_found_piece_by_piece(
    one: Timeline[str], other: Timeline[str]
) -> None:
    """Only where both do, in order, with what each of them says there."""
    found = list(both(one, other))
    assert all(left[1] <= right[0] for left, right in pairwise(found))
    met = {n: (left, right) for start, end, left, right in found for n in hours((Interval(start, end),))}
    shared = values(one).keys() & values(other).keys()
    assert met == {n: (values(one)[n], values(other)[n]) for n in shared}


@moderate
@given(timelines())
def test_merging_joins_touching_segments_of_one_value(timeline: Timeline[str]) -> None:
    """And changes nothing of what holds when."""
    merged = merge(timeline)
    assert values(merged) == values(timeline)
    assert not [1 for one, other in pairwise(merged) if one.end == other.start and one.value == other.value]
    assert len(merge(timeline, same=lambda _one, _other: True)) == len(union(s.interval for s in timeline))


def test_the_end_of_a_segment_is_no_longer_part_of_it() -> None:
    """Looking up the end finds what begins there, or nothing."""
    line = (Segment(hour(0), hour(1), "a"), Segment(hour(1), hour(2), "b"), Segment(hour(4), hour(5), "c"))
    assert [found.value if (found := at(line, hour(n))) else None for n in range(6)] == [
        "a",
        "b",
        None,
        None,
        "c",
        None,
    ]
    assert at((), hour(0)) is None
    assert at(line, hour(-1)) is None


def test_a_long_sweep_is_linear() -> None:
    """A hundred thousand segments are laid, cut and compared without searching each time."""
    many = 20_000
    under = tuple(Segment(hour(2 * n), hour(2 * n + 2), "a") for n in range(many))
    over = tuple(Segment(hour(2 * n), hour(2 * n + 1), "b") for n in range(many))
    whole = Interval(hour(0), hour(2 * many))
    assert len(paint(under, over)) == 2 * many
    assert len(clip(under, [s.interval for s in over])) == many
    assert len(subtract((whole,), [s.interval for s in over])) == many
    assert sum(1 for _ in compare(under, over, whole)) == 2 * many


LONDON, NEW_YORK, LORD_HOWE, APIA = map(
    ZoneInfo, ("Europe/London", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia")
)


@pytest.mark.parametrize(
    ("local", "tz", "expected", "fault"),
    [
        ("2026-06-01 12:00", LONDON, "2026-06-01 11:00", None),
        ("2026-03-29 01:30", LONDON, "2026-03-29 01:00", "does not exist"),
        ("2026-03-29 01:00", LONDON, "2026-03-29 01:00", "does not exist"),
        ("2026-03-29 02:00", LONDON, "2026-03-29 01:00", None),
        ("2026-10-25 01:30", LONDON, "2026-10-25 00:30", "occurs twice"),
        ("2026-10-25 02:00", LONDON, "2026-10-25 02:00", None),
        ("2026-03-08 02:30", NEW_YORK, "2026-03-08 07:00", "does not exist"),
        ("2026-11-01 01:15", NEW_YORK, "2026-11-01 05:15", "occurs twice"),
        ("2026-10-04 02:10", LORD_HOWE, "2026-10-03 15:30", "does not exist"),
        ("2026-04-05 01:45", LORD_HOWE, "2026-04-04 14:45", "occurs twice"),
        ("2011-12-30 12:00", APIA, "2011-12-30 10:00", "does not exist"),
    ],
)
def test_odd_wall_times_have_one_meaning_and_are_known_as_odd(
    local: str, tz: ZoneInfo, expected: str, fault: str | None
) -> None:
    """A time that does not exist is the moment of the jump; one that occurs twice is its first occurrence."""
    at_ = datetime.fromisoformat(local)
    assert instant(at_, tz) == datetime.fromisoformat(expected).replace(tzinfo=UTC)
    assert wall_time_fault(at_, tz) == fault


def test_a_fraction_of_a_second_in_the_gap_is_no_trouble() -> None:
    """The search for the jump ends."""
    at_ = datetime.fromisoformat("2026-03-29 01:30:00.250000")
    assert instant(at_, LONDON) == datetime(2026, 3, 29, 1, tzinfo=UTC)


NAMES = st.sampled_from(
    (
        "Europe/London",
        "America/New_York",
        "Australia/Lord_Howe",
        "Pacific/Apia",
        "Asia/Kathmandu",
        "Africa/Cairo",
    )
)
WALLS = st.datetimes(datetime(2000, 1, 1), datetime(2037, 12, 31))  # noqa: DTZ001 - wall time


@moderate
@given(NAMES, WALLS, st.timedeltas(timedelta(0), timedelta(hours=30)))
def test_later_wall_times_are_never_earlier_instants(name: str, first: datetime, later: timedelta) -> None:
    """Whatever the clocks do."""
    assert instant(first, zone(name)) <= instant(first + later, zone(name))


@moderate
@given(NAMES, WALLS)
def test_a_plain_wall_time_comes_back(name: str, local: datetime) -> None:
    """From wall time to instant and back."""
    if wall_time_fault(local, zone(name)) is None:
        assert wall(instant(local, zone(name)), zone(name)) == local


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(available_timezones())), WALLS)
def test_a_day_that_is_asked_once_gives_every_wall_time_its_own_instant(name: str, local: datetime) -> None:
    """In any zone: where both readings of a wall time agree, they are its instant."""
    readings = {local.replace(tzinfo=zone(name), fold=fold).astimezone(UTC) for fold in (0, 1)}
    if len(readings) == 1:
        assert {instant(local, zone(name))} == readings


@pytest.mark.parametrize(
    ("day", "tz", "hours"),
    [
        ("2026-03-29", LONDON, 23),
        ("2026-10-25", LONDON, 25),
        ("2026-06-01", LONDON, 24),
        ("2026-04-05", LORD_HOWE, 24.5),
    ],
)
def test_a_local_day_has_23_to_25_hours(day: str, tz: ZoneInfo, hours: float) -> None:
    """From midnight to midnight on the wall."""
    whole = local_day(date.fromisoformat(day), tz)
    assert whole.end - whole.start == timedelta(hours=hours)
    assert midnight(date.fromisoformat(day), tz) == whole.start
