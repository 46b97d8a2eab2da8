"""A rota file, an embedded PagerDuty and a clock, driven through the same code as production."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
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
from reconciler.remote.reader import Reader
from reconciler.remote.writer import Writer
from reconciler.sandbox import Quirks, Store, create_app
from reconciler.workflow.applying import Tools, apply
from reconciler.workflow.planning import make
from reconciler.workflow.verifying import proven_until, verify

Row = tuple[str, str, str]
"""Local start, local end, name."""


@dataclass
class World:
    """Everything that one story needs. `text` is the rota file, `now` an aware UTC instant."""

    text: str
    now: datetime
    folder: Path
    quirks: Quirks = field(default_factory=Quirks)
    store: Store = field(default_factory=lambda: Store(seed=7))
    runs: int = 0

    def __post_init__(self) -> None:
        self.app = create_app(self.store, clock=lambda: self.now, quirks=self.quirks)
        self.transport = httpx2.WSGITransport(app=self.app)
        self.requests: list[tuple[str, str]] = []
        fill(self.store, self.file, self.now)

    @property
    def file(self) -> RotaFile:
        """The rota file as it stands."""
        return load_texts("rota.yaml", {"rota.yaml": self.text}).file

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
        return Reader(lambda: self.client(read_only=True))

    def edit(self, old: str, new: str) -> None:
        """Change the rota file in one place."""
        assert self.text.count(old) == 1, f"{old!r} stands {self.text.count(old)} times in the file"
        self.text = self.text.replace(old, new)

    def question(self, *, delete: bool = False) -> Question:
        """What a plan is asked about."""
        return Question(self.file, "digest", self.now, None, delete)

    def plan(self, *, delete: bool = False) -> Plan:
        """Read and compare."""
        plan, _ = make(self.question(delete=delete), self.reader(), "sandbox", self.ledger.load())
        return plan

    def apply(self, accept: Collection[str] = (), plan: Plan | None = None) -> Outcome:
        """Plan, write, and verify every rota that was written."""
        self.runs += 1
        made = plan or self.plan()
        tools = Tools(
            self.reader(), Writer(self.client()), self.ledger, lambda: self.now, run=f"run-{self.runs}"
        )
        outcome = apply(made, self.file, tools, accept)
        rotas = {r.action.key for r in outcome.results if r.action.key in self.file.rotas}
        differences, fresh = verify(self.question(), self.reader(), "sandbox", self.ledger.load(), rotas)
        return replace(
            outcome,
            differences=differences,
            verified=tuple(sorted(rotas)),
            verified_until=proven_until(fresh, rotas),
        )

    def local(self, text: str) -> datetime:
        """The UTC instant of a wall time in the file's zone."""
        return instant(datetime.fromisoformat(text), zone(self.file.time_zone))

    def at(self, text: str) -> None:
        """Move the clock to a wall time."""
        self.now = self.local(text)

    def schedule_id(self, key: str) -> str:
        """PagerDuty's id of a rota, by its name."""
        rota = self.file.rotas[key]
        found = [s for s in self.get("/schedules", {"limit": 100})["schedules"] if s["name"] == rota.name]
        assert len(found) == 1, [s["name"] for s in found]
        return str(found[0]["id"])

    def user_id(self, person: str) -> str:
        """PagerDuty's id of one of the file's people."""
        email = self.file.people[person].email
        users = self.get("/users", {"query": email})["users"]
        return str(users[0]["id"])

    def get(self, path: str, params: Mapping[str, Any] | None = None) -> Any:
        """A plain GET, as curl would."""
        answer = self.client().get(path, params=dict(params or {}))
        assert answer.is_success, answer.text
        return answer.json()

    def override_by_hand(self, key: str, person: str, start: str, end: str) -> str:
        """Somebody makes an override in the web editor; local times. Returns its id."""
        body = {
            "overrides": [
                {
                    "start": self.local(start).isoformat(),
                    "end": self.local(end).isoformat(),
                    "user": {"id": self.user_id(person), "type": "user_reference"},
                }
            ]
        }
        answer = self.client().post(f"/schedules/{self.schedule_id(key)}/overrides", json=body)
        made = answer.json()[0]
        assert made["status"] == 201, made
        return str(made["override"]["id"])

    def overrides(self, key: str) -> list[tuple[str, str, str]]:
        """The overrides of a rota from now on: UTC start, UTC end, name."""
        listed = self.get(
            f"/schedules/{self.schedule_id(key)}/overrides",
            {
                "since": self.now.isoformat(),
                "until": (self.now + timedelta(days=400)).isoformat(),
                "overflow": "true",
            },
        )["overrides"]
        return sorted((_utc(o["start"]), _utc(o["end"]), o["user"]["summary"]) for o in listed)

    def rendered(self, key: str, start: str, end: str) -> list[Row]:
        """PagerDuty's final schedule over local times: UTC start, UTC end, name; touching entries joined."""
        found = self.get(
            f"/schedules/{self.schedule_id(key)}",
            {"since": self.local(start).isoformat(), "until": self.local(end).isoformat()},
        )["schedule"]["final_schedule"]["rendered_schedule_entries"]
        return joined((_utc(e["start"]), _utc(e["end"]), e["user"]["summary"]) for e in found)


def joined(rows: Any) -> list[Row]:
    """Touching rows of one name as one."""
    out: list[Row] = []
    for start, end, name in sorted(rows):
        if out and out[-1][1] == start and out[-1][2] == name:
            out[-1] = (out[-1][0], end, name)
        else:
            out.append((start, end, name))
    return out


def _utc(text: str) -> str:
    moment = datetime.fromisoformat(text).astimezone(zone("UTC"))
    return f"{moment:%Y-%m-%d %H:%M}Z" if not moment.second else f"{moment:%Y-%m-%d %H:%M:%S}Z"


def summaries(plan: Plan) -> Sequence[str]:
    """What a plan would do, a line each."""
    return [f"{c.action} {c.kind} {c.key}: {c.summary}" for c in plan.changes]
