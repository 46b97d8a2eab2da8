"""The events of a shift-based schedule as layers of a file: what is put together, what is not."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconciler.config.values import WeeklyWindow
from reconciler.desired.restrictions import from_weekly, to_weekly
from reconciler.desired.rotations import InexpressibleError, apart
from reconciler.desired.rotations import events as cut
from reconciler.importing.draft import CannotSayError
from reconciler.importing.events import layers
from reconciler.intervals import instant
from reconciler.plan.layers import over, rotation
from reconciler.shifts.hours import normalise
from reconciler.state import LayerState, Restriction

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
HOUR, DAY, WEEK = 3600, 86400, 604800
BEGUN = datetime(2026, 11, 2, 9)  # noqa: DTZ001 - a wall time, on a Monday
AHEAD = datetime(2026, 12, 7, 9)  # noqa: DTZ001

OFFICE = [WeeklyWindow(day * 1440 + 540, 480) for day in range(5)]
NIGHTS = [*(WeeklyWindow(day * 1440 + 1020, 960) for day in range(4)), WeeklyWindow(4 * 1440 + 1020, 3840)]


def layer(
    users: str, turn: int = WEEK, hours: Sequence[WeeklyWindow] = (), at: datetime = BEGUN, name: str = "Web"
) -> LayerState:
    """One for ever from a wall time on; each letter is a user."""
    start, week = instant(at, LONDON), from_weekly(normalise(tuple(hours))) if hours else ()
    return LayerState(None, name, start, None, start, turn, tuple(users), week)


def told(found: Sequence[LayerState]) -> list[tuple[str, int, str, datetime]]:
    """Names, turns, people, and the wall times at which turns begin."""
    return [
        (o.name, o.turn_seconds, "".join(o.users), o.anchor.astimezone(LONDON).replace(tzinfo=None))
        for o in found
    ]


def same(one: Sequence[LayerState], other: Sequence[LayerState]) -> bool:
    """Whether two lists of events page the same people at the same times."""
    return Counter((rotation(e, LONDON), e.end) for e in one) == Counter(
        (rotation(e, LONDON), e.end) for e in other
    )


@pytest.mark.parametrize(
    ("users", "turn", "hours"),
    [
        ("ab", WEEK, NIGHTS),
        ("abc", 2 * WEEK, NIGHTS),
        ("abc", 12 * HOUR, []),
        ("abcde", DAY, OFFICE),
        ("ab", WEEK, [WeeklyWindow(0, 5 * 1440)]),
        ("abcd", 36 * HOUR, []),
    ],
)
@pytest.mark.parametrize("name", ["Web", "main from 2026-11-02"])
def test_what_one_layer_was_cut_into_is_one_layer_again(
    users: str, turn: int, hours: list[WeeklyWindow], name: str
) -> None:
    """Weeknights and weekends, halves of days, days of the week, and hours over which a handover falls."""
    one = layer(users, turn, hours, name=name)
    (found,) = layers(cut([one], NOW, LONDON), LONDON, NOW)
    assert to_weekly(found.restrictions) == to_weekly(one.restrictions)
    assert same(cut([found], NOW, LONDON), cut([one], NOW, LONDON))
    if name == "main from 2026-11-02":
        assert found.name == name


def test_halves_of_a_day_by_other_people_are_two_layers() -> None:
    """Two who take the days and two who take the nights never take over in one list."""
    days = layer("ab", DAY, [WeeklyWindow(d * 1440 + 540, 720) for d in range(7)], name="Days")
    evening = BEGUN.replace(hour=21)
    nights = layer("cd", DAY, [WeeklyWindow(d * 1440 + 1260, 720) for d in range(7)], evening, "Nights")
    assert told(layers([days, nights], LONDON, NOW)) == [
        ("Days", DAY, "ab", BEGUN),
        ("Nights", DAY, "cd", evening),
    ]


def test_events_of_the_same_people_in_another_order_stay_apart() -> None:
    """On weekends the other one is on: no list says both, so both are said."""
    (week, weekend) = cut([layer("abc", WEEK, NIGHTS)], NOW, LONDON)
    turned = replace(weekend, users=("c", "b", "a"), name="Weekends")
    found = layers([replace(week, name="Weeknights"), turned], LONDON, NOW)
    assert [one.name for one in found] == ["Weeknights", "Weekends"]
    assert same(found, [week, turned])


def test_a_line_up_begins_with_its_hours_but_takes_over_at_once() -> None:
    """The first night is hours after the Monday morning on which the line-up before it ends."""
    name = "Web, Mon Tue Wed Thu 17:00 and Web, Fri 17:00"
    later = cut([layer("ab", WEEK, NIGHTS, AHEAD)], NOW, LONDON)
    evening = AHEAD.replace(hour=17)
    assert told(layers(later, LONDON, NOW)) == [(name, WEEK, "ab", evening)]
    until = instant(AHEAD, LONDON)
    before = cut([replace(layer("cd", WEEK, NIGHTS), end=until)], NOW, LONDON)
    first, second = layers([*before, *later], LONDON, NOW)
    assert told([second]) == [(name, WEEK, "ab", AHEAD)]
    assert (first.end, second.start) == (until, until)


def test_an_event_has_no_time_before_its_first_one() -> None:
    """It holds from midnight on, but its first shift is in the morning."""
    one = replace(layer("ab", at=AHEAD), start=instant(AHEAD, LONDON) - timedelta(hours=9))
    (found,) = layers([one], LONDON, NOW)
    assert (found.start, found.anchor) == (one.anchor, one.anchor)


@pytest.mark.parametrize(
    ("events", "why"),
    [
        ([replace(layer("ab"), end=NOW)], "it has no event that is not over"),
        (
            [layer("ab"), replace(layer("c"), odd="it repeats monthly", name="Patch  day")],
            "no layer can say its event Patch day: it repeats monthly",
        ),
        (
            [layer("ab"), layer("c", hours=OFFICE, name="Second")],
            "two people are on at once, by its events Web and Second; a rota has one at a time",
        ),
        (
            [layer("ab"), layer("c", hours=OFFICE)],
            "two people are on at once, by two events called Web; a rota has one at a time",
        ),
    ],
)
def test_what_no_layer_can_say_is_told(events: list[LayerState], why: str) -> None:
    """The reason names the event."""
    with pytest.raises(CannotSayError) as caught:
        layers(events, LONDON, NOW)
    assert str(caught.value) == why


HOURS: st.SearchStrategy[list[WeeklyWindow]] = st.one_of(
    st.just([]),
    st.sampled_from([OFFICE, NIGHTS]),
    st.lists(
        st.builds(
            WeeklyWindow,
            st.integers(0, 335).map(lambda n: 30 * n),
            st.integers(1, 120).map(lambda n: 30 * n),
        ),
        min_size=1,
        max_size=3,
    ),
)
TURNS = st.sampled_from([8 * HOUR, 12 * HOUR, DAY, 2 * DAY, 10 * DAY, WEEK, WEEK, 2 * WEEK])
LAYERS = st.builds(
    layer,
    st.text("abcd", min_size=1, max_size=5),
    TURNS,
    HOURS,
    st.sampled_from([BEGUN, BEGUN + timedelta(days=2), AHEAD]),
    st.sampled_from(["Web", "main from 2026-11-02", "x"]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(LAYERS, min_size=1, max_size=2))
def test_layers_are_cut_into_the_events_that_they_came_from(stacked: list[LayerState]) -> None:
    """Whatever was cut: what is put together again is never anything else."""
    try:
        events = [event for event in cut(stacked, NOW, LONDON) if not over(event, NOW)]
    except InexpressibleError:
        return
    found = layers(events, LONDON, NOW)
    assert len(found) <= len(events)
    assert apart(found) == found
    assert same(cut(found, NOW, LONDON), events)


def test_a_restriction_of_all_days_stays_daily() -> None:
    """An event of every night has one window for all days."""
    nights = Restriction(None, 22 * HOUR, 8 * HOUR)
    one = replace(layer("ab"), restrictions=(nights,), anchor=instant(BEGUN.replace(hour=22), LONDON))
    assert layers([one], LONDON, NOW)[0].restrictions == (nights,)
