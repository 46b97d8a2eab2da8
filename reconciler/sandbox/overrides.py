"""Overrides of a schedule: created in batches, listed in a window, deleted or cut short; never edited."""

from datetime import datetime
from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from reconciler.sandbox.context import Context, here
from reconciler.sandbox.errors import ApiError, invalid, not_found
from reconciler.sandbox.schedules import find_schedule
from reconciler.sandbox.store import Json
from reconciler.sandbox.wire import flag, instant_argument, user_reference, zone_argument
from reconciler.sandbox.zones import parse_instant, show, zone_of

blueprint = Blueprint("overrides", __name__, url_prefix="/schedules/<schedule_id>/overrides")

_ID_LENGTH = 13


@blueprint.get("")
def list_overrides(schedule_id: str) -> ResponseReturnValue:
    """Those that touch the window, clipped to it unless overflow; editable ones show nothing but their id."""
    context = here()
    zone = zone_argument(zone_of(find_schedule(context, schedule_id)["time_zone"]))
    since, until = instant_argument("since", zone), instant_argument("until", zone)
    if since is None or until is None:
        raise invalid("Since and until are required")
    shown: list[Json] = []
    for override in sorted(context.store.all("overrides", schedule_id), key=lambda each: str(each["start"])):
        start, end = datetime.fromisoformat(override["start"]), datetime.fromisoformat(override["end"])
        if start >= until or end <= since:
            continue
        if flag("editable"):
            shown += [{"id": override["id"]}] if start > context.now() else []
            continue
        if not flag("overflow"):
            start, end = max(start, since), min(end, until)
        user = user_reference(context, override["user"])
        shown.append({"id": override["id"], "start": show(start, zone), "end": show(end, zone), "user": user})
    return {"overrides": shown}, context.quirks.overrides_get_status


@blueprint.post("")
def post_overrides(schedule_id: str) -> ResponseReturnValue:
    """A batch is answered by a bare array, one status per item; the old single form by one object."""
    context = here()
    schedule = find_schedule(context, schedule_id)
    body = request.get_json(force=True, silent=True)
    if isinstance(body, dict) and isinstance(body.get("override"), dict):
        single = _created(context, schedule, body["override"], 0)
        if single["status"] == 400:  # noqa: PLR2004 - an HTTP status
            raise invalid(*single["errors"])
        return {"override": single["override"]}, 201
    batch = body.get("overrides") if isinstance(body, dict) else None
    if not isinstance(batch, list) or not batch:
        raise invalid("Overrides must be a list with at least one entry")
    if len(batch) > context.quirks.max_override_batch:
        raise invalid(f"At most {context.quirks.max_override_batch} overrides can be created at once")
    return [_created(context, schedule, item, place) for place, item in enumerate(batch)], 201


@blueprint.delete("/<key>")
def delete_override(schedule_id: str, key: str) -> ResponseReturnValue:
    """A future one goes (204), a running one is cut at now (200), a past one stays (400)."""
    context = here()
    find_schedule(context, schedule_id)
    override = next((each for each in context.store.all("overrides", schedule_id) if each["id"] == key), None)
    if override is None:
        raise not_found()
    now = context.now()
    if datetime.fromisoformat(override["end"]) <= now:
        raise invalid("Override has already ended and can't be deleted")
    if datetime.fromisoformat(override["start"]) > now:
        context.store.delete("overrides", key)
        return "", 204
    context.store.save("overrides", {**override, "end": now.isoformat()}, schedule_id)
    return "", 200


def _created(context: Context, schedule: Json, sent: Any, place: int) -> Json:
    """The outcome for one item of a batch."""
    if place in context.refused_items:
        return {"status": 400, "errors": [context.refusal], "override": sent}
    try:
        override = _checked(context, sent)
    except ApiError as refusal:
        return {"status": 400, "errors": refusal.errors, "override": sent}
    context.store.save("overrides", override, schedule["id"])
    zone = zone_of(schedule["time_zone"])
    shown = {
        "id": override["id"],
        "start": show(datetime.fromisoformat(override["start"]), zone),
        "end": show(datetime.fromisoformat(override["end"]), zone),
        "user": user_reference(context, override["user"]),
    }
    return {"status": 201, "override": shown}


def _checked(context: Context, sent: Any) -> Json:
    """An override fit to be stored. Times are kept to the second."""
    if not isinstance(sent, dict):
        raise invalid("Override must be an object")
    start, end = parse_instant(sent.get("start")), parse_instant(sent.get("end"))
    if start is None or end is None:
        raise invalid("Start and end must be dates with an offset")
    start, end = start.replace(microsecond=0), end.replace(microsecond=0)
    if end <= start:
        raise invalid("Override must end after its start")
    user = sent.get("user")
    known = context.user(user.get("id")) if isinstance(user, dict) else None
    if known is None:
        raise invalid("User not found")
    now, quirks = context.now(), context.quirks
    if end <= now and quirks.past_override == "refuse":
        raise invalid("Override must end in the future")
    if start < now < end and quirks.started_override == "refuse":
        raise invalid("Override must start in the future")
    return {
        "id": context.store.new_id("Q", _ID_LENGTH),
        "start": max(start, now).isoformat(),
        "end": max(end, now).isoformat(),
        "user": known["id"],
    }
