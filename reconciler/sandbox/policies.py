"""Escalation policies: replaced whole by every PUT, and in need of ids that exist."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from reconciler.sandbox.context import Context, here
from reconciler.sandbox.errors import forbidden, invalid, lacks_ability, not_found
from reconciler.sandbox.people import present_user
from reconciler.sandbox.store import Json
from reconciler.sandbox.wire import (
    body_of,
    ids_of,
    includes,
    is_whole,
    links,
    matches,
    page,
    reference,
    references,
    text_of,
    user_reference,
)

blueprint = Blueprint("policies", __name__, url_prefix="/escalation_policies")

ROUND_ROBIN = "escalation_rule_assignment_strategy"
"""The ability without which a strategy may not even be sent."""

MOST_TARGETS, MOST_LOOPS = 10, 9
_STRATEGIES = ("round_robin", "assign_to_everyone")
_NOTIFICATIONS = ("if_has_services", "always")
_KINDS = {
    "user": "users",
    "user_reference": "users",
    "schedule": "schedules",
    "schedule_reference": "schedules",
    "schedule_v3_reference": "v3_schedules",
}
_REFERENCES = {"users": "user", "schedules": "schedule", "v3_schedules": "schedule_v3"}


def schedules_of(policy: Json) -> set[str]:
    """The ids of all schedules, of both kinds, that a policy notifies."""
    targets = [target for rule in policy["escalation_rules"] for target in rule["targets"]]
    return {target["id"] for target in targets if target["kind"] != "users"}


def find_policy(context: Context, key: str) -> Json:
    """The policy of an id."""
    policy = context.store.get("escalation_policies", key)
    if policy is None:
        raise not_found()
    return policy


@blueprint.get("")
def list_policies() -> ResponseReturnValue:
    """Policies by part of their name, by user or by team, in order of name."""
    context = here()
    users, teams = set(request.args.getlist("user_ids[]")), set(request.args.getlist("team_ids[]"))
    rows = [policy for policy in context.store.all("escalation_policies") if matches(policy, "name")]
    rows = [policy for policy in rows if not users or users & _users_of(policy)]
    rows = [policy for policy in rows if not teams or teams & set(policy["teams"])]
    rows.sort(
        key=lambda policy: str(policy["name"]).casefold(), reverse=request.args.get("sort_by") == "name:desc"
    )
    return page("escalation_policies", rows, lambda policy: present_policy(context, policy))


@blueprint.post("")
def post_policy() -> ResponseReturnValue:
    """Creates a policy."""
    context = here()
    policy = {"id": context.store.new_id(), **_written(context, body_of("escalation_policy"), None)}
    context.store.save("escalation_policies", policy)
    return {"escalation_policy": present_policy(context, policy)}, 201


@blueprint.get("/<key>")
def get_policy(key: str) -> ResponseReturnValue:
    """One policy."""
    context = here()
    return {"escalation_policy": present_policy(context, find_policy(context, key))}


@blueprint.put("/<key>")
def put_policy(key: str) -> ResponseReturnValue:
    """Replaces the rules whole: a strategy or rule id that is not sent back is lost."""
    context = here()
    policy = {"id": key, **_written(context, body_of("escalation_policy"), find_policy(context, key))}
    context.store.save("escalation_policies", policy)
    return {"escalation_policy": present_policy(context, policy)}


@blueprint.delete("/<key>")
def delete_policy(key: str) -> ResponseReturnValue:
    """Deletes, unless a service uses it."""
    context = here()
    find_policy(context, key)
    if any(service["escalation_policy"] == key for service in context.store.all("services")):
        raise invalid("The escalation policy can't be deleted as it's being used by services")
    context.store.delete("escalation_policies", key)
    return "", 204


def present_policy(context: Context, policy: Json) -> Json:
    """A policy as replies show it, its targets as references unless they are included."""
    wanted = includes()
    services = [each for each in context.store.all("services") if each["escalation_policy"] == policy["id"]]
    teams = references(context, "team", policy["teams"])
    if "teams" in wanted:
        teams = [{**team, "type": "team", "name": team["summary"]} for team in teams]
    return {
        **links("escalation_policy", policy["id"], policy["name"]),
        "name": policy["name"],
        "description": policy["description"],
        "num_loops": policy["num_loops"],
        "on_call_handoff_notifications": policy["on_call_handoff_notifications"],
        "escalation_rules": [_present_rule(context, rule, wanted) for rule in policy["escalation_rules"]],
        "services": [reference("service", service) for service in services],
        "teams": teams,
    }


def _present_rule(context: Context, rule: Json, wanted: set[str]) -> Json:
    targets = []
    for target in rule["targets"]:
        document = context.store.get(target["kind"], target["id"])
        if document is None:
            continue
        kind = _REFERENCES[target["kind"]]
        shown = user_reference(context, document["id"]) if kind == "user" else reference(kind, document)
        if "targets" in wanted:
            shown = (
                present_user(document)
                if kind == "user"
                else {**shown, "type": kind, "name": document["name"]}
            )
        targets.append(shown)
    shown_rule = {
        "id": rule["id"],
        "escalation_delay_in_minutes": rule["escalation_delay_in_minutes"],
        "targets": targets,
    }
    if "escalation_rule_assignment_strategies" in wanted and context.has_ability(ROUND_ROBIN):
        shown_rule["escalation_rule_assignment_strategy"] = {"type": rule["strategy"]}
    return shown_rule


def _users_of(policy: Json) -> set[str]:
    targets = [target for rule in policy["escalation_rules"] for target in rule["targets"]]
    return {target["id"] for target in targets if target["kind"] == "users"}


def _written(context: Context, body: Json, before: Json | None) -> Json:
    """A policy fit to be stored. Name and rules must be sent even for a change of the description."""
    name = body.get("name")
    if not isinstance(name, str) or not name or name != name.strip() or not name.isprintable():
        raise invalid("Name is required, without blanks around it or control characters in it")
    loops = body.get("num_loops", before["num_loops"] if before else 0)
    if not is_whole(loops, 0, MOST_LOOPS):
        raise invalid(f"Num loops must be between 0 and {MOST_LOOPS}")
    notifications = body.get("on_call_handoff_notifications", "if_has_services")
    if notifications not in _NOTIFICATIONS:
        raise invalid("On call handoff notifications must be if_has_services or always")
    description = text_of(body, "description", before["description"] if before else None)
    rules = body.get("escalation_rules")
    if not isinstance(rules, list) or not rules:
        raise invalid("Escalation rules must have at least one entry")
    kept = [rule["id"] for rule in before["escalation_rules"]] if before else []
    teams = _teams(context, body["teams"]) if "teams" in body else (before["teams"] if before else [])
    return {
        "name": name,
        "description": description,
        "num_loops": loops,
        "on_call_handoff_notifications": notifications,
        "escalation_rules": [_rule(context, rule, kept) for rule in rules],
        "teams": teams,
    }


def _rule(context: Context, sent: Any, kept: list[str]) -> Json:
    if not isinstance(sent, dict):
        raise invalid("Escalation rule must be an object")
    delay, targets = sent.get("escalation_delay_in_minutes"), sent.get("targets")
    if not is_whole(delay, 1, 2**31):
        raise invalid("Escalation delay in minutes must be at least 1")
    if not isinstance(targets, list) or not 1 <= len(targets) <= MOST_TARGETS:
        raise invalid(f"Each rule must have between 1 and {MOST_TARGETS} escalation targets")
    return {
        "id": sent["id"] if sent.get("id") in kept else context.store.new_id(),
        "escalation_delay_in_minutes": delay,
        "targets": [_target(context, target) for target in targets],
        "strategy": _strategy(context, sent),
    }


def _target(context: Context, sent: Any) -> Json:
    """A target that exists under the very type it was sent with; the refusal never says which one failed."""
    kind = _KINDS.get(str(sent.get("type"))) if isinstance(sent, dict) else None
    if kind is None:
        raise invalid("Target type is not supported")
    key = str(sent.get("id"))
    known = context.user(key) if kind == "users" else context.store.get(kind, key)
    if known is None:
        raise not_found()
    return {"kind": kind, "id": key}


def _strategy(context: Context, sent: Json) -> str:
    """Not sent means everyone: a client that does not send back what it read turns round robin off."""
    if "escalation_rule_assignment_strategy" not in sent:
        return "assign_to_everyone"
    if not context.has_ability(ROUND_ROBIN):
        raise forbidden("Account does not have the ability to set an assignment strategy")
    strategy = sent["escalation_rule_assignment_strategy"]
    name = strategy.get("type") if isinstance(strategy, dict) else strategy
    if name not in _STRATEGIES:
        raise invalid("Escalation rule assignment strategy must be round_robin or assign_to_everyone")
    return str(name)


def _teams(context: Context, sent: Any) -> list[str]:
    if sent and not context.has_ability("teams"):
        raise lacks_ability("teams")
    keys = ids_of(sent)
    if len(keys) > 1:
        raise invalid("An escalation policy can belong to one team at most")
    if not all(context.store.get("teams", key) for key in keys):
        raise not_found()
    return keys
