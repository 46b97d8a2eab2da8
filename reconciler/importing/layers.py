"""The layers of a schedule as rotations of a file: those that follow one another in time become one.

PagerDuty keeps a layer for every change that was ever made. What has ended long ago is left out; a layer that
takes up where another one ends is a line-up behind it, whatever their places in the stack.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from reconciler.config.scalars import squeeze
from reconciler.importing.draft import CannotSayError, Hours, Period, Rotation, Stint
from reconciler.importing.stints import follows_well, hours_of, pause, stint
from reconciler.intervals import midnight, wall
from reconciler.plan.layers import over, rotation
from reconciler.shifts.hours import AROUND_THE_CLOCK, Weekly
from reconciler.state import LayerState, ScheduleState

_FAMILY = re.compile(r"(.+) from [0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A layer, or several that differ in nothing but hours that change at midnight, with its line-up.

    `places` are those in the stack.
    """

    layer: LayerState
    stint: Stint
    places: tuple[int, ...]

    @property
    def family(self) -> str | None:
        """The name of the file's layer from which this one was made."""
        found = _FAMILY.fullmatch(self.layer.name)
        return found[1] if found else None


@dataclass(frozen=True, slots=True)
class _Setting:
    """Whose zone, at which moment, from when on the past counts, and who still has an account."""

    tz: ZoneInfo
    now: datetime
    since: datetime
    alive: Collection[str]


def rotations(
    schedule: ScheduleState,
    tz: ZoneInfo,
    now: datetime,
    since: datetime,
    alive: Collection[str],
    names: Mapping[str, str],
) -> tuple[Rotation, ...]:
    """The layers of a schedule, lowest priority first. Raises CannotSayError.

    What ended before `since` is left out. `alive` are the users who have an account; `names` are everybody's.
    """
    setting = _Setting(tz, now, since, alive)
    current = [layer for layer in schedule.layers if not over(layer, now)]
    if not current:
        raise CannotSayError("it has no layer that is not over")
    for layer in current:
        for user in layer.users:
            if user not in alive:
                raise CannotSayError(
                    f"{names.get(user) or 'somebody'} is in {_called(layer)} and has no PagerDuty account "
                    "any more: take them out of it"
                )
    pieces = _pieces(schedule.layers, setting)
    chains = _chains(pieces, now)
    ordered = _stacked(chains) if schedule.kind == "layers" else chains
    if ordered is None:
        ordered = _stacked([[piece] for piece in pieces if not over(piece.layer, now)])
    found = [_stints(chain, setting) for chain in ordered or ()]
    return tuple(map(Rotation, _layer_names(ordered or ()), found))


def _called(layer: LayerState) -> str:
    return squeeze(layer.name) or "a layer"


def _pieces(layers: Sequence[LayerState], setting: _Setting) -> list[_Piece]:
    """What counts of the layers. One that is over counts where it can be said, and is left out otherwise."""
    kept = [(place, layer) for place, layer in enumerate(layers) if _counts(layer, setting)]
    out: list[_Piece] = []
    used: set[int] = set()
    for place, layer in sorted(kept, key=lambda item: item[1].start):
        if place in used:
            continue
        group = _same_but_hours(place, layer, kept, setting)
        used.update(other for other, _ in group)
        try:
            out.append(_piece(group, setting))
        except CannotSayError:
            if not all(over(member, setting.now) for _, member in group):
                raise
    return out


def _counts(layer: LayerState, setting: _Setting) -> bool:
    if not over(layer, setting.now):
        return True
    recent = layer.end is not None and layer.start < layer.end and layer.end > setting.since
    return recent and all(user in setting.alive for user in layer.users)


def _same_but_hours(
    place: int, layer: LayerState, kept: Sequence[tuple[int, LayerState]], setting: _Setting
) -> list[tuple[int, LayerState]]:
    """A layer and those that go on with it under other hours from midnights on."""
    group = [(place, layer)]
    while True:
        last = group[-1][1]
        following = [
            (other, item)
            for other, item in kept
            if item.start == last.end
            and item.start == midnight(wall(item.start, setting.tz).date(), setting.tz)
            and item.restrictions != last.restrictions
            and rotation(item, setting.tz)[:3] == rotation(last, setting.tz)[:3]
        ]
        if len(following) != 1:
            return group
        group.append(following[0])


def _piece(group: Sequence[tuple[int, LayerState]], setting: _Setting) -> _Piece:
    first, last = group[0][1], group[-1][1]
    hours: Hours = hours_of(first)
    if len(group) > 1:
        periods = [Period(None, _windows(first))]
        periods += [Period(wall(layer.start, setting.tz).date(), _windows(layer)) for _, layer in group[1:]]
        hours = tuple(periods)
    whole = replace(first, end=last.end)
    return _Piece(whole, stint(whole, setting.tz, setting.now, hours), tuple(place for place, _ in group))


def _windows(layer: LayerState) -> Weekly:
    hours = hours_of(layer)
    return hours[0].windows if hours else AROUND_THE_CLOCK


def _chains(pieces: Sequence[_Piece], now: datetime) -> list[list[_Piece]]:
    """Pieces that follow one another, in order of time. A chain that is over and leads nowhere goes."""
    chains: list[list[_Piece]] = []
    for piece in sorted(pieces, key=lambda p: (p.layer.start, p.places)):
        fits = [chain for chain in chains if _continues(chain[-1], piece)]
        fits.sort(key=lambda chain: (chain[-1].family is None, chain[-1].family != piece.family))
        if fits:
            fits[0].append(piece)
        else:
            chains.append([piece])
    return [chain for chain in chains if not over(chain[-1].layer, now)]


def _continues(one: _Piece, other: _Piece) -> bool:
    """Whether a piece takes up where another one ends, as one rotation of a file."""
    end = one.layer.end
    if end is None or end > other.layer.start or not follows_well(one.stint, other.stint):
        return False
    if one.family is not None and one.family == other.family:
        return True
    return end == other.layer.start and one.stint.hours == other.stint.hours


def _stints(chain: Sequence[_Piece], setting: _Setting) -> tuple[Stint, ...]:
    """The line-ups of a chain, with pauses where nobody follows at once."""
    out: list[Stint] = []
    for piece, following in zip(chain, (*chain[1:], None), strict=True):
        out.append(piece.stint)
        end = piece.layer.end
        if end is None or (following is not None and end == following.layer.start):
            continue
        if following is not None and following.layer.start <= setting.now:
            # A gap that is over may be no whole number of turns; the successor says what holds now.
            continue
        out.append(pause(end, piece.stint, setting.tz))
    return _one_name(out)


def _one_name(stints: Sequence[Stint]) -> tuple[Stint, ...]:
    """Hours that change on a date are the same hours for the line-ups before that date."""
    out = [stints[-1]]
    for item in reversed(stints[:-1]):
        later = out[-1].hours
        same = item.hours and later and len(later) > 1 and item.hours == later[:1]
        before = same and later and later[1].start and out[-1].at.date() <= later[1].start
        out.append(replace(item, hours=later) if before else item)
    return tuple(reversed(out))


def _stacked(chains: Sequence[Sequence[_Piece]]) -> list[Sequence[_Piece]] | None:
    """Chains lowest first, so that two layers of one time keep their order; None where there is no way."""
    left = sorted(chains, key=lambda chain: min(place for piece in chain for place in piece.places))
    out: list[Sequence[_Piece]] = []
    while left:
        lowest = next((c for c in left if not any(_below(o, c) for o in left if o is not c)), None)
        if lowest is None:
            return None
        out.append(lowest)
        left.remove(lowest)
    return out


def _below(one: Sequence[_Piece], other: Sequence[_Piece]) -> bool:
    """Whether a chain has a layer that lies under one of another chain at the same time."""
    return any(
        _meet(low.layer, high.layer) and min(low.places) < max(high.places) for low in one for high in other
    )


def _meet(one: LayerState, other: LayerState) -> bool:
    return (one.end is None or other.start < one.end) and (other.end is None or one.start < other.end)


def _layer_names(chains: Sequence[Sequence[_Piece]]) -> list[str]:
    """The names of the layers, each once; of one that has none, its place."""
    out: list[str] = []
    for number, chain in enumerate(chains, start=1):
        name = chain[-1].family or chain[-1].layer.name
        name = squeeze("".join(char for char in squeeze(name) if char.isprintable())) or f"layer {number}"
        plain, count = name, 2
        while name in out:
            name, count = f"{plain} {count}", count + 1
        out.append(name)
    return out
