"""Both clients are measured on the same account, and the account is what the file says."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from werkzeug.test import Client

from bench.account import NOW, PER_TEAM, Account, email, write_file
from bench.filling import fill, known_of
from bench.sequential import HORIZON, Known, Sequential, sample
from bench.served import CONTROL, Metered
from bench.stage import Measured
from reconciler.checks.run import run
from reconciler.config.loader import load
from reconciler.config.model import RotaFile
from reconciler.plan.actions import CreateOverride
from reconciler.plan.build import Question
from reconciler.plan.model import Plan
from reconciler.remote.client import make_client
from reconciler.remote.reader import Reader
from reconciler.sandbox import Store, create_app
from reconciler.state import LiveState
from reconciler.workflow.planning import make

URL = "http://127.0.0.1"
SIZE = 13
KEY = {"Authorization": "Token token=sandbox"}


class World:
    """An account, its file, and the two clients on one PagerDuty in this process."""

    def __init__(self, folder: Path, account: Account, live: Account | None = None) -> None:
        self.account = account
        self.file: RotaFile = load(write_file(account, folder)).file
        store = Store(seed=1)
        fill(live or account, store)
        self.transport = httpx2.WSGITransport(app=create_app(store, clock=lambda: NOW))
        client = httpx2.Client(base_url=URL, headers=KEY, transport=self.transport)
        self.sequential = Sequential(client)
        self.known: Known = known_of(store)

    def compared(self) -> tuple[Plan, LiveState]:
        """What we would do, and what we read for it."""
        with Reader(
            lambda: make_client("sandbox", api_url=URL, inner=self.transport, read_only=True)
        ) as reader:
            return make(Question(self.file, "digest", NOW, None), reader, URL, ())


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path, Account(SIZE))


def test_the_sequential_client_and_ours_see_the_same(world: World) -> None:
    """Else one of them would be measured on less."""
    seen = world.sequential.refresh(world.known)
    _, live = world.compared()
    assert {one["id"]: one["name"] for one in seen.schedules} == {
        held.id: held.name for held in live.schedules.values()
    }
    assert {one["id"]: one["name"] for one in seen.policies} == {
        held.id: held.name for held in live.policies.values()
    }
    assert seen.users == {address: users[0].id for address, users in live.users.items()}
    ahead = NOW + HORIZON
    assert {key: sorted(one["id"] for one in some) for key, some in seen.overrides.items()} == {
        held.id: sorted(one.id for one in held.overrides if one.start < ahead)
        for held in live.schedules.values()
    }
    assert sum(map(len, seen.overrides.values())) == SIZE // 2


@pytest.mark.parametrize("overrides", [True, False])
def test_an_account_is_what_its_file_says(tmp_path: Path, *, overrides: bool) -> None:
    """A plan of it is empty."""
    plan, live = World(tmp_path, Account(SIZE, overrides=overrides)).compared()
    assert (plan.actions, plan.refused, len(live.schedules)) == ((), (), SIZE)


def test_the_file_of_an_account_has_no_faults(world: World) -> None:
    """So its covers are of people who have the turn."""
    assert [found for found in run(world.file, NOW) if found.severity == "error"] == []


def test_one_change_is_one_override(tmp_path: Path) -> None:
    """PagerDuty lacks the last cover of the file."""
    account = Account(SIZE)
    plan, _ = World(tmp_path, account, account.without(1)).compared()
    (action,) = plan.actions
    assert isinstance(action, CreateOverride)
    assert action.key == f"r{account.covered[-1]}"


def test_the_sequential_client_makes_what_the_file_says(tmp_path: Path) -> None:
    """What it writes leaves nothing for us to do."""
    account = Account(SIZE)
    there = World(tmp_path, account, Account(0))
    store = Store(seed=2)
    fill(account, store, people_only=True)
    there.transport = httpx2.WSGITransport(app=create_app(store, clock=lambda: NOW))
    Sequential(httpx2.Client(base_url=URL, headers=KEY, transport=there.transport)).create(account)
    plan, live = there.compared()
    assert (plan.actions, len(live.schedules), len(live.policies)) == ((), SIZE, 3)


def test_a_sample_is_whole_teams_spread_evenly(world: World) -> None:
    """With the policy and the people of each, and with the last team, where the one change is."""
    known = world.known
    part = sample(known, 9)
    assert [known.schedules.index(one) for one in part.schedules] == [0, 1, 2, 3, 4, 10, 11, 12]
    assert [known.policies.index(one) for one in part.policies] == [0, 2]
    assert [known.emails.index(one) for one in part.emails] == [0, 1, 2, 3, 4, 10, 11, 12, 13, 14]
    assert [len(some) for some in (sample(known, 1).schedules, sample(known, 1).emails)] == [3, 5]
    assert sample(known, SIZE) == known


def test_what_was_tried_on_a_part_is_told_for_the_whole() -> None:
    """What does not grow with the account counts once: the start of a process, a single write."""
    part = Measured(3.0, 41, inside=2.0, share=0.1, fixed=1)
    assert (part.whole, part.asked) == (21.0, 401)
    assert (Measured(3.0, 41).whole, Measured(3.0, 41, fixed=1).asked) == (3.0, 41)


def test_covers_lie_in_the_horizon(world: World) -> None:
    """Overrides beyond it would be measured by one of the two alone."""
    ends = [entry.end for entry in world.file.overrides if entry.kind == "cover"]
    assert len(ends) == SIZE // 2
    assert all(end is not None and end < NOW.replace(tzinfo=None) + HORIZON for end in ends)


def test_answers_are_kept_until_something_is_written() -> None:
    """What PagerDuty itself works is not what is measured; what it answers must still be true."""
    store = Store(seed=1)
    fill(Account(1, overrides=False), store)
    app = create_app(store, clock=lambda: NOW)
    asked: list[str] = []

    def watched(environ: dict[str, object], start_response: object) -> object:
        asked.append(str(environ["REQUEST_METHOD"]))
        return app(environ, start_response)  # type: ignore[arg-type]

    client = Client(Metered(watched))  # type: ignore[arg-type]

    def got(path: str) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(client.get(path, headers=KEY).data)
        return told

    assert got("/users?query=p0-0") == got("/users?query=p0-0")
    assert asked == ["GET"]
    user = {"user": {"name": "New", "email": "new@example.org"}}
    client.post("/users", json=user, headers=KEY | {"From": email(0, 0)})
    assert len(got("/users?limit=100")["users"]) == PER_TEAM + 1
    assert got("/users?query=p0-0")["users"]
    assert asked == ["GET", "POST", "GET", "GET"]
    assert (got(f"{CONTROL}?0")["requests"], got(f"{CONTROL}?0")["requests"]) == (5, 0)


def test_the_horizon_of_the_sequential_client_is_that_of_the_file(world: World) -> None:
    """Neither looks further than the other for what it compares."""
    assert world.file.horizon == HORIZON == timedelta(weeks=13)
