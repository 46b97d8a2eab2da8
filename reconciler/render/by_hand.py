"""Overrides made by hand as lines of the file: what goes in, what is there already, what no line can say."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from reconciler.config.model import RotaFile
from reconciler.edit.by_hand import Outcome, Proposal
from reconciler.edit.written import Form, in_brackets
from reconciler.errors import Where
from reconciler.plan.adopted import Proof
from reconciler.render import contract, zones
from reconciler.render.clean import clean, code, prose
from reconciler.render.clean import markdown as escape
from reconciler.render.layout import Paint, joined, paragraph
from reconciler.wording import count, listing

_NONE = "Nobody made an override by hand that is still to come."
_NOTHING = "Nothing to write."
_PROPOSED = "Nothing has been written: add --write."
_WRITTEN = "Written. `rota plan` has nothing to do for these overrides."
_TIDY = "Written. The next apply tidies what we made beneath these overrides: nobody moves by it."
_UNPROVEN = (
    "Nothing was written: with these lines `rota plan` would still differ from PagerDuty. Write them by "
    "hand, and see what it says."
)
_INTRO = (
    "Overrides that people made by hand in PagerDuty, as lines of the file. Nobody's shift moves by this: "
    "PagerDuty does already what the lines say."
)
_EMPTY = "`rota plan` has nothing to do for them."
_INTO, _ALREADY, _NOT = "For the file", "In the file already", "Not for the file"

Place = tuple[str, int, str]
"""A file, a line number in its new text, and that line."""

Spot = Callable[[Where], str]


def closing(proposal: Proposal, proof: Proof, *, written: bool) -> str:
    """What has been done, and what is left to do."""
    if not proposal.outcomes:
        return _NONE
    if proposal.edit is None:
        return _NOTHING
    if proof.wrong:
        return _UNPROVEN
    if not written:
        return _PROPOSED
    return _TIDY if proof.tidied else _WRITTEN


def text(
    proposal: Proposal,
    proof: Proof,
    unseen: Mapping[str, str],
    *,
    written: bool,
    width: int,
    color: bool,
    verbose: bool = False,
) -> str:
    """A section for each fate of an override; with `verbose` their ids. Times are local."""
    paint = Paint(color)
    placed, at = _placed(proposal), partial(_at, proposal, written=written)
    lines: list[str] = []
    sections = (
        (_INTO, "lines", partial(_fresh, placed=placed, paint=paint)),
        (_ALREADY, "already", partial(_same, at=at)),
        (_NOT, "refused", partial(_told_why, at=at, width=width)),
    )
    for title, which, more in sections:
        found = [outcome for outcome in proposal.outcomes if getattr(outcome, which)]
        lines += ["", paint.bold(title)] if found else []
        for outcome in found:
            head = _head(proposal, outcome, which=which, verbose=verbose)
            lines += [*paragraph(clean(head), width, indent=2, hanging=2), *more(outcome)]
    for title, said in _told(proposal.before, proof, unseen):
        lines += ["", paint.bold(title)]
        for each in said:
            lines += paragraph(clean(each), width, indent=2, hanging=2)
    lines += ["", *(paint.bold(line) for line in paragraph(closing(proposal, proof, written=written), width))]
    return joined(lines[1:])


def _fresh(outcome: Outcome, *, placed: Mapping[str, Sequence[Place]], paint: Paint) -> Iterator[str]:
    for file, number, line in placed[outcome.made.override.id]:
        yield f"    {clean(f'{file}:{number}')}"
        yield f"      {paint.green(clean(line))}"


def _same(outcome: Outcome, *, at: Spot) -> Iterator[str]:
    yield f"    {clean(listing(_few(list(map(at, outcome.already)))))}"


def _told_why(outcome: Outcome, *, at: Spot, width: int) -> Iterator[str]:
    for refused in outcome.refused:
        place = f" ({at(refused.where)})" if refused.where is not None else ""
        yield from paragraph(clean(refused.message + place), width, indent=4, hanging=2)
        for hint in refused.hint.split("\n"):
            yield from paragraph(clean(hint), width, indent=5, hanging=2)


def _told(file: RotaFile, proof: Proof, unseen: Mapping[str, str]) -> Iterator[tuple[str, Sequence[str]]]:
    if proof.wrong:
        yield "What would still differ", proof.wrong
    if proof.tidied:
        yield "What the next apply tidies of our own, beneath them", proof.tidied
    if unseen:
        yield "Not looked at", [f"{file.rotas[key].name}: {why}" for key, why in unseen.items()]


def markdown(proposal: Proposal, proof: Proof, unseen: Mapping[str, str], *, written: bool) -> str:
    """The same, fit for the body of a pull request."""
    lines: list[str] = []
    at = partial(_at, proposal, written=written)
    if proposal.edit is not None:
        lines += [
            "",
            _INTRO if proof.tidied or proof.wrong else f"{_INTRO} {_EMPTY}",
            "",
            "| Rota | When | Who | Instead of | Line |",
            f"|{' --- |' * 5}",
        ]
        lines += [row for outcome in proposal.outcomes for row in _rows(proposal, outcome)]
    for title, which, items in ((_ALREADY, "already", _same_items), (_NOT, "refused", _why_items)):
        found = [outcome for outcome in proposal.outcomes if getattr(outcome, which)]
        lines += ["", f"**{title}**", ""] if found else []
        for outcome in found:
            head = escape(_head(proposal, outcome, which=which, verbose=False))
            lines += [f"- {head}{item}" for item in items(outcome, at)]
    for title, said in _told(proposal.before, proof, unseen):
        lines += ["", f"**{title}**", "", *(f"- {escape(each)}" for each in said)]
    lines += ["", prose(closing(proposal, proof, written=written))]
    return joined(lines[1:])


def _rows(proposal: Proposal, outcome: Outcome) -> Iterator[str]:
    name, _, who = _cells(proposal, outcome)
    clocks = zones.of_file(proposal.before, proposal.now)
    for line in outcome.lines:
        when = clocks.stretch(outcome.made.key, line.interval.start, line.interval.end)
        cells = map(escape, (name, when, who, _names(proposal, line.instead)))
        yield f"| {' | '.join(cells)} | {code(in_brackets(line.insertion.item, Form()))} |"


def _same_items(outcome: Outcome, at: Spot) -> Iterator[str]:
    yield f" ({listing(_few([code(at(where)) for where in outcome.already]))})"


def _why_items(outcome: Outcome, at: Spot) -> Iterator[str]:
    for refused in outcome.refused:
        place = f" ({code(at(refused.where))})" if refused.where is not None else ""
        yield f": {prose(refused.message)}{place} – {', '.join(map(prose, refused.hint.split(chr(10))))}"


def _at(proposal: Proposal, where: Where, *, written: bool) -> str:
    """A place of the file as it is now."""
    place = proposal.edit.becomes(where) if written and proposal.edit is not None else where
    return f"{place.file}:{place.line}"


def json(proposal: Proposal, proof: Proof, unseen: Mapping[str, str], *, written: bool) -> str:
    """The contract of `adopt --format json`."""
    placed, at = _placed(proposal), partial(_at, proposal, written=written)
    return contract.document(
        written=written,
        proven=not proof.wrong,
        overrides=[_override(outcome, placed[outcome.made.override.id], at) for outcome in proposal.outcomes],
        created=list(proposal.edit.created) if proposal.edit is not None else [],
        wrong=list(proof.wrong),
        tidied=list(proof.tidied),
        unseen=[{"rota": key, "reason": why} for key, why in unseen.items()],
    )


def _override(outcome: Outcome, placed: Sequence[Place], at: Spot) -> dict[str, Any]:
    made = outcome.made
    return {
        "rota": made.key,
        "id": made.override.id,
        "start": contract.stamp(made.override.start),
        "end": contract.stamp(made.override.end),
        "person": made.person,
        "name": made.who,
        "email": made.email or None,
        "lines": [
            {
                "file": file,
                "line": number,
                "text": text,
                "start": contract.stamp(line.interval.start),
                "end": contract.stamp(line.interval.end),
                "instead": list(line.instead),
            }
            for line, (file, number, text) in zip(outcome.lines, placed, strict=True)
        ],
        "already": list(map(at, outcome.already)),
        "refused": [
            {"message": r.message, "hint": r.hint, "at": at(r.where) if r.where is not None else None}
            for r in outcome.refused
        ],
    }


def _placed(proposal: Proposal) -> dict[str, list[Place]]:
    """The lines of each override, by its id, with their places in the new files."""
    if proposal.edit is None:
        return {outcome.made.override.id: [] for outcome in proposal.outcomes}
    places, sources = iter(proposal.edit.places), proposal.edit.loaded.sources
    out: dict[str, list[Place]] = {}
    for outcome in proposal.outcomes:
        spots = [next(places) for _ in outcome.lines]
        out[outcome.made.override.id] = [
            (spot.file, spot.line, sources[spot.file].split("\n")[spot.line - 1].strip()) for spot in spots
        ]
    return out


def _cells(proposal: Proposal, outcome: Outcome) -> tuple[str, str, str]:
    made, file = outcome.made, proposal.before
    clocks = zones.of_file(file, proposal.now)
    when = clocks.stretch(made.key, made.override.start, made.override.end)
    who = file.display_name(made.person) if made.person is not None else made.who
    return file.rotas[made.key].name, when, who


def _names(proposal: Proposal, people: Sequence[str]) -> str:
    return listing([proposal.before.display_name(person) for person in people])


def _head(proposal: Proposal, outcome: Outcome, *, which: str, verbose: bool) -> str:
    """Which override it is, and in the section of lines whom it relieves."""
    name, when, who = _cells(proposal, outcome)
    instead = tuple(dict.fromkeys(person for line in outcome.lines for person in line.instead))
    relieved = f" for {_names(proposal, instead)}" if which == "lines" else ""
    return f"{name}, {when}: {who}{relieved}" + (f" ({outcome.made.override.id})" if verbose else "")


def _few(places: Sequence[str]) -> list[str]:
    """The first places, and how many there are besides."""
    most = 3
    return [*places[:most], *([count(len(places) - most, "more line")] if len(places) > most else [])]
