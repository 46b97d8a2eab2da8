"""PagerDuty's own client, made safe: our transport inside, no retries of its own, finite timeouts."""

import random
import time
from collections.abc import Callable
from ssl import SSLContext
from threading import Lock
from typing import Any, Literal, TypeVar

import httpx2
from pagerduty import Error, RestApiV2Client, UrlError

from reconciler.errors import RemoteError, UsageError
from reconciler.remote import answers
from reconciler.remote.exchange import Trace, no_trace
from reconciler.remote.fields import Json, Part
from reconciler.remote.made import Made
from reconciler.remote.network import network
from reconciler.remote.pace import Pace
from reconciler.remote.transport import Transport, checked_url, client_url

T = TypeVar("T")

Region = Literal["us", "eu"]

URLS: dict[Region, str] = {"us": "https://api.pagerduty.com", "eu": "https://api.eu.pagerduty.com"}
CONNECT_TIMEOUT = 10.0
"""Seconds until a connection must stand."""
READ_TIMEOUT = 60.0
"""Seconds of silence after which an answer is given up."""
_SHIFTS = "/v3/"
# Asked for while shift-based schedules were new, and taken by accounts that never did.
_EARLY_ACCESS = {"X-EARLY-ACCESS": "flexible-schedules-early-access"}

_DECODING = Lock()


def make_client(
    token: str,
    *,
    region: Region = "us",
    api_url: str | None = None,
    inner: httpx2.BaseTransport | None = None,
    read_only: bool,
    sleep: Callable[[float], None] = time.sleep,
    monotonic: Callable[[], float] = time.monotonic,
    rand: Callable[[], float] = random.random,
    pace: Pace | None = None,
    trace: Trace = no_trace,
    made: Made | None = None,
    proxy: str | None = None,
    trust: SSLContext | None = None,
) -> RestApiV2Client:
    """A client for one thread. `api_url` wins over the region; `inner` replaces the network.

    All clients of a process share one `pace`, one `made` and one `trust`. `trace` is told of every attempt,
    from any thread. Raises UsageError for a token, address or proxy that cannot be used; the token is in no
    message.
    """
    token = token.strip()
    if not (token.isascii() and token.isprintable()) or not token or " " in token:
        # Checked here, since further down the error would quote the header with the token in it.
        raise UsageError(
            "PAGERDUTY_TOKEN is empty, or has blanks or characters in it that no token has.",
            hint="Copy it again from PagerDuty, without quotes.",
        )
    url = checked_url(api_url or URLS[region])
    transport = Transport(
        inner if inner is not None else network(proxy, trust),
        base_url=str(url),
        read_only=read_only,
        sleep=sleep,
        monotonic=monotonic,
        rand=rand,
        pace=pace,
        trace=trace,
        made=made,
    )
    client = RestApiV2Client(token, base_url=client_url(url), transport=transport)
    client.max_network_attempts = 0
    timeout: Any = httpx2.Timeout(READ_TIMEOUT, connect=CONNECT_TIMEOUT)  # declared as whole seconds there
    client.timeout = timeout
    return client


def send(client: RestApiV2Client, method: str, path: str, **options: Any) -> httpx2.Response:
    """One request by its path ("/schedules"): returns an answer in 2xx, raises RemoteError for any other."""
    call = answers.called(method, path)
    if path.startswith(_SHIFTS):
        options = {"headers": _EARLY_ACCESS, **options}
    try:
        response: httpx2.Response = client.request(method, path, **options)
    except Error as fault:
        # 401 and redirects: the client raises these by itself, with the end of the token in the text.
        if fault.response is None:
            raise RemoteError(
                f"PagerDuty could not be reached for {call}.",
                hint="Check the network, any proxy, and the address of the API; then run again.",
            ) from None
        raise answers.refusal(call, fault.response) from None
    except httpx2.RequestError:
        raise answers.broken(call, "an answer that cannot be unpacked") from None
    except UrlError:
        raise RemoteError(
            f"{call} is not a request that PagerDuty knows, so it was not sent.",
            hint="This is a fault of the program; report it with this message.",
        ) from None
    if not response.is_success:
        raise answers.refusal(call, response)
    return response


def written(client: RestApiV2Client, method: str, path: str, body: Json) -> Any:
    """The JSON that a write answers with. Raises RemoteError; UnclearError where it cannot be read."""
    return answers.body(answers.called(method, path), send(client, method, path, json=body))


def fetch(client: RestApiV2Client, path: str, params: Json | None = None) -> Part:
    """The JSON object that a GET answers with; asked for twice where it is no JSON. Raises RemoteError."""
    return taken(client, path, params, lambda part: part)


def taken(client: RestApiV2Client, path: str, params: Json | None, take: Callable[[Part], T]) -> T:
    """What is made of the JSON object that a GET answers with, as `fetch` gives it.

    One answer is decoded at a time, whatever the number of threads: a large one takes many times its size.
    """
    call = answers.called("GET", path)
    where = f"an answer to {call}"
    response = send(client, "GET", path, params=params or {})
    with _DECODING:
        try:
            value = answers.loads(response.content)
        except (ValueError, RecursionError):
            pass
        else:
            return take(Part.of(value, where))
    # Something on the way may have cut or replaced it, this once.
    response = send(client, "GET", path, params=params or {})
    with _DECODING:
        return take(Part.of(answers.body(call, response), where))
