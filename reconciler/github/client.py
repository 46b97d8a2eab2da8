"""A small client of GitHub's REST API: finite waits, few repeats, and errors of one sentence.

The token is in no message. It is sent to the one address that the client is made for, in https or to this
machine itself, and no redirect is followed with it.
"""

import random
import time
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Any, Self

import httpx2

from reconciler.errors import RotaError, UsageError

API = "https://api.github.com"
"""Where GitHub's API is; a GitHub Enterprise Server has its own."""
ATTEMPTS = 4
"""How often one request is sent at most."""
LONGEST_WAIT = 60.0
"""For how many seconds at most GitHub may ask us to wait before we repeat a request."""
PAGES = 50
"""How many pages of a listing are read at most."""

_TIMEOUT = httpx2.Timeout(20.0, connect=10.0)
_FIRST_WAIT = 1.0
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_FORBIDDEN, _NOT_FOUND, _GONE = 403, 404, 410
_TOO_MANY, _SERVER_FAULT = 429, 500
_PER_PAGE = 100

Json = dict[str, Any]


class GitHubError(RotaError):
    """GitHub did not do what it was asked for. `status` is None where no answer came."""

    def __init__(self, message: str, *, status: int | None = None, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.status = status

    @property
    def denied(self) -> bool:
        """Whether the object is not ours to change, or not there any more."""
        return self.status in {_FORBIDDEN, _NOT_FOUND, _GONE}


class Client:
    """Speaks for one token. `inner` replaces the network; `sleep` takes seconds, `rand` gives 0 to 1."""

    def __init__(
        self,
        token: str,
        *,
        api_url: str = API,
        inner: httpx2.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
        rand: Callable[[], float] = random.random,
    ) -> None:
        headers = {
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {_checked_token(token)}",
            "X-GitHub-Api-Version": "2022-11-28",
        }
        self._http = httpx2.Client(
            base_url=_checked_url(api_url), headers=headers, timeout=_TIMEOUT, transport=inner
        )
        self._sleep = sleep
        self._rand = rand

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def get(self, path: str) -> Json:
        """One object. Raises GitHubError."""
        found = self._json(self._send("GET", path), "GET", path)
        return found if isinstance(found, dict) else {}

    def every(self, path: str, **params: str) -> Iterator[Json]:
        """All objects of a listing, page by page. Raises GitHubError."""
        for page in range(1, PAGES + 1):
            asked = {**params, "per_page": str(_PER_PAGE), "page": str(page)}
            found = self._json(self._send("GET", path, params=asked), "GET", path)
            rows = [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []
            yield from rows
            if len(rows) < _PER_PAGE:
                return

    def post(self, path: str, body: Json) -> Json:
        """Make something. Raises GitHubError; it is sent again only where nothing can have been made."""
        found = self._json(self._send("POST", path, json=body), "POST", path)
        return found if isinstance(found, dict) else {}

    def patch(self, path: str, body: Json) -> None:
        """Change something. Raises GitHubError."""
        self._send("PATCH", path, json=body)

    def _send(self, method: str, path: str, **options: Any) -> httpx2.Response:
        for attempt in range(1, ATTEMPTS + 1):
            answer = self._try(method, path, last=attempt == ATTEMPTS, **options)
            if answer is not None and answer.is_success:
                return answer
            wait = _wait(attempt, answer) * (1 + self._rand() / 2)
            if answer is not None and (not _again(method, answer) or attempt == ATTEMPTS or wait < 0):
                raise _refusal(method, path, answer)
            self._sleep(wait)
        raise AssertionError("unreachable: the last attempt returns or raises")  # pragma: no cover

    def _try(self, method: str, path: str, *, last: bool, **options: Any) -> httpx2.Response | None:
        """One attempt; None where it failed on the way and may be repeated."""
        try:
            return self._http.request(method, path, **options)
        except httpx2.RequestError as fault:
            unsent = isinstance(fault, httpx2.ConnectError | httpx2.ConnectTimeout | httpx2.ProxyError)
            if last or not (unsent or method != "POST"):
                raise GitHubError(
                    f"GitHub could not be reached for {method} {path} ({type(fault).__name__})",
                    hint="run the job again; PagerDuty is not affected",
                ) from None
            return None

    def _json(self, answer: httpx2.Response, method: str, path: str) -> Any:
        try:
            return answer.json()
        except ValueError:
            raise GitHubError(
                f"GitHub answered {method} {path} with something that is no JSON",
                hint="GITHUB_API_URL must be the address of the API, such as https://api.github.com",
            ) from None


def _again(method: str, answer: httpx2.Response) -> bool:
    """Whether a request may be repeated: one that makes something only where it was turned away."""
    turned_away = answer.status_code == _TOO_MANY or (
        answer.status_code == _FORBIDDEN and "retry-after" in answer.headers
    )
    return turned_away or (answer.status_code >= _SERVER_FAULT and method != "POST")


def _wait(attempt: int, answer: httpx2.Response | None) -> float:
    """For how many seconds to wait; less than none where GitHub asks for more than we have patience."""
    told = answer.headers.get("retry-after", "") if answer is not None else ""
    if told.isdecimal():
        return float(told) if float(told) <= LONGEST_WAIT else -1.0
    return _FIRST_WAIT * float(2 ** (attempt - 1))


def _refusal(method: str, path: str, answer: httpx2.Response) -> GitHubError:
    """What GitHub said, with what to do about it."""
    said = ""
    try:
        body = answer.json()
        said = str(body["message"]) if isinstance(body, dict) and body.get("message") else ""
    except ValueError:
        pass
    hints = {
        401: "GITHUB_TOKEN is not valid (any more): give the job `${{ github.token }}`",
        _FORBIDDEN: "the job needs the right to write: `pull-requests: write` for comments, `issues: write` "
        "for issues; a pull request from a fork never has it",
        _NOT_FOUND: "there is no such repository, pull request or issue, or the token may not see it",
        _GONE: "issues are switched off in this repository: Settings → Features → Issues",
    }
    return GitHubError(
        f"GitHub answered {method} {path} with {answer.status_code}{f': {said}' if said else ''}",
        status=answer.status_code,
        hint=hints.get(answer.status_code),
    )


def _checked_url(text: str) -> str:
    try:
        url = httpx2.URL(text.rstrip("/"))
    except httpx2.InvalidURL:
        raise UsageError("GITHUB_API_URL is not a URL", hint=f"write it as {API}") from None
    if url.scheme != "https" and not (url.scheme == "http" and url.host in _LOOPBACK):
        raise UsageError("GITHUB_API_URL would have the token sent in the clear", hint=f"write it as {API}")
    return str(url)


def _checked_token(text: str) -> str:
    if not text or not text.isascii() or not text.isprintable() or " " in text:
        # Checked here, since further down the error would quote the header with the token in it.
        raise UsageError("GITHUB_TOKEN is empty, or has blanks or characters in it that no token has")
    return text
