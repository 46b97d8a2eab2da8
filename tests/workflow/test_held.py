"""What was not written is as it was read: only the rest of a file is read again, and nothing gets lost."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from reconciler.plan.outcome import Outcome
from reconciler.state import LiveState
from reconciler.workflow.applying import apply
from reconciler.workflow.held import Held
from reconciler.workflow.planning import make, request
from reconciler.workflow.run import Tools
from reconciler.workflow.verifying import prove
from tests.plan.files import document, rota, settled
from tests.workflow.stories import ACCEPT
from tests.world import Data, World


def two(folder: Path) -> World:
    """Two rotas and a policy, in PagerDuty as in the file."""
    data = document({"web": rota(("2026-11-23", "ana", "ben")), "db": rota(("2026-11-23", "cal", "dee"))})
    levels = [{"notify": "web", "escalate_after": "5 minutes"}]
    data["policies"] = {"first": {"name": "First", "levels": levels}}
    return settled(data, "2026-11-25 12:00", folder)


def proof(
    made: World, outcome: Outcome, tools: Tools, before: LiveState | None, *, every: bool = False
) -> Outcome:
    """Of an apply, by what was read for its plan or by all that is there now."""
    question, clock, sleep = made.question(), tools.clock, tools.sleep
    return prove(
        outcome, question, tools.reader, made.ledger, clock=clock, sleep=sleep, every=every, before=before
    )


def test_what_was_written_is_read_again_and_joined_to_the_rest(tmp_path: Path) -> None:
    """The whole is what a whole reading would have been."""
    made = two(tmp_path)
    before = made.live()
    asked = request(made.file, "sandbox", made.now, made.now)
    held = Held(before, frozenset({"web"}))
    schedule = made.schedule("web")
    schedule["schedule_layers"][0]["users"].pop()
    made.send("PUT", f"/schedules/{schedule['id']}", {"schedule": schedule})
    fresh = made.reader().read(held.cut(asked))
    assert (set(fresh.schedules), set(fresh.policies), fresh.others) == ({"web"}, set(), ())
    assert held.joined(fresh) == made.live()


def test_what_is_gone_by_now_is_gone(tmp_path: Path) -> None:
    """What was held of it is no longer believed."""
    made = two(tmp_path)
    before = made.live()
    made.send("DELETE", f"/escalation_policies/{before.policies['first'].id}")
    held = Held(before, frozenset({"first"}))
    fresh = made.reader().read(held.cut(request(made.file, "sandbox", made.now, made.now)))
    joined = held.joined(fresh)
    assert joined.policies == {}
    assert set(joined.schedules) == {"web", "db"}
    assert joined.others == ()


def test_strangers_stay_strangers(tmp_path: Path) -> None:
    """Only what the file names is no stranger, whether or not it was written."""
    made = two(tmp_path)
    before = made.live()
    body = made.schedule("db")
    made.send("POST", "/schedules", {"schedule": body | {"name": "Theirs", "description": ""}})
    held = Held(before, frozenset({"web"}))
    joined = held.joined(made.reader().read(held.cut(request(made.file, "sandbox", made.now, made.now))))
    assert [other.name for other in joined.others] == ["Theirs"]
    assert joined == made.live()


def test_a_name_that_another_rota_still_has_is_not_taken_for_ones_own(tmp_path: Path) -> None:
    """A rename was refused and the new rota of that name not made; a third rota was written, and differs."""
    data = document(
        {
            "b": rota(("2026-11-23", "ana", "ben"), hours=None) | {"name": "Support"},
            "c": rota(("2026-11-23", "cal", "dee")) | {"name": "Other"},
        },
        safety={"mass": "100%"},
    )
    made = settled(data, "2026-11-25 12:00", tmp_path)

    def edit(file: Data) -> None:
        file["rotas"]["b"] |= {"name": "Support EMEA"}
        file["rotas"]["b"]["line_ups"][0]["people"] = ["eve", "ben"]
        file["rotas"]["a"] = rota(("2026-11-23", "eve", "kit")) | {"name": "Support"}
        file["overrides"] = [{"rota": "c", "cover": "cal", "by": "kit", "on": "2026-11-26"}]

    made.change(edit)
    plan, before = make(made.question(), made.reader(), "sandbox", made.ledger.load())
    tools = made.tools()
    made.transport.fault = lambda method, path, _: 400 if (method, path) == ("POST", "/schedules") else None
    outcome = apply(plan, made.file, tools)
    assert [r.key for r in outcome.refused] == ["b"]
    assert [(r.action.key, r.status) for r in outcome.results] == [("a", "failed"), ("c", "done")]
    (ours,) = [r.id for r in made.ledger.load() if r.kind == "override" and r.phase == "done"]
    made.send("DELETE", f"/schedules/{made.schedule_id('c')}/overrides/{ours}")
    proofs = [proof(made, outcome, tools, held) for held in (before, None)]
    assert [int(proof.exit_code) for proof in proofs] == [5, 5]
    assert {d.rota for d in proofs[0].differences} == {"a", "c"}
    assert proofs[0].differences == proofs[1].differences


@pytest.mark.parametrize("minutes", [0, 90])
def test_a_proof_of_what_was_written_says_what_a_proof_of_everything_says(
    tmp_path: Path, minutes: int
) -> None:
    """Also where time has passed since the plan."""
    made = two(tmp_path)
    made.change(lambda d: d["rotas"]["web"]["line_ups"][0].update(people=["ben", "ana"]))
    plan, before = make(made.question(), made.reader(), "sandbox", made.ledger.load())
    tools = made.tools()
    outcome = apply(plan, made.file, tools, ACCEPT)
    made.now += timedelta(minutes=minutes)
    found = [proof(made, outcome, tools, held) for held in (before, None)]
    assert found[0] == found[1]
    assert (found[0].exit_code, found[0].verified) == (0, ("web",))


def test_with_nothing_written_the_plan_is_the_proof(tmp_path: Path) -> None:
    """Of all that it was not kept from writing; what differs there is told."""
    made = two(tmp_path)
    made.change(lambda d: d["rotas"]["web"]["line_ups"][0].update(people=["ben", "ana"]))
    plan, before = make(made.question(), made.reader(), "sandbox", made.ledger.load())
    tools = made.tools()
    refused = apply(plan, made.file, tools)
    assert refused.results == ()
    left = replace(Outcome(replace(plan, actions=())), left=plan.actions)
    made.transport.fault = lambda *_: 500
    for outcome, verified in ((refused, ("db",)), (left, ("db",))):
        found = proof(made, outcome, tools, before, every=True)
        assert (found.verified, found.differences, found.verify_error) == (verified, (), None)
