"""Laws of line-ups that are proposed, for random rotas: nothing before them moves, and next stays next."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from reconciler.checks.ground import Ground
from reconciler.checks.next_moved import check
from reconciler.config.loader import load_texts
from reconciler.config.model import RotaFile
from reconciler.edit.line_up import Asked, Proposal, propose
from reconciler.edit.order import Change, Joiner
from reconciler.errors import RotaError
from reconciler.intervals import Interval, instant, zone
from reconciler.shifts import engine
from reconciler.shifts.line_ups import turns
from tests.strategies import PEOPLE, documents

NOW = datetime(2025, 12, 31, tzinfo=UTC)
moderate = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
people = st.sampled_from(PEOPLE)
orders = st.lists(people, min_size=1, max_size=5, unique=True).map(tuple)


def changes(there: list[str]) -> st.SearchStrategy[Change]:
    """Changes to a rota with these people in it, most of which can be made."""
    inside = st.sampled_from(there)
    joiners = st.builds(Joiner, people) | st.builds(
        Joiner, people, st.sampled_from(("after", "before")), inside
    )
    return st.one_of(
        st.builds(Change, add=st.tuples(joiners)),
        st.builds(Change, remove=st.tuples(inside)),
        st.builds(Change, add=st.tuples(joiners), remove=st.tuples(inside)),
        st.builds(Change, order=orders),
        st.builds(Change, first=inside),
        st.just(Change(pause="moving")),
    )


dates = st.dates(date(2026, 1, 1), date(2026, 12, 31))


class Case:
    """A proposal with what it was asked of, which is what a failure shows."""

    def __init__(self, text: str, proposal: Proposal) -> None:
        self.text = text
        self.proposal = proposal

    def __repr__(self) -> str:
        return f"{self.proposal.asked} of {self.text}"


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Something asked of a random rota that can be proposed."""
    data = draw(documents())
    web = data["rotas"]["web"]
    part = draw(st.sampled_from(web.get("layers", [web])))
    layer = part["name"] if "layers" in web else None
    there = [person for line_up in part["line_ups"] for person in line_up.get("people", [])]
    change, since = draw(changes(there)), draw(dates)
    weeks = draw(st.integers(0, 40)) if change.remove or change.pause else 0
    until = since + timedelta(weeks=weeks) if weeks else None
    data["overrides"] = [o for o in data["overrides"] if "swap" not in o]
    text = json.dumps(data)
    proposal = _proposed(text, Asked("web", since, change, until, layer))
    assume(proposal is not None)
    assert proposal is not None
    return Case(text, proposal)


def _proposed(text: str, asked: Asked) -> Proposal | None:
    try:
        return propose(load_texts("rota.yaml", {"rota.yaml": text}), asked, NOW)
    except RotaError:
        return None


def on_call(file: RotaFile, key: str, span: Interval) -> list[tuple[Any, ...]]:
    return [(s.start, s.end, s.person, s.layer, s.source) for s in engine.shifts(file, key, span)]


@moderate
@given(cases())
def test_no_shift_before_a_line_up_changes(case: Case) -> None:
    """Of the rota and of those that follow it, overrides and bank holidays included."""
    proposal = case.proposal
    before, after = proposal.before, proposal.edit.loaded.file
    for key in engine.managed(before):
        begins = instant(proposal.steps[0].at, zone(before.time_zone))
        span = Interval(begins - timedelta(days=30), begins)
        assert on_call(before, key, span) == on_call(after, key, span)


@moderate
@given(cases())
def test_the_first_turn_is_whose_it_would_have_been(case: Case) -> None:
    """Unless that person is removed, left out of the new order, or somebody else is forced to be first."""
    proposal = case.proposal
    change, step = proposal.asked.change, proposal.steps[0]
    begins = instant(step.at, zone(proposal.before.time_zone))
    span = Interval(begins, begins + timedelta(hours=1))
    old = [turn.person for _, turn in turns(proposal.seat.track(proposal.before), span)][:1]
    new = [turn.person for _, turn in turns(proposal.seat.track(proposal.edit.loaded.file), span)][:1]
    if change.pause is not None:
        assert new == []
    elif change.first is not None:
        assert new == [change.first]
    elif old and old[0] not in change.remove and old[0] in (change.order or old):
        assert new == old
    else:
        assert new == [step.order[0]]
        assert new[0] not in change.remove


@moderate
@given(cases())
def test_the_sequence_behind_the_next_one_is_kept(case: Case) -> None:
    """Who stays, stays in the old order; and the check of line-ups finds nothing to say."""
    proposal = case.proposal
    change, step = proposal.asked.change, proposal.steps[0]
    if change.order is None and change.first is None and change.pause is None:
        joined = {joiner.person for joiner in change.add}
        stayed = [person for person in step.order if person not in joined]
        assert stayed == [person for person in step.without if person not in change.remove]
    # Who joins in the place of a leaver may be next in it, which the check cannot know to be meant.
    if change.first is None and step.order[:1] != tuple(joiner.person for joiner in change.add)[:1]:
        places = proposal.edit.places
        assert [f for f in check(Ground(proposal.edit.loaded.file, NOW)) if f.where in places] == []


def is_round(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two orders are the same round, wherever it begins."""
    return any(one == other[i:] + other[:i] for i in range(len(other)))


@moderate
@given(cases())
def test_after_a_leave_everybody_is_there_again(case: Case) -> None:
    """In the old round, where no other line-up came in between; and whoever is next then stays next."""
    proposal = case.proposal
    assume(len(proposal.steps) > 1)
    first, last = proposal.steps
    removed = proposal.asked.change.remove
    # Nobody joins and leaves in one breath.
    assume(not set(removed) & {joiner.person for joiner in proposal.asked.change.add})
    assert set(removed) <= set(last.order)
    # Nobody is left for the while where the one who is away was alone and has a stand-in.
    if proposal.back is None and last.without:
        assert last.order[0] == last.without[0]
        if is_round(last.without, tuple(p for p in first.without if p not in removed)):
            assert is_round(last.order, first.without)
