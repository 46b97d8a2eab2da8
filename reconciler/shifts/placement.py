"""Whether every line-up begins at a handover; what a change of turn, handover or hours cuts."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from reconciler.config.model import LineUp, RotaFile
from reconciler.config.values import WEEKDAYS, Turn
from reconciler.errors import Finding
from reconciler.intervals import Interval, wall, zone
from reconciler.shifts import swaps
from reconciler.shifts.line_ups import Settled, settled, tracks, turns
from reconciler.wording import day, listing, moment


def misplaced(file: RotaFile, key: str) -> Iterator[Finding]:
    """A finding for every line-up that does not begin at a handover."""
    for layer in file.rotas[key].stack:
        label = key if layer.name == "main" else f"{key}, layer {layer.name}"
        running: tuple[datetime, Turn] | None = None
        for item in settled(layer):
            nearest = _off_grid(item, None if item.cut else running)
            if nearest is not None:
                yield _misplaced(item, label, nearest)
            # A pause leaves no turn running, so what follows it may begin at any handover.
            running = (item.anchor, item.turn) if item.line_up.people and nearest is None else None


def _off_grid(item: Settled, running: tuple[datetime, Turn] | None) -> tuple[datetime, datetime] | None:
    """The handovers just before and after a line-up that begins at none; None where it begins at one."""
    if running is not None:
        origin, step = running[0], running[1].length
    elif item.turn.unit == "weeks" and item.handover is not None and item.handover.weekday is not None:
        back = timedelta(days=(item.anchor.weekday() - item.handover.weekday) % 7)
        origin, step = datetime.combine(item.anchor.date() - back, item.handover.time), timedelta(days=7)
    else:
        return None
    past = (item.anchor - origin) % step
    return (item.anchor - past, item.anchor - past + step) if past else None


def _misplaced(item: Settled, label: str, nearest: tuple[datetime, datetime]) -> Finding:
    turn, handover, start = item.turn, item.handover, item.line_up.start
    choices = [f"{n:%Y-%m-%d %H:%M}" if turn.unit == "hours" else f"{n:%Y-%m-%d}" for n in nearest]
    if turn.unit == "weeks":
        rule = f"handovers are on {handover}" + ("" if turn.count == 1 else f", every {turn.count} weeks")
    else:
        rule = f"handovers are every {turn}" + ("" if handover is None else f" at {handover}")
    what = "pause" if item.line_up.pause is not None else "line-up"
    if turn.unit == "weeks" and handover is not None and handover.weekday != start.weekday():
        fault = f"starts on a {WEEKDAYS[start.weekday()]}"
    else:
        fault = "starts between two handovers"
    return Finding(
        id="line-up-off-handover",
        severity="error",
        message=f"{what} of {label} {fault}",
        where=item.line_up.where,
        key="from",
        hint=f"{rule}: write {listing(choices, conjunction='or')}",
        found=written(item.line_up),
        expected=" or ".join(choices),
    )


def written(line_up: LineUp) -> str:
    """The `from` of a line-up as the file has it."""
    start = line_up.start
    return f"{start:%Y-%m-%d %H:%M}" if isinstance(start, datetime) else f"{start:%Y-%m-%d}"


def cuts(file: RotaFile, key: str, now: datetime) -> Iterator[Finding]:
    """A note for every line-up after `now` that begins while a turn is running.

    A rota that follows another says nothing: the note stands at the line-up of the leader.
    """
    if not file.rotas[key].stack:
        return
    layers = tracks(file, key)
    swapped = swaps.resolve(file, key, layers)
    tz = zone(layers[0].zone)
    year = wall(now, tz).year
    for track in layers:
        for before, after in pairwise(track.stretches):
            # One that changes nothing and begins off a handover is an error of its own.
            if after.start <= now or not before.people or not after.cut:
                continue
            *_, (_, last) = turns(track, Interval(after.start - timedelta(seconds=1), after.start))
            if last.natural_end <= last.end:
                continue
            other = swapped.get((track.name, last.start))
            owner = file.display_name(last.person if other is None else other.person)
            what = "pause" if after.pause is not None else "line-up"
            yield Finding(
                id="turn-cut",
                severity="info",
                message=f"the {what} from {day(after.anchor, year=year)} cuts {owner}'s turn, "
                f"which would have run until {moment(last.natural_end, tz, year=year)}",
                where=after.where,
                key="from",
            )
