"""Names that refer to names: which of them run in a circle, and how long the chains are."""

from collections.abc import Iterator, Mapping, Sequence

MAX_CHAIN = 20


def examine(graph: Mapping[str, Sequence[str]]) -> tuple[list[tuple[str, ...]], dict[str, int]]:
    """The circles (each once, beginning with its first name in the order of the graph), and the length of the
    longest chain below every name. References to names outside the graph are left out.
    """
    circles: list[tuple[str, ...]] = []
    length: dict[str, int] = {}
    for root in graph:
        if root in length:
            continue
        path = [root]
        steps: list[Iterator[str]] = [iter(graph[root])]
        while path:
            name = next(steps[-1], None)
            if name is None:
                done = path.pop()
                steps.pop()
                length[done] = 1 + max((length.get(below, 0) for below in graph[done]), default=0)
            elif name in path:
                circles.append(tuple(path[path.index(name) :]))
            elif name in graph and name not in length:
                path.append(name)
                steps.append(iter(graph[name]))
    return circles, length
