"""A client that works the way Terraform's provider and simple scripts do: one object after another.

It knows the ids, as a state file does: a GET for each schedule and policy, a lookup by e-mail for each
person, the overrides of each schedule; then a POST for each object that is new. It compares nothing.
"""

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2

from bench.account import (
    NOW,
    PER_TEAM,
    Account,
    email,
    override_body,
    policy_body,
    schedule_body,
)

HEADERS = {"Authorization": "Token token=sandbox"}
HORIZON = timedelta(weeks=13)

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Known:
    """What a state file knows: ids, and the addresses of the people."""

    schedules: Sequence[str]
    policies: Sequence[str]
    emails: Sequence[str]


@dataclass(frozen=True, slots=True)
class Seen:
    """What was read: schedules and policies as PagerDuty has them, ids by address, overrides by schedule."""

    schedules: tuple[Json, ...]
    policies: tuple[Json, ...]
    users: dict[str, str]
    overrides: dict[str, tuple[Json, ...]]


class Sequential:
    """One connection, one request at a time."""

    def __init__(self, client: httpx2.Client) -> None:
        self._client = client

    def get(self, path: str, **query: str) -> Json:
        """The answer to a GET."""
        found: Json = self._answer(self._client.get(path, params=query))
        return found

    def post(self, path: str, body: Json) -> Any:
        """The answer to a POST."""
        return self._answer(self._client.post(path, json=body))

    def _answer(self, response: httpx2.Response) -> Any:
        response.raise_for_status()
        return response.json()

    def user(self, address: str) -> str:
        """The id of the user with an address."""
        found = self.get("/users", query=address)["users"]
        return str(next(user["id"] for user in found if user["email"] == address))

    def overrides(self, schedule: str) -> tuple[Json, ...]:
        """The overrides of a schedule within the horizon."""
        since, until = NOW.isoformat(), (NOW + HORIZON).isoformat()
        return tuple(self.get(f"/schedules/{schedule}/overrides", since=since, until=until)["overrides"])

    def refresh(self, known: Known) -> Seen:
        """Read everything that is known."""
        return Seen(
            tuple(self.get(f"/schedules/{id_}")["schedule"] for id_ in known.schedules),
            tuple(self.get(f"/escalation_policies/{id_}")["escalation_policy"] for id_ in known.policies),
            {address: self.user(address) for address in known.emails},
            {id_: self.overrides(id_) for id_ in known.schedules},
        )

    def create(self, account: Account) -> None:
        """Make everything in an account that has its people."""
        for team in account.teams:
            users = [self.user(email(team, member)) for member in range(PER_TEAM)]
            made: list[str] = []
            for number in account.rotas(team):
                body = {"schedule": schedule_body(number, users)}
                made.append(self.post("/schedules", body)["schedule"]["id"])
                if number in account.covered:
                    self.override(made[-1], number, users)
            self.post("/escalation_policies", {"escalation_policy": policy_body(team, made)})

    def override(self, schedule: str, number: int, users: list[str]) -> None:
        """Make the override of one rota."""
        body = {"overrides": [override_body(number, users)]}
        self.post(f"/schedules/{schedule}/overrides", body)


def connected(url: str) -> Sequential:
    """A client of an address."""
    return Sequential(httpx2.Client(base_url=url, headers=HEADERS, timeout=60))


def sample(known: Known, size: int) -> Known:
    """About so many of the schedules, in whole teams that are evenly spread and with the last one.

    All of a team come along: its policy and its people.
    """
    teams = len(known.policies)
    wanted = max(1, round(teams * min(1.0, size / max(len(known.schedules), 1))))
    chosen = {(place + 1) * teams // wanted - 1 for place in range(wanted)}

    def some(all_: Sequence[str], per_team: int) -> list[str]:
        return [one for place, one in enumerate(all_) if place // per_team in chosen]

    return Known(some(known.schedules, PER_TEAM), some(known.policies, 1), some(known.emails, PER_TEAM))


def write_known(known: Known, path: Path) -> Path:
    """Write a state file."""
    path.write_text(json.dumps(asdict(known)), encoding="utf-8")
    return path


def main() -> None:
    """Refresh, then create what is asked for; print the seconds of what grows with the account."""
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("known", type=Path)
    parser.add_argument("--create", type=int, default=0, help="make an account of so many schedules")
    parser.add_argument(
        "--cover",
        nargs=2,
        metavar=("ROTA", "SCHEDULE"),
        help="make the override of a rota whose team is known",
    )
    asked = parser.parse_args()
    known = Known(**json.loads(asked.known.read_text(encoding="utf-8")))
    client = connected(asked.url)
    begun = time.perf_counter()
    seen = client.refresh(known)
    if asked.create:
        client.create(Account(asked.create))
    took = time.perf_counter() - begun
    if asked.cover is not None:
        rota, schedule = asked.cover
        users = [seen.users[email(int(rota) // PER_TEAM, member)] for member in range(PER_TEAM)]
        client.override(schedule, int(rota), users)
    print(took)


if __name__ == "__main__":
    main()
