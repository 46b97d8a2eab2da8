"""Texts that need quotes and have none: `{reason: family #1}`, `reason: family: dinner`.

The parser stumbles somewhere behind them, and what it says of brackets is no help. A text is only named here
when the file can be read on once it stands in quotes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BEFORE = (": ", ", ", "- ", "{", "[")
"""What a text may stand behind."""
_CLOSE = ",}]"
_LINES_BACK = 3
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Unquoted:
    """A text, where it stands (from 0), and how it is to be written."""

    line: int
    column: int
    text: str
    comment: bool
    """Whether a ` #` in it began a comment."""

    @property
    def quoted(self) -> str:
        """With the quotes that suit what it holds."""
        if '"' in self.text or "\\" in self.text:
            return "'" + self.text.replace("'", "''") + "'"
        return f'"{self.text}"'

    @property
    def advice(self) -> str:
        """What to write; a word before a colon may also be a key, with the comma before it forgotten."""
        key = re.match(r"[^:]*\s([a-z_]+): ", self.text) if not self.comment else None
        return f"write {self.quoted}" + (f", or put a comma before {key[1]}" if key else "")


def unquoted(error: yaml.MarkedYAMLError, text: str) -> Unquoted | None:
    """The text for which the parser stumbled; None where that cannot be told."""
    mark, context = error.problem_mark, error.context_mark
    if mark is None:
        return None
    lines = text.split("\n")
    flow = "flow" in (error.context or "")
    began = context.line if context else mark.line
    for found in _candidates(lines, mark.line, mark.column, began, flow=flow):
        if _reads_on(lines, found):
            return found
    return None


def _candidates(lines: list[str], line: int, column: int, began: int, *, flow: bool) -> Iterator[Unquoted]:
    if flow:
        for number in range(min(line, len(lines) - 1), max(began, line - _LINES_BACK) - 1, -1):
            sign = lines[number].find(" #")
            if sign >= 0 and any(close in lines[number][sign:] for close in _CLOSE):
                yield from _around(lines, number, sign + 1, flow=True, comment=True)
    if line < len(lines):
        yield from _around(lines, line, column, flow=flow, comment=False)


def _around(lines: list[str], number: int, column: int, *, flow: bool, comment: bool) -> Iterator[Unquoted]:
    """The texts that a place may belong to, the shortest first."""
    line = lines[number].rstrip("\r ")
    if len(line) > _LONGEST:
        return
    ends = [place for close in _CLOSE if (place := line.find(close, column)) >= 0] if flow else []
    end = min(ends, default=len(line))
    starts = {at + len(sign) for sign in _BEFORE if (at := line.rfind(sign, 0, column)) >= 0}
    for start in sorted(starts, reverse=True):
        text = line[start:end].strip()
        if text:
            yield Unquoted(number, line.index(text, start), text, comment)


def _reads_on(lines: list[str], found: Unquoted) -> bool:
    """Whether the file is right with the text in quotes, or its next fault begins further down."""
    line = lines[found.line]
    right = line[: found.column] + found.quoted + line[found.column + len(found.text) :]
    text = "\n".join([*lines[: found.line], right, *lines[found.line + 1 :]])
    try:
        for _ in yaml.parse(text, Loader=_LOADER):
            pass
    except yaml.MarkedYAMLError as error:
        began = error.context_mark or error.problem_mark
        return began is not None and began.line > found.line
    except (yaml.YAMLError, ValueError, OverflowError):
        return False
    return True
