"""Digests of remote objects: what a plan was made against, so that any later change to it is noticed.

Only what PagerDuty stores takes part, never its rendering, which changes as time passes.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from reconciler.state import LayerState, PolicyState, Restriction, ScheduleState, UserState

_LAYER = tuple(field.name for field in fields(LayerState))
_RESTRICTION = tuple(field.name for field in fields(Restriction))


def of_schedule(schedule: ScheduleState, since: datetime) -> str:
    """The fields, layers, and overrides that end after `since` (UTC), in any order."""
    held = {
        "name": schedule.name,
        "time_zone": schedule.time_zone,
        "description": schedule.description,
        "teams": sorted(schedule.teams),
        "layers": [_layer(layer) for layer in schedule.layers],
        "overrides": sorted(
            [o.id, o.user, o.start.isoformat(), o.end.isoformat(), o.over or ""]
            for o in schedule.overrides
            if o.end > since
        ),
    }
    return _digest(held)


def of_layers(schedule: ScheduleState) -> str:
    """Everything that a write of the schedule would replace: its fields and layers, not its overrides."""
    held = {
        "name": schedule.name,
        "time_zone": schedule.time_zone,
        "description": schedule.description,
        "teams": sorted(schedule.teams),
        "layers": [_layer(layer) for layer in schedule.layers],
    }
    return _digest(held)


def _layer(layer: LayerState) -> dict[str, Any]:
    """The same as `asdict`, which copies every instant and takes many times as long."""
    restrictions = tuple({name: getattr(r, name) for name in _RESTRICTION} for r in layer.restrictions)
    return {name: getattr(layer, name) for name in _LAYER} | {"restrictions": restrictions}


def of_policy(policy: PolicyState) -> str:
    """The whole policy. How its targets are called is theirs: one may be renamed in the same apply."""
    held = asdict(policy) | {"teams": sorted(policy.teams), "url": None}
    for rule in held["rules"]:
        for target in rule["targets"]:
            del target["name"]
    return _digest(held)


def of_users(users: Iterable[UserState]) -> str:
    """Who was found under the addresses asked for."""
    return _digest(sorted((u.id, u.email.casefold()) for u in users))


def _digest(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
