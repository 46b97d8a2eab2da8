"""What layers cannot say, and what the file answers to whoever writes it all the same."""

import pytest

from reconciler.errors import ConfigError
from tests.shapes.shape import shape


def refusal(name: str, *edits: tuple[str, str]) -> list[tuple[str, str | None]]:
    """Why a changed shape is refused, and what to write instead."""
    with pytest.raises(ConfigError) as refused:
        shape(name, *edits)
    return [(finding.message, finding.hint) for finding in refused.value.findings]


def test_a_zone_for_each_layer_is_refused() -> None:
    """PagerDuty keeps one zone for a schedule."""
    edit = ("        hours: india\n", "        hours: india\n        time_zone: Asia/Kolkata\n")
    assert refusal("two-continents", edit) == [
        (
            'layer of core has no "time_zone"',
            "PagerDuty has one zone for all layers of a schedule: write it at the rota",
        )
    ]


def test_a_weekday_for_turns_of_days_is_refused() -> None:
    """Fortnights may be counted in days, but then the date says on which weekday they begin."""
    days = ("turn: 2 weeks", "turn: 14 days")
    assert refusal("fortnights", days) == [
        (
            "delivery: a turn of 14 days cannot always begin on a Wednesday",
            "write `handover: 13:00`; the line-up's `from` says on which date it begins",
        )
    ]
    in_days = shape("fortnights", days, ("handover: Wednesday 13:00", "handover: 13:00"))
    year = ("delivery", "2026-01-01 00:00", "2027-01-01 00:00")
    assert in_days.hours(*year) == shape("fortnights").hours(*year)


def test_two_handovers_a_week_are_two_layers() -> None:
    """One layer changes hands once in a turn."""
    edit = ("turn: 2 weeks\n    handover: Wednesday 13:00", "turn: 1 week\n    handover: Mon/Fri 11:00")
    assert refusal("fortnights", edit) == [
        (
            'handover of rota delivery: "Mon/Fri" is not a day of the week',
            "a layer has one handover: write a layer for each of them",
        )
    ]


def test_a_month_is_no_turn() -> None:
    """PagerDuty counts seconds, and months differ."""
    assert refusal("fortnights", ("turn: 2 weeks", "turn: 1 month")) == [
        (
            'turn of rota delivery: "month" is not a unit of time',
            "months differ in length: count weeks, like `4 weeks`",
        )
    ]
