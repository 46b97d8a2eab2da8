"""What proposed covers and swaps share: the line to copy, the shifts that move, what to look at."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reconciler.config.model import RotaFile
from reconciler.edit.insert import Edit
from reconciler.errors import Finding
from reconciler.render import contract, findings
from reconciler.render.clean import clean, code, prose
from reconciler.render.clean import markdown as escape
from reconciler.render.layout import Paint, columns, joined, paragraph
from reconciler.render.words import NOBODY
from reconciler.render.zones import Clocks
from reconciler.suggest.roster import Moved
from reconciler.wording import count

Rows = Sequence[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Page:
    """What is said of a proposal, in the order in which it is read; `tables` are titles with their rows.

    `edit` is None where nothing is proposed; `notes` are what `rota check` newly says of the file with it.
    """

    head: str
    sentences: tuple[str, ...]
    edit: Edit | None
    shifts: Rows
    tables: tuple[tuple[str, Rows], ...]
    notes: tuple[Finding, ...]
    end: str


def text(page: Page, *, width: int, color: bool, verbose: bool) -> str:
    """The answer first: who, by which line; then everybody who was looked at."""
    paint = Paint(color)
    lines = [paint.bold(line) for line in paragraph(clean(page.head), width, hanging=2)]
    for sentence in page.sentences:
        lines += paragraph(clean(sentence), width, indent=2, hanging=2)
    if page.edit is not None:
        lines += ["", *_text_of(page.edit, page.shifts, paint, width)]
    for title, rows in page.tables:
        table = [tuple(map(clean, row)) for row in rows]
        lines += ["", paint.bold(title), *columns(table, width=width)]
    lines += _text_notes(page, paint, width=width, verbose=verbose)
    lines += ["", *(paint.bold(line) for line in paragraph(page.end, width))]
    return joined(lines)


def markdown(page: Page) -> str:
    """The same for a pull request."""
    lines = [f"### {escape(page.head)}", "", *(f"- {prose(said)}" for said in page.sentences), ""]
    if page.edit is not None:
        lines += _markdown_of(page.edit, page.shifts)
    for title, rows in page.tables:
        said = [[escape(cell) for cell in row if cell] for row in rows]
        lines += [f"**{title}**", "", *(f"- {', '.join(row[:-1])}: {row[-1]}" for row in said), ""]
    notes = list(_markdown_notes(page))
    lines += [*notes, ""] if notes else []
    return joined([*lines, prose(page.end)])


WRITTEN = "Written. `rota plan` says what it changes in PagerDuty."
PROPOSED = "Nothing has been written: add --write."
_MOST = 14
"""More shifts than these are counted; JSON has them all."""


def lines(edit: Edit) -> list[tuple[str, str]]:
    """Each new line with its place."""
    return [(f"{where.file}:{where.line}", line.strip()) for where, line in edit.added()]


def shifts(moved: Sequence[Moved], file: RotaFile, clocks: Clocks) -> list[tuple[str, str, str]]:
    """When, who was on call, and who is then."""
    rows = [
        (
            clocks.stretch(m.rota, m.start, m.end) + (f", {m.holiday}" if m.holiday else ""),
            _name(m.before, file),
            _name(m.after, file),
        )
        for m in moved
    ]
    more = len(rows) - _MOST
    return [*rows[:_MOST], (f"and {count(more, 'more shift')}", "", "")] if more > 1 else rows


def _name(person: str | None, file: RotaFile) -> str:
    return NOBODY if person is None else file.display_name(person)


def _text_of(edit: Edit, rows: Rows, paint: Paint, width: int) -> Iterator[str]:
    """The lines to copy, never broken, and the table of shifts."""
    for place, line in lines(edit):
        yield from (f"  {clean(place)}", f"    {paint.green(clean(line))}")
    yield ""
    table = [("", "before", "after"), *rows]
    yield from columns([tuple(map(clean, row)) for row in table], width=width, indent=4)


def _markdown_of(edit: Edit, rows: Rows) -> Iterator[str]:
    yield from (f"- {code(place)}: {code(line)}" for place, line in lines(edit))
    yield from ("", "| When | Before | After |", "| --- | --- | --- |")
    yield from (f"| {' | '.join(map(escape, row))} |" for row in rows)
    yield ""


def _text_notes(page: Page, paint: Paint, *, width: int, verbose: bool) -> Iterator[str]:
    """What `rota check` says of the file with the line in it, under a heading, if it says anything new."""
    if page.edit is None or not page.notes:
        return
    sources = page.edit.loaded.sources
    said = findings.text(page.notes, sources, width=width, color=paint.color, verbose=verbose)
    yield from ("", paint.bold("Worth a look"), *said.rstrip("\n").split("\n")[:-1])


def _markdown_notes(page: Page) -> Iterator[str]:
    for found in page.notes if page.edit is not None else ():
        place = f"{code(f'{found.where.file}:{found.where.line}')} " if found.where else ""
        hint = f" – {prose(' '.join(found.hint.splitlines()))}" if found.hint else ""
        yield f"- {place}{prose(found.message)}{hint}"


def json_lines(edit: Edit | None) -> list[dict[str, object]]:
    """The new lines with their numbers in the new file."""
    added = edit.added() if edit is not None else ()
    return [{"file": where.file, "line": where.line, "text": line} for where, line in added]


def json_shifts(moved: Sequence[Moved]) -> list[dict[str, object]]:
    """Every stretch for which somebody else is on call than before."""
    return [
        {
            "rota": m.rota,
            "start": contract.stamp(m.start),
            "end": contract.stamp(m.end),
            "before": m.before,
            "after": m.after,
            "holiday": m.holiday,
        }
        for m in moved
    ]
