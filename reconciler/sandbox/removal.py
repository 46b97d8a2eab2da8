"""Objects that go without anybody asking: somebody else deletes them while a client is at work."""

from reconciler.sandbox import audit
from reconciler.sandbox.context import Context

_KINDS = {"schedules", "escalation_policies", "services", "teams", "users"}


def remove(context: Context, path: str) -> bool:
    """Forgets the object that a path leads to, whoever uses it; whether there was one."""
    parts = path.strip("/").split("/")
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
