"""Rotas that are another one turned by one person, for ever: they need no line-ups of their own."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from reconciler.importing.draft import Rota, Rotation, Stint
from reconciler.intervals import wall, zone


def followers(rotas: Sequence[Rota], now: datetime) -> tuple[Rota, ...]:
    """The same rotas, those that follow an earlier one without layers of their own. `now` is UTC."""
    out: list[Rota] = []
    for rota in rotas:
        leaders = [other for other in out if other.layers and other.time_zone == rota.time_zone]
        found = next(((o, by) for o in leaders if rota.layers and (by := _offset(o, rota, now))), None)
        if found is None:
            out.append(rota)
        else:
            leader, offset = found
            out.append(replace(rota, layers=(), follows=leader.key, offset=offset))
    return tuple(out)


def _offset(leader: Rota, other: Rota, now: datetime) -> int | None:
    """By how many places a rota is turned against another; None where it is not the same list turned."""
    if len(leader.layers) != len(other.layers):
        return None
    local = wall(now, zone(leader.time_zone or "UTC"))
    turned: set[tuple[int, int]] = set()
    for one, two in zip(leader.layers, other.layers, strict=True):
        found = _turned(one, two, local)
        if found is None:
            return None
        turned |= found
    if not any(at for at, _ in turned):
        return None
    # One place on, or one place back: anything else is a coincidence that a joiner would end.
    if all(at == 1 % size for at, size in turned):
        return 1
    sizes = {size for _, size in turned}
    back = max(sizes) - 1
    return back if len(sizes) == 1 and all(at == back for at, _ in turned) else None


def _turned(one: Rotation, two: Rotation, local: datetime) -> set[tuple[int, int]] | None:
    """The places by which line-ups are turned, each with the length of its list."""
    if len(one.stints) != len(two.stints):
        return None
    found: set[tuple[int, int]] = set()
    for left, right in zip(one.stints, two.stints, strict=True):
        people = _from(left, right, local)
        if people is None or len(people) != len(left.users):
            return None
        if not people:
            continue
        size = len(people)
        places = [by for by in range(size) if left.users[by:] + left.users[:by] == people]
        if not places:
            return None
        found.add((places[0], size))
    return found


def _from(left: Stint, right: Stint, local: datetime) -> tuple[str, ...] | None:
    """The list of the second line-up as it stands when the first one begins; None where they differ."""
    if (left.turn, left.handover, left.hours) != (right.turn, right.handover, right.hours):
        return None
    if left.at == right.at or not right.users:
        return right.users if left.at == right.at else None
    apart = right.at - left.at
    if max(left.at, right.at) > local or apart % left.turn.length != timedelta():
        return None
    steps = -(apart // left.turn.length) % len(right.users)
    return right.users[steps:] + right.users[:steps]
