"""Escalation policies to state and back: what we do not manage is given back as it was."""

from typing import Any

import pytest
from hypothesis import given

from reconciler.errors import RemoteError, RotaError
from reconciler.plan.actions import RuleWrite
from reconciler.remote.policy_codec import decode_policy, encode_policy
from reconciler.state import (
    PolicyState,
    RuleState,
    Target,
    TargetWrite,
)
from tests.remote.states import POLICIES, policy_back


@given(POLICIES)
def test_a_policy_survives_the_way_out_and_back(policy: PolicyState) -> None:
    """Rule ids, strategies, teams and notifications are given back as they were read."""
    assert decode_policy(policy_back(policy)) == policy


def test_whole_targets_count_as_references() -> None:
    """include[] puts objects where references are documented, and v3 schedules keep their kind."""
    body = policy_back(PolicyState("PP1", "24x7", 0, ()))
    targets = [{"type": kind, "id": "P1", "summary": "s"} for kind in ("user", "schedule", "schedule_v3")]
    body["escalation_rules"] = [{"escalation_delay_in_minutes": 5, "targets": targets}]
    del body["num_loops"]
    read = decode_policy(body)
    assert [t.type for t in read.rules[0].targets] == [
        "user_reference",
        "schedule_reference",
        "schedule_v3_reference",
    ]
    assert read.repeat == 0


def test_an_unknown_target_is_an_error() -> None:
    """It could not be sent back."""
    body = policy_back(PolicyState("PP1", "24x7", 0, ()))
    body["escalation_rules"] = [
        {"escalation_delay_in_minutes": 5, "targets": [{"type": "robot_reference", "id": "P1"}]}
    ]
    with pytest.raises(RemoteError, match="neither a user nor a schedule"):
        decode_policy(body)


@pytest.mark.parametrize("plain", [{"type": "assign_to_everyone"}, "assign_to_everyone", None])
def test_the_plain_strategy_is_never_sent(plain: Any) -> None:
    """An account without the ability is refused for naming even that one."""
    body = policy_back(
        PolicyState("PP1", "24x7", 0, (RuleState("PR1", 5, (Target("user_reference", "PU1"),)),))
    )
    body["escalation_rules"][0]["escalation_rule_assignment_strategy"] = plain
    read = decode_policy(body)
    assert read.rules[0].strategy is None
    assert "escalation_rule_assignment_strategy" not in policy_back(read)["escalation_rules"][0]


def test_a_target_of_a_rota_that_is_not_there_stops_the_policy() -> None:
    """PagerDuty would answer 404 without saying which target it missed."""
    rule = RuleWrite(None, 5, (TargetWrite("schedule_reference", None, "in-hours"),))
    with pytest.raises(RotaError, match="in-hours is not there"):
        encode_policy(
            name="24x7", description="", repeat=0, rules=[rule], teams=None, handoff=None, resolve={}
        )
