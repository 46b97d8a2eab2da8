"""People's names in as little room as there is, such that nobody is taken for somebody else."""

from collections.abc import Iterator, Mapping
from itertools import count

from reconciler.plan.model import Who
from reconciler.render.clean import clean
from reconciler.render.layout import cells, split


def short_names(rooms: Mapping[Who, int]) -> dict[Who, str]:
    """A short name for each person, in no more cells than the room given for each (3 at least).

    Whole names where they all fit; else first names, with an initial where two share one, and numbers
    where nothing else tells them apart.
    """
    forms = {who: _forms(clean(who.name)) for who in rooms}
    whole = [forms[who][-1] for who in rooms]
    if len(set(whole)) == len(whole) and all(cells(forms[who][-1]) <= rooms[who] for who in rooms):
        return {who: forms[who][-1] for who in rooms}
    chosen: dict[Who, str] = {}
    for who, room in rooms.items():
        others = {form for other in rooms if other != who for form in forms[other]}
        fitting = (form for form in forms[who] if cells(form) <= room and form not in others)
        taken = set(chosen.values())
        numbered = (form for form in _numbered(forms[who][0], room) if form not in taken | others)
        chosen[who] = next((form for form in fitting if form not in taken), None) or next(numbered)
    return chosen


def _forms(name: str) -> tuple[str, ...]:
    """`Ana`, `Ana O.` and `Ana Ortiz`."""
    words = name.split()
    if len(words) < 2:  # noqa: PLR2004 - a first and a last name
        return (name,)
    return (words[0], f"{words[0]} {words[-1][0]}.", name)


def _numbered(first: str, room: int) -> Iterator[str]:
    """`Anast…` where that is enough, else `Anast2`, `Anast3` and so on."""
    yield _cut(first, room, "…")
    for number in count(2):
        yield _cut(first, room, str(number))


def _cut(text: str, room: int, tail: str) -> str:
    left = room - cells(tail)
    if left < 1:
        return tail
    kept = text if cells(text) <= left else split(text, left)[0]
    return (kept if cells(kept) <= left else "") + tail
