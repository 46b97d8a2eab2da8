"""A GitHub that answers as a test says, and the client that speaks to it without ever sleeping."""

from collections.abc import Callable
from dataclasses import dataclass, field

import httpx2

from reconciler.github.client import Client

Answer = httpx2.Response | Exception
TOKEN = "ghs_of_a_job"


@dataclass
class Wire(httpx2.BaseTransport):
    """Gives the answers in their order, the last one for ever, and notes requests and waits."""

    answers: list[Answer]
    requests: list[httpx2.Request] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """One request."""
        request.read()
        self.requests.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return httpx2.Response(answer.status_code, headers=answer.headers, content=answer.content)

    @property
    def sent(self) -> list[str]:
        """`GET /user`, in order."""
        return [f"{request.method} {request.url.path}" for request in self.requests]

    def client(self, api_url: str = "https://api.github.com") -> Client:
        """A client on this wire."""
        return Client(TOKEN, api_url=api_url, inner=self, sleep=self.waits.append, rand=lambda: 0.0)


def answer(status: int, body: object = None, **headers: str) -> httpx2.Response:
    """An answer with JSON in it; `retry_after` is the header Retry-After."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx2.Response(status, json=body if body is not None else {}, headers=named)


def app(wsgi: Callable[..., object]) -> Client:
    """A client of a whole application in this process."""
    inner = httpx2.WSGITransport(app=wsgi)  # type: ignore[arg-type]  # any WSGI application
    return Client("job_issues:write.pull-requests:write", inner=inner, sleep=lambda _: None)
