"""The note for one turn: who hands to whom, shifts, covers, holidays, leave, and whom an alert reaches."""

from datetime import datetime, timedelta

from reconciler.checks.away import misses
from reconciler.config.model import RotaFile
from reconciler.handover import turns
from reconciler.handover.model import Away, Change, Note, Turn, away
from reconciler.handover.warned import warned
from reconciler.holiday_views import DayRow, day_rows
from reconciler.intervals import Interval, at, interval_or_none, local_day, wall, zone
from reconciler.plan.model import Who
from reconciler.shifts import covers, engine
from reconciler.shifts.line_ups import tracks, zone_name
from reconciler.views import PageView, ShiftRow, page_view, person, shift_rows

_MOMENT = timedelta(minutes=1)


def note(file: RotaFile, key: str, now: datetime) -> Note | None:
    """The note for the turn of a rota that begins first at or after an instant (aware UTC), if one does."""
    found = turns.coming(file, key, now)
    if found is None:
        return None
    track, turn = found
    span = Interval(turn.start, turn.end)
    rota = file.rotas[key]
    shifts = shift_rows(file, [key], span)
    return Note(
        rota=key,
        name=rota.name,
        zone=zone_name(file, key),
        layer=track.name if len(tracks(file, key)) > 1 else None,
        role=rota.role,
        turn=turn,
        before=turns.before(file, key, track, turn),
        after=turns.after(file, key, track, turn),
        giver=_holder(file, key, turn.start - _MOMENT),
        taker=_holder(file, key, turn.start),
        shifts=shifts,
        covers=_covers(file, key, span),
        days=_days(file, key, span),
        away=leave_in(file, span),
        chains=_chains(file, key, turn, shifts),
        findings=warned(file, key, span),
    )


def _holder(file: RotaFile, key: str, instant: datetime) -> Who | None:
    """Whose turn it is at an instant, after swaps and covers."""
    held = at(engine.turn_line(file, key, Interval(instant, instant + _MOMENT)), instant)
    return None if held is None else person(file, held.value.person)


def _covers(file: RotaFile, key: str, span: Interval) -> tuple[Change, ...]:
    found = ((c, c.interval.clip(span)) for c in covers.covers_of(file, key))
    return tuple(
        Change(person(file, c.entry.by), person(file, c.entry.cover), part.start, part.end, c.entry.reason)
        for c, part in found
        if part is not None
    )


def _days(file: RotaFile, key: str, span: Interval) -> tuple[DayRow, ...]:
    """The bank holidays inside, with who has their windows on the rotas of the same policies."""
    tz = zone(file.time_zone)
    rows = day_rows(file, wall(span.start, tz).date(), wall(span.end, tz).date())
    beside = {name for policy in _policies(file, key) for name in _named(file, policy)} | {key}
    kept: list[DayRow] = []
    for row in rows:
        inside = interval_or_none(
            max(span.start, local_day(row.date, tz).start), min(span.end, local_day(row.date, tz).end)
        )
        holders = tuple(
            h for h in row.holders if h.rota in beside and h.end > span.start and h.start < span.end
        )
        if row.acts and inside is not None and (holders or not row.holders):
            kept.append(DayRow(row.date, row.name, row.source, row.acts, row.reason, holders))
    return tuple(kept)


def _policies(file: RotaFile, key: str) -> tuple[str, ...]:
    return tuple(policy for policy in file.policies if key in _named(file, policy))


def _named(file: RotaFile, policy: str) -> tuple[str, ...]:
    return tuple(name for level in file.policies[policy].levels for name in level.notify)


def leave_in(file: RotaFile, span: Interval) -> tuple[Away, ...]:
    """Who is on leave in a span, in order of time; a night before the first day is none of it."""
    found = [away(entry, person(file, entry.person)) for entry in file.leave if misses(file, entry, span)]
    return tuple(sorted(found, key=lambda a: (a.first, a.last, a.who.name)))


def _chains(file: RotaFile, key: str, turn: Turn, shifts: tuple[ShiftRow, ...]) -> tuple[PageView, ...]:
    """The policies that name the rota, for an alert in the middle of an ordinary shift of the turn."""
    usual = [s for s in shifts if s.source in {"rotation", "swap"} and s.who == turn.who]
    shift = next(iter([*usual, *shifts]), None)
    if shift is None:
        return ()
    middle = shift.start + (shift.end - shift.start) / 2
    instant = middle.replace(minute=0, second=0, microsecond=0)
    instant = max(instant, shift.start)
    return tuple(page_view(file, policy, instant) for policy in _policies(file, key))
