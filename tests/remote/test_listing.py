"""Lists are read to their end or not at all."""

from typing import Any

import httpx2
import pytest

from reconciler.errors import RemoteError
from reconciler.remote.listing import every
from reconciler.sandbox import seed_user
from tests.remote.harness import Account, Scripted, answer, client_on, paged


def users(*numbers: int) -> list[Any]:
    return [{"id": f"P{n}", "name": f"n{n}"} for n in numbers]


def listed(*steps: Any) -> list[str]:
    rows = every(client_on(Scripted(*steps)), "/users", "users")
    return [row.text("id") for row in rows]


def test_a_list_of_many_pages_is_read_to_its_end(account: Account) -> None:
    """PagerDuty gives 25 rows to those who do not ask; we ask for 100 and go on."""
    for number in range(230):
        seed_user(account.store, name=f"U{number}", email=f"u{number}@example.org")
    rows = every(client_on(account.wire, token="sandbox"), "/users", "users")
    assert len({row.text("id") for row in rows}) == 234
    assert [query["offset"] for _, query in account.wire.queries] == ["0", "100", "200"]


def endless(request: httpx2.Request) -> httpx2.Response:
    start = int(request.url.params["offset"])
    return paged("users", users(*range(start, start + 100)), offset=start, more=True)


def test_a_list_beyond_ten_thousand_rows_is_an_error() -> None:
    """The client would stop there with a warning, and what follows would be taken for deleted."""
    with pytest.raises(RemoteError, match="cannot be read completely: it has more than 10000 rows"):
        listed(*[endless] * 101)


def test_a_list_that_says_it_is_too_long_is_not_begun() -> None:
    """The first page tells how many there are; a hundred requests are saved."""
    with pytest.raises(RemoteError, match="more than 10000 rows") as caught:
        listed(paged("users", users(*range(100)), more=True, total=10_001))
    assert "fewer" in (caught.value.hint or "")


@pytest.mark.parametrize(
    ("page", "why"),
    [
        (paged("users", users(1, 2), more=True), "short"),
        (paged("users", [], more=True), "short"),
        (paged("users", users(1, 1)), "twice"),
        (paged("users", users(1), total=2), "said there were 2"),
        (paged("users", users(1), offset=25), "elsewhere"),
    ],
)
def test_a_list_that_does_not_add_up_is_read_again_and_then_refused(page: Any, why: str) -> None:
    """Once may be somebody's edit in between; twice is an error."""
    again = answer(200, page.read())
    with pytest.raises(RemoteError, match=why):
        listed(answer(200, page.content), again)
    assert listed(answer(200, page.content), paged("users", users(1, 2))) == ["P1", "P2"]


@pytest.mark.parametrize(
    "body",
    [
        {"users": []},
        {"users": [], "more": None},
        {"more": False},
        {"users": {"id": "P1"}, "more": False},
        {"users": [7], "more": False},
        {"users": [{"name": "no id"}], "more": False},
    ],
)
def test_a_malformed_page_is_unreadable(body: Any) -> None:
    """Without `more` the client would take the first page for all of it."""
    with pytest.raises(RemoteError, match="cannot be read"):
        listed(answer(200, body))
