"""The one way out to PagerDuty: plain http for loopback, no writes while planning, waits and retries.

The client's own retries are unsafe (it repeats POSTs, and waits without limit on 429), so it is told to
make none and this transport makes ours. Reads are repeated; a write only where the answer says that it
was not carried out.
"""

from collections.abc import Callable
from typing import NoReturn, cast

import httpx2

from reconciler.errors import RemoteError, UnclearError, UsageError, WriteForbiddenError
from reconciler.remote import answers
from reconciler.remote.exchange import Exchange, Trace, no_trace
from reconciler.remote.made import Made
from reconciler.remote.pace import Pace, reset_seconds

ATTEMPTS = 6
"""How often one request is sent at most."""
BUDGET = 120.0
"""For how many seconds one request may be waited for and repeated, in all."""
FIRST_WAIT = 0.5
"""The wait after the first failure, in seconds; it doubles each time."""
LONGEST_WAIT = 20.0
RESET_WAIT = 5.0
"""The wait after a 429 that does not say when to come back, in seconds."""

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_NOT_FOUND = 404
_TOO_MANY = 429
_SERVER_FAULT = 500
# Nothing had left the machine when these were raised.
_UNSENT = (
    httpx2.ConnectError,
    httpx2.ConnectTimeout,
    httpx2.PoolTimeout,
    httpx2.ProxyError,
    httpx2.UnsupportedProtocol,
)


def checked_url(text: str) -> httpx2.URL:
    """The base URL that was asked for. Raises UsageError for plain http to anything but loopback."""
    try:
        url = httpx2.URL(text.rstrip("/"))
    except httpx2.InvalidURL as fault:
        raise UsageError(
            "The address of the API is not a URL.", hint="Write it as https://api.pagerduty.com."
        ) from fault
    if url.userinfo or url.query or url.fragment:
        raise UsageError(
            "The address of the API has a user, a query or a fragment in it.",
            hint="Write only the host, as https://api.pagerduty.com; the token is in PAGERDUTY_TOKEN.",
        )
    if url.scheme == "http" and url.host in _LOOPBACK:
        return url
    if url.scheme != "https" or not url.host:
        raise UsageError(
            f"The API at {url} would be spoken to in the clear.",
            hint="Use https, or http to 127.0.0.1, localhost or [::1].",
        )
    return url


def client_url(url: httpx2.URL) -> str:
    """The base URL under which the client, which insists on https, is to know a checked one."""
    return str(url.copy_with(scheme="https", port=url.port))


class Transport(httpx2.BaseTransport):
    """Sends requests through `inner`. `sleep` takes seconds, `rand` gives 0 to 1.

    `pace` holds up each attempt, and `trace` is told of it. A 404 on what is in `made` is asked again.
    Raises WriteForbiddenError for anything but GET where `read_only`; RemoteError (UnclearError for a
    write that may have arrived, RateLimitError) once repeating is given up.
    """

    def __init__(
        self,
        inner: httpx2.BaseTransport,
        *,
        base_url: str,
        read_only: bool,
        sleep: Callable[[float], None],
        monotonic: Callable[[], float],
        rand: Callable[[], float],
        pace: Pace | None = None,
        trace: Trace = no_trace,
        made: Made | None = None,
    ) -> None:
        self._inner = inner
        self._base = checked_url(base_url)
        self._read_only = read_only
        self._sleep = sleep
        self._monotonic = monotonic
        self._rand = rand
        self._pace = pace
        self._trace = trace
        self._made = made or Made(monotonic)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """One request and its answer, 429 and 5xx never among them."""
        call = answers.called(request.method, request.url.path)
        if self._read_only and request.method != "GET":
            raise WriteForbiddenError(
                f"{call} was not sent, since this command only reads; this is a fault of the program."
            )
        outgoing = self._outgoing(request)
        deadline = float("inf")
        waited = 0.0
        for attempt in range(1, ATTEMPTS + 1):
            waited += self._pace.wait() if self._pace is not None else 0.0
            if attempt == 1:
                # Waiting for one's turn is no trouble with this request.
                deadline = self._monotonic() + BUDGET
            response, fault = self._attempt(outgoing, attempt, waited)
            if response is not None and not self._again(outgoing, response.status_code):
                return self._settled(call, response)
            wait = self._wait(attempt, response)
            may_repeat = request.method == "GET" or response is not None
            if not may_repeat or attempt == ATTEMPTS or self._monotonic() + wait > deadline:
                _give_up(call, response, fault)
            self._sleep(wait)
            waited = wait
        raise AssertionError("unreachable: the last attempt returns or raises")  # pragma: no cover

    def close(self) -> None:
        """Close what is inside."""
        self._inner.close()

    def _outgoing(self, request: httpx2.Request) -> httpx2.Request:
        url = request.url.copy_with(scheme=self._base.scheme, port=self._base.port)
        return httpx2.Request(
            request.method,
            url,
            headers=request.headers,
            stream=request.stream,
            extensions=request.extensions,
        )

    def _attempt(
        self, request: httpx2.Request, attempt: int, waited: float
    ) -> tuple[httpx2.Response | None, httpx2.TransportError | None]:
        """One attempt, told to whoever listens, and heard by the pace."""
        started = self._monotonic()
        response, fault = self._try(request)
        number = answers.request_id(response) if response is not None else None
        exchange = Exchange(
            method=request.method,
            path=request.url.raw_path.decode("ascii", "replace"),
            attempt=attempt,
            status=response.status_code if response is not None else None,
            fault=type(fault).__name__ if fault is not None else None,
            request_id=number,
            waited=waited,
            took=self._monotonic() - started,
        )
        self._trace(exchange)
        if response is not None and self._pace is not None:
            self._pace.heard(response.headers)
        return response, fault

    def _again(self, request: httpx2.Request, status: int) -> bool:
        """Whether a request may be repeated after an answer: a write only after one that says "not done"."""
        if status == _NOT_FOUND:
            return self._made.recent(request.url.path)
        return status == _TOO_MANY or (request.method == "GET" and status >= _SERVER_FAULT)

    def _try(self, request: httpx2.Request) -> tuple[httpx2.Response | None, httpx2.TransportError | None]:
        """One attempt with its whole body, so that a connection lost midway is a failed attempt too."""
        try:
            response = self._inner.handle_request(request)
            try:
                raw = b"".join(cast("httpx2.SyncByteStream", response.stream))
            finally:
                response.close()
        except httpx2.TransportError as fault:
            return None, fault
        # As a stream: the client measures the time until it has been read, and fails where it never was.
        stream = httpx2.ByteStream(raw)
        return httpx2.Response(
            response.status_code, headers=response.headers, stream=stream, request=request
        ), None

    def _settled(self, call: str, response: httpx2.Response) -> httpx2.Response:
        """An answer for the client, unless it is a server's fault in answer to a write."""
        if response.status_code >= _SERVER_FAULT:
            response.read()
            raise answers.refusal(call, response)
        return response

    def _wait(self, attempt: int, response: httpx2.Response | None) -> float:
        if response is not None and response.status_code == _TOO_MANY:
            # All threads are told the same second; they need not come back in the same instant.
            told = reset_seconds(response.headers)
            return (RESET_WAIT if told is None else told) + self._rand()
        wait: float = min(FIRST_WAIT * 2 ** (attempt - 1), LONGEST_WAIT)
        return wait * (0.5 + self._rand() / 2)


def _give_up(call: str, response: httpx2.Response | None, fault: httpx2.TransportError | None) -> NoReturn:
    if response is not None:
        response.read()
        raise answers.refusal(call, response)
    # Their text may quote headers, so only the kind of failure is told.
    what = type(fault).__name__
    if call.startswith("GET ") or isinstance(fault, _UNSENT):
        raise RemoteError(
            f"PagerDuty could not be reached for {call} ({what}); nothing was changed by it.",
            hint="Check the network, any proxy, and the address of the API; then run again.",
        ) from None
    raise UnclearError(
        f"The connection broke during {call} ({what}), so it may or may not have been carried out.",
        hint="Run plan to see what is there before anything else.",
    ) from None
