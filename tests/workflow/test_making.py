"""New objects are made one by one and looked at together: each ends as it would have alone."""

from pathlib import Path
from typing import Any

import httpx2
import pytest

from reconciler.workflow.applying import apply
from tests.plan.files import document, done, rota, world
from tests.world import World

NOW = "2026-11-25 12:00"


def three(folder: Path) -> World:
    """Three new rotas, and a policy that names the last of them."""
    data = document({key: rota(("2026-11-23", "ana", "ben")) for key in ("web", "db", "net")})
    levels = [{"notify": "net", "escalate_after": "5 minutes"}]
    data["policies"] = {"first": {"name": "First", "levels": levels}}
    return world(data, NOW, folder)


def ends(made: World) -> list[tuple[str, str]]:
    return [(r.action.key, r.status) for r in apply(made.plan(), made.file, made.tools()).results]


def phases(made: World, key: str) -> list[str]:
    return [record.phase for record in made.ledger.load() if record.key == key]


def test_one_that_is_refused_stops_none_of_the_others(tmp_path: Path) -> None:
    """What came of each is told in the order of the plan, and recorded."""
    made = three(tmp_path)
    made.transport.fault = lambda *sent: 400 if "'name': 'Db'" in str(sent) else None
    assert ends(made) == [("web", "done"), ("db", "failed"), ("net", "done"), ("first", "done")]
    assert [phases(made, key)[-1] for key in ("web", "db", "net")] == ["done", "failed", "done"]
    made.transport.fault = lambda *_: None
    done(made)


def test_one_of_which_nothing_is_known_stays_open_in_the_ledger(tmp_path: Path) -> None:
    """The next run looks for it; the others are done with."""
    made = three(tmp_path)

    def broken(*sent: Any) -> Exception | None:
        return httpx2.ReadError("gone") if "'name': 'Db'" in str(sent) else None

    made.transport.fault = broken
    assert ends(made) == [("web", "done"), ("db", "failed"), ("net", "done"), ("first", "done")]
    assert [phases(made, key) for key in ("db", "net")] == [["intent"], ["intent", "done"]]
    made.transport.fault = lambda *_: None
    done(made)


def test_where_the_look_at_all_fails_each_is_looked_at(tmp_path: Path) -> None:
    """One was delivered twice, which nobody would else know of until somebody deletes the copy."""
    made = three(tmp_path)
    plan, tools = made.plan(), made.tools()
    copied, failed = [False], [False]

    def fault(method: str, path: str, body: Any) -> int | None:
        if (method, path) == ("POST", "/schedules") and "'name': 'Db'" in str(body) and not copied[0]:
            copied[0] = True
            made.send("POST", "/schedules", body)
        if method == "GET" and path == "/escalation_policies" and not failed[0]:
            failed[0] = True
            return 403
        return None

    made.transport.fault = fault
    outcome = apply(plan, made.file, tools)
    assert {r.status for r in outcome.results} == {"done"}
    assert (copied, failed) == ([True], [True])
    made.transport.fault = lambda *_: None
    assert made.plan().actions == ()
    assert len(made.get("/schedules", {"limit": 100})["schedules"]) == 3


@pytest.mark.parametrize("later", [False, True])
def test_a_copy_that_has_gone_since_it_was_seen_takes_ours_with_it_never(
    tmp_path: Path, *, later: bool
) -> None:
    """Another run made the same, saw ours, and gave way before we came to it."""
    made = three(tmp_path)
    plan, tools = made.plan(), made.tools()
    theirs: list[str] = []
    looks = [0]

    def fault(method: str, path: str, body: Any) -> None:
        if (method, path) == ("POST", "/schedules") and "'name': 'Db'" in str(body) and not theirs:
            theirs.append(made.send("POST", "/schedules", body)["schedule"]["id"])
        if theirs and (method, path) == ("GET", "/v3/schedules"):
            looks[0] += 1
        elif theirs and looks[0] == 1 + later:
            looks[0] = 9
            made.send("DELETE", f"/schedules/{theirs[0]}")

    made.transport.fault = fault
    outcome = apply(plan, made.file, tools)
    assert looks[0] >= 9
    assert [(r.action.key, r.status) for r in outcome.results] == [
        (key, "done") for key in ("web", "db", "net", "first")
    ]
    made.transport.fault = lambda *_: None
    assert made.plan().actions == ()
