"""The note for the next turn, for a channel, a meeting or a terminal."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from reconciler.config.model import RotaFile
from reconciler.handover.model import Away, Change, Note, Turn
from reconciler.holiday_views import DayRow
from reconciler.intervals import wall, zone
from reconciler.render import page, zones
from reconciler.render.clean import clean, code, prose
from reconciler.render.clean import markdown as escape
from reconciler.render.layout import Paint, columns, joined, paragraph, plain
from reconciler.render.shifts import why
from reconciler.render.words import origin, reached, who
from reconciler.render.zones import Clocks
from reconciler.views import PageView
from reconciler.wording import count, day, moment

_NEVER = "nobody is ever reached"
_PATH = re.compile(r"[A-Za-z0-9_./#-]+")
_ADDRESS = re.compile(r"https://[A-Za-z0-9_./#%~-]+")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, rows in columns under it, and what stands there where there are none."""

    title: str
    rows: Sequence[Sequence[str]]
    none: str | None = None
    after: Sequence[str] = ()


def text(note: Note, file: RotaFile, *, now: datetime, width: int, color: bool, verbose: bool = False) -> str:
    """The note as sections; what there is nothing of is left out, but for covers and bank holidays."""
    paint = Paint(color)
    lines = [paint.bold(line) for line in paragraph(clean(heading(note, file, now)), width, hanging=2)]
    for said in around(note, now):
        lines += paragraph(clean(said), width, indent=2, hanging=2)
    for section in sections(note, file, now):
        lines += ["", paint.bold(clean(section.title))]
        table = [tuple(map(clean, row)) for row in section.rows]
        lines += columns(table, width=width, styles=(plain, paint.bold))
        lines += paragraph(section.none, width, indent=2) if section.none and not table else ()
        for said in section.after:
            lines += paragraph(said, width, indent=2)
    if note.findings:
        lines += ["", paint.bold("Worth a look")]
    for found in note.findings:
        place = f" ({found.where.file}:{found.where.line})" if verbose and found.where else ""
        said = f"{found.id}: {clean(found.message)}{clean(place)}"
        lines += map(paint.yellow, paragraph(said, width, indent=2, hanging=2))
    if note.role is not None:
        lines += ["", *paragraph(f"What the role does: {clean(note.role)}", width, hanging=2)]
    return joined(lines)


def heading(note: Note, file: RotaFile, now: datetime) -> str:
    """`In hours engineering: Ana Ortiz hands over to Ben Ode, Mon 30 Nov 09:00 Europe/London`."""
    tz = zone(note.zone)
    at = f"{moment(note.turn.start, tz, year=wall(now, tz).year)} {note.zone}"
    name = note.name if note.layer is None else f"{note.name} ({note.layer})"
    if note.taker is None:
        return f"{name}: nobody takes over, {at} ({origin(file)})"
    if note.giver is None:
        return f"{name}: {who(note.taker)} begins, {at} ({origin(file)})"
    if note.giver == note.taker:
        return f"{name}: {who(note.taker)} goes on, {at} ({origin(file)})"
    return f"{name}: {who(note.giver)} hands over to {who(note.taker)}, {at} ({origin(file)})"


def around(note: Note, now: datetime) -> Iterator[str]:
    """Whose turn it is until when, who comes after, who came before; and the swap behind it."""
    tz = zone(note.zone)
    year = wall(now, tz).year
    yield f"{note.turn.who.name}'s turn, until {moment(note.turn.end, tz, year=year)}{_then(note, year)}"
    if note.turn.instead_of is not None:
        yield f"swapped: it was {note.turn.instead_of.name}'s{_because(note.turn.reason)}"
    if note.before is not None:
        begun = moment(note.before.start, tz, year=year)
        ended = _until(note.before, note.turn, note, year)
        yield f"before: {note.before.who.name}'s turn, from {begun}{ended}"


def _then(note: Note, year: int) -> str:
    tz = zone(note.zone)
    if note.after is None:
        return ", then nobody"
    late = note.after.start > note.turn.end
    return f", then {note.after.who.name}" + (
        f" from {moment(note.after.start, tz, year=year)}" if late else ""
    )


def _until(before: Turn, turn: Turn, note: Note, year: int) -> str:
    """When an earlier turn ended, where that was not at the handover."""
    return f" until {moment(before.end, zone(note.zone), year=year)}" if before.end < turn.start else ""


def _because(reason: str | None) -> str:
    return f" ({reason})" if reason else ""


def sections(note: Note, file: RotaFile, now: datetime) -> Iterator[Section]:
    """The parts of a note, in the order in which they are asked for."""
    clocks = zones.of_file(file, now)
    mine = [s for s in note.shifts if s.who == note.turn.who]
    title = f"Shifts of {note.turn.who.name}"
    yield Section(
        title, [(clocks.stretch(s.rota, s.start, s.end), why(s)) for s in mine], "none in this turn"
    )
    others = [s for s in note.shifts if s.who != note.turn.who]
    if others:
        rows = [(clocks.stretch(s.rota, s.start, s.end), reached(s.who), why(s)) for s in others]
        yield Section("Others in this turn", rows)
    yield Section("Covers", list(_covers(note.covers, note.rota, clocks)), "none")
    yield Section("Bank holidays", list(days(note.days, clocks)), "none")
    if note.away:
        yield Section("On leave", list(leave(note.away, clocks)))
    for chain in note.chains:
        yield alert(chain, clocks)


def _covers(covers: Iterable[Change], rota: str, clocks: Clocks) -> Iterator[tuple[str, str, str]]:
    for c in covers:
        when = clocks.stretch(rota, c.start, c.end)
        yield when, c.who.name, f"for {c.instead_of.name}{f': {c.reason}' if c.reason else ''}"


def days(rows: Iterable[DayRow], clocks: Clocks) -> Iterator[tuple[str, str, str]]:
    """`Fri 25 Dec 09:00 – 17:00`, who has the window, and on which rota; the day's name first."""
    for row in rows:
        if not row.holders:
            yield day(row.date, year=clocks.year), row.name, "no rota has a rule for it"
        for held in row.holders:
            yield (
                clocks.stretch(held.rota, held.start, held.end),
                reached(held.who),
                f"{held.name}, {row.name}",
            )


def leave(rows: Iterable[Away], clocks: Clocks) -> Iterator[tuple[str, str]]:
    """`Mon 4 Jan – Fri 8 Jan` and who."""
    for row in rows:
        first, last = day(row.first, year=clocks.year), day(row.last, year=clocks.year)
        yield (first if row.first == row.last else f"{first} – {last}"), row.who.name


def alert(chain: PageView, clocks: Clocks) -> Section:
    """Whom a policy pages, for an alert at one instant."""
    rows = [(_after(r.after_seconds), page.whom(r), page.note(r)) for r in chain.rows]
    title = f"{chain.name}, for an alert at {clocks.moment(chain.at)}"
    after = page.again(chain) if page.pages_anybody(chain) else _NEVER
    return Section(title, rows, _NEVER, [after] if rows else ())


def _after(seconds: int) -> str:
    return "now" if seconds == 0 else f"after {count(seconds // 60, 'minute')}"


def markdown(note: Note, file: RotaFile, *, now: datetime) -> str:
    """The same with headings and lists."""
    lines = [f"### {escape(heading(note, file, now))}", ""]
    lines += [f"- {escape(said)}" for said in around(note, now)]
    lines += [f"- What the role does: {_link(note.role, file.source)}"] if note.role is not None else []
    for section in sections(note, file, now):
        lines += ["", f"**{escape(section.title)}**", "", *listed(section)]
    if note.findings:
        lines += ["", "**Worth a look**", ""]
        lines += [f"- {found.id}: {prose(found.message)}" for found in note.findings]
    return joined(lines)


def listed(section: Section) -> Iterator[str]:
    """The rows of a section as a list: the first cell, then who, then why."""
    if not section.rows:
        yield f"- {section.none or 'none'}"
    for first, *rest in section.rows:
        said = [escape(cell) for cell in rest if cell]
        yield f"- {escape(first)}" + (f": {', '.join(said)}" if said else "")
    for said_ in section.after:
        yield f"- {escape(said_)}"


def _link(role: str, source: str | None) -> str:
    """A link where the text can be nothing but an address or a path in the repository; else code."""
    if _ADDRESS.fullmatch(role):
        return f"[{escape(role)}]({role})"
    if source is not None and _ADDRESS.fullmatch(source) and _PATH.fullmatch(role) and ".." not in role:
        return f"[{escape(role)}]({source.rstrip('/')}/blob/HEAD/{role.lstrip('/')})"
    return code(role)
