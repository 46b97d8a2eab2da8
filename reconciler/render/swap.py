"""A proposed swap: who exchanges which turns, whether that is even, the line, and who else could."""

from collections.abc import Iterator
from datetime import timedelta

from reconciler.intervals import Interval
from reconciler.render import contract, proposed, zones
from reconciler.suggest.exchange import Exchange, Turn, Worth
from reconciler.suggest.obstacles import Obstacle
from reconciler.suggest.swap import Proposal
from reconciler.wording import count, listing

_NOBODY = "Nothing has been written: no exchange can be made."


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
        tables=tuple(_others(proposal)),
        notes=proposal.notes,
        end=_end(proposal, written=written),
    )


def _end(proposal: Proposal, *, written: bool) -> str:
    if proposal.edit is None:
        return _NOBODY
    return proposed.WRITTEN if written else proposed.PROPOSED


def _head(proposal: Proposal) -> str:
    file, turn = proposal.before, proposal.turn
    name = file.rotas[proposal.asked.rota].name
    return f"{name}: swap for {file.display_name(turn.person)}, {_when(proposal, turn.interval)}"


def _when(proposal: Proposal, part: Interval) -> str:
    clocks = zones.of_file(proposal.before, proposal.now)
    return clocks.stretch(proposal.asked.rota, part.start, part.end)


def _sentences(proposal: Proposal) -> Iterator[str]:
    """Which turns are meant, who exchanges them, and whether they are worth the same."""
    names, chosen = proposal.before.display_name, proposal.chosen
    clocks = zones.of_file(proposal.before, proposal.now)
    for turn in proposal.snapped:
        begins = clocks.moment(turn.interval.start)
        yield f"The turn of {names(turn.person)} that runs then begins on {begins}."
    if chosen is None:
        partner = proposal.asked.partner
        who = "Nobody can" if partner is None else f"{names(partner)} cannot"
        yield f"{who} exchange a turn for it. `rota cover` needs none in return."
        return
    me, them = names(chosen.mine.person), names(chosen.theirs.person)
    yield f"{them} takes it, and {me} takes {_when(proposal, chosen.theirs.interval)}."
    yield f"{_fair(chosen, me)}."
    for turn, against in ((chosen.mine, chosen.against_me), (chosen.theirs, chosen.against_them)):
        if against:
            yield f"Against it: {names(turn.person)} {_against(against)}."


def _fair(one: Exchange, me: str) -> str:
    """`Even: 128 hours each`, or who gives and gets how much, with the bank holidays that make it so."""
    given, got = _worth(one.given), _worth(one.got)
    if one.uneven:
        return f"Not even: {me} gives {given} and gets {got}"
    if given == got:
        return f"Even: {given} each"
    return f"Even by the hours: {me} gives {given} and gets {got}"


def _in_short(one: Exchange) -> str:
    """`even, 128 hours each`, `128 hours for 144`."""
    if one.uneven:
        return f"{_worth(one.got)} for {count_hours(one.given.hours)}"
    return f"even, {_worth(one.got)}" + (" each" if one.given == one.got else "")


def _worth(worth: Worth) -> str:
    hours = count_hours(worth.hours)
    hours += f" with {listing(worth.with_)}" if worth.with_ else ""
    return hours + (f" without {listing(worth.without)}" if worth.without else "")


def count_hours(value: timedelta) -> str:
    """`128 hours`, `7.5 hours`."""
    hours = value / timedelta(hours=1)
    return count(int(hours), "hour") if hours == int(hours) else f"{hours:.1f} hours"


def _others(proposal: Proposal) -> Iterator[tuple[str, list[tuple[str, str, str]]]]:
    """Every exchange that can be made, and why some people cannot."""
    names, clocks = proposal.before.display_name, zones.of_file(proposal.before, proposal.now)
    me = names(proposal.turn.person)
    if len(proposal.possible) > 1:
        rows = [
            (names(one.theirs.person), f"turn of {clocks.day(one.theirs.interval.start)}", _in_short(one))
            for one in proposal.possible
        ]
        yield "Exchanges that can be made, the most even first", rows
    if proposal.asked.anyway:
        return
    refused = [
        (names(one.theirs.person), f"turn of {clocks.day(one.theirs.interval.start)}", _why_not(one, me))
        for one in proposal.refused
    ]
    refused += [(names(person), "", "has no turn to exchange near it") for person in proposal.alone]
    if refused:
        yield "Who cannot", refused


def _why_not(one: Exchange, me: str) -> str:
    """Why an exchange cannot be made, by the one of the two who cannot."""
    parts = [_against(one.against_them)] if one.against_them else []
    parts += [f"{me} then: {_against(one.against_me)}"] if one.against_me else []
    return "; ".join(parts)


def _against(against: tuple[Obstacle, ...]) -> str:
    return "; ".join(obstacle.text for obstacle in against)


def _shifts(proposal: Proposal) -> list[tuple[str, str, str]]:
    clocks = zones.of_file(proposal.before, proposal.now)
    moved = proposal.chosen.moved if proposal.chosen is not None else ()
    return proposed.shifts(moved, proposal.before, clocks)


def json(proposal: Proposal, *, written: bool) -> str:
    """The contract of `swap --format json`."""
    chosen = proposal.chosen
    return contract.document(
        rota=proposal.asked.rota,
        layer=proposal.turn.layer,
        written=written,
        turn=_turn(proposal.turn),
        chosen=None if chosen is None else _exchange(chosen),
        possible=[_exchange(one) for one in proposal.possible],
        refused=[_exchange(one) for one in proposal.refused],
        alone=list(proposal.alone),
        lines=proposed.json_lines(proposal.edit),
        shifts=proposed.json_shifts(chosen.moved if chosen is not None else ()),
        findings=[contract.finding(found) for found in proposal.notes],
    )


def _exchange(one: Exchange) -> dict[str, object]:
    return {
        "theirs": _turn(one.theirs),
        "can": one.can,
        "given": _amount(one.given),
        "got": _amount(one.got),
        "against_me": [{"kind": o.kind, "text": o.text} for o in one.against_me],
        "against_them": [{"kind": o.kind, "text": o.text} for o in one.against_them],
    }


def _turn(turn: Turn) -> dict[str, object]:
    return {
        "person": turn.person,
        "start": contract.stamp(turn.interval.start),
        "end": contract.stamp(turn.interval.end),
    }


def _amount(worth: Worth) -> dict[str, object]:
    return {
        "hours": worth.hours / timedelta(hours=1),
        "with": list(worth.with_),
        "without": list(worth.without),
    }
