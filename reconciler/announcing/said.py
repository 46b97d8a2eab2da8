"""What one announcement says at a moment, in words and people, and when it will say something else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from reconciler.announcing.lines import Lines, holders, lines, span
from reconciler.config import templates
from reconciler.config.model import RotaFile
from reconciler.config.settings import Announcement
from reconciler.config.templates import Part, Placeholder
from reconciler.intervals import Segment, at, wall, zone
from reconciler.plan.model import Who
from reconciler.shifts.line_ups import zone_name
from reconciler.views import Live
from reconciler.wording import clock, day, moment

NOBODY = "nobody"
_NOTHING = {"until": "further notice"}
"""What stands for a placeholder with nothing to say, where it is not `nobody`."""

_WEEK = timedelta(days=7)
_HOUR = timedelta(hours=1)

Word = str | Who
"""Text of the template or of ours, or a person who is named there."""


@dataclass(frozen=True, slots=True)
class Name:
    """A rota's name: people wrote it, and so it is made inert where it is shown."""

    text: str


Token = Word | Name


@dataclass(frozen=True, slots=True)
class Wanted:
    """One entry at a moment: its text, with and without the parts that may fall away, and its people.

    `next_change` is when text or people will be others (UTC); None where that is not in sight.
    """

    entry: Announcement
    text: tuple[Token, ...]
    short: tuple[Token, ...]
    people: tuple[Who, ...]
    next_change: datetime | None


def wanted(file: RotaFile, entry: Announcement, now: datetime, live: Live | None = None) -> Wanted:
    """What an entry says at a moment (aware UTC): from the file, or from PagerDuty's rendering."""
    template = templates.read(entry.template or templates.default(entry.rotas), entry.rotas)
    known = {key: lines(file, key, now, live) for key in entry.rotas}

    def says(instant: datetime) -> tuple[tuple[Token, ...], tuple[Who, ...]]:
        people = holders(known, instant) if entry.group is not None else ()
        return _composed(file, template.parts, known, instant), people

    whole, people = says(now)
    edges = sorted(
        edge
        for of in known.values()
        for line in (of.held, of.paged)
        for segment in line
        for edge in (segment.start, segment.end)
        if now < edge < span(now).end
    )
    after = next((edge for edge in edges if says(edge) != (whole, people)), None)
    kept = tuple(part for part in template.parts if not part.optional)
    return Wanted(entry, whole, _composed(file, kept, known, now), people, after)


def _composed(
    file: RotaFile, parts: tuple[Part, ...], known: Mapping[str, Lines], instant: datetime
) -> tuple[Token, ...]:
    out: list[Token] = []
    for part in parts:
        said = [
            piece if isinstance(piece, str) else _field(file, piece, known[piece.rota], instant)
            for piece in part.pieces
        ]
        if part.optional and None in said:
            continue
        nothing = [_NOTHING.get(p.field, NOBODY) if isinstance(p, Placeholder) else "" for p in part.pieces]
        out += [instead if token is None else token for token, instead in zip(said, nothing, strict=True)]
    return tuple(out)


def _field(file: RotaFile, asked: Placeholder, of: Lines, instant: datetime) -> Token | None:
    """What a placeholder stands for at an instant; None where there is nothing to say."""
    if asked.field == "name":
        return Name(file.rotas[asked.rota].name)
    if asked.field == "now":
        paged = at(of.paged, instant)
        return paged.value if paged else None
    held = at(of.held, instant)
    coming = next((s for s in of.held if s.start > instant), None)
    if asked.field == "next":
        return coming.value if coming else None
    if asked.field == "until":
        return _until(file, asked.rota, held, coming, instant)
    return held.value if held else None


def _until(
    file: RotaFile, key: str, held: Segment[Who] | None, coming: Segment[Who] | None, instant: datetime
) -> str | None:
    """`Mon 09:00`; with the date where it is more than a week after the beginning.

    How it is written depends on what is held and not on the moment, so that a text changes with people only.
    """
    end = held.end if held else coming.start if coming else None
    if end is None or end >= span(instant).end - _HOUR:
        return None
    name = zone_name(file, key)
    local = wall(end, zone(name))
    near = held is not None and local - wall(held.start, zone(name)) <= _WEEK
    said = f"{day(local).split(' ')[0]} {clock(local)}" if near else moment(end, zone(name), year=local.year)
    return said if name == file.time_zone else f"{said} ({name})"
