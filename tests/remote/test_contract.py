"""Every exchange of these tests is held to PagerDuty's OpenAPI document, where it is at hand."""

from typing import Any

import pytest

from reconciler.plan.actions import LayerWrite
from tests.openapi import ContractError, load_spec
from tests.remote.harness import DAY, NOON, Account

SPEC = load_spec()


@pytest.mark.skipif(SPEC is None, reason="PagerDuty's OpenAPI document is not beside this repository")
def test_exchanges_are_held_to_the_document(account: Account) -> None:
    """What we send is allowed, and a request that is not would be noticed."""
    id_ = account.create()
    state = account.reader.schedule(id_, NOON, NOON + DAY)
    assert state is not None
    account.update(id_, [LayerWrite(layer) for layer in state.layers])
    assert SPEC is not None
    with pytest.raises(ContractError):
        SPEC.check_request("PUT", f"/schedules/{id_}", (), {"schedule": {"type": "schedule"}})


@pytest.mark.skipif(SPEC is None, reason="PagerDuty's OpenAPI document is not beside this repository")
@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("", {"schedule": {"name": ""}}),
        ("/P1/rotations/R1/events", {"event": {"name": "main"}}),
        ("/P1/overrides", {"overrides": [{"type": "override_shift", "start_time": "now"}]}),
        ("/P1/custom_shifts", {"custom_shifts": [{"type": "custom_shift", "assignments": []}]}),
    ],
)
def test_exchanges_about_shifts_are_held_to_it_too(path: str, body: Any) -> None:
    """Every test that writes a shift-based schedule is such an exchange."""
    assert SPEC is not None
    with pytest.raises(ContractError):
        SPEC.check_request("POST", f"/v3/schedules{path}", (), body)
