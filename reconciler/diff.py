"""A keyed comparison of two collections, without a word of any domain."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

K = TypeVar("K")
A = TypeVar("A")
B = TypeVar("B")


@dataclass(frozen=True, slots=True)
class Diff(Generic[K, A, B]):
    """What is only on the left, only on the right, and on both sides, different or the same."""

    removed: Mapping[K, A]
    added: Mapping[K, B]
    changed: Mapping[K, tuple[A, B]]
    same: Mapping[K, tuple[A, B]]


def keyed(left: Mapping[K, A], right: Mapping[K, B], equal: Callable[[A, B], bool]) -> Diff[K, A, B]:
    """Compare by key; `equal` says whether two values of one key are the same. Order follows the inputs."""
    both = {key: (value, right[key]) for key, value in left.items() if key in right}
    return Diff(
        removed={key: value for key, value in left.items() if key not in right},
        added={key: value for key, value in right.items() if key not in left},
        changed={key: pair for key, pair in both.items() if not equal(*pair)},
        same={key: pair for key, pair in both.items() if equal(*pair)},
    )
