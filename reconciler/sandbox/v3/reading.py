"""What requests about shift-based schedules hold: bodies, members, instants and windows."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import request

from reconciler.sandbox.context import Context
from reconciler.sandbox.store import Json
from reconciler.sandbox.v3.problems import Problems, refuse
from reconciler.sandbox.wire import flag, is_whole
from reconciler.sandbox.zones import find_zone, parse_instant, show, zone_of

DEFAULT_PAGE, LARGEST_PAGE = 25, 100
ID_LENGTH = 26
_UTC_NAMES = {"UTC", "Zulu", "Etc/Zulu", "Etc/UCT", "UCT"}
_FARTHEST_OFFSET = 2**31

Window = tuple[datetime, datetime]


def body_of(context: Context, wrapper: str) -> Json:
    """The object inside the wrapper of a JSON request body."""
    sent = request.get_json(force=True, silent=True)
    inner = sent.get(wrapper) if isinstance(sent, dict) else None
    if not isinstance(inner, dict):
        refuse(context, wrapper, "is required")
    return inner


def batch_of(context: Context, wrapper: str) -> list[Any]:
    """The list inside the plural wrapper of a JSON request body."""
    sent = request.get_json(force=True, silent=True)
    inner = sent.get(wrapper) if isinstance(sent, dict) else None
    if not isinstance(inner, list) or not inner:
        refuse(context, wrapper, "must be a list with at least one entry")
    if len(inner) > context.quirks.max_override_batch:
        refuse(context, wrapper, f"must not have more than {context.quirks.max_override_batch} entries")
    return inner


def zone_name(sent: object) -> str | None:
    """The name under which a zone is stored, UTC's being Etc/UTC; None when there is no such zone."""
    zone = find_zone(sent)
    if zone is None:
        return None
    return "Etc/UTC" if zone.key in _UTC_NAMES else zone.key


def read_instant(problems: Problems, path: str, sent: object) -> datetime | None:
    """An instant, kept to the second."""
    instant = parse_instant(sent)
    if instant is None:
        problems.add(path, "must be a date and time with an offset")
        return None
    return instant.replace(microsecond=0)


def read_member(context: Context, problems: Problems, path: str, sent: object) -> Json:
    """A user of the account, or the deliberate gap."""
    kind = sent.get("type") if isinstance(sent, dict) else None
    if kind == "empty_member":
        return {"type": "empty_member"}
    if not isinstance(sent, dict) or kind != "user_member":
        problems.add(f"{path}.type", "must be user_member or empty_member")
        return {}
    user = context.user(sent.get("user_id"))
    if user is None:
        problems.add(f"{path}.user_id", "User not found")
        return {}
    return {"type": "user_member", "user_id": user["id"]}


def written(instant: datetime) -> str:
    """An instant as it is stored and, unless a zone is asked for, shown."""
    return show(instant, zone_of("UTC"))


def reply_zone(context: Context) -> ZoneInfo:
    """The zone in whose offset computed times are shown."""
    name = request.args.get("time_zone", "UTC")
    zone = find_zone(name)
    if zone is None:
        refuse(context, "time_zone", "is invalid")
    return zone


def window(context: Context, *, required: bool = False) -> Window | None:
    """The since and until of the query; None unless both are there, which a list insists on."""
    problems = Problems(context)
    found: list[datetime] = []
    names = ("since", "until")
    for name in names:
        text = request.args.get(name)
        if text is None:
            if required:
                problems.add(name, "is required")
            continue
        instant = parse_instant(text, zone_of("UTC"))
        if instant is None:
            problems.add(name, "is not a valid date")
        else:
            found.append(instant.astimezone(UTC))
    problems.check()
    if len(found) < len(names):
        return None
    since, until = found
    if since > until:
        refuse(context, "until", "must not be before since")
    longest = context.quirks.max_render_days
    if longest is not None and until - since > timedelta(days=longest):
        refuse(context, "until", f"must not be more than {longest} days after since")
    return since, until


def page(
    context: Context,
    name: str,
    rows: Sequence[Json],
    present: Callable[[Json], Json],
    *,
    default: int = DEFAULT_PAGE,
    largest: int = LARGEST_PAGE,
) -> Json:
    """One page of a list. A size out of bounds is refused, not mended."""
    problems = Problems(context)
    limit = _number(problems, "limit", default, 1, largest)
    offset = _number(problems, "offset", 0, 0, _FARTHEST_OFFSET)
    problems.check()
    shown = {
        name: [present(row) for row in rows[offset : offset + limit]],
        "limit": limit,
        "offset": offset,
        "more": offset + limit < len(rows),
    }
    return {**shown, "total": len(rows)} if flag("total") else shown


def _number(problems: Problems, name: str, default: int, lowest: int, highest: int) -> int:
    text = request.args.get(name, str(default))
    number = int(text) if text.isascii() and text.isdigit() else None
    if number is None or not is_whole(number, lowest, highest):
        problems.add(name, f"must be a whole number between {lowest} and {highest}")
        return default
    return number
