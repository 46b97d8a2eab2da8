"""Digests of remote objects: what a plan was made against, so that any later change to it is noticed.

Only what PagerDuty stores takes part, never its rendering, which changes as time passes.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from reconciler.state import LayerState, PolicyState, ScheduleState, UserState


def of_schedule(schedule: ScheduleState, since: datetime) -> str:
    """The fields, layers, and overrides that end after `since` (UTC), in any order."""
    fields = {
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
    return _digest(fields)


def of_layers(schedule: ScheduleState) -> str:
    """Everything that a write of the schedule would replace: its fields and layers, not its overrides."""
    fields = {
        "name": schedule.name,
        "time_zone": schedule.time_zone,
        "description": schedule.description,
        "teams": sorted(schedule.teams),
        "layers": [_layer(layer) for layer in schedule.layers],
    }
    return _digest(fields)


def _layer(layer: LayerState) -> dict[str, Any]:
    return asdict(layer)


def of_policy(policy: PolicyState) -> str:
    """The whole policy. How its targets are called is theirs: one may be renamed in the same apply."""
    fields = asdict(policy) | {"teams": sorted(policy.teams), "url": None}
    for rule in fields["rules"]:
        for target in rule["targets"]:
            del target["name"]
    return _digest(fields)


def of_users(users: Iterable[UserState]) -> str:
    """Who was found under the addresses asked for."""
    return _digest(sorted((u.id, u.email.casefold()) for u in users))


def _digest(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
