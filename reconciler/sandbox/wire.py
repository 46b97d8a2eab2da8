"""Pieces that all replies and requests share: references, query values, bodies and pages."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from flask import request

from reconciler.sandbox.context import Context
from reconciler.sandbox.errors import ApiError, invalid
from reconciler.sandbox.store import Json
from reconciler.sandbox.zones import find_zone, parse_instant

Row = TypeVar("Row")

DEFAULT_PAGE, LARGEST_PAGE, PAGING_WALL = 25, 100, 10_000
_FOLDERS = {"escalation_policy": "escalation_policies", "schedule_v3": "v3/schedules"}


def links(kind: str, key: str, summary: str) -> Json:
    """The five fields that start every object of PagerDuty; `self` leads back to this very server."""
    path = f"{_FOLDERS.get(kind, kind + 's')}/{key}"
    return {
        "id": key,
        "type": kind,
        "summary": summary,
        "self": request.host_url + path,
        "html_url": f"https://sandbox.pagerduty.com/{path}",
    }


def reference(kind: str, document: Json) -> Json:
    """A reference to a stored document."""
    return {**links(kind, document["id"], document["name"]), "type": f"{kind}_reference"}


def user_reference(context: Context, key: str) -> Json:
    """A reference to a user; deleted ones keep their summary and lose their address."""
    user = context.store.get("users", key)
    if user is None:
        raise KeyError(key)
    shown = reference("user", user)
    if user.get("deleted_at"):
        shown |= {"self": None, "deleted_at": user["deleted_at"]}
    return shown


def references(context: Context, kind: str, keys: Sequence[str]) -> list[Json]:
    """References to those of the documents that still exist."""
    found = (context.store.get(_FOLDERS.get(kind, kind + "s"), key) for key in keys)
    return [reference(kind, document) for document in found if document is not None]


def body_of(wrapper: str) -> Json:
    """The object inside the wrapper of a JSON request body."""
    sent = request.get_json(force=True, silent=True)
    inner = sent.get(wrapper) if isinstance(sent, dict) else None
    if not isinstance(inner, dict):
        raise invalid(f"{wrapper} is required")
    return inner


def ids_of(sent: Any) -> list[str]:
    """The ids in a list of references; null counts as an empty list."""
    items = [] if sent is None else sent
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise invalid("References must be a list of objects")
    return [str(item.get("id")) for item in items]


def text_of(body: Json, field: str, before: str | None) -> str | None:
    """An optional text of a body; what is not sent stays as it was."""
    value = body.get(field, before)
    if value is not None and not isinstance(value, str):
        raise invalid(f"{field.capitalize().replace('_', ' ')} must be text")
    return value


def flag(name: str) -> bool:
    """A boolean query value; absent means false."""
    return request.args.get(name, "").lower() in {"true", "1"}


def includes() -> set[str]:
    """The values of include[]."""
    return set(request.args.getlist("include[]"))


def zone_argument(default: ZoneInfo) -> ZoneInfo:
    """The zone of the time_zone query value."""
    name = request.args.get("time_zone")
    if name is None:
        return default
    zone = find_zone(name)
    if zone is None:
        raise invalid("Time zone is invalid")
    return zone


def instant_argument(name: str, zone: ZoneInfo) -> datetime | None:
    """An instant in the query; text without an offset counts in the zone."""
    text = request.args.get(name)
    if text is None:
        return None
    instant = parse_instant(text, zone)
    if instant is None:
        raise invalid(f"{name.capitalize()} is not a valid date")
    return instant


def matches(document: Json, *fields: str) -> bool:
    """Whether the query value is part of one of the fields, whatever the case (absent: always)."""
    query = request.args.get("query", "").casefold()
    return any(query in document[field].casefold() for field in fields)


def page(name: str, rows: Sequence[Row], present: Callable[[Row], Json]) -> Json:
    """One page of a list, with limit, offset, more and total as PagerDuty pages classically."""
    limit = size_of_page(DEFAULT_PAGE)
    offset = _whole_number("offset", 0)
    if offset + limit > PAGING_WALL:
        raise ApiError(400, 2002, "Arguments Caused Error", ["Offset plus limit must not exceed 10000"])
    return {
        name: [present(row) for row in rows[offset : offset + limit]],
        "limit": limit,
        "offset": offset,
        "more": offset + limit < len(rows),
        "total": len(rows) if flag("total") else None,
    }


def size_of_page(default: int) -> int:
    """How many rows are wanted at once, a hundred at most."""
    return min(_whole_number("limit", default), LARGEST_PAGE)


def _whole_number(name: str, default: int) -> int:
    text = request.args.get(name, str(default))
    if not (text.isascii() and text.isdigit()):
        raise ApiError(400, 2002, "Arguments Caused Error", [f"{name.capitalize()} must be a whole number"])
    return int(text)


def is_whole(value: Any, lowest: int, highest: int) -> bool:
    """Whether a JSON value is an integer (not a boolean) within bounds, both included."""
    return isinstance(value, int) and not isinstance(value, bool) and lowest <= value <= highest
