"""Overrides of a shift-based schedule: one member of one rotation or custom shift is replaced for a while."""

from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue

from reconciler.sandbox.context import Context, here
from reconciler.sandbox.store import Json
from reconciler.sandbox.v3.finding import CUSTOM_SHIFTS, OVERRIDES, ROTATIONS, find_part, find_schedule
from reconciler.sandbox.v3.listing import listed
from reconciler.sandbox.v3.problems import Problems, refuse
from reconciler.sandbox.v3.reading import (
    ID_LENGTH,
    batch_of,
    body_of,
    read_member,
    written,
)
from reconciler.sandbox.v3.spans import changed_span, has_begun, is_over, new_span
from reconciler.sandbox.v3.views import present_override
from reconciler.sandbox.zones import zone_of

blueprint = Blueprint("overrides", __name__, url_prefix="/<schedule_id>/overrides")

_TARGETS = {"rotation_id": ROTATIONS, "custom_shift_id": CUSTOM_SHIFTS}


@blueprint.get("")
def list_overrides(schedule_id: str) -> ResponseReturnValue:
    """Those that touch the window, clipped to it unless overflow."""
    return listed(here(), schedule_id, "overrides", OVERRIDES, present_override)


@blueprint.post("")
def post_overrides(schedule_id: str) -> ResponseReturnValue:
    """A batch is made whole or not at all."""
    context = here()
    schedule = find_schedule(context, schedule_id)
    made = create_overrides(context, schedule, batch_of(context, "overrides"))
    return {"overrides": [present_override(each, zone_of("UTC")) for each in made]}, 201


@blueprint.get("/<key>")
def get_override(schedule_id: str, key: str) -> ResponseReturnValue:
    """One override."""
    return {"override": present_override(find_part(here(), OVERRIDES, schedule_id, key), zone_of("UTC"))}


@blueprint.put("/<key>")
def put_override(schedule_id: str, key: str) -> ResponseReturnValue:
    """Changes its ends and who takes over, not whom it replaces; once it has begun, only its end."""
    context = here()
    before = find_part(context, OVERRIDES, schedule_id, key)
    body, problems = body_of(context, "override"), Problems(context)
    if is_over(context, before):
        refuse(context, "override", "has already ended and can't be changed")
    for name in (*_TARGETS, "overridden_member"):
        if name in body and body[name] != before.get(name):
            problems.add(f"override.{name}", "can't be changed")
    override = before | changed_span(context, problems, "override", before, body)
    if "overriding_member" in body:
        path, sent = "override.overriding_member", body["overriding_member"]
        override["overriding_member"] = read_member(context, problems, path, sent)
        if has_begun(context, before):
            problems.add(path, "can't be changed after the start")
    problems.check()
    context.store.save(OVERRIDES, override, schedule_id)
    return {"override": present_override(override, zone_of("UTC"))}


@blueprint.delete("/<key>")
def delete_override(schedule_id: str, key: str) -> ResponseReturnValue:
    """One to come goes, one that is over stays (400); one that runs ends now, or is refused, too."""
    context = here()
    override = find_part(context, OVERRIDES, schedule_id, key)
    if is_over(context, override):
        refuse(context, "override", "has already ended and can't be deleted")
    if not has_begun(context, override):
        context.store.delete(OVERRIDES, key)
        return "", 204
    if context.quirks.v3_delete_running_override == "refuse":
        refuse(context, "override", "has already begun and can't be deleted")
    context.store.save(OVERRIDES, {**override, "end_time": written(context.now())}, schedule_id)
    return "", 204


def create_overrides(context: Context, schedule: Json, batch: list[Any]) -> list[Json]:
    """Stores the overrides of a POST body, all of them or none."""
    problems, made = Problems(context), []
    for place, sent in enumerate(batch):
        path = f"overrides[{place}]"
        if place in context.refused_items:
            problems.add(path, context.refusal)
        if not isinstance(sent, dict) or sent.get("type") != "override_shift":
            problems.add(f"{path}.type", "must be override_shift")
            continue
        made.append(
            {
                "id": context.store.new_id("", ID_LENGTH),
                "schedule_id": schedule["id"],
                **_target(context, problems, path, schedule, sent),
                **new_span(context, problems, path, sent),
                **{
                    name: read_member(context, problems, f"{path}.{name}", sent.get(name))
                    for name in ("overridden_member", "overriding_member")
                },
            }
        )
    problems.check()
    for override in made:
        context.store.save(OVERRIDES, override, schedule["id"])
    return made


def _target(context: Context, problems: Problems, path: str, schedule: Json, sent: Json) -> Json:
    """Exactly one rotation or custom shift of this schedule."""
    named = {name: sent[name] for name in _TARGETS if sent.get(name) is not None}
    if len(named) != 1:
        problems.add(path, "must have exactly one of rotation_id and custom_shift_id")
        return {}
    ((name, key),) = named.items()
    found = context.store.get(_TARGETS[name], str(key))
    if found is None or found["schedule_id"] != schedule["id"] or found.get("deleted_at"):
        problems.add(f"{path}.{name}", "was not found in this schedule")
    return named
