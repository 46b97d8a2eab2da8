"""Accounts of the embedded PagerDuty made by hand, imported as the command does, and planned again."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2

from reconciler.importing.draft import Draft
from reconciler.importing.outcome import Imported
from reconciler.importing.write import one_file
from reconciler.intervals import Interval, Segment, Timeline, clip, merge, subtract, union
from reconciler.plan.build import Question
from reconciler.plan.model import Plan
from reconciler.remote.client import make_client
from reconciler.remote.reader import Reader
from reconciler.remote.recorded import as_live
from reconciler.requests import AccountRequest
from reconciler.sandbox import Quirks, Store, create_app, seed_user
from reconciler.shifts import engine
from reconciler.state import AccountState
from reconciler.workflow.importing import bring_in
from reconciler.workflow.planning import make

BACK, AHEAD = timedelta(weeks=2), timedelta(days=182)
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
"""A Wednesday."""
JUNE = "2026-06-01T08:00:00+00:00"
"""Monday 09:00 in London, while summer time holds."""
WEEK, DAY, HOUR = 604_800, 86_400, 3600


@dataclass
class Account:
    """An account with a clock; what is made in it is made as the web editor would."""

    now: datetime = NOON
    quirks: Quirks = field(default_factory=Quirks)
    store: Store = field(default_factory=lambda: Store(seed=11))
    ahead: timedelta = AHEAD

    def __post_init__(self) -> None:
        self.app = create_app(self.store, clock=lambda: self.now, quirks=self.quirks)
        self.wire: httpx2.BaseTransport = httpx2.WSGITransport(app=self.app)

    def client(self, *, read_only: bool) -> Any:
        """A client that waits for nothing."""
        return make_client(
            "sandbox", api_url="http://127.0.0.1", inner=self.wire, read_only=read_only, sleep=lambda _: None
        )

    def reader(self) -> Reader:
        """A reader that cannot write."""
        return Reader(lambda: self.client(read_only=True))

    def send(self, method: str, path: str, body: Any = None) -> Any:
        """A write that succeeds; its answer."""
        answer = self.client(read_only=False).request(method, path, json=body)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    def users(self, *names: str) -> list[str]:
        """New users; their ids."""
        return [
            seed_user(self.store, name=name, email=f"{'.'.join(name.lower().split())}@example.org")
            for name in names
        ]

    def schedule(self, name: str, *layers: dict[str, Any], zone: str = "Europe/London", **more: Any) -> str:
        """Layers lowest first, as they are sent."""
        body = {"type": "schedule", "name": name, "time_zone": zone, "schedule_layers": list(layers), **more}
        return str(self.send("POST", "/schedules", {"schedule": body})["schedule"]["id"])

    def edit(self, id_: str, **changes: Any) -> None:
        """A save in the web editor: everything is sent, with some of it changed."""
        held = self.client(read_only=True).rget(f"/schedules/{id_}")
        body = {
            "type": "schedule",
            "name": held["name"],
            "time_zone": held["time_zone"],
            "description": held["description"],
            "schedule_layers": [
                {
                    **{k: v for k, v in layer.items() if not k.startswith("rendered")},
                    "rotation_virtual_start": _utc(layer["rotation_virtual_start"]),
                }
                for layer in reversed(held["schedule_layers"])
            ],
        }
        self.send("PUT", f"/schedules/{id_}", {"schedule": body | changes})

    def policy(self, name: str, *levels: Sequence[tuple[str, str]], delay: int = 5, **more: Any) -> str:
        """Levels of (type, id)."""
        rules = [
            {"escalation_delay_in_minutes": delay, "targets": [{"type": t, "id": i} for t, i in level]}
            for level in levels
        ]
        body = {"type": "escalation_policy", "name": name, "num_loops": 0, "escalation_rules": rules, **more}
        made = self.send("POST", "/escalation_policies", {"escalation_policy": body})
        return str(made["escalation_policy"]["id"])

    def read(self, **chosen: Any) -> AccountState:
        """What an import reads; `chosen` are names by kind."""
        with self.reader() as reader:
            return reader.everything(
                AccountRequest("sandbox", self.now - BACK, self.now + self.ahead, **chosen)
            )

    def imported(self, **chosen: Any) -> Imported:
        """What an import makes of it."""
        return bring_in(self.read(**chosen), self.now, write, as_live)

    def plan(self, found: Imported) -> Plan:
        """What a plan says that reads PagerDuty afresh."""
        with self.reader() as reader:
            plan, _ = make(Question(found.loaded.file, "digest", self.now), reader, "sandbox", ())
        return plan


def write(draft: Draft) -> dict[str, str]:
    return one_file(draft, name="rota.yaml", region="us")


def layer(
    *users: str, start: datetime | str = NOON, anchor: datetime | str, turn: int = WEEK, **more: Any
) -> Any:
    """A layer as it is sent."""
    return {
        "start": _utc(start),
        "rotation_virtual_start": _utc(anchor),
        "rotation_turn_length_seconds": turn,
        "users": [{"user": {"id": user, "type": "user_reference"}} for user in users],
        **more,
    }


def daily(start: str, length: int) -> dict[str, Any]:
    return {"type": "daily_restriction", "start_time_of_day": f"{start}:00", "duration_seconds": length}


def weekly(day: int, start: str, length: int) -> dict[str, Any]:
    return {**daily(start, length), "type": "weekly_restriction", "start_day_of_week": day}


def _utc(at: datetime | str) -> str:
    moment = datetime.fromisoformat(at) if isinstance(at, str) else at
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def untouched(plan: Plan) -> bool:
    """Whether a plan does nothing, moves nobody and refuses nothing."""
    return not (plan.actions or plan.refused or plan.conflicts or plan.shifts)


def by_file(found: Imported, key: str, span: Interval) -> Timeline[str]:
    """The e-mails of who is on by the file's layers."""
    people = found.loaded.file.people
    shifts = engine.base(found.loaded.file, key, span)
    return merge(Segment(s.start, s.end, people[s.value.person].email) for s in shifts)


def by_pagerduty(account: AccountState, id_: str, span: Interval) -> Timeline[str]:
    """The same as PagerDuty renders it, overrides left out."""
    (held,) = (s for s in account.schedules if s.id == id_)
    shifts = clipped(clip(held.rendered, (span,)), account, id_)
    return merge(Segment(s.start, s.end, account.users[s.value].email) for s in shifts)


def clipped(timeline: Timeline[str], account: AccountState, id_: str) -> Timeline[str]:
    """What of a timeline no override of a schedule covers."""
    (held,) = (s for s in account.schedules if s.id == id_)
    return clip(
        timeline,
        subtract((Interval(account.since, account.until),), union(o.interval for o in held.overrides)),
    )


def text_of(account: Account, **chosen: tuple[str, ...]) -> str:
    """The file as of November, whose plan is empty."""
    account.now = max(account.now, NOON)
    found = account.imported(**chosen)
    assert untouched(account.plan(found))
    return found.texts["rota.yaml"]


def reason(account: Account) -> str:
    """Why the only rota is left alone; it is named all the same."""
    account.now = max(account.now, NOON)
    found = account.imported()
    assert untouched(account.plan(found))
    (rota,) = found.draft.rotas
    assert not found.loaded.file.rotas[rota.key].managed
    assert rota.reason is not None
    assert f"managed: false  # {rota.reason}" in found.texts["rota.yaml"]
    return rota.reason


def office(start: str = "09:00", hours: int = 8) -> list[dict[str, Any]]:
    """The working days, from a time on."""
    return [weekly(day, start, hours * HOUR) for day in range(1, 6)]


def nights() -> list[dict[str, Any]]:
    """What the working days leave of the week."""
    return [*(weekly(day, "17:00", 16 * HOUR) for day in range(1, 5)), weekly(5, "17:00", 64 * HOUR)]
