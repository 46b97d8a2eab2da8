"""A YAML text as nested spans: where each value begins and ends, and in which form it was written.

The tree is made for editing, from a text that has been loaded before. Lines and columns are 0-based, and
aliases stay aliases.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

import yaml

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Spot(NamedTuple):
    """A place between two characters."""

    line: int
    column: int


@dataclass(slots=True)
class Span:
    """One value: `end` is just behind its last character, whatever comment or blank line follows.

    `text` is a scalar's value or an alias's name; `quote` is the mark in which a scalar was written, if any.
    """

    kind: Literal["scalar", "map", "list", "alias"]
    start: Spot
    end: Spot
    flow: bool = False
    anchor: str | None = None
    text: str = ""
    quote: str = ""
    keys: list[tuple["Span", "Span"]] = field(default_factory=list)
    items: list["Span"] = field(default_factory=list)

    def value(self, key: str) -> "Span | None":
        """The value under a key of a mapping, as written there; merged keys are none of its own."""
        return next((value for name, value in self.keys if name.text == key), None)

    @property
    def empty(self) -> bool:
        """Whether nothing at all is written."""
        return self.kind == "scalar" and not self.quote and self.start == self.end

    def below(self) -> Iterator["Span"]:
        """Itself and everything inside it."""
        yield self
        for key, value in self.keys:
            yield from key.below()
            yield from value.below()
        for item in self.items:
            yield from item.below()


def spans(text: str) -> Span | None:
    """The top value of a text with plain line ends; None where the text holds no value."""
    reader = _Reader(text)
    return reader.top()


class _Reader:
    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._events: Iterator[Any] = yaml.parse(text, Loader=_LOADER)

    def top(self) -> Span | None:
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                return self._span(next(self._events))
        return None

    def _span(self, event: Any) -> Span:
        start, end = _spot(event.start_mark), _spot(event.end_mark)
        if isinstance(event, yaml.AliasEvent):
            return Span("alias", start, end, text=str(event.anchor))
        if isinstance(event, yaml.ScalarEvent):
            style = event.style or ""
            if style in {"|", ">"}:
                end = self._last_written(start, end)
            return Span("scalar", start, end, anchor=event.anchor, text=event.value, quote=style)
        if isinstance(event, yaml.MappingStartEvent):
            return self._map(Span("map", start, end, bool(event.flow_style), event.anchor))
        return self._list(Span("list", start, end, bool(event.flow_style), event.anchor))

    def _map(self, span: Span) -> Span:
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._span(event)
            value = self._span(next(self._events))
            span.keys.append((key, value))
        # The end mark of a block lies behind the comments that follow it.
        span.end = _spot(event.end_mark) if span.flow else (span.keys[-1][1].end if span.keys else span.end)
        return span

    def _list(self, span: Span) -> Span:
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            span.items.append(self._span(event))
        span.end = _spot(event.end_mark) if span.flow else (span.items[-1].end if span.items else span.end)
        return span

    def _last_written(self, start: Spot, end: Spot) -> Spot:
        """The end of a text block's last line that is not blank."""
        last = end.line - 1 if end.column == 0 else end.line
        while last > start.line and (last >= len(self._lines) or not self._lines[last].strip()):
            last -= 1
        return Spot(last, len(self._lines[last]))


def _spot(mark: Any) -> Spot:
    return Spot(mark.line, mark.column)
