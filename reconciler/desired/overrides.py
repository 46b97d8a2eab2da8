"""What of a rota its layers do not say by themselves: the overrides that must lie on top of them.

Instants are aware UTC datetimes. Users are PagerDuty ids; `ids` maps the file's people to them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from reconciler.config.model import RotaFile
from reconciler.desired.on_events import by_event
from reconciler.errors import Where
from reconciler.intervals import Interval, Segment, Timeline, compare, merge, wall, zone
from reconciler.shifts import engine
from reconciler.shifts import windows as bank
from reconciler.shifts.holding import Shift, Source
from reconciler.shifts.line_ups import zone_name
from reconciler.state import NOBODY, LayerState


@dataclass(frozen=True, slots=True)
class WantedOverride:
    """One override that must exist. `on` is the date of the bank holiday; `mailbox` pages nobody at home.

    On a shift-based schedule it stands in for `over` (a user), or for nobody; its own `user` may be NOBODY,
    which is a mailbox too: it pages nobody.
    """

    key: str
    person: str
    user: str
    interval: Interval
    source: Source
    where: Where
    mailbox: bool = False
    on: date | None = None
    holiday: str | None = None
    reason: str | None = None
    over: str | None = None


def wanted_overrides(
    file: RotaFile,
    key: str,
    shifts: tuple[Shift, ...],
    span: Interval,
    ids: Mapping[str, str],
    now: datetime,
    events: Sequence[LayerState] | None = None,
) -> Iterable[WantedOverride]:
    """One override for each part of a shift that the layers alone would give to somebody else, or to nobody.

    An interval that has begun is given whole, so that a running override is recognised, and so that what
    is missed of it can be said; what is past is never sent. On a shift-based schedule, which has `events`, an
    override stands in for one person of one event; so there it is cut where that changes.
    """
    wanted = tuple(Segment(s.start, s.end, s) for s in shifts)
    pieces: list[Segment[tuple[Shift | None, _Turn | None]]] = []
    for part, shift, turn in compare(wanted, _beneath(file, key, span, ids, events), span):
        same = shift is not None and turn is not None and turn[0] == ids.get(shift.person)
        if same or (shift is None and (turn is None or events is None)):
            continue
        pieces.append(Segment(part.start, part.end, (shift, turn if events is not None else None)))
    tz = zone(zone_name(file, key))
    for piece in merge(pieces):
        if piece.end <= now:
            continue
        shift, turn = piece.value
        over = None if turn is None else turn[0]
        if shift is None:
            yield from _nobody(file, key, piece.interval, over)
            continue
        yield WantedOverride(
            key=key,
            person=shift.person,
            user=ids[shift.person],
            interval=piece.interval,
            source=shift.source,
            where=shift.where,
            mailbox=file.people[shift.person].mailbox,
            on=wall(piece.start, tz).date() if shift.holiday else None,
            holiday=shift.holiday,
            reason=shift.reason,
            over=over,
        )


_Turn = tuple[str, int]
"""Whose turn it is beneath an override, and by which event."""


def _beneath(
    file: RotaFile,
    key: str,
    span: Interval,
    ids: Mapping[str, str],
    events: Sequence[LayerState] | None,
) -> Timeline[_Turn]:
    """Who is on by the layers alone, as users; who has no account is called by name."""
    if events is not None:
        return by_event(events, zone_name(file, key), span)
    line = engine.base(file, key, span)
    return tuple(Segment(s.start, s.end, (ids.get(s.value.person, s.value.person), 0)) for s in line)


def _nobody(file: RotaFile, key: str, part: Interval, over: str | None) -> Iterable[WantedOverride]:
    """Nobody, in the windows in which the file says so."""
    rules = file.bank_holidays
    for window in bank.nobody(file, key, part):
        inside = window.interval.clip(part)
        if inside is not None and rules is not None:
            yield WantedOverride(
                key=key,
                person="nobody",
                user=NOBODY,
                interval=inside,
                source="bank_holiday",
                where=rules.where,
                mailbox=True,
                on=window.date,
                holiday=window.name,
                over=over,
            )
