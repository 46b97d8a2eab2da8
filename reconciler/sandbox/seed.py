"""Fills a store with what the API itself cannot make, or makes too slowly."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from reconciler.sandbox.context import Clock, Context, Keys
from reconciler.sandbox.people import create_team, create_user
from reconciler.sandbox.policies import find_policy, schedules_of
from reconciler.sandbox.quirks import Quirks
from reconciler.sandbox.schedules import create_schedule
from reconciler.sandbox.services import create_service
from reconciler.sandbox.store import Json, Store
from reconciler.sandbox.v3.custom_shifts import create_custom_shifts
from reconciler.sandbox.v3.finding import rotations_of
from reconciler.sandbox.v3.overrides import create_overrides
from reconciler.sandbox.v3.schedules import create_schedule as create_v3_schedule


def _long_ago() -> datetime:
    return datetime(2000, 1, 1, tzinfo=UTC)


def seed_user(
    store: Store,
    *,
    name: str,
    email: str,
    role: str = "user",
    time_zone: str = "Europe/London",
    mailbox: bool = False,
    ways: Sequence[str] | None = None,
    quiet: bool = False,
) -> str:
    """Adds a user and returns the id; a mailbox is one that can only be sent e-mail.

    `ways` are the kinds of contact methods, and `quiet` is a user without a notification rule.
    """
    with store.transaction():
        body = {"name": name, "email": email, "role": role, "time_zone": time_zone}
        user = create_user(_context(store), body)
        usual = ["email"] if mailbox else ["email", "phone"]
        given = list(usual if ways is None else ways)
        store.save("users", {**user, "mailbox": mailbox, "ways": given, "quiet": quiet})
    return str(user["id"])


def seed_team(store: Store, name: str) -> str:
    """Adds a team and returns the id."""
    with store.transaction():
        return str(create_team(_context(store), {"name": name})["id"])


def seed_schedule(store: Store, clock: Clock, body: Json) -> str:
    """Adds a schedule from the body of a POST, wrapped or not, saved at the clock's now; returns the id."""
    with store.transaction():
        return str(create_schedule(_context(store, clock), body.get("schedule", body))["id"])


def seed_v3_schedule(store: Store, schedule: str | Json, clock: Clock = _long_ago) -> str:
    """Adds a shift-based schedule, saved at the clock's now, and returns the id; a name alone makes it empty.

    The schedule is the object inside a POST body, with its rotations and their events, and may also hold
    `custom_shifts` and `overrides`, which aim at a `rotation` or `custom_shift` by its place, from 0.
    """
    body: Json = {"name": schedule, "time_zone": "Etc/UTC"} if isinstance(schedule, str) else schedule
    body = body.get("schedule", body)
    context = _context(store, clock)
    with store.transaction():
        made = create_v3_schedule(context, body)
        shifts = create_custom_shifts(context, made, body.get("custom_shifts", []))
        places = {"rotation": rotations_of(context, made["id"]), "custom_shift": shifts}
        create_overrides(context, made, [_aimed(each, places) for each in body.get("overrides", [])])
    return str(made["id"])


def _aimed(override: Json, places: Mapping[str, Sequence[Json]]) -> Json:
    """An override whose target is named by id instead of by place."""
    return {
        (f"{name}_id" if name in places else name): places[name][value]["id"] if name in places else value
        for name, value in override.items()
    }


def seed_service(store: Store, *, name: str, policy_id: str) -> str:
    """Adds a service that uses a policy and returns the id."""
    with store.transaction():
        body = {"name": name, "escalation_policy": {"id": policy_id}}
        return str(create_service(_context(store), body)["id"])


def seed_incident(store: Store, policy_id: str) -> str:
    """Opens an incident, which runs on the policy as it is now, and returns the id."""
    with store.transaction():
        snapshot = schedules_of(find_policy(_context(store), policy_id))
        key = store.new_id("Q", 13)
        store.save("incidents", {"id": key, "schedules": sorted(snapshot)})
    return key


def resolve_incident(store: Store, incident_id: str) -> None:
    """Closes an incident, which lets go of its snapshot."""
    with store.transaction():
        store.delete("incidents", incident_id)


def set_abilities(store: Store, abilities: Sequence[str]) -> None:
    """Decides what the account's plan includes."""
    store.set_setting("abilities", list(abilities))


def _context(store: Store, clock: Clock = _long_ago) -> Context:
    """Only schedules depend on the time at which they are saved."""
    return Context(store, clock, Quirks(), Keys())
