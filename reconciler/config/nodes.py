"""YAML text to a small tree in which every key and value knows its place and every scalar stays text.

No YAML type rules apply: `10:00`, `NO` and `0730` are what they look like. Only a plain empty value, `~`
and `null` mean nothing. The tree is built from parser events, so that size, depth and aliases are bounded
before anything is expanded.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NoReturn

import yaml

from reconciler.config.syntax import syntax_fault
from reconciler.config.texts import Unreadable, forbidden
from reconciler.errors import Finding, Where

MAX_NODES = 200_000
MAX_DEPTH = 50

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Node:
    """What stands at one place of a file. `size` and `height` count aliases as if they were written out."""

    file: str
    line: int
    column: int
    length: int = 1
    size: int = 1
    height: int = 1

    @property
    def where(self) -> Where:
        """Its place, for findings."""
        return Where(self.file, self.line, self.column, self.length)


@dataclass(slots=True)
class Scalar(Node):
    """A single value, as text; None where nothing is written."""

    text: str | None = None


@dataclass(slots=True)
class Mapping(Node):
    """Keys with their values, in order. A merged key has the place at which it was written first."""

    items: dict[str, tuple[Scalar, Node]] = field(default_factory=dict)


@dataclass(slots=True)
class Listing(Node):
    """A list of values."""

    items: list[Node] = field(default_factory=list)


def child(node: Node, step: str | int) -> Node | None:
    """The value under a key or at an index; None where there is none."""
    if isinstance(node, Mapping) and isinstance(step, str):
        found = node.items.get(step)
        return found[1] if found else None
    if isinstance(node, Listing) and isinstance(step, int):
        return node.items[step] if 0 <= step < len(node.items) else None
    return None


def locate(node: Node, *path: str | int, key: bool = False) -> Where:
    """The place of the value (or, with `key`, of the key) at a path; of the nearest thing above it otherwise.

    A value that is a mapping or a list is shown by its key, because that is the line people look for.
    """
    where = node.where
    for number, step in enumerate(path, start=1):
        below = child(node, step)
        if below is None:
            return where
        where = below.where
        if isinstance(node, Mapping) and isinstance(step, str):
            name = node.items[step][0]
            nothing = isinstance(below, Scalar) and below.text is None
            if not isinstance(below, Scalar) or nothing or (key and number == len(path)):
                where = name.where
        node = below
    return where


def parse(text: str, file: str) -> tuple[Node, list[Finding]]:
    """The tree of a file and the faults that do not stop us from reading on. Raises Unreadable otherwise."""
    composer = _Composer(file)
    try:
        return composer.document(yaml.parse(text, Loader=_LOADER)), composer.findings
    except yaml.MarkedYAMLError as error:
        raise Unreadable(syntax_fault(error, text, file)) from None
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        raise Unreadable(Finding("yaml-syntax", "error", f"not YAML: {error}", Where(file, 1))) from None


class _Composer:
    """Builds the tree of one file, event by event."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.findings: list[Finding] = []
        self._anchors: dict[str, Node | None] = {}
        self._count = 0
        self._events: Iterator[Any] = iter(())

    def document(self, events: Iterator[Any]) -> Node:
        self._events = events
        node: Node | None = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if node is not None:
                    self._stop(
                        event,
                        "several-documents",
                        "a second YAML document begins here",
                        "one file holds one document: delete the ---, or use include:",
                    )
                node = self._node(next(events), 1)
        if node is None:
            raise Unreadable(
                Finding(
                    "empty-file",
                    "error",
                    "the file is empty",
                    Where(self.file, 1),
                    "`rota init` writes a first one",
                )
            )
        return node

    def _stop(self, event: Any, id_: str, message: str, hint: str | None = None) -> NoReturn:
        raise Unreadable(Finding(id_, "error", message, self._where(event), hint))

    def _where(self, event: Any) -> Where:
        return Where(self.file, event.start_mark.line + 1, event.start_mark.column + 1, _span(event))

    def _counted(self, event: Any, size: int) -> None:
        self._count += size
        if self._count > MAX_NODES:
            self._stop(
                event,
                "too-many-values",
                f"more than {MAX_NODES:,} values once anchors are written out",
                "look for an anchor that repeats itself",
            )

    def _node(self, event: Any, depth: int) -> Node:
        if depth > MAX_DEPTH:
            self._stop(
                event, "too-deep", f"nested more than {MAX_DEPTH} levels deep", "look for a bracket too many"
            )
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event, depth)
        if event.tag is not None:
            self._stop(
                event,
                "yaml-tag",
                f"YAML tags are not used here ({event.tag})",
                "delete the tag; values are read as text",
            )
        if event.anchor is not None:
            self._anchors[event.anchor] = None
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        node: Node
        if isinstance(event, yaml.ScalarEvent):
            node = self._scalar(event, line, column)
        elif isinstance(event, yaml.MappingStartEvent):
            node = self._mapping(Mapping(self.file, line, column), depth)
        else:
            node = self._listing(Listing(self.file, line, column), depth)
        self._counted(event, 1)
        if event.anchor is not None:
            self._anchors[event.anchor] = node
        return node

    def _scalar(self, event: Any, line: int, column: int) -> Scalar:
        text: str | None = event.value
        if event.implicit[0] and text in _NULLS:
            text = None
        elif match := forbidden(event.value):
            self._stop(
                event,
                "control-character",
                f"the text holds an invisible character (U+{ord(match.group()):04X})",
                "delete it, or the escape that makes it",
            )
        return Scalar(self.file, line, column, _span(event), text=text)

    def _alias(self, event: Any, depth: int) -> Node:
        if event.anchor not in self._anchors:
            self._stop(
                event,
                "unknown-anchor",
                f"no anchor &{event.anchor} stands above",
                f"write &{event.anchor} first",
            )
        target = self._anchors[event.anchor]
        if target is None:
            self._stop(
                event, "recursive-anchor", f"*{event.anchor} stands inside its own anchor", "write it out"
            )
        if depth + target.height - 1 > MAX_DEPTH:
            self._stop(
                event,
                "too-deep",
                f"nested more than {MAX_DEPTH} levels deep",
                "look for an anchor inside anchors",
            )
        self._counted(event, target.size)
        return target

    def _listing(self, node: Listing, depth: int) -> Listing:
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            item = self._node(event, depth + 1)
            node.items.append(item)
            node.size += item.size
            node.height = max(node.height, item.height + 1)
        return node

    def _mapping(self, node: Mapping, depth: int) -> Mapping:
        merged: list[Node] = []
        merge_key: Scalar | None = None
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            value = self._node(next(self._events), depth + 1)
            node.height = max(node.height, value.height + 1)
            if not isinstance(key, Scalar) or key.text is None:
                self._fault(key, "bad-key", "a key must be a single word", "write `name: value`")
            elif key.text == "<<" and getattr(event, "implicit", (False,))[0]:
                if merge_key is not None:
                    self._duplicate(key, merge_key)
                merge_key = key
                merged += value.items if isinstance(value, Listing) else [value]
            elif key.text in node.items:
                self._duplicate(key, node.items[key.text][0])
            else:
                node.items[key.text] = (key, value)
                node.size += value.size + 1
        for base in merged:
            self._merge(node, base)
        return node

    def _merge(self, node: Mapping, base: Node) -> None:
        if not isinstance(base, Mapping):
            self._fault(base, "bad-merge", "only a mapping can be merged with <<", "write `<<: *anchor`")
            return
        for name, (key, value) in base.items.items():
            if name not in node.items:
                node.items[name] = (key, value)
                node.size += value.size + 1
                self._count += 1

    def _duplicate(self, key: Scalar, first: Scalar) -> None:
        self._fault(
            key,
            "duplicate-key",
            f"{key.text} is written twice: first in line {first.line}, again in line {key.line}",
            "keep one of them; the second would silently replace the first",
        )

    def _fault(self, node: Node, id_: str, message: str, hint: str) -> None:
        found = node.text if isinstance(node, Scalar) else None
        self.findings.append(Finding(id_, "error", message, node.where, hint, found=found))


def _span(event: Any) -> int:
    """How many characters a scalar covers on its first line; 1 for everything else."""
    start, end = event.start_mark, event.end_mark
    scalar = isinstance(event, yaml.ScalarEvent | yaml.AliasEvent)
    return max(1, end.column - start.column) if scalar and start.line == end.line else 1
