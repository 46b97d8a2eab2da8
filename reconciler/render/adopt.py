"""Overrides that were claimed as ours, for a terminal: whose, which rota, when, and what comes of it."""

from collections.abc import Sequence
from datetime import datetime

from reconciler.config.model import RotaFile
from reconciler.ownership import Claimed
from reconciler.render import zones
from reconciler.render.clean import clean
from reconciler.render.layout import Paint, columns, joined, paragraph

_NEXT = (
    "Nothing was written to PagerDuty. What the file does not ask for goes with the next apply: "
    "`rota plan` shows it."
)


def text(
    found: Sequence[Claimed],
    file: RotaFile,
    *,
    now: datetime,
    recorded: str | None,
    width: int,
    color: bool,
    verbose: bool = False,
) -> str:
    """What is ours from now on, what was so already, and where it is `recorded`. Times are local."""
    paint = Paint(color)
    fresh = [claim for claim in found if not claim.known]
    known = [claim for claim in found if claim.known]
    lines: list[str] = []
    for title, claims in (("Ours from now on", fresh), ("Ours already", known)):
        if claims:
            lines.append(paint.bold(title))
            lines += columns(_rows(claims, file, now, verbose=verbose), width=width)
    if fresh:
        lines += paragraph(_NEXT, width)
    if recorded is not None:
        lines += paragraph(clean(f"Recorded in {recorded}."), width, hanging=2)
    return joined(lines)


def _rows(
    claims: Sequence[Claimed], file: RotaFile, now: datetime, *, verbose: bool
) -> list[tuple[str, str, str]]:
    clocks = zones.of_file(file, now)
    return [
        (
            clean(claim.name),
            clocks.stretch(claim.key, claim.override.start, claim.override.end),
            clean(
                claim.who
                + (" (mailbox)" if claim.mailbox else "")
                + (f"  {claim.override.id}" if verbose else "")
            ),
        )
        for claim in claims
    ]
