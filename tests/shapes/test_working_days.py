"""Rotas of working days: turns of a day and of eight hours, a team of seven, a pattern of two weeks."""

from collections.abc import Iterator

from reconciler.intervals import zone
from reconciler.shifts import engine
from reconciler.shifts.holding import Shift
from tests.shapes.shape import Shape, shape, text


def test_turns_of_a_day_go_on_over_the_weekend_where_nobody_works_them() -> None:
    """Five people: every Monday is two places after the Monday before, so everybody has every day."""
    # 1 March 2021 to 5 January 2026 are 1771 days, and 1771 = 354 * 5 + 1: bill, the second of five.
    desk = shape("working-days")
    week = [f"2026-01-{day:02} 09:00" for day in range(5, 13)]
    assert desk.on("analytics", *week) == ["bill", "cora", "dan", "edna", "ada", None, None, "dan"]
    # Five weeks have 25 working days of 8 hours, five for each.
    five_weeks = desk.hours("analytics", "2026-01-05 09:00", "2026-02-09 09:00")
    assert five_weeks == dict.fromkeys(("ada", "bill", "cora", "dan", "edna"), 40)


def test_a_working_day_begins_at_nine_on_the_wall_after_both_clock_changes() -> None:
    """In years of clock changes since the line-up began, the turn has not moved by an hour."""
    # To 30 March are 84 days more, to 26 October 294: 1771 + 84 = 1855 and 1771 + 294 = 2065 divide by 5.
    desk = shape("working-days")
    for monday in ("2026-03-30", "2026-10-26"):
        times = (f"{monday} {clock}" for clock in ("08:59", "09:00", "16:59", "17:00"))
        assert desk.on("analytics", *times) == [None, "ada", "ada", None]


def test_a_team_of_seven_takes_a_day_each_and_moves_one_day_on_every_week() -> None:
    """Week by week everybody works a day earlier, five weeks of seven."""
    desk = shape("working-days-of-seven")
    weeks = (("2026-01-05 09:00", "2026-01-12 09:00"), ("2026-01-12 09:00", "2026-01-19 09:00"))
    assert [desk.people("analytics", *week) for week in weeks] == [
        ["ada", "bill", "cora", "dan", "edna"],
        ["bill", "cora", "dan", "edna", "finn"],
    ]
    # Seven weeks have 35 working days of 8 hours, five for each.
    seven_weeks = desk.hours("analytics", "2026-01-05 09:00", "2026-02-23 09:00")
    assert seven_weeks == dict.fromkeys(("ada", "bill", "cora", "dan", "edna", "finn", "gwen"), 40)
    # 30 March is 12 weeks later, 26 October 42: 12 = 7 + 5 gives finn, the sixth, and 42 = 6 * 7 gives ada.
    assert desk.on("analytics", "2026-03-30 08:59", "2026-03-30 09:00") == [None, "finn"]
    assert desk.on("analytics", "2026-10-26 08:59", "2026-10-26 09:00") == [None, "ada"]


def test_in_one_layer_a_day_each_two_of_seven_people_never_work() -> None:
    """Seven turns of a day are a week, so everybody would be tied to one day of it."""
    _, _, *others = text("working-days-of-seven").split("      - {")
    monday = "hours: monday, turn: 1 week, handover: Monday 09:00"
    desk = shape(
        "working-days-of-seven",
        ("".join(f"      - {{{layer}" for layer in others), ""),
        (monday, "hours: office, turn: 1 day, handover: 09:00"),
        ("  monday: Mon ", "  office: Mon-Fri "),
    )
    worked = desk.hours("analytics", "2026-01-05 09:00", "2027-01-04 09:00")
    assert list(worked) == ["ada", "bill", "cora", "dan", "edna"]


def test_of_three_turns_of_eight_hours_one_is_worked() -> None:
    """Four people: three turns a day move the list back by one."""
    # Day d has the turn 3 * d: 0, 3, 6, 9, 12 are 0, 3, 2, 1, 0 of four; a week later 21 is 1.
    desk = shape("eight-hour-turns")
    week = [f"2026-01-{day:02} 12:00" for day in (5, 6, 7, 8, 9, 12)]
    assert desk.on("data-desk", *week) == ["ash", "dot", "cy", "bea", "ash", "bea"]
    # Four weeks have 20 working days of 8 hours, five for each.
    four_weeks = desk.hours("data-desk", "2026-01-05 09:00", "2026-02-02 09:00")
    assert four_weeks == dict.fromkeys(("ash", "bea", "cy", "dot"), 40)


def test_a_turn_of_eight_hours_begins_at_nine_on_the_wall_after_both_clock_changes() -> None:
    """Also where the turn before it began at an hour that the clock left out."""
    # 30 March is day 84, 26 October day 294: 252 is 0 of four, 882 = 220 * 4 + 2.
    desk = shape("eight-hour-turns")
    assert desk.on("data-desk", "2026-03-30 08:59", "2026-03-30 09:00") == [None, "ash"]
    assert desk.on("data-desk", "2026-10-26 08:59", "2026-10-26 09:00") == [None, "cy"]


def test_with_three_people_turns_of_eight_hours_always_give_the_same_one() -> None:
    """The same holds for every number of people that three divides: a third of them works."""
    desk = shape("eight-hour-turns", (", dot]", "]"))
    # 52 weeks of 5 days of 8 hours.
    assert desk.hours("data-desk", "2026-01-05 09:00", "2027-01-04 09:00") == {"ash": 2080}


def test_two_places_share_the_day_differently_in_every_other_week() -> None:
    """The four hours in the middle are India's in one week and New York's in the next."""
    desk = shape("every-other-week")
    mondays = [
        desk.on("desk", *(f"2026-{day} {clock}" for clock in ("03:59", "04:00", "08:00", "12:00", "17:00")))
        for day in ("01-05", "01-12", "01-19", "01-26")
    ]
    assert mondays == [
        [None, "asha", "asha", "tom", None],
        [None, "asha", "tom", "tom", None],
        [None, "vik", "vik", "una", None],
        [None, "vik", "una", "una", None],
    ]


def test_hours_in_four_weeks_of_a_shared_day() -> None:
    """In India 8 hours a day and then 4; in New York 5 and then 9."""
    # asha has 5 * 8 + 5 * 4 = 60 of them, tom 5 * 5 + 5 * 9 = 70.
    four_weeks = shape("every-other-week").hours("desk", "2026-01-05 00:00", "2026-02-02 00:00")
    assert four_weeks == {"asha": 60, "tom": 70, "vik": 60, "una": 70}


def test_a_shared_day_keeps_to_the_clock_of_its_own_zone() -> None:
    """04:00 in New York is 14:30 in India in winter and 13:30 in summer: India never changes its clocks."""
    desk = shape("every-other-week")
    india = [shift.start.astimezone(zone("Asia/Kolkata")) for shift in _first_shifts(desk)]
    assert [f"{start:%H:%M}" for start in india] == ["14:30", "13:30", "13:30", "14:30"]
    # 9 March is week 9, the second of a fortnight; 2 November is week 43, the fourth of four.
    mondays = [f"2026-{day} {clock}" for day in ("03-09", "11-02") for clock in ("03:59", "04:00", "08:00")]
    assert desk.on("desk", *mondays) == [None, "asha", "tom", None, "vik", "una"]


def _first_shifts(desk: Shape) -> Iterator[Shift]:
    """The first shifts of the Fridays before, and of the Mondays after, both clock changes in New York."""
    for day in ("2026-03-06", "2026-03-09", "2026-10-30", "2026-11-02"):
        yield engine.shifts(desk.file, "desk", desk.between("desk", f"{day} 00:00", f"{day} 23:00"))[0]
