"""Whatever happens at whichever request of an apply, running again ends where nothing would have happened."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from reconciler.sandbox import Crashed, Faults, journal_of
from reconciler.workflow.applying import apply
from tests.workflow.stories import ACCEPT, STORIES, Start, begin, state
from tests.world import Data, World


@pytest.fixture(params=STORIES)
def story(request: pytest.FixtureRequest, tmp_path: Path) -> Start:
    """Each of the stories at its beginning."""
    return begin(request.param, tmp_path / "start")


def undisturbed(story: Start, folder: Path) -> tuple[Data, list[str]]:
    """Where a story ends, and the methods of the requests of its apply."""
    made = story.world(folder)
    plan = made.plan()
    before = len(journal_of(made.app).exchanges)
    apply(plan, made.file, made.tools(), ACCEPT)
    methods = [e.method for e in journal_of(made.app).exchanges[before:]]
    assert made.plan().actions == ()
    return state(made), methods


def ends_well(made: World, wanted: Data, what: object) -> None:
    """Run again: done and proven, where an undisturbed run ends, and nothing is left to plan."""
    made.strike()
    outcome = made.apply(ACCEPT)
    assert outcome.exit_code == 0, (what, outcome.results, outcome.refused, outcome.differences)
    assert state(made) == wanted, what
    assert made.plan().actions == (), what


def worlds(story: Start, folder: Path) -> Iterator[World]:
    """The beginning of a story over and over."""
    number = 0
    while True:
        number += 1
        yield story.world(folder / f"{number}")


def test_a_crash_at_any_request_is_made_good_by_running_again(story: Start, tmp_path: Path) -> None:
    """Before and after PagerDuty has carried a write out, and at every read in between."""
    wanted, methods = undisturbed(story, tmp_path / "calm")
    again = worlds(story, tmp_path)
    points = [(at, "before") for at in range(1, len(methods) + 1)]
    points += [(at, "after") for at, method in enumerate(methods, start=1) if method != "GET"]
    for at, when in points:
        made = next(again)
        plan = made.plan()
        made.strike(Faults.crash(at, "before" if when == "before" else "after"))
        with pytest.raises(Crashed):
            apply(plan, made.file, made.tools(), ACCEPT)
        ends_well(made, wanted, (at, when))
