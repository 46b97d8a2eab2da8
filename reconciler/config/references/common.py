"""What all checks of meaning share: the names that exist, and how a fault is placed and written down."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from reconciler.config.entry import Entry
from reconciler.config.model import LineUp, Rota, RotaFile
from reconciler.config.references.chains import MAX_CHAIN
from reconciler.config.scalars import close
from reconciler.errors import Finding, Where
from reconciler.intervals import instant, wall, wall_time_fault, zone

RESERVED = ("current", "incoming", "outgoing", "nobody", "anyone")

_MAX_SUGGESTIONS = 100
_MAX_COMPARED = 20_000
"""So many names are compared for suggestions in all; with many names only the first faults get one."""

Kind = Literal["people", "hours", "rotas", "policies"]


@dataclass(frozen=True)
class Known:
    """Every name that the file defines, also those of entries that are faulty themselves."""

    people: frozenset[str] = frozenset()
    hours: frozenset[str] = frozenset()
    rotas: frozenset[str] = frozenset()
    policies: frozenset[str] = frozenset()

    def of(self, kind: Kind) -> frozenset[str]:
        """The names of one section."""
        return {"people": self.people, "hours": self.hours, "rotas": self.rotas, "policies": self.policies}[
            kind
        ]


class Spot(Protocol):
    """Where a value or key of an entry stands."""

    def __call__(self, entry: Entry, /, *path: str | int, key: bool = False) -> Where:
        """The place of the value (or key) at a path inside an entry."""


class SpotOfPath(Protocol):
    """Where the value or key at a path of the file stands."""

    def __call__(self, *path: str | int, key: bool = False) -> Where:
        """The place of the value (or key) at a path from the top."""


@dataclass
class Report:
    """The file under examination and what has been found so far."""

    file: RotaFile
    known: Known
    spot: Spot
    where: SpotOfPath
    findings: list[Finding]
    _suggestions: int = 0
    _compared: int = 0

    def fault(
        self, id_: str, message: str, where: Where, hint: str | None = None, found: str | None = None
    ) -> None:
        """Write a fault down."""
        self.findings.append(Finding(id_, "error", message, where, hint, found))

    def exists(self, name: str, where: Where, *kinds: Kind) -> bool:
        """Whether a name is defined in one of the sections; a finding where it is not."""
        if any(name in self.known.of(kind) for kind in kinds):
            return True
        sections = " or ".join(kinds)
        hint = self._suggest(name, kinds)
        self.fault(_UNKNOWN[kinds[0]], f'there is no "{name}" in {sections}', where, hint, name)
        return False

    def _suggest(self, name: str, kinds: tuple[Kind, ...]) -> str | None:
        """What may have been meant. Comparing is slow, and nobody reads a hundred suggestions."""
        self._suggestions += 1
        if self._suggestions > _MAX_SUGGESTIONS or self._compared >= _MAX_COMPARED:
            return None
        choices = sorted(set().union(*(self.known.of(kind) for kind in kinds)))
        self._compared += len(choices)
        near = close(name, choices)
        return f"did you mean {near}?" if near else _list(kinds[0], choices)

    def managed(self, name: str, where: Where, what: str) -> Rota | None:
        """The rota of a name if it exists, has no fault of form and is managed here; else a finding."""
        if not self.exists(name, where, "rotas"):
            return None
        rota = self.file.rotas.get(name)
        if rota is not None and not rota.managed:
            hint = "change it where it is owned, or take it over by giving it line_ups"
            self.fault(
                "unmanaged-rota", f"{name} is not managed here, so {what} cannot change it", where, hint
            )
            return None
        return rota

    def real_time(self, at: object, rota: str, where: Where) -> None:
        """A finding where a wall time does not exist, or occurs twice, in the zone of a rota."""
        if not isinstance(at, datetime) or rota not in self.file.rotas:
            return
        name = self.zone_of(rota)
        tz = zone(name)
        problem = wall_time_fault(at, tz)
        if problem is None:
            return
        found = f"{at:%Y-%m-%d %H:%M}"
        if problem == "occurs twice":
            hint = "the clocks go back: write a time before or after the repeated hour"
        else:
            hint = f"the clocks go forward: write {wall(instant(at, tz), tz):%Y-%m-%d %H:%M}"
        self.fault("wall-time", f"{found} {problem} in {name}", where, hint, found)

    def zone_of(self, rota: str) -> str:
        """The zone of a rota: its own, else that of the rota it follows, else the file's."""
        for _ in range(MAX_CHAIN + 1):
            entry = self.file.rotas.get(rota)
            if entry is None:
                break
            if entry.time_zone is not None:
                return entry.time_zone
            rota = entry.follows or ""
        return self.file.time_zone

    def leader(self, rota: str) -> Rota | None:
        """The rota whose line-ups a rota uses; None where that cannot be told."""
        entry = self.file.rotas.get(rota)
        for _ in range(MAX_CHAIN):
            if entry is None or entry.follows is None:
                return entry
            entry = self.file.rotas.get(entry.follows)
        return None


_UNKNOWN: dict[Kind, str] = {
    "people": "unknown-person",
    "hours": "unknown-hours",
    "rotas": "unknown-rota",
    "policies": "unknown-policy",
}


def _list(kind: Kind, choices: list[str]) -> str:
    few = 6
    if not choices:
        return f"define it under {kind}:"
    return f"write one of {', '.join(choices[:few])}" + (", …" if len(choices) > few else "")


def begins(line_up: LineUp) -> str:
    """The date (and time) from which a line-up holds, as it is written."""
    at = line_up.start
    return f"{at:%Y-%m-%d %H:%M}" if isinstance(at, datetime) else f"{at}"
