"""A rotation recognised in days and who had them: how long a turn is, when it changes hands, in which order.

What does not fit is left over, to be written as covers; so a sheet without any rotation is said all the same.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

Days = Mapping[date, str]
"""Who had each day, by the date on which it begins."""

_WEEK = 7
_LENGTHS = (7, 14, 21, 28, 1, 2, 3, 4, 5, 6)
"""Turns that are tried, in days; of two that say as much the first is taken."""
_GAP = 8
"""A hole of so many days is a pause, and no holiday that somebody forgot."""
_MOST = 31
_LOOKED_AT = 3
_A_LINE_UP, _A_COVER = 2, 3
"""What a line costs beside its names; a cover says nothing of the days that follow."""
_MONDAY = date(2001, 1, 1)


@dataclass(frozen=True, slots=True)
class Stint:
    """An order from a date on; nobody is a pause."""

    start: date
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rotation:
    """Turns of `length` days that begin at `stints`' dates, and every so many days after them."""

    length: int
    stints: tuple[Stint, ...]

    def holder(self, on: date) -> str | None:
        """Whose turn a day is."""
        begun = [stint for stint in self.stints if stint.start <= on]
        if not begun or not begun[-1].people:
            return None
        order = begun[-1].people
        return order[(on - begun[-1].start).days // self.length % len(order)]


@dataclass(frozen=True, slots=True)
class Spell:
    """Days in a row on which somebody had what is another's turn."""

    first: date
    last: date
    holder: str
    person: str


def recognise(days: Days) -> Rotation:
    """The rotation that leaves the least to be said beside it; `days` are not empty."""
    tries = sorted(_grids(days), key=lambda grid: grid[0])
    best: tuple[int, int, Rotation] | None = None
    for number, (inner, place, length, phase) in enumerate(tries):
        if best is not None and inner + _A_LINE_UP > best[0]:
            break
        found = _rotation(days, length, phase)
        score = sum(_A_LINE_UP + len(stint.people) for stint in found.stints)
        score += _A_COVER * len(spells(days, found))
        if best is None or (score, place) < best[:2]:
            best = (score, place, found)
        if number > _MOST:
            break
    if best is None:
        raise ValueError("there are no days")
    return best[2]


def spells(days: Days, rotation: Rotation) -> tuple[Spell, ...]:
    """What a rotation alone would get wrong, days that follow each other joined."""
    out: list[Spell] = []
    for on in sorted(days):
        holder = rotation.holder(on)
        if holder is None or holder == days[on]:
            continue
        last = out[-1] if out else None
        if last is not None and last.last + timedelta(days=1) == on and (last.holder, last.person) == (
            holder, days[on]
        ):  # fmt: skip
            out[-1] = Spell(last.first, on, holder, days[on])
        else:
            out.append(Spell(on, on, holder, days[on]))
    return tuple(out)


def _grids(days: Days) -> Iterator[tuple[int, int, int, int]]:
    """Every turn and handover that is tried: how often somebody else begins inside a turn, and its place."""
    ordered = sorted(days)
    changes = Counter((b - _MONDAY).days for a, b in pairwise(ordered) if days[a] != days[b])
    place = 0
    for length in _LENGTHS:
        for phase in range(length):
            inner = sum(count for day, count in changes.items() if (day - phase) % length)
            # A spell inside a turn begins and ends there, so that two changes may be one cover.
            yield _A_COVER * ((inner + 1) // 2), place, length, phase
            place += 1


def _rotation(days: Days, length: int, phase: int) -> Rotation:
    """The line-ups on one grid: stretches without long holes, each cut where its order changes."""
    stints: list[Stint] = []
    for stretch in _stretches(days):
        blocks: dict[int, Counter[str]] = {}
        for on in stretch:
            blocks.setdefault(((on - _MONDAY).days - phase) // length, Counter())[days[on]] += 1
        first, last = min(blocks), max(blocks)
        held = [blocks[k].most_common(1)[0][0] if k in blocks else None for k in range(first, last + 1)]
        begins = [
            Stint(_MONDAY + timedelta(days=(first + at) * length + phase), order)
            for at, order in _orders(held)
        ]
        if stints and begins[0].start <= stints[-1].start:
            # The hole was shorter than a turn, so that nothing pauses.
            stints.pop()
            begins = begins if not stints or begins[0].start > stints[-1].start else begins[1:]
        stints += begins
        stints.append(Stint(_MONDAY + timedelta(days=(last + 1) * length + phase), ()))
    # After its last row the sheet says nothing, and the order goes on.
    return Rotation(length, tuple(stints[:-1]))


def _stretches(days: Days) -> list[list[date]]:
    out: list[list[date]] = []
    for on in sorted(days):
        if out and (on - out[-1][-1]).days <= _GAP:
            out[-1].append(on)
        else:
            out.append([on])
    return out


def _orders(held: Sequence[str | None]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Orders, each with the turn from which on it holds, that together say nearly all of the turns."""
    at = 0
    while at < len(held):
        best: tuple[float, int, tuple[str, ...]] | None = None
        for order in _candidates(held, at):
            reach, wrong = _reach(held, at, order)
            # What a line-up is worth: the turns that it says for each thing that has to be written.
            worth = (reach - at) / (_A_LINE_UP + len(order) + _A_COVER * wrong)
            if best is None or worth > best[0]:
                best = worth, reach, order
        if best is None:
            return
        yield at, best[2]
        at = best[1]


def _candidates(held: Sequence[str | None], at: int) -> Iterator[tuple[str, ...]]:
    """Orders that may begin at a turn: as it stands, and as most of the next rounds have it."""
    rest = held[at:]
    somebody = next(person for person in rest if person is not None)
    for size in range(1, min(_MOST, len(rest)) + 1):
        rounds = [rest[place::size][:_LOOKED_AT] for place in range(size)]
        first: list[str] = []
        most: list[str] = []
        for found in rounds:
            named = [person for person in found if person is not None]
            before = first[-1] if first else somebody
            first.append(named[0] if named else before)
            most.append(Counter(named).most_common(1)[0][0] if named else before)
        yield tuple(first)
        if most != first:
            yield tuple(most)


def _reach(held: Sequence[str | None], at: int, order: Sequence[str]) -> tuple[int, int]:
    """Up to which turn an order holds, and how often it is wrong: two wrong ones in a row end it."""
    wrong = 0
    before: int | None = None
    for number in range(at, len(held)):
        if held[number] is None:
            continue
        if held[number] == order[(number - at) % len(order)]:
            before = None
        elif before is not None and before > at:
            return before, wrong - 1
        else:
            wrong, before = wrong + 1, number
    return len(held), wrong
