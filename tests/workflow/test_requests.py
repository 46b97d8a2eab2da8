"""How many requests an apply makes, exactly: by what there is to write, and not by its square."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from reconciler.sandbox import journal_of
from reconciler.workflow.making import FIRST, MOST, most
from tests.plan.files import document, done, rota, settled, world
from tests.world import World

START = "2026-11-25 12:00"
LINE_UP = ("2026-11-23", "ana", "ben")


def many(number: int, *, covered: bool = False) -> dict[str, Any]:
    """So many rotas, each named by a policy of its own, and each with a cover or none."""
    rotas = {f"r{n}": rota(LINE_UP) for n in range(number)}
    data = document(rotas)
    data["policies"] = {
        f"p{n}": {"name": f"P{n}", "levels": [{"notify": f"r{n}", "escalate_after": "5 minutes"}]}
        for n in range(number)
    }
    if covered:
        entry = {"cover": "ana", "by": "cal", "on": "2026-11-26"}
        data["overrides"] = [{"rota": f"r{n}", **entry} for n in range(number)]
    return data


def sent(made: World, *, plan: bool = False) -> Counter[str]:
    """What one apply asks of PagerDuty, by method and path; with `plan` a plan alone."""
    before = len(journal_of(made.app).exchanges)
    if plan:
        made.plan()
    else:
        outcome = made.apply()
        assert outcome.exit_code == 0, (outcome.results, outcome.differences)
    ids = {row["id"] for row in made.get("/schedules", {"limit": 100})["schedules"]}
    ids |= {row["id"] for row in made.get("/escalation_policies", {"limit": 100})["escalation_policies"]}
    found: Counter[str] = Counter()
    for exchange in journal_of(made.app).exchanges[before:-2]:
        parts = exchange.path.split("/")
        named = zip(["", *parts], parts, strict=False)
        path = "/".join("ID" if part in ids or place == "overrides" else part for place, part in named)
        found[f"{exchange.method} {path}"] += 1
    return found


@pytest.mark.parametrize(("number", "groups"), [(4, 1), (FIRST, 1), (2 * FIRST, 2), (2 * FIRST + 1, 3)])
def test_new_rotas_and_policies_are_looked_at_together(number: int, groups: int, tmp_path: Path) -> None:
    """A request makes each; then so many at a time are looked at for copies, by three lists."""
    made = world(many(number), START, tmp_path)
    found = sent(made)
    # By the time of the policies enough was made for all of them to be looked at once, after the first few.
    looks = groups + -(-number // most(number))
    # A plan lists schedules once where there are none of ours, and the proof in as many windows as it needs.
    assert found == {
        "POST /schedules": number,
        "POST /escalation_policies": number,
        "GET /schedules": looks + 1 + 3,
        "GET /escalation_policies": looks + 2,
        "GET /v3/schedules": looks + 2,
        "GET /users": 2,
        "GET /escalation_policies/ID": 1,
    }


def test_looks_grow_rarer_while_more_is_there_to_list() -> None:
    """Five thousand objects are made with a look for each hundred, not for each twenty."""
    looks, made = 0, 0
    while made < 5_000:
        made += most(made)
        looks += 1
    assert looks <= 5_000 // MOST + 4


def test_an_override_costs_a_look_before_and_after(tmp_path: Path) -> None:
    """And one more in the proof, which tells the ids of what stands in."""
    number = 5
    made = world(many(number, covered=True), START, tmp_path)
    found = sent(made)
    assert found["POST /schedules/ID/overrides"] == number
    assert found["GET /schedules/ID/overrides"] == 3 * number
    assert found["GET /schedules/ID"] == 0


def test_with_nothing_to_write_an_apply_asks_for_no_more_than_a_plan(tmp_path: Path) -> None:
    """What was read for the plan is the proof."""
    made = settled(many(5, covered=True), START, tmp_path)
    assert sent(made) == sent(made, plan=True)


@pytest.mark.parametrize("number", [5, 15])
def test_what_was_not_written_is_not_read_again(number: int, tmp_path: Path) -> None:
    """One change among many costs what one change among few does."""
    made = settled(many(number, covered=True), START, tmp_path)
    plan = sent(made, plan=True)
    made.change(lambda d: d["overrides"][0].update(by="dee"))
    found = sent(made)
    found.subtract(plan)
    assert +found == {
        "POST /schedules/ID/overrides": 1,
        "DELETE /schedules/ID/overrides/ID": 1,
        # Before and after what is new; and in the proof, which reads this one rota, window by window.
        "GET /schedules/ID/overrides": 2 + 3,
        "GET /schedules/ID": 2,
        "GET /schedules": 1,
        "GET /escalation_policies": 1,
        "GET /users": 1,
        "GET /v3/schedules": 1,
    }
    done(made)
