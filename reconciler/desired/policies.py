"""A policy of the file as PagerDuty's rules: levels in order, each target a schedule or a user."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from reconciler.config.model import Policy, RotaFile
from reconciler.state import Kind, TargetType, TargetWrite

_MINUTE = 60
_REFERENCES: Mapping[Kind, TargetType] = {
    "layers": "schedule_reference",
    "shifts": "schedule_v3_reference",
}


@dataclass(frozen=True, slots=True)
class WantedLevel:
    """One level: whole minutes, and its targets in the order of the file."""

    delay_minutes: int
    targets: tuple[TargetWrite, ...]


@dataclass(frozen=True, slots=True)
class WantedPolicy:
    """What a policy must hold."""

    key: str
    name: str
    repeat: int
    levels: tuple[WantedLevel, ...]
    marker: str
    description: str | None


@dataclass(frozen=True, slots=True)
class Known:
    """The ids that are known: users by person, schedules by rota with their kind.

    `kinds` are those of rotas that are not there yet.
    """

    users: Mapping[str, str]
    schedules: Mapping[str, tuple[str, Kind]]
    kinds: Mapping[str, Kind] = field(default_factory=dict)


def policy(file: RotaFile, key: str, known: Known) -> tuple[WantedPolicy | None, tuple[str, ...]]:
    """The wanted policy, or what is missing: names of rotas and people that PagerDuty does not have.

    A managed rota without an id is one that the same plan creates.
    """
    entry: Policy = file.policies[key]
    missing: list[str] = []
    levels: list[WantedLevel] = []
    for level in entry.levels:
        targets = [_target(file, name, known) for name in level.notify]
        missing += [_title(file, name) for name, t in zip(level.notify, targets, strict=True) if t is None]
        minutes = int(level.escalate_after.total_seconds()) // _MINUTE
        levels.append(WantedLevel(minutes, tuple(t for t in targets if t is not None)))
    if missing:
        return None, tuple(dict.fromkeys(missing))
    mark = f"Managed as code: {key}" + (f" in {file.source}" if file.source else "")
    return WantedPolicy(key, entry.name, entry.repeat, tuple(levels), mark, entry.description), ()


def _target(file: RotaFile, name: str, known: Known) -> TargetWrite | None:
    if name in file.people:
        user = known.users.get(name)
        return None if user is None else TargetWrite("user_reference", user)
    if name in known.schedules:
        found, kind = known.schedules[name]
        return TargetWrite(_REFERENCES[kind], found)
    if not file.rotas[name].managed:
        return None
    return TargetWrite(_REFERENCES[known.kinds.get(name, "layers")], None, name)


def _title(file: RotaFile, name: str) -> str:
    if name in file.people:
        person = file.people[name]
        return f"{person.name} ({person.email})"
    return f"schedule called {file.rotas[name].name}"
