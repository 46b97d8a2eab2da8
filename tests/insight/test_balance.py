"""The balance of small rotas, worked out by hand."""

import pytest

from reconciler.insight.fairness import balance, together
from tests.insight.support import THREE, TWO, YEAR, Numbers, measured, nights, numbers, year
from tests.shifts.support import cover, document, holiday, load, one, span


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        # 22, 22 and 8 weeks of 128 hours; 8 windows of 8 hours; the week of 23 March is an hour short, that
        # of 19 October an hour long; 16 hours go from Ben to Cal. Shared: 3359 by two, then 3361 by three.
        ("hours", {"ana": (2841, 41.17), "ben": (2831, 31.17), "cal": (1048, -72.33)}),
        ("out_of_hours", {"ana": (2841, 41.17), "ben": (2831, 31.17), "cal": (1048, -72.33)}),
        # The turn of 28 December has 144 hours, as two bank holidays fall into it; 16 of them are Cal's.
        ("turns", {"ana": (22, 0.33), "ben": (21.89, 0.22), "cal": (8.11, -0.56)}),
        ("nights", {"ana": (154, 2.33), "ben": (153, 1.33), "cal": (57, -3.67)}),
        ("weekends", {"ana": (22, 0.33), "ben": (22, 0.33), "cal": (8, -0.67)}),
        # A Monday is 9 hours of the one before and 15 of the one after; Good Friday and Christmas are whole.
        ("bank_holidays", {"ana": (3.75, 0.42), "ben": (3.25, -0.08), "cal": (1, -0.33)}),
    ],
)
def test_a_year_with_a_joiner_a_cover_and_both_clock_changes(what: str, expected: Numbers) -> None:
    """Every kind of amount of one year; the joiner has no share of the months before."""
    assert measured(year(), YEAR, what) == expected


def test_whoever_leaves_is_owed_nothing_for_what_comes_after() -> None:
    """Cal is there for three of five weeks and works one of them: an even share."""
    file = nights(
        {"from": "2026-01-05", "people": ["ana", "ben", "cal"]},
        {"from": "2026-01-26", "people": ["ben", "ana"]},
    )
    whole = span("2026-01-05 09:00", "2026-02-09 09:00")
    assert measured(file, whole, "hours") == {"ana": (256, 0), "ben": (256, 0), "cal": (128, 0)}
    assert [(b.person, b.here) for b in balance(file, ["web"], whole)] == [
        ("ana", True),
        ("ben", True),
        ("cal", False),
    ]


def test_a_cover_counts_for_whoever_worked_it_also_from_outside_the_line_up() -> None:
    """Dee has no share of a rota that she is not on, and so all of it is more."""
    file = nights(TWO, overrides=[cover("ana", "dee", "2026-01-05 17:00", "2026-01-06 09:00")])
    found = measured(file, span("2026-01-05 09:00", "2026-01-19 09:00"), "hours")
    assert found == {"ana": (112, -16), "ben": (128, 0), "dee": (16, 16)}


def test_a_person_who_stands_twice_in_a_line_up_has_one_share() -> None:
    """An equal share is per head; whoever agreed to two turns has done more."""
    file = nights({"from": "2026-01-05", "people": ["ana", "ben", "ana", "cal"]})
    found = measured(file, span("2026-01-05 09:00", "2026-02-02 09:00"), "turns")
    assert found == {"ana": (2, 0.67), "ben": (1, -0.33), "cal": (1, -0.33)}


def test_a_mailbox_never_counts() -> None:
    """On a bank holiday the day rota is mailed to the team: eight hours that nobody works."""
    rules = {"calendar": "england-and-wales", "window": "day", "rules": {"web": "team"}}
    file = load(document({"web": one(TWO)}, bank_holidays=rules))
    found = balance(file, ["web"], span("2026-03-30 08:00", "2026-04-06 08:00"))
    assert numbers(found, "hours") == {"ana": (32, 16), "ben": (0, -16)}
    assert numbers(found, "bank_holidays") == {"ana": (0, 0), "ben": (0, 0)}


def test_without_a_rule_the_calendar_counts_all_the_same() -> None:
    """A rota that works on through Good Friday has a third of a bank holiday: 8 of 24 hours."""
    rules = {"calendar": "england-and-wales", "window": "day", "rules": {}}
    file = load(document({"web": one(TWO)}, bank_holidays=rules))
    found = balance(file, ["web"], span("2026-03-30 08:00", "2026-04-06 08:00"))
    assert numbers(found, "bank_holidays") == {"ana": (0.33, 0.17), "ben": (0, -0.17)}
    assert numbers(found, "out_of_hours") == {"ana": (8, 4), "ben": (0, -4)}


def test_a_rota_keeps_the_bank_holidays_of_its_own_calendar() -> None:
    """2 January is one in Scotland only."""
    whole = span("2026-12-28 09:00", "2027-01-11 09:00")
    for calendar, days in (("england-and-wales", 1.62), ("scotland", 2.62)):
        file = nights(TWO, calendar=calendar)
        assert sum(done for done, _ in measured(file, whole, "bank_holidays").values()) == days


def test_a_volunteer_in_a_pause_has_done_more_than_those_before_it() -> None:
    """Nobody is in the line-up on Christmas Day, so the day is shared by those who were."""
    file = nights(
        {"from": "2026-12-07", "people": ["ana", "ben"]},
        {"from": "2026-12-21", "pause": "shutdown"},
        overrides=[holiday("2026-12-25", "ben")],
    )
    found = measured(file, span("2026-12-07 09:00", "2026-12-28 09:00"), "hours")
    assert found == {"ana": (128, -4), "ben": (136, 4)}


def test_a_volunteer_before_the_first_line_up_works_for_nobody_else() -> None:
    """There is no one with whom to share."""
    file = nights({"from": "2026-12-28", "people": ["ana"]}, overrides=[holiday("2026-12-25", "ben")])
    found = balance(file, ["web"], span("2026-12-24 09:00", "2026-12-28 09:00"))
    assert numbers(found, "hours") == {"ben": (8, 0)}
    assert numbers(found, "turns") == {"ben": (0, 0)}


def test_a_turn_that_is_cut_is_a_part_of_a_turn() -> None:
    """Two days of seven before the handover moves to Wednesday."""
    file = nights(TWO, {"from": "2026-01-14", "handover": "Wednesday 09:00", "people": ["ana", "ben"]})
    found = measured(file, span("2026-01-05 09:00", "2026-01-28 09:00"), "turns")
    assert found == {"ana": (2, 0.36), "ben": (1.29, -0.36)}


def test_nights_are_the_hours_between_eleven_and_six() -> None:
    """An evening is no night, and an early start is an hour of none; half a night is half of one."""
    for hours, counted in (("daily 17:00-23:00", 0), ("daily 06:00-12:00", 0), ("daily 23:00-02:30", 3.5)):
        file = load(
            document({"web": one({"from": "2026-01-05", "people": ["ana"]}, hours="band")})
            | {"hours": {"band": hours}}
        )
        found = measured(file, span("2026-01-05 09:00", "2026-01-12 09:00"), "nights")
        assert found == {"ana": (counted, 0)}


def test_hours_are_those_that_really_pass() -> None:
    """The night to 29 March has 15 hours and counts as one night; that to 25 October has 17."""
    file = nights(TWO)
    for whole, long in (
        (span("2026-03-28 17:00", "2026-03-29 08:00"), 15),
        (span("2026-10-24 16:00", "2026-10-25 09:00"), 17),
    ):
        found = balance(file, ["web"], whole)
        assert sum(done for done, _ in numbers(found, "hours").values()) == long
        assert sum(done for done, _ in numbers(found, "nights").values()) == 1


def test_a_file_without_bank_holidays_counts_the_working_day_as_nine_to_five() -> None:
    """Around the clock a week has 40 such hours, and 128 others."""
    file = load(document({"web": one(TWO, hours=None)}))
    whole = span("2026-12-21 09:00", "2026-12-28 09:00")
    assert measured(file, whole, "out_of_hours") == {"ana": (128, 64), "ben": (0, -64)}
    assert measured(file, whole, "bank_holidays") == {"ana": (0, 0), "ben": (0, 0)}


def test_together_a_person_who_is_ahead_on_one_rota_can_be_even() -> None:
    """Hours of several rotas add up, and so do the shares."""
    days = one({"from": "2026-01-05", "people": ["ana", "ben"]}, hours=None)
    other = one({"from": "2026-01-05", "people": ["ben", "ana"]}, hours=None)
    file = load(document({"web": days, "api": other}))
    found = balance(file, ["web", "api"], span("2026-01-05 09:00", "2026-01-12 09:00"))
    assert [(b.rota, b.person, float(b.more.hours)) for b in found] == [
        ("web", "ana", 84),
        ("web", "ben", -84),
        ("api", "ana", -84),
        ("api", "ben", 84),
    ]
    assert [(b.rota, b.person, float(b.more.hours)) for b in together(found)] == [
        (None, "ana", 0),
        (None, "ben", 0),
    ]


def test_a_rota_that_is_not_managed_has_no_balance() -> None:
    """Nothing is known of who works on it."""
    file = load(document({"web": one(TWO, THREE)}) | {"rotas": {"gaap": {"name": "GaaP", "managed": False}}})
    assert balance(file, ["gaap"], YEAR) == ()
