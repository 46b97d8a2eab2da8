"""Layers as they are sent: checked, and laid over those that a schedule already has."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from reconciler.sandbox.context import Context
from reconciler.sandbox.errors import ApiError, invalid
from reconciler.sandbox.store import Json
from reconciler.sandbox.wire import is_whole
from reconciler.sandbox.zones import parse_instant, parse_time

SHORTEST_TURN, LONGEST_TURN = 3600, 365 * 86400
LONGEST_DAILY, LONGEST_WEEKLY = 86399, 604799
_TIME_FIELDS = 3
# Recorded word for word from the live service, repetition included.
_NO_DAY = "Start day of week must be in 1, 2, 3, 4, 5, 6, 7, 1, 2, 3, 4, 5, 6, or 7."
_TOO_LONG = "Please use a shorter duration or just turn the recurrence off."


@dataclass(frozen=True)
class Save:
    """The circumstances of one save: the account, its second, and where new ids come from."""

    context: Context
    now: datetime
    new_id: Callable[[], str]


def lay_over(save: Save, sent: Any, old: list[Json]) -> tuple[list[Json], set[str]]:
    """All layers after a save, base first, and the ids that are new; nothing is ever dropped."""
    if not isinstance(sent, list):
        raise invalid("Schedule layers must be a list")
    by_id = {layer["id"]: layer for layer in old}
    layers: list[Json] = []
    new: set[str] = set()
    for place, layer in enumerate(sent):
        if not isinstance(layer, dict):
            raise invalid("Schedule layer must be an object")
        key = layer.get("id")
        before = by_id.pop(key, None) if isinstance(key, str) else None
        if key is not None and before is None:
            raise invalid("Schedule layer does not belong to this schedule")
        layers.append(_layer(save, layer, before, f"Layer {place + 1}"))
        if before is None:
            new.add(layers[-1]["id"])
    # Left out layers go to the base, where they can hide nothing that was sent.
    return [_left_out(save, layer) for layer in by_id.values()] + layers, new


def _left_out(save: Save, layer: Json) -> Json:
    """What becomes of a layer that a PUT does not name: one that has ended stays as it is."""
    ended = layer["end"] is not None and datetime.fromisoformat(layer["end"]) <= save.now
    if ended or save.context.quirks.omitted_layer == "kept":
        return layer
    start = max(datetime.fromisoformat(layer["start"]), save.now)
    return {**layer, "start": start.isoformat(), "end": save.now.isoformat()}


def _layer(save: Save, sent: Json, before: Json | None, default_name: str) -> Json:
    start = parse_instant(sent.get("start"))
    if start is None:
        raise invalid("Start is required and must be a date with an offset")
    turn = sent.get("rotation_turn_length_seconds")
    if not is_whole(turn, SHORTEST_TURN, LONGEST_TURN):
        raise invalid(f"Rotation turn length seconds must be between {SHORTEST_TURN} and {LONGEST_TURN}")
    name = sent.get("name") or (before["name"] if before else default_name)
    if not isinstance(name, str):
        raise invalid("Layer name must be text")
    return {
        "id": before["id"] if before else save.new_id(),
        "name": name,
        # A past start is never stored, not even when it merely repeats what an earlier read gave.
        "start": max(start.replace(microsecond=0), save.now).isoformat(),
        "end": _end(sent, before),
        "rotation_virtual_start": _anchor(save, sent).isoformat(),
        "rotation_turn_length_seconds": turn,
        "users": _users(save.context, sent.get("users")),
        "restrictions": _restrictions(sent.get("restrictions")),
    }


def _end(sent: Json, before: Json | None) -> str | None:
    """An end left out keeps the old one; only an explicit null clears it. One before the start is taken."""
    if "end" not in sent:
        kept: str | None = before["end"] if before else None
        return kept
    if sent["end"] is None:
        return None
    end = parse_instant(sent["end"])
    if end is None:
        raise invalid("End must be a date with an offset")
    return end.replace(microsecond=0).isoformat()


def _anchor(save: Save, sent: Json) -> datetime:
    anchor = parse_time(sent.get("rotation_virtual_start"))
    if anchor is None or anchor.tzinfo is None:
        raise invalid("Rotation virtual start is required and must be a date with an offset")
    if save.context.quirks.offset_anchor_bug:
        return anchor.replace(tzinfo=UTC, microsecond=0)
    return anchor.astimezone(UTC).replace(microsecond=0)


def _users(context: Context, sent: Any) -> list[str]:
    if not isinstance(sent, list) or not sent:
        raise invalid("Users must have at least one entry")
    keys: list[str] = []
    for item in sent:
        user = item.get("user") if isinstance(item, dict) else None
        key = user.get("id") if isinstance(user, dict) else None
        known = isinstance(key, str) and context.store.get("users", key) is not None
        if not isinstance(key, str) or not known:
            raise invalid("User not found")
        if context.user(key) is None and not context.quirks.accept_deleted_users:
            raise invalid("User has been deleted")
        keys.append(key)
    return keys


def _restrictions(sent: Any) -> list[Json]:
    if sent is None:
        return []
    if not isinstance(sent, list) or not all(isinstance(item, dict) for item in sent):
        raise invalid("Restrictions must be a list of objects")
    return [_restriction(item) for item in sent]


def _restriction(sent: Json) -> Json:
    kind = sent.get("type")
    if kind not in ("daily_restriction", "weekly_restriction"):
        raise invalid("Restriction type must be daily_restriction or weekly_restriction")
    weekly = kind == "weekly_restriction"
    day = sent.get("start_day_of_week")
    if weekly and not is_whole(day, 1, 7):
        raise invalid(_NO_DAY)
    if not weekly and day not in (None, 0):
        raise invalid("Start day of week must be blank for a daily restriction")
    duration, longest = sent.get("duration_seconds"), LONGEST_WEEKLY if weekly else LONGEST_DAILY
    if is_whole(duration, longest + 1, 2**63):
        field = f"rotation_layers.{'weekly' if weekly else 'daily'}_restrictions.duration_seconds"
        raise ApiError(400, 3001, "Invalid Schedule", {field: [_TOO_LONG]})
    if not is_whole(duration, 1, longest):
        raise invalid("Duration seconds must be a positive whole number")
    stored = {
        "type": kind,
        "start_time_of_day": _minute(sent.get("start_time_of_day")),
        "duration_seconds": duration,
    }
    return {**stored, "start_day_of_week": day} if weekly else stored


def _minute(text: Any) -> str:
    """A time of day with its seconds zeroed, as the service does without a word."""
    parts = text.split(":") if isinstance(text, str) else []
    if len(parts) == _TIME_FIELDS and all(part.isascii() and part.isdigit() for part in parts):
        hours, minutes, seconds = map(int, parts)
        if hours < 24 and minutes < 60 and seconds < 60:  # noqa: PLR2004 - a clock's own figures
            return f"{hours:02}:{minutes:02}:00"
    raise invalid("Start time of day must be HH:MM:SS")
