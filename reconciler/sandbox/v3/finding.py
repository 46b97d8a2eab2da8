"""Finds the parts of a shift-based schedule by their ids."""

from datetime import datetime

from reconciler.sandbox.context import Context
from reconciler.sandbox.errors import ApiError, not_found
from reconciler.sandbox.store import Json
from reconciler.sandbox.v3.render import Parts, target_of

SCHEDULES, ROTATIONS, EVENTS = "v3_schedules", "v3_rotations", "v3_events"
CUSTOM_SHIFTS, OVERRIDES = "v3_custom_shifts", "v3_overrides"


def find_schedule(context: Context, key: str) -> Json:
    """The shift-based schedule of an id; layer-based ones live behind another API."""
    if context.store.get("schedules", key) is not None:
        raise ApiError(400, 2001, "This is a layer-based schedule. Use the v2 Schedules API")
    schedule = context.store.get(SCHEDULES, key)
    if schedule is None:
        raise not_found()
    return schedule


def find_part(context: Context, kind: str, schedule_id: str, key: str) -> Json:
    """A rotation, custom shift or override of a schedule that exists; what is deleted is not found."""
    find_schedule(context, schedule_id)
    part = context.store.get(kind, key)
    if part is None or part["schedule_id"] != schedule_id or part.get("deleted_at"):
        raise not_found()
    return part


def rotations_of(context: Context, schedule_id: str) -> list[Json]:
    """The rotations that have not been deleted."""
    return [each for each in context.store.all(ROTATIONS, schedule_id) if not each.get("deleted_at")]


def events_of(context: Context, rotation_id: str) -> list[Json]:
    """The events of a rotation, past ones too, in order of the start of their first shift."""
    events = context.store.all(EVENTS, rotation_id)
    return sorted(events, key=lambda event: datetime.fromisoformat(event["start_time"]["date_time"]))


def parts_of(context: Context, schedule_id: str) -> Parts:
    """Everything that is rendered; what a deleted rotation did before its end stays."""
    store = context.store
    rotations = store.all(ROTATIONS, schedule_id)
    return Parts(
        [event for rotation in rotations for event in store.all(EVENTS, rotation["id"])],
        store.all(CUSTOM_SHIFTS, schedule_id),
        store.all(OVERRIDES, schedule_id),
    )


def let_go(context: Context, kind: str, target_id: str, schedule_id: str) -> None:
    """Ends the overrides of a rotation or custom shift that ends now: those to come go."""
    now = context.now()
    for override in context.store.all(OVERRIDES, schedule_id):
        if target_of(override) != (kind, target_id):
            continue
        if datetime.fromisoformat(override["start_time"]) >= now:
            context.store.delete(OVERRIDES, override["id"])
        elif datetime.fromisoformat(override["end_time"]) > now:
            cut = {**override, "end_time": now.strftime("%Y-%m-%dT%H:%M:%SZ")}
            context.store.save(OVERRIDES, cut, schedule_id)


def forget(context: Context, key: str) -> None:
    """Deletes a schedule with everything in it."""
    store = context.store
    for rotation in store.all(ROTATIONS, key):
        forget_rotation(context, rotation["id"])
    for kind in (CUSTOM_SHIFTS, OVERRIDES):
        for part in store.all(kind, key):
            store.delete(kind, part["id"])
    store.delete(SCHEDULES, key)


def forget_rotation(context: Context, key: str) -> None:
    """Deletes a rotation with its events, as if it had never been."""
    for event in context.store.all(EVENTS, key):
        context.store.delete(EVENTS, event["id"])
    context.store.delete(ROTATIONS, key)
