"""How long an import of a large account takes, with 25 ms for every request.

The embedded PagerDuty renders in this very process, one request at a time; what it spends is told apart.
"""

import time
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Any

import httpx2

from bench.report import Section, Series, Table, seconds
from bench.served import LATENCY
from bench.sizes import Sizes
from reconciler.importing.write import one_file
from reconciler.remote.client import make_client
from reconciler.remote.pace import Pace
from reconciler.remote.reader import Reader
from reconciler.remote.recorded import as_live
from reconciler.requests import AccountRequest
from reconciler.sandbox import Quirks, Store, create_app, seed_schedule, seed_user
from reconciler.workflow.importing import bring_in

MEMBERS, PER_TEAM = 5, 5
LISTS, SINGLY = "by lists", "one schedule at a time"
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
MADE = datetime(2026, 6, 1, 8, tzinfo=UTC)
BACK, AHEAD = timedelta(weeks=2), timedelta(days=182)
WEEK, HOUR = 604_800, 3600


class Slow(httpx2.BaseTransport):
    """A way to the embedded PagerDuty that takes its time, and counts."""

    def __init__(self, inner: httpx2.BaseTransport) -> None:
        self._inner = inner
        self._lock = Lock()
        self.requests = 0
        self.inside = 0.0

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """One request: the latency in parallel, PagerDuty's own work one at a time."""
        time.sleep(LATENCY)
        with self._lock:
            begun = time.perf_counter()
            response = self._inner.handle_request(request)
            response.read()
            self.requests += 1
            self.inside += time.perf_counter() - begun
        return httpx2.Response(
            response.status_code, headers=response.headers, stream=httpx2.ByteStream(response.content)
        )


def restrictions(number: int) -> list[dict[str, Any]]:
    """In hours, out of hours, nights, or around the clock."""
    if number % 4 == 0:
        return [_weekly(day, "09:00", 8) for day in range(1, 6)]
    if number % 4 == 1:
        return [*(_weekly(day, "17:00", 16) for day in range(1, 5)), _weekly(5, "17:00", 64)]
    return [] if number % 4 == 2 else [{"type": "daily_restriction", **_clock("22:00", 8)}]  # noqa: PLR2004


def _weekly(day: int, start: str, hours: int) -> dict[str, Any]:
    return {"type": "weekly_restriction", "start_day_of_week": day, **_clock(start, hours)}


def _clock(start: str, hours: int) -> dict[str, Any]:
    return {"start_time_of_day": f"{start}:00", "duration_seconds": hours * HOUR}


def filled(schedules: int) -> Store:
    """The account: teams of five, and five schedules and one policy for each team."""
    teams = schedules // PER_TEAM
    store = Store(seed=1)
    users = [
        [seed_user(store, name=f"Person {t} {m}", email=f"p{t}.{m}@example.org") for m in range(MEMBERS)]
        for t in range(teams)
    ]
    made: dict[int, list[str]] = {}
    for number in range(schedules):
        team = number % teams
        layer = {
            "name": "Layer 1",
            "start": MADE.isoformat(),
            "rotation_virtual_start": "2026-01-05T09:00:00Z",
            "rotation_turn_length_seconds": WEEK,
            "users": [{"user": {"id": user, "type": "user_reference"}} for user in users[team]],
            "restrictions": restrictions(number // teams),
        }
        body = {
            "name": f"Team {team} rota {number}",
            "time_zone": "Europe/London",
            "schedule_layers": [layer],
        }
        made.setdefault(team, []).append(seed_schedule(store, lambda: MADE, body))
    app = create_app(store, clock=lambda: NOW)
    client = app.test_client()
    for team, ids in made.items():
        rules = [
            {"escalation_delay_in_minutes": 5, "targets": [{"id": i, "type": "schedule_reference"}]}
            for i in ids
        ]
        policy = {"type": "escalation_policy", "name": f"Team {team}", "escalation_rules": rules}
        headers = {"Authorization": "Token token=sandbox"}
        client.post("/escalation_policies", json={"escalation_policy": policy}, headers=headers)
    return store


def run(store: Store, quirks: Quirks) -> tuple[Slow, float, float]:
    """Read, draft and prove once; the way there, the seconds of it all, and those of writing and proof."""
    slow, pace = Slow(httpx2.WSGITransport(app=create_app(store, clock=lambda: NOW, quirks=quirks))), Pace()
    begun = time.perf_counter()
    with Reader(
        lambda: make_client("sandbox", api_url="http://127.0.0.1", inner=slow, read_only=True, pace=pace)
    ) as reader:
        account = reader.everything(AccountRequest("bench", NOW - BACK, NOW + AHEAD))
    read = time.perf_counter()
    found = bring_in(account, NOW, lambda draft: one_file(draft, name="rota.yaml", region="us"), as_live)
    done = time.perf_counter()
    if not found.draft.managed:
        raise RuntimeError("nothing was imported")
    return slow, done - begun, done - read


def section(sizes: Sizes) -> Section:
    """By lists, and at one size also where PagerDuty's lists leave out what they are asked for."""
    rows: list[list[str]] = []
    points: list[tuple[float, float]] = []
    for schedules in sizes.imported:
        store = filled(schedules)
        singly = schedules == sizes.singly
        for name, quirks in ((LISTS, Quirks()), (SINGLY, Quirks(list_includes=False)))[: 1 + singly]:
            slow, whole, proof = run(store, quirks)
            rows.append(
                [name, f"{schedules:,}", f"{slow.requests:,}", *map(seconds, (whole, slow.inside, proof))]
            )
            if name == LISTS:
                points.append((schedules, whole))
    return Section(
        "Importing",
        f"`rota import`, in process: reading with {LATENCY * 1000:.0f} ms for every request, drafting and "
        "proving, one run each. The embedded PagerDuty renders in the same process; its time is told apart.",
        Table(["reading", "schedules", "requests", "time", "of which PagerDuty", "writing and proof"], rows),
        [Series("import", points)],
    )
