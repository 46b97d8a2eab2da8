"""Escalation policies and the services that hold on to them."""

from typing import Any

import pytest

from reconciler.sandbox import seed_service, seed_team, seed_v3_schedule, set_abilities
from tests.sandbox.harness import Account, Json

STRATEGIES = ("include[]", "escalation_rule_assignment_strategies")


def test_targets_come_back_as_references_in_the_order_sent(pd: Account) -> None:
    """Users, schedules and shift-based schedules each under their own type."""
    schedule, flexible = pd.new_schedule(), seed_v3_schedule(pd.store, "Flexible")
    sent = [("schedule_v3_reference", flexible), ("user", pd.people[0]), ("schedule", schedule)]
    policy = pd.new_policy(pd.rule(*sent))
    assert [(target["type"], target["summary"]) for target in policy["escalation_rules"][0]["targets"]] == [
        ("schedule_v3_reference", "Flexible"),
        ("user_reference", "P1"),
        ("schedule_reference", "Primary"),
    ]
    assert (policy["num_loops"], policy["on_call_handoff_notifications"]) == (0, "if_has_services")


def test_an_unknown_target_is_404_and_does_not_say_which(pd: Account) -> None:
    """So is a known one under the wrong type."""
    schedule, flexible = pd.new_schedule(), seed_v3_schedule(pd.store, "Flexible")
    for kind, key in (
        ("user_reference", "PNOBODY"),
        ("user_reference", schedule),
        ("schedule_reference", flexible),
        ("schedule_v3_reference", schedule),
    ):
        reply = pd.post("/escalation_policies", pd.policy(pd.rule((kind, key))))
        assert (reply.status, reply.json) == (404, {"error": {"message": "Not Found", "code": 2100}})


@pytest.mark.parametrize(
    "changes",
    [
        {"name": None},
        {"name": ""},
        {"name": " 24x7"},
        {"name": "24x7 "},
        {"name": "24\u00077"},
        {"num_loops": 10},
        {"num_loops": -1},
        {"num_loops": True},
        {"on_call_handoff_notifications": "never"},
        {"escalation_rules": []},
        {"escalation_rules": None},
        {"escalation_rules": ["rule"]},
    ],
)
def test_a_faulty_policy_is_refused(pd: Account, changes: Json) -> None:
    """Names are not trimmed here but refused, loops go from 0 to 9, and a rule is needed."""
    rule = pd.rule(("user_reference", pd.people[0]))
    assert pd.post("/escalation_policies", pd.policy(rule, **changes)).status == 400


@pytest.mark.parametrize(
    "changes",
    [
        {"escalation_delay_in_minutes": 0},
        {"escalation_delay_in_minutes": None},
        {"targets": []},
        {"targets": ["PNOBODY"]},
        {"targets": [{"id": "PNOBODY", "type": "team_reference"}]},
        {"targets": None},
    ],
)
def test_a_faulty_rule_is_refused(pd: Account, changes: Json) -> None:
    """A rule waits a minute at least and has one to ten targets that can be paged."""
    assert pd.post("/escalation_policies", pd.policy(pd.rule(**changes))).status == 400


def test_a_rule_has_ten_targets_at_most(pd: Account) -> None:
    """Ten are taken, eleven are not."""
    target = ("user_reference", pd.people[0])
    pd.new_policy(pd.rule(*[target] * 10))
    assert pd.post("/escalation_policies", pd.policy(pd.rule(*[target] * 11))).status == 400


def test_a_put_needs_name_and_rules(pd: Account) -> None:
    """A change of the description alone is not possible."""
    policy = pd.new_policy(pd.rule(("user_reference", pd.people[0])), description="old")
    path = f"/escalation_policies/{policy['id']}"
    body: Any = {"escalation_policy": {"type": "escalation_policy", "description": "new"}}
    assert pd.put(path, body).status == 400
    body["escalation_policy"] |= {"name": "24x7", "escalation_rules": policy["escalation_rules"]}
    assert pd.put(path, body).json["escalation_policy"]["description"] == "new"


def test_rule_ids_are_kept_when_sent_and_made_anew_when_not(pd: Account) -> None:
    """The order sent is the order stored."""
    policy = pd.new_policy(
        pd.rule(("user_reference", pd.people[0])), pd.rule(("user_reference", pd.people[1]))
    )
    first, second = (rule["id"] for rule in policy["escalation_rules"])
    rules = [
        pd.rule(("user_reference", pd.people[1]), id=second),
        pd.rule(("user_reference", pd.people[0])),
        pd.rule(("user_reference", pd.people[2]), id="PNOSUCH"),
    ]
    changed = pd.put(f"/escalation_policies/{policy['id']}", pd.policy(*rules)).json["escalation_policy"]
    kept, *made = (rule["id"] for rule in changed["escalation_rules"])
    assert kept == second
    assert not {first, second, "PNOSUCH"} & set(made)


def test_a_strategy_is_shown_only_when_included(pd: Account) -> None:
    """It comes as an object, as all examples have it, and only on accounts with the ability."""
    set_abilities(pd.store, ["teams", "escalation_rule_assignment_strategy"])
    round_robin = {"escalation_rule_assignment_strategy": {"type": "round_robin"}}
    policy = pd.new_policy(pd.rule(("user_reference", pd.people[0]), **round_robin))
    path = f"/escalation_policies/{policy['id']}"

    def strategy() -> Any:
        (rule,) = pd.get(path, STRATEGIES).json["escalation_policy"]["escalation_rules"]
        return rule.get("escalation_rule_assignment_strategy")

    assert "escalation_rule_assignment_strategy" not in policy["escalation_rules"][0]
    assert strategy() == {"type": "round_robin"}
    pd.put(path, {"escalation_policy": pd.get(path, STRATEGIES).json["escalation_policy"]})
    assert strategy() == {"type": "round_robin"}
    set_abilities(pd.store, ["teams"])
    assert strategy() is None


def test_a_strategy_that_is_not_sent_back_is_lost(pd: Account) -> None:
    """A PUT without the field turns round robin off."""
    set_abilities(pd.store, ["escalation_rule_assignment_strategy"])
    rule = pd.rule(("user_reference", pd.people[0]), escalation_rule_assignment_strategy="round_robin")
    policy = pd.new_policy(rule)
    path = f"/escalation_policies/{policy['id']}"
    pd.put(path, {"escalation_policy": pd.get(path).json["escalation_policy"]})
    (rule,) = pd.get(path, STRATEGIES).json["escalation_policy"]["escalation_rules"]
    assert rule["escalation_rule_assignment_strategy"] == {"type": "assign_to_everyone"}


def test_sending_any_strategy_without_the_ability_is_forbidden(pd: Account) -> None:
    """Even the one that is in force anyway."""
    rule = pd.rule(("user_reference", pd.people[0]), escalation_rule_assignment_strategy="assign_to_everyone")
    assert pd.post("/escalation_policies", pd.policy(rule)).status == 403


def test_an_unknown_strategy_is_refused(pd: Account) -> None:
    """There are two."""
    set_abilities(pd.store, ["escalation_rule_assignment_strategy"])
    rule = pd.rule(("user_reference", pd.people[0]), escalation_rule_assignment_strategy="random")
    assert pd.post("/escalation_policies", pd.policy(rule)).status == 400


def test_a_policy_has_one_team_at_most(pd: Account) -> None:
    """Two are refused, an unknown one is not found, and without the ability none may be sent."""
    one, two = ({"id": seed_team(pd.store, name), "type": "team_reference"} for name in ("One", "Two"))
    rule = pd.rule(("user_reference", pd.people[0]))
    policy = pd.new_policy(rule, teams=[one])
    assert [team["summary"] for team in policy["teams"]] == ["One"]
    kept = pd.put(f"/escalation_policies/{policy['id']}", pd.policy(rule)).json["escalation_policy"]["teams"]
    assert kept == policy["teams"]
    assert pd.post("/escalation_policies", pd.policy(rule, teams=[one, two])).status == 400
    unknown = {"id": "PNOTEAM", "type": "team_reference"}
    assert pd.post("/escalation_policies", pd.policy(rule, teams=[unknown])).status == 404
    set_abilities(pd.store, [])
    assert pd.post("/escalation_policies", pd.policy(rule, teams=[one])).status == 402


def test_includes_show_whole_targets_and_teams(pd: Account) -> None:
    """References become objects where they are asked for."""
    team = {"id": seed_team(pd.store, "One"), "type": "team_reference"}
    schedule = pd.new_schedule()
    pd.new_policy(pd.rule(("user_reference", pd.people[0]), ("schedule_reference", schedule)), teams=[team])
    query = [("include[]", "targets"), ("include[]", "teams")]
    (policy,) = pd.get("/escalation_policies", *query).json["escalation_policies"]
    user, target = policy["escalation_rules"][0]["targets"]
    assert (user["type"], user["email"]) == ("user", "p1@example.org")
    assert (target["type"], target["name"]) == ("schedule", "Primary")
    assert (policy["teams"][0]["type"], policy["teams"][0]["name"]) == ("team", "One")


def test_the_list_filters_and_sorts(pd: Account) -> None:
    """By part of the name, by user, by team; in order of name or the reverse."""
    team = {"id": seed_team(pd.store, "One"), "type": "team_reference"}
    pd.new_policy(pd.rule(("user_reference", pd.people[0])), name="Nights", teams=[team])
    pd.new_policy(pd.rule(("user_reference", pd.people[1])), name="days")

    def found(*query: tuple[str, str]) -> list[str]:
        return [
            policy["name"] for policy in pd.get("/escalation_policies", *query).json["escalation_policies"]
        ]

    assert found() == ["days", "Nights"]
    assert found(("sort_by", "name:desc")) == ["Nights", "days"]
    assert found(("query", "NIGHT")) == ["Nights"]
    assert found(("user_ids[]", pd.people[1])) == ["days"]
    assert found(("team_ids[]", team["id"])) == ["Nights"]


def test_a_policy_in_use_cannot_be_deleted(pd: Account) -> None:
    """The service must go, or move, first."""
    rule = pd.rule(("user_reference", pd.people[0]))
    policy, other = pd.new_policy(rule), pd.new_policy(rule, name="Other")
    service = seed_service(pd.store, name="Web", policy_id=policy["id"])
    path = f"/escalation_policies/{policy['id']}"
    assert [each["summary"] for each in pd.get(path).json["escalation_policy"]["services"]] == ["Web"]
    assert pd.delete(path).status == 400
    body = {
        "type": "service",
        "escalation_policy": {"id": other["id"], "type": "escalation_policy_reference"},
    }
    assert pd.put(f"/services/{service}", {"service": body}).status == 200
    assert pd.delete(path).status == 204
    assert pd.get(path).status == 404


def test_a_deleted_target_drops_out_of_the_rule(pd: Account) -> None:
    """A shift-based schedule deleted elsewhere leaves no broken reference."""
    flexible = seed_v3_schedule(pd.store, "Flexible")
    policy = pd.new_policy(pd.rule(("schedule_v3_reference", flexible), ("user_reference", pd.people[0])))
    pd.store.delete("v3_schedules", flexible)
    shown = pd.get(f"/escalation_policies/{policy['id']}").json["escalation_policy"]
    assert [target["summary"] for target in shown["escalation_rules"][0]["targets"]] == ["P1"]


def test_a_deleted_user_stays_in_the_rule(pd: Account) -> None:
    """The reference keeps the name and loses its address, as in layers."""
    policy = pd.new_policy(pd.rule(("user_reference", pd.people[0])))
    pd.delete(f"/users/{pd.people[0]}")
    shown = pd.get(f"/escalation_policies/{policy['id']}").json["escalation_policy"]
    (target,) = shown["escalation_rules"][0]["targets"]
    assert (target["summary"], target["self"]) == ("P1", None)


def test_services_are_created_listed_and_deleted(pd: Account) -> None:
    """A service needs a name and a policy that exists."""
    policy = pd.new_policy(pd.rule(("user_reference", pd.people[0])))
    link = {"id": policy["id"], "type": "escalation_policy_reference"}
    created = pd.post("/services", {"service": {"type": "service", "name": "Web", "escalation_policy": link}})
    key = created.json["service"]["id"]
    assert created.status == 201
    assert pd.get("/services", ("query", "we")).json["services"][0]["id"] == key
    assert pd.get(f"/services/{key}").json["service"]["escalation_policy"]["summary"] == "24x7"
    unknown = {"id": "PNOSUCH", "type": "escalation_policy_reference"}
    for faulty in (
        {"name": "Web"},
        {"name": " ", "escalation_policy": link},
        {"name": "Web", "escalation_policy": 1},
    ):
        assert pd.post("/services", {"service": {"type": "service", **faulty}}).status == 400
    assert (
        pd.put(f"/services/{key}", {"service": {"type": "service", "escalation_policy": unknown}}).status
        == 400
    )
    assert pd.delete(f"/services/{key}").status == 204
    assert pd.get(f"/services/{key}").status == 404
    assert pd.delete(f"/services/{key}").status == 404
