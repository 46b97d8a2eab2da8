"""The embedded PagerDuty with its state in a file, filled on first use with the file's people and rotas."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reconciler.config.model import RotaFile
from reconciler.errors import UsageError
from reconciler.sandbox import Store, create_app, seed_schedule, seed_team, seed_user

if TYPE_CHECKING:
    from flask import Flask

    from reconciler.cli.app import App

_WEEK = 604_800
_STARTED = timedelta(days=364)


@dataclass(frozen=True, slots=True)
class Embedded:
    """An open embedded PagerDuty."""

    store: Store
    app: "Flask"
    path: Path


def open_embedded(app: "App", clock: Callable[[], datetime]) -> Embedded:
    """Open, and on first use fill, the embedded PagerDuty of a rota file. `clock` gives UTC instants.

    Raises UsageError for a file that holds something else.
    """
    path = app.options.sandbox_file or app.folder / "sandbox.db"
    try:
        store = Store(path)
    except sqlite3.DatabaseError as fault:
        raise UsageError(
            f"{path} cannot be read as the state of an embedded PagerDuty: {fault}",
            hint="delete it to begin anew, or name another file: --sandbox-file FILE",
        ) from fault
    if not store.setting("filled", default=False):
        fill(store, app.loaded.file, clock())
        store.set_setting("filled", value=True)
    return Embedded(store, create_app(store, clock=clock), path)


def fill(store: Store, file: RotaFile, now: datetime) -> None:
    """Users for the file's people, its team, and a schedule of invented people for each unmanaged rota."""
    for person in file.people.values():
        seed_user(store, name=person.name, email=person.email, mailbox=person.mailbox)
    if file.pagerduty.team is not None:
        seed_team(store, file.pagerduty.team)
    for key, rota in file.rotas.items():
        if rota.managed:
            continue
        names = [f"{rota.name} {letter}" for letter in "AB"]
        users = [
            seed_user(store, name=name, email=f"{key}-{i}@example.org")
            for i, name in enumerate(names, start=1)
        ]
        seed_schedule(store, lambda: now - _STARTED, _unmanaged(rota.name, file.time_zone, users, now))


def _unmanaged(name: str, time_zone: str, users: list[str], now: datetime) -> dict[str, Any]:
    """The body of a schedule that somebody else owns: weekly turns, around the clock."""
    start = (now - _STARTED).replace(minute=0, second=0, microsecond=0)
    anchor = start - timedelta(days=start.weekday(), hours=start.hour)
    return {
        "type": "schedule",
        "name": name,
        "time_zone": time_zone,
        "description": "Owned by another team",
        "schedule_layers": [
            {
                "name": "Layer 1",
                "start": f"{start:%Y-%m-%dT%H:%M:%SZ}",
                "rotation_virtual_start": f"{anchor:%Y-%m-%dT%H:%M:%SZ}",
                "rotation_turn_length_seconds": _WEEK,
                "users": [{"user": {"id": user, "type": "user_reference"}} for user in users],
                "restrictions": [],
            }
        ],
    }
