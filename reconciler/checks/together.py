"""Whether one person is on two rotas at once: two pages, and one pair of hands."""

from collections.abc import Iterator
from dataclasses import dataclass

from reconciler.checks.ground import Ground
from reconciler.checks.hits import Hit, Hits, again, decisive, gather, spot, when
from reconciler.config.model import RotaFile
from reconciler.errors import Finding, Where
from reconciler.intervals import Interval
from reconciler.shifts.holding import Shift
from reconciler.wording import listing


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two rotas that meet in one person, and the place that makes them meet.

    `second` is None where a policy level names the person, who is on there at all times.
    """

    first: str
    second: str | None
    policy: str | None
    levels: tuple[int, int]
    where: Where
    key: str | None


def check(ground: Ground) -> Iterator[Finding]:
    """One finding for each pair of rotas and each place that makes somebody work both at once.

    It is a warning where both are levels of one policy, since an alert that is not answered then goes to
    the same person again.
    """
    beside = levels(ground.file)
    for hits in gather((*_meetings(ground, beside), *_named_and_on_duty(ground))):
        yield _finding(ground, hits)


def levels(file: RotaFile) -> dict[tuple[str, str], tuple[str, int, int]]:
    """The pairs of rotas (by key, in order) at different levels of a policy: which, and the levels."""
    found: dict[tuple[str, str], tuple[str, int, int]] = {}
    for key, policy in sorted(file.policies.items()):
        placed = [(name, number) for number, level in enumerate(policy.levels, 1) for name in level.notify]
        for name, number in placed:
            for other, later in placed:
                if name < other and number != later:
                    found.setdefault((name, other), (key, number, later))
    return found


def _meetings(ground: Ground, beside: dict[tuple[str, str], tuple[str, int, int]]) -> Iterator[Hit[_Pair]]:
    for person, shifts in ground.duties.items():
        running: list[Shift] = []
        for shift in shifts:
            running = [other for other in running if other.end > shift.start]
            for other in running:
                part = Interval(shift.start, min(shift.end, other.end)).clip(ground.span)
                if part is not None:
                    one, two = sorted((shift, other), key=lambda s: s.rota)
                    policy, *levels = beside.get((one.rota, two.rota), (None, 0, 0))
                    place = spot(decisive(one, two))
                    yield Hit(_Pair(one.rota, two.rota, policy, (levels[0], levels[1]), *place), person, part)
            running.append(shift)


def _named_and_on_duty(ground: Ground) -> Iterator[Hit[_Pair]]:
    """People whom one level names, while a rota at another level has them on duty."""
    for key, policy in sorted(ground.file.policies.items()):
        rotas = {n: i for i, level in enumerate(policy.levels, 1) for n in level.notify if n in ground.rotas}
        for number, level in enumerate(policy.levels, 1):
            for person in level.notify:
                for shift in ground.duties.get(person, ()):
                    other = rotas.get(shift.rota, number)
                    part = shift.interval.clip(ground.span) if other != number else None
                    if part is not None:
                        pair = _Pair(shift.rota, None, key, (other, number), level.where, "notify")
                        yield Hit(pair, person, part)


def _finding(ground: Ground, hits: Hits[_Pair]) -> Finding:
    pair = hits.cause
    if pair.policy is None or pair.second is None:
        return _named(ground, hits, pair.policy) if pair.policy is not None else _booked(ground, hits)
    file = ground.file
    names = (file.rotas[pair.first].name, file.rotas[pair.second].name)
    one, two = sorted(zip(pair.levels, names, strict=True))
    turned = "give one of them another order of as many people, or let it follow the other: `follows:`"
    return Finding(
        id="same-person-two-levels",
        severity="warning",
        message=f"{file.display_name(hits.person)} is level {one[0]} ({one[1]}) and level {two[0]} "
        f"({two[1]}) of {file.policies[pair.policy].name} {_times(ground, hits)}",
        where=pair.where,
        key=pair.key,
        hint=turned if pair.key == "people" else "let somebody else take one of them",
    )


def _named(ground: Ground, hits: Hits[_Pair], policy: str) -> Finding:
    file, pair = ground.file, hits.cause
    return Finding(
        id="same-person-two-levels",
        severity="warning",
        message=f"{file.display_name(hits.person)}, whom level {pair.levels[1]} of "
        f"{file.policies[policy].name} names, is also level {pair.levels[0]} "
        f"({file.rotas[pair.first].name}) {_times(ground, hits)}",
        where=pair.where,
        key=pair.key,
        hint="name somebody else at that level, or keep them out of the rota",
    )


def _booked(ground: Ground, hits: Hits[_Pair]) -> Finding:
    file, pair = ground.file, hits.cause
    names = [file.rotas[key].name for key in (pair.first, pair.second) if key is not None]
    return Finding(
        id="double-booked",
        severity="info",
        message=f"{file.display_name(hits.person)} is on {listing(names)} at once {_times(ground, hits)}",
        where=pair.where,
        key=pair.key,
        hint="where two incidents at once are too much for one person, let somebody else take one of them",
    )


def _times(ground: Ground, hits: Hits[_Pair]) -> str:
    return f"on {when(ground, hits.first)}{again(ground, hits)}"
