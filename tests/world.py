"""A rota file, an embedded PagerDuty and a clock, driven through the same code as production."""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import httpx2
from pagerduty import RestApiV2Client

from reconciler.cli.embedded import fill
from reconciler.config.loader import load_texts
from reconciler.config.model import RotaFile
from reconciler.intervals import instant, zone
from reconciler.ledger.file import FileLedger
from reconciler.plan.build import Question
from reconciler.plan.model import Plan
from reconciler.plan.outcome import Outcome
from reconciler.remote.client import make_client
from reconciler.remote.made import Made
from reconciler.remote.reader import Reader
from reconciler.remote.writer import Writer
from reconciler.sandbox import ConnectionLost, Faults, Quirks, Store, create_app, set_faults
from reconciler.state import LiveState
from reconciler.workflow.applying import Tools, apply
from reconciler.workflow.planning import make, read
from reconciler.workflow.verifying import prove
from tests import shifts_by_hand as shifts
from tests.rows import Row, joined, utc

Data = dict[str, Any]


class Wire(httpx2.BaseTransport):
    """The way to the embedded PagerDuty: notes every request, and fails those that a test picks.

    `fault(method, path, body)` gives None to let a request pass, a status to answer with, or an exception
    to raise; with `lost` the request arrives and only its answer is lost. `after_write` is called once
    PagerDuty has carried out a write.
    """

    def __init__(self, inner: httpx2.BaseTransport) -> None:
        self.inner = inner
        self.requests: list[tuple[str, str, Any]] = []
        self.fault: Callable[[str, str, Any], int | Exception | None] = lambda *_: None
        self.lost: Callable[[str, str], bool] = lambda *_: False
        self.after_write: Callable[[], None] = lambda: None

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """One request."""
        body = json.loads(request.read() or b"null")
        method, path = request.method, request.url.path
        if method != "GET":
            self.requests.append((method, path, body))
        fault = self.fault(method, path, body)
        if isinstance(fault, Exception):
            raise fault
        if fault is not None:
            error = {"error": {"code": 2001, "message": "Invalid Input Provided", "errors": ["No."]}}
            return httpx2.Response(fault, stream=httpx2.ByteStream(json.dumps(error).encode()))
        try:
            response = self.inner.handle_request(request)
        except ConnectionLost as lost:
            raise httpx2.ReadError(str(lost), request=request) from lost
        if method != "GET":
            self.after_write()
            if self.lost(method, path):
                raise httpx2.ReadError("the connection broke")
        return response


@dataclass
class World:
    """Everything that one story needs. `text` is the rota file, `now` an aware UTC instant."""

    text: str
    now: datetime
    folder: Path
    quirks: Quirks = field(default_factory=Quirks)
    store: Store = field(default_factory=lambda: Store(seed=7))
    filled: bool = False
    runs: int = 0
    waits: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.app = create_app(self.store, clock=lambda: self.now, quirks=self.quirks)
        self.plain = httpx2.WSGITransport(app=self.app)
        self.transport = Wire(self.plain)
        if not self.filled:
            fill(self.store, self.file, self.now)

    @property
    def file(self) -> RotaFile:
        """The rota file as it stands."""
        return _loaded(self.text)

    @property
    def ledger(self) -> FileLedger:
        """The ledger, opened afresh."""
        return FileLedger(self.folder / "ledger.jsonl")

    def client(self, *, read_only: bool = False) -> RestApiV2Client:
        """A client of the embedded PagerDuty that waits for nothing."""
        return make_client(
            "sandbox",
            api_url="http://127.0.0.1",
            inner=self.transport,
            read_only=read_only,
            sleep=lambda _: None,
        )

    def reader(self) -> Reader:
        """A reader that cannot write."""
        return self._reader(Made())

    def _reader(self, made: Made) -> Reader:
        # One request after the other: what an answer shows that lags behind must not hang on the machine.
        return Reader(lambda: self.client(read_only=True), made, workers=1)

    def strike(self, faults: Faults | None = None) -> None:
        """Order faults of the embedded PagerDuty, counted from here on; without any it is well again."""
        set_faults(self.app, faults or Faults())

    def edit(self, old: str, new: str) -> None:
        """Change the rota file in one place."""
        assert self.text.count(old) == 1, f"{old!r} stands {self.text.count(old)} times in the file"
        self.text = self.text.replace(old, new)

    def change(self, edit: Callable[[Data], object]) -> None:
        """Change the rota file, written as JSON, as data."""
        data = json.loads(self.text)
        edit(data)
        self.text = json.dumps(data)

    @property
    def writes(self) -> list[tuple[str, str]]:
        """Every request that was no GET: its method and path, in order."""
        return [(method, path) for method, path, _ in self.transport.requests]

    def question(self, *, delete: bool = False) -> Question:
        """What a plan is asked about."""
        return Question(self.file, "digest", self.now, None, delete)

    def plan(self, *, delete: bool = False) -> Plan:
        """Read and compare."""
        plan, _ = make(self.question(delete=delete), self.reader(), "sandbox", self.ledger.load())
        return plan

    def live(self) -> LiveState:
        """What PagerDuty holds."""
        return read(self.file, self.reader(), "sandbox", self.now, self.now, self.ledger.load())

    def tools(self) -> Tools:
        """What an apply works with."""
        self.runs += 1
        made = Made()
        return Tools(
            self._reader(made),
            Writer(self.client(), made),
            self.ledger,
            lambda: self.now,
            run=f"run-{self.runs}",
            sleep=self.waits.append,
        )

    def apply(self, accept: Collection[str] = (), plan: Plan | None = None) -> Outcome:
        """Plan, write, and verify every rota that was written."""
        tools = self.tools()
        before: LiveState | None = None
        if plan is None:
            plan, before = make(self.question(), self.reader(), "sandbox", self.ledger.load())
        outcome = apply(plan, self.file, tools, accept)
        clock, sleep = tools.clock, tools.sleep
        return prove(
            outcome, self.question(), tools.reader, self.ledger, clock=clock, sleep=sleep, before=before
        )

    def local(self, text: str) -> datetime:
        """The UTC instant of a wall time in the file's zone."""
        return instant(datetime.fromisoformat(text), zone(self.file.time_zone))

    def at(self, text: str) -> None:
        """Move the clock to a wall time."""
        self.now = self.local(text)

    def shift_based(self, key: str) -> bool:
        """Whether the file makes a rota shift-based."""
        return self.file.kind_of(key) == "shifts"

    def schedule_id(self, key: str) -> str:
        """PagerDuty's id of a rota, by its name."""
        path, name = ("/v3/schedules", "summary") if self.shift_based(key) else ("/schedules", "name")
        listed = self.get(path, {"limit": 100})["schedules"]
        found = [s for s in listed if s[name] == self.file.rotas[key].name]
        assert len(found) == 1, [s[name] for s in found]
        return str(found[0]["id"])

    def user_id(self, person: str) -> str:
        """PagerDuty's id of one of the file's people."""
        email = self.file.people[person].email
        users = self.get("/users", {"query": email})["users"]
        return str(users[0]["id"])

    def get(self, path: str, params: Mapping[str, Any] | None = None) -> Any:
        """A plain GET, as curl would."""
        return self._call("GET", path, params=dict(params or {}))

    def send(self, method: str, path: str, body: Any = None) -> Any:
        """A write in the web editor: somebody else's, past the wire that tests watch."""
        return self._call(method, path, json=body)

    def _call(self, method: str, path: str, **options: Any) -> Any:
        client = make_client("sandbox", api_url="http://127.0.0.1", inner=self.plain, read_only=False)
        answer = client.request(method, path, **options)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    def schedule(self, key: str) -> Any:
        """A rota's schedule as a GET gives it: layers come winner first."""
        return self.get(f"/schedules/{self.schedule_id(key)}")["schedule"]

    def policy(self, key: str) -> Any:
        """A policy as a GET gives it."""
        name = self.file.policies[key].name
        found = self.get("/escalation_policies", {"limit": 100})["escalation_policies"]
        (policy,) = (p for p in found if p["name"] == name)
        query = {"include[]": "escalation_rule_assignment_strategies"}
        return self.get(f"/escalation_policies/{policy['id']}", query)["escalation_policy"]

    def override_by_hand(self, key: str, person: str, start: str, end: str) -> str:
        """Somebody makes an override in the web editor; local times. Returns its id."""
        if self.shift_based(key):
            id_, user = self.schedule_id(key), self.user_id(person)
            return shifts.override_by_hand(self, id_, user, self.local(start), self.local(end))
        body = {
            "overrides": [
                {
                    "start": self.local(start).isoformat(),
                    "end": self.local(end).isoformat(),
                    "user": {"id": self.user_id(person), "type": "user_reference"},
                }
            ]
        }
        made = self.send("POST", f"/schedules/{self.schedule_id(key)}/overrides", body)[0]
        assert made["status"] == 201, made
        return str(made["override"]["id"])

    def overrides(self, key: str) -> list[tuple[str, str, str]]:
        """The overrides of a rota from now on: UTC start, UTC end, name."""
        if self.shift_based(key):
            return shifts.overrides(self, self.schedule_id(key), self.now)
        listed = self.get(
            f"/schedules/{self.schedule_id(key)}/overrides",
            {
                "since": self.now.isoformat(),
                "until": (self.now + timedelta(days=400)).isoformat(),
                "overflow": "true",
            },
        )["overrides"]
        return sorted((utc(o["start"]), utc(o["end"]), o["user"]["summary"]) for o in listed)

    def rendered(self, key: str, start: str, end: str) -> list[Row]:
        """PagerDuty's final schedule over local times: UTC start, UTC end, name; touching entries joined."""
        if self.shift_based(key):
            return shifts.rendered(self, self.schedule_id(key), self.local(start), self.local(end))
        found = self.get(
            f"/schedules/{self.schedule_id(key)}",
            {"since": self.local(start).isoformat(), "until": self.local(end).isoformat()},
        )["schedule"]["final_schedule"]["rendered_schedule_entries"]
        return joined((utc(e["start"]), utc(e["end"]), e["user"]["summary"]) for e in found)


@lru_cache(maxsize=64)
def _loaded(text: str) -> RotaFile:
    """Files are frozen, and asked for often."""
    return load_texts("rota.yaml", {"rota.yaml": text}).file


def summaries(plan: Plan) -> Sequence[str]:
    """What a plan would do, a line each."""
    return [f"{c.action} {c.kind} {c.key}: {c.summary}" for c in plan.changes]
