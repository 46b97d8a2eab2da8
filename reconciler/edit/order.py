"""The order of people changed by joiners, leavers and new orders, such that whoever is next stays next.

Orders are read from the one who is next on; what comes behind the last goes on with the first.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from reconciler.errors import UsageError
from reconciler.wording import listing

Order = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Joiner:
    """Somebody who joins, behind or before another; without either as the last of the round."""

    person: str
    side: Literal["after", "before"] | None = None
    other: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What a line-up changes: who joins and leaves, a new round, who is first, or a pause and its reason."""

    add: tuple[Joiner, ...] = ()
    remove: Order = ()
    order: Order | None = None
    first: str | None = None
    pause: str | None = None

    @property
    def people(self) -> Order:
        """Everybody that it names."""
        named = [person for joiner in self.add for person in (joiner.person, joiner.other) if person]
        return tuple(dict.fromkeys((*named, *self.remove, *(self.order or ()), *filter(None, [self.first]))))


def changed(order: Order, change: Change, name: Callable[[str], str]) -> Order:
    """The order with a change made; `name` gives a person's name. Raises UsageError where it cannot be."""
    new = _reordered(order, change.order) if change.order is not None else order
    for joiner in change.add:
        new = _joined(new, joiner, name)
    for person in change.remove:
        if person not in new:
            raise UsageError(f"{name(person)} is not in the line-up", hint=_there(new, name))
        new = tuple(other for other in new if other != person)
    if not new:
        raise UsageError("nobody would be left", hint="--pause REASON says that nobody is on call on purpose")
    if change.first is None:
        return new
    if change.first not in new:
        raise UsageError(f"{name(change.first)} is not in the line-up", hint=_there(new, name))
    return turned(new, change.first)


def turned(order: Order, first: str) -> Order:
    """The same round, begun with somebody in it."""
    at = order.index(first)
    return order[at:] + order[:at]


def _reordered(order: Order, new: Order) -> Order:
    """A new round, begun with whoever of it is next."""
    coming = next((person for person in order if person in new), new[0])
    return turned(new, coming)


def _joined(order: Order, joiner: Joiner, name: Callable[[str], str]) -> Order:
    if joiner.person in order:
        raise UsageError(f"{name(joiner.person)} is in the line-up already", hint=_there(order, name))
    if joiner.other is None:
        return (*order, joiner.person)
    if joiner.other not in order:
        raise UsageError(f"{name(joiner.other)} is not in the line-up", hint=_there(order, name))
    at = order.index(joiner.other) + (1 if joiner.side == "after" else 0)
    # Before the one who is next is behind the last, or the next one would not stay next.
    at = at or len(order)
    return (*order[:at], joiner.person, *order[at:])


def _there(order: Order, name: Callable[[str], str]) -> str:
    return (
        f"in it then, in order: {listing([f'{person} ({name(person)})' for person in dict.fromkeys(order)])}"
    )


def returned(order: Order, old: Order, people: Order) -> Order:
    """An order with people put back into the old round, if it is still that one; the next one stays next.

    Where others have come, gone or moved meanwhile, each is put behind the one who was before them.
    """
    stayed = [index for index, person in enumerate(old) if person not in people]
    for first, index in enumerate(stayed):
        if tuple(old[i] for i in (*stayed[first:], *stayed[:first])) == order:
            return old[index:] + old[:index]
    for at, person in enumerate(old):
        if person in order or person not in people:
            continue
        before = (old[at - step] for step in range(1, len(old)))
        neighbour = next((other for other in before if other in order), None)
        place = len(order) if neighbour is None else order.index(neighbour) + 1
        order = (*order[:place], person, *order[place:])
    return order
