"""The client of GitHub: what is repeated and what is not, how long it waits, and what it says."""

import httpx2
import pytest

from reconciler.errors import UsageError
from reconciler.github.client import ATTEMPTS, Client, GitHubError
from tests.github.wire import TOKEN, Answer, Wire, answer


def test_a_fault_of_the_server_is_waited_out() -> None:
    """Each wait is twice the one before."""
    wire = Wire([answer(502), answer(503), answer(200, {"login": "rota"})])
    assert wire.client().get("/user") == {"login": "rota"}
    assert wire.waits == [1.0, 2.0]


def test_waits_are_as_long_as_github_says_and_no_longer_than_a_minute() -> None:
    """For a quarter of an hour a job does not stand still."""
    wire = Wire([answer(429, retry_after="7"), answer(403, retry_after="3"), answer(200)])
    wire.client().post("/repos/a/b/issues", {})
    assert wire.waits == [7.0, 3.0]
    wire = Wire([answer(429, {"message": "slow down"}, retry_after="900")])
    with pytest.raises(GitHubError, match="with 429: slow down"):
        wire.client().get("/user")
    assert wire.waits == []


def test_it_gives_up_in_the_end() -> None:
    """With what GitHub said last."""
    wire = Wire([answer(500, {"message": "oh"})])
    with pytest.raises(GitHubError, match=r"^GitHub answered GET /user with 500: oh$"):
        wire.client().get("/user")
    assert len(wire.requests) == ATTEMPTS


@pytest.mark.parametrize(
    "fault", [answer(502), httpx2.ReadTimeout("no answer"), httpx2.RemoteProtocolError("cut")]
)
def test_what_may_have_been_made_is_not_made_again(fault: Answer) -> None:
    """Two comments would be worse than a red job."""
    wire = Wire([fault])
    with pytest.raises(GitHubError):
        wire.client().post("/repos/a/b/issues/7/comments", {"body": "x"})
    assert len(wire.requests) == 1


@pytest.mark.parametrize("fault", [httpx2.ReadTimeout("no answer"), httpx2.ConnectError("refused")])
def test_what_changes_nothing_twice_is_sent_again(fault: Answer) -> None:
    """Reading, and putting the same text in the same place; and anything that never left."""
    wire = Wire([fault, answer(200)])
    wire.client().patch("/repos/a/b/issues/7", {"body": "x"})
    assert len(wire.requests) == 2
    wire = Wire([httpx2.ConnectError("refused"), answer(201)])
    wire.client().post("/repos/a/b/issues", {})
    assert len(wire.requests) == 2


def test_a_network_that_is_not_there_is_told_in_one_sentence() -> None:
    """Without the text of the fault, which may quote headers."""
    wire = Wire([httpx2.ConnectError(f"with {TOKEN}")])
    with pytest.raises(GitHubError) as told:
        wire.client().get("/user")
    assert told.value.diagnostics() == (
        "GitHub could not be reached for GET /user (ConnectError)\n"
        "  run the job again; PagerDuty is not affected"
    )
    assert told.value.__cause__ is None


@pytest.mark.parametrize(
    ("status", "hint"),
    [
        (401, "GITHUB_TOKEN is not valid"),
        (403, "`pull-requests: write` for comments"),
        (404, "there is no such repository"),
        (410, "issues are switched off"),
    ],
)
def test_a_refusal_says_what_to_do(status: int, hint: str) -> None:
    """And is not asked again."""
    wire = Wire([answer(status, {"message": "No"})])
    with pytest.raises(GitHubError) as told:
        wire.client().patch("/repos/a/b/issues/7", {})
    assert hint in (told.value.hint or "")
    assert told.value.denied == (status != 401)
    assert TOKEN not in told.value.diagnostics()
    assert len(wire.requests) == 1


def test_pages_are_read_until_one_is_not_full() -> None:
    """A hundred at a time."""
    wire = Wire([answer(200, [{"id": n} for n in range(100)]), answer(200, [{"id": 100}])])
    assert [row["id"] for row in wire.client().every("/x", state="open")] == list(range(101))
    assert [str(r.url.query, "ascii") for r in wire.requests] == [
        "state=open&per_page=100&page=1",
        "state=open&per_page=100&page=2",
    ]


def test_the_token_goes_to_the_one_address_that_was_named() -> None:
    """A server of one's own keeps its path; a redirect is an error, since the token would travel with it."""
    wire = Wire([answer(302, {}, location="https://example.org/user")])
    with pytest.raises(GitHubError, match="with 302"):
        wire.client("https://github.example.gov.uk/api/v3/").get("/user")
    assert [str(request.url) for request in wire.requests] == ["https://github.example.gov.uk/api/v3/user"]
    assert wire.requests[0].headers["authorization"] == f"Bearer {TOKEN}"


def test_what_is_no_json_is_told() -> None:
    """As a proxy's page of its own is none."""
    wire = Wire([httpx2.Response(200, text="<html>")])
    with pytest.raises(GitHubError, match="something that is no JSON"):
        wire.client().get("/user")
    wire = Wire([httpx2.Response(400, text="<html>")])
    with pytest.raises(GitHubError, match=r"^GitHub answered GET /user with 400$"):
        wire.client().get("/user")


@pytest.mark.parametrize("url", ["http://api.github.com", "ftp://127.0.0.1", "nothing", "https://[::1"])
def test_an_address_in_the_clear_gets_no_token(url: str) -> None:
    """Plain http is for this machine itself."""
    with pytest.raises(UsageError, match="GITHUB_API_URL"):
        Wire([answer(200)]).client(url)
    assert Wire([answer(200)]).client("http://127.0.0.1:8000").get("/user") == {}


@pytest.mark.parametrize("token", ["", "two words", "line\nend", "café"])
def test_a_token_that_is_none_is_told_and_not_shown(token: str) -> None:
    """The header would be quoted in what goes wrong."""
    with pytest.raises(UsageError) as told:
        Client(token)
    assert not token or token not in told.value.diagnostics()
