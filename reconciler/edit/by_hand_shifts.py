"""What people made by hand on a shift-based schedule, where it says something that no line of the file can.

There an override stands in for one person, and does nothing while that person is not on; a custom shift puts
somebody on beside whoever else is; and either can be nobody's.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from reconciler.config.model import RotaFile
from reconciler.edit.by_hand_words import Refused, told_when
from reconciler.errors import Where
from reconciler.intervals import Interval, intersect, interval_or_none, subtract, union
from reconciler.shifts import engine
from reconciler.shifts import windows as bank
from reconciler.state import OverrideState


@dataclass(frozen=True, slots=True)
class Instead:
    """Whom an override stands in for: the file's key, None for somebody who is not in it, and the name."""

    person: str | None
    who: str


def says(file: RotaFile, key: str, override: OverrideState, instead: Instead | None) -> tuple[Interval, ...]:
    """Where an override has the one person on whom a line of the file would have on."""
    whole = override.interval
    base = engine.base(file, key, whole)
    if override.beside:
        on = union(shift.interval for shift in engine.shifts(file, key, whole))
        return subtract((whole,), intersect(union(s.interval for s in base), on))
    if instead is None:
        return (whole,)
    return union(s.interval for s in base if s.value.person == instead.person)


def unsaid(
    file: RotaFile, key: str, who: str, override: OverrideState, instead: Instead | None, now: datetime
) -> Iterator[Refused]:
    """Why the rest of it is no line."""
    rest = _from(subtract((override.interval,), says(file, key, override, instead)), now)
    if not rest:
        return
    when = told_when(file, key, rest, now)
    if override.beside:
        holders = dict.fromkeys(s.person for part in rest for s in engine.shifts(file, key, part))
        holder = file.display_name(next(iter(holders)))
        yield Refused(
            f"a custom shift puts {who} on beside {holder} {when}; a file has one person at a time",
            "delete the custom shift in PagerDuty; to relieve the other one: `rota cover`",
        )
    elif instead is not None:
        yield Refused(
            f"{who} stands in for {instead.who} {when}, when {instead.who} has no turn, so it does nothing",
            "delete the override in PagerDuty",
        )


def nobody(
    file: RotaFile, key: str, override: OverrideState, now: datetime
) -> tuple[tuple[Where, ...], tuple[Refused, ...]]:
    """The place of the file that leaves a time to nobody, too, and why no line says so of the rest."""
    windows = bank.nobody(file, key, override.interval)
    there = union(window.interval for window in windows)
    rules = file.bank_holidays
    already = (rules.where,) if rules is not None and windows else ()
    rest = _from(subtract((override.interval,), there), now)
    if not rest:
        return already, ()
    when, name = told_when(file, key, rest, now), file.rotas[key].name
    return already, (
        Refused(
            f"nobody is to be on {name} {when}; a file leaves only windows of bank holidays to nobody",
            f"if it may go, run `rota adopt --ours {override.id}`, and the next apply deletes it; if it is "
            f"meant for every bank holiday, write under bank_holidays: `rules: {{{key}: nobody}}`",
        ),
    )


def _from(parts: Sequence[Interval], now: datetime) -> tuple[Interval, ...]:
    rests = (interval_or_none(max(part.start, now), part.end) for part in parts)
    return tuple(rest for rest in rests if rest is not None)
