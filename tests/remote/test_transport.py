"""The one way out: what is repeated, what is waited for, and what is never sent."""

from typing import Any

import httpx2
import pytest

from reconciler.errors import (
    RateLimitError,
    RemoteError,
    RotaError,
    UnclearError,
    UsageError,
    WriteForbiddenError,
)
from reconciler.remote.client import send
from reconciler.remote.transport import ATTEMPTS, BUDGET, RESET_WAIT, checked_url, client_url
from tests.remote.harness import TOKEN, BrokenStream, FakeTime, Scripted, answer, client_on, error

OK: dict[str, Any] = {"schedules": []}


def get(*steps: Any, time: FakeTime | None = None) -> Any:
    return send(client_on(Scripted(*steps), time=time), "GET", "/schedules").json()


def post(*steps: Any, time: FakeTime | None = None) -> int:
    client = client_on(Scripted(*steps), time=time)
    return send(client, "POST", "/schedules/P1/overrides", json={"overrides": []}).status_code


@pytest.mark.parametrize(
    "fault",
    [
        httpx2.ConnectError("refused"),
        httpx2.ReadTimeout("slow"),
        answer(500, b"oops"),
        answer(503, b"<html>maintenance</html>"),
        answer(429, error(), {"ratelimit-reset": "7"}),
        httpx2.Response(200, stream=BrokenStream()),
    ],
)
def test_a_read_that_fails_is_made_again(fault: Any) -> None:
    """Network and server faults, a body cut off and 429 are forgotten once an answer is good."""
    assert get(fault, answer(200, OK)) == OK


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
@pytest.mark.parametrize(
    "fault",
    [
        httpx2.ReadTimeout("slow"),
        httpx2.RemoteProtocolError("gone"),
        answer(500, b"oops"),
        answer(502, b""),
        httpx2.Response(201, stream=BrokenStream()),
    ],
)
def test_a_write_that_may_have_arrived_is_sent_once(method: str, fault: Any) -> None:
    """The client would send a POST four times; here its fate is called unclear and nothing is repeated."""
    inner = Scripted(fault)
    with pytest.raises(UnclearError, match="may or may not have been carried out"):
        send(client_on(inner), method, "/schedules/P1")
    assert len(inner.requests) == 1


def test_a_write_that_was_never_sent_is_not_unclear() -> None:
    """Where no connection stood, nothing can have been carried out."""
    with pytest.raises(RemoteError, match="nothing was changed") as caught:
        post(httpx2.ConnectTimeout("slow"))
    assert not isinstance(caught.value, UnclearError)


def test_a_write_told_to_slow_down_is_made_again() -> None:
    """A 429 says that the request was not carried out, so it may be repeated."""
    time = FakeTime()
    assert post(answer(429, error(), {"ratelimit-reset": "12"}), answer(201, []), time=time) == 201
    assert time.waits == [12]


def test_a_429_is_waited_out_for_as_long_as_it_says() -> None:
    """The client would ignore `ratelimit-reset`."""
    time = FakeTime()
    get(answer(429, error(), {"ratelimit-reset": "31"}), answer(200, OK), time=time)
    assert time.waits == [31]


@pytest.mark.parametrize("reset", ["", "soon", "-3", "nan", "inf"])
def test_a_429_that_does_not_say_when_is_waited_out_briefly(reset: str) -> None:
    """A header that is no sensible number of seconds is not believed."""
    time = FakeTime()
    get(answer(429, error(), {"ratelimit-reset": reset}), answer(200, OK), time=time)
    assert time.waits == [RESET_WAIT]


def test_endless_429_end() -> None:
    """The client would wait for ever, and 0 does not switch that off; here there is a budget."""
    time = FakeTime()
    with pytest.raises(RateLimitError, match="too many requests"):
        get(*[answer(429, error(), {"ratelimit-reset": "25"}) for _ in range(50)], time=time)
    assert sum(time.waits) <= BUDGET


def test_a_wait_beyond_the_budget_is_not_begun() -> None:
    """A 429 that asks for an hour fails at once."""
    time = FakeTime()
    with pytest.raises(RateLimitError):
        get(answer(429, error(), {"ratelimit-reset": "3600"}), time=time)
    assert time.waits == []


def test_server_faults_end_after_some_attempts() -> None:
    """The waits grow, and the last fault is told with its number."""
    time = FakeTime()
    faults = [answer(503, error(message="Down"), {"x-request-id": f"req-{n}"}) for n in range(ATTEMPTS)]
    with pytest.raises(RemoteError, match=r"503 on GET /schedules\): Down") as caught:
        get(*faults, time=time)
    assert caught.value.request_id == f"req-{ATTEMPTS - 1}"
    assert time.waits == sorted(time.waits)
    assert len(time.waits) == ATTEMPTS - 1


def test_network_faults_end_after_some_attempts() -> None:
    """What is told is the kind of fault only."""
    with pytest.raises(RemoteError, match="could not be reached for GET /schedules"):
        get(*[httpx2.ConnectError(f"no route {TOKEN}") for _ in range(ATTEMPTS)])


def test_a_refusal_is_not_made_again() -> None:
    """A 400 stays one, for reads too."""
    inner = Scripted(answer(400, error()))
    with pytest.raises(RemoteError):
        send(client_on(inner), "GET", "/schedules")
    assert len(inner.requests) == 1


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_planning_cannot_write(method: str) -> None:
    """With `read_only` anything but a GET fails before it is sent, even through the client's own methods."""
    inner = Scripted()
    client = client_on(inner, read_only=True)
    with pytest.raises(WriteForbiddenError):
        client.request(method, "/schedules/P1", json={})
    assert inner.requests == []


def test_closing_the_client_closes_what_is_inside() -> None:
    """No connection stays behind."""
    inner = Scripted()
    client_on(inner).close()
    assert inner.closed


@pytest.mark.parametrize(
    ("text", "client", "port"),
    [
        ("http://127.0.0.1:5001", "https://127.0.0.1:5001", 5001),
        ("http://localhost:5001/", "https://localhost:5001", 5001),
        ("http://[::1]:5001", "https://[::1]:5001", 5001),
        ("http://127.0.0.1:443", "https://127.0.0.1", 443),
        ("https://proxy.example.org/pagerduty", "https://proxy.example.org/pagerduty", None),
    ],
)
def test_addresses_that_are_accepted(text: str, client: str, port: int | None) -> None:
    """Plain http only to this machine; the client is told https, which it insists on."""
    assert client_url(checked_url(text)) == client
    assert checked_url(text).port == port


@pytest.mark.parametrize(
    "text",
    [
        "http://api.pagerduty.com",
        "http://127.0.0.1.example.org",
        "http://localhost.example.org",
        "http://127.0.0.1@example.org",
        "https://user:secret@example.org",
        "https://example.org/?a=1",
        "https://example.org/#a",
        "ftp://127.0.0.1",
        "https://",
        "127.0.0.1:5001",
        "https://exa mple:x",
        "",
    ],
)
def test_addresses_that_are_refused(text: str) -> None:
    """Nothing else is ever sent a token, and the refusal quotes no password."""
    with pytest.raises(UsageError) as caught:
        checked_url(text)
    assert "secret" not in caught.value.diagnostics()


def test_a_loopback_address_is_spoken_to_in_plain_http() -> None:
    """The client's https URL is turned back before it is sent, path and query intact."""
    from reconciler.remote.client import make_client  # noqa: PLC0415 - only here with an address

    inner = Scripted(answer(200, OK))
    client = make_client(TOKEN, api_url="http://127.0.0.1:5001", inner=inner, read_only=True)
    send(client, "GET", "/schedules", params={"query": "a b&c"})
    assert str(inner.requests[0].url) == "http://127.0.0.1:5001/schedules?query=a+b%26c"


def test_no_fault_shows_the_token(caplog: pytest.LogCaptureFixture) -> None:
    """Not in messages, hints, chained errors or logs, even where the server quotes it."""
    caplog.set_level("DEBUG")
    leaky = error(message=f"bad key {TOKEN}", errors=[f"Token token={TOKEN}"])
    for step in (answer(401, leaky), answer(400, leaky), answer(500, leaky), httpx2.ReadError(TOKEN)):
        with pytest.raises(RotaError) as caught:
            post(step)
        shown = caught.value.diagnostics() + repr(caught.value)
        assert TOKEN not in shown
        assert TOKEN[-4:] not in shown
        assert caught.value.__suppress_context__ or caught.value.__context__ is None
    client = client_on(Scripted(answer(200, OK)))
    send(client, "GET", "/schedules")
    assert TOKEN not in repr(client) + repr(client.headers) + str(vars(client).get("_transport"))
    assert TOKEN not in caplog.text
