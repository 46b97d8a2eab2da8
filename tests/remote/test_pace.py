"""How fast requests leave: counted, on a clock that only waiting moves."""

from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest

from reconciler.remote.client import send
from reconciler.remote.pace import BURST, LONGEST_HOLD, PER_MINUTE, Pace
from tests.remote.harness import FakeTime, Scripted, answer, client_on, error

ALLOWED = 960
"""PagerDuty's limit for one key, in requests a minute."""


def paced(time: FakeTime) -> Pace:
    return Pace(monotonic=time.monotonic, sleep=time.sleep)


def most_in_a_minute(times: list[float]) -> int:
    return max(sum(start <= at < start + 60 for at in times) for start in times[::7])


def test_no_minute_sees_more_requests_than_pagerduty_allows() -> None:
    """Two clients of one process, as fast as they can, over several minutes."""
    time = FakeTime()
    pace, times = paced(time), []

    def wire(_: httpx2.Request) -> httpx2.Response:
        times.append(time.now)
        return answer(200, {})

    clients = [client_on(Scripted(*[wire] * 2000), time=time, pace=pace) for _ in range(2)]
    for number in range(3000):
        send(clients[number % 2], "GET", "/users")
    assert most_in_a_minute(times) <= PER_MINUTE + BURST < ALLOWED
    assert times[-1] == pytest.approx((3000 - BURST) * 60 / PER_MINUTE)


def test_a_few_requests_wait_for_nothing() -> None:
    """A plan of one rota is not slowed down, nor is the next one after a pause."""
    time = FakeTime()
    pace = paced(time)
    assert [pace.wait() for _ in range(BURST)] == [0] * BURST
    assert pace.wait() == pytest.approx(60 / PER_MINUTE)
    time.now += 3600
    assert [pace.wait() for _ in range(BURST)] == [0] * BURST
    assert pace.wait() > 0


def test_no_turn_is_given_to_two_threads() -> None:
    """While the clock stands still, everyone is told another wait."""
    waits: list[float] = []
    pace = Pace(monotonic=lambda: 0.0, sleep=waits.append)
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda _: pace.wait(), range(BURST + 300)))
    turns = {round(wait * PER_MINUTE / 60) for wait in waits}
    assert turns == set(range(1, 301))


def test_where_nothing_is_left_all_wait_until_it_starts_anew() -> None:
    """An answer that says so holds up every client, before any is refused."""
    time = FakeTime()
    pace = paced(time)
    spent = answer(200, {}, {"ratelimit-remaining": "0", "ratelimit-reset": "12"})
    send(client_on(Scripted(spent), time=time, pace=pace), "GET", "/users")
    assert pace.wait() == 12
    assert pace.wait() == 0


@pytest.mark.parametrize(
    ("remaining", "reset", "wait"),
    [
        ("0", "3600", LONGEST_HOLD),
        ("0", "", 0),
        ("0", "soon", 0),
        ("0", "-5", 0),
        ("0", "nan", 0),
        ("0", "inf", 0),
        ("1", "30", 0),
        ("", "30", 0),
    ],
)
def test_a_hold_is_believed_where_it_makes_sense(remaining: str, reset: str, wait: float) -> None:
    """The limit is one a minute, so nothing is waited for longer than that."""
    pace = paced(FakeTime())
    pace.heard({"ratelimit-remaining": remaining, "ratelimit-reset": reset})
    assert pace.wait() == wait


def test_a_hold_that_begins_while_one_waits_counts_for_them_too() -> None:
    """Another thread's answer may come in between."""
    time = FakeTime()

    def sleep(seconds: float) -> None:
        time.sleep(seconds)
        if len(time.waits) == 1:
            pace.heard({"ratelimit-remaining": "0", "ratelimit-reset": "7"})

    pace = Pace(monotonic=time.monotonic, sleep=sleep, burst=1)
    pace.wait()
    assert pace.wait() == pytest.approx(60 / PER_MINUTE + 7)


def test_every_attempt_is_paced() -> None:
    """A request that is made again takes another turn."""
    time = FakeTime()
    pace = Pace(monotonic=time.monotonic, sleep=lambda _: None, burst=3, per_minute=60)
    send(client_on(Scripted(answer(500), answer(200, {})), time=FakeTime(), pace=pace), "GET", "/users")
    assert [pace.wait(), pace.wait()] == [0, pytest.approx(3)]


def test_waiting_for_a_turn_costs_nothing_of_the_time_for_failures() -> None:
    """A request that stood in the row for minutes may still be made again."""
    time = FakeTime()
    pace = Pace(monotonic=time.monotonic, sleep=time.sleep, burst=1, per_minute=1)
    for _ in range(1):
        pace.wait()
    for _ in range(5):
        # The row is five minutes long.
        pace._next += 60  # noqa: SLF001 - as five others would have done
    refused = answer(429, error(), {"ratelimit-reset": "100"})
    client = client_on(Scripted(refused, answer(200, {})), time=time, pace=pace)
    assert send(client, "GET", "/users").status_code == 200
