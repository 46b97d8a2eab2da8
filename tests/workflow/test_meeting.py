"""Two applies at once, and people who write while we do: nothing is there twice, nothing is lost."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import chain, cycle
from pathlib import Path

import pytest

from reconciler.ledger.file import FileLedger
from reconciler.plan.actions import DeleteOverride
from reconciler.plan.model import Plan
from reconciler.workflow.applying import apply
from tests.workflow.results import messages, statuses
from tests.workflow.stories import ACCEPT, Start, begin, ends_well, state, undisturbed, worlds
from tests.workflow.turns import Turns
from tests.world import World

pytestmark = pytest.mark.proof


def at_write(made: World, number: int, then: Callable[[], object]) -> None:
    """Have something happen right before PagerDuty gets a write, counted from 1."""
    seen = 0

    def fault(method: str, *_: object) -> None:
        nonlocal seen
        seen += method != "GET"
        if method != "GET" and seen == number:
            made.transport.fault = lambda *_: None
            then()

    made.transport.fault = fault


@pytest.mark.parametrize("ledgers", ["one ledger", "a ledger each"])
@pytest.mark.parametrize("planned", ["from one plan", "planned apart"])
def test_two_applies_at_once_end_as_one(story: Start, tmp_path: Path, ledgers: str, planned: str) -> None:
    """The second runs as a whole inside the first, at each of its writes in turn."""
    wanted, methods = undisturbed(story)
    again = worlds(story, tmp_path)
    for at in range(1, len(methods) - methods.count("GET") + 1):
        made = next(again)
        plan = made.plan()
        tools = made.tools()
        if ledgers == "a ledger each":
            copy = made.folder / "other.jsonl"
            copy.write_bytes(story.ledger)
            tools = replace(tools, ledger=FileLedger(copy))
        inner: list[int] = []

        def second(made: World = made, plan: Plan = plan, inner: list[int] = inner) -> None:
            own = made.plan() if planned == "planned apart" else plan
            inner.append(apply(own, made.file, made.tools(), ACCEPT).exit_code)

        at_write(made, at, second)
        outer = apply(plan, made.file, tools, ACCEPT)
        assert len(inner) == 1
        assert {inner[0], int(outer.exit_code)} <= {0, 3, 4}, (at, inner, outer.results)
        assert state(made)["strangers"] == [], at
        ends_well(made, wanted, at)


ORDERS: dict[str, tuple[int, ...]] = {
    "in turn": (0, 1),
    "the first twice as fast": (0, 0, 1),
    "the second twice as fast": (0, 1, 1),
    "three and three": (0, 0, 0, 1, 1, 1),
}


@pytest.mark.parametrize("ledgers", ["one ledger", "a ledger each"])
@pytest.mark.parametrize("order", ORDERS)
def test_two_first_applies_side_by_side_leave_one_of_each(
    begun: dict[str, Start],
    tmp_path_factory: pytest.TempPathFactory,
    tmp_path: Path,
    order: str,
    ledgers: str,
) -> None:
    """Both have planned to make everything; request by request, the second beginning later and later.

    Each ends as one would alone, or says what it could not do; running again finishes.
    """
    if "first apply" not in begun:
        begun["first apply"] = begin("first apply", tmp_path_factory.mktemp("start") / "world")
    story = begun["first apply"]
    wanted, methods = undisturbed(story)
    again = worlds(story, tmp_path)
    for ahead in range(len(methods) + 1):
        made = next(again)
        sides = [made, World(made.text, made.now, made.folder, store=made.store, filled=True)]
        if ledgers == "a ledger each":
            sides[1].folder = made.folder / "other"
            sides[1].folder.mkdir()
        plans = [side.plan() for side in sides]
        turns = Turns(chain([0] * ahead, cycle(ORDERS[order])))
        for number, side in enumerate(sides):
            side.transport.inner = turns.wire(number, side.transport.inner)
        applies = [partial(side.apply, ACCEPT, plan) for side, plan in zip(sides, plans, strict=True)]
        outcomes = turns.both(*applies)
        made.transport.inner = made.plain
        codes, found = {int(outcome.exit_code) for outcome in outcomes}, state(made)
        assert codes <= {0, 3, 4}, (ahead, outcomes)
        assert found["strangers"] == [], ahead
        assert found == wanted or codes != {0}, ahead
        ends_well(made, wanted, ahead)


def test_somebody_elses_override_in_the_meantime_is_kept_and_planned_round(covered: World) -> None:
    """It appeared after the plan: ours is not laid over it; planning again cuts it round theirs."""
    entry = {
        "rota": "web",
        "cover": "ana",
        "by": "eve",
        "from": "2026-12-04 12:00",
        "until": "2026-12-04 18:00",
    }
    covered.change(lambda d: d["overrides"].append(entry))
    plan = covered.plan()
    covered.override_by_hand("web", "dee", "2026-12-04 13:00", "2026-12-04 14:00")
    outcome = apply(plan, covered.file, covered.tools())
    (said,) = messages(outcome, "skipped")
    assert "since the plan was made somebody has made an override for Fri 4 Dec 13:00 – 14:00; plan" in said
    assert outcome.exit_code == 3
    assert covered.apply().exit_code == 0
    assert [row[2] for row in covered.overrides("web")] == ["Cal", "Eve", "Dee", "Eve"]


def test_an_override_that_is_gone_already_is_done_with(covered: World) -> None:
    """Somebody has deleted the one that was to be deleted."""
    covered.change(lambda d: d["overrides"].clear())
    plan = covered.plan()
    (action,) = plan.actions
    assert isinstance(action, DeleteOverride)
    covered.send("DELETE", f"/schedules/{action.schedule}/overrides/{action.id}")
    outcome = apply(plan, covered.file, covered.tools())
    assert statuses(outcome) == [("delete_override", "done")]


def test_overrides_that_went_with_a_write_of_their_schedule_are_made_again(covered: World) -> None:
    """Ours are looked for after each; they are recorded, so that they can be withdrawn later."""
    covered.change(lambda d: d["rotas"]["web"]["line_ups"].append({"from": "2027-01-04", "people": ["cal"]}))
    (row,) = covered.overrides("web")
    (kept,) = [r for r in covered.ledger.load() if r.kind == "override" and r.phase == "done"]
    path = f"/schedules/{covered.schedule_id('web')}/overrides/{kept.id}"
    lost = iter([path])

    def lose() -> None:
        for each in lost:
            covered.send("DELETE", each)

    covered.transport.after_write = lose
    outcome = covered.apply(["mass"])
    assert outcome.exit_code == 0
    assert messages(outcome, "done") == ["1 of its overrides went with it and were made again"]
    assert covered.overrides("web") == [row]
    covered.change(lambda d: d["overrides"].clear())
    assert covered.apply(["mass"]).exit_code == 0
    assert covered.overrides("web") == []
