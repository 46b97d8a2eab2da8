"""The layer that a line-up is for: where it stands, how it runs, and when something can begin on it."""

from dataclasses import dataclass
from datetime import date, datetime, time

from reconciler.config.model import Layer, RotaFile
from reconciler.config.values import When
from reconciler.edit.finding import Path
from reconciler.errors import UsageError
from reconciler.intervals import instant, wall, zone
from reconciler.shifts.line_ups import Track, tracks
from reconciler.shifts.succession import Handing, handovers
from reconciler.wording import clock, day, listing


@dataclass(frozen=True, slots=True)
class Seat:
    """A layer of a rota: its number among the layers, and the path of its line-ups in the file."""

    rota: str
    number: int
    path: Path

    def layer(self, file: RotaFile) -> Layer:
        """The layer as written."""
        return file.rotas[self.rota].stack[self.number]

    def track(self, file: RotaFile) -> Track:
        """The layer as it runs."""
        return tracks(file, self.rota)[self.number]


def seat(file: RotaFile, rota: str, layer: str | None) -> Seat:
    """The layer that is meant. Raises UsageError for a rota whose line-ups do not stand in this file."""
    entry = file.rotas[rota]
    if not entry.managed:
        raise UsageError(f"{entry.name} is not managed here, so it has no line-ups in the file")
    if entry.follows is not None:
        leader = file.rotas[entry.follows]
        raise UsageError(
            f"{entry.name} follows {leader.name} and has no line-ups of its own",
            hint=f"change its leader, and it moves too: rota line-up {entry.follows} …",
        )
    names = [found.name for found in entry.stack]
    if not entry.layers:
        if layer not in (None, "main"):
            raise UsageError(f"{entry.name} has one layer only", hint="leave out --layer")
        return Seat(rota, 0, ("rotas", rota, "line_ups"))
    if layer is None and len(names) > 1:
        raise UsageError(
            f"{entry.name} has {len(names)} layers", hint=f"name one: --layer {' | '.join(names)}"
        )
    if layer is not None and layer not in names:
        raise UsageError(f"{entry.name} has no layer called {layer!r}", hint=f"it has {listing(names)}")
    number = 0 if layer is None else names.index(layer)
    return Seat(rota, number, ("rotas", rota, "layers", number, "line_ups"))


def handover(track: Track, asked: When, now: datetime) -> Handing:
    """The first handover on or after a date. Raises UsageError where that is over."""
    tz = zone(track.zone)
    at = asked if isinstance(asked, datetime) else datetime.combine(asked, time())
    found = next(handovers(track, at))
    here = wall(now, tz)
    if at.date() < here.date() or instant(found.at, tz) <= now:
        following = next(h for h in handovers(track, here) if instant(h.at, tz) > now)
        raise UsageError(
            f"{moment_of(found.at if at.date() >= here.date() else asked, here)} is over",
            hint=f"the next handover is on {moment_of(following.at, here)}: --from {written(following)}",
        )
    return found


def written(handing: Handing) -> str:
    """A handover as the file has it: a date, with its time for turns of hours."""
    return f"{handing.at:%Y-%m-%d}" if handing.stretch.handover else f"{handing.at:%Y-%m-%dT%H:%M}"


def start(handing: Handing) -> When:
    """The `from` of a line-up that begins at a handover."""
    return handing.at.date() if handing.stretch.handover else handing.at


def moment_of(at: When, now: date | None = None) -> str:
    """`Mon 7 Dec 09:00`, or the day alone; with the year unless it is that of `now`."""
    text = day(at, year=now.year if now is not None else None)
    return f"{text} {clock(at)}" if isinstance(at, datetime) else text
