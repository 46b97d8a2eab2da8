"""A proposed cover: who takes what, the line, the shifts before and after, who else could, and who cannot."""

from collections.abc import Iterator

from reconciler.intervals import Interval
from reconciler.render import contract, proposed, zones
from reconciler.suggest.cover import Proposal
from reconciler.suggest.people import Candidate
from reconciler.wording import count

_OPEN = "Nothing has been written: there is nobody for some of it."


def text(proposal: Proposal, *, written: bool, width: int, color: bool, verbose: bool = False) -> str:
    """For a terminal."""
    return proposed.text(_page(proposal, written=written), width=width, color=color, verbose=verbose)


def markdown(proposal: Proposal, *, written: bool) -> str:
    """The same for a pull request."""
    return proposed.markdown(_page(proposal, written=written))


def _page(proposal: Proposal, *, written: bool) -> proposed.Page:
    return proposed.Page(
        head=_head(proposal),
        sentences=tuple(_sentences(proposal)),
        edit=proposal.edit,
        shifts=_shifts(proposal),
        tables=tuple(_people(proposal)),
        notes=proposal.notes,
        end=_end(proposal, written=written),
    )


def _end(proposal: Proposal, *, written: bool) -> str:
    if not proposal.whole:
        return _OPEN
    return proposed.WRITTEN if written else proposed.PROPOSED


def _head(proposal: Proposal) -> str:
    asked, file = proposal.asked, proposal.before
    return f"{file.rotas[asked.rota].name}: cover for {file.display_name(asked.person)}, {_held(proposal)}"


def _held(proposal: Proposal) -> str:
    """What somebody holds: from when to when, or how much of it."""
    pieces = proposal.held.pieces
    if len(pieces) == 1:
        return _when(proposal, pieces[0])
    whole = Interval(pieces[0].start, pieces[-1].end)
    return f"{_when(proposal, whole)}, in {count(len(pieces), 'piece')}"


def _when(proposal: Proposal, part: Interval) -> str:
    clocks = zones.of_file(proposal.before, proposal.now)
    return clocks.stretch(proposal.asked.rota, part.start, part.end)


def _sentences(proposal: Proposal) -> Iterator[str]:
    """Who takes what, what nobody can take, and what is not theirs to give."""
    file, asked = proposal.before, proposal.asked
    takers = list(dict.fromkeys(part.by for part in proposal.parts))
    name = file.display_name(asked.person)
    if len(takers) == 1 and proposal.whole:
        chosen = next(one for one in proposal.candidates if one.person == takers[0])
        yield (
            f"{file.display_name(takers[0])} {'takes it all the same' if not chosen.can else 'can take it'}: "
            + (_standing(proposal, chosen) if chosen.can else _against(chosen))
            + "."
        )
    else:
        shared = (
            "Nobody can take all of it; in parts it goes:" if proposal.whole else "Nobody can take all of it."
        )
        yield shared if proposal.parts else "Nobody can take it."
        for part in proposal.parts:
            yield f"{file.display_name(part.by)} takes {_when(proposal, part.interval)}."
        for missing in proposal.open if proposal.parts else ():
            yield f"Still open: {_when(proposal, missing)}."
        if not proposal.whole and not asked.anyone:
            yield "--anyone looks at everybody in the file, not only at the people of this rota."
    for given in proposal.held.given:
        held = given.value
        yield (
            f"{_when(proposal, given.interval)} is {file.display_name(held.person)}'s already "
            f"({held.where.file}:{held.where.line})."
        )
    for fixed in proposal.held.fixed:
        yield (
            f"{name} keeps {_when(proposal, fixed.interval)}: {fixed.where.file}:{fixed.where.line} names "
            "them for the bank holiday, and no cover changes that."
        )


def _people(proposal: Proposal) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Those who can, the fairest first, and those who cannot."""
    names = proposal.before.display_name
    can = [(names(one.person), _standing(proposal, one)) for one in proposal.candidates if one.can]
    cannot = [(names(one.person), _against(one)) for one in proposal.candidates if not one.can]
    if len(can) > 1 or (can and proposal.asked.anyway):
        yield "Who can, the fairest first", can
    if cannot and proposal.asked.by is None:
        yield "Who cannot take all of it" if proposal.parts and not can else "Who cannot", cannot


def _standing(proposal: Proposal, one: Candidate) -> str:
    """`owed 12 hours; free Fri 4 Dec 17:00 – Mon 14 Dec 09:00`."""
    hours = abs(round(one.more))
    fair = (
        f"has done {count(hours, 'hour')} more than the share"
        if one.more > 0
        else f"owed {count(hours, 'hour')}"
    )
    fair = fair if hours else "even"
    fair = fair if one.here else "not in this rota"
    between = ", but for shifts in between" if one.between else ""
    return f"{fair}; {_free(proposal, one)}{between}"


def _free(proposal: Proposal, one: Candidate) -> str:
    clocks = zones.of_file(proposal.before, proposal.now)
    if one.last is not None and one.next is not None:
        return f"free {_when(proposal, Interval(one.last, one.next))}"
    if one.last is not None:
        return f"free since {clocks.moment(one.last)}"
    return f"free until {clocks.moment(one.next)}" if one.next is not None else "free for weeks"


def _against(one: Candidate) -> str:
    return "; ".join(obstacle.text for obstacle in one.obstacles)


def _shifts(proposal: Proposal) -> list[tuple[str, str, str]]:
    clocks = zones.of_file(proposal.before, proposal.now)
    return proposed.shifts(proposal.moved, proposal.before, clocks)


def json(proposal: Proposal, *, written: bool) -> str:
    """The contract of `cover --format json`."""
    asked = proposal.asked
    return contract.document(
        rota=asked.rota,
        person=asked.person,
        written=written,
        held=[_span(piece) for piece in proposal.held.pieces],
        parts=[{**_span(part.interval), "by": part.by} for part in proposal.parts],
        open=[_span(part) for part in proposal.open],
        candidates=[
            {
                "person": one.person,
                "can": one.can,
                "here": one.here,
                "more_hours": float(round(one.more, 4)),
                "last": contract.stamp_or_none(one.last),
                "next": contract.stamp_or_none(one.next),
                "obstacles": [{"kind": o.kind, "text": o.text} for o in one.obstacles],
            }
            for one in proposal.candidates
        ],
        lines=proposed.json_lines(proposal.edit),
        shifts=proposed.json_shifts(proposal.moved),
        findings=[contract.finding(found) for found in proposal.notes],
    )


def _span(part: Interval) -> dict[str, str]:
    return {"start": contract.stamp(part.start), "end": contract.stamp(part.end)}
