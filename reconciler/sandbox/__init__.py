"""An embedded PagerDuty look-alike: Flask on SQLite, as awkward as the real REST API.

It imports nothing else of this project and renders schedules in its own plain way, so that
a misreading of the API elsewhere cannot agree with itself.
"""

from reconciler.sandbox.app import create_app
from reconciler.sandbox.context import Clock, Keys
from reconciler.sandbox.quirks import Quirks
from reconciler.sandbox.seed import (
    resolve_incident,
    seed_incident,
    seed_schedule,
    seed_service,
    seed_team,
    seed_user,
    seed_v3_schedule,
    set_abilities,
)
from reconciler.sandbox.server import serve, serve_forever
from reconciler.sandbox.store import Store

__all__ = [
    "Clock",
    "Keys",
    "Quirks",
    "Store",
    "create_app",
    "resolve_incident",
    "seed_incident",
    "seed_schedule",
    "seed_service",
    "seed_team",
    "seed_user",
    "seed_v3_schedule",
    "serve",
    "serve_forever",
    "set_abilities",
]
