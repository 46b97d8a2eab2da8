"""The sentences of a plan about layers, and whether two names mean one zone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from reconciler.plan.layers import LayerChange
from reconciler.plan.words import layer_change, people_of
from reconciler.plan.zones import same_zone
from reconciler.state import LayerState, Restriction

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
AT = datetime(2026, 12, 7, 9, tzinfo=UTC)
LAYER = LayerState("L1", "main from 2026-12-07", AT, None, AT, 604800, ("U1", "U2"))
NAMES = {"U1": "Ana", "U2": "Ben"}


def said(change: LayerChange) -> str:
    return layer_change(change, NAMES, ZoneInfo("Europe/London"), NOW)


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"users": ("U2",)}, "Ana, Ben → Ben"),
        ({"turn_seconds": 86400}, "turn 1 week → 24 hours"),
        ({"restrictions": (Restriction(None, 0, 3600),)}, "other hours"),
        ({"start": AT + timedelta(days=7)}, "from Mon 7 Dec 09:00 → Mon 14 Dec 09:00"),
        ({"end": AT + timedelta(days=7)}, "until none → Mon 14 Dec 09:00"),
        ({"anchor": AT + timedelta(hours=1)}, "another handover"),
        ({"users": ("U1",), "turn_seconds": 86400}, "Ana, Ben → Ana and turn 1 week → 24 hours"),
    ],
)
def test_an_edit_of_a_layer_says_what_is_different(changes: dict[str, Any], text: str) -> None:
    """Every field that people know has its word."""
    edited = LayerChange("update", LAYER, replace(LAYER, **changes))
    assert said(edited) == f"line-up edited: {text} (main from 2026-12-07)"


def test_layers_in_another_order_are_named_as_that() -> None:
    """No layer in particular is meant."""
    assert said(LayerChange("order", None, None)) == "layers stacked in the order of the file"


def test_a_long_list_of_people_is_cut() -> None:
    """Eight are named, whoever has no name by id."""
    many = replace(LAYER, users=tuple(f"U{i}" for i in range(1, 12)))
    assert people_of(many, NAMES) == "Ana, Ben, U3, U4, U5, U6, U7, U8 and 3 more"


def test_a_change_of_nothing_is_a_fault_of_the_program() -> None:
    """It never comes from a comparison."""
    with pytest.raises(ValueError, match="end"):
        said(LayerChange("end", None, LAYER))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Europe/London", "europe/london", True),
        ("Europe/London", "GB", True),
        ("Europe/Kyiv", "Europe/Kiev", True),
        ("UTC", "Etc/UTC", True),
        ("UTC", "Europe/London", False),
        ("Europe/London", "Europe/Dublin", True),
        ("Europe/London", "Europe/Lisbon", False),
        ("Europe/London", "London", False),
        ("Europe/London", "../etc/passwd", False),
        ("Europe/London", "", False),
    ],
)
def test_zones_are_compared_by_their_clocks(one: str, other: str, *, same: bool) -> None:
    """Whatever they are called; what is no IANA name is only equal to itself."""
    assert same_zone(one, other) is same
    assert same_zone(other, one) is same
