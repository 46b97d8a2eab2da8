"""Who has a rota from when to when: whoever is on call, and outside its hours whose turn it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from reconciler.config.model import RotaFile
from reconciler.intervals import Interval, Segment, Timeline, at, clip, merge, paint
from reconciler.plan.model import Who
from reconciler.shifts import engine
from reconciler.views import Live, person

AHEAD = timedelta(days=70)
"""How far ahead changes are looked for."""
BEFORE = timedelta(days=8)
"""How far back it is known since when somebody has a rota: a week tells how its end is written."""


@dataclass(frozen=True, slots=True)
class Lines:
    """One rota: who has it (`held`), and who is on call (`paged`), over some weeks."""

    held: Timeline[Who]
    paged: Timeline[Who]


def span(now: datetime) -> Interval:
    """What has to be known at a moment (aware UTC)."""
    return Interval(now - BEFORE, now + AHEAD)


def lines(file: RotaFile, key: str, now: datetime, live: Live | None = None) -> Lines:
    """The lines of a rota around a moment: from the file, with PagerDuty's rendering on top where given."""
    around = span(now)
    turns = tuple(
        Segment(s.start, s.end, person(file, s.value.person)) for s in engine.turn_line(file, key, around)
    )
    if live is not None and key in live:
        paged = merge(clip(live[key], (around,)))
    else:
        shifts = engine.shifts(file, key, around)
        paged = merge(Segment(s.start, s.end, person(file, s.person)) for s in shifts)
    return Lines(merge(paint(turns, paged)), paged)


def holders(known: Mapping[str, Lines], instant: datetime) -> tuple[Who, ...]:
    """The people who have some rotas at an instant, each once; mailboxes are left out."""
    found = (at(lines_.held, instant) for lines_ in known.values())
    return tuple(dict.fromkeys(held.value for held in found if held is not None and not held.value.mailbox))
