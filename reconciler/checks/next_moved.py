"""Whether a line-up to come passes over the person who is next when it begins.

The first person of a line-up takes the turn that begins then. Whoever writes a new order easily starts it
with somebody else, and the one who was next is moved without being told. That counts only where the order
goes on: where the line-up changes turn, handover or hours, or follows a pause longer than a turn, it begins
anew. When the one who was next is no longer in the line-up, the one after them is next.
"""

from datetime import datetime

from reconciler.checks.ground import Findings, Ground
from reconciler.config.model import RotaFile
from reconciler.errors import Finding
from reconciler.intervals import wall, zone
from reconciler.shifts.line_ups import Track, tracks
from reconciler.shifts.succession import from_here
from reconciler.wording import day


def check(ground: Ground) -> Findings:
    """A warning for each line-up after now that begins with somebody else than the one who is next.

    A rota that follows another says nothing: the warning stands at the line-up of the leader.
    """
    for key in ground.rotas:
        if not ground.file.rotas[key].stack:
            continue
        for track in tracks(ground.file, key):
            for number, stretch in enumerate(track.stretches):
                if stretch.start > ground.now and stretch.people:
                    yield from _moved(ground.file, key, track, number, ground.now)


def _before(track: Track, number: int) -> tuple[str, ...]:
    """Who follows when a line-up begins, by the one that it continues; nobody where it begins anew."""
    stretch = track.stretches[number]
    before = number - 1
    while before >= 0 and not track.stretches[before].people and not track.stretches[before].cut:
        before -= 1
    if before < 0 or stretch.cut or not track.stretches[before].people:
        return ()
    earlier, ended = track.stretches[before], track.stretches[before + 1].anchor
    # Off a handover the date is at fault, which is told as such.
    if (ended - earlier.anchor) % earlier.turn.length or stretch.anchor - ended > stretch.turn.length:
        return ()
    return from_here(earlier, ended)


def _moved(file: RotaFile, key: str, track: Track, number: int, now: datetime) -> Findings:
    stretch = track.stretches[number]
    coming = [person for person in _before(track, number) if person in stretch.people]
    if not coming or coming[0] == stretch.people[0]:
        return
    at = stretch.people.index(coming[0])
    order = ", ".join(stretch.people[at:] + stretch.people[:at])
    where = key if track.name == "main" else f"{key}, layer {track.name},"
    year = wall(now, zone(track.zone)).year
    yield Finding(
        id="next-moved",
        severity="warning",
        message=f"the line-up of {where} from {day(stretch.anchor, year=year)} begins with "
        f"{file.display_name(stretch.people[0])}, but {file.display_name(coming[0])} is next then",
        where=stretch.where,
        key="people",
        hint=f"write people: [{order}], so that the one who is next stays next",
    )
