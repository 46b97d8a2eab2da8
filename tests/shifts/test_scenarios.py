"""The bank-holiday scenarios of the support rotas, with exact instants (UTC)."""

import pytest

from reconciler.intervals import Interval
from reconciler.shifts import engine
from reconciler.shifts.windows import horizon_end
from tests.shifts.support import (
    IN_COMMS,
    IN_HOURS,
    OOH,
    OOH_COMMS,
    SUMMER,
    WINTER,
    joined,
    on_call,
    on_days,
    overridden,
    support,
    utc,
)


@pytest.mark.parametrize(
    ("first", "days", "end"),
    [
        ("2024-12-23", ("2024-12-25", "2024-12-26"), "2024-12-30"),
        ("2025-12-22", ("2025-12-25", "2025-12-26"), "2025-12-29"),
    ],
)
def test_christmas_in_one_turn_gives_two_windows_to_its_holder_and_to_the_mailbox(
    first: str, days: tuple[str, str], end: str
) -> None:
    """Scenario 1: eight overrides over four rotas, and one stretch of 64 hours."""
    file = support(first)
    around = f"{first} 09:00", f"{end} 09:00"
    expected = {OOH: "ana", IN_HOURS: "team", OOH_COMMS: "kit", IN_COMMS: "team"}
    for key, person in expected.items():
        assert overridden(file, key, *around) == on_days(*((person, d, *WINTER) for d in days))
    eve = f"{days[0][:-2]}24 17:00"
    after = f"{days[0][:-2]}27 09:00"
    if first == "2025-12-22":  # the 27th is a Saturday: the weekend follows without a gap
        after = f"{end} 09:00"
    assert ("ana", eve, after) in on_call(file, OOH, *around)


def test_at_easter_the_friday_is_the_outgoing_and_the_monday_the_incoming_person() -> None:
    """Scenario 2: 18 and 21 April 2025; nothing on Saturday and Sunday; 88 and 24 hours."""
    file = support("2025-04-14")
    around = "2025-04-17 00:00", "2025-04-23 00:00"
    assert overridden(file, OOH, *around) == on_days(
        ("ana", "2025-04-18", *SUMMER), ("ben", "2025-04-21", *SUMMER)
    )
    assert overridden(file, IN_HOURS, *around) == on_days(
        ("team", "2025-04-18", *SUMMER), ("team", "2025-04-21", *SUMMER)
    )
    assert on_call(file, OOH, "2025-04-17 12:00", "2025-04-22 12:00") == [
        ("ana", "2025-04-17 16:00", "2025-04-21 08:00"),
        ("ben", "2025-04-21 08:00", "2025-04-22 08:00"),
    ]


@pytest.mark.parametrize(
    ("first", "day", "hours"),
    [
        ("2025-04-14", "2025-04-21", SUMMER),
        ("2026-03-30", "2026-04-06", SUMMER),
        ("2026-12-21", "2026-12-28", WINTER),
    ],
)
def test_an_outgoing_holder_keeps_the_window_that_begins_with_the_handover(
    first: str, day: str, hours: tuple[str, str]
) -> None:
    """Scenario 2 with `outgoing`: Monday stays with the weekend's person; that night is the next one's."""
    file = support(first, holder="outgoing")
    assert overridden(file, OOH, f"{day} 00:00", f"{day} 23:00") == on_days(("ana", day, *hours))
    assert on_call(file, OOH, f"{day} {hours[1]}", f"{day} 22:00") == [
        ("ben", f"{day} {hours[1]}", f"{day} 22:00")
    ]


def test_a_bank_holiday_on_a_saturday_does_nothing_and_its_substitute_acts() -> None:
    """Scenario 3: 25, 26 and 28 December 2026, handover on the 28th."""
    file = support("2026-12-21")
    around = "2026-12-23 00:00", "2026-12-31 00:00"
    assert overridden(file, OOH, *around) == on_days(
        ("ana", "2026-12-25", *WINTER), ("ben", "2026-12-28", *WINTER)
    )
    assert overridden(file, IN_HOURS, *around) == on_days(
        ("team", "2026-12-25", *WINTER), ("team", "2026-12-28", *WINTER)
    )
    assert on_call(file, OOH, "2026-12-24 12:00", "2026-12-29 12:00") == [
        ("ana", "2026-12-24 17:00", "2026-12-28 09:00"),
        ("ben", "2026-12-28 09:00", "2026-12-29 09:00"),
    ]


def test_new_year_on_a_saturday_moves_to_monday_and_in_scotland_also_to_tuesday() -> None:
    """Scenario 4: 1 and 3 January 2022; the 4th only with Scotland's calendar."""
    around = "2021-12-31 00:00", "2022-01-06 00:00"
    monday = on_days(("ben", "2022-01-03", *WINTER))
    assert overridden(support("2021-12-27"), OOH, *around) == monday
    scottish = support("2021-12-27", calendar="scotland")
    assert overridden(scottish, OOH, *around) == [*monday, *on_days(("ben", "2022-01-04", *WINTER))]
    assert overridden(scottish, IN_HOURS, *around) == on_days(
        ("team", "2022-01-03", *WINTER), ("team", "2022-01-04", *WINTER)
    )


@pytest.mark.parametrize(
    ("first", "friday", "monday", "night", "hours"),
    [
        ("2026-03-23", "2026-03-27 17:00", "2026-03-30 08:00", "2026-03-30 16:00", 63),
        ("2026-10-19", "2026-10-23 16:00", "2026-10-26 09:00", "2026-10-26 17:00", 65),
        ("2028-03-20", "2028-03-24 17:00", "2028-03-27 08:00", "2028-03-27 16:00", 63),
        ("2027-10-25", "2027-10-29 16:00", "2027-11-01 09:00", "2027-11-01 17:00", 65),
    ],
)
def test_a_weekend_with_a_clock_change_is_an_hour_shorter_or_longer(
    first: str, friday: str, monday: str, night: str, hours: int
) -> None:
    """Scenarios 8 and 9: no overrides; 63 and 65 hours; the next night begins at 17:00 local."""
    file = support(first)
    end = f"{monday[:10]} 23:00"
    for key in (OOH, IN_HOURS, OOH_COMMS, IN_COMMS):
        assert overridden(file, key, f"{first} 12:00", end) == []
    found = on_call(file, OOH, f"{friday[:10]} 12:00", end)
    assert found == [("ana", friday, monday), ("ben", night, end)]
    assert (utc(monday) - utc(friday)).total_seconds() == hours * 3600


@pytest.mark.parametrize(
    ("first", "start", "end", "hours"),
    [
        ("2026-03-23", "2026-03-28 09:00", "2026-03-29 08:00", 23),
        ("2026-10-19", "2026-10-24 08:00", "2026-10-25 09:00", 25),
    ],
)
def test_from_saturday_to_sunday_at_nine_is_23_or_25_hours_over_a_clock_change(
    first: str, start: str, end: str, hours: int
) -> None:
    """Scenarios 8 and 9: a date means handover to handover, so covering the Saturday takes exactly that."""
    file = support(first, overrides=[{"rota": OOH, "cover": "ana", "by": "cal", "on": start[:10]}])
    assert overridden(file, OOH, f"{first} 12:00", f"{end[:10]} 23:00") == [("cal", start, end)]
    assert (utc(end) - utc(start)).total_seconds() == hours * 3600


def test_over_new_year_both_years_are_known() -> None:
    """Scenario 12: one window on Thu 1 January 2026; Fri 2 January is an ordinary day; 40 hours."""
    file = support("2025-12-29", horizon="14 days")
    around = "2025-12-28 12:00", "2026-01-11 12:00"
    assert overridden(file, OOH, *around) == on_days(("ana", "2026-01-01", *WINTER))
    assert overridden(file, IN_HOURS, *around) == on_days(("team", "2026-01-01", *WINTER))
    assert ("ana", "2025-12-31 17:00", "2026-01-02 09:00") in on_call(file, OOH, *around)
    assert ("dee", "2026-01-02 09:00", "2026-01-02 17:00") in on_call(file, IN_HOURS, *around)


def test_scotland_keeps_its_own_days() -> None:
    """Scenario 13: five days of 2026 and the substitutes near them; no Easter Monday, no 31 August."""
    file = support("2024-01-01", calendar="scotland")
    found = [start for _, start, _ in overridden(file, IN_HOURS, "2026-01-01 00:00", "2027-01-05 00:00")]
    for start in (
        "2026-01-02 09:00",
        "2026-06-15 08:00",
        "2026-08-03 08:00",
        "2026-11-30 09:00",
        "2027-01-04 09:00",
    ):
        assert start in found
    assert not [start for start in found if start.startswith(("2026-04-06", "2026-08-31"))]
    for day in ("2024-12-02", "2025-12-01", "2028-01-04"):
        assert overridden(file, IN_HOURS, f"{day} 00:00", f"{day} 23:00") == on_days(("team", day, *WINTER))


def test_an_english_rota_keeps_english_days_whatever_the_region_of_its_people() -> None:
    """Scenario 14: nothing on 30 November 2026; windows on 6 April and 31 August."""
    file = support("2026-01-05")
    assert overridden(file, OOH, "2026-11-30 00:00", "2026-12-01 00:00") == []
    for day in ("2026-04-06", "2026-08-31"):
        assert overridden(file, IN_HOURS, f"{day} 00:00", f"{day} 23:00") == on_days(("team", day, *SUMMER))


def test_an_organisations_own_day_acts_under_its_own_name() -> None:
    """Scenario 17: Tue 26 May 2026 after the bank holiday of the 25th, and not without the line."""
    around = Interval(utc("2026-05-25 00:00"), utc("2026-05-27 00:00"))
    own = support("2026-05-18", extra=[{"date": "2026-05-26", "name": "Privilege day"}])
    named = [(s.person, s.holiday) for s in engine.shifts(own, OOH, around) if s.holiday]
    assert named == [("ben", "Spring bank holiday"), ("ben", "Privilege day")]
    both = on_days(("ben", "2026-05-25", *SUMMER), ("ben", "2026-05-26", *SUMMER))
    assert overridden(own, OOH, "2026-05-25 00:00", "2026-05-27 00:00") == both
    plain = support("2026-05-18")
    assert overridden(plain, OOH, "2026-05-25 00:00", "2026-05-27 00:00") == both[:1]


def test_an_ignored_day_is_an_ordinary_day() -> None:
    """The office is open on Easter Monday."""
    file = support("2026-03-30", ignore=[{"date": "2026-04-06", "reason": "office open"}])
    for key in (OOH, IN_HOURS):
        assert overridden(file, key, "2026-04-06 00:00", "2026-04-08 00:00") == []


def test_a_holiday_entry_hands_the_window_over_and_leaves_the_mailbox_alone() -> None:
    """Scenario 18, the part of the file: cal has Christmas Day, the team address has the in-hours rota."""
    entry = {"rota": OOH, "holiday": "2026-12-25", "by": "cal", "reason": "volunteered"}
    file = support("2026-12-21", overrides=[entry])
    around = "2026-12-25 00:00", "2026-12-26 00:00"
    assert overridden(file, OOH, *around) == on_days(("cal", "2026-12-25", *WINTER))
    assert overridden(file, IN_HOURS, *around) == on_days(("team", "2026-12-25", *WINTER))


def test_a_running_window_is_clipped_to_now() -> None:
    """Scenario 19: at 11:30Z on Christmas Day the window runs from 11:30Z to 17:00Z."""
    file = support("2026-12-21")
    now = utc("2026-12-25 11:30")
    shifts = engine.shifts(file, IN_HOURS, Interval(now, utc("2026-12-25 23:00")))
    assert joined(shifts) == [("team", "2026-12-25 11:30", "2026-12-25 17:00")]
    assert overridden(file, OOH, "2026-12-25 11:30", "2026-12-25 23:00") == [
        ("ana", "2026-12-25 11:30", "2026-12-25 17:00")
    ]
    assert horizon_end(file, OOH, now) > utc("2027-02-01 00:00")


@pytest.mark.parametrize(
    ("day", "acts"),
    [
        ("2020-05-04", False),
        ("2020-05-08", True),
        ("2022-05-30", False),
        ("2022-06-02", True),
        ("2022-06-03", True),
        ("2022-09-19", True),
        ("2023-05-08", True),
    ],
)
def test_days_that_were_moved_or_added_once_act_as_proclaimed(day: str, *, acts: bool) -> None:
    """The one-off days of the last years, and the regular ones that gave way to them."""
    file = support("2020-01-06")
    expected = on_days(("team", day, *SUMMER)) if acts else []
    assert overridden(file, IN_HOURS, f"{day} 00:00", f"{day} 23:00") == expected


def test_good_friday_and_easter_monday_may_lie_on_both_sides_of_a_clock_change() -> None:
    """Easter 2027: the clocks go forward on the Sunday between them."""
    file = support("2027-03-22")
    assert overridden(file, OOH, "2027-03-25 00:00", "2027-03-31 00:00") == on_days(
        ("ana", "2027-03-26", *WINTER), ("ben", "2027-03-29", *SUMMER)
    )
