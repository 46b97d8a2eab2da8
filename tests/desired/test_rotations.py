"""Layers as events of a shift-based schedule: the same people at the same times, each a plain repetition."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconciler.config.values import MINUTES_PER_WEEK, WeeklyWindow
from reconciler.desired.restrictions import from_weekly, to_weekly
from reconciler.desired.rotations import AHEAD, MEMBERS, InexpressibleError, apart, events, split
from reconciler.intervals import Interval, Segment, Timeline, clip, instant, intersect, merge, paint, wall
from reconciler.shifts.hours import expand_weekly, normalise
from reconciler.state import LayerState, Restriction

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
HOUR, DAY = 3600, 86400
WEEK = 7 * DAY
# Ten weeks over the spring change, and ten over the autumn one.
SPANS = [
    Interval(datetime(2027, m, 20, 3, 17, tzinfo=UTC), datetime(2027, m + 2, 30, tzinfo=UTC)) for m in (2, 9)
]


def layer(
    at: datetime, turn: int, users: str, hours: Sequence[Restriction] = (), tz: ZoneInfo = LONDON
) -> LayerState:
    """One that begins at a wall time; each letter is a user."""
    start = instant(at, tz)
    return LayerState(None, "main from 2027-01-04", start, None, start, turn, tuple(users), tuple(hours))


def rendered(one: LayerState, span: Interval, tz: ZoneInfo) -> Timeline[str]:
    """Who is on, turn by turn on the clock's face, inside the restrictions."""
    turn, anchor = timedelta(seconds=one.turn_seconds), wall(one.anchor, tz)
    k = (wall(span.start, tz) - anchor) // turn - 1
    found: list[Segment[str]] = []
    begins = instant(anchor + k * turn, tz)
    while begins < span.end:
        k += 1
        ends = instant(anchor + k * turn, tz)
        if begins < ends:
            found.append(Segment(begins, ends, one.users[(k - 1) % len(one.users)]))
        begins = ends
    end = span.end if one.end is None else min(one.end, span.end)
    if (start := max(one.start, span.start)) >= end:
        return ()
    on = intersect(expand_weekly(to_weekly(one.restrictions), span, tz.key), (Interval(start, end),))
    return merge(clip(found, on))


def stacked(layers: Iterable[LayerState], span: Interval, tz: ZoneInfo) -> Timeline[str]:
    """Layers on top of each other, the last one winning."""
    line: Timeline[str] = ()
    for one in layers:
        line = merge(paint(line, rendered(one, span, tz)))
    return line


def beside(layers: Iterable[LayerState], span: Interval, tz: ZoneInfo) -> Timeline[str]:
    """Layers side by side; two people at once are an error."""
    pieces = sorted((s for one in layers for s in rendered(one, span, tz)), key=lambda s: s.start)
    assert all(a.end <= b.start for a, b in pairwise(pieces)), pieces
    return merge(pieces)


def plain(event: LayerState) -> bool:
    """Whether a layer is one event: one time of day and length, turns of whole days or weeks."""
    days = {r.weekday for r in event.restrictions}
    clocks = {(r.start, r.length) for r in event.restrictions}
    whole = event.turn_seconds % (WEEK if days - {None} else DAY) == 0
    return len(clocks) <= 1 and whole and len(event.users) <= MEMBERS


WINDOWS = st.lists(
    st.builds(
        WeeklyWindow,
        st.integers(0, MINUTES_PER_WEEK // 30 - 1).map(lambda n: 30 * n),
        st.integers(1, 120).map(lambda n: 30 * n),
    ),
    max_size=5,
)
WORKING = [WeeklyWindow(day * 1440 + 540, 480) for day in range(5)]
OUT = [*(WeeklyWindow(day * 1440 + 1020, 960) for day in range(4)), WeeklyWindow(4 * 1440 + 1020, 3840)]
NIGHTS = [WeeklyWindow(day * 1440 + 1320, 480) for day in range(7)]
HOURS = st.one_of(WINDOWS, st.sampled_from([WORKING, OUT, NIGHTS, []])).map(
    lambda w: from_weekly(normalise(tuple(w))) if w else ()
)
TURNS = st.one_of(
    st.integers(1, 4).map(lambda n: n * WEEK),
    st.integers(1, 10).map(lambda n: n * DAY),
    st.sampled_from([6, 8, 12, 36, 84]).map(lambda n: n * HOUR),
)
LAYERS = st.builds(
    layer,
    st.datetimes(datetime(2027, 1, 1), datetime(2027, 5, 1)).map(  # noqa: DTZ001 - wall times
        lambda d: d.replace(minute=d.minute // 30 * 30, second=0, microsecond=0, hour=max(d.hour, 3))
    ),
    TURNS,
    st.lists(st.sampled_from("abcdef"), min_size=1, max_size=6).map("".join),
    HOURS,
)


@given(LAYERS, st.sampled_from(SPANS))
@settings(max_examples=150, deadline=None)
def test_events_have_the_same_people_at_the_same_times(one: LayerState, span: Interval) -> None:
    """Over both clock changes; what cannot be said is refused, and nothing else is."""
    try:
        found = split(one, LONDON)
    except InexpressibleError:
        # Only turns that beat against the hours can need so many members.
        assert one.turn_seconds % WEEK
        return
    assert all(plain(event) for event in found)
    assert len({event.name for event in found}) == len(found)
    assert beside(found, span, LONDON) == rendered(one, span, LONDON)


@given(st.lists(LAYERS, min_size=2, max_size=3), st.lists(st.integers(0, 200), min_size=3, max_size=3))
@settings(max_examples=100, deadline=None)
def test_layers_without_an_order_have_the_same_people_as_stacked_ones(
    layers: list[LayerState], ends: list[int]
) -> None:
    """What lies above is taken out of what lies below, while it lasts."""
    dated = [
        replace(one, end=one.start + timedelta(days=days) if days else None)
        for one, days in zip(layers, ends, strict=False)
    ]
    for span in SPANS:
        assert beside(apart(dated), span, LONDON) == stacked(dated, span, LONDON)


def test_a_new_line_up_of_the_same_hours_leaves_what_lies_below_whole() -> None:
    """Those out of hours go on as before when others take over in hours."""
    begins = datetime(2027, 1, 4, 9)  # noqa: DTZ001 - a wall time
    base, office = layer(begins, WEEK, "ab"), layer(begins, WEEK, "cd", from_weekly(tuple(WORKING)))
    change = instant(datetime(2027, 3, 1, 9), LONDON)  # noqa: DTZ001 - a wall time
    first, second = replace(office, end=change), replace(office, start=change, users=("e",))
    below, *above = apart([base, first, second])
    assert above == [first, second]
    assert (below.start, below.end, below.restrictions) == (base.start, None, from_weekly(tuple(OUT)))
    always = replace(second, restrictions=())
    assert [(o.start, o.end) for o in apart([base, first, always])[:1]] == [(base.start, change)]


def test_layers_whose_hours_never_meet_leave_each_other_whole() -> None:
    """A change of one of them is none of the other's business."""
    begins = datetime(2027, 1, 4, 9)  # noqa: DTZ001 - a wall time
    nights = layer(begins, WEEK, "ab", from_weekly(tuple(OUT)))
    office = replace(layer(begins, WEEK, "cd", from_weekly(tuple(WORKING))), start=SPANS[0].start)
    assert apart([nights, office]) == (nights, office)


@pytest.mark.parametrize(
    ("hours", "turn", "people", "wanted"),
    [
        ((), WEEK, "ab", [("main from 2027-01-04", WEEK, "ab", [])]),
        (
            (),
            12 * HOUR,
            "abc",
            [("… 09:00", DAY, "acb", [(None, 9, 12)]), ("… 21:00", DAY, "bac", [(None, 21, 12)])],
        ),
        (from_weekly(tuple(WORKING)), WEEK, "ab", [("…", WEEK, "ab", [(d, 9, 8) for d in range(1, 6)])]),
        (
            from_weekly(tuple(OUT)),
            2 * WEEK,
            "ab",
            [
                ("… Mon Tue Wed Thu 17:00", 2 * WEEK, "ab", [(d, 17, 16) for d in range(1, 5)]),
                ("… Fri 17:00", 2 * WEEK, "ab", [(5, 17, 64)]),
            ],
        ),
    ],
)
def test_usual_rotas_are_few_events(
    hours: tuple[Restriction, ...], turn: int, people: str, wanted: list[tuple[str, int, str, list[object]]]
) -> None:
    """One for a rota in hours, two out of hours (weeknights and weekends), one for each half of a day."""
    found = split(layer(datetime(2027, 1, 4, 9), turn, people, hours), LONDON)  # noqa: DTZ001 - a wall time
    told = [
        (
            event.turn_seconds,
            "".join(event.users),
            [(r.weekday, r.start // HOUR, r.length // HOUR) for r in event.restrictions],
        )
        for event in found
    ]
    assert told == [tuple(row[1:]) for row in wanted]
    assert [event.name.endswith(row[0].lstrip("… ")) for event, row in zip(found, wanted, strict=True)]


def test_what_begins_in_more_than_a_year_waits() -> None:
    """PagerDuty takes no date that far ahead; what it would end goes on until then."""
    now = layer(datetime(2026, 11, 2, 9), WEEK, "ab")  # noqa: DTZ001 - a wall time
    far = NOW + AHEAD + timedelta(days=1)
    found = events([replace(now, end=far), replace(now, start=far, anchor=far)], NOW, LONDON)
    assert [(event.start, event.end) for event in found] == [(now.start, None)]


def test_more_rotations_than_a_schedule_has_are_refused() -> None:
    """Turns of an hour by seven people are another event for each hour of the day."""
    one = layer(datetime(2027, 1, 4, 9), HOUR, "abcdefg")  # noqa: DTZ001 - a wall time
    with pytest.raises(InexpressibleError, match="it takes 24 rotations at a time") as caught:
        events([one], NOW, LONDON)
    assert caught.value.hint == "use turns of whole days or weeks, or fewer windows in its hours"


def test_more_line_ups_than_a_schedule_holds_are_refused() -> None:
    """Each takes five of the fifty events."""
    first = layer(datetime(2027, 1, 4, 9), DAY, "abcdefg", from_weekly(tuple(WORKING)))  # noqa: DTZ001
    weeks = [first.start + timedelta(weeks=n) for n in range(12)]
    layers = [replace(first, start=a, end=b) for a, b in pairwise(weeks)]
    with pytest.raises(InexpressibleError, match="it takes 55 events") as caught:
        events(layers, NOW, LONDON)
    assert caught.value.hint == "have fewer line-ups ahead"
