"""Records put together again: runs, what came of each deed, and which run is in force at a moment."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.history import in_force, of_account, only, runs
from reconciler.records import Record

NOON = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
MEANT = Record(
    "eu",
    "r1",
    1,
    "abc",
    "intent",
    NOON,
    "create",
    "override",
    "web",
    note="+ Ana Ortiz",
    person="ana",
    by="CI 7",
)
DONE = replace(MEANT, phase="done", id="Q1", at=NOON + timedelta(seconds=2), note=None, by=None)
LATER = replace(MEANT, run="r2", at=NOON + timedelta(hours=1), commit="def", note="+ Ben Ode", person="ben")


def test_an_intent_and_its_outcome_are_one_deed() -> None:
    """What was to be done is said by the intent, what came of it by the other."""
    (run,) = runs([MEANT, DONE])
    assert (run.id, run.commit, run.by, run.at) == ("r1", "abc", "CI 7", NOON)
    (deed,) = run.deeds
    assert (deed.summary, deed.status, deed.id, deed.person) == ("+ Ana Ortiz", "done", "Q1", "ana")


def test_a_deed_without_an_outcome_is_open() -> None:
    """The process died, or the answer was not clear."""
    assert [deed.status for run in runs([MEANT]) for deed in run.deeds] == ["open"]


def test_a_failure_says_why() -> None:
    """In the words of the apply."""
    (run,) = runs([MEANT, replace(DONE, phase="failed", id=None, note="PagerDuty refused it")])
    assert [(deed.status, deed.said) for deed in run.deeds] == [("failed", "PagerDuty refused it")]


def test_a_second_copy_changes_nothing_about_the_first() -> None:
    """A write that was delivered twice has two outcomes."""
    (run,) = runs([MEANT, DONE, replace(DONE, id="Q2", note="a second copy")])
    assert [(deed.status, deed.id) for deed in run.deeds] == [("done", "Q1")]


def test_deeds_are_found_by_rota_and_by_person() -> None:
    """By the person's key, or by the whole name in the summary: "levels" speaks of no Eve."""
    found = runs(
        [MEANT, DONE, LATER, replace(MEANT, sequence=2, key="db", person=None, note="line-up of Ana Ortiz")]
    )
    assert [run.id for run in only(found, keys=["db"])] == ["r1"]
    assert [len(run.deeds) for run in only(found, people={"ana": "Ana Ortiz"})] == [2]
    assert [run.id for run in only(found, people={"ben": "Ben Ode"})] == ["r2"]
    assert only(found, keys=["db"], people={"ben": "Ben Ode"}) == ()


def test_the_run_in_force_is_the_last_that_left_nothing_undone() -> None:
    """One that failed, in part or whole, or that comes later, does not count; nor does a policy's."""
    found = runs([MEANT, DONE, LATER])
    after = NOON + timedelta(hours=2)
    assert in_force(found, "web", NOON - timedelta(seconds=1)) is None
    assert in_force(found, "db", after) is None
    held = in_force(found, "web", after)
    assert held is not None
    assert held.id == "r1"
    finished = in_force(runs([MEANT, DONE, LATER, replace(LATER, phase="done")]), "web", after)
    assert finished is not None
    assert finished.id == "r2"
    policy = [replace(MEANT, kind="policy"), replace(DONE, kind="policy")]
    assert in_force(runs(policy), "web", after) is None


@given(
    st.permutations(
        [MEANT, DONE, LATER, replace(LATER, phase="failed"), replace(MEANT, sequence=2, key="db")]
    )
)
def test_the_order_of_lines_means_nothing(records: list[Record]) -> None:
    """Notes are merged by union, which sorts them."""
    assert runs(records) == runs(
        [MEANT, DONE, LATER, replace(LATER, phase="failed"), replace(MEANT, sequence=2, key="db")]
    )


def test_runs_on_another_account_are_named_and_left_out() -> None:
    """What was tried somewhere else put no file in force here."""
    there = replace(MEANT, account="us", run="r0")
    found, others = of_account([there, MEANT, DONE], "eu")
    assert ([run.id for run in found], others) == (["r1"], ("us",))
    assert of_account([MEANT, DONE], "eu")[1] == ()


def moved(*numbers: int) -> list[Record]:
    """A run of three steps: a schedule made, a policy switched, the old schedule renamed."""
    base = replace(MEANT, person=None)
    steps = (
        replace(base, kind="schedule"),
        replace(base, verb="update", kind="policy", key="24x7", id="P1"),
        replace(base, verb="update", kind="schedule", id="S1"),
    )
    found: list[Record] = []
    for i, (number, step) in enumerate(zip(numbers, steps, strict=True)):
        meant = replace(step, sequence=number, at=NOON + timedelta(seconds=i), note=f"step {i}")
        found += [meant, replace(meant, phase="done", id=step.id or "S2", note=None)]
    return found


@pytest.mark.parametrize("numbers", [(1, 2, 3), (1, 1, 1)])
def test_the_steps_of_one_run_are_told_one_by_one(numbers: tuple[int, ...]) -> None:
    """Also by a ledger in which the numbers begin anew at each step, as they once did."""
    (run,) = runs(reversed(moved(*numbers)))
    told = [(deed.key, deed.kind, deed.summary, deed.status, deed.id) for deed in run.deeds]
    assert told == [
        ("web", "schedule", "step 0", "done", "S2"),
        ("24x7", "policy", "step 1", "done", "P1"),
        ("web", "schedule", "step 2", "done", "S1"),
    ]
    (cut,) = runs(moved(*numbers)[:-1])
    assert [deed.status for deed in cut.deeds] == ["done", "done", "open"]
    assert [deed.key for run in only(runs(moved(*numbers)), keys=["24x7"]) for deed in run.deeds] == ["24x7"]
