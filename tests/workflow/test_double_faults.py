"""Two things go wrong at once: delivered twice and a crash, a crash and reads that lag, a twin nobody saw."""

from pathlib import Path

import pytest

from reconciler.sandbox import Crashed, Duplicate, Faults, Rule, Stale, journal_of
from reconciler.sandbox.faults import Crash
from reconciler.workflow.applying import apply
from tests.workflow.stories import ACCEPT, Start, begin, ends_well, state, undisturbed, worlds
from tests.world import Data

pytestmark = pytest.mark.proof


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Start:
    """Two rotas and a policy on an account that has none of them."""
    return begin("first apply", tmp_path_factory.mktemp("first") / "world")


@pytest.mark.parametrize("answer", ["first", "second"])
@pytest.mark.parametrize("post", [1, 2, 4])
def test_a_twin_that_a_crash_left_behind_goes_in_the_next_run(
    first: Start, tmp_path: Path, post: int, answer: str
) -> None:
    """A schedule or policy was made twice, and the run ended at some request before it had seen to that."""
    wanted, methods = undisturbed(first)
    again = worlds(first, tmp_path)
    twins = 0
    for at in range(len(methods) + 4):
        made = next(again)
        plan = made.plan()
        before = len(journal_of(made.app).exchanges)
        twice = Rule(Duplicate("first" if answer == "first" else "second"), method="POST", nth=post)
        made.strike(Faults((twice, Rule(Crash("after"), nth=at + 1))))
        try:
            apply(plan, made.file, made.tools(), ACCEPT)
        except Crashed:
            struck = [fault for e in journal_of(made.app).exchanges[before:] for fault in e.faults]
            if "duplicate" not in struck:
                continue
        made.strike()
        twins += len(state(made)["strangers"])
        ends_well(made, wanted, at)
    assert twins


def once(found: Data) -> Data:
    """What is there, without a second copy of an override that runs: it is left to end by itself.

    To delete one that runs would leave a minute in which nobody is on call.
    """
    return {
        key: {**held, "overrides": [row for i, row in enumerate(rows) if row not in rows[:i]]}
        if isinstance(held, dict) and (rows := held["overrides"])
        else held
        for key, held in found.items()
    }


LAGS = (2, 6, 15, 40, 400)
"""For how many reads PagerDuty goes on showing what was before a write."""


@pytest.mark.parametrize("reads", LAGS)
def test_a_crash_and_reads_that_lag_behind_make_nothing_twice(
    story: Start, tmp_path: Path, reads: int
) -> None:
    """The next run does not see at first what the one before had written."""
    wanted, methods = undisturbed(story)
    again = worlds(story, tmp_path)
    for at in range(1, len(methods) - methods.count("GET") + 1):
        made = next(again)
        plan = made.plan()
        both = (Stale(requests=reads), Crash("after"))
        made.strike(Faults(tuple(Rule(fault, method="write", nth=at) for fault in both)))
        with pytest.raises(Crashed):
            apply(plan, made.file, made.tools(), ACCEPT)
        outcome = made.apply(ACCEPT)
        made.strike()
        if outcome.exit_code == 0:
            assert once(state(made)) == once(wanted), at
        else:
            assert outcome.exit_code in {3, 4, 5}, (at, outcome.results)
        again_ = made.apply(ACCEPT)
        assert again_.exit_code == 0, (at, again_.results, again_.refused)
        assert once(state(made)) == once(wanted), at
        assert made.plan().actions == (), at
