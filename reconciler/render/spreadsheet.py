"""What came of a spreadsheet, for a terminal: how much of it the file says, by what, and what it does not."""

from collections.abc import Iterator

from reconciler.importing.spreadsheet import Proposal
from reconciler.render.clean import clean
from reconciler.render.layout import Paint, columns, joined, paragraph
from reconciler.wording import count, listing

_MOST = 20
"""So many rows that were not understood are listed."""
_NEXT = "Next: read it, then `rota check`, and `rota plan` to see what PagerDuty has of it."


def text(
    found: Proposal,
    *,
    source: str,
    written: str | None,
    time_zone: str,
    width: int,
    color: bool,
    verbose: bool = False,
) -> str:
    """The summary; `written` is the file, None where it says the same already. All rows with `verbose`."""
    paint = Paint(color)
    lines = [clean(f"{source} → {written or 'nothing written'}"), ""]
    for sentence in _sentences(found, time_zone):
        lines += paragraph(clean(sentence), width)
    if found.not_understood:
        lines += ["", paint.bold("Not understood")]
        shown = found.not_understood if verbose else found.not_understood[:_MOST]
        rows = [(f"row {item.number}", clean(f"{item.why}: {item.hint}")) for item in shown]
        lines += columns(rows, width=width)
        if (more := len(found.not_understood) - len(shown)) > 0:
            lines.append(f"  and {count(more, 'more row')} (rota -v lists them)")
    if found.notes:
        lines += ["", paint.bold("Worth a look")]
        for note in found.notes:
            lines += paragraph(clean(note), width, indent=2, hanging=2)
    lines.append("")
    if found.to_fill_in:
        who = listing(found.to_fill_in)
        address = "addresses of" if len(found.to_fill_in) > 1 else "address of"
        lines += paragraph(
            clean(f"Fill in the {address} {who} under people, in the lines marked FILL IN."), width
        )
    return joined([*lines, *paragraph(_NEXT, width)])


def _sentences(found: Proposal, time_zone: str) -> Iterator[str]:
    understood = found.line_ups + found.covers
    total = understood + len(found.not_understood)
    yield (
        f"{count(len(found.rotas), 'rota')}: {listing(found.rotas)}. Of {count(total, 'row')}, "
        f"{found.line_ups} are said by line-ups, {found.covers} by covers, "
        f"{len(found.not_understood)} not at all."
    )
    yield (
        "Proof: the file was asked who is on call for each row that it says, and answered with the person "
        "of that row."
    )
    yield f"Times are those of {time_zone}: change `time_zone` where that is wrong."
    if found.day_first:
        yield "Dates like 05/12/2026 were read day first, as others in the column can only be."
