"""Override shifts and custom shifts: PagerDuty's JSON to frozen state and back."""

import json as jsonlib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.errors import RemoteError
from reconciler.remote.fields import Part
from reconciler.remote.shifts.stand_ins import (
    decode_custom,
    decode_override,
    encode_custom,
    encode_override,
)
from reconciler.state import NOBODY, OverrideState

START = datetime(2026, 12, 7, 9, tzinfo=UTC)
END = START + timedelta(hours=8)
MEMBERS = st.sampled_from(("PANA", "PBEN", NOBODY))


def back(body: dict[str, Any]) -> Part:
    """What a listing gives of what was written."""
    return Part.of({**jsonlib.loads(jsonlib.dumps(body)), "id": "X1"}, "a shift")


@given(MEMBERS, MEMBERS)
def test_an_override_shift_reads_back(over: str, user: str) -> None:
    """Who stands in for whom, and nobody in either place."""
    read = decode_override(back(encode_override("R1", over, user, START, END)))
    assert read == OverrideState("overrides/X1", START, END, user, over=over, place="R1")


@given(MEMBERS)
def test_a_custom_shift_reads_back(user: str) -> None:
    """Beside whoever else is on."""
    read = decode_custom(back(encode_custom(user, START, END)))
    assert read == OverrideState("custom_shifts/X1", START, END, user, beside=True)


def test_an_override_shift_names_exactly_one_thing_that_it_overrides() -> None:
    """The whole body."""
    assert encode_override("R1", "PANA", NOBODY, START, END) == {
        "type": "override_shift",
        "rotation_id": "R1",
        "start_time": "2026-12-07T09:00:00Z",
        "end_time": "2026-12-07T17:00:00Z",
        "overridden_member": {"type": "user_member", "user_id": "PANA"},
        "overriding_member": {"type": "empty_member"},
    }


def test_a_custom_shift_is_of_one_person() -> None:
    """More or fewer assignments are none that PagerDuty knows of."""
    body = encode_custom("PANA", START, END)
    with pytest.raises(RemoteError, match="its `assignments` are not exactly one"):
        decode_custom(back({**body, "assignments": body["assignments"] * 2}))
