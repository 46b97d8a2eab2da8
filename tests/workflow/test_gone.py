"""Objects that go under us, at each write: it is told, never a traceback, and running again finishes."""

from pathlib import Path

import pytest

from reconciler.sandbox import Deleted, Faults, Rule
from reconciler.workflow.applying import apply
from tests.workflow.stories import ACCEPT, Start, state, undisturbed, worlds
from tests.world import Data, World

pytestmark = pytest.mark.proof


@pytest.mark.parametrize("path", ["/schedules", "/escalation_policies", "/overrides"])
def test_what_somebody_deletes_under_us_is_made_again_by_running_again(
    story: Start, tmp_path: Path, path: str
) -> None:
    """The first run says what it could not do; the second leaves nothing to plan."""
    wanted, methods = undisturbed(story)
    again = worlds(story, tmp_path)
    for at in range(1, len(methods) - methods.count("GET") + 1):
        made = next(again)
        victim = _first(made, path)
        if victim is None:
            return
        plan = made.plan()
        made.strike(Faults((Rule(Deleted(victim), method="write", nth=at),)))
        outcome = apply(plan, made.file, made.tools(), ACCEPT)
        made.strike()
        assert all(r.message for r in outcome.results if r.status != "done"), at
        for _ in range(2):
            outcome = made.apply((*ACCEPT, "gap"))
        assert outcome.exit_code == 0, (at, outcome.results, outcome.refused)
        assert made.plan().actions == ()
        if path != "/schedules":
            assert _rendered(state(made)) == _rendered(wanted), at


def _rendered(found: Data) -> Data:
    """Who is on call; an override that is hidden for good need not be made again."""
    return {key: held["rendered"] for key, held in found.items() if "rendered" in held}


def _first(made: World, path: str) -> str | None:
    """The path of some object of ours."""
    live = made.live()
    schedules = list(live.schedules.values())
    if path == "/overrides":
        found = [f"/schedules/{s.id}/overrides/{o.id}" for s in schedules for o in s.overrides]
    elif path == "/schedules":
        found = [f"/schedules/{s.id}" for s in schedules]
    else:
        found = [f"/escalation_policies/{p.id}" for p in live.policies.values()]
    return found[0] if found else None
