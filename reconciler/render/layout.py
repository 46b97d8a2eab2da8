"""Text in columns that fit 80 cells, wrapped where they do not; rich measures and colours.

Rich's tables cut or squeeze what does not fit; here the last column moves below its row instead. Colours are
laid on after everything has been measured, and never carry a meaning alone.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len, chop_cells
from rich.color import ColorSystem
from rich.style import Style as Rich

from reconciler.render.clean import OLD_COMMAND

Style = Callable[[str], str]

_MIN_LAST = 18
"""A last column narrower than this is moved to a line of its own."""
_GAP = 2
# The runner passes over blanks, and whoever strips colours from a log over those.
_COMMAND = re.compile(r"((?:\s|\x1b\[[0-9;]*m)*)::")


def cells(text: str) -> int:
    """How many cells a terminal gives to a text."""
    return cell_len(text)


def pad(text: str, width: int) -> str:
    """Text followed by blanks up to a width."""
    return text + " " * max(0, width - cells(text))


def split(text: str, width: int) -> tuple[str, str]:
    """What fits into a width, and the rest; at least one character fits always."""
    # Characters without a width of their own, alone, are no line to rich.
    pieces = chop_cells(text, max(width, 1))
    kept = len(pieces[0]) if pieces and pieces[0] else 1
    return text[:kept], text[kept:]


def wrap(text: str, width: int) -> list[str]:
    """Lines no wider than `width`, broken between words, and inside a word only where one is too long."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        size = cells(word)
        if line and cells(line) + 1 + size <= width:
            line = f"{line} {word}"
            continue
        if line:
            lines.append(line)
        *full, line = [word] if size <= width else _pieces(word, width)
        lines += full
    return [*lines, line] if line or not lines else lines


def _pieces(word: str, width: int) -> list[str]:
    """A word in pieces that fit, in one pass over it, since some words have no end."""
    found = [piece for piece in chop_cells(word, max(width, 1)) if piece] or [""]
    # Characters without a width of their own, alone, are no piece to rich.
    found[-1] += word[sum(map(len, found)) :]
    return found


def paragraph(text: str, width: int, *, indent: int = 0, hanging: int = 0) -> list[str]:
    """A text wrapped with an indent; the lines after the first are indented by `hanging` more."""
    lines: list[str] = []
    rest = wrap(text, max(10, width - indent))
    if len(rest) > 1 and hanging:
        first = rest[0]
        rest = [first, *wrap(text[len(first) :].lstrip(" "), max(10, width - indent - hanging))]
    for i, line in enumerate(rest):
        lines.append(" " * (indent + (hanging if i else 0)) + line)
    return lines


@dataclass(frozen=True, slots=True)
class Paint:
    """Styles for a terminal with colours; without them every style leaves the text as it is."""

    color: bool

    def bold(self, text: str) -> str:
        """Headings and names."""
        return self._style("bold", text)

    def dim(self, text: str) -> str:
        """What can be skipped."""
        return self._style("dim", text)

    def red(self, text: str) -> str:
        """What failed or is refused."""
        return self._style("red", text)

    def green(self, text: str) -> str:
        """What is done or added."""
        return self._style("green", text)

    def yellow(self, text: str) -> str:
        """What deserves a look."""
        return self._style("yellow", text)

    def _style(self, name: str, text: str) -> str:
        return Rich.parse(name).render(text, color_system=ColorSystem.STANDARD) if self.color else text


def plain(text: str) -> str:
    """No style."""
    return text


def columns(
    rows: Iterable[Sequence[str]], *, width: int, indent: int = 2, styles: Sequence[Style] = ()
) -> list[str]:
    """Rows in aligned columns, no line wider than `width`.

    The last column is wrapped beside the others; where too little is left for it, below them; and where even
    the others do not fit, each row runs on over several lines. A cell with nothing to its right may run on.
    """
    table = [tuple(row) for row in rows]
    if not table:
        return []
    widths = [
        max((cells(row[i]) for row in table if any(row[i + 1 :]) or i == len(row) - 1), default=0)
        for i in range(len(table[0]))
    ]
    looks = [*styles, *([plain] * (len(widths) - len(styles)))]
    head = indent + sum(widths[:-1]) + _GAP * (len(widths) - 1)
    room = width - head
    lines: list[str] = []
    for row in table:
        if not row[-1] and head - _GAP <= width:
            lines += _open(row, widths, width, indent, looks)
        elif room >= min(_MIN_LAST, max(widths[-1], 1)) or 0 < cells(row[-1]) <= room:
            lines += _beside(row, widths, room, indent, looks)
        elif head - _GAP <= width:
            lines += _open((*row[:-1], ""), widths, width, indent, looks)
            lines += [looks[-1](line) for line in paragraph(row[-1], width, indent=indent + 4) if row[-1]]
        else:
            lines += paragraph("  ".join(cell for cell in row if cell), width, indent=indent, hanging=4)
    return lines


def _beside(
    row: Sequence[str], widths: Sequence[int], room: int, indent: int, looks: Sequence[Style]
) -> list[str]:
    """One row with its last cell wrapped in the room that is left."""
    first, *more = wrap(row[-1], max(room, 1))
    parts = [
        look(cell) + " " * (size - cells(cell) + _GAP)
        for cell, size, look in zip(row, widths, looks, strict=False)
    ]
    start = " " * indent + "".join(parts[:-1])
    margin = " " * (indent + sum(widths[:-1]) + _GAP * (len(widths) - 1))
    return [start + looks[-1](first), *(margin + looks[-1](line) for line in more)]


def _open(
    row: Sequence[str], widths: Sequence[int], width: int, indent: int, looks: Sequence[Style]
) -> list[str]:
    """One row whose last cells are empty: the last one that is not takes what is left of the line."""
    last = max((i for i, cell in enumerate(row) if cell), default=0)
    taken = indent + sum(widths[:last]) + _GAP * last
    short = (*row[:last], row[last])
    return _beside(short, widths[: last + 1], width - taken, indent, looks[: last + 1])


def joined(lines: Iterable[str]) -> str:
    """Lines as one text that ends in a newline. None of them is a command to GitHub's runner."""
    return "".join(f"{_no_command(line.rstrip(' '))}\n" for line in lines)


def _no_command(line: str) -> str:
    # The runner obeys lines that begin with `::`, after blanks too; wrapping can bring that about.
    line = line.replace(*OLD_COMMAND)
    found = _COMMAND.match(line)
    return line if found is None else f"{found[1]}\u2237{line[found.end() :]}"
