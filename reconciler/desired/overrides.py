"""What of a rota its layers do not say by themselves: the overrides that must lie on top of them.

Instants are aware UTC datetimes. Users are PagerDuty ids; `ids` maps the file's people to them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from reconciler.config.model import RotaFile
from reconciler.errors import Where
from reconciler.intervals import Interval, Segment, compare, merge, wall, zone
from reconciler.shifts import engine
from reconciler.shifts import windows as bank
from reconciler.shifts.holding import Held, Shift, Source
from reconciler.shifts.line_ups import zone_name
from reconciler.state import NOBODY, Kind


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


_Place = tuple[str, str, Where]
"""Whose turn it is beneath an override, on which layer, by which line-up: one event has one of them."""


def wanted_overrides(
    file: RotaFile,
    key: str,
    shifts: tuple[Shift, ...],
    span: Interval,
    ids: Mapping[str, str],
    now: datetime,
    kind: Kind = "layers",
) -> Iterable[WantedOverride]:
    """One override for each part of a shift that the layers alone would give to somebody else, or to nobody.

    An interval that has begun is given whole, so that a running override is recognised, and so that what
    is missed of it can be said; what is past is never sent. On a shift-based schedule an override stands in
    for one person of one event; so there it is cut where that changes.
    """
    layers = engine.base(file, key, span)
    wanted = tuple(Segment(s.start, s.end, s) for s in shifts)
    pieces: list[Segment[tuple[Shift | None, _Place | None]]] = []
    for part, shift, holder in compare(wanted, layers, span):
        same = shift is not None and holder is not None and holder.person == shift.person
        if same or (shift is None and (holder is None or kind == "layers")):
            continue
        pieces.append(Segment(part.start, part.end, (shift, _place(holder) if kind == "shifts" else None)))
    tz = zone(zone_name(file, key))
    for piece in merge(pieces):
        if piece.end <= now:
            continue
        shift, place = piece.value
        over = None if place is None else ids[place[0]]
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


def _place(holder: Held | None) -> _Place | None:
    return None if holder is None else (holder.person, holder.layer, holder.where)


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
