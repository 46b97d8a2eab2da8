"""How far a long rendering has come, told piece by piece to whoever wants to hear it."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
Told = Callable[[int, int], None]
"""Is told how many pieces are done, of how many."""


def untold(done: int, known: int) -> None:
    """Tells nobody."""


def counted(items: Sequence[T], told: Told) -> Iterator[T]:
    """The items one by one, each counted once its piece of work is over."""
    for done, item in enumerate(items, start=1):
        yield item
        told(done, len(items))
