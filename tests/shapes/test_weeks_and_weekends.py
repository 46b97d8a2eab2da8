"""Rotas in which nights, weekdays and weekends change hands apart, in layers stacked on one another."""

from itertools import pairwise

from tests.shapes.shape import shape


def test_weekdays_in_turns_of_a_day_and_the_weekend_in_one_piece() -> None:
    """Handovers are at noon; the person who begins a weekday moves on by one every week."""
    hosting = shape("weekdays-and-weekends")
    noons = [f"2026-01-{day:02} 12:00" for day in (5, 6, 7, 8, 9, 12)]
    # Day 7 is the Monday after: 7 = 2 * 3 + 1, beth.
    assert hosting.on("hosting", *noons) == ["amir", "beth", "carl", "amir", "carl", "beth"]
    # Three weeks: 12 turns of 24 hours and 3 weekends of 72; each person has 4 * 24 + 72.
    three_weeks = hosting.hours("hosting", "2026-01-05 12:00", "2026-01-26 12:00")
    assert three_weeks == dict.fromkeys(("amir", "beth", "carl"), 168)


def test_weekends_at_noon_over_both_clock_changes() -> None:
    """An hour less in spring and an hour more in autumn, for whoever has the weekend."""
    # From 9 January to 27 March are 11 weeks, to 23 October 41: both leave 2 of three, beth.
    hosting = shape("weekdays-and-weekends")
    assert hosting.hours("hosting", "2026-03-27 12:00", "2026-03-30 12:00") == {"beth": 71}
    assert hosting.hours("hosting", "2026-10-23 12:00", "2026-10-26 12:00") == {"beth": 73}
    # Monday 30 March is day 84, a multiple of three.
    assert hosting.on("hosting", "2026-03-30 11:59", "2026-03-30 12:00") == ["beth", "amir"]
    assert hosting.on("hosting", "2026-03-31 11:59", "2026-03-31 12:00") == ["amir", "beth"]


def test_the_second_person_is_one_place_behind_in_both_layers() -> None:
    """So the two never meet, neither on weekdays nor at weekends."""
    hosting = shape("weekdays-and-weekends")
    behind = {"amir": "beth", "beth": "carl", "carl": "amir"}
    times = [f"2026-{month:02}-{day:02} 13:00" for month in range(1, 13) for day in range(6, 29)]
    first, second = hosting.on("hosting", *times), hosting.on("hosting-second", *times)
    assert second == [behind[name or ""] for name in first]


def test_nights_and_the_weekend_belong_to_one_turn() -> None:
    """Nobody is on call by day; the turn begins on Friday evening."""
    nights = shape("out-of-hours")
    tuesday = [f"2026-01-13 {clock}" for clock in ("08:59", "09:00", "16:59", "17:00")]
    assert nights.on("nights", *tuesday) == ["bert", None, None, "bert"]
    assert nights.on("nights", "2026-01-09 16:59", "2026-01-09 17:00") == [None, "bert"]
    # A weekend of 64 hours and four nights of 16.
    three_weeks = nights.hours("nights", "2026-01-02 17:00", "2026-01-23 17:00")
    assert three_weeks == {"alma": 128, "bert": 128, "cass": 128}


def test_the_weekend_in_one_piece_over_both_clock_changes() -> None:
    """64 hours on the wall are 63 in spring and 65 in autumn."""
    # From 2 January to 27 March are 12 weeks, to 23 October 42: both are multiples of three, alma.
    nights = shape("out-of-hours")
    assert nights.hours("nights", "2026-03-27 17:00", "2026-03-30 09:00") == {"alma": 63}
    assert nights.hours("nights", "2026-10-23 17:00", "2026-10-26 09:00") == {"alma": 65}
    for monday in ("2026-03-30", "2026-10-26"):
        assert nights.on("nights", f"{monday} 08:59", f"{monday} 09:00") == ["alma", None]


def test_days_with_times_are_a_window_for_each_day_and_not_one_long_one() -> None:
    """`Fri-Mon 17:00-09:00` are four nights: on Saturday at noon nobody is on call."""
    whole = shape("out-of-hours")
    nights = shape("out-of-hours", ("Fri 17:00-Mon 09:00", "Fri-Mon 17:00-09:00"))
    assert whole.on("nights", "2026-01-10 12:00") == ["bert"]
    assert nights.on("nights", "2026-01-10 12:00") == [None]


def test_two_people_share_the_evenings_and_the_weekend_by_halves() -> None:
    """Monday and Tuesday, Wednesday and Thursday, Saturday with Friday night, Sunday."""
    shop = shape("evenings-and-split-weekends")
    evenings = [f"2026-01-{day:02} 20:00" for day in range(5, 12)]
    assert shop.on("shop", *evenings) == ["anton"] * 2 + ["brid"] * 2 + ["anton"] * 2 + ["brid"]
    # In two weeks each has 2 * 15 + 2 * 15 hours of evenings, a Saturday of 39 and a Sunday of 24.
    two_weeks = shop.hours("shop", "2026-01-05 17:00", "2026-01-19 17:00")
    assert two_weeks == {"anton": 123, "brid": 123}


def test_the_split_weekend_over_both_clock_changes() -> None:
    """The clocks change at night, in the turn of whoever has the Saturday."""
    # 27 March is week 11 and 23 October week 41: odd, so brid has the Saturday and anton the Sunday.
    shop = shape("evenings-and-split-weekends")
    for start, end, hours in (
        ("2026-03-27 17:00", "2026-03-30 17:00", 38),
        ("2026-10-23 17:00", "2026-10-26 17:00", 40),
    ):
        assert shop.hours("shop", start, end) == {"brid": hours, "anton": 24}
    assert shop.on("shop", "2026-03-29 07:59", "2026-03-29 08:00") == ["brid", "anton"]


def test_turns_of_two_days_wander_over_the_week() -> None:
    """Whoever has Monday and Tuesday would have Tuesday alone of the next week's first two."""
    layer = "hours: early-evenings, turn: 1 week, handover: Monday 17:00"
    shop = shape(
        "evenings-and-split-weekends", (layer, "hours: early-evenings, turn: 2 days, handover: 17:00")
    )
    evenings = ("2026-01-05 20:00", "2026-01-06 20:00", "2026-01-12 20:00", "2026-01-13 20:00")
    # Days 0 and 1 are turn 0, day 7 is the second half of turn 3, day 8 begins turn 4.
    assert shop.on("shop", *evenings) == ["anton", "anton", "brid", "anton"]


def test_alternate_days_of_six_people() -> None:
    """Four days in one week, and three weeks later three."""
    plant = shape("alternate-days")
    week = [f"2026-01-{day:02} 12:00" for day in range(4, 11)]
    assert plant.on("plant", *week) == ["arlo", "dina", "arlo", "dina", "arlo", "dina", "arlo"]
    later = [f"2026-01-{day:02} 12:00" for day in range(25, 32)]
    assert plant.on("plant", *later) == ["dina", "arlo", "dina", "arlo", "dina", "arlo", "dina"]
    # Six weeks: 4 * 12 hours in one week and 3 * 12 in another, for each of six.
    six_weeks = plant.hours("plant", "2026-01-04 07:00", "2026-02-15 07:00")
    assert six_weeks == dict.fromkeys(("arlo", "bess", "cody", "dina", "ezra", "flo"), 84)


def test_alternate_days_begin_at_seven_on_the_wall_on_the_days_of_both_clock_changes() -> None:
    """Both are Sundays, on which a week begins too."""
    # 29 March is week 12 and 25 October week 42: multiples of six, arlo.
    plant = shape("alternate-days")
    for sunday in ("2026-03-29", "2026-10-25"):
        times = [f"{sunday} {clock}" for clock in ("06:59", "07:00", "18:59", "19:00")]
        assert plant.on("plant", *times) == [None, "arlo", "arlo", None]
        assert plant.hours("plant", f"{sunday} 00:00", f"{sunday} 23:00") == {"arlo": 12}


def test_nobody_has_a_week_and_the_weekend_beside_it() -> None:
    """The second list is turned so that everybody is off between any two of their shifts."""
    network = shape("week-and-weekend-apart")
    shifts = network.people("network", "2026-01-05 11:00", "2027-01-04 11:00")
    assert shifts[:6] == ["anya", "cho", "ben", "anya", "cho", "ben"]
    # 52 weeks and 52 weekends, and whoever is on is off for the next two.
    assert len(shifts) == 104
    assert all(one != other for one, other in pairwise(shifts))
    # Three weeks: 96 hours of a week and 72 of a weekend for each.
    three_weeks = network.hours("network", "2026-01-05 11:00", "2026-01-26 11:00")
    assert three_weeks == dict.fromkeys(("anya", "ben", "cho"), 168)


def test_the_same_list_twice_or_turned_the_other_way_leaves_no_rest() -> None:
    """Either the weekend follows one's week, or one's week follows the weekend."""
    same = shape("week-and-weekend-apart", ("[cho, anya, ben]", "[anya, ben, cho]"))
    assert same.people("network", "2026-01-05 11:00", "2026-01-26 11:00") == ["anya", "ben", "cho"]
    ahead = shape("week-and-weekend-apart", ("[cho, anya, ben]", "[ben, cho, anya]"))
    assert ahead.people("network", "2026-01-05 11:00", "2026-01-19 11:00") == ["anya", "ben", "cho"]


def test_weekends_apart_over_both_clock_changes() -> None:
    """From Friday to Monday at eleven."""
    # 27 March is week 11 and 23 October week 41: both leave 2 of three, ben; the week before it is cho's.
    network = shape("week-and-weekend-apart")
    assert network.hours("network", "2026-03-23 11:00", "2026-03-30 11:00") == {"cho": 96, "ben": 71}
    assert network.hours("network", "2026-10-19 11:00", "2026-10-26 11:00") == {"cho": 96, "ben": 73}
