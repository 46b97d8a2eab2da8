"""The next moment at which a managed shift begins or ends: a saved plan is stale from then on."""

from datetime import datetime, timedelta

from reconciler.config.model import RotaFile
from reconciler.intervals import Interval
from reconciler.shifts import engine

LOOK_AHEAD = timedelta(days=21)
"""How far a boundary is looked for; a saved plan is not applied later than that."""


def next_boundary(file: RotaFile, now: datetime) -> datetime | None:
    """The first boundary after `now` (UTC) over all managed rotas; None if there is none in three weeks."""
    first: datetime | None = None
    for key in engine.managed(file):
        # Only an earlier one counts, so the next rota need not be looked at any further.
        span = Interval(now, first or now + LOOK_AHEAD)
        edges = (edge for shift in engine.shifts(file, key, span) for edge in (shift.start, shift.end))
        first = min((edge for edge in edges if now < edge < span.end), default=first)
    return first
