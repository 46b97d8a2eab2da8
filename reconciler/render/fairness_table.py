"""Tables of figures for people: right-aligned columns under titles, and names above where they do not fit."""

from collections.abc import Sequence
from dataclasses import dataclass

from reconciler.render.layout import Paint, cells, columns, pad

_GAP = 2
_INDENT = 2


@dataclass(frozen=True, slots=True)
class Row:
    """A label, a figure for each column, and a group under whose heading it stands ("" for none)."""

    label: str
    figures: Sequence[str]
    group: str = ""


def right(texts: Sequence[str]) -> list[str]:
    """Texts of one width, blanks in front."""
    widest = max(map(cells, texts), default=0)
    return [" " * (widest - cells(text)) + text for text in texts]


def table(titles: Sequence[str], rows: Sequence[Row], *, width: int, paint: Paint) -> list[str]:
    """A heading line and a line for each row; where a label leaves too little room it goes above its line."""
    bodies = [right([title, *(row.figures[i] for row in rows)]) for i, title in enumerate(titles)]
    head, *lines = ["  ".join(line) for line in zip(*bodies, strict=True)]
    indents = [_INDENT * (2 if row.group else 1) for row in rows]
    widest = max((indent + cells(row.label) for indent, row in zip(indents, rows, strict=True)), default=0)
    beside = widest + _GAP + cells(head) <= width
    margin = " " * (widest + _GAP if beside else 2 * _INDENT)
    out = [margin + paint.dim(head)]
    group = ""
    for row, line, indent in zip(rows, lines, indents, strict=True):
        if row.group != group:
            group = row.group
            out += columns([(group,)], width=width, indent=_INDENT, styles=(paint.bold,))
        if beside:
            out.append(pad(" " * indent + row.label, widest + _GAP) + line)
        else:
            out += [*columns([(row.label,)], width=width, indent=indent), margin + line]
    return out
