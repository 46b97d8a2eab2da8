"""The bank-holiday scenarios of a handover on the day: Easter Monday and Early May 2026 (UTC)."""

import pytest

from reconciler.config.model import RotaFile
from tests.shifts.support import (
    IN_HOURS,
    OOH,
    SUMMER,
    Span,
    on_call,
    on_days,
    overridden,
    support,
)

EASTER = "2026-04-06 00:00", "2026-04-08 00:00"


def easter(*overrides: dict[str, object]) -> RotaFile:
    """Ben's turn begins on Easter Monday 2026."""
    return support("2026-03-30", overrides=[{"rota": OOH, **o} for o in overrides])


def test_whoever_takes_a_whole_turn_has_the_window_too() -> None:
    """Scenario 10a, by cover and by swap."""
    cover = easter({"cover": "ben", "by": "cal", "from": "2026-04-06 09:00", "until": "2026-04-13 09:00"})
    found = overridden(cover, OOH, *EASTER)
    assert found[0] == ("cal", "2026-04-06 08:00", "2026-04-06 16:00")
    swap = easter({"swap": {"ben": "2026-04-06", "ana": "2026-04-13"}})
    assert overridden(swap, OOH, *EASTER)[0] == ("ana", "2026-04-06 08:00", "2026-04-06 16:00")
    assert overridden(swap, IN_HOURS, *EASTER) == on_days(("team", "2026-04-06", *SUMMER))


def test_whoever_covers_only_the_night_does_not_have_the_window() -> None:
    """Scenario 10b."""
    file = easter({"cover": "ben", "by": "cal", "from": "2026-04-06 17:00", "until": "2026-04-07 09:00"})
    assert overridden(file, OOH, *EASTER) == [
        ("ben", "2026-04-06 08:00", "2026-04-06 16:00"),
        ("cal", "2026-04-06 16:00", "2026-04-07 08:00"),
    ]


@pytest.mark.parametrize(
    "entry",
    [
        {"cover": "ben", "by": "cal", "on": "2026-04-06"},
        {"holiday": "2026-04-06", "by": "cal", "nights": True},
    ],
)
def test_whoever_has_easter_monday_as_a_date_has_window_and_night(entry: dict[str, object]) -> None:
    """Scenario 10d: rendered as one stretch of 24 hours."""
    file = easter(entry)
    assert overridden(file, OOH, *EASTER) == [
        ("cal", "2026-04-06 08:00", "2026-04-06 16:00"),
        ("cal", "2026-04-06 16:00", "2026-04-07 08:00"),
    ]
    assert ("cal", "2026-04-06 08:00", "2026-04-07 08:00") in on_call(file, OOH, *EASTER)


def test_a_holiday_entry_without_nights_is_the_window_alone() -> None:
    """The night after it stays with whoever has the turn."""
    file = easter({"holiday": "2026-04-06", "by": "cal"})
    assert overridden(file, OOH, *EASTER) == [("cal", "2026-04-06 08:00", "2026-04-06 16:00")]
    assert ("ben", "2026-04-06 16:00", "2026-04-07 08:00") in on_call(file, OOH, *EASTER)


@pytest.mark.parametrize(
    ("handover", "first", "expected"),
    [
        ("Monday 09:00", "2026-04-27", [("ben", "08:00", "16:00")]),
        ("Monday 17:00", "2026-04-27", [("ana", "08:00", "16:00")]),
        ("Monday 12:00", "2026-04-27", [("ana", "08:00", "11:00"), ("ben", "11:00", "16:00")]),
        ("Wednesday 09:00", "2026-04-29", [("ana", "08:00", "16:00")]),
    ],
)
def test_the_window_on_a_handover_day_follows_the_turn_line(
    handover: str, first: str, expected: list[Span]
) -> None:
    """Scenario 11: Early May 2026 with four handovers."""
    file = support(first, handover=handover)
    day = "2026-05-04"
    assert overridden(file, OOH, f"{day} 00:00", f"{day} 23:00") == [
        (who, f"{day} {start}", f"{day} {end}") for who, start, end in expected
    ]
    assert overridden(file, IN_HOURS, f"{day} 00:00", f"{day} 23:00") == on_days(("team", day, *SUMMER))


@pytest.mark.parametrize(
    ("handover", "first"),
    [
        ("Monday 09:00", "2026-04-27"),
        ("Monday 17:00", "2026-04-27"),
        ("Monday 12:00", "2026-04-27"),
        ("Wednesday 09:00", "2026-04-29"),
    ],
)
def test_with_outgoing_holders_the_window_is_never_split(handover: str, first: str) -> None:
    """Scenario 11 with `outgoing`: whoever had the turn before the handover keeps the whole window."""
    file = support(first, handover=handover, holder="outgoing")
    day = "2026-05-04"
    assert overridden(file, OOH, f"{day} 00:00", f"{day} 23:00") == on_days(("ana", day, *SUMMER))


def test_the_in_hours_person_of_a_handover_on_a_bank_holiday_begins_the_day_after() -> None:
    """Scenario 11: eve's first slot of the new turn is Tuesday 5 May at 08:00Z."""
    file = support("2026-04-27")
    assert on_call(file, IN_HOURS, "2026-05-04 00:00", "2026-05-06 00:00") == [
        ("team", "2026-05-04 08:00", "2026-05-04 16:00"),
        ("eve", "2026-05-05 08:00", "2026-05-05 16:00"),
    ]
