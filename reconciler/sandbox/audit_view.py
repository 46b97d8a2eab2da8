"""Reading the audit trail: of one schedule or policy, or of the account; newest first, by cursor."""

from datetime import UTC, datetime, timedelta

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from reconciler.sandbox.audit import RECORDS
from reconciler.sandbox.context import Context, here
from reconciler.sandbox.errors import invalid, lacks_ability
from reconciler.sandbox.policies import find_policy
from reconciler.sandbox.schedules import find_schedule
from reconciler.sandbox.store import Json
from reconciler.sandbox.wire import LARGEST_PAGE, instant_argument, size_of_page
from reconciler.sandbox.zones import zone_of

blueprint = Blueprint("audit", __name__)

ABILITY = "audit"
_DEFAULT_REACH, _LONGEST = timedelta(hours=24), timedelta(days=31)
_ROOTS = ("users", "teams", "schedules", "escalation_policies", "services", "ip_allow_lists")
_ACTORS = ("user_reference", "api_key_reference", "app_reference")
_METHODS = ("browser", "oauth", "api_token", "identity_provider", "other")
_ACTIONS = ("create", "update", "delete")


@blueprint.before_request
def need_audit_trail() -> None:
    """Everything about the trail is paid for."""
    if not here().has_ability(ABILITY):
        raise lacks_ability(ABILITY)


@blueprint.get("/schedules/<key>/audit/records")
def list_schedule_records(key: str) -> ResponseReturnValue:
    """What happened to one schedule and its overrides."""
    context = here()
    find_schedule(context, key)
    return page_of_records(context, context.store.all(RECORDS, key))


@blueprint.get("/escalation_policies/<key>/audit/records")
def list_policy_records(key: str) -> ResponseReturnValue:
    """What happened to one policy."""
    context = here()
    find_policy(context, key)
    return page_of_records(context, context.store.all(RECORDS, key))


@blueprint.get("/audit/records")
def list_records() -> ResponseReturnValue:
    """What happened to the account, by kind of object, by who did it, how, and what was done."""
    context = here()
    roots = _several("root_resource_types[]", _ROOTS)
    actions = _several("actions[]", _ACTIONS)
    actor_type, actor_id = _pair("actor_type", _ACTORS, "actor_id")
    method_type, token = _pair("method_type", _METHODS, "method_truncated_token")

    def wanted(record: Json) -> bool:
        actors = [
            actor
            for actor in record["actors"]
            if actor_type in (None, actor["type"]) and actor_id in (None, actor["id"])
        ]
        return (
            (not roots or _root(record) in roots)
            and (not actions or record["action"] in actions)
            and (actor_type is None or bool(actors))
            and method_type in (None, record["method"]["type"])
            and token in (None, record["method"]["truncated_token"])
        )

    return page_of_records(context, [record for record in context.store.all(RECORDS) if wanted(record)])


def _root(record: Json) -> str:
    kind = record["root_resource"]["type"].removesuffix("_reference").removesuffix("_v3")
    return "escalation_policies" if kind == "escalation_policy" else f"{kind}s"


def _several(name: str, allowed: tuple[str, ...]) -> list[str]:
    values = request.args.getlist(name)
    if not set(values) <= set(allowed):
        raise invalid(f"{name} must be among {', '.join(allowed)}")
    return values


def _pair(kind: str, allowed: tuple[str, ...], detail: str) -> tuple[str | None, str | None]:
    """A filter by kind and one by detail, which means nothing without the kind."""
    values = request.args.get(kind), request.args.get(detail)
    if values[0] is not None and values[0] not in allowed:
        raise invalid(f"{kind} must be among {', '.join(allowed)}")
    if values[1] is not None and values[0] is None:
        raise invalid(f"{detail} must come with {kind}")
    return values


def _window(context: Context) -> tuple[datetime, datetime]:
    zone = zone_of("UTC")
    since = instant_argument("since", zone) or context.now() - _DEFAULT_REACH
    until = instant_argument("until", zone) or context.now()
    if until < since:
        raise invalid("Until must not be before since")
    if until - since > _LONGEST:
        raise invalid("Until must not be more than 31 days after since")
    return since.astimezone(UTC), until.astimezone(UTC)


def page_of_records(context: Context, records: list[Json]) -> ResponseReturnValue:
    """Newest first. The cursor is the last record shown, so what is new meanwhile shifts nothing."""
    since, until = _window(context)
    shown = [
        record
        for record in reversed(records)
        if since <= datetime.fromisoformat(record["execution_time"]) <= until
    ]
    limit = size_of_page(LARGEST_PAGE)
    cursor = request.args.get("cursor")
    if cursor is not None:
        places = [place for place, record in enumerate(shown, start=1) if record["id"] == cursor]
        if not places:
            raise invalid("Cursor is not valid")
        shown = shown[places[0] :]
    page = shown[:limit]
    return {
        "records": page,
        "response_metadata": None,
        "limit": limit,
        "next_cursor": page[-1]["id"] if page and len(shown) > limit else None,
    }
