"""An embedded PagerDuty look-alike: Flask on SQLite, as awkward as the real REST API.

It imports nothing else of this project and renders schedules in its own plain way, so that
a misreading of the API elsewhere cannot agree with itself.
"""

from reconciler.sandbox.app import USER_HEADER, create_app, journal_of, set_faults
from reconciler.sandbox.context import Clock, Keys
from reconciler.sandbox.fault_file import FaultFileError, load_faults
from reconciler.sandbox.faults import (
    ConnectionLost,
    Crash,
    Crashed,
    Deleted,
    Duplicate,
    Fault,
    FaultError,
    Faults,
    Half,
    RateLimited,
    ReadOnly,
    RefuseOverride,
    Reset,
    Rule,
    ServerFault,
    Slow,
    Stale,
)
from reconciler.sandbox.journal import Exchange, Journal
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
    "USER_HEADER",
    "Clock",
    "ConnectionLost",
    "Crash",
    "Crashed",
    "Deleted",
    "Duplicate",
    "Exchange",
    "Fault",
    "FaultError",
    "FaultFileError",
    "Faults",
    "Half",
    "Journal",
    "Keys",
    "Quirks",
    "RateLimited",
    "ReadOnly",
    "RefuseOverride",
    "Reset",
    "Rule",
    "ServerFault",
    "Slow",
    "Stale",
    "Store",
    "create_app",
    "journal_of",
    "load_faults",
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
    "set_faults",
]
