"""Rota files as plain data, and worlds that run them."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from reconciler.intervals import instant, zone
from reconciler.sandbox import Quirks
from tests.world import Data, World

NAMES = ("ana", "ben", "cal", "dee", "eve", "kit", "lou", "mia")
OOH, IN_HOURS, OOH_COMMS, IN_COMMS = "ooh", "in-hours", "ooh-comms", "in-comms"
SUPPORT = (OOH, IN_HOURS, OOH_COMMS, IN_COMMS)


def people(*names: str) -> Data:
    """People called as their keys, and a mailbox called Team."""
    found: Data = {key: {"name": key.title(), "email": f"{key}@example.org"} for key in names or NAMES}
    return found | {"team": {"name": "Team", "email": "team@example.org", "mailbox": True}}


def given(kind: str) -> Data:
    """What a file says of its kind, for tests that hold for both: nothing where it is layers."""
    return {"kind": kind} if kind == "shifts" else {}


def document(rotas: Mapping[str, Any], **more: Any) -> Data:
    """A whole file around some rotas; `day` is the working day, `night` the rest."""
    return {
        "version": 1,
        "time_zone": "Europe/London",
        "horizon": "13 weeks",
        "source": "https://github.com/example/rota",
        "people": people(),
        "hours": {"day": "Mon-Fri 09:00-17:00", "night": "outside day"},
        "rotas": {key: {"name": key.title(), **rota} for key, rota in rotas.items()},
    } | more


def rota(
    *line_ups: Any, hours: str | None = "day", turn: str = "1 week", handover: str = "Monday 09:00"
) -> Data:
    """A rota of one layer; line-ups are given as (date, people…) or as data."""
    listed = [
        {"from": item[0], "people": list(item[1:])} if isinstance(item, tuple) else item for item in line_ups
    ]
    found: Data = {"turn": turn, "handover": handover, "line_ups": listed}
    return found | ({"hours": hours} if hours else {})


def web(*line_ups: Any, file: Mapping[str, Any] | None = None, **more: Any) -> Data:
    """A file with a single rota, `web`."""
    return document({"web": rota(*line_ups, **more)}, **(file or {}))


def support(
    first: str,
    *,
    handover: str = "Monday 09:00",
    overrides: Sequence[Data] = (),
    horizon: str = "13 weeks",
    kind: str = "layers",
    **bank: Any,
) -> Data:
    """Four support rotas: ana's turn begins on the date `first`, then ben's; dee and eve are in hours."""

    def one(hours: str, *who: str) -> Data:
        return rota((first, *who), hours=hours, handover=handover)

    rules = {OOH: "current", IN_HOURS: "team", OOH_COMMS: "current", IN_COMMS: "team"}
    return document(
        {
            OOH: one("night", "ana", "ben"),
            IN_HOURS: one("day", "dee", "eve"),
            OOH_COMMS: one("night", "kit", "lou"),
            IN_COMMS: one("day", "lou", "kit"),
        },
        horizon=horizon,
        bank_holidays={"calendar": "england-and-wales", "window": "day", "rules": rules} | bank,
        overrides=list(overrides),
        **given(kind),
    )


def world(data: Data, now: str, folder: Path, quirks: Quirks | None = None) -> World:
    """A world in which it is `now`, a local time of the file's zone."""
    at = instant(datetime.fromisoformat(now), zone(data["time_zone"]))
    return World(json.dumps(data), at, folder, quirks or Quirks())


def settled(data: Data, now: str, folder: Path, quirks: Quirks | None = None) -> World:
    """A world in which the file has been applied."""
    made = world(data, now, folder, quirks)
    done(made)
    return made


def done(made: World, *accept: str) -> None:
    """Apply; everything must be carried out and proven, and a second plan must be empty."""
    outcome = made.apply(accept)
    assert outcome.exit_code == 0, (outcome.refused, outcome.differences, outcome.results)
    again = made.plan()
    assert again.actions == ()
    assert again.shifts == ()


def flags(made: World) -> set[str]:
    """The flags that a plan carries."""
    return {flag.flag for flag in made.plan().flags}


def reasons(made: World, key: str) -> str:
    """Why a rota or policy is refused by the plan; empty where it is not."""
    return " / ".join(reason for r in made.plan().refused if r.key == key for reason in r.reasons)
