"""An embedded account in process, held to PagerDuty's OpenAPI document, and scripted transports."""

import json as jsonlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
from pagerduty import RestApiV2Client

from reconciler.plan.actions import CreateSchedule, LayerWrite, UpdateSchedule
from reconciler.remote.client import make_client
from reconciler.remote.reader import Reader
from reconciler.remote.writer import Writer
from reconciler.sandbox import Quirks, Store, create_app, seed_user
from reconciler.state import LayerState
from tests.openapi import load_spec

NOON = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
"""A Tuesday in winter."""
DAY = timedelta(days=1)
TOKEN = "u+SecretTokenOfMine"


class Held(httpx2.BaseTransport):
    """Holds every exchange to PagerDuty's document, where a copy is at hand, and notes the calls."""

    def __init__(self, inner: httpx2.BaseTransport) -> None:
        self.inner = inner
        self.calls: list[tuple[str, str]] = []
        self.queries: list[tuple[str, dict[str, str]]] = []
        self.bodies: list[Any] = []

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """One exchange."""
        self.calls.append((request.method, request.url.path))
        self.queries.append((request.url.path, dict(request.url.params)))
        sent = jsonlib.loads(request.read()) if request.read() else None
        self.bodies.append(sent)
        response = self.inner.handle_request(request)
        raw = response.read()
        spec = load_spec()
        if spec is not None:
            path, status = request.url.path, response.status_code
            if status < 400:
                spec.check_request(request.method, path, request.url.params.multi_items(), sent)
            spec.check_response(request.method, path, status, jsonlib.loads(raw) if raw.strip() else None)
        return answer(response.status_code, raw, response.headers)


def answer(status: int, body: Any = b"", headers: Any = None) -> httpx2.Response:
    """A response as from a network: its body is a stream. A body that is no bytes goes out as JSON."""
    raw = body if isinstance(body, bytes) else jsonlib.dumps(body).encode()
    return httpx2.Response(status, headers=headers, stream=httpx2.ByteStream(raw))


Step = httpx2.Response | Exception | Callable[[httpx2.Request], httpx2.Response]


class Scripted(httpx2.BaseTransport):
    """Answers each request with the next step: a response, an exception to raise, or a function.

    It is for requests one after another. Where a reader asks side by side, every client needs its own.
    """

    def __init__(self, *steps: Step) -> None:
        self.steps = list(steps)
        self.requests: list[httpx2.Request] = []
        self.closed = False

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """The next step; after the last one nothing may be asked."""
        request.read()
        self.requests.append(request)
        assert self.steps, f"nothing is scripted for {request.method} {request.url}"
        step = self.steps.pop(0)
        if isinstance(step, Exception):
            raise step
        return step(request) if callable(step) else step

    def close(self) -> None:
        """Remember it."""
        self.closed = True


class BrokenStream(httpx2.SyncByteStream):
    """A body that stops midway."""

    def __iter__(self) -> Iterator[bytes]:
        yield b'{"sched'
        raise httpx2.ReadError("connection reset")


@dataclass
class FakeTime:
    """A clock that only sleeping moves, and a note of every wait in seconds."""

    now: float = 0.0
    waits: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        """Move on."""
        self.waits.append(seconds)
        self.now += seconds

    def monotonic(self) -> float:
        """Seconds."""
        return self.now


def client_on(
    inner: httpx2.BaseTransport,
    *,
    token: str = TOKEN,
    read_only: bool = False,
    time: FakeTime | None = None,
    **options: Any,
) -> RestApiV2Client:
    """A client on a transport of the test's own, which never really waits."""
    clock = time or FakeTime()
    return make_client(
        token,
        inner=inner,
        read_only=read_only,
        sleep=clock.sleep,
        monotonic=clock.monotonic,
        rand=lambda: 0.0,
        **options,
    )


@dataclass
class Account:
    """An embedded account with four people, and a clock that tests move by hand."""

    quirks: Quirks = field(default_factory=Quirks)
    now: datetime = NOON

    def __post_init__(self) -> None:
        self.store = Store(seed=5)
        self.app = create_app(self.store, clock=lambda: self.now, quirks=self.quirks)
        self.wire = Held(httpx2.WSGITransport(app=self.app))
        self.people = [
            seed_user(self.store, name=name, email=f"{name.lower()}@example.org")
            for name in ("Ana", "Ben", "Cal", "Dee")
        ]
        self.writer = Writer(client_on(self.wire, token="sandbox"))
        self.reader = Reader(lambda: client_on(self.wire, token="sandbox", read_only=True))

    def close(self) -> None:
        """Let go of everything."""
        self.reader.close()
        self.store.close()

    def layer(self, *numbers: int, **changes: Any) -> LayerState:
        """A daily layer of the people of these numbers, from noon on."""
        fields: dict[str, Any] = {
            "id": None,
            "name": "rota from 2026-12-01",
            "start": NOON,
            "end": None,
            "anchor": NOON,
            "turn_seconds": 86400,
            "users": tuple(self.people[n] for n in numbers),
        }
        return LayerState(**(fields | changes))

    def create(self, *layers: LayerState, **changes: Any) -> str:
        """Create a schedule through the writer; returns its id."""
        fields: dict[str, Any] = {
            "key": "in-hours",
            "name": "In hours",
            "time_zone": "Europe/London",
            "description": "Managed as code: in-hours in acme/rota",
            "team": None,
            "layers": layers or (self.layer(0, 1),),
            "changes": (),
        }
        return self.writer.create_schedule(CreateSchedule(**(fields | changes)), self.now)

    def update(self, id_: str, layers: Iterable[LayerWrite], **changes: Any) -> None:
        """Replace a schedule through the writer."""
        fields: dict[str, Any] = {
            "key": "in-hours",
            "id": id_,
            "base": "",
            "name": "In hours",
            "time_zone": "Europe/London",
            "description": "Managed as code: in-hours in acme/rota",
            "teams": (),
            "layers": tuple(layers),
            "changes": (),
        }
        self.writer.update_schedule(UpdateSchedule(**(fields | changes)), self.now)


def paged(name: str, rows: Sequence[Any], **fields: Any) -> httpx2.Response:
    """A page of a list, the last one unless told otherwise."""
    return answer(200, {name: list(rows), "limit": 100, "offset": 0, "more": False, "total": None} | fields)


def error(**fields: Any) -> dict[str, Any]:
    """An error body."""
    return {"error": {"code": 2001, "message": "Invalid Input Provided"} | fields}
