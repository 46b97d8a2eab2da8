"""What `rota -v` is told, and what nobody is ever told: the token."""

import logging
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from reconciler.errors import RotaError
from reconciler.remote.client import make_client, send
from reconciler.remote.exchange import Exchange
from reconciler.remote.pace import WINDOW, Pace
from reconciler.sandbox import Keys, Store, create_app, serve
from tests.remote.harness import NOON, TOKEN, BrokenStream, FakeTime, Scripted, answer, client_on, error

OK: dict[str, Any] = {"users": []}
LEAKY = error(message=f"bad key {TOKEN}", errors=[f"Token token={TOKEN}"])
PAGE = f"<html><body>No way with {TOKEN}</body></html>".encode()
HTML = {"content-type": "text/html"}


def test_every_attempt_is_told_with_what_was_waited_for() -> None:
    """Method, path with its query, status, PagerDuty's number, and how long it took and waited."""
    time, told = FakeTime(), list[Exchange]()

    def slow(_: httpx2.Request) -> httpx2.Response:
        time.now += 2
        return answer(200, OK, {"x-request-id": "r-2"})

    refused = answer(429, error(), {"ratelimit-reset": "7", "x-request-id": "r-1"})
    inner = Scripted(httpx2.ReadTimeout(TOKEN), refused, slow)
    client = client_on(inner, time=time, trace=told.append)
    send(client, "GET", "/users", params={"query": "ana+x@example.org"})
    path = "/users?query=ana%2Bx%40example.org"
    assert told == [
        Exchange("GET", path, 1, None, "ReadTimeout", None, 0.0, 0.0),
        Exchange("GET", path, 2, 429, None, "r-1", 0.25, 0.0),
        Exchange("GET", path, 3, 200, None, "r-2", 7.0, 2.0),
    ]
    assert [str(exchange) for exchange in told] == [
        f"GET {path}: ReadTimeout, 0.00 s",
        f"GET {path}: 429, 0.00 s, attempt 2, after waiting 0.2 s, request id r-1",
        f"GET {path}: 200, 2.00 s, attempt 3, after waiting 7.0 s, request id r-2",
    ]


def test_waiting_for_ones_turn_is_told_too() -> None:
    """So that a slow run explains itself."""
    time, told = FakeTime(), list[Exchange]()
    pace = Pace(most=1, monotonic=time.monotonic, sleep=time.sleep)
    client = client_on(Scripted(*[answer(200, OK)] * 2), time=time, pace=pace, trace=told.append)
    for _ in range(2):
        send(client, "GET", "/users")
    assert [exchange.waited for exchange in told] == [0.0, WINDOW]


def test_a_write_is_told_without_its_body() -> None:
    """Names and descriptions are nobody's business in a log."""
    told: list[Exchange] = []
    client = client_on(Scripted(answer(201, {})), trace=told.append)
    send(client, "POST", "/schedules", json={"schedule": {"name": "Secret project"}})
    assert "Secret" not in repr(told)
    assert (told[0].method, told[0].path, told[0].status) == ("POST", "/schedules", 201)


@pytest.fixture
def all_logs(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Every logger that there is, down to the last detail."""
    known = [logging.getLogger(name) for name in ("", "httpx2", "httpcore2", "pagerduty", *_loggers())]
    levels = [(logger, logger.level) for logger in known]
    for logger in known:
        logger.setLevel(logging.DEBUG)
    caplog.handler.setLevel(logging.DEBUG)
    yield caplog
    for logger, level in levels:
        logger.setLevel(level)


def _loggers() -> list[str]:
    return list(logging.root.manager.loggerDict)


def shown(caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]) -> str:
    records = [repr(vars(record)) for record in caplog.records]
    out, err = capsys.readouterr()
    return "\n".join([caplog.text, *records, out, err])


@pytest.mark.parametrize("method", ["GET", "PUT"])
@pytest.mark.parametrize(
    "step",
    [
        (200, OK, {}),
        (400, LEAKY, {}),
        (401, LEAKY, {}),
        (402, LEAKY, {}),
        (403, LEAKY, {}),
        (404, LEAKY, {}),
        (409, LEAKY, {}),
        (429, LEAKY, {}),
        (500, LEAKY, {}),
        (503, PAGE, HTML),
        (302, PAGE, {"location": f"https://example.org/?token={TOKEN}"}),
        (200, PAGE, HTML),
        (200, b'{"half', {}),
        (200, BrokenStream(), {}),
        (200, httpx2.ConnectError(f"no way with {TOKEN}"), {}),
        (200, httpx2.ReadError(f"no way with {TOKEN}"), {}),
    ],
    ids=lambda step: f"{step[0]}-{type(step[1]).__name__}",
)
def test_no_log_shows_the_token(
    all_logs: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str], step: Any, method: str
) -> None:
    """Not on success nor on any failure, at no level, even where the other side quotes it."""
    status, body, headers = step

    def wire(_: httpx2.Request) -> httpx2.Response:
        if isinstance(body, Exception):
            raise body
        if isinstance(body, BrokenStream):
            return httpx2.Response(status, stream=body)
        return answer(status, body, headers)

    told: list[Exchange] = []
    client = client_on(Scripted(*[wire] * 20), trace=told.append)
    texts = []
    try:
        send(client, method, "/schedules/P1")
    except RotaError as fault:
        texts += [fault.diagnostics(), repr(fault), repr(fault.__cause__)]
    texts += [shown(all_logs, capsys), repr(told), *map(str, told), repr(client)]
    assert told
    assert TOKEN not in "\n".join(texts)


@pytest.mark.loopback
@pytest.mark.enable_socket
def test_no_log_shows_the_token_on_a_real_connection(
    all_logs: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    """The layers below log every header that comes and every step of sending ours."""
    store = Store(seed=5)
    app = create_app(store, clock=lambda: NOON, keys=Keys(full=TOKEN))
    with serve(app) as url:
        client = make_client(TOKEN, api_url=url, read_only=True)
        assert send(client, "GET", "/users").status_code == 200
        client.close()
        stranger = make_client("t0kenOfAStranger", api_url=url, read_only=True)
        with pytest.raises(RotaError):
            send(stranger, "GET", "/users")
        stranger.close()
    store.close()
    text = shown(all_logs, capsys)
    assert "send_request_headers" in text
    assert TOKEN not in text
    assert "t0kenOfAStranger" not in text
