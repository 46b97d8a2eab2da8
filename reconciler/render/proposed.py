"""What proposed covers and swaps share: the line to copy, the shifts that move, what to look at."""

from collections.abc import Iterator, Sequence

from reconciler.config.model import RotaFile
from reconciler.edit.insert import Edit
from reconciler.errors import Finding
from reconciler.render import contract, findings
from reconciler.render.clean import clean, code, prose
from reconciler.render.clean import markdown as escape
from reconciler.render.layout import Paint, columns, paragraph
from reconciler.render.words import NOBODY
from reconciler.render.zones import Clocks
from reconciler.suggest.roster import Moved
from reconciler.wording import count

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


def text_of(edit: Edit, rows: Sequence[tuple[str, str, str]], paint: Paint, width: int) -> Iterator[str]:
    """The lines to copy, never broken, and the table of shifts."""
    for place, line in lines(edit):
        yield from (f"  {clean(place)}", f"    {paint.green(clean(line))}")
    yield ""
    table = [("", "before", "after"), *rows]
    yield from columns([tuple(map(clean, row)) for row in table], width=width, indent=4)


def markdown_of(edit: Edit, rows: Sequence[tuple[str, str, str]]) -> Iterator[str]:
    """The same in Markdown."""
    yield from (f"- {code(place)}: {code(line)}" for place, line in lines(edit))
    yield from ("", "| When | Before | After |", "| --- | --- | --- |")
    yield from (f"| {' | '.join(map(escape, row))} |" for row in rows)
    yield ""


def text_notes(
    edit: Edit | None,
    notes: Sequence[Finding],
    paint: Paint,
    *,
    width: int,
    verbose: bool,
) -> Iterator[str]:
    """What `rota check` says of the file with the line in it, under a heading, if it says anything new."""
    if edit is None or not notes:
        return
    said = findings.text(notes, edit.loaded.sources, width=width, color=paint.color, verbose=verbose)
    yield from ("", paint.bold("Worth a look"), *said.rstrip("\n").split("\n")[:-1])


def markdown_notes(edit: Edit | None, notes: Sequence[Finding]) -> Iterator[str]:
    """The same as a list."""
    for found in notes if edit is not None else ():
        place = f"{code(f'{found.where.file}:{found.where.line}')} " if found.where else ""
        hint = f" – {prose(' '.join(found.hint.splitlines()))}" if found.hint else ""
        yield f"- {place}{prose(found.message)}{hint}"


def sentences(texts: Sequence[str], width: int) -> Iterator[str]:
    """Each on lines of its own, indented."""
    for sentence in texts:
        yield from paragraph(clean(sentence), width, indent=2, hanging=2)


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
