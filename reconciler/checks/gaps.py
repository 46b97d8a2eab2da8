"""Whether there are times at which nobody is on call though somebody should be.

What is meant to be around the clock is told by how much of the week is covered: nine tenths and more are no
working hours, and what is left then is a hole. A rota for the nights alone leaves its days on purpose.
"""

from collections.abc import Iterator
from datetime import timedelta

from reconciler.checks.ground import Ground
from reconciler.checks.hits import when
from reconciler.errors import Finding
from reconciler.intervals import Interval, interval_or_none, subtract, union, wall, zone
from reconciler.shifts.absences import absences
from reconciler.shifts.hours import expand
from reconciler.shifts.layers import all_hours
from reconciler.shifts.line_ups import Stretch, tracks, zone_name
from reconciler.shifts.pauses import pauses
from reconciler.wording import count, moment

NEARLY_ALL = 0.9
"""What covers more than this is meant to cover everything."""

Gaps = tuple[Interval, ...]


def check(ground: Ground) -> Iterator[Finding]:
    """Holes between the layers of a rota, and between the rotas of a policy; rotas that begin later."""
    holes = {key: _holes(ground, key) for key in sorted(ground.rotas)}
    for key, found in holes.items():
        if found:
            yield _hole(ground, key, found)
    told: set[str] = set()
    for key in sorted(ground.file.policies):
        rotas = _rotas(ground, key)
        open_ = subtract(_unreached(ground, rotas), union(h for rota in rotas for h in holes[rota]))
        if open_:
            told |= rotas
            yield _unanswered(ground, key, open_)
    for key in sorted(ground.rotas):
        if key not in told and ground.file.rotas[key].follows is None:
            yield from _to_come(ground, key)


def idle(ground: Ground) -> Iterator[Finding]:
    """One finding for each level of a policy whose rotas have nobody in a whole year."""
    on_duty = {key for key in ground.rotas if _anybody(ground, key)}
    for _, policy in sorted(ground.file.policies.items()):
        for number, level in enumerate(policy.levels, 1):
            if any(name not in ground.rotas or name in on_duty for name in level.notify):
                continue
            yield Finding(
                id="idle-level",
                severity="warning",
                message=f"level {number} of {policy.name} has nobody on call within a year",
                where=level.where,
                key="notify",
                hint="alerts pass it by; drop the level, or give its rota a line-up of people",
            )


def _anybody(ground: Ground, key: str) -> bool:
    """Whether a rota has a person at any time of the year; a mailbox is nobody."""
    span = ground.span
    return any(s.interval.overlaps(span) and not ground.is_mailbox(s.person) for s in ground.shifts(key))


def _rotas(ground: Ground, policy: str) -> set[str]:
    """The rotas at any level of a policy that this file decides."""
    levels = ground.file.policies[policy].levels
    return {name for level in levels for name in level.notify if name in ground.rotas}


def _length(intervals: Gaps) -> timedelta:
    return sum((i.end - i.start for i in intervals), timedelta())


def _rest(span: Interval, covered: Gaps) -> Gaps:
    """What is left of a span that is nearly covered; nothing where much is left, since that is meant."""
    if _length(covered) < NEARLY_ALL * (span.end - span.start):
        return ()
    return subtract((span,), covered)


def _held(ground: Ground, key: str) -> Iterator[Interval]:
    """When a rota has somebody, be it a mailbox, or nobody on purpose."""
    begins, ends = ground.span.start, ground.span.end
    for s in ground.shifts(key):
        if begins <= s.start and s.end <= ends:
            yield s.interval
        elif part := interval_or_none(max(s.start, begins), min(s.end, ends)):
            yield part
    yield from pauses(ground.file, key, ground.span)
    yield from (a.interval for a in absences(ground.file, key, ground.span))


def _holes(ground: Ground, key: str) -> Gaps:
    """What the layers of a rota leave out, from the first line-ups of all of them on."""
    layers = tracks(ground.file, key)
    begun = [track.stretches[0].start for track in layers if track.stretches]
    if len(begun) < 2 or ground.file.rotas[key].follows is not None:  # noqa: PLR2004 - holes are between layers
        return ()
    span = interval_or_none(max(*begun, ground.now), ground.span.end)
    if span is None:
        return ()
    left = _rest(span, all_hours(ground.file, layers, span))
    return subtract(left, union(_held(ground, key)))


def _hole(ground: Ground, key: str, holes: Gaps) -> Finding:
    return Finding(
        id="gap",
        severity="warning",
        message=f"the layers of {ground.file.rotas[key].name} leave out {_times(ground, holes, key)}",
        where=ground.file.rotas[key].where,
        key="layers",
        hint="let the hours of one layer reach those of the next: `outside NAME` is whatever NAME leaves",
    )


def _times(ground: Ground, gaps: Gaps, rota: str | None = None) -> str:
    more = f" and {count(len(gaps) - 1, 'more time')} within a year" if len(gaps) > 1 else ""
    return when(ground, gaps[0], rota) + more


def _unreached(ground: Ground, rotas: set[str]) -> Gaps:
    """When none of some rotas has anybody, though together they nearly always do."""
    return _rest(ground.span, union(i for key in rotas for i in _held(ground, key)))


def _unanswered(ground: Ground, key: str, gaps: Gaps) -> Finding:
    policy = ground.file.policies[key]
    times = _times(ground, gaps)
    always = _always(ground, key)
    return Finding(
        id="policy-gap",
        severity="warning",
        message=f"{policy.name} reaches nobody on {times}"
        if always is None
        else f"no rota of {policy.name} has anybody on {times}; alerts go straight to level {always}",
        where=policy.where,
        key="levels",
        hint="let the hours of its rotas meet: `outside NAME` is whatever NAME leaves",
    )


def _always(ground: Ground, policy: str) -> int | None:
    """The first level that names a person, or a rota that is decided elsewhere."""
    for number, level in enumerate(ground.file.policies[policy].levels, 1):
        for name in level.notify:
            if name not in ground.rotas and not (name in ground.file.people and ground.is_mailbox(name)):
                return number
    return None


def _to_come(ground: Ground, key: str) -> Iterator[Finding]:
    """For each layer whose first line-up is still to come: its hours until then, where nobody has them."""
    for track in tracks(ground.file, key):
        first = track.stretches[0] if track.stretches else None
        if first is None or not first.people or first.start <= ground.now:
            continue
        before = Interval(ground.now, min(first.start, ground.span.end))
        hours = expand(ground.file.hours, first.hours, before, track.zone)
        if subtract(hours, union(_held(ground, key))):
            yield _later(ground, key, first)


def _later(ground: Ground, key: str, first: Stretch) -> Finding:
    tz = zone(zone_name(ground.file, key))
    until = moment(first.start, tz, year=wall(ground.now, tz).year)
    within = first.start < ground.span.end
    return Finding(
        id="gap",
        severity="info",
        message=f"{ground.file.rotas[key].name} has nobody on call in some of its hours "
        + (f"before {until}, when this line-up begins" if within else "within a year"),
        where=first.where,
        key="from",
        hint="begin earlier, unless the rota is meant to begin then",
    )
