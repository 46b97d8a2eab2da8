"""What an apply records and tells, what a lost answer leaves, and the proof afterwards."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from httpx2 import ReadTimeout

from reconciler.errors import RefusedError, RemoteError
from reconciler.workflow.applying import apply
from reconciler.workflow.verifying import verify
from tests.plan.files import done, settled, web
from tests.workflow.results import messages, posting
from tests.world import World


def test_what_a_lost_answer_left_is_ours_even_if_it_is_not_wanted_any_more(covered: World) -> None:
    """Its intent has no outcome in the ledger, so the next run may delete it."""
    entry = {
        "rota": "web",
        "cover": "ana",
        "by": "dee",
        "from": "2026-12-04 12:00",
        "until": "2026-12-04 13:00",
    }
    covered.change(lambda d: d["overrides"].append(entry))
    plan, broken = covered.plan(), ReadTimeout("no answer")
    covered.transport.lost = lambda method, _: method == "POST"
    # After the POST nothing can be read for a while, so that its fate stays open.
    covered.transport.after_write = lambda: setattr(covered.transport, "fault", lambda *_: broken)
    outcome = apply(plan, covered.file, covered.tools())
    assert outcome.exit_code == 1
    assert "run again: what PagerDuty holds by then is looked at first" in messages(outcome, "failed")[0]
    covered.transport.lost, covered.transport.after_write = lambda *_: False, lambda: None
    covered.transport.fault = lambda *_: None
    assert len(covered.overrides("web")) == 2
    covered.change(lambda d: d["overrides"].pop())
    done(covered)
    assert len(covered.overrides("web")) == 1


def test_a_running_override_of_a_lost_answer_is_recognised_too(tmp_path: Path) -> None:
    """Its start was moved to a minute from the sending, a while after the intent was noted."""
    made = settled(web(("2026-11-23", "ana", "ben"), hours=None), "2026-11-25 12:00", tmp_path)
    entry = {
        "rota": "web",
        "cover": "ana",
        "by": "dee",
        "from": "2026-11-25 10:00",
        "until": "2026-11-25 18:00",
    }
    made.change(lambda d: d.update(overrides=[entry]))
    plan = made.plan()
    ticks = iter(range(1000))
    tools = made.tools()

    def clock() -> Any:
        return made.now.replace(second=min(59, next(ticks) * 20))

    made.transport.lost = lambda method, _: method == "POST"
    apply(plan, made.file, replace(tools, clock=clock, run="slow"))
    made.transport.lost = lambda *_: False
    (row,) = made.overrides("web")
    assert row[0] == "2026-11-25 12:01:40Z"
    made.change(lambda d: d["overrides"].clear())
    done(made, "changes-now")
    assert made.rendered("web", "2026-11-25 12:10", "2026-11-25 18:00")[0][2] == "Ana"


def test_nothing_is_written_where_the_intents_cannot_be_recorded(covered: World) -> None:
    """What we made would not be known to be ours."""

    class Full:
        damaged = 0

        def load(self) -> tuple[()]:
            return ()

        def intend(self, _: Any) -> None:
            raise RefusedError("the ledger is full")

        def record(self, _: Any) -> None:
            raise AssertionError

        def close(self) -> None:
            return None

    covered.change(lambda d: d["overrides"].clear())
    plan, tools, before = covered.plan(), covered.tools(), len(covered.writes)
    with pytest.raises(RefusedError):
        apply(plan, covered.file, replace(tools, ledger=Full()))
    assert covered.writes[before:] == []


def test_every_write_is_recorded_before_and_after(covered: World) -> None:
    """With account, run, number, object, id and result, and what a person would call it."""
    records = covered.ledger.load()
    assert [(r.sequence, r.phase, r.verb, r.kind) for r in records] == [
        (1, "intent", "create", "schedule"),
        (2, "intent", "create", "override"),
        (1, "done", "create", "schedule"),
        (2, "done", "create", "override"),
    ]
    assert {(r.account, r.run, r.key) for r in records} == {("sandbox", "run-1", "web")}
    last = records[-1]
    assert (last.schedule, last.user) == (covered.schedule_id("web"), covered.user_id("cal"))
    assert last.note is None
    assert records[1].note == "Thu 3 Dec 12:00 – 18:00 Cal, cover"


def test_progress_is_told_as_it_happens(covered: World) -> None:
    """One result at a time, those that failed too."""
    heard: list[str] = []
    covered.change(lambda d: d["overrides"][0].update(by="dee"))
    tools = covered.tools()
    told = replace(tools, progress=lambda r: heard.append(r.status))
    covered.transport.fault = posting("/overrides", 400)
    apply(covered.plan(), covered.file, told)
    assert heard == ["failed", "skipped"]


def test_verifying_tells_where_pagerduty_renders_somebody_else(covered: World) -> None:
    """Somebody changed a layer by hand after the apply."""
    schedule = covered.schedule("web")
    schedule["schedule_layers"][0]["users"].pop()
    covered.send("PUT", f"/schedules/{schedule['id']}", {"schedule": schedule})
    found = verify(covered.question(), covered.reader(), "sandbox", covered.ledger.load(), ["web"])
    told = {(s.before and s.before.name, s.after and s.after.name) for s in found.plan.shifts}
    assert told == {("Ana", "Ben")}


def test_verifying_does_not_vouch_for_what_it_could_not_compare(covered: World) -> None:
    """Somebody's account went right after the apply."""
    covered.send("DELETE", f"/users/{covered.user_id('ben')}")
    with pytest.raises(RemoteError, match="Web could not be compared: Ben"):
        verify(covered.question(), covered.reader(), "sandbox", covered.ledger.load(), ["web"])
