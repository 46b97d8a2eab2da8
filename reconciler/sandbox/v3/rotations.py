"""Rotations of a shift-based schedule: holders of events, created empty, never changed, and deleted."""

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from reconciler.sandbox.context import Context, here
from reconciler.sandbox.store import Json
from reconciler.sandbox.v3.events import create_event, end_event
from reconciler.sandbox.v3.finding import (
    ROTATIONS,
    events_of,
    find_part,
    find_schedule,
    forget_rotation,
    let_go,
    rotations_of,
)
from reconciler.sandbox.v3.problems import refuse
from reconciler.sandbox.v3.reading import ID_LENGTH, page, window
from reconciler.sandbox.v3.views import present_rotation

blueprint = Blueprint("rotations", __name__, url_prefix="/<schedule_id>/rotations")

MOST_ROTATIONS = 10


@blueprint.get("")
def list_rotations(schedule_id: str) -> ResponseReturnValue:
    """The rotations that have not been deleted, in order of creation."""
    context = here()
    find_schedule(context, schedule_id)
    rows = rotations_of(context, schedule_id)
    return page(context, "rotations", rows, lambda rotation: present_rotation(context, rotation))


@blueprint.post("")
def post_rotation(schedule_id: str) -> ResponseReturnValue:
    """Creates a rotation without events, from a body without content."""
    context = here()
    schedule = find_schedule(context, schedule_id)
    if request.get_data() and request.get_json(force=True, silent=True) != {}:
        refuse(context, "rotation", "must be created from an empty body")
    return {"rotation": present_rotation(context, create_rotation(context, schedule))}, 201


@blueprint.get("/<key>")
def get_rotation(schedule_id: str, key: str) -> ResponseReturnValue:
    """One rotation, with those of its events that are effective within the window."""
    context = here()
    rotation = find_part(context, ROTATIONS, schedule_id, key)
    return {"rotation": present_rotation(context, rotation, window(context))}


@blueprint.delete("/<key>")
def delete_rotation(schedule_id: str, key: str) -> ResponseReturnValue:
    """What lies before now is kept and goes on being rendered; the rotation itself is seen no more."""
    context = here()
    rotation = find_part(context, ROTATIONS, schedule_id, key)
    for event in events_of(context, key):
        end_event(context, event)
    let_go(context, "schedule_rotation", key, schedule_id)
    if events_of(context, key):
        context.store.save(ROTATIONS, {**rotation, "deleted_at": context.now().isoformat()}, schedule_id)
    else:
        forget_rotation(context, key)
    return "", 204


def create_rotation(context: Context, schedule: Json, events: Any = ()) -> Json:
    """Stores a new rotation, with the events inside the objects given."""
    if len(rotations_of(context, schedule["id"])) >= MOST_ROTATIONS:
        refuse(context, "rotation", f"a schedule must not have more than {MOST_ROTATIONS} rotations")
    rotation = {"id": context.store.new_id("", ID_LENGTH), "schedule_id": schedule["id"]}
    context.store.save(ROTATIONS, rotation, schedule["id"])
    if not isinstance(events, list | tuple) or not all(isinstance(event, dict) for event in events):
        refuse(context, "rotation.events", "must be a list of objects")
    for event in events:
        create_event(context, rotation, event)
    return rotation
