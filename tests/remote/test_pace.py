"""How fast requests leave: counted, on a clock that only waiting moves."""

from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.remote.client import send
from reconciler.remote.pace import FEW, LONGEST_HOLD, MOST, WINDOW, Pace
from tests.remote.harness import FakeTime, Scripted, answer, client_on, error

ALLOWED = 960
"""PagerDuty's limit for one key, in requests a minute."""


def paced(time: FakeTime, most: int = MOST) -> Pace:
    return Pace(most=most, monotonic=time.monotonic, sleep=time.sleep)


def most_in_a_minute(times: list[float]) -> int:
    """The most that any minute sees, both of its ends counted."""
    first = most = 0
    for last, at in enumerate(times):
        while times[first] < at - 60:
            first += 1
        most = max(most, last - first + 1)
    return most


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
    assert most_in_a_minute(times) == MOST < ALLOWED
    assert times[-1] == pytest.approx(3 * WINDOW)


_PATTERN = st.lists(
    st.tuples(
        st.sampled_from([0.0, 0.0, 0.01, 1.0, 29.5, 60.0, 3600.0]),
        st.integers(1, 25),
        st.sampled_from([None, ("0", "12"), ("3", "40"), (str(FEW), "40"), ("x", "1")]),
    ),
    max_size=40,
)


@given(_PATTERN)
def test_no_minute_sees_more_whatever_the_pattern(
    pattern: list[tuple[float, int, tuple[str, str] | None]],
) -> None:
    """Bursts and pauses of any length, and answers that hold requests up or slow them down."""
    time = FakeTime()
    pace, times = paced(time, most=20), []
    for pause, burst, said in pattern:
        time.now += pause
        for _ in range(burst):
            pace.wait()
            times.append(time.now)
        if said is not None:
            pace.heard({"ratelimit-remaining": said[0], "ratelimit-reset": said[1]})
    assert most_in_a_minute(times) <= 20


def test_requests_that_were_held_up_count_from_when_they_left() -> None:
    """Else a hold would let two minutes' worth through at once."""
    time = FakeTime()
    pace, times = paced(time, most=3), []
    pace.heard({"ratelimit-remaining": "0", "ratelimit-reset": "30"})
    for _ in range(4):
        pace.wait()
        times.append(time.now)
    assert times == [30, 30, 30, 30 + WINDOW]


def test_a_plan_waits_for_nothing() -> None:
    """Not even a long one, nor the next one after a pause."""
    time = FakeTime()
    pace = paced(time)
    assert [pace.wait() for _ in range(MOST)] == [0] * MOST
    assert pace.wait() == WINDOW
    time.now += 3600
    assert [pace.wait() for _ in range(MOST)] == [0] * MOST
    assert pace.wait() == WINDOW


def test_threads_share_what_there_is() -> None:
    """As many as may leave do not wait, whoever they are; the others do."""
    waits: list[float] = []
    pace = Pace(most=300, monotonic=lambda: 0.0, sleep=waits.append)
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda _: pace.wait(), range(500)))
    assert waits == [WINDOW] * 200


def test_where_nothing_is_left_all_wait_until_it_starts_anew() -> None:
    """An answer that says so holds up every client, before any is refused."""
    time = FakeTime()
    pace = paced(time)
    spent = answer(200, {}, {"ratelimit-remaining": "0", "ratelimit-reset": "12"})
    send(client_on(Scripted(spent), time=time, pace=pace), "GET", "/users")
    assert pace.wait() == 12
    assert pace.wait() == 0


def test_where_little_is_left_it_is_spread() -> None:
    """Whoever else has the key gets some of it, too; from the new minute on nobody goes slowly."""
    time = FakeTime()
    pace = paced(time)
    pace.wait()
    pace.heard({"ratelimit-remaining": "5", "ratelimit-reset": "10"})
    assert [pace.wait() for _ in range(7)] == [2, 2, 2, 2, 2, 0, 0]


@pytest.mark.parametrize(
    ("remaining", "reset", "wait"),
    [
        ("0", "3600", LONGEST_HOLD),
        ("0", "", 0),
        ("0", "soon", 0),
        ("0", "-5", 0),
        ("0", "nan", 0),
        ("0", "inf", 0),
        (str(FEW), "30", 0),
        (str(FEW - 1), "49", 1),
        ("-1", "30", 0),
        ("many", "30", 0),
        ("", "30", 0),
    ],
)
def test_a_hold_is_believed_where_it_makes_sense(remaining: str, reset: str, wait: float) -> None:
    """The limit is one a minute, so nothing is waited for longer than that."""
    pace = paced(FakeTime())
    pace.wait()
    pace.heard({"ratelimit-remaining": remaining, "ratelimit-reset": reset})
    assert pace.wait() == wait


def test_a_hold_that_begins_while_one_waits_counts_for_them_too() -> None:
    """Another thread's answer may come in between."""
    time = FakeTime()

    def sleep(seconds: float) -> None:
        time.sleep(seconds)
        if len(time.waits) == 1:
            pace.heard({"ratelimit-remaining": "0", "ratelimit-reset": "7"})

    pace = Pace(monotonic=time.monotonic, sleep=sleep, most=1)
    pace.wait()
    assert pace.wait() == WINDOW + 7


def test_every_attempt_is_paced() -> None:
    """A request that is made again takes another turn."""
    time = FakeTime()
    pace = paced(time, most=3)
    send(client_on(Scripted(answer(500), answer(200, {})), time=FakeTime(), pace=pace), "GET", "/users")
    assert [pace.wait(), pace.wait()] == [0, WINDOW]


def test_waiting_for_a_turn_costs_nothing_of_the_time_for_failures() -> None:
    """A request that stood still for minutes may still be made again."""
    time = FakeTime()

    def sleep(seconds: float) -> None:
        time.sleep(seconds)
        if len(time.waits) < 5:
            pace.heard({"ratelimit-remaining": "0", "ratelimit-reset": "60"})

    pace = Pace(monotonic=time.monotonic, sleep=sleep)
    pace.heard({"ratelimit-remaining": "0", "ratelimit-reset": "60"})
    refused = answer(429, error(), {"ratelimit-reset": "100"})
    client = client_on(Scripted(refused, answer(200, {})), time=time, pace=pace)
    assert send(client, "GET", "/users").status_code == 200
    assert time.now == 400
