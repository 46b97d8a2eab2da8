"""Somebody touches a new object before all new ones are looked at: nothing of theirs is lost."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from reconciler.plan.outcome import Outcome
from tests.plan.files import document, done, rota, world
from tests.world import World

NOW = "2026-11-25 12:00"
LISTED = {"limit": 100}


def three(folder: Path, **options: Any) -> World:
    """Three new rotas, and a policy that names the first of them."""
    data = document({key: rota(("2026-11-23", "ana", "ben")) for key in ("web", "db", "net")})
    levels = [{"notify": "web", "escalate_after": "5 minutes"}]
    data["policies"] = {"first": {"name": "First", "levels": levels}}
    return world(data, NOW, folder, **options)


def arriving_twice(made: World, meddle: Callable[[str, str], None]) -> Outcome:
    """Apply and prove: the first schedule arrives twice, then `meddle(ours, copy)` is done."""
    copies: list[str] = []
    met: list[str] = []

    def fault(method: str, path: str, body: Any) -> None:
        if (method, path) != ("POST", "/schedules"):
            return
        if "'name': 'Web'" in str(body) and not copies:
            copies.append(made.send("POST", "/schedules", body)["schedule"]["id"])
        elif copies and not met:
            listed = made.get("/schedules", LISTED)["schedules"]
            met.extend(one["id"] for one in listed if one["name"] == "Web" and one["id"] not in copies)
            meddle(met[0], copies[0])

    made.transport.fault = fault
    outcome = made.apply()
    made.transport.fault = lambda *_: None
    assert met
    return outcome


def by_hand(made: World, schedule: str) -> list[str]:
    """Eve takes a day of a schedule."""
    user = {"id": made.user_id("eve"), "type": "user_reference"}
    entry = {"start": "2026-11-27T09:00:00Z", "end": "2026-11-27T17:00:00Z", "user": user}
    sent = made.send("POST", f"/schedules/{schedule}/overrides", {"overrides": [entry]})
    return [one["override"]["id"] for one in sent]


def overrides(made: World) -> list[str]:
    """The ids of all overrides of all schedules."""
    span = {"since": "2026-11-25T12:00:00Z", "until": "2026-12-25T12:00:00Z", "overflow": "true"}
    ids = [one["id"] for one in made.get("/schedules", LISTED)["schedules"]]
    return [one["id"] for id_ in ids for one in made.get(f"/schedules/{id_}/overrides", span)["overrides"]]


@pytest.mark.parametrize("which", [0, 1])
def test_an_override_by_hand_is_not_lost_with_a_schedule_that_arrived_twice(
    tmp_path: Path, which: int
) -> None:
    """On ours: both stay, and a person says which goes. On the copy: ours is the one that goes, as ever."""
    made = three(tmp_path)
    put: list[str] = []
    outcome = arriving_twice(made, lambda *both: put.extend(by_hand(made, both[which])))
    assert overrides(made) == put
    told = {result.action.key: (result.status, result.message) for result in outcome.results}
    if which:
        assert told["web"] == ("done", None)
    else:
        assert told["web"] == (
            "skipped", "Web was made twice, and overrides were put on it since; plan again"
        )  # fmt: skip
        refused = {one.key: one.reasons for one in made.plan().refused}
        assert refused["web"][0].startswith("Which schedule is web? 2 are marked `Managed as code: web`: ")
        assert refused["first"] == ("it needs Web, which is refused",)


def test_what_stands_in_the_place_of_ours_is_what_is_told(tmp_path: Path) -> None:
    """Another run that shares the ledger took ours for the superfluous one of two."""
    made = three(tmp_path)
    outcome = arriving_twice(made, lambda ours, _: made.send("DELETE", f"/schedules/{ours}"))
    assert {result.status for result in outcome.results} == {"done"}
    there = {one["id"] for one in made.get("/schedules", LISTED)["schedules"]}
    told = {r.id for r in made.ledger.load() if (r.kind, r.phase) == ("schedule", "done")}
    assert told == there
    done(made)


def test_what_was_deleted_at_once_is_found_by_the_proof(tmp_path: Path) -> None:
    """Nothing stands in its place, and that it does not show yet could be as well; the next plan makes it."""
    made = three(tmp_path)

    def both(ours: str, copy: str) -> None:
        change = made.get(f"/schedules/{copy}")["schedule"]
        made.send("PUT", f"/schedules/{copy}", {"schedule": {**change, "name": "Mine", "description": ""}})
        made.send("DELETE", f"/schedules/{ours}")

    outcome = arriving_twice(made, both)
    assert (outcome.exit_code, "web" in outcome.unfinished) == (5, True)
    made.now += timedelta(minutes=2)
    done(made)
