"""Small plans, outcomes and rows made by hand, and what every renderer's output must hold to."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jsonschema

from reconciler.config.loader import load_texts
from reconciler.config.model import RotaFile
from reconciler.plan.actions import (
    Action,
    Change,
    CreateOverride,
    CreatePolicy,
    CreateSchedule,
    DeleteOverride,
    DeleteSchedule,
    UpdatePolicy,
    UpdateSchedule,
    Verb,
)
from reconciler.plan.model import OnCallNow, Plan, RotaName, ShiftChange, Who
from reconciler.render.layout import cells

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
ANA = Who("ana", "Ana Ortiz", "ana@example.org")
BEN = Who("ben", "Ben Ode", "ben@example.org")
EVE = Who("eve", "Eve Lin", "eve@example.org")
DEE = Who("dee", "Dee Marr", "dee@example.org")
TEAM = Who("paas-team", "PaaS team", "team@example.org", mailbox=True)
KIT = Who(None, "Kit Moss", "kit@example.org")
IN, OUT = "in-hours", "out-of-hours"
WIDTH = 80
FOLDER = Path(__file__).parents[2] / "docs" / "json"


def at(text: str) -> datetime:
    """`2026-12-25T09:00` in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def names(*, zone: str = "Europe/London", until: str | None = "2027-02-24T12:00") -> tuple[RotaName, ...]:
    end = at(until) if until else None
    return (
        RotaName(IN, "In hours engineering", zone, end),
        RotaName(OUT, "Out of hours engineering", zone, end),
        RotaName("24x7", "24x7", "Europe/London"),
    )


def plan(**fields: Any) -> Plan:
    """A plan in which nothing happens, but for the fields given."""
    base = Plan(
        now=NOW,
        account="us",
        source="",
        region="us",
        file_digest="d1",
        names=names(),
        on_call_now=(OnCallNow(IN, ANA, ANA), OnCallNow(OUT, None, None)),
    )
    return replace(base, **fields)


def shift(
    start: str,
    end: str,
    before: Who | None = ANA,
    after: Who | None = TEAM,
    reason: str = "Christmas Day",
    *,
    rota: str = IN,
    line: int | None = 70,
) -> ShiftChange:
    return ShiftChange(
        rota, at(start), at(end), before, after, reason, None if line is None else "rota.yaml", line
    )


def override(start: str, end: str, who: Who = TEAM, *, rota: str = IN, summary: str = "") -> CreateOverride:
    text = summary or f"{start[5:10]} {who.name} (Christmas Day)"
    return CreateOverride(
        rota,
        "PSCHED1",
        "PUSER1",
        who.person or "?",
        at(start),
        at(end),
        (Change("create", "override", rota, text),),
    )


def overrides(number: int, *, rota: str = IN) -> tuple[CreateOverride, ...]:
    """As many overrides of one rota, on one day after the other."""
    first = at("2026-12-01T09:00")
    days = [first + timedelta(days=i) for i in range(number)]
    return tuple(override(f"{d:%Y-%m-%dT09:00}", f"{d:%Y-%m-%dT17:00}", rota=rota) for d in days)


def withdrawn(rota: str = IN, summary: str = "25 Dec PaaS team (not wanted any more)") -> DeleteOverride:
    change = Change("delete", "override", rota, summary)
    start, end = at("2026-12-25T09:00"), at("2026-12-25T17:00")
    return DeleteOverride(rota, "PSCHED1", "POVER1", "PUSER1", start, end, (change,))


def line_up(summary: str, *, rota: str = IN, verb: Verb = "create") -> UpdateSchedule:
    change = Change(verb, "layer", rota, summary)
    return UpdateSchedule(rota, "PSCHED1", "base", "In hours engineering", "UTC", "", (), (), (change,))


def new_rota(rota: str = IN) -> CreateSchedule:
    made = Change("create", "schedule", rota, "new schedule In hours engineering, Europe/London")
    layer = Change("create", "layer", rota, "line-up from now: Ana Ortiz, Ben Ode")
    return CreateSchedule(rota, "In hours engineering", "Europe/London", "", None, (), (made, layer))


def policy(*summaries: str) -> UpdatePolicy:
    changes = tuple(Change("update", "policy", "24x7", text) for text in summaries)
    return UpdatePolicy("24x7", "PPOLICY", "base", "24x7", "", 1, (), (), None, changes)


def new_policy() -> CreatePolicy:
    change = Change("create", "policy", "24x7", "new policy 24x7, 4 levels")
    return CreatePolicy("24x7", "24x7", "", 1, (), None, (change,))


def gone() -> DeleteSchedule:
    return DeleteSchedule("old", "POLD", (Change("delete", "schedule", "old", "Old rota"),))


def renamed() -> UpdateSchedule:
    change = Change("rename", "schedule", IN, "In hours → In hours engineering")
    return UpdateSchedule(IN, "PSCHED1", "base", "In hours engineering", "UTC", "", (), (), (change,))


def actions(*some: Action | tuple[Action, ...]) -> tuple[Action, ...]:
    out: list[Action] = []
    for one in some:
        out += one if isinstance(one, tuple) else (one,)
    return tuple(out)


_FILE = """\
version: 1
time_zone: Europe/London
horizon: 13 weeks
people:
  ana: {name: Ana Ortiz, email: ana@example.org}
hours:
  in-hours: Mon-Fri 09:00-17:00
rotas:
  in-hours:
    name: In hours engineering
    hours: in-hours
    turn: 1 week
    handover: Monday 09:00
    line_ups:
      - {from: 2026-01-05, people: [ana]}
  new-york:
    name: New York
    time_zone: America/New_York
    turn: 1 week
    handover: Monday 09:00
    line_ups:
      - {from: 2026-01-05, people: [ana]}
"""


def rota_file(*, holidays: bool = True) -> RotaFile:
    """A file with a rota in London and one in New York."""
    rules = "bank_holidays: {calendar: england-and-wales, window: in-hours}\n" if holidays else ""
    return load_texts("rota.yaml", {"rota.yaml": _FILE + rules}).file


def valid(command: str, text: str) -> Any:
    """The document, once its schema in docs/json has accepted it; it must be plain ASCII."""
    schema = json.loads((FOLDER / f"{command}.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    document = json.loads(text)
    jsonschema.Draft202012Validator(schema).validate(document)
    assert text.isascii()
    assert text.endswith("}\n")
    return document


def narrow(text: str, width: int = WIDTH) -> bool:
    """Whether every line keeps to the width."""
    return all(cells(line) <= width for line in text.split("\n"))
