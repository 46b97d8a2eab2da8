"""Writes: one request each, and an honest word about what came of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from reconciler.errors import InvalidRequestError, NotFoundError, RotaError, UnclearError
from reconciler.plan.actions import CreatePolicy, LayerWrite, RuleWrite, UpdatePolicy
from reconciler.remote.writer import Writer
from reconciler.sandbox import (
    resolve_incident,
    seed_incident,
    seed_service,
    seed_team,
    set_abilities,
)
from reconciler.state import PolicyState, ScheduleState, TargetWrite
from tests.remote.harness import DAY, NOON, Account, Scripted, answer, client_on


def read(account: Account, id_: str, days: int = 3) -> ScheduleState:
    state = account.reader.schedule(id_, account.now, account.now + days * DAY)
    assert state is not None
    return state


def read_policy(account: Account, id_: str) -> PolicyState:
    state = account.reader.policy(id_)
    assert state is not None
    return state


def create_policy(account: Account, *rules: RuleWrite, **changes: Any) -> str:
    fields: dict[str, Any] = {
        "key": "24x7",
        "name": "24x7",
        "description": "Managed as code: 24x7",
        "repeat": 2,
        "rules": rules,
        "team": None,
        "changes": (),
    }
    return account.writer.create_policy(CreatePolicy(**(fields | changes)), {"in-hours": "PNOSUCH"})


def scripted(*steps: Any) -> Writer:
    return Writer(client_on(Scripted(*steps)))


@pytest.mark.parametrize("status", [201, 200])
def test_a_schedule_is_created_as_it_was_sent(account_with: Callable[..., Account], status: int) -> None:
    """Layers read back base first; PagerDuty may answer 200 although its document says 201."""
    account = account_with(create_status=status)
    low, high = account.layer(0, 1, name="low"), account.layer(2, name="high", start=NOON + DAY)
    state = read(account, account.create(low, high))
    assert [layer.name for layer in state.layers] == ["low", "high"]
    assert [segment.value for segment in state.rendered] == [account.people[0], account.people[2]]
    assert state.description == "Managed as code: in-hours in acme/rota"


def test_a_team_is_sent_only_where_there_is_one(account: Account) -> None:
    """An account without teams may refuse the very field."""
    team = seed_team(account.store, "Platform")
    assert read(account, account.create(team=team)).teams == (team,)
    assert account.wire.bodies[0]["schedule"]["teams"] == [{"id": team, "type": "team_reference"}]
    account.wire.bodies.clear()
    account.create(name="Other")
    assert "teams" not in account.wire.bodies[0]["schedule"]


@pytest.mark.parametrize("order", ["reversed", "as_sent"])
def test_what_was_read_can_be_written_back(account_with: Callable[..., Account], order: str) -> None:
    """The same layers, ids and order, however the answer to the PUT is ordered."""
    account = account_with(put_reply_order=order)
    team = seed_team(account.store, "Platform")
    id_ = account.create(account.layer(0, name="low"), account.layer(1, name="high"), team=team)
    before = read(account, id_)
    account.update(id_, [LayerWrite(layer) for layer in before.layers], teams=before.teams)
    assert read(account, id_) == before


def test_a_layer_is_ended_at_the_moment_of_sending(account: Account) -> None:
    """The other takes over at that second, and both are sent back at the next write."""
    id_ = account.create(account.layer(0))
    old = read(account, id_).layers[0]
    account.now = NOON + timedelta(hours=3)
    account.update(id_, [LayerWrite(old, ends_now=True), LayerWrite(account.layer(1, name="new"))])
    state = read(account, id_)
    assert [(layer.name, layer.end) for layer in state.layers] == [(old.name, account.now), ("new", None)]
    account.now += DAY
    account.update(id_, [LayerWrite(layer) for layer in state.layers])
    assert [layer.id for layer in read(account, id_).layers] == [layer.id for layer in state.layers]


def test_an_end_can_be_cleared(account: Account) -> None:
    """By an explicit null: leaving it out would keep it."""
    id_ = account.create(account.layer(0, end=NOON + DAY))
    layer = read(account, id_).layers[0]
    account.update(id_, [LayerWrite(account.layer(0, id=layer.id))])
    assert read(account, id_).layers[0].end is None


def test_an_anchor_keeps_its_instant_over_writes(account: Account) -> None:
    """An offset other than zero would shift it at each save, as the embedded account does too."""
    id_ = account.create(time_zone="Australia/Sydney")
    for _ in range(3):
        state = read(account, id_)
        account.update(
            id_, [LayerWrite(layer) for layer in state.layers], time_zone=state.time_zone, teams=()
        )
    assert read(account, id_).layers[0].anchor == NOON


def test_a_schedule_that_is_gone_cannot_be_updated(account: Account) -> None:
    """404 is an error here: there is nothing to replace."""
    with pytest.raises(NotFoundError):
        account.update("PNOSUCH", [LayerWrite(account.layer(0))])


def test_a_policy_is_created_and_replaced_whole(account: Account) -> None:
    """Rules keep their ids; a rota that was created just now is given its id."""
    set_abilities(account.store, ["teams", "escalation_rule_assignment_strategy"])
    team = seed_team(account.store, "Platform")
    schedule = account.create()
    person = TargetWrite("user_reference", account.people[0])
    first = RuleWrite(None, 5, (person,), '{"type": "round_robin"}')
    id_ = create_policy(account, first, team=team)
    before = read_policy(account, id_)
    assert (before.repeat, before.teams, before.handoff) == (2, (team,), "if_has_services")
    kept = RuleWrite(before.rules[0].id, 5, (person,), before.rules[0].strategy)
    rota = RuleWrite(None, 9, (TargetWrite("schedule_reference", None, "in-hours"),))
    account.writer.update_policy(
        UpdatePolicy("24x7", id_, "", "24x7", "new", 0, (kept, rota), before.teams, "always", ()),
        {"in-hours": schedule},
    )
    after = read_policy(account, id_)
    assert after.rules[0] == before.rules[0]
    assert after.rules[0].strategy == '{"type": "round_robin"}'
    assert [target.id for target in after.rules[1].targets] == [schedule]
    assert (after.description, after.repeat, after.teams, after.handoff) == ("new", 0, (team,), "always")


def test_a_target_that_is_not_there_is_told_as_far_as_pagerduty_does(account: Account) -> None:
    """It says 404 without saying which."""
    rule = RuleWrite(None, 5, (TargetWrite("schedule_reference", None, "in-hours"),))
    with pytest.raises(NotFoundError) as caught:
        create_policy(account, rule)
    assert "person, schedule or team" in (caught.value.hint or "")


def test_a_malformed_403_is_still_a_403() -> None:
    """Updates of policies are known to answer one."""
    writer = scripted(answer(403, b'{"error": {"message"'))
    with pytest.raises(RotaError, match="does not let this token"):
        writer.update_policy(UpdatePolicy("24x7", "P1", "", "24x7", "", 0, (), (), None, ()), {})


def test_a_schedule_in_use_is_not_deleted(account: Account) -> None:
    """By a policy, or by an incident that runs on what the policy was; then it is, and then it is gone."""
    id_ = account.create()
    rule = RuleWrite(None, 5, (TargetWrite("schedule_reference", id_),))
    policy = create_policy(account, rule)
    incident = seed_incident(account.store, policy)
    with pytest.raises(InvalidRequestError, match="policy still uses this schedule"):
        account.writer.delete_schedule(id_)
    assert account.writer.delete_policy(policy) == "deleted"
    assert account.writer.delete_policy(policy) == "gone"
    with pytest.raises(InvalidRequestError, match="open incidents still run"):
        account.writer.delete_schedule(id_)
    resolve_incident(account.store, incident)
    assert account.writer.delete_schedule(id_) == "deleted"
    assert account.writer.delete_schedule(id_) == "gone"


def test_a_policy_in_use_is_not_deleted(account: Account) -> None:
    """A service needs one."""
    policy = create_policy(account, RuleWrite(None, 5, (TargetWrite("user_reference", account.people[0]),)))
    seed_service(account.store, name="web", policy_id=policy)
    with pytest.raises(InvalidRequestError, match="service still uses this escalation policy"):
        account.writer.delete_policy(policy)


@pytest.mark.parametrize("body", [b"", b"<html>", {}, [], {"schedule": None}, {"schedule": {"id": 7}}])
def test_a_creation_without_an_id_is_unclear(account: Account, body: Any) -> None:
    """Something may have been made."""
    account.writer = scripted(answer(201, body))
    with pytest.raises(UnclearError, match="may or may not"):
        account.create()


def test_an_update_without_the_object_is_unclear(account: Account) -> None:
    """A page of a proxy is not PagerDuty's word."""
    account.writer = scripted(answer(200, b"", {"content-type": "text/html"}), answer(200, {}))
    with pytest.raises(UnclearError, match="a web page"):
        account.update("P1", [])
    with pytest.raises(UnclearError, match="without the schedule"):
        account.update("P1", [])
