"""Somebody on call whom nothing would wake is told, and so is a mailbox that rings."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reconciler.plan.reachable import findings
from reconciler.state import UserState
from tests.plan.files import document, rota, support, world
from tests.world import Data, World

PHONE = ["email", "phone"]


def made(folder: Path, change: Callable[[Data], None] = lambda _: None) -> World:
    """Web, where Ana and Ben are on call; Cal is in the file and on no rota."""
    data = document({"web": rota(("2026-01-05", "ana", "ben"))})
    change(data)
    return world(data, "2026-11-25 12:00", folder)


def account(found: World, person: str, **fields: object) -> None:
    """Change what the account of somebody can be reached by."""
    user = found.store.get("users", found.user_id(person))
    assert user is not None
    found.store.save("users", {**user, **fields})


def told(found: World) -> list[tuple[str, str]]:
    """What a plan says about it."""
    return [(f.id, f.message) for f in found.plan().findings if f.id in ("unreachable", "mailbox-rings")]


def test_people_with_a_phone_and_a_rule_are_no_matter(tmp_path: Path) -> None:
    """Nothing is said."""
    assert told(made(tmp_path)) == []


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"ways": []}, "has no contact method, so nothing can reach them"),
        ({"ways": PHONE, "quiet": True}, "has no notification rule, so nothing is sent to them"),
        ({"ways": ["email"]}, "has no phone and no app, so they are only mailed"),
    ],
)
def test_whoever_cannot_be_reached_is_told(tmp_path: Path, fields: dict[str, object], why: str) -> None:
    """With what is missing; somebody on no rota and in no policy does not matter."""
    found = made(tmp_path)
    account(found, "ben", **fields)
    account(found, "cal", **fields)
    (finding,) = (f for f in found.plan().findings if f.id == "unreachable")
    assert finding.message == f"Ben is on call in this file, but the PagerDuty account {why}"
    assert finding.severity == "warning"
    assert finding.where == found.file.people["ben"].where


@pytest.mark.parametrize("way", ["phone", "sms", "push_notification"])
def test_one_way_that_rings_is_enough(tmp_path: Path, way: str) -> None:
    """An app will do."""
    found = made(tmp_path)
    account(found, "ben", ways=["email", way])
    assert told(found) == []


def test_a_new_account_can_only_be_mailed(tmp_path: Path) -> None:
    """Whoever was invited a minute ago has set up nothing yet."""
    found = made(tmp_path)
    found.send("DELETE", f"/users/{found.user_id('ben')}")
    client = found.client()
    body = {"user": {"name": "Ben", "email": "ben@example.org"}}
    client.request("POST", "/users", json=body, headers={"From": "ana@example.org"})
    ((_, said),) = told(found)
    assert said.endswith("has no phone and no app, so they are only mailed")


def test_a_mailbox_that_rings_is_told(tmp_path: Path) -> None:
    """It is laid over bank holidays so that nobody at home is paged."""
    found = world(support("2026-11-23"), "2026-11-25 12:00", tmp_path)
    assert told(found) == []
    account(found, "team", ways=PHONE)
    ((name, said),) = told(found)
    assert name == "mailbox-rings"
    assert said.startswith("Team is a mailbox here, but its PagerDuty account has a phone or an app")


@pytest.mark.parametrize("name", ["unreachable", "mailbox-rings"])
def test_both_can_be_switched_off(tmp_path: Path, name: str) -> None:
    """By id, with a reason."""
    data = support("2026-11-23") | {"checks": {"off": [{"id": name, "reason": "agreed"}]}}
    found = world(data, "2026-11-25 12:00", tmp_path)
    account(found, "team", ways=PHONE)
    account(found, "ana", ways=["email"])
    assert {said for said, _ in told(found)} == {"unreachable", "mailbox-rings"} - {name}


def test_what_pagerduty_does_not_tell_is_not_judged(tmp_path: Path) -> None:
    """Some tokens may not see how people are reached."""
    found = made(tmp_path)
    users = {"ben@example.org": (UserState("P1", "Ben", "ben@example.org"),)}
    assert list(findings(found.file, users, found.now)) == []
