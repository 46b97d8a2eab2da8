"""Services, as far as they tie an escalation policy down."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from reconciler.sandbox.context import Context, here
from reconciler.sandbox.errors import invalid, not_found
from reconciler.sandbox.store import Json
from reconciler.sandbox.wire import body_of, links, matches, page, reference, text_of

blueprint = Blueprint("services", __name__, url_prefix="/services")


def _present(service: Json) -> Json:
    policy = here().store.get("escalation_policies", service["escalation_policy"])
    return {
        **links("service", service["id"], service["name"]),
        "name": service["name"],
        "description": service["description"],
        "status": "active",
        "teams": [],
        "escalation_policy": reference("escalation_policy", policy) if policy else None,
    }


@blueprint.get("")
def list_services() -> ResponseReturnValue:
    """Services by part of their name."""
    return page(
        "services", [each for each in here().store.all("services") if matches(each, "name")], _present
    )


@blueprint.post("")
def post_service() -> ResponseReturnValue:
    """Creates a service, which must name its policy."""
    return {"service": _present(create_service(here(), body_of("service")))}, 201


@blueprint.get("/<key>")
def get_service(key: str) -> ResponseReturnValue:
    """One service."""
    return {"service": _present(_find(key))}


@blueprint.put("/<key>")
def put_service(key: str) -> ResponseReturnValue:
    """Changes what is sent, so that a policy can be let go."""
    before = _find(key)
    service = {**before, **_written(here(), body_of("service"), before)}
    here().store.save("services", service)
    return {"service": _present(service)}


@blueprint.delete("/<key>")
def delete_service(key: str) -> ResponseReturnValue:
    """Forgets the service."""
    here().store.delete("services", _find(key)["id"])
    return "", 204


def create_service(context: Context, body: Json) -> Json:
    """Stores a new service from the object inside a POST body."""
    service = {"id": context.store.new_id(), **_written(context, body, {})}
    context.store.save("services", service)
    return service


def _find(key: str) -> Json:
    service = here().store.get("services", key)
    if service is None:
        raise not_found()
    return service


def _written(context: Context, body: Json, before: Json) -> Json:
    name = body.get("name", before.get("name"))
    if not isinstance(name, str) or not name.strip():
        raise invalid("Name is required")
    policy = body.get("escalation_policy", {"id": before.get("escalation_policy")})
    key = str(policy.get("id")) if isinstance(policy, dict) else ""
    if context.store.get("escalation_policies", key) is None:
        raise invalid("Escalation policy is required")
    description = text_of(body, "description", before.get("description"))
    return {"name": name, "description": description, "escalation_policy": key}
