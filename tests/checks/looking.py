"""What the checks say about a file of plain data: sentences, places, hints."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from reconciler.checks.run import run
from reconciler.config.loader import load_texts
from reconciler.errors import Finding
from tests.shifts.support import document, one

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
"""A Wednesday."""

Data = Mapping[str, Any]


def found(data: Data, id_: str, now: datetime = NOW) -> list[Finding]:
    """The findings of one check, each at its place."""
    loaded = load_texts("rota.yaml", {"rota.yaml": json.dumps(data)})
    return [loaded.pinpoint(f) for f in run(loaded.file, now) if f.id == id_]


def told(data: Data, id_: str, now: datetime = NOW) -> list[str]:
    """The sentences of one check, warnings and notes told apart."""
    return [f"{f.severity}: {f.message}" for f in found(data, id_, now)]


def place(data: Data, finding: Finding, length: int = 14) -> str:
    """What stands at the place of a finding: the beginning of it."""
    assert finding.where is not None
    return json.dumps(data)[finding.where.column - 1 :][:length]


def weekly(*people: str, hours: str | None = None, since: str = "2026-11-02", **more: Any) -> dict[str, Any]:
    """A rota of weekly turns from a Monday."""
    return one({"from": since, "people": list(people)}, hours=hours, **more)


def policy(*levels: str | list[str], name: str = "24x7") -> dict[str, Any]:
    """A policy that escalates after five minutes."""
    return {"name": name, "levels": [{"notify": n, "escalate_after": "5 minutes"} for n in levels]}


def file(rotas: Data, **more: Any) -> dict[str, Any]:
    """A whole file; rotas are called by their keys."""
    return document(rotas, **more)
