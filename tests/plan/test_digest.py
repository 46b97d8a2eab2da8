"""A digest tells whether anything of an object is another thing than it was."""

from dataclasses import asdict, fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from reconciler.plan.digest import _layer, of_layers
from reconciler.state import LayerState, Restriction, ScheduleState

START = datetime(2026, 12, 1, 9, tzinfo=UTC)
LAYER = LayerState(
    id="PL",
    name="main",
    start=START,
    end=START + timedelta(days=9),
    anchor=START - timedelta(days=3),
    turn_seconds=604_800,
    users=("PA", "PB"),
    restrictions=(Restriction(1, 32_400, 28_800), Restriction(None, 0, 3_600)),
    odd="why",
)
OTHER: dict[str, Any] = {
    "id": "PX",
    "name": "other",
    "start": START + timedelta(seconds=1),
    "end": None,
    "anchor": START,
    "turn_seconds": 86_400,
    "users": ("PB", "PA"),
    "restrictions": (Restriction(1, 32_400, 28_801), Restriction(None, 0, 3_600)),
    "odd": None,
}


def test_a_layer_is_told_whole() -> None:
    """Every field of it, and of its restrictions."""
    assert _layer(LAYER) == asdict(LAYER)


@pytest.mark.parametrize("field", [field.name for field in fields(LayerState)])
def test_no_field_of_a_layer_can_change_unseen(field: str) -> None:
    """What is not in the digest could be written over."""
    one = ScheduleState("P1", "Web", "Europe/London", layers=(LAYER,))
    other = replace(one, layers=(replace(LAYER, **{field: OTHER[field]}),))
    assert of_layers(one) != of_layers(other)
    assert of_layers(one) == of_layers(replace(one))
