"""What is rendered of events: turns, clocks that change, exceptions, gaps and windows."""

from collections.abc import Callable

import pytest

from tests.sandbox.harness import Account, Json
from tests.sandbox.v3.harness import DAY, Board, Row, at, board, daily, strategy

NEW_YORK = "America/New_York"


def days(made: Board, since: str, until: str) -> list[tuple[str, str]]:
    """The day on which each shift starts, and who has it."""
    return [(start[8:10], name) for start, _, name in made.rows(since, until, ("overflow", "true"))]


def test_members_take_turns_from_the_start_time_on(pd: Account) -> None:
    """The first shift belongs to the first member, also if it had begun before the event took effect."""
    made = board(pd, daily(pd, 1, 2, 3))
    assert made.rows("2026-03-02T00:00:00Z", "2026-03-05T12:00:00Z") == [
        ("2026-03-02T12:00:00Z", "2026-03-03T09:00:00Z", "P1"),
        ("2026-03-03T09:00:00Z", "2026-03-04T09:00:00Z", "P2"),
        ("2026-03-04T09:00:00Z", "2026-03-05T09:00:00Z", "P3"),
        ("2026-03-05T09:00:00Z", "2026-03-05T12:00:00Z", "P1"),
    ]


@pytest.mark.parametrize(("quirk", "first"), [("start_time", "P2"), ("effective_since", "P1")])
def test_from_where_members_are_counted_is_a_quirk(
    account_with: Callable[..., Account], quirk: str, first: str
) -> None:
    """By default from the start time, however long ago that was: here an odd number of days."""
    pd = account_with(v3_member_count_from=quirk)
    old = {"start_time": at("2025-12-31T09:00:00Z"), "end_time": at("2026-01-01T09:00:00Z")}
    made = board(pd, daily(pd, 1, 2, **old))
    assert made.rows("2026-03-02T12:00:00Z", "2026-03-02T13:00:00Z")[0][2] == first


def test_a_member_keeps_several_shifts_in_a_row(pd: Account) -> None:
    """A working week each is one rule and five shifts per member."""
    week = {
        "end_time": at("2026-03-02T17:00:00Z"),
        "recurrence": ["RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"],
        "assignment_strategy": strategy(pd, 1, 2, shifts_per_member=5),
    }
    made = board(pd, daily(pd, **week))
    found = days(made, "2026-03-03T00:00:00Z", "2026-03-14T00:00:00Z")
    assert found == [(f"{day:02}", "P1") for day in range(3, 7)] + [
        (f"{day:02}", "P2") for day in range(9, 14)
    ]


def test_every_member_is_on_at_once_and_each_only_once(pd: Account) -> None:
    """Turns mean nothing there."""
    everyone = strategy(pd, 1, 2, 1, type="every_member_assignment_strategy")
    made = board(pd, daily(pd, assignment_strategy=everyone))
    noon = ("2026-03-03T12:00:00Z", "2026-03-03T13:00:00Z")
    assert made.rows(*noon) == [(*noon, "P1"), (*noon, "P2")]


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [("2026-03-29", "T09:00:00Z", "T08:00:00Z"), ("2026-10-25", "T08:00:00Z", "T09:00:00Z")],
)
def test_a_turn_changes_at_the_same_local_time_after_both_clock_changes(
    pd: Account, day: str, before: str, after: str
) -> None:
    """The turn over the change has 23 hours in spring and 25 in autumn."""
    made = board(pd, daily(pd, 1))
    eve = f"{day[:8]}{int(day[8:]) - 1}"
    (row,) = made.rows(f"{eve}T12:00:00Z", f"{day}T07:00:00Z", ("overflow", "true"))
    assert row == (f"{eve}{before}", f"{day}{after}", "P1")


def test_an_event_keeps_to_the_clock_of_its_own_zone(pd: Account) -> None:
    """Not to that of the schedule: America changes three weeks before Europe."""
    there = {
        "start_time": at("2026-03-02T14:00:00Z", NEW_YORK),
        "end_time": at("2026-03-02T22:00:00Z", NEW_YORK),
        "recurrence": ["RRULE:FREQ=WEEKLY;BYDAY=MO"],
    }
    made = board(pd, daily(pd, 1, **there))
    rows = made.rows("2026-03-02T12:00:00Z", "2026-03-10T00:00:00Z")
    assert rows == [
        ("2026-03-02T14:00:00Z", "2026-03-02T22:00:00Z", "P1"),
        ("2026-03-09T13:00:00Z", "2026-03-09T21:00:00Z", "P1"),
    ]


NIGHT: Json = {"start_time": at("2026-03-02T22:00:00Z"), "end_time": at("2026-03-03T06:00:00Z")}


@pytest.mark.parametrize(
    ("quirk", "spring", "autumn"), [("wall_clock", "05:00", "06:00"), ("elapsed", "06:00", "05:00")]
)
def test_how_long_a_night_over_a_clock_change_lasts_is_a_quirk(
    account_with: Callable[..., Account], quirk: str, spring: str, autumn: str
) -> None:
    """By default it ends at its local time, so one night has seven hours and another one nine."""
    pd = account_with(v3_span=quirk)
    made = board(pd, daily(pd, 1, **NIGHT))
    for day, end in (("2026-03-29", spring), ("2026-10-25", autumn)):
        (row,) = made.rows(f"{day}T04:30:00Z", f"{day}T04:40:00Z", ("overflow", "true"))
        assert row[1] == f"{day}T{end}:00Z"


def test_a_shift_inside_the_hour_that_is_skipped_is_none(pd: Account) -> None:
    """From 01:30 to 02:15 there are no minutes on that night."""
    early = {"start_time": at("2026-03-03T01:30:00Z"), "end_time": at("2026-03-03T02:15:00Z")}
    made = board(pd, daily(pd, 1, 2, **early))
    assert days(made, "2026-03-28T00:00:00Z", "2026-03-31T00:00:00Z") == [("28", "P2"), ("30", "P2")]


@pytest.mark.parametrize(
    "line",
    [
        "EXDATE:20260304T090000Z",
        "EXDATE:20260304T090000",
        "EXDATE;TZID=Europe/Berlin:20260304T100000",
        "EXDATE:20260310T090000Z,20260304T090000",
    ],
)
def test_a_shift_can_be_left_out_and_another_one_put_in(pd: Account, line: str) -> None:
    """In UTC, on the event's own clock or on another one; who is left over moves up."""
    extra = "RDATE:20260305T203000"
    short = {"end_time": at("2026-03-02T10:00:00Z"), "recurrence": ["RRULE:FREQ=DAILY", extra, line]}
    made = board(pd, daily(pd, 1, 2, 3, **short))
    assert made.rows("2026-03-03T00:00:00Z", "2026-03-06T00:00:00Z") == [
        ("2026-03-03T09:00:00Z", "2026-03-03T10:00:00Z", "P2"),
        ("2026-03-05T09:00:00Z", "2026-03-05T10:00:00Z", "P3"),
        ("2026-03-05T20:30:00Z", "2026-03-05T21:30:00Z", "P1"),
    ]


@pytest.mark.parametrize("end", ["COUNT=3", "UNTIL=20260404T080000Z", "UNTIL=20260404T090000"])
def test_a_rule_can_end(pd: Account, end: str) -> None:
    """After so many shifts, or with the one at an instant or local time, which is still one of them."""
    spring = {"start_time": at("2026-04-02T08:00:00Z"), "end_time": at("2026-04-03T08:00:00Z")}
    made = board(pd, daily(pd, 1, **spring, recurrence=[f"RRULE:FREQ=DAILY;{end}"]))
    found = days(made, "2026-03-02T00:00:00Z", "2026-05-01T00:00:00Z")
    assert found == [("02", "P1"), ("03", "P1"), ("04", "P1")]


def test_a_rule_may_wait_until_the_end_of_all_calendars(pd: Account) -> None:
    """The last evening of the year 9999 in America is one that UTC has no date for."""
    eve = {
        "start_time": at("2026-01-01T04:00:00Z", NEW_YORK),
        "end_time": at("2026-01-01T05:00:00Z", NEW_YORK),
        "recurrence": ["RRULE:FREQ=YEARLY;INTERVAL=7974"],
    }
    made = board(pd, daily(pd, 1, **eve))
    assert made.rows("2026-03-02T00:00:00Z", "2027-03-02T00:00:00Z") == []


def test_an_event_acts_only_while_it_is_effective(pd: Account) -> None:
    """Shifts are cut at both ends, and the next event goes on with its own members."""
    made = board(
        pd,
        daily(pd, 1, effective_until="2026-03-04T12:00:00Z"),
        daily(pd, 2, effective_since="2026-03-04T12:00:00Z", effective_until="2026-03-04T13:00:00Z"),
    )
    assert made.rows("2026-03-04T08:00:00Z", "2026-03-05T00:00:00Z", ("overflow", "true")) == [
        ("2026-03-03T09:00:00Z", "2026-03-04T09:00:00Z", "P1"),
        ("2026-03-04T09:00:00Z", "2026-03-04T12:00:00Z", "P1"),
        ("2026-03-04T12:00:00Z", "2026-03-04T13:00:00Z", "P2"),
    ]


def test_rotations_run_beside_each_other(pd: Account) -> None:
    """None of them wins, and each shift says where it is from."""
    made = board(pd)
    keys = [made.rotation(daily(pd, number)) for number in (1, 2)]
    noon = ("2026-03-03T12:00:00Z", "2026-03-03T13:00:00Z")
    assert [row[2] for row in made.rows(*noon)] == ["P1", "P2"]
    assert [each["source"] for each in made.final(*noon)["computed_shift_assignments"]] == [
        {"type": "schedule_rotation", "rotation_id": key} for key in keys
    ]


def test_a_gap_is_shown_but_covers_nothing(pd: Account) -> None:
    """Coverage counts the time during which at least one user is on call, and counts it once."""
    made = board(pd, daily(pd, 1, None))
    since, until = "2026-03-03T00:00:00Z", "2026-03-05T00:00:00Z"
    assert [row[2] for row in made.rows(since, until)] == ["P1", "nobody", "P1"]
    assert made.final(since, until)["rendered_coverage_percentage"] == 50
    made.rotation(daily(pd, 2, 2, effective_since="2026-03-04T00:00:00Z"))
    assert made.final(since, until)["rendered_coverage_percentage"] == pytest.approx(100 * (9 + 24) / 48)


def test_a_window_of_one_instant_shows_whoever_is_on(pd: Account) -> None:
    """With the true ends of the shift, which includes its first instant and not its last."""
    made = board(pd, daily(pd, 1, 2))
    handover = "2026-03-03T09:00:00Z"
    whole: list[Row] = [(handover, "2026-03-04T09:00:00Z", "P2")]
    assert made.rows(handover, handover) == whole
    assert made.final(handover, handover)["rendered_coverage_percentage"] == 100
    assert board(pd).final(handover, handover)["rendered_coverage_percentage"] == 0


def test_times_are_in_utc_unless_a_zone_is_asked_for(pd: Account) -> None:
    """The zone of the schedule plays no part."""
    made = board(pd, daily(pd, 1), time_zone=NEW_YORK)
    assert made.rows(*DAY)[1][0] == "2026-03-03T09:00:00Z"
    assert made.rows(*DAY, ("time_zone", "Europe/Paris"))[1][0] == "2026-03-03T10:00:00+01:00"
