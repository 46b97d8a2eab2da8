"""People by exactly their address, teams by exactly their name."""

import httpx2
import pytest

from reconciler.errors import PlanLimitError, RotaError
from reconciler.remote.reader import Reader
from reconciler.sandbox import seed_team, seed_user, set_abilities
from reconciler.state import TargetWrite, UserState
from tests.remote.harness import DAY, NOON, Account, Scripted, answer, client_on, paged
from tests.remote.requests import policy, request


def test_people_are_found_by_exactly_their_address(account: Account) -> None:
    """PagerDuty's search takes any part of it, and letter case does not count."""
    seed_user(account.store, name="Zana", email="zana@example.org")
    live = account.reader.read(request(emails=frozenset({"ANA@example.org", "nobody@example.org"})))
    ana = UserState(account.people[0], "Ana", "ana@example.org")
    assert live.users == {"ana@example.org": (ana,)}
    assert live.names[ana.id] == ana
    asked = {query["query"] for path, query in account.wire.queries if path == "/users"}
    assert asked == {"ana@example.org", "nobody@example.org"}


def test_many_people_are_read_in_one_go(account: Account) -> None:
    """More than twenty addresses: all users, once."""
    emails = {f"u{n}@example.org" for n in range(21)}
    for email in emails:
        seed_user(account.store, name=email[:3], email=email)
    live = account.reader.read(request(emails=frozenset(emails)))
    assert set(live.users) == emails
    assert [path for _, path in account.wire.calls].count("/users") == 1


def test_people_of_the_largest_accounts_are_found_one_by_one() -> None:
    """PagerDuty does not list more than 10 000 users, but it finds each of them."""
    emails = {f"u{n}@example.org" for n in range(21)}

    def wire(sent: httpx2.Request) -> httpx2.Response:
        name, query = sent.url.path.rpartition("/")[2], sent.url.params.get("query")
        if name != "users":
            return paged(name, [])
        if query is None:
            return paged(name, [{"id": "P0", "name": "X", "email": "x@x.org"}], more=True, total=12_000)
        return paged(name, [{"id": f"P{query}", "name": query[:3], "email": query}])

    with Reader(lambda: client_on(Scripted(*[wire] * 99))) as reader:
        assert set(reader.read(request(emails=frozenset(emails))).users) == emails


def test_an_address_that_two_users_have_gives_both() -> None:
    """Who is meant is not for the reader to say."""
    twins = [{"id": f"P{n}", "name": "Ana", "email": email} for n, email in ((2, "a@x.org"), (1, "A@X.org"))]

    def wire(sent: httpx2.Request) -> httpx2.Response:
        name = sent.url.path.rpartition("/")[2]
        return paged(name, twins if name == "users" else [])

    with Reader(lambda: client_on(Scripted(*[wire] * 9))) as reader:
        live = reader.read(request(emails=frozenset({"a@x.org"})))
    assert [user.id for user in live.users["a@x.org"]] == ["P1", "P2"]


def test_everybody_who_is_seen_has_a_name(account: Account) -> None:
    """In layers, overrides and policies, though the file knows no address of theirs."""
    id_ = account.create(account.layer(0))
    account.writer.create_overrides(id_, [(account.people[1], NOON + DAY, NOON + 2 * DAY)])
    policy(account, TargetWrite("user_reference", account.people[2]))
    live = account.reader.read(request())
    assert {key: (user.name, user.email) for key, user in live.names.items()} == {
        account.people[0]: ("Ana", ""),
        account.people[1]: ("Ben", ""),
        account.people[2]: ("Cal", ""),
    }


def test_the_team_is_found_by_its_name(account: Account) -> None:
    """PagerDuty's search takes any part of a name."""
    seed_team(account.store, "Platform support")
    team = seed_team(account.store, "Platform")
    assert account.reader.read(request(team="Platform")).team == team
    assert account.reader.read(request()).team is None


def test_a_team_that_is_not_there_is_an_error(account: Account) -> None:
    """The name is quoted."""
    with pytest.raises(RotaError, match="no team called “Platform”"):
        account.reader.read(request(team="Platform"))


def test_two_teams_of_one_name_are_an_error() -> None:
    """Which one is meant cannot be told."""
    teams = [{"id": "PT1", "name": "Platform"}, {"id": "PT2", "name": "Platform "}]

    def wire(sent: httpx2.Request) -> httpx2.Response:
        if sent.url.path == "/abilities":
            return answer(200, {"abilities": ["teams"]})
        name = sent.url.path.strip("/")
        return paged(name, teams if name == "teams" else [])

    with (
        Reader(lambda: client_on(Scripted(*[wire] * 9))) as reader,
        pytest.raises(RotaError, match="2 teams called"),
    ):
        reader.read(request(team="Platform"))


def test_an_account_without_teams_says_so(account: Account) -> None:
    """It would answer 402 to any question about them."""
    set_abilities(account.store, [])
    with pytest.raises(PlanLimitError, match="has no teams"):
        account.reader.read(request(team="Platform"))
