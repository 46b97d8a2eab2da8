"""Whether turns and hours beat against each other, so that some people get all of a rota and others nothing.

A turn goes on through the time in which a rota does not page. Where turns and the week keep step, the same
people meet the same hours again and again.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from math import gcd

from reconciler.checks.ground import Ground
from reconciler.checks.hits import names
from reconciler.checks.weeks import Meter, own, without
from reconciler.config.values import MINUTES_PER_DAY, MINUTES_PER_WEEK, WEEKDAYS, Turn, WeeklyWindow
from reconciler.errors import Finding
from reconciler.shifts.hours import Weekly, complement
from reconciler.shifts.line_ups import Stretch, Track, tracks
from reconciler.wording import count

_NIGHTS = tuple(WeeklyWindow(day * MINUTES_PER_DAY, 5 * 60) for day in range(7))
_CANDIDATES = (*(Turn(n, "days") for n in range(1, 6)), Turn(1, "weeks"), Turn(2, "weeks"))


@dataclass(slots=True)
class _Share:
    """What one person gets of a layer in a whole cycle: minutes, those at night, and on which weekdays.

    `places` is how often the list names the person.
    """

    places: int = 0
    minutes: int = 0
    nights: int = 0
    days: set[int] = field(default_factory=set)


def check(ground: Ground) -> Iterator[Finding]:
    """One finding for each layer in whose last line-up somebody gets nothing, far too little, or one day.

    Line-ups before the last are on their way out, and a rota that follows another shares its line-ups.
    """
    for key in sorted(ground.rotas):
        if ground.file.rotas[key].follows is not None:
            continue
        layers = tracks(ground.file, key)
        for number, track in enumerate(layers):
            coming = [s for s in track.stretches if s.start < ground.span.end]
            if not coming or not coming[-1].people:
                continue
            last = coming[-1]
            hours = own(ground, layers, number, last, max(last.start, ground.now))
            found = _fault(ground, _name(ground, key, layers, track), last, hours)
            if found is not None:
                yield found


def _name(ground: Ground, key: str, layers: tuple[Track, ...], track: Track) -> str:
    name = ground.file.rotas[key].name
    return name if len(layers) == 1 else f"{name}, layer {track.name}"


def _shares(people: tuple[str, ...], turn: Turn, start: int, hours: Weekly) -> dict[str, _Share]:
    """What everybody gets until turns and week are where they were; `start`, of the first, is in minutes."""
    length = int(turn.length.total_seconds()) // 60
    round_ = len(people) * length
    times = MINUTES_PER_WEEK // gcd(round_, MINUTES_PER_WEEK)
    all_, night = Meter.of(hours), Meter.of(_both(hours, _NIGHTS))
    shares: dict[str, _Share] = defaultdict(_Share)
    for place, person in enumerate(people):
        share = shares[person]
        share.places += 1
        for time in range(times):
            begins = start + place * length + time * round_
            if worked := all_.between(begins, begins + length):
                share.minutes += worked
                share.nights += night.between(begins, begins + length)
                share.days.add(begins % MINUTES_PER_WEEK // MINUTES_PER_DAY)
    return dict(shares)


def _both(hours: Weekly, others: Weekly) -> Weekly:
    return without(hours, complement(others))


def _fault(ground: Ground, name: str, last: Stretch, hours: Weekly) -> Finding | None:
    if not hours:
        return None
    start = last.anchor.weekday() * MINUTES_PER_DAY + last.anchor.hour * 60 + last.anchor.minute
    shares = _shares(last.people, last.turn, start, hours)
    for unfair in (_nothing, _one_day, _nights, _little):
        said = unfair(ground, name, last, shares)
        if said is not None:
            return Finding(
                id="starved",
                # Whose nights they are is told by the zone of the rota, not by where people live.
                severity="info" if unfair is _nights else "warning",
                message=said,
                where=last.where,
                key="people",
                hint=_remedy(last, start, hours),
            )
    return None


def _nothing(ground: Ground, name: str, last: Stretch, shares: dict[str, _Share]) -> str | None:
    idle = [key for key, share in shares.items() if not share.minutes]
    if not idle or len(idle) == len(shares):
        return None
    never = "never works" if len(idle) == 1 else "never work"
    return (
        f"{names(ground, idle)} {never} in {name}: with {count(len(last.people), 'person', 'people')}, "
        f"turns of {last.turn} always fall outside its hours for them"
    )


def _one_day(ground: Ground, name: str, last: Stretch, shares: dict[str, _Share]) -> str | None:
    days = {day for share in shares.values() for day in share.days}
    if last.turn.length > timedelta(days=1) or len(days) == 1:
        return None
    if any(len(share.days) > 1 for share in shares.values()):
        return None
    first = min(shares, key=lambda key: min(shares[key].days))
    return (
        f"everybody in {name} always has the same day of the week "
        f"({ground.file.display_name(first)} every {WEEKDAYS[min(shares[first].days)]}): "
        f"{count(len(last.people), 'person', 'people')} with turns of {last.turn} keep step with the week"
    )


def _nights(ground: Ground, name: str, last: Stretch, shares: dict[str, _Share]) -> str | None:
    none = [key for key, share in shares.items() if not share.nights]
    every = [key for key in shares if key not in none]
    if not none or not every:
        return None
    has = "has" if len(every) == 1 else "have"
    return (
        f"{names(ground, every)} {has} every night in {name}, {names(ground, none)} none: "
        f"{count(len(last.people), 'person', 'people')} with turns of {last.turn} keep step with the day"
    )


def _little(ground: Ground, name: str, last: Stretch, shares: dict[str, _Share]) -> str | None:
    total = sum(share.minutes for share in shares.values())
    poor = [k for k, s in shares.items() if 2 * s.minutes * len(last.people) < total * s.places]
    if not poor:
        return None
    least = min(poor, key=lambda key: shares[key].minutes / shares[key].places)
    others = f" (and little more {names(ground, [k for k in poor if k != least])})" if len(poor) > 1 else ""
    return (
        f"{ground.file.display_name(least)} gets {_percent(shares[least].minutes, total)} of the hours of "
        f"{name}, where {_percent(shares[least].places, len(last.people))} would be an equal share{others}"
    )


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %"


def _fair(shares: dict[str, _Share]) -> bool:
    """Whether all places of a list get the same hours and nights, and more than one day where there are."""
    ratios = {(share.minutes // share.places, share.nights // share.places) for share in shares.values()}
    days = {day for share in shares.values() for day in share.days}
    return len(ratios) == 1 and (len(days) == 1 or all(len(share.days) > 1 for share in shares.values()))


def _remedy(last: Stretch, start: int, hours: Weekly) -> str:
    """The turn of days or weeks, nearest to the one written, that gives all the same."""
    near = sorted(_CANDIDATES, key=lambda turn: (abs(turn.length - last.turn.length), turn.length))
    turn = next(t for t in near if _fair(_shares(last.people, t, start, hours)))
    clock = f"{last.anchor:%H:%M}"
    handover = f"{WEEKDAYS[last.anchor.weekday()]} {clock}" if turn.unit == "weeks" else clock
    also = "" if turn.unit == last.turn.unit else f", `handover: {handover}`"
    return f"`turn: {turn}`{also} gives everybody an equal share"
