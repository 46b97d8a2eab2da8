"""An account as it is read for an import: in few requests, in full, and as much of it as was asked for."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx2
import pytest

from reconciler.errors import RemoteError, UsageError
from reconciler.remote import directory, listing
from reconciler.remote.reader import Reader
from reconciler.remote.recorded import as_live
from reconciler.requests import AccountRequest, ReadRequest, Wanted
from reconciler.sandbox import Quirks, create_app, seed_service, seed_team
from reconciler.state import AccountState
from tests.remote.harness import NOON, Account, answer, client_on

SPAN = timedelta(days=200)


@pytest.fixture
def account() -> Iterator[Account]:
    made = Account()
    yield made
    made.close()


def filled(account: Account, schedules: int = 5) -> list[str]:
    """Some schedules with an override each, and a policy."""
    ids = [account.create(account.layer(n % 4), name=f"Rota {n}") for n in range(schedules)]
    for id_ in ids:
        account.writer.create_overrides(id_, [(account.people[3], NOON + SPAN / 4, NOON + SPAN / 2)])
    return ids


def read(account: Account, **chosen: Any) -> AccountState:
    account.wire.calls.clear()
    return account.reader.everything(AccountRequest("acme", NOON, NOON + SPAN, **chosen))


def paths(account: Account) -> list[str]:
    return sorted(path for _, path in account.wire.calls)


def test_a_whole_account_is_a_handful_of_lists(account: Account) -> None:
    """Three windows of renderings, and a list of each other kind; nothing but GETs."""
    filled(account)
    found = read(account)
    assert paths(account) == ["/escalation_policies", *["/schedules"] * 3, "/users", "/v3/schedules"]
    assert {method for method, _ in account.wire.calls} == {"GET"}
    assert [schedule.name for schedule in found.schedules] == [f"Rota {n}" for n in range(5)]
    assert {user.name for user in found.users.values()} == {"Ana", "Ben", "Cal", "Dee"}


def plain(account: Account, quirks: Quirks | None = None) -> Reader:
    """A reader of the same account where answers need not be as PagerDuty documents them."""
    app = create_app(account.store, clock=lambda: NOON, quirks=quirks or Quirks())
    return Reader(lambda: client_on(httpx2.WSGITransport(app=app), token="sandbox", read_only=True))


def test_lists_and_single_schedules_say_the_same(account: Account) -> None:
    """Where the lists leave out what was asked for: layers, renderings, and who stands in for whom."""
    filled(account)
    lists = read(account)
    told: list[tuple[int, int]] = []
    with plain(account, Quirks(list_includes=False)) as reader:
        request = AccountRequest("acme", NOON, NOON + SPAN)
        single = reader.everything(request, lambda *pair: told.append(pair))
    assert told[-1] == (4 + 5, 4 + 5)
    for one, two in zip(lists.schedules, single.schedules, strict=True):
        assert (one.layers, one.rendered, one.rendered_over) == (two.layers, two.rendered, two.rendered_over)
        assert [(o.start, o.end) for o in one.overrides] == [(o.start, o.end) for o in two.overrides]
        assert (one.overrides[0].start, one.overrides[-1].end) == (NOON + SPAN / 4, NOON + SPAN / 2)


def test_a_few_of_many_are_read_one_by_one(account: Account) -> None:
    """A list would render the whole account."""
    filled(account, 12)
    found = read(account, schedules=("Rota 3", "  Rota  7"))
    assert [schedule.name for schedule in found.schedules] == ["Rota 3", "Rota 7"]
    assert len(found.listed) == 12
    assert paths(account).count("/schedules") == 1
    assert len(account.wire.calls) == 4 + 2 * 3


def test_what_a_team_has(account: Account) -> None:
    """Its schedules and its policies."""
    filled(account, 2)
    team = seed_team(account.store, "Support")
    mine = account.create(account.layer(0), name="Mine")
    account.store.save("schedules", {**(account.store.get("schedules", mine) or {}), "teams": [team]})
    assert [schedule.name for schedule in read(account, teams=("Support",)).schedules] == ["Mine"]


@pytest.mark.parametrize(
    ("chosen", "message", "hint"),
    [
        ({"schedules": ("Rota 11",)}, "PagerDuty has no schedule called 'Rota 11'", "did you mean Rota 1?"),
        (
            {"policies": ("Zzz",)},
            "PagerDuty has no escalation policy called 'Zzz'",
            "there is none at all",
        ),
        (
            {"teams": ("Zzz",)},
            "PagerDuty has no team that has schedules or policies called 'Zzz'",
            "there is none at all",
        ),
        ({"schedules": ("Zzz",)}, "PagerDuty has no schedule called 'Zzz'", "there are: Rota 0, Rota 1"),
    ],
)
def test_a_name_that_nothing_has_is_refused(
    account: Account, chosen: dict[str, Any], message: str, hint: str
) -> None:
    """With what was probably meant."""
    filled(account, 2)
    with pytest.raises(UsageError) as refused:
        read(account, **chosen)
    assert (refused.value.message, refused.value.hint) == (message, hint)


def test_a_schedule_that_cannot_be_understood_does_not_stop_the_others(account: Account) -> None:
    """It is named with what is wrong about it, whether it came in a list or by itself."""
    ids = filled(account)
    held = account.store.get("schedules", ids[2])
    assert held is not None
    held["layers"][0]["restrictions"] = [
        {"type": "weekly_restriction", "start_time_of_day": "09:00:00", "duration_seconds": 60,
         "start_day_of_week": 0}
    ]  # fmt: skip
    account.store.save("schedules", held)
    for names in ((), ("Rota 2",)):
        with plain(account) as reader:
            found = reader.everything(AccountRequest("acme", NOON, NOON + SPAN, names))
        assert list(found.unread) == [ids[2]]
        assert "start_day_of_week" in found.unread[ids[2]]


def test_more_users_than_are_listed_are_asked_for_by_id(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The largest accounts have them; somebody who is gone is nobody."""
    filled(account, 2)
    account.store.save(
        "users", {**(account.store.get("users", account.people[1]) or {}), "deleted_at": "2026-01-01"}
    )
    whole = listing.page

    def wall(client: Any, asked: Any, offset: int) -> Any:
        if asked.path == "/users":
            raise listing.TooLongError("too long")
        return whole(client, asked, offset)

    monkeypatch.setattr(directory, "page", wall)
    found = read(account)
    assert {user.name for user in found.users.values()} == {"Ana"}
    assert found.names[account.people[1]] == "Ben"


def test_an_account_that_does_not_answer_is_an_error() -> None:
    """Nothing is decided on half of it."""
    wire = httpx2.MockTransport(lambda _: answer(400, {"error": {"code": 2001, "message": "No"}}))
    with Reader(lambda: client_on(wire, read_only=True)) as reader, pytest.raises(RemoteError):
        reader.everything(AccountRequest("acme", NOON, NOON + SPAN))


def test_progress_is_told_piece_by_piece(account: Account) -> None:
    """Out of those that are known of so far."""
    filled(account)
    told: list[tuple[int, int]] = []
    account.reader.everything(AccountRequest("acme", NOON, NOON + SPAN), lambda *pair: told.append(pair))
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4), (5, 6), (6, 6)]


def test_what_was_read_answers_as_pagerduty_would(account: Account) -> None:
    """The same objects by the same names, and the same people."""
    ids = filled(account)
    body = {
        "type": "escalation_policy",
        "name": "Web",
        "escalation_rules": [
            {"escalation_delay_in_minutes": 5, "targets": [{"type": "schedule_reference", "id": ids[0]}]}
        ],
    }
    sent = client_on(account.wire, token="sandbox").request(
        "POST", "/escalation_policies", json={"escalation_policy": body}
    )
    policy = sent.json()["escalation_policy"]["id"]
    seed_service(account.store, name="Login", policy_id=policy)
    asked = ReadRequest(
        "acme", NOON, NOON + timedelta(days=20), {"r": Wanted("Rota 1"), "z": Wanted("Zzz")},
        {"p": Wanted("Web")}, frozenset({"ANA@example.org"}),
    )  # fmt: skip
    found = read(account)
    live, real = as_live(asked, found), account.reader.read(asked)
    assert found.services == {policy: ("Login",)}
    assert live.schedules["r"].layers == real.schedules["r"].layers
    assert (live.policies, live.users, live.others) == (real.policies, real.users, real.others)
    assert set(live.names) >= set(real.names)
