"""How a schedule looks in replies: short, or full with its layers and what is rendered in a window."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from reconciler.sandbox.context import Context
from reconciler.sandbox.errors import invalid
from reconciler.sandbox.policies import schedules_of
from reconciler.sandbox.render import Entry, coverage, render
from reconciler.sandbox.store import Json
from reconciler.sandbox.wire import instant_argument, links, reference, references, user_reference
from reconciler.sandbox.zones import show

_DEFAULT_REACH = timedelta(weeks=2)

Window = tuple[datetime, datetime]


@dataclass(frozen=True)
class View:
    """How to show: in which zone, rendered over which window, and which layers without their id."""

    context: Context
    zone: ZoneInfo
    window: Window | None = None
    overflow: bool = False
    unnamed: frozenset[str] = frozenset()

    @cached_property
    def used_by(self) -> dict[str, list[Json]]:
        """The policies that notify each schedule, by its id, oldest first."""
        found: dict[str, list[Json]] = {}
        for policy in self.context.store.all("escalation_policies"):
            for key in schedules_of(policy):
                found.setdefault(key, []).append(policy)
        return found


def window(context: Context, zone: ZoneInfo) -> Window | None:
    """The since and until of the query, each two weeks from the other by default; None without either."""
    since, until = instant_argument("since", zone), instant_argument("until", zone)
    if since is None:
        if until is None:
            return None
        since = until - _DEFAULT_REACH
    if until is None:
        until = since + _DEFAULT_REACH
    if since > until:
        raise invalid("Until must not be before since")
    longest = context.quirks.max_render_days
    if longest is not None and until - since > timedelta(days=longest):
        raise invalid(f"The range must not exceed {longest} days")
    return since, until


def short(view: View, schedule: Json) -> Json:
    """What the list shows of a schedule."""
    context = view.context
    # Base layer first, each user once: the order that was recorded.
    users = dict.fromkeys(user for layer in schedule["layers"] for user in layer["users"])
    return {
        **links("schedule", schedule["id"], schedule["name"]),
        "name": schedule["name"],
        "time_zone": schedule["time_zone"],
        "description": schedule["description"],
        "users": [user_reference(context, user) for user in users],
        "escalation_policies": [
            reference("escalation_policy", policy) for policy in view.used_by.get(schedule["id"], ())
        ],
        "teams": references(context, "team", schedule["teams"]),
    }


def full(view: View, schedule: Json) -> Json:
    """What the item shows: layers come back winner first, the reverse of how they are sent."""
    overrides = view.context.store.all("overrides", schedule["id"])
    return {
        **short(view, schedule),
        "schedule_layers": [_layer(view, schedule, layer) for layer in reversed(schedule["layers"])],
        "overrides_subschedule": {
            "name": "Overrides",
            **_rendered(view, schedule, overrides, "overrides"),
        },
        "final_schedule": {
            "name": "Final Schedule",
            **_rendered(view, schedule, overrides, "final"),
        },
    }


def _layer(view: View, schedule: Json, layer: Json) -> Json:
    def at(text: str) -> str:
        return show(datetime.fromisoformat(text), view.zone)

    return {
        "id": None if layer["id"] in view.unnamed else layer["id"],
        "name": layer["name"],
        "start": at(layer["start"]),
        "end": at(layer["end"]) if layer["end"] else None,
        "rotation_virtual_start": at(layer["rotation_virtual_start"]),
        "rotation_turn_length_seconds": layer["rotation_turn_length_seconds"],
        "users": [{"user": user_reference(view.context, user)} for user in layer["users"]],
        "restrictions": layer["restrictions"],
        **_rendered(view, schedule, [], layer["id"]),
    }


def _rendered(view: View, schedule: Json, overrides: list[Json], part: str) -> Json:
    if view.window is None:
        return {"rendered_schedule_entries": [], "rendered_coverage_percentage": None}
    entries = render(schedule, overrides, *view.window, view.context.quirks, part)
    scope = f"{schedule['id']} {part}"
    return {
        "rendered_schedule_entries": [_entry(view, scope, entry) for entry in entries],
        "rendered_coverage_percentage": coverage(entries, *view.window),
    }


def _entry(view: View, scope: str, entry: Entry) -> Json:
    seen = entry if view.overflow or view.window is None else entry.clipped(*view.window)
    return {
        "start": show(seen.start, view.zone),
        "end": show(seen.end, view.zone),
        "user": user_reference(view.context, entry.user),
        "id": entry.key(scope),
    }
