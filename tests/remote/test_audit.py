"""Who changed a schedule or a policy, as far as PagerDuty tells."""

from datetime import timedelta
from typing import Any

import pytest

from reconciler.plan.actions import LayerWrite
from reconciler.remote.audit import MOST_PAGES, REACH
from reconciler.remote.reader import Reader
from reconciler.requests import AuditNote
from reconciler.sandbox import USER_HEADER, set_abilities
from reconciler.state import TargetWrite
from tests.remote.harness import DAY, NOON, TOKEN, Account, Scripted, Step, answer, client_on
from tests.remote.requests import policy

HOUR = timedelta(hours=1)
LATER = NOON + DAY


def record(**changes: Any) -> dict[str, Any]:
    """A record of somebody's change in the web editor."""
    fields: dict[str, Any] = {
        "id": "PDR1",
        "execution_time": "2026-12-01T13:00:00Z",
        "actors": [{"id": "P1", "type": "user_reference", "summary": "Ana"}],
        "method": {"type": "browser", "truncated_token": None},
        "action": "update",
        "details": {"resource": {"id": "PS1", "type": "schedule_reference"}, "fields": [{"name": "name"}]},
    }
    return fields | changes


def page(*records: Any, **fields: Any) -> Step:
    return answer(200, {"records": list(records), "next_cursor": None, "limit": 100} | fields)


def noted(*steps: Step, token: str = TOKEN) -> tuple[AuditNote, ...]:
    with Reader(lambda: client_on(Scripted(*steps), token=token)) as reader:
        return reader.changes("schedule", "PS1", NOON, LATER)


def test_changes_are_told_newest_first_with_who_and_what(account: Account) -> None:
    """Somebody in the web editor, and ourselves by the end of our token."""
    id_ = account.create()
    account.now = NOON + HOUR
    headers = {USER_HEADER: account.people[1]}
    # Not held to PagerDuty's document, which asks for more fields than its editor sends.
    client = client_on(account.wire.inner, token="sandbox")
    body = {"schedule": {"name": "Renamed", "time_zone": "Europe/London", "description": "Mine"}}
    assert client.request("PUT", f"/schedules/{id_}", json=body, headers=headers).is_success
    account.now = NOON + 2 * HOUR
    account.writer.create_overrides(id_, [(account.people[2], LATER, LATER + HOUR)])
    assert account.reader.changes("schedule", id_, NOON, account.now) == (
        AuditNote(NOON + 2 * HOUR, "this token", "an override made", ours=True),
        AuditNote(NOON + HOUR, "Ben", "name, description"),
        AuditNote(NOON, "this token", "created", ours=True),
    )
    assert account.reader.changes("schedule", id_, NOON + HOUR, NOON + HOUR) == (
        AuditNote(NOON + HOUR, "Ben", "name, description"),
    )


def test_changes_of_a_shift_based_schedule_are_told_too(account: Account) -> None:
    """Whether or not it is known yet that it is one."""
    id_ = account.create(kind="shifts")
    for _ in range(2):
        notes = account.reader.changes("schedule", id_, NOON, NOON + HOUR)
        assert AuditNote(NOON, "this token", "created", ours=True) in notes


def test_layers_and_levels_are_told_by_our_names(account: Account) -> None:
    """And once, although people and schedules come and go with them."""
    id_ = account.create()
    chain = policy(account, TargetWrite("user_reference", account.people[0]))
    account.now = NOON + HOUR
    account.update(id_, [LayerWrite(account.layer(2))])
    body = account.writer.client.rget(f"/escalation_policies/{chain}")
    rules = [rule | {"escalation_delay_in_minutes": 9} for rule in body["escalation_rules"]]
    account.writer.client.rput(f"/escalation_policies/{chain}", json=body | {"escalation_rules": rules})
    assert account.reader.changes("schedule", id_, account.now, LATER)[0].what == "layers"
    assert account.reader.changes("policy", chain, account.now, LATER)[0].what == "levels"


@pytest.mark.parametrize(
    ("changes", "who", "what", "ours"),
    [
        ({}, "Ana", "name", False),
        ({"actors": []}, "somebody", "name", False),
        ({"actors": None, "method": None}, "somebody", "name", False),
        ({"actors": [{"type": "app_reference", "summary": "Terraform"}]}, "Terraform", "name", False),
        (
            {
                "actors": [{"type": "api_key_reference", "summary": "…zzz9"}],
                "method": {"type": "api_token", "truncated_token": "zzz9"},
            },
            "the key ending in zzz9",
            "name",
            False,
        ),
        ({"method": {"type": "api_token", "truncated_token": TOKEN[-4:]}}, "this token", "name", True),
        ({"method": {"type": "oauth", "truncated_token": TOKEN[-4:]}}, "Ana", "name", False),
        ({"actors": [{"type": "user_reference", "summary": "A\n\x1b[31m " + "n" * 99}]}, None, "name", False),
        ({"action": "create"}, "Ana", "created", False),
        ({"action": "delete", "details": None}, "Ana", "deleted", False),
        ({"action": None, "details": None}, "Ana", "changed", False),
        ({"details": {"fields": None, "references": [{"name": "teams"}]}}, "Ana", "teams", False),
        (
            {"action": "delete", "details": {"resource": {"type": "override_reference"}}},
            "Ana",
            "an override removed",
            False,
        ),
    ],
)
def test_a_record_is_told_whatever_it_lacks(
    changes: dict[str, Any], who: str | None, what: str, *, ours: bool
) -> None:
    """Keys have no name in the trail; what somebody calls themselves stays one short line."""
    (note,) = noted(page(record(**changes)))
    assert (note.what, note.ours) == (what, ours)
    assert note.who == who or (who is None and len(note.who) == 60 and "\n" not in note.who)


def test_pages_are_followed_and_there_is_an_end() -> None:
    """By cursor; a few hundred changes are more than anybody reads."""
    inner = Scripted(*[page(record(), next_cursor=f"c{n}") for n in range(9)])
    with Reader(lambda: client_on(inner)) as reader:
        assert len(reader.changes("schedule", "PS1", NOON, LATER)) == MOST_PAGES
    cursors = [request.url.params.get("cursor") for request in inner.requests]
    assert cursors == [None, "c0", "c1"]


def test_no_more_is_asked_than_pagerduty_answers(account: Account) -> None:
    """31 days at most: of an older plan the newest changes are told."""
    id_ = account.create()
    account.wire.queries.clear()
    account.now = NOON + 90 * DAY
    assert account.reader.changes("schedule", id_, NOON, account.now + timedelta(microseconds=1)) == ()
    query = account.wire.queries[0][1]
    assert query["until"] == "2027-03-01T12:00:01Z"
    assert query["since"] == "2027-01-29T12:00:01Z"
    assert timedelta(days=31) == REACH


@pytest.mark.parametrize(
    "step",
    [
        answer(400, {}),
        answer(402, {}),
        answer(403, {}),
        answer(404, {}),
        answer(200, {}),
        answer(200, {"records": [7]}),
        answer(200, {"records": [{}]}),
        answer(200, {"records": [], "next_cursor": 7}),
        answer(200, {"records": [record(execution_time="yesterday")]}),
        answer(200, {"records": [record(actors=["Ana"])]}),
    ],
)
def test_what_cannot_be_read_is_not_told(step: Step) -> None:
    """It stands beside a message that matters more."""
    assert noted(step, step) == ()


def test_an_account_without_the_trail_tells_nothing(account: Account) -> None:
    """It has to be paid for; and what is gone has none."""
    id_ = account.create()
    assert account.reader.changes("schedule", "PNOSUCH", NOON, LATER) == ()
    set_abilities(account.store, ["teams"])
    assert account.reader.changes("schedule", id_, NOON, LATER) == ()
