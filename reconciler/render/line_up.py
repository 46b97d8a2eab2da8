"""A proposed line-up: the lines, where they go, whose turns are whose before and after, what to look at."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from reconciler.config.model import RotaFile
from reconciler.edit.line_up import Proposal, Step
from reconciler.edit.order import Joiner, Order
from reconciler.edit.turns import TurnRow
from reconciler.errors import Finding
from reconciler.intervals import instant, wall, zone
from reconciler.render import contract, findings, zones
from reconciler.render.clean import clean, code, prose
from reconciler.render.clean import markdown as escape
from reconciler.render.layout import Paint, columns, joined, paragraph
from reconciler.render.words import NOBODY
from reconciler.shifts.line_ups import zone_name
from reconciler.wording import clock, day, listing

_WRITTEN = "Written. `rota plan` says what it changes in PagerDuty."
_PROPOSED = "Nothing has been written: add --write."
_GAP = "…"


def text(proposal: Proposal, *, written: bool, width: int, color: bool, verbose: bool = False) -> str:
    """What was asked for in a sentence, the lines to copy, and a table of turns."""
    paint = Paint(color)
    lines = [paint.bold(line) for line in paragraph(clean(_head(proposal)), width, hanging=2)]
    for sentence in _sentences(proposal, written=written):
        lines += paragraph(clean(sentence), width, indent=2, hanging=2)
    lines.append("")
    for place, line in _lines(proposal):
        lines += [f"  {clean(place)}", f"    {paint.green(clean(line))}"]
    for key, rows in _tables(proposal):
        lines += ["", *(paint.bold(line) for line in paragraph(clean(_name(proposal, key)), width, indent=2))]
        table = [("", "before", "after"), *rows]
        lines += columns([tuple(map(clean, row)) for row in table], width=width, indent=4)
    lines += ["", *paragraph(_still(proposal), width, indent=2)]
    notes = _notes(proposal, written=written)
    if notes:
        sources = proposal.edit.loaded.sources if written else proposal.edit.before.sources
        lines += ["", paint.bold("Worth a look")]
        said = findings.text(notes, sources, width=width, color=color, verbose=verbose)
        lines += said.rstrip("\n").split("\n")[:-1]
    lines += ["", *(paint.bold(line) for line in paragraph(_WRITTEN if written else _PROPOSED, width))]
    return joined(lines)


def _notes(proposal: Proposal, *, written: bool) -> tuple[Finding, ...]:
    """The notes with their places as the file is now."""
    was = proposal.edit.was
    if written:
        return proposal.notes
    return tuple(replace(f, where=was(f.where)) if f.where is not None else f for f in proposal.notes)


def _today(proposal: Proposal) -> date:
    return wall(proposal.now, zone(zone_name(proposal.before, proposal.seat.rota))).date()


def _moment(proposal: Proposal, at: datetime) -> str:
    return f"{day(at, year=_today(proposal).year)} {clock(at)}"


def _head(proposal: Proposal) -> str:
    layer = proposal.seat.layer(proposal.before).name
    what = proposal.before.rotas[proposal.seat.rota].name
    what += f", layer {layer}" if proposal.before.rotas[proposal.seat.rota].layers else ""
    starts = [f"from {_moment(proposal, step.at)}" for step in _new(proposal)]
    return f"{what}: {'line-ups' if len(starts) > 1 else 'a line-up'} {listing(starts)}"


def _new(proposal: Proposal) -> Sequence[Step]:
    """The steps that are lines of their own."""
    return proposal.steps[:1] if proposal.back is not None else proposal.steps


def _sentences(proposal: Proposal, *, written: bool) -> Iterator[str]:
    """What the line-ups do, in words."""
    first, *rest = proposal.steps
    for step in proposal.steps:
        if step.asked != (step.at if isinstance(step.asked, datetime) else step.at.date()):
            yield _moved(proposal, step)
    names = proposal.before.display_name
    change = proposal.asked.change
    ends = f" until {_moment(proposal, rest[0].at)}" if rest else ""
    if change.pause is not None:
        yield f"Nobody is on call{ends or ' from then on'}, on purpose: {change.pause}."
    for person in change.remove:
        yield f"{names(person)} {f'is away{ends}' if ends else 'leaves'}."
    for joiner in change.add:
        yield f"{names(joiner.person)} joins{ends}{_beside(proposal.before, joiner)}."
    if first.order:
        yield _who_is_next(proposal, first)
    for step in rest:
        yield from _afterwards(proposal, step, written=written)


def _afterwards(proposal: Proposal, step: Step, *, written: bool) -> Iterator[str]:
    """How it goes on after a leave or a pause."""
    names, change, when = proposal.before.display_name, proposal.asked.change, _moment(proposal, step.at)
    if proposal.back is not None:
        where = proposal.back.where if written else proposal.edit.was(proposal.back.where)
        yield f"The line-up from {when} is in the file already ({where.file}:{where.line})."
    for person in change.remove:
        behind = f", behind {names(_ahead(step.order, person))}" if len(step.order) > 1 else ""
        yield f"{names(person)} is back from {when} on{behind}."
    if change.pause is not None:
        yield f"{names(step.order[0])} is next on {when}, where the order stopped."
    else:
        yield f"{names(step.order[0])} is next on {when}."


def _ahead(order: Order, person: str) -> str:
    """Who comes before somebody in the round."""
    return order[order.index(person) - 1]


def _moved(proposal: Proposal, step: Step) -> str:
    asked = step.asked
    given = f"{day(asked, year=_today(proposal).year)}"
    given += f" {clock(asked)}" if isinstance(asked, datetime) else ""
    return f"{given} is no handover; the next one is {_moment(proposal, step.at)}."


def _beside(file: RotaFile, joiner: Joiner) -> str:
    if joiner.other is None:
        return " as the last of the round"
    return f" {'behind' if joiner.side == 'after' else 'before'} {file.display_name(joiner.other)}"


def _who_is_next(proposal: Proposal, step: Step) -> str:
    names = proposal.before.display_name
    when = _moment(proposal, step.at)
    first, would = step.order[0], step.without[0] if step.without else None
    if would is None or first == would:
        return f"{names(first)} is next on {when}" + (", as before." if would else ".")
    if would in step.order:
        return f"{names(first)} is next on {when}, and not {names(would)}, who would have been."
    return f"{names(first)} is next on {when}, in place of {names(would)}."


def _lines(proposal: Proposal) -> Iterator[tuple[str, str]]:
    """Each new line with its place."""
    for where, line in proposal.edit.added():
        yield f"{where.file}:{where.line}", line.strip()


def _tables(proposal: Proposal) -> Iterator[tuple[str, list[tuple[str, str, str]]]]:
    """Turns before and after, rota by rota; an ellipsis where turns in between are left out."""
    clocks = zones.of_file(proposal.before, proposal.now)
    for key in dict.fromkeys(row.rota for row in proposal.turns):
        out: list[tuple[str, str, str]] = []
        last: TurnRow | None = None
        for row in (row for row in proposal.turns if row.rota == key):
            if last is not None and row.start > last.end:
                out.append((_GAP, "", ""))
            when = clocks.stretch(key, row.start, row.end)
            out.append((when, _who(proposal, row.before), _who(proposal, row.after)))
            last = row
        yield key, out


def _who(proposal: Proposal, person: str | None) -> str:
    return NOBODY if person is None else proposal.before.display_name(person)


def _name(proposal: Proposal, key: str) -> str:
    name = proposal.before.rotas[key].name
    leader = proposal.before.rotas[proposal.seat.rota].name
    return f"Turns of {name}" if key == proposal.seat.rota else f"Turns of {name}, which follows {leader}"


def _still(proposal: Proposal) -> str:
    return f"Nothing before {_moment(proposal, proposal.steps[0].at)} moves."


def markdown(proposal: Proposal, *, written: bool) -> str:
    """The lines as code, and a table for each rota."""
    lines = [
        f"### {escape(_head(proposal))}",
        "",
        *(f"- {escape(s)}" for s in _sentences(proposal, written=written)),
        "",
    ]
    lines += [f"{code(place)}: {code(line)}  " for place, line in _lines(proposal)]
    for key, rows in _tables(proposal):
        lines += [
            "",
            f"**{escape(_name(proposal, key))}**",
            "",
            "| When | Before | After |",
            "| --- | --- | --- |",
        ]
        lines += [f"| {' | '.join(map(escape, row))} |" for row in rows]
    lines += ["", escape(_still(proposal)), ""]
    for found in _notes(proposal, written=written):
        place = f"{code(f'{found.where.file}:{found.where.line}')} " if found.where else ""
        hint = f" – {prose(found.hint)}" if found.hint else ""
        lines.append(f"- {place}{prose(found.message)}{hint}")
    lines += ["", prose(_WRITTEN if written else _PROPOSED)]
    return joined(lines)


def json(proposal: Proposal, *, written: bool) -> str:
    """The contract of `line-up --format json`."""
    tz = zone(zone_name(proposal.before, proposal.seat.rota))
    return contract.document(
        rota=proposal.seat.rota,
        layer=proposal.seat.layer(proposal.before).name,
        written=written,
        line_ups=[
            {
                "start": contract.stamp(instant(step.at, tz)),
                "people": list(step.order),
                "pause": proposal.asked.change.pause if not step.order else None,
            }
            for step in _new(proposal)
        ],
        lines=[
            {"file": where.file, "line": where.line, "text": line} for where, line in proposal.edit.added()
        ],
        turns=[
            {
                "rota": row.rota,
                "start": contract.stamp(row.start),
                "end": contract.stamp(row.end),
                "before": row.before,
                "after": row.after,
            }
            for row in proposal.turns
        ],
        findings=[contract.finding(f) for f in _notes(proposal, written=written)],
    )
