"""What all checks of meaning share: the names that exist, how a fault is placed, and how it is written down."""

from dataclasses import dataclass
from typing import Protocol

from reconciler.config.model import Entry, RotaFile
from reconciler.config.scalars import close
from reconciler.errors import Finding, Where

RESERVED = ("current", "incoming", "outgoing", "nobody", "anyone")


@dataclass(frozen=True)
class Known:
    """Every name that the file defines, also those of entries that are faulty themselves."""

    people: frozenset[str]
    hours: frozenset[str]
    rotas: frozenset[str]
    policies: frozenset[str]


class Spot(Protocol):
    """Where a value or key of an entry stands."""

    def __call__(self, entry: Entry, /, *path: str | int, key: bool = False) -> Where: ...


class SpotOfPath(Protocol):
    """Where the value or key at a path of the file stands."""

    def __call__(self, *path: str | int, key: bool = False) -> Where: ...
