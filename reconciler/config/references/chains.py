"""Names that refer to names: which of them run in a circle, and how long the chains are."""

from collections.abc import Iterator, Mapping, Sequence

MAX_CHAIN = 20
_ENOUGH = 20  # circles: names that all refer to each other have more than anybody would read


def examine(graph: Mapping[str, Sequence[str]]) -> tuple[list[tuple[str, ...]], dict[str, int]]:
    """The circles, and the length of the longest chain that begins with each name.

    A circle is found once. References to names outside the graph are left out.
    """
    circles: list[tuple[str, ...]] = []
    length: dict[str, int] = {}
    for root in graph:
        if root in length:
            continue
        path = [root]
        place = {root: 0}
        steps: list[Iterator[str]] = [iter(graph[root])]
        while path:
            name = next(steps[-1], None)
            if name is None:
                done = path.pop()
                del place[done]
                steps.pop()
                length[done] = 1 + max((length.get(below, 0) for below in graph[done]), default=0)
            elif name in place:
                circles += [tuple(path[place[name] :])] if len(circles) < _ENOUGH else []
            elif name in graph and name not in length:
                place[name] = len(path)
                path.append(name)
                steps.append(iter(graph[name]))
    return circles, length


def too_long(length: Mapping[str, int]) -> str | None:
    """The name with the longest chain, if it is longer than is followed."""
    longest = max(length, key=lambda name: length[name], default=None)
    return longest if longest is not None and length[longest] > MAX_CHAIN else None
