"""The turns that a swap is about: the one that somebody means, and those that it could be exchanged for."""

from datetime import datetime, timedelta

from reconciler.config.model import RotaFile
from reconciler.config.values import When
from reconciler.errors import UsageError
from reconciler.intervals import Interval, instant, local_day, wall, zone
from reconciler.shifts.line_ups import handover_day, tracks, zone_name
from reconciler.suggest.exchange import Turn, swapped_already, turns_of
from reconciler.wording import day, listing, stretch

REACH = timedelta(weeks=8)
"""So far around a turn others are looked at; or one round of the rota, where that is longer."""
_FURTHEST = timedelta(weeks=52)
_MOST_TRIED = 60
"""So many turns are tried out, the nearest ones."""


def begins_on(turn: Turn, when: When) -> bool:
    """Whether a turn begins on the date, or at the time, that was given."""
    named = turn.named
    if isinstance(when, datetime):
        return named == when or (not isinstance(named, datetime) and named == when.date())
    return (named.date() if isinstance(named, datetime) else named) == when


def meant(file: RotaFile, key: str, person: str, when: When, now: datetime) -> Turn:
    """The turn of somebody that begins then, or runs then. Raises UsageError where it cannot be swapped."""
    tz = zone(zone_name(file, key))
    name, rota = file.display_name(person), file.rotas[key].name
    year = wall(now, tz).year
    if isinstance(when, datetime):
        span = Interval(instant(when, tz), instant(when, tz) + timedelta(minutes=1))
    else:
        span = handover_day(tracks(file, key), when, when) or local_day(when, tz)
    here = [turn for turn in turns_of(file, key, span) if turn.person == person]
    # Of two turns on one date the one that begins is meant, not the one that ends.
    found = sorted(here, key=lambda turn: (not begins_on(turn, when), turn.interval))
    if not found:
        raise _none(file, key, person, span, now)
    turn = found[0]
    told = stretch(turn.interval, tz, year=year)
    if turn.interval.start <= now:
        raise UsageError(
            f"the turn of {name} on {told} has begun",
            hint=f"a cover gives away the rest: rota cover {key} --person {person} --from …",
        )
    if (entry := swapped_already(file, key, turn)) is not None:
        raise UsageError(
            f"the turn of {name} on {told} is in a swap already ({entry.where.file}:{entry.where.line})",
            hint="change that line, or delete it and ask again",
        )
    begins = [t for t in here if begins_on(t, when)]
    if len(begins) > 1:
        times = listing([f"{wall(t.interval.start, tz):%Y-%m-%dT%H:%M}" for t in begins], conjunction="or")
        raise UsageError(f"{name} begins {len(begins)} turns of {rota} then", hint=f"give the time: {times}")
    return turn


def _none(file: RotaFile, key: str, person: str, span: Interval, now: datetime) -> UsageError:
    tz = zone(zone_name(file, key))
    year = wall(now, tz).year
    name, rota = file.display_name(person), file.rotas[key].name
    there = list(turns_of(file, key, span))
    wide = Interval(span.start - _FURTHEST / 2, span.end + _FURTHEST / 2)
    own = [t.interval.start for t in turns_of(file, key, wide) if t.person == person]
    before, after = [s for s in own if s < span.start][-1:], [s for s in own if s >= span.end][:1]
    near = listing([day(wall(start, tz), year=year) for start in (*before, *after)])
    whose = f": it is {file.display_name(there[-1].person)}'s" if there else ""
    return UsageError(
        f"{name} has no turn of {rota} on {day(wall(span.start, tz), year=year)}{whose}",
        hint=f"turns of {name} near it begin on {near}" if near else f"{name} has no turn near it",
    )


def others(file: RotaFile, key: str, mine: Turn, partner: str | None, now: datetime) -> list[Turn]:
    """The turns of others around somebody's that have not begun and are in no swap, the nearest ones."""
    round_ = max(
        (
            len(s.people) * s.turn.length
            for track in tracks(file, key)
            for s in track.stretches
            if track.name == mine.layer and s.interval(mine.interval)
        ),
        default=REACH,
    )
    reach = min(max(REACH, round_), _FURTHEST)
    begin, start = mine.interval.start, max(mine.interval.start - reach, now)
    found = [
        turn
        for turn in turns_of(file, key, Interval(start, begin + reach), mine.layer)
        if turn.person != mine.person
        and partner in (None, turn.person)
        and turn.interval.start > now
        and swapped_already(file, key, turn) is None
    ]
    found.sort(key=lambda turn: abs(turn.interval.start - begin))
    if not found:
        who = file.display_name(partner) if partner is not None else "anybody else"
        raise UsageError(
            f"there is no turn of {who} to exchange it for within {reach.days // 7} weeks",
            hint=f"a cover needs no turn in return: rota cover {key} --person {mine.person} --from …",
        )
    return found[:_MOST_TRIED]
