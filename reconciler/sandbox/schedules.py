"""Schedules: list, item, create, update, preview, delete, and who is on call in a window."""

from datetime import datetime
from itertools import count
from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from reconciler.sandbox.context import Context, here
from reconciler.sandbox.errors import ApiError, forbidden, invalid, not_found
from reconciler.sandbox.layers import Save, lay_over
from reconciler.sandbox.people import present_user
from reconciler.sandbox.policies import schedules_of
from reconciler.sandbox.render import render
from reconciler.sandbox.schedule_view import View, full, short, window
from reconciler.sandbox.store import Json
from reconciler.sandbox.wire import body_of, flag, ids_of, includes, matches, page, text_of, zone_argument
from reconciler.sandbox.zones import find_zone, zone_of

blueprint = Blueprint("schedules", __name__, url_prefix="/schedules")

LONGEST_NAME, LONGEST_DESCRIPTION = 255, 1024
_PARTS = {"schedule_layers", "overrides_subschedule", "final_schedule"}
_IN_USE = "Schedule can't be deleted if it's being used by escalation policies"
_IN_SNAPSHOT = (
    "Schedule can't be deleted if it's being used by an escalation policy snapshot with open incidents"
)


def find_schedule(context: Context, key: str) -> Json:
    """The layer-based schedule of an id; shift-based ones live behind another API."""
    if context.store.get("v3_schedules", key) is not None:
        raise ApiError(400, 2001, "This is a shift-based schedule. Use the v3 Schedules API.")
    schedule = context.store.get("schedules", key)
    if schedule is None:
        raise not_found()
    return schedule


def create_schedule(context: Context, body: Json) -> Json:
    """Stores a new schedule from the object inside a POST body, and returns what was stored."""
    save = Save(context, context.now(), context.store.new_id)
    schedule = {"id": context.store.new_id(), **_written(save, body)}
    context.store.save("schedules", schedule)
    return schedule


def _written(save: Save, body: Json) -> Json:
    """A schedule that has no past yet."""
    if "name" not in body or "time_zone" not in body:
        raise invalid("Name and time zone are required")
    sent = body.get("schedule_layers", [])
    layers, _ = lay_over(save, [_without_id(layer) for layer in sent] if isinstance(sent, list) else sent, [])
    blank: Json = {"name": "", "time_zone": "", "description": None, "teams": []}
    return {**_headline(save.context, body, blank), "layers": layers, "history": []}


def _without_id(layer: Any) -> Any:
    return (
        {name: value for name, value in layer.items() if name != "id"} if isinstance(layer, dict) else layer
    )


def _headline(context: Context, body: Json, before: Json) -> Json:
    """Everything but the layers; what is not sent stays as it was."""
    if body.get("type", "schedule") != "schedule":
        raise invalid("Type must be schedule")
    name = body.get("name", before["name"])
    name = " ".join(name.split()) if isinstance(name, str) else ""
    if not 1 <= len(name) <= LONGEST_NAME:
        raise invalid(f"Name must have between 1 and {LONGEST_NAME} characters")
    time_zone = body.get("time_zone", before["time_zone"])
    if find_zone(time_zone) is None:
        raise invalid("Time zone is invalid")
    description = text_of(body, "description", before["description"])
    if description is not None and len(description) > LONGEST_DESCRIPTION:
        raise invalid(f"Description must not exceed {LONGEST_DESCRIPTION} characters")
    teams = _teams(context, body["teams"]) if "teams" in body else before["teams"]
    return {"name": name, "time_zone": time_zone, "description": description, "teams": teams}


def _teams(context: Context, sent: Any) -> list[str]:
    if sent and not context.has_ability("teams"):
        raise forbidden("Account does not have the teams ability")
    keys = ids_of(sent)
    if not all(context.store.get("teams", key) for key in keys):
        raise invalid("Team not found")
    return keys


@blueprint.get("")
def list_schedules() -> ResponseReturnValue:
    """Layer-based schedules only; rendered parts by include[]. Times are in the account's zone, UTC."""
    context = here()
    teams = set(request.args.getlist("team_ids[]"))
    rows = [
        schedule
        for schedule in context.store.all("schedules")
        if matches(schedule, "name") and (not teams or teams & set(schedule["teams"]))
    ]
    parts = includes() & _PARTS if context.quirks.list_includes else set()
    zone = zone_argument(zone_of("UTC"))
    view = View(context, zone, window(context, zone) if parts else None)

    def present(schedule: Json) -> Json:
        if not parts:
            return short(view, schedule)
        return {field: value for field, value in full(view, schedule).items() if field not in _PARTS - parts}

    return page("schedules", rows, present)


@blueprint.post("")
def post_schedule() -> ResponseReturnValue:
    """Creates; layers come base first."""
    context = here()
    schedule = create_schedule(context, body_of("schedule"))
    view = View(context, zone_of(schedule["time_zone"]))
    return {"schedule": full(view, schedule)}, context.quirks.create_status


@blueprint.post("/preview")
def preview() -> ResponseReturnValue:
    """Renders what a POST would create, without keeping it."""
    context = here()
    numbers = count(1)
    save = Save(context, context.now(), lambda: f"preview-{next(numbers)}")
    schedule = {"id": "preview", **_written(save, body_of("schedule"))}
    zone = zone_of(schedule["time_zone"])
    new = frozenset(layer["id"] for layer in schedule["layers"])
    view = View(context, zone, window(context, zone), overflow=flag("overflow"), unnamed=new)
    return {"schedule": {**full(view, schedule), "id": None, "self": None, "html_url": None}}


@blueprint.get("/<key>")
def get_schedule(key: str) -> ResponseReturnValue:
    """One schedule, always with its layers, and rendered if a window is given."""
    context = here()
    schedule = find_schedule(context, key)
    zone = zone_argument(zone_of(schedule["time_zone"]))
    return {"schedule": full(View(context, zone, window(context, zone), overflow=flag("overflow")), schedule)}


@blueprint.put("/<key>")
def put_schedule(key: str) -> ResponseReturnValue:
    """Replaces what is sent from now on; what was rendered before now is closed and kept."""
    context = here()
    before = find_schedule(context, key)
    body = body_of("schedule")
    if "time_zone" not in body:
        raise invalid("Time zone is required")
    save = Save(context, context.now(), context.store.new_id)
    layers, new = before["layers"], set[str]()
    if "schedule_layers" in body:
        layers, new = lay_over(save, body["schedule_layers"], before["layers"])
    closed = {"until": save.now.isoformat(), "time_zone": before["time_zone"], "layers": before["layers"]}
    schedule = {
        "id": key,
        **_headline(context, body, before),
        "layers": layers,
        "history": [*before["history"], closed],
    }
    context.store.save("schedules", schedule)
    if context.quirks.put_drops_overrides:
        _drop_overrides(save, key)
    reply = full(View(context, zone_of(schedule["time_zone"]), unnamed=frozenset(new)), schedule)
    if context.quirks.put_reply_order == "as_sent":
        reply["schedule_layers"].reverse()
    return {"schedule": reply}


def _drop_overrides(save: Save, key: str) -> None:
    """Those that are over stay: what was rendered before now is never changed."""
    for override in save.context.store.all("overrides", key):
        if datetime.fromisoformat(override["start"]) > save.now:
            save.context.store.delete("overrides", override["id"])
        elif datetime.fromisoformat(override["end"]) > save.now:
            save.context.store.save("overrides", {**override, "end": save.now.isoformat()}, key)


@blueprint.delete("/<key>")
def delete_schedule(key: str) -> ResponseReturnValue:
    """Deletes, unless a policy or the snapshot of an open incident uses it."""
    context = here()
    find_schedule(context, key)
    if any(key in schedules_of(policy) for policy in context.store.all("escalation_policies")):
        raise invalid(_IN_USE)
    if any(key in incident["schedules"] for incident in context.store.all("incidents")):
        raise invalid(_IN_SNAPSHOT)
    for override in context.store.all("overrides", key):
        context.store.delete("overrides", override["id"])
    context.store.delete("schedules", key)
    return "", 204


@blueprint.get("/<key>/users")
def list_users_on_call(key: str) -> ResponseReturnValue:
    """The users on call in the window, as full objects, each once; without a window: nobody."""
    context = here()
    schedule = find_schedule(context, key)
    between = window(context, zone_of(schedule["time_zone"]))
    if between is None:
        return {"users": []}
    entries = render(schedule, context.store.all("overrides", key), *between, context.quirks)
    keys = dict.fromkeys(entry.user for entry in entries)
    return {"users": [present_user(user) for user in map(context.user, keys) if user is not None]}
