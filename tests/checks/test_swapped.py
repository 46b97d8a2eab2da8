"""Swaps of turns that are not worth the same."""

from typing import Any

from tests.checks.looking import file, found, place, told, weekly
from tests.shifts.support import one

DAYS = one({"from": "2026-11-02", "people": ["ana", "ben", "cal"]}, turn="1 day", handover="09:00")
RULES = {"calendar": "england-and-wales", "window": "day"}


def swap(one_: str, first: str, other: str, second: str) -> list[dict[str, Any]]:
    return [{"rota": "web", "swap": {one_: first, other: second}}]


def test_a_working_day_for_a_saturday_is_no_even_swap() -> None:
    """The clock runs on through the weekend, in which the rota does not page."""
    data = file({"web": DAYS}, overrides=swap("ana", "2026-12-05", "ben", "2026-12-03"))
    (finding,) = found(data, "unequal-swap")
    assert (finding.severity, finding.message) == (
        "warning",
        (
            "a swap in web is not even: Ana Ortiz takes 8 hours from Thu 3 Dec, "
            "Ben Ode takes 0 minutes from Sat 5 Dec"
        ),
    )
    assert finding.hint == "swap turns of the same length, or add a cover for the difference"
    assert place(data, finding, 6) == '"swap"'


def test_two_weeks_are_even_also_where_the_clocks_change() -> None:
    """A week of nights has 127 hours in March, and is a week of nights."""
    data = file(
        {"web": weekly("ana", "ben", hours="night")}, overrides=swap("ana", "2027-03-22", "ben", "2027-03-15")
    )
    assert found(data, "unequal-swap") == []


def test_a_bank_holiday_in_one_of_the_turns_is_a_note() -> None:
    """The nights have the daytime of Christmas Day too."""
    data = file(
        {"web": weekly("ana", "ben", hours="night")},
        overrides=swap("ben", "2026-12-21", "ana", "2026-12-14"),
        bank_holidays={**RULES, "rules": {"web": "current"}},
    )
    (finding,) = found(data, "unequal-swap")
    assert (finding.severity, finding.message) == (
        "info",
        (
            "a swap in web is not even: Ben Ode takes 128 hours from Mon 14 Dec, "
            "Ana Ortiz takes 136 hours from Mon 21 Dec (bank holidays make the difference)"
        ),
    )
    assert finding.hint is None
    in_hours = file(
        {"web": weekly("ana", "ben", hours="day")},
        overrides=swap("ben", "2026-12-21", "ana", "2026-12-14"),
        bank_holidays={**RULES, "rules": {"web": "team"}},
    )
    assert told(in_hours, "unequal-swap") == [
        (
            "info: a swap in web is not even: Ben Ode takes 40 hours from Mon 14 Dec, "
            "Ana Ortiz takes 32 hours from Mon 21 Dec (bank holidays make the difference)"
        )
    ]


def test_a_swap_of_the_past_is_silent() -> None:
    """What is over cannot be made even."""
    data = file({"web": DAYS}, overrides=swap("cal", "2026-11-22", "ben", "2026-11-24"))
    assert found(data, "unequal-swap") == []
