"""Objects that go without anybody asking: somebody else deletes them while a client is at work."""

from reconciler.sandbox import audit
from reconciler.sandbox.context import Context
from reconciler.sandbox.v3 import finding as v3

_SHIFT_BASED = {
    "rotations": v3.ROTATIONS,
    "events": v3.EVENTS,
    "custom_shifts": v3.CUSTOM_SHIFTS,
    "overrides": v3.OVERRIDES,
}
_KINDS = {"schedules", "escalation_policies", "services", "teams", "users"}


def remove(context: Context, path: str) -> bool:
    """Forgets the object that a path leads to, whoever uses it; whether there was one."""
    parts = path.strip("/").split("/")
    if parts[:2] == ["v3", "schedules"]:
        return _remove_shift_based(context, parts[2:])
    kind, key = (parts[0], parts[1]) if len(parts) > 1 else ("", "")
    if parts[:1] == ["schedules"] and parts[2:3] == ["overrides"] and parts[3:]:
        kind, key = "overrides", parts[3]
    store = context.store
    with store.transaction() as changes:
        document = store.get(kind, key) if kind in _KINDS | {"overrides"} else None
        if document is None or document.get("deleted_at"):
            return False
        if kind == "users":
            store.save(kind, {**document, "deleted_at": context.now().isoformat()})
        else:
            store.delete(kind, key)
        for override in store.all("overrides", key) if kind == "schedules" else []:
            store.delete("overrides", override["id"])
        audit.write(context, changes, audit.Origin("browser"))
    return True


def _remove_shift_based(context: Context, parts: list[str]) -> bool:
    """The same for the path of a shift-based schedule or of something in it, without what all share."""
    kind = _SHIFT_BASED.get(parts[-2], "") if len(parts) > 1 else v3.SCHEDULES
    store, key = context.store, parts[-1] if parts else ""
    with store.transaction() as changes:
        if store.get(kind, key) is None:
            return False
        if kind == v3.SCHEDULES:
            v3.forget(context, key)
        elif kind == v3.ROTATIONS:
            v3.forget_rotation(context, key)
        else:
            store.delete(kind, key)
        audit.write(context, changes, audit.Origin("browser"))
    return True
