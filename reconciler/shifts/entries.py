"""The entries of one rota among the overrides of a file, without looking at all of them for every rota."""

from collections.abc import Mapping
from functools import lru_cache
from typing import TypeVar

from reconciler.config.model import Override, RotaFile

E = TypeVar("E", bound=Override)


class _Overrides:
    """The overrides of a file, known again as the very same tuple: to compare them would be to read them."""

    def __init__(self, held: tuple[Override, ...]) -> None:
        self.held = held

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Overrides) and other.held is self.held

    def __hash__(self) -> int:
        return id(self.held)


def entries(file: RotaFile, key: str, kind: type[E]) -> tuple[E, ...]:
    """The entries of one kind that name a rota, as they stand in the file."""
    return tuple(o for o in _by_rota(_Overrides(file.overrides)).get(key, ()) if isinstance(o, kind))


@lru_cache(maxsize=8)
def _by_rota(overrides: _Overrides) -> Mapping[str, tuple[Override, ...]]:
    found: dict[str, list[Override]] = {}
    for entry in overrides.held:
        found.setdefault(entry.rota, []).append(entry)
    return {key: tuple(some) for key, some in found.items()}
