"""Ledger records as JSON, one per line: fields in a fixed order, instants in UTC ending in `Z`.

A reader takes lines of later versions too: it ignores fields that it does not know.
"""

import json as jsonlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Literal, TypeVar, get_args

from reconciler.records import Phase, Record, Verb

VERSION = 1

T = TypeVar("T")

_PHASES: tuple[Phase, ...] = get_args(Phase)
_VERBS: tuple[Verb, ...] = get_args(Verb)
_KINDS: tuple[Literal["schedule", "override", "policy"], ...] = ("schedule", "override", "policy")
_TEXTS = ("commit", "id", "schedule", "user", "note", "person", "by")


def encode(record: Record) -> str:
    """One line, without its end. Fields that are None are left out."""
    fields: dict[str, Any] = {
        "version": VERSION,
        "account": record.account,
        "run": record.run,
        "sequence": record.sequence,
        "commit": record.commit,
        "phase": record.phase,
        "at": _text(record.at),
        "verb": record.verb,
        "kind": record.kind,
        "key": record.key,
        "id": record.id,
        "schedule": record.schedule,
        "user": record.user,
        "start": _text(record.start),
        "end": _text(record.end),
        "note": record.note,
        "person": record.person,
        "by": record.by,
    }
    kept = {name: value for name, value in fields.items() if value is not None}
    # ASCII only: no line separator of any kind can be inside a line.
    return jsonlib.dumps(kept, separators=(",", ":"))


def decode(line: str) -> Record | None:
    """The record of one line, or None where it is damaged, cut off, or something else."""
    try:
        fields = jsonlib.loads(line)
        return _record(fields) if isinstance(fields, dict) else None
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        return None


def _record(fields: Mapping[str, Any]) -> Record:
    """Raises one of the errors that `decode` expects."""
    sequence = fields["sequence"]
    if not isinstance(sequence, int) or isinstance(sequence, bool):
        raise TypeError("sequence")
    texts = {name: _needed(fields[name]) for name in _TEXTS if fields.get(name) is not None}
    return Record(
        account=_needed(fields["account"]),
        run=_needed(fields["run"]),
        sequence=sequence,
        commit=texts.get("commit"),
        phase=_one_of(fields["phase"], _PHASES),
        at=_instant(fields["at"]),
        verb=_one_of(fields["verb"], _VERBS),
        kind=_one_of(fields["kind"], _KINDS),
        key=_needed(fields["key"]),
        id=texts.get("id"),
        schedule=texts.get("schedule"),
        user=texts.get("user"),
        start=None if fields.get("start") is None else _instant(fields["start"]),
        end=None if fields.get("end") is None else _instant(fields["end"]),
        note=texts.get("note"),
        person=texts.get("person"),
        by=texts.get("by"),
    )


def _needed(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("a text was expected")
    return value


def _one_of(value: Any, choices: tuple[T, ...]) -> T:
    return choices[choices.index(value)]


def _text(instant: datetime | None) -> str | None:
    return None if instant is None else instant.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def _instant(value: Any) -> datetime:
    found = datetime.fromisoformat(_needed(value))
    if found.tzinfo is None:
        raise ValueError("an offset was expected")
    return found.astimezone(UTC)
