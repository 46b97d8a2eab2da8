"""HTML read into a tree by the parser of the standard library; what is not well nested fails."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_EMPTY = {"meta", "link", "br", "hr", "img", "input"}


@dataclass
class Node:
    """An element: its attributes, and the elements and texts in it."""

    tag: str
    attributes: dict[str, str | None] = field(default_factory=dict)
    inside: list["Node | str"] = field(default_factory=list)

    def every(self, tag: str | None = None, **attributes: str) -> Iterator["Node"]:
        """Every element below it of a name, with some attributes; `_` stands for `-`, `class_` for class."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        for node in self.inside:
            if isinstance(node, Node):
                if tag in {None, node.tag} and all(node.has(k, v) for k, v in wanted.items()):
                    yield node
                yield from node.every(tag, **attributes)

    def has(self, name: str, value: str) -> bool:
        """Whether an attribute is so; of a class, whether it is among several."""
        found = self.attributes.get(name)
        return found is not None and (value in found.split() if name == "class" else found == value)

    def one(self, tag: str | None = None, **attributes: str) -> "Node":
        """The only such element."""
        (node,) = self.every(tag, **attributes)
        return node

    @property
    def text(self) -> str:
        """What is to be read, blanks squeezed."""
        return " ".join("".join(self._texts()).split())

    def _texts(self) -> Iterator[str]:
        for node in self.inside:
            yield from (node,) if isinstance(node, str) else node._texts()  # noqa: SLF001 - its own kind


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Node("#document")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), f"<{tag}> has an attribute twice"
        node = Node(tag, dict(attrs))
        self.open[-1].inside.append(node)
        if tag not in _EMPTY:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        node = self.open.pop()
        assert node.tag == tag, f"</{tag}> ends <{node.tag}>"

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)


def parse(html: str) -> Node:
    """The document."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert len(reader.open) == 1, f"<{reader.open[-1].tag}> is not closed"
    return reader.open[0]
