"""Escalation policies: PagerDuty's JSON to frozen state and back, with no HTTP about it.

What we do not manage (round robin, hand-off notifications, teams) is kept as it was sent, so that a PUT,
which replaces everything, gives it back.
"""

import json as jsonlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from reconciler.errors import RotaError
from reconciler.plan.actions import RuleWrite
from reconciler.remote.codec import team_references, teams
from reconciler.remote.fields import Json, Part
from reconciler.state import PolicyState, RuleState, Target, TargetType, TargetWrite

_STRATEGY = "escalation_rule_assignment_strategy"
_TOLD = ("description", "num_loops", "on_call_handoff_notifications", "teams")
_PLAIN_STRATEGY = "assign_to_everyone"
_TARGETS: Mapping[str, TargetType] = {
    "user": "user_reference",
    "user_reference": "user_reference",
    "schedule": "schedule_reference",
    "schedule_reference": "schedule_reference",
    "schedule_v3": "schedule_v3_reference",
    "schedule_v3_reference": "schedule_v3_reference",
}


def decode_policy(json: Any) -> PolicyState:
    """The object inside `{"escalation_policy": …}` of a GET that includes the assignment strategies."""
    part = Part.of(json, "an escalation policy")
    return PolicyState(
        id=part.text("id"),
        name=part.text("name"),
        repeat=part.whole("num_loops", least=0) if part.json.get("num_loops") is not None else 0,
        rules=tuple(_rule(rule) for rule in part.parts("escalation_rules", "an escalation rule")),
        description=part.maybe_text("description") or "",
        teams=teams(part),
        handoff=part.maybe_text("on_call_handoff_notifications"),
        url=part.maybe_text("html_url"),
    )


def told(policy: Part) -> frozenset[str]:
    """Which fields a policy tells of, the strategy only where all of its rules do."""
    fields = {name for name in _TOLD if name in policy.json}
    if all(_STRATEGY in rule.json for rule in policy.parts("escalation_rules", "a rule", needed=False)):
        fields.add(_STRATEGY)
    return frozenset(fields)


def _rule(part: Part) -> RuleState:
    return RuleState(
        id=part.maybe_text("id"),
        delay_minutes=part.whole("escalation_delay_in_minutes", least=0),
        targets=tuple(target(item) for item in part.parts("targets", "an escalation target")),
        strategy=_strategy(part.json.get(_STRATEGY)),
    )


def target(part: Part) -> Target:
    """Who a level notifies; whole objects, as include[] gives them, count as references."""
    kind = _TARGETS.get(part.text("type"))
    if kind is None:
        raise part.fault("type", "is neither a user nor a schedule")
    return Target(kind, part.text("id"), part.maybe_text("summary"))


def v3_targets(policies: Iterable[Part]) -> dict[str, str]:
    """Names to ids of the shift-based schedules that policies notify; they are in no list of the v2 API."""
    found: dict[str, str] = {}
    for policy in policies:
        for rule in policy.parts("escalation_rules", "an escalation rule", needed=False):
            for item in rule.parts("targets", "an escalation target", needed=False):
                kept = target(item)
                if kept.type == "schedule_v3_reference" and kept.name is not None:
                    found[kept.name] = kept.id
    return dict(sorted(found.items()))


def _strategy(value: Any) -> str | None:
    """The strategy as JSON text, or None for the plain one.

    The plain one is left out when sending: it is what absence means, and an account without the ability
    is refused (403) for naming it.
    """
    name = value.get("type") if isinstance(value, dict) else value
    return None if name in (None, _PLAIN_STRATEGY) else jsonlib.dumps(value, sort_keys=True)


def encode_policy(
    *,
    name: str,
    description: str,
    repeat: int,
    rules: Sequence[RuleWrite],
    teams: Sequence[str] | None,
    handoff: str | None,
    resolve: Mapping[str, str],
) -> Json:
    """The body of a POST or PUT. `teams` and `handoff` None are left out.

    `resolve` maps rota keys to schedule ids. Raises RotaError where a target has no id.
    """
    policy: Json = {
        "type": "escalation_policy",
        "name": name,
        "description": description,
        "num_loops": repeat,
        "escalation_rules": [_encode_rule(rule, name, resolve) for rule in rules],
    }
    if teams is not None:
        policy["teams"] = team_references(teams)
    if handoff is not None:
        policy["on_call_handoff_notifications"] = handoff
    return {"escalation_policy": policy}


def _encode_rule(rule: RuleWrite, name: str, resolve: Mapping[str, str]) -> Json:
    sent: Json = {
        "escalation_delay_in_minutes": rule.delay_minutes,
        "targets": [{"id": _id(item, name, resolve), "type": item.type} for item in rule.targets],
    }
    if rule.id is not None:
        sent["id"] = rule.id
    if rule.strategy is not None:
        sent[_STRATEGY] = jsonlib.loads(rule.strategy)
    return sent


def _id(item: TargetWrite, name: str, resolve: Mapping[str, str]) -> str:
    # PagerDuty answers an unknown target with a 404 that does not say which, so each is settled first.
    found = item.id or resolve.get(item.rota or "")
    if found is None:
        raise RotaError(
            f"The policy {name} was not sent, since the schedule of the rota {item.rota} is not there yet.",
            hint="Run apply again once the rota has been created.",
        )
    return found
