"""The audit trail: every change of the account becomes a record that says who made it, how and when."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reconciler.sandbox.context import Context
from reconciler.sandbox.store import Change, Json

RECORDS = "audit_records"

_TYPES = {
    "users": "user",
    "teams": "team",
    "schedules": "schedule",
    "escalation_policies": "escalation_policy",
    "services": "service",
    "v3_schedules": "schedule_v3",
}
# What belongs to a schedule and is told in its trail.
_PARTS = {
    "overrides": "override",
    "v3_rotations": "schedule_rotation",
    "v3_events": "schedule_event",
    "v3_custom_shifts": "custom_shift",
    "v3_overrides": "override_shift",
}
_SCHEDULES = ("schedules", "v3_schedules")
# Stored under one name, told under another; what is in neither list is told as it is stored.
_LISTS = {"layers": "schedule_layers"}
_UNTOLD = {"id", "schedule_id", "history", "deleted_at", "mailbox", "ways", "quiet", "teams"}


@dataclass(frozen=True)
class Origin:
    """Where a change came from: the way in, the token or user that came that way, and the request."""

    method: str
    token: str | None = None
    user: str | None = None
    request_id: str | None = None
    address: str | None = None


def key_id(key: str) -> str:
    """The id that the trail gives an API key, from which the key cannot be told."""
    return "K" + hashlib.sha256(key.encode()).hexdigest()[:13].upper()


def write(context: Context, changes: list[Change], origin: Origin) -> None:
    """Adds a record for each change made in the current transaction."""
    gone = {
        change.before["id"]
        for change in changes
        if change.kind in _SCHEDULES and change.before and not change.after
    }
    told = [
        change
        for change in changes
        if change.before != change.after
        and (change.kind in _TYPES or (change.kind in _PARTS and _owner(change)[1] not in gone))
    ]
    if not told:
        return
    earlier = context.store.count(RECORDS)
    for number, change in enumerate(told, start=earlier + 1):
        record = _record(context, change, origin) | {"id": f"PDR{number:010}"}
        context.store.save(RECORDS, record, record["root_resource"]["id"])


def _record(context: Context, change: Change, origin: Origin) -> Json:
    root = _resource(context, change)
    action = "update"
    if change.before is None:
        action = "create"
    elif change.after is None or (change.after.get("deleted_at") and not change.before.get("deleted_at")):
        action = "delete"
    details = {
        "resource": _part(change) if change.kind in _PARTS else root,
        "fields": _fields(change) if action != "delete" else None,
        "references": _references(context, change) if action != "delete" else None,
    }
    return {
        "self": None,
        "execution_time": context.now().strftime("%Y-%m-%dT%H:%M:%SZ"),
        "execution_context": {"request_id": origin.request_id, "remote_address": origin.address},
        "actors": _actors(context, origin),
        "method": {
            "type": origin.method,
            "description": None,
            "truncated_token": (origin.token or "")[-4:] or None,
        },
        "root_resource": root,
        "action": action,
        "details": details,
    }


def _actors(context: Context, origin: Origin) -> list[Json]:
    if origin.user is not None:
        return [_named(context, "users", origin.user)]
    if origin.token is not None:
        return [{"id": key_id(origin.token), "type": "api_key_reference", "summary": f"…{origin.token[-4:]}"}]
    return []


def _resource(context: Context, change: Change) -> Json:
    document = change.after or change.before or {}
    if change.kind in _PARTS:
        return _named(context, *_owner(change))
    return {"id": document["id"], "type": f"{_TYPES[change.kind]}_reference", "summary": document["name"]}


def _owner(change: Change) -> tuple[str, str]:
    """The kind and the id of the schedule that a part belongs to."""
    document = change.after or change.before or {}
    if change.kind == "overrides":
        return "schedules", str(change.parent)
    return "v3_schedules", document["schedule_id"]


def _part(change: Change) -> Json:
    document = change.after or change.before or {}
    kind = f"{_PARTS[change.kind]}_reference"
    return {"id": document["id"], "type": kind, "summary": document.get("name")}


def _named(context: Context, kind: str, key: str) -> Json:
    document = context.store.get(kind, key) or {}
    return {"id": key, "type": f"{_TYPES[kind]}_reference", "summary": document.get("name")}


def _fields(change: Change) -> list[Json]:
    """What differs, as text; lists are told whole, in JSON."""
    before, after = change.before or {}, change.after or {}
    names = [name for name in after if name not in _UNTOLD and before.get(name) != after[name]]
    return [
        {
            "name": _LISTS.get(name, name),
            "description": None,
            "value": _text(after[name]),
            "before_value": _text(before.get(name)),
        }
        for name in names
    ]


def _text(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else json.dumps(value)


def _references(context: Context, change: Change) -> list[Json]:
    """Which people, schedules and teams came to it, and which left it."""
    told = []
    for name, kind in (("teams", "teams"), ("users", "users"), ("schedules", "schedules")):
        before, after = (_mentioned(name, document or {}) for document in (change.before, change.after))
        added = [_named(context, kind, key) for key in sorted(after - before)]
        removed = [_named(context, kind, key) for key in sorted(before - after)]
        if added or removed:
            told.append({"name": name, "description": None, "added": added, "removed": removed})
    return told


def _mentioned(name: str, document: Json) -> set[str]:
    if name == "teams":
        return set(document.get("teams", ()))
    targets = [target for rule in document.get("escalation_rules", ()) for target in rule["targets"]]
    found = {target["id"] for target in targets if target["kind"] == name}
    if name == "users":
        found |= {user for layer in document.get("layers", ()) for user in layer["users"]}
        found |= {document["user"]} if "user" in document else set()
        found |= set(_members(document))
    return found


def _members(value: Any) -> Iterator[str]:
    """The users of a part of a shift-based schedule, however deep in it they are named."""
    if isinstance(value, dict) and value.get("type") == "user_member":
        yield value["user_id"]
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _members(each)
