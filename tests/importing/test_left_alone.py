"""What a file cannot say: it is named, left alone, and told with the reason."""

from typing import Any

import pytest

from tests.importing.accounts import (
    DAY,
    HOUR,
    JUNE,
    NOON,
    Account,
    daily,
    layer,
    reason,
    text_of,
    untouched,
)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"turn": 5430},
            "its turns are 1 h 30 min 30 s long; a file has whole hours, from 1 to 8760",
        ),
        ({"anchor": "2026-06-01T08:00:20Z"}, "its turns begin at 09:00:20; a file has whole minutes"),
        (
            {"end": "2027-02-03T10:00:07Z"},
            "a layer of it ends at 10:00:07; a file has whole minutes",
        ),
        (
            {"start": "2026-12-09T12:00:00Z"},
            (
                "a layer of it begins in the middle of a turn, on Wed 9 Dec 2026 12:00; "
                "a line-up begins at a handover"
            ),
        ),
        (
            {"restrictions": [{**daily("09:00", HOUR), "start_time_of_day": "09:00:30"}]},
            "its hours have seconds in them; a file has whole minutes",
        ),
        ({"end": "2026-07-06T08:00:00Z"}, "it has no layer that is not over"),
    ],
)
def test_what_a_file_cannot_say_is_left_alone_with_the_reason(
    account: Account, changes: dict[str, Any], expected: str
) -> None:
    """The schedule stays as it is, and policies can still name it."""
    ana, ben = account.users("Ana Ortiz", "Ben Ode")
    sent: dict[str, Any] = {"start": JUNE, "anchor": JUNE} | changes
    restrictions = sent.pop("restrictions", [])
    id_ = account.schedule("Web", layer(ana, ben, **sent))
    held = account.store.get("schedules", id_)
    assert held is not None
    # PagerDuty would drop the seconds of new ones; old ones may have them.
    held["layers"][0]["restrictions"] = restrictions
    account.store.save("schedules", held)
    assert reason(account) == expected


def test_a_schedule_without_layers_is_left_alone(account: Account) -> None:
    """Nobody is on it."""
    account.schedule("Web")
    assert reason(account) == "it has no layer that is not over"


def test_a_user_who_is_gone_is_named(account: Account) -> None:
    """No file can bring them back."""
    ana, ben = account.users("Ana Ortiz", "Ben Ode")
    account.schedule("Web", layer(ana, ben, start=JUNE, anchor=JUNE, name="Week"))
    account.send("DELETE", f"/users/{ben}")
    assert reason(account) == (
        "Ben Ode is in Week and has no PagerDuty account any more: take them out of it"
    )


def test_an_invisible_character_in_a_name_is_left_alone_by_its_id(account: Account) -> None:
    """The file cannot hold it, and a plan would rename it."""
    (ana,) = account.users("Ana Ortiz")
    id_ = account.schedule("We\u200bb", layer(ana, start=JUNE, anchor=JUNE))
    assert reason(account) == "its name holds an invisible character (U+200B): rename it in PagerDuty"
    assert f"    name: Web\n    id: {id_}\n    managed: false" in account.imported().texts["rota.yaml"]


@pytest.mark.parametrize(
    ("email", "why"),
    [
        ("ana,ortiz@example.org", "the e-mail address of Ana Ortiz in PagerDuty is none"),
        ("BEN.ODE@example.org", "several users have the e-mail address of Ana Ortiz"),
    ],
)
def test_an_address_that_does_not_tell_who_it_is(account: Account, email: str, why: str) -> None:
    """People are matched by it."""
    ana, _ = account.users("Ana Ortiz", "Ben Ode")
    account.store.save("users", {**(account.store.get("users", ana) or {}), "email": email})
    account.schedule("Web", layer(ana, start=JUNE, anchor=JUNE))
    assert reason(account) == why


TWICE = "2027-10-31T00:30:00Z"
"""In London the clock shows 01:30 then, and once more an hour later."""


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"start": TWICE, "anchor": TWICE}, "a layer of it begins in the hour in which the clocks change"),
        ({"end": TWICE}, "a layer of it ends in the hour in which the clocks change"),
    ],
)
def test_a_time_that_the_clock_shows_twice_cannot_be_written(
    account: Account, changes: dict[str, str], why: str
) -> None:
    """A file would not say which of the two is meant."""
    (ana,) = account.users("Ana Ortiz")
    sent: dict[str, Any] = {"start": JUNE, "anchor": JUNE, **changes}
    account.schedule("Web", layer(ana, **sent))
    assert reason(account) == why


def test_a_layer_that_began_at_such_a_time_is_said_from_a_turn_before(account: Account) -> None:
    """Its start is over, so that the handover before it says the same."""
    ana, ben = account.users("Ana Ortiz", "Ben Ode")
    start = "2026-10-25T00:00:00Z"
    account.schedule("Web", layer(ana, ben, start=start, anchor=start, turn=DAY))
    assert "- {from: 2026-10-24, people: [ben, ana]}  # Sat" in text_of(account)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"num_loops": 12}, "it repeats 12 times; a file has at most 9"),
        ({"escalation_rules": []}, "it has no level"),
        (
            {"escalation_rules": [{"id": "R", "delay": 5, "targets": []}]},
            "its level 1 notifies nobody",
        ),
        (
            {"escalation_rules": [{"id": "R", "delay": 0, "targets": ["user"]}]},
            "its level 1 escalates after 0 minutes",
        ),
        (
            {"escalation_rules": [{"id": "R", "delay": 5, "targets": ["user", "user"]}]},
            "its level 1 notifies somebody twice",
        ),
        (
            {"escalation_rules": [{"id": "R", "delay": 5, "targets": ["gone"]}]},
            "Gone Roe, whom its level 1 notifies, has no PagerDuty account any more",
        ),
        (
            {"escalation_rules": [{"id": "R", "delay": 5, "targets": ["odd"]}]},
            "Odd Marr, whom its level 1 notifies, has an e-mail address that a file cannot hold",
        ),
        ({"description": "Managed as code: pages in https://example.org/b"}, None),
        ({"name": "Pa\u200bges"}, "its name holds an invisible character (U+200B): rename it in PagerDuty"),
    ],
)
def test_a_policy_that_a_file_cannot_say_is_left_out(
    account: Account, changes: dict[str, Any], why: str | None
) -> None:
    """With a comment in its place; without a reason it is in the file."""
    ana, gone, odd = account.users("Ana Ortiz", "Gone Roe", "Odd Marr")
    account.store.save("users", {**(account.store.get("users", odd) or {}), "email": "a,b@example.org"})
    id_ = account.policy("Pages", [("user_reference", ana)])
    held = account.store.get("escalation_policies", id_)
    assert held is not None
    template = held["escalation_rules"][0]
    ids = {"user": ana, "gone": gone, "odd": odd}
    if "escalation_rules" in changes:
        changes = {
            "escalation_rules": [
                {
                    **template,
                    "escalation_delay_in_minutes": rule["delay"],
                    "targets": [{"kind": "users", "id": ids[name]} for name in rule["targets"]],
                }
                for rule in changes["escalation_rules"]
            ]
        }
    account.store.save("escalation_policies", {**held, **changes})
    account.send("DELETE", f"/users/{gone}")
    account.now = NOON
    found = account.imported()
    assert untouched(account.plan(found))
    (policy,) = found.draft.policies
    assert policy.reason == why
    comment = f"# {policy.name} stays in PagerDuty alone: {why}"
    assert (comment in found.texts["rota.yaml"]) is (why is not None)
