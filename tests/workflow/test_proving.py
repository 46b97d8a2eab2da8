"""The proof after an apply gives PagerDuty time, and a layer that is replaced leaves no gap."""

from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from reconciler.sandbox import Faults, Rule, Stale
from reconciler.workflow.verifying import WAITS
from tests.plan.files import document, done, rota, settled, web, world
from tests.world import World


def joined(made: World) -> None:
    """A line-up is added, which is one write."""
    made.change(lambda d: d["rotas"]["web"]["line_ups"].append({"from": "2026-12-14", "people": ["cal"]}))


def test_what_does_not_show_yet_is_read_again(covered: World) -> None:
    """With growing waits; once it shows nothing is said of them."""
    joined(covered)
    plan = covered.plan()
    covered.strike(Faults((Rule(Stale(requests=40), method="PUT"),)))
    outcome = covered.apply(["mass"], plan)
    assert (outcome.exit_code, outcome.differences, outcome.waited) == (0, (), 0.0)
    assert covered.waits == list(WAITS[: len(covered.waits)])
    assert covered.waits


def test_what_never_shows_is_told_after_a_minute(covered: World) -> None:
    """And how long that was."""
    joined(covered)
    plan = covered.plan()
    covered.strike(Faults((Rule(Stale(requests=10_000), method="PUT"),)))
    outcome = covered.apply(["mass"], plan)
    assert outcome.exit_code == 5
    assert outcome.waited == sum(covered.waits) == sum(WAITS) == 60


def test_nothing_is_waited_for_that_was_not_written(covered: World) -> None:
    """The write was refused, which explains what PagerDuty shows."""
    joined(covered)
    covered.transport.fault = lambda method, *_: 400 if method == "PUT" else None
    outcome = covered.apply(["mass"])
    assert outcome.exit_code == 1
    assert covered.waits == []


def test_a_new_schedule_may_take_a_moment_to_appear(tmp_path: Path) -> None:
    """Its overrides wait for it, and so does the proof."""
    entry = {"rota": "web", "cover": "ana", "by": "cal", "on": "2026-12-08"}
    made = world(web(("2026-11-30", "ana", "ben"), file={"overrides": [entry]}), "2026-12-01 12:00", tmp_path)
    made.strike(Faults((Rule(Stale(requests=12), path="/schedules", method="POST"),)))
    assert made.apply().exit_code == 0
    assert made.waits


@pytest.mark.parametrize("ahead", [-40, 0, 40])
def test_a_line_up_that_is_replaced_leaves_no_instant_without_anybody(tmp_path: Path, ahead: int) -> None:
    """Our clock and PagerDuty's differ by seconds; what follows begins by theirs, what ends by ours."""
    made = settled(web(("2026-11-30", "ana", "ben"), hours=None), "2026-12-01 12:00", tmp_path)
    made.change(lambda d: d["rotas"]["web"]["line_ups"][0].update(people=["cal", "ben"]))
    plan = made.plan()
    ours = made.now

    def write(method: str, *_: object) -> None:
        made.now = ours - timedelta(seconds=ahead) if method == "PUT" else ours

    made.transport.fault = write
    outcome = made.apply(["history", "changes-now", "mass"], plan)
    made.now, made.transport.fault = ours, lambda *_: None
    assert outcome.exit_code == 0, outcome.differences
    (old,) = (layer for layer in made.live().schedules["web"].layers if layer.end is not None)
    assert old.end == ours + timedelta(minutes=1)
    shown = made.rendered("web", "2026-12-01 11:00", "2026-12-02 12:00")
    assert all(one[1] == other[0] for one, other in pairwise(shown)), shown
    assert shown[-1][2] == "Cal"
    assert made.plan().actions == ()
    made.now += timedelta(minutes=1)
    assert (made.plan().actions, made.plan().shifts) == ((), ())


def test_a_line_up_that_nothing_follows_ends_at_once(tmp_path: Path) -> None:
    """A pause from this moment on needs no overlap, and gets none."""
    made = settled(web(("2026-11-30", "ana"), hours=None), "2026-12-01 12:00", tmp_path)
    made.change(
        lambda d: d["rotas"]["web"].update(
            line_ups=[{"from": "2026-11-30", "pause": "closed"}, {"from": "2026-12-14", "people": ["ana"]}]
        )
    )
    done(made, "history", "changes-now", "gap", "mass")
    assert made.rendered("web", "2026-12-01 12:00", "2026-12-02 12:00") == []


def test_no_mailbox_goes_on_where_only_one_of_two_layers_is_paused(tmp_path: Path) -> None:
    """The other layer has somebody on, whom PagerDuty must show first."""
    one = {"name": "one", "turn": "1 week", "handover": "Monday 09:00"}
    paused = [{"from": "2026-11-30", "people": ["ana"]}, {"from": "2026-12-21", "pause": "away"}]
    layers = [
        one | {"line_ups": [{"from": "2026-11-30", "people": ["ben"]}]},
        one | {"name": "two", "line_ups": paused},
    ]
    data = document(
        {"ooh": {"layers": layers}, "in-hours": rota(("2026-11-30", "dee", "eve"))},
        horizon="1 day",
        bank_holidays={
            "calendar": "england-and-wales",
            "window": "day",
            "rules": {"ooh": "current", "in-hours": "team"},
            "ignore": [{"date": "2026-12-25", "reason": "later"}],
        },
    )
    made = settled(data, "2026-12-21 12:00", tmp_path)
    made.change(lambda d: d["bank_holidays"].pop("ignore"))
    plan, ooh = made.plan(), made.schedule_id("ooh")
    made.send("DELETE", f"/schedules/{ooh}")
    outcome = made.apply(plan=plan)
    skipped = [r.message for r in outcome.results if r.status == "skipped"]
    assert "not written: Ooh is not there to take Fri 25 Dec" in skipped
