"""Events of a rotation: free to change until they are effective, then only their end, then nothing."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from reconciler.sandbox.context import Context, here
from reconciler.sandbox.errors import not_found
from reconciler.sandbox.store import Json
from reconciler.sandbox.v3.event_rules import check_company, effective, written_event
from reconciler.sandbox.v3.finding import EVENTS, ROTATIONS, events_of, find_part
from reconciler.sandbox.v3.problems import Problems, refuse
from reconciler.sandbox.v3.reading import ID_LENGTH, body_of, page, read_instant, window, written
from reconciler.sandbox.v3.views import present_event

blueprint = Blueprint("events", __name__, url_prefix="/<schedule_id>/rotations/<rotation_id>/events")

_FIELDS = (
    "name",
    "start_time",
    "end_time",
    "effective_since",
    "effective_until",
    "recurrence",
    "assignment_strategy",
)


@blueprint.get("")
def list_events(schedule_id: str, rotation_id: str) -> ResponseReturnValue:
    """All events, past ones too, in order of the start of their first shift."""
    context = here()
    find_part(context, ROTATIONS, schedule_id, rotation_id)
    return page(context, "events", events_of(context, rotation_id), present_event)


@blueprint.post("")
def post_event(schedule_id: str, rotation_id: str) -> ResponseReturnValue:
    """Creates; a beginning in the past becomes now."""
    context = here()
    rotation = find_part(context, ROTATIONS, schedule_id, rotation_id)
    return {"event": present_event(create_event(context, rotation, body_of(context, "event")))}, 201


@blueprint.get("/<key>")
def get_event(schedule_id: str, rotation_id: str, key: str) -> ResponseReturnValue:
    """One event; the window changes nothing about it."""
    context = here()
    event = _find(context, schedule_id, rotation_id, key)
    window(context)
    return {"event": present_event(event)}


@blueprint.put("/<key>")
def put_event(schedule_id: str, rotation_id: str, key: str) -> ResponseReturnValue:
    """Changes what is sent and may still be changed."""
    context = here()
    before = _find(context, schedule_id, rotation_id, key)
    body = body_of(context, "event")
    since, _ = effective(before)
    if since <= context.now():
        event = _ended(context, before, body)
    else:
        sent = {name: before[name] for name in _FIELDS} | body
        event = before | written_event(context, sent)
    others = [each for each in events_of(context, rotation_id) if each["id"] != key]
    check_company(context, event, others)
    context.store.save(EVENTS, event, rotation_id)
    return {"event": present_event(event)}


@blueprint.delete("/<key>")
def delete_event(schedule_id: str, rotation_id: str, key: str) -> ResponseReturnValue:
    """A future one goes, an active one ends now, a past one stays as it is (400)."""
    context = here()
    event = _find(context, schedule_id, rotation_id, key)
    if not end_event(context, event):
        refuse(context, "event", "has already ended")
    return "", 204


def create_event(context: Context, rotation: Json, body: Json) -> Json:
    """Stores a new event of a rotation from the object inside a POST body."""
    event = {
        "id": context.store.new_id("", ID_LENGTH),
        "schedule_id": rotation["schedule_id"],
        "rotation_id": rotation["id"],
        **written_event(context, body),
    }
    check_company(context, event, events_of(context, rotation["id"]))
    context.store.save(EVENTS, event, rotation["id"])
    return event


def end_event(context: Context, event: Json) -> bool:
    """Deletes an event that has not begun and ends one that is active; whether there was anything to do."""
    now = context.now()
    since, until = effective(event)
    if until <= now:
        return False
    if since > now:
        context.store.delete(EVENTS, event["id"])
    else:
        context.store.save(EVENTS, {**event, "effective_until": written(now)}, event["rotation_id"])
    return True


def _ended(context: Context, before: Json, body: Json) -> Json:
    """An event that has begun: nothing but its end may be sent, not even what stays as it was."""
    problems, now = Problems(context), context.now()
    if effective(before)[1] <= now:
        refuse(context, "event", "has already ended and can't be changed")
    for name in _FIELDS:
        if name in body and name != "effective_until":
            problems.add(f"event.{name}", "can't be changed while the event is active")
    if body.get("effective_until") is None:
        problems.check()
        return {**before, "effective_until": None} if "effective_until" in body else before
    until = read_instant(problems, "event.effective_until", body["effective_until"])
    if until is not None and until < now:
        problems.add("event.effective_until", "must not be in the past")
    problems.check()
    return {**before, "effective_until": written(until)} if until is not None else before


def _find(context: Context, schedule_id: str, rotation_id: str, key: str) -> Json:
    find_part(context, ROTATIONS, schedule_id, rotation_id)
    event = context.store.get(EVENTS, key)
    if event is None or event["rotation_id"] != rotation_id:
        raise not_found()
    return event
