"""Faults and warnings of the file, with the line quoted, for terminals, pull requests and programs."""

from collections.abc import Iterable, Mapping, Sequence

from reconciler.errors import Finding, Where
from reconciler.render import contract
from reconciler.render.clean import annotation, annotation_property, clean, code, prose
from reconciler.render.layout import Paint, cells, joined, paragraph, split
from reconciler.wording import count

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}
_KINDS = (("error", "problem"), ("warning", "warning"), ("info", "note"))
_MARGIN = 3
NOTHING = "No problems found.\n"


def text(
    findings: Sequence[Finding],
    sources: Mapping[str, str],
    *,
    width: int,
    color: bool,
    verbose: bool = False,
) -> str:
    """Each finding with its place, its line and what to write instead; how many there are at the end.

    `sources` holds the text of each file by its name.
    """
    if not findings:
        return NOTHING
    paint = Paint(color)
    # Cut up once, as there may be as many findings as lines.
    quotable = {name: source.split("\n") for name, source in sources.items()}
    lines: list[str] = []
    for found in findings:
        lines += _one(found, quotable, width, paint, verbose=verbose)
    return joined([*lines, paint.bold(total(findings))])


def total(findings: Iterable[Finding]) -> str:
    """`1 problem, 2 warnings`."""
    kinds = [found.severity for found in findings]
    said = [count(kinds.count(kind), noun) for kind, noun in _KINDS if kind in kinds]
    return ", ".join(said) or "no problems"


def _one(
    found: Finding, sources: Mapping[str, Sequence[str]], width: int, paint: Paint, *, verbose: bool
) -> Iterable[str]:
    label = "" if found.severity == "error" else f"{'note' if found.severity == 'info' else 'warning'}: "
    # The id is what switches a warning off, so it is always beside one.
    name = f"  [{found.id}]" if verbose or found.severity != "error" else ""
    where = f"{clean(str(found.where))}  " if found.where else ""
    head = paragraph(f"{where}{label}{clean(found.message)}{name}", width, hanging=2)
    style = paint.red if found.severity == "error" else paint.yellow
    yield from (style(line) for line in head)
    if found.where is not None:
        yield from _quoted(found.where, sources, width, paint)
    if found.hint:
        for line in found.hint.splitlines():
            yield from paragraph(clean(line), width, indent=_MARGIN)


def _quoted(where: Where, sources: Mapping[str, Sequence[str]], width: int, paint: Paint) -> Iterable[str]:
    """The line of the file, cut around the place, with carets under it."""
    lines = sources.get(where.file, ())
    if not 1 <= where.line <= len(lines) or not lines[where.line - 1].strip():
        return
    raw = lines[where.line - 1]
    number = f"{where.line:>{_MARGIN + 2}} | "
    room = max(10, width - len(number))
    # More characters than there are cells are never seen, and a line may be as long as the file.
    start, here, end = max(0, where.column - 1 - room), where.column - 1, where.column - 1 + room
    middle = min(end, here + max(1, where.length))
    before, marked, after = clean(raw[start:here]), clean(raw[here:middle]), clean(raw[middle:end])
    # The place must be in sight: the beginning goes first, then the end.
    lead = min(cells(before), max(4, room - cells(marked) - 1))
    if start or cells(before) > lead:
        before = "…" + _tail(before, max(lead - 1, 0))
    shown, hidden = split(before + marked + after, room - 1)
    yield paint.dim(number) + shown + ("…" if hidden or raw[end:] else "")
    carets = max(1, min(cells(marked), room - cells(before) - 1))
    yield paint.dim(" " * (len(number) - 2) + "| ") + " " * cells(before) + paint.red("^" * carets)


def _tail(words: str, width: int) -> str:
    while cells(words) > width:
        words = words[1:]
    return words


def markdown(findings: Sequence[Finding]) -> str:
    """A table for a pull request."""
    if not findings:
        return f"**{NOTHING.strip()}**\n"
    lines = [f"### {total(findings)}", "", "| Where | What | What to do |", "| --- | --- | --- |"]
    for found in findings:
        place = code(f"{found.where.file}:{found.where.line}") if found.where else ""
        what = f"{'' if found.severity == 'error' else found.severity + ': '}{prose(found.message)}"
        lines.append(f"| {place} | {what} {code(found.id)} | {_hint(found)} |")
    return joined(lines)


def _hint(found: Finding) -> str:
    return "<br>".join(prose(line) for line in (found.hint or "").splitlines())


def json(findings: Sequence[Finding]) -> str:
    """The contract of `check --format json`."""
    return contract.document(findings=[contract.finding(found) for found in findings])


def github(findings: Sequence[Finding]) -> str:
    """Annotations on the lines of a pull request."""
    return "".join(_annotation(found) for found in findings)


def _annotation(found: Finding) -> str:
    parts: list[str] = []
    if found.where is not None:
        where = found.where
        parts = [f"file={annotation_property(where.file)}", f"line={where.line}", f"col={where.column}"]
        if where.length > 1:
            parts.append(f"endColumn={where.column + where.length - 1}")
    parts.append(f"title={annotation_property(found.id)}")
    said = found.message if found.hint is None else f"{clean(found.message)}\n{found.hint}"
    return f"::{_COMMANDS[found.severity]} {','.join(parts)}::{annotation(said)}\n"
