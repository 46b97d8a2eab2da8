"""The client as it is set up, and what its own exceptions become."""

import pytest

from reconciler.errors import RemoteError, UnauthorisedError, UnclearError, UsageError
from reconciler.remote.client import CONNECT_TIMEOUT, READ_TIMEOUT, URLS, fetch, make_client, send
from tests.remote.harness import TOKEN, Scripted, answer, client_on, error


@pytest.mark.parametrize("region", ["us", "eu"])
def test_each_region_has_its_address(region: str) -> None:
    """The request goes to the region's host with the token and the version that PagerDuty wants."""
    inner = Scripted(answer(200, {}))
    client = make_client(TOKEN, region="eu" if region == "eu" else "us", inner=inner, read_only=True)
    send(client, "GET", "/users", params={"query": "ana+x@example.org"})
    request = inner.requests[0]
    assert str(request.url).startswith(f"{URLS['eu' if region == 'eu' else 'us']}/users?query=ana%2Bx%40")
    assert request.headers["authorization"] == f"Token token={TOKEN}"
    assert request.headers["accept"] == "application/vnd.pagerduty+json;version=2"


def test_timeouts_are_finite_and_nothing_is_repeated_by_the_client() -> None:
    """A per-call timeout would be ignored, so it is the client's; its own retries are off."""
    inner = Scripted(answer(200, {}))
    client = client_on(inner)
    send(client, "GET", "/schedules")
    timeout = inner.requests[0].extensions["timeout"]
    assert timeout == {
        "connect": CONNECT_TIMEOUT,
        "read": READ_TIMEOUT,
        "write": READ_TIMEOUT,
        "pool": READ_TIMEOUT,
    }
    assert client.max_network_attempts == 0
    assert client.retry == {}


def test_without_a_transport_of_the_tests_the_network_is_used() -> None:
    """Making a client sends nothing; only a request would."""
    client = make_client(TOKEN, read_only=True)
    client.close()


@pytest.mark.parametrize("token", ["", "  ", "two words", "naïve", "line\nbreak", "nul\x00"])
def test_a_token_that_cannot_be_one_is_refused_without_quoting_it(token: str) -> None:
    """Sent on, it would be quoted by the error about a header."""
    with pytest.raises(UsageError) as caught:
        make_client(token, inner=Scripted(), read_only=True)
    assert not token.strip() or token not in caught.value.diagnostics()


def test_blanks_around_a_token_are_dropped() -> None:
    """A token read from a file often ends in a line break."""
    inner = Scripted(answer(200, {}))
    send(make_client(f"{TOKEN}\n", inner=inner, read_only=True), "GET", "/users")
    assert inner.requests[0].headers["authorization"] == f"Token token={TOKEN}"


def test_a_401_speaks_of_the_region() -> None:
    """A key of the other region is refused like a wrong one; the client's own text is not shown."""
    step = answer(401, error(message="Unauthorized", code=2006), {"x-request-id": "r-1"})
    with pytest.raises(UnauthorisedError, match="did not accept the token") as caught:
        send(client_on(Scripted(step)), "GET", "/schedules")
    assert "region" in caught.value.diagnostics()
    assert caught.value.request_id == "r-1"


def test_a_redirect_is_not_followed() -> None:
    """PagerDuty sends none, so whoever does is somebody else."""
    inner = Scripted(answer(302, b"", {"location": "https://example.org/"}))
    with pytest.raises(RemoteError, match="not expected"):
        send(client_on(inner), "GET", "/schedules")
    assert len(inner.requests) == 1


def test_an_address_outside_pagerduty_is_refused() -> None:
    """A path is needed: the token goes nowhere else."""
    inner = Scripted()
    with pytest.raises(RemoteError, match="not a request that PagerDuty knows"):
        send(client_on(inner), "GET", "https://example.org/schedules")
    assert inner.requests == []


def test_a_method_that_the_api_lacks_is_refused() -> None:
    """The client refuses it without a request."""
    with pytest.raises(RemoteError, match="could not be reached"):
        send(client_on(Scripted()), "OPTIONS", "/schedules")


@pytest.mark.parametrize(("method", "kind"), [("GET", RemoteError), ("PUT", UnclearError)])
def test_an_answer_that_cannot_be_unpacked_is_broken(method: str, kind: type[RemoteError]) -> None:
    """Bytes that are not the compression they claim to be are no answer."""
    step = answer(200, b"not gzip", {"content-encoding": "gzip"})
    with pytest.raises(kind, match="cannot be unpacked"):
        send(client_on(Scripted(step)), method, "/schedules/P1")


def test_compressed_answers_are_unpacked() -> None:
    """The body is handed on as it was sent, with the headers that say how to read it."""
    import gzip  # noqa: PLC0415 - only here

    step = answer(200, gzip.compress(b'{"a": 1}'), {"content-encoding": "gzip"})
    assert fetch(client_on(Scripted(step)), "/schedules").json == {"a": 1}


def test_an_answer_that_is_no_object_is_unreadable() -> None:
    """A bare list where an envelope belongs is an error."""
    with pytest.raises(RemoteError, match="not an object"):
        fetch(client_on(Scripted(answer(200, []))), "/schedules")
