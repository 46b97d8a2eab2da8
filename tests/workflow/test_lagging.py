"""Lists that show new schedules late, though by their ids they are there: a right apply ends as one."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import httpx2
import pytest

from reconciler.plan.outcome import Outcome
from reconciler.remote.made import Made
from reconciler.remote.reader import Reader
from reconciler.remote.writer import Writer
from reconciler.workflow.applying import Tools, apply
from reconciler.workflow.planning import make
from reconciler.workflow.verifying import prove
from tests.plan.files import document, rota, world
from tests.remote.harness import answer
from tests.world import World

REQUEST = 0.05
"""How many seconds a request takes here."""


class Late(httpx2.BaseTransport):
    """Leaves new schedules out of the list for some seconds."""

    def __init__(self, inner: httpx2.BaseTransport, seconds: float) -> None:
        self.inner = inner
        self.seconds = seconds
        self.now = 0.0
        self.born: dict[str, float] = {}

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """One request, and the time that it takes."""
        self.now += REQUEST
        reply = self.inner.handle_request(request)
        if not request.url.path.endswith("/schedules"):
            return reply
        told = json.loads(reply.read())
        if request.method == "POST":
            self.born[told["schedule"]["id"]] = self.now
        elif "schedules" in told:
            hidden = {id_ for id_, at in self.born.items() if self.now - at < self.seconds}
            told["schedules"] = [one for one in told["schedules"] if one["id"] not in hidden]
            if told.get("total") is not None:
                told["total"] = len(told["schedules"])
        return answer(reply.status_code, told)


def proven(folder: Path, seconds: float, slept: Callable[[World], None] = lambda _: None) -> Outcome:
    """What becomes of an apply of two new rotas where lists are late by so many seconds."""
    data = document({key: rota(("2026-11-23", "ana", "ben")) for key in ("web", "db")})
    made = world(data, "2026-11-25 12:00", folder)
    late = made.transport.inner = Late(made.transport.inner, seconds)
    start = made.now

    def sleep(asked: float) -> None:
        late.now += asked
        made.now = start + timedelta(seconds=late.now)
        slept(made)

    known = Made(lambda: late.now)
    reader = Reader(lambda: made.client(read_only=True), known, workers=1)
    tools = Tools(reader, Writer(made.client(), known), made.ledger, lambda: made.now, run="r", sleep=sleep)
    plan, before = make(made.question(), made.reader(), "sandbox", made.ledger.load())
    outcome = apply(plan, made.file, tools)
    return prove(outcome, made.question(), reader, made.ledger, clock=tools.clock, sleep=sleep, before=before)


@pytest.mark.parametrize("seconds", [0, 20, 55, 60, 75, 120, 10_000])
def test_a_list_that_is_late_does_not_fail_the_proof(tmp_path: Path, seconds: float) -> None:
    """PagerDuty may take two minutes, longer than the proof waits for a copy to show."""
    outcome = proven(tmp_path, seconds)
    assert (int(outcome.exit_code), outcome.unfinished, outcome.differences) == (0, (), ())


def test_a_right_reading_is_not_lost_with_a_later_one_that_fails(tmp_path: Path) -> None:
    """All was proven, and only copies were still waited for."""

    def fails(made: World) -> None:
        made.transport.fault = lambda *_: 503

    outcome = proven(tmp_path, 20, fails)
    assert (int(outcome.exit_code), outcome.verify_error) == (0, None)
