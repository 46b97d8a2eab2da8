"""Swaps: two people exchange one turn each, named by the date on which it begins."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from reconciler.config.model import RotaFile, Swap
from reconciler.config.values import When
from reconciler.errors import Finding
from reconciler.intervals import Interval, local_day, wall, zone
from reconciler.shifts.entries import entries
from reconciler.shifts.line_ups import Track, TurnOf, tracks, turns
from reconciler.wording import day, listing

_MAX_HINTS = 20
"""So many swaps at fault are told the turns near them; looking for those is slow."""

TurnId = tuple[str, datetime]
"""A layer's name and the UTC start of the turn."""


@dataclass(frozen=True, slots=True)
class Swapped:
    """Who takes a turn instead, and the entry that says so."""

    person: str
    entry: Swap


def swaps_of(file: RotaFile, key: str) -> tuple[Swap, ...]:
    """The swaps of one rota, by the first date named, whatever their order in the file."""
    return tuple(sorted(entries(file, key, Swap), key=lambda s: (sorted(map(str, s.swap.values())), s.where)))


def resolve(file: RotaFile, key: str, layers: tuple[Track, ...]) -> dict[TurnId, Swapped]:
    """Which turns are taken by whom. A swap that is at fault (see `check`) changes nothing.

    A turn goes over whole, whatever its length in hours: a week with a clock change is a week.
    """
    taken: dict[TurnId, Swapped] = {}
    for entry in swaps_of(file, key):
        pair = _pair(layers, entry)
        if pair is None or any(turn in taken for turn, _ in pair):
            continue
        for turn, person in pair:
            taken[turn] = Swapped(person, entry)
    return taken


def _pair(layers: tuple[Track, ...], entry: Swap) -> list[tuple[TurnId, str]] | None:
    people = list(entry.swap)
    found = [held_on(layers, person, when) for person, when in entry.swap.items()]
    if any(len(each) != 1 for each in found):
        return None
    return [(found[0][0][0], people[1]), (found[1][0][0], people[0])]


def held_on(layers: tuple[Track, ...], person: str, when: When) -> list[tuple[TurnId, TurnOf]]:
    """The turns of a person that begin on a date (or at a wall time)."""
    return [pair for pair in _beginning(layers, when) if pair[1].person == person]


def _beginning(layers: tuple[Track, ...], when: When) -> list[tuple[TurnId, TurnOf]]:
    out: list[tuple[TurnId, TurnOf]] = []
    for track in layers:
        tz = zone(track.zone)
        on = _date(when)
        for _, turn in turns(track, local_day(on, tz)):
            begins = wall(turn.start, tz)
            if begins.date() == on and (not isinstance(when, datetime) or begins == when):
                out.append(((track.name, turn.start), turn))
    return out


def check(file: RotaFile, key: str, now: datetime) -> Iterator[Finding]:
    """A finding for every swap, not wholly in the past, whose turns are not held by the people named."""
    entries = swaps_of(file, key)
    if not entries:
        return
    layers = tracks(file, key)
    seen: dict[TurnId, Swap] = {}
    hints = 0
    for entry in entries:
        found = {person: held_on(layers, person, when) for person, when in entry.swap.items()}
        past = all(_over(layers, when, found[person], now) for person, when in entry.swap.items())
        for person, held in found.items():
            if len(held) != 1 and not past:
                hints += 1
                yield _not_held(file, entry, person, layers, held, now, near=hints <= _MAX_HINTS)
        for turn_id in (held[0][0] for held in found.values() if len(held) == 1):
            # A turn of the past may still stand in another swap, whose other half is yet to come.
            if turn_id in seen and not past:
                yield _twice(key, entry, seen[turn_id])
            seen[turn_id] = entry


def _over(layers: tuple[Track, ...], when: When, held: list[tuple[TurnId, TurnOf]], now: datetime) -> bool:
    """Whether a turn has ended; or, where there is none, whether its date has passed."""
    if held:
        return all(turn.end <= now for _, turn in held)
    return all(local_day(_date(when), zone(track.zone)).end <= now for track in layers)


def _date(when: When) -> date:
    return when.date() if isinstance(when, datetime) else when


def _twice(key: str, entry: Swap, other: Swap) -> Finding:
    first, second = sorted((entry.where, other.where))
    return Finding(
        id="swap-twice",
        severity="error",
        message=f"a turn of {key} is in two swaps (the other is at {first})",
        where=second,
        hint="write one swap, or covers with times, for what should happen in the end",
    )


def _not_held(
    file: RotaFile,
    entry: Swap,
    person: str,
    layers: tuple[Track, ...],
    held: list[tuple[TurnId, TurnOf]],
    now: datetime,
    *,
    near: bool,
) -> Finding:
    when, name = entry.swap[person], file.display_name(person)
    tz = zone(layers[0].zone)
    on = day(when, year=wall(now, tz).year)
    hint: str | None = None
    if len(held) > 1:
        message = f"{name} begins {len(held)} turns on {on} in {entry.rota}"
        starts = sorted({f"{wall(turn.start, tz):%Y-%m-%d %H:%M}" for _, turn in held})
        hint = "write covers with times instead"
        if len(starts) > 1:
            hint = f"give the time as well: {listing(starts, conjunction='or')}"
    else:
        others = [file.display_name(turn.person) for _, turn in _beginning(layers, when)]
        holder = f"it is {listing(others)}'s" if others else "none begins then"
        message = f"no turn of {name} in {entry.rota} begins on {on}: {holder}"
        if near:
            dates = _near(layers, person, when)
            hint = f"turns of {name} near it begin on {listing(dates)}"
            hint = hint if dates else f"{name} has no turn near it"
    return Finding(
        id="swap-not-held",
        severity="error",
        message=message,
        where=entry.where,
        key="swap",
        hint=hint,
        found=f"{when:%Y-%m-%d %H:%M}" if isinstance(when, datetime) else f"{when}",
    )


def _near(layers: tuple[Track, ...], person: str, when: When) -> list[str]:
    """The dates of the person's last turn before and first turn after a date, within half a year each way."""
    before: list[str] = []
    after: list[str] = []
    for track in layers:
        tz = zone(track.zone)
        middle = local_day(_date(when), tz)
        reach = Interval(middle.start - timedelta(days=182), middle.end + timedelta(days=182))
        for _, turn in turns(track, reach):
            if turn.person == person and turn.start >= reach.start:
                begins = f"{wall(turn.start, tz):%Y-%m-%d}"
                (before if turn.start < middle.start else after).append(begins)
    return sorted({*sorted(before)[-1:], *sorted(after)[:1]})
