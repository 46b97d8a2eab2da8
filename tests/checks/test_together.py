"""One person on two rotas at once."""

from tests.checks.looking import file, found, place, policy, told, weekly

# From Mon 2 Nov: ana ben cal dee eve | ben cal dee ana. In the 15th week both have ana.
LISTS = {
    "first": weekly("ana", "ben", "cal", "dee", "eve"),
    "second": weekly("ben", "cal", "dee", "ana"),
}
APART = {"first": weekly("ana", "ben"), "second": weekly("ben", "ana")}
BOTH = {"all": policy("first", "second")}
# In the week from 30 Nov ana is first and ben second.
COVER = {
    "rota": "second",
    "cover": "ben",
    "by": "ana",
    "from": "2026-12-01 17:00",
    "until": "2026-12-01 20:00",
}


def test_lists_of_unequal_length_meet_now_and_then_in_one_person() -> None:
    """Primary and secondary collide: an alert that is not answered goes to the same person again."""
    data = file(LISTS, policies={"all": policy("first", "second")})
    (finding,) = found(data, "same-person-two-levels")
    assert finding.severity == "warning"
    assert finding.message == (
        "Ana Ortiz is level 1 (first) and level 2 (second) of 24x7 on "
        "Mon 15 Feb 2027 09:00 – Mon 22 Feb 2027 09:00 and 8 more times within a year "
        "(also Ben Ode, Cal Roe and Dee Marr)"
    )
    assert place(data, finding, 18) == '"people": ["ben", '
    assert finding.hint == (
        "give one of them another order of as many people, or let it follow the other: `follows:`"
    )
    assert found(data, "double-booked") == []


def test_two_rotas_of_no_common_policy_are_a_note() -> None:
    """In a small team it may be meant; the note says when it first happens."""
    data = file(LISTS, policies={"one": policy("first"), "other": policy("second", name="Other")})
    assert told(data, "double-booked") == [
        (
            "info: Ana Ortiz is on first and second at once on Mon 15 Feb 2027 09:00 – Mon 22 Feb 2027 09:00 "
            "and 8 more times within a year (also Ben Ode, Cal Roe and Dee Marr)"
        )
    ]
    assert found(data, "same-person-two-levels") == []


def test_one_level_with_both_rotas_is_a_note() -> None:
    """Both are asked at once, so nobody waits for a second pair of hands that is the first."""
    data = file(LISTS, policies={"all": policy(["first", "second"])})
    assert [f.severity for f in found(data, "double-booked")] == ["info"]
    assert found(data, "same-person-two-levels") == []


def test_a_cover_that_puts_one_person_on_both_is_told_at_the_cover() -> None:
    """The lists are right; the line to change is the cover."""
    data = file(APART, policies=BOTH, overrides=[COVER])
    (finding,) = found(data, "same-person-two-levels")
    assert finding.message == (
        "Ana Ortiz is level 1 (first) and level 2 (second) of 24x7 on Tue 1 Dec 17:00 – 20:00"
    )
    assert place(data, finding, 5) == '"ana"'
    assert finding.hint == "let somebody else take one of them"
    assert found(file(APART, policies=BOTH), "same-person-two-levels") == []


def test_a_swap_in_the_leader_can_make_a_follower_collide() -> None:
    """The follower keeps its own turns, so ben is second in the week in which he is now first too."""
    rotas = {"first": weekly("ana", "ben", "cal"), "second": {"follows": "first", "offset": 1}}
    swap = {"rota": "first", "swap": {"cal": "2026-12-07", "ana": "2026-12-14"}}
    data = file(rotas, policies=BOTH, overrides=[swap])
    assert found(file(rotas, policies=BOTH), "same-person-two-levels") == []
    assert told(data, "same-person-two-levels") == [
        (
            "warning: Ana Ortiz is level 1 (first) and level 2 (second) of 24x7 on "
            "Mon 7 Dec 09:00 – Mon 14 Dec 09:00"
        )
    ]


def test_a_bank_holiday_taken_on_by_somebody_who_has_another_rota_is_told() -> None:
    """Overrides and bank holidays count, not the line-ups alone."""
    rotas = {"day": weekly("ana", hours="day"), "night": weekly("ben", hours="night"), "all": weekly("cal")}
    data = file(
        rotas,
        bank_holidays={"calendar": "england-and-wales", "window": "day", "rules": {"night": "current"}},
        overrides=[{"rota": "night", "holiday": "2026-12-25", "by": "cal"}],
    )
    assert told(data, "double-booked") == [
        "info: Cal Roe is on all and night at once on Fri 25 Dec 09:00 – 17:00"
    ]


def test_a_mailbox_on_two_rotas_is_nobody() -> None:
    """It has no hands to be short of."""
    rules = {"calendar": "england-and-wales", "window": "day", "rules": {"one": "team", "two": "team"}}
    rotas = {"one": weekly("ana", hours="day"), "two": weekly("ben", hours="day")}
    assert found(file(rotas, bank_holidays=rules), "double-booked") == []


def test_day_and_night_of_one_person_never_overlap() -> None:
    """What touches at 17:00 does not overlap: that is a matter of rest."""
    rotas = {"day": weekly("ana", hours="day"), "night": weekly("ana", hours="night")}
    assert found(file(rotas), "double-booked") == []


def test_somebody_named_at_a_level_who_also_takes_turns_is_told_at_the_level() -> None:
    """A manager at the end of the chain who is on call at its beginning is asked twice."""
    data = file({"first": weekly("ana", "ben")}, policies={"all": policy("first", "ben")})
    (finding,) = found(data, "same-person-two-levels")
    assert finding.message == (
        "Ben Ode, whom level 2 of 24x7 names, is also level 1 (first) on "
        "Wed 25 Nov 12:00 – Mon 30 Nov 09:00 and 26 more times within a year"
    )
    assert place(data, finding, 5) == '"ben"'
    assert finding.hint == "name somebody else at that level, or keep them out of the rota"
    assert found(file({"first": weekly("ana")}, policies={"all": policy("first", "ben")}), finding.id) == []


def test_a_weekend_of_a_clock_change_is_told_in_local_time() -> None:
    """Sat 27 March to Mon 29 March has 47 hours and begins and ends at nine."""
    rotas = {"one": weekly("ana", "ben"), "two": weekly("cal", "dee")}
    cover = {"rota": "two", "cover": "cal", "by": "ana", "on": "2027-03-27..2027-03-28"}
    assert told(file(rotas, overrides=[cover]), "double-booked") == [
        "info: Ana Ortiz is on one and two at once on Sat 27 Mar 2027 09:00 – Mon 29 Mar 2027 09:00"
    ]
