"""Turns and hours that beat against each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.checks.weeks import Meter, minutes, without
from reconciler.config.values import MINUTES_PER_WEEK, WeeklyWindow
from reconciler.shifts.hours import complement, normalise
from tests.checks.looking import file, found, place, told
from tests.shifts.support import one

SEVEN = ("ana", "ben", "cal", "dee", "eve", "kit", "lou")


def web(
    *people: str, turn: str, handover: str | None, hours: str | None = "day", **more: object
) -> dict[str, object]:
    """One rota whose first turn begins on Mon 2 Nov."""
    start = "2026-11-02" if handover is not None else "2026-11-02 09:00"
    return file(
        {"web": one({"from": start, "people": list(people)}, turn=turn, handover=handover, hours=hours)},
        **more,
    )


def test_daily_turns_of_seven_leave_two_with_weekends_alone() -> None:
    """The clock runs on through the weekend, in which the rota does not page."""
    data = web(*SEVEN, turn="1 day", handover="09:00")
    (finding,) = found(data, "starved")
    assert finding.severity == "warning"
    assert finding.message == (
        "Kit Moss and Lou Penn never work in web: with 7 people, turns of 1 day always fall outside its "
        "hours for them"
    )
    assert finding.hint == "`turn: 1 week`, `handover: Monday 09:00` gives everybody an equal share"
    assert place(data, finding, 15) == '"people": ["ana'


def test_daily_turns_of_seven_around_the_clock_give_everybody_one_weekday() -> None:
    """The hours are equal, but somebody has every Saturday."""
    assert told(web(*SEVEN, turn="1 day", handover="09:00", hours=None), "starved") == [
        (
            "warning: everybody in web always has the same day of the week (Ana Ortiz every Monday): "
            "7 people with turns of 1 day keep step with the week"
        )
    ]


def test_half_days_and_an_even_list_give_the_same_people_all_nights() -> None:
    """A note, since who lives where is not known."""
    data = web("ana", "ben", "cal", "dee", turn="12 hours", handover=None, hours=None)
    (finding,) = found(data, "starved")
    assert (finding.severity, finding.message) == (
        "info",
        (
            "Ben Ode and Dee Marr have every night in web, Ana Ortiz and Cal Roe none: "
            "4 people with turns of 12 hours keep step with the day"
        ),
    )
    assert finding.hint == "`turn: 1 day`, `handover: 09:00` gives everybody an equal share"


def test_eight_hours_and_three_people_give_one_of_them_all_the_work() -> None:
    """Nine to five is always the same one's turn."""
    assert told(web("ana", "ben", "cal", turn="8 hours", handover=None), "starved") == [
        (
            "warning: Ben Ode and Cal Roe never work in web: with 3 people, turns of 8 hours always fall "
            "outside its hours for them"
        )
    ]


def test_less_than_half_of_an_equal_share_is_told_in_per_cent() -> None:
    """Ana has Monday to Thursday of every week, Ben has Friday."""
    data = web("ana", "ben", turn="84 hours", handover=None, hours="few")
    data["hours"] = {"few": ["Mon-Thu 09:00-17:00", "Fri 09:00-11:00"]}
    assert told(data, "starved") == [
        "warning: Ben Ode gets 6 % of the hours of web, where 50 % would be an equal share"
    ]


@pytest.mark.parametrize(
    ("people", "turn", "handover", "hours"),
    [
        (SEVEN, "1 week", "Monday 09:00", "day"),
        (SEVEN[:5], "1 day", "09:00", "day"),
        (SEVEN[:6], "1 day", "09:00", None),
        (SEVEN[:3], "12 hours", None, None),
        (SEVEN[:1], "12 hours", None, "day"),
        (("ana", "ana", "ben"), "1 week", "Monday 09:00", "night"),
    ],
)
def test_turns_that_go_round_fairly_are_silent(
    people: tuple[str, ...], turn: str, handover: str | None, hours: str | None
) -> None:
    """Weeks always do; days do where the list is no multiple of seven; who stands twice has twice as much."""
    assert found(web(*people, turn=turn, handover=handover, hours=hours), "starved") == []


def test_a_line_up_that_is_about_to_end_is_let_be() -> None:
    """The last line-up is what is meant to stay."""
    line_ups = [
        {"from": "2026-11-02", "people": list(SEVEN)},
        {"from": "2026-12-01", "people": list(SEVEN[:6])},
    ]
    rota = {**one(turn="1 day", handover="09:00"), "line_ups": line_ups}
    assert found(file({"web": rota}), "starved") == []
    assert len(found(file({"web": {**rota, "line_ups": line_ups[:1]}}), "starved")) == 1
    assert (
        found(
            file({"web": {**rota, "line_ups": [line_ups[0], {"from": "2026-12-01", "pause": "off"}]}}),
            "starved",
        )
        == []
    )


def test_the_hours_that_later_layers_take_do_not_count() -> None:
    """What is left of the base layer is the weekend, which is always Kit's and Lou's."""
    layers = [
        {
            "name": "base",
            **one({"from": "2026-11-02", "people": list(SEVEN)}, turn="1 day", handover="00:00", hours=None),
        },
        {"name": "week", **one({"from": "2026-11-02", "people": ["ana", "ben"]}, hours="week")},
    ]
    data = file({"web": {"layers": layers}}, hours={"week": "Mon 00:00-Sat 00:00"})
    assert told(data, "starved") == [
        (
            "warning: Ana Ortiz, Ben Ode, Cal Roe and 2 others never work in web, layer base: with 7 people, "
            "turns of 1 day always fall outside its hours for them"
        )
    ]


windows = st.builds(WeeklyWindow, st.integers(0, MINUTES_PER_WEEK - 1), st.integers(1, MINUTES_PER_WEEK))
weeks = st.lists(windows, max_size=4).map(lambda found: normalise(tuple(found)))
times = st.integers(0, 5 * MINUTES_PER_WEEK)


@given(weeks, times, times, times)
def test_what_falls_between_two_times_adds_up(
    hours: tuple[WeeklyWindow, ...], one: int, two: int, three: int
) -> None:
    """Two stretches laid end to end hold what the whole holds; a week holds the week; no more than passes."""
    start, middle, end = sorted((one, two, three))
    meter = Meter.of(hours)
    assert meter.between(start, middle) + meter.between(middle, end) == meter.between(start, end)
    assert meter.between(start, start + MINUTES_PER_WEEK) == minutes(hours)
    assert 0 <= meter.between(start, end) <= end - start
    assert meter.between(start, end) + Meter.of(complement(hours)).between(start, end) == end - start


@given(weeks, weeks, times)
def test_what_other_hours_leave_is_what_only_the_first_have(
    hours: tuple[WeeklyWindow, ...], others: tuple[WeeklyWindow, ...], at: int
) -> None:
    """Minute by minute."""
    left = Meter.of(without(hours, others)).between(at, at + 1)
    assert left == (Meter.of(hours).between(at, at + 1) and 1 - Meter.of(others).between(at, at + 1))
