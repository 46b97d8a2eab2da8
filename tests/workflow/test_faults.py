"""Faults short of a crash, at each write of each story: one run or one more ends where it would without."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from reconciler.sandbox import (
    Duplicate,
    Faults,
    Half,
    RateLimited,
    ReadOnly,
    RefuseOverride,
    Reset,
    Rule,
    ServerFault,
    Stale,
)
from reconciler.sandbox.faults import Fault
from reconciler.workflow.applying import apply
from tests.workflow.stories import ACCEPT, WIDE, Start, begin, ends_well, state, undisturbed, worlds
from tests.world import World

pytestmark = pytest.mark.proof

SENDING = (
    "first apply",
    "a cover moved",
    "a running cover handed on",
    "a bank holiday added",
    "a bank holiday withdrawn",
)
"""The stories in which overrides are made."""

ONCE: Mapping[str, Fault] = {
    "the connection breaks before": Reset("before"),
    "the connection breaks after": Reset("after"),
    "half an answer": Half(),
    "a server fault before": ServerFault(502, "html", "before"),
    "a server fault after": ServerFault(503, "empty", "after"),
    "delivered twice, first answer": Duplicate("first"),
    "delivered twice, second answer": Duplicate("second"),
    "reads lag": Stale(requests=3),
}


@pytest.mark.parametrize("fault", ONCE)
def test_one_fault_at_any_write_is_overcome_in_the_same_run(story: Start, tmp_path: Path, fault: str) -> None:
    """What is unclear is looked up; nothing is there twice, and nothing is missing."""
    wanted, methods = undisturbed(story)
    again = worlds(story, tmp_path)
    for at in range(1, len(methods) - methods.count("GET") + 1):
        made = next(again)
        plan = made.plan()
        made.strike(Faults((Rule(ONCE[fault], method="write", nth=at),)))
        outcome = apply(plan, made.file, made.tools(), ACCEPT)
        made.strike()
        assert outcome.exit_code == 0, (at, outcome.results)
        assert state(made) == wanted, at
        assert made.plan().actions == (), at


@pytest.mark.parametrize("reset", [1, None])
def test_too_many_requests_are_waited_out(story: Start, tmp_path: Path, reset: int | None) -> None:
    """Bursts of 429, and server faults to reads, slow an apply down and change nothing."""
    wanted, _ = undisturbed(story)
    made = story.world(tmp_path / "hard")
    rules = (
        Rule(RateLimited(reset), every=3),
        Rule(ServerFault(503, "json"), method="read", every=4),
    )
    made.strike(Faults(rules))
    outcome = made.apply(ACCEPT)
    made.strike()
    assert outcome.exit_code == 0, outcome.results
    assert state(made) == wanted


def test_a_key_that_may_not_write_any_more_is_told_and_made_good(story: Start, tmp_path: Path) -> None:
    """From whichever write on: what was done is said, what was not, and running again finishes."""
    wanted, methods = undisturbed(story)
    again = worlds(story, tmp_path)
    for at in range(1, len(methods) - methods.count("GET") + 1):
        made = next(again)
        made.strike(Faults((Rule(ReadOnly(), method="write", nth=at),)))
        outcome = made.apply(ACCEPT)
        assert len(outcome.results) == len(outcome.plan.actions)
        done = [r for r in outcome.results if r.status == "done"]
        assert outcome.exit_code == (4 if done else 1), (at, outcome.results)
        assert all(r.message for r in outcome.results if r.status != "done")
        ends_well(made, wanted, at)


@pytest.mark.parametrize("name", [*SENDING, *WIDE])
def test_a_refused_override_at_any_place_is_made_good(name: str, tmp_path: Path) -> None:
    """Each place of each batch, and then the whole batch: only they fail, and what waits for them waits."""
    story = begin(name, tmp_path / "begins")
    wanted, _ = undisturbed(story)
    again = worlds(story, tmp_path)
    sizes = _batches(next(again))
    assert max(sizes) > 1 or name in SENDING
    for at, size in enumerate(sizes, start=1):
        for items in (*((place,) for place in range(size)), ()):
            made = next(again)
            made.strike(Faults((Rule(RefuseOverride(items), method="POST", nth=at),)))
            outcome = made.apply(ACCEPT)
            failed = [r for r in outcome.results if r.status == "failed"]
            assert len(failed) == (len(items) or size), (at, items)
            assert {r.message for r in failed} == {"Override could not be created"}
            assert outcome.exit_code in {1, 4}, (at, items, outcome.results)
            ends_well(made, wanted, (at, items))


def _batches(made: World) -> list[int]:
    """How many overrides each request of an undisturbed apply carries."""
    apply(made.plan(), made.file, made.tools(), ACCEPT)
    return [
        len(body["overrides"]) for _, path, body in made.transport.requests if path.endswith("/overrides")
    ]


def test_a_write_is_sent_once_more_and_never_a_third_time(story: Start, tmp_path: Path) -> None:
    """No write arrives at all: each is looked up, sent again, looked up, and left."""
    wanted, _ = undisturbed(story)
    made = story.world(tmp_path / "deaf")
    made.strike(Faults((Rule(Reset("before"), method="write"),)))
    outcome = apply(made.plan(), made.file, made.tools(), ACCEPT)
    assert outcome.exit_code == 1
    sent = [str(each) for each in made.transport.requests]
    assert sent
    assert {sent.count(each) for each in sent} == {2}
    ends_well(made, wanted, "deaf")


def test_a_lost_answer_while_reads_lag_makes_nothing_twice(story: Start, tmp_path: Path) -> None:
    """What was written does not show at first when it is looked for."""
    wanted, methods = undisturbed(story)
    again = worlds(story, tmp_path)
    for at in range(1, len(methods) - methods.count("GET") + 1):
        made = next(again)
        plan = made.plan()
        both = (Reset("after"), Stale(requests=4))
        made.strike(Faults(tuple(Rule(fault, method="write", nth=at) for fault in both)))
        outcome = apply(plan, made.file, made.tools(), ACCEPT)
        assert outcome.exit_code == 0, (at, outcome.results)
        ends_well(made, wanted, at)
