"""Objects that carry our marker or somebody else's: no longer in the file, or not ours to touch."""

from collections.abc import Iterable
from dataclasses import dataclass

from reconciler.config.model import RotaFile
from reconciler.plan.actions import Change, DeletePolicy, DeleteSchedule
from reconciler.records import Record
from reconciler.state import LiveState, NamedObject, PolicyState, ScheduleState

_PREFIX = "Managed as code: "


@dataclass(frozen=True, slots=True)
class Marker:
    """What a marker line says: the key, and the source that it belongs to."""

    key: str
    source: str | None


def read_marker(description: str) -> Marker | None:
    """The marker in a description, or None."""
    for line in description.splitlines():
        if line.startswith(_PREFIX):
            key, found, source = line.removeprefix(_PREFIX).strip().partition(" in ")
            return Marker(key, source.strip() if found else None)
    return None


def foreign_marker(file: RotaFile, key: str, live: ScheduleState | None) -> str | None:
    """Why a schedule is not ours to touch, or None."""
    return _foreign(file, key, live.name, live.description) if live is not None else None


def foreign_policy_marker(file: RotaFile, key: str, live: PolicyState | None) -> str | None:
    """Why a policy is not ours to touch, or None."""
    return _foreign(file, key, live.name, live.description) if live is not None else None


def _foreign(file: RotaFile, key: str, name: str, description: str) -> str | None:
    marker = read_marker(description)
    if marker is None:
        return None
    if marker.source is not None and marker.source != file.source:
        return (
            f"{name} says that it is managed from {marker.source}; remove that line from its description "
            "in PagerDuty if this file is to take it over"
        )
    if marker.key != key:
        return f"{name} says that it is managed as {marker.key}, not {key}; one of the two names must change"
    return None


def removed(
    file: RotaFile, live: LiveState, records: Iterable[Record]
) -> tuple[DeleteSchedule | DeletePolicy, ...]:
    """Schedules and policies that carry this file's marker and are not in it any more.

    A marker without a source may be another file's: it is this one's where the ledger says that a run made or
    wrote the object which also wrote what is in the file.
    """
    recorded = _recorded(file, live.account, tuple(records))
    out: list[DeleteSchedule | DeletePolicy] = []
    for key, item in _ours(file, live.others, recorded):
        if key not in file.rotas:
            out.append(DeleteSchedule(key, item.id, (Change("delete", "schedule", key, item.name),)))
    for key, item in _ours(file, live.other_policies, recorded):
        if key not in file.policies:
            out.append(DeletePolicy(key, item.id, (Change("delete", "policy", key, item.name),)))
    return tuple(out)


def _recorded(file: RotaFile, account: str, records: tuple[Record, ...]) -> frozenset[str]:
    """The ids of the schedules and policies that were written together with some that are in the file."""
    objects = [r for r in records if r.account == account and r.kind != "override"]
    runs = {r.run for r in objects if r.key in file.rotas or r.key in file.policies}
    return frozenset(r.id for r in objects if r.run in runs and r.id is not None)


def _ours(
    file: RotaFile, items: Iterable[NamedObject], recorded: frozenset[str]
) -> Iterable[tuple[str, NamedObject]]:
    for item in items:
        marker = read_marker(item.description)
        if marker is None:
            continue
        told = marker.source == file.source if marker.source is not None else item.id in recorded
        if told:
            yield marker.key, item
