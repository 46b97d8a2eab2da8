"""Read after write: PagerDuty may not know for some seconds what it has just made."""

import pytest

from reconciler.errors import NotFoundError
from reconciler.plan.actions import LayerWrite
from reconciler.remote.client import send
from reconciler.remote.made import YOUNG, Made
from reconciler.remote.reader import Reader
from reconciler.remote.transport import ATTEMPTS
from reconciler.remote.writer import Writer
from reconciler.sandbox import Faults, Rule, Stale, set_faults
from tests.remote.harness import DAY, NOON, Account, FakeTime, Scripted, Step, answer, client_on
from tests.remote.requests import request

GONE = {"error": {"message": "Not Found", "code": 2100}}


def gone(times: int) -> list[Step]:
    return [answer(404, GONE) for _ in range(times)]


def test_what_we_made_is_asked_for_again_until_it_is_there(account: Account) -> None:
    """The embedded PagerDuty shows the account as it was for three more reads."""
    time = FakeTime()
    made = Made(time.monotonic)
    account.writer = Writer(client_on(account.wire, token="sandbox", time=time, made=made), made)
    set_faults(account.app, Faults((Rule(Stale(3), method="POST", path="/schedules", nth=1),)))
    id_ = account.create()
    with Reader(lambda: client_on(account.wire, token="sandbox", time=time, made=made)) as reader:
        state = reader.schedule(id_, NOON, NOON + DAY)
    assert state is not None
    assert state.id == id_
    assert 0 < len(time.waits) <= 3
    account.update(id_, [LayerWrite(layer) for layer in state.layers])


@pytest.mark.parametrize("reads", [1, 2, 3])
def test_a_list_that_does_not_show_it_yet_is_made_whole(account: Account, reads: int) -> None:
    """Else the next comparison would make it a second time."""
    time = FakeTime()
    made = Made(time.monotonic)
    account.writer = Writer(client_on(account.wire, token="sandbox", time=time, made=made), made)
    set_faults(account.app, Faults((Rule(Stale(reads), method="POST", path="/schedules", nth=1),)))
    id_ = account.create()
    with Reader(lambda: client_on(account.wire, token="sandbox", time=time, made=made), made) as reader:
        assert reader.read(request()).schedules["in-hours"].id == id_


def test_what_a_list_lacks_for_good_is_left_out(account: Account) -> None:
    """Somebody deleted it at once."""
    made = Made(lambda: 0.0)
    id_ = account.create()
    account.writer.delete_schedule(id_)
    made.note(f"/schedules/{id_}")
    made.note("/escalation_policies/PX")
    with Reader(lambda: client_on(account.wire, token="sandbox"), made) as reader:
        assert reader.read(request()).schedules == {}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/schedules/P1"),
        ("PUT", "/schedules/P1"),
        ("GET", "/schedules/P1/overrides"),
        ("POST", "/schedules/P1/overrides"),
    ],
)
def test_reads_and_writes_of_it_wait_alike(method: str, path: str) -> None:
    """A 404 says that nothing was done, so even a write may be sent again."""
    time = FakeTime()
    made = Made(time.monotonic)
    made.note("/schedules/P1")
    client = client_on(Scripted(*gone(2), answer(200, {})), time=time, made=made)
    assert send(client, method, path).status_code == 200
    assert len(time.waits) == 2


def test_asking_again_ends() -> None:
    """Somebody may have deleted it at once; some seconds later that is believed."""
    time = FakeTime()
    made = Made(time.monotonic)
    made.note("/schedules/P1")
    with pytest.raises(NotFoundError, match="404 on GET /schedules/P1"):
        send(client_on(Scripted(*gone(ATTEMPTS)), time=time, made=made), "GET", "/schedules/P1")
    assert 5 < sum(time.waits) < 30


@pytest.mark.parametrize("path", ["/schedules/P2", "/schedules/P11", "/schedules/P1/audit/records"])
def test_what_we_did_not_make_is_gone_at_once(path: str) -> None:
    """Nobody waits for a schedule that was deleted in PagerDuty."""
    made = Made(lambda: 0.0)
    made.note("/schedules/P1")
    inner = Scripted(*gone(1))
    with pytest.raises(NotFoundError):
        send(client_on(inner, made=made), "GET", path)
    assert len(inner.requests) == 1


def test_what_we_made_grows_old() -> None:
    """After a minute a 404 means what it says."""
    time = FakeTime()
    made = Made(time.monotonic)
    made.note("/schedules/P1")
    time.now = YOUNG
    assert made.recent("/schedules/P1")
    time.now = YOUNG + 1
    assert not made.recent("/schedules/P1")


def test_what_we_deleted_again_is_gone_at_once(account: Account) -> None:
    """The writer notes what it makes, and forgets what it deletes."""
    made = account.writer.made
    id_ = account.create()
    assert made.recent(f"/schedules/{id_}")
    assert made.recent(f"/prefix/schedules/{id_}")
    assert account.writer.delete_schedule(id_) == "deleted"
    assert not made.recent(f"/schedules/{id_}")


@pytest.mark.parametrize(("lag", "behind"), [(None, False), (1, True), (2, True)])
def test_lists_that_lag_behind_are_known_to(account: Account, lag: int | None, behind: bool) -> None:  # noqa: FBT001 - what is expected
    """What they do not show may have a copy that they do not show either."""
    time = FakeTime()
    made = Made(time.monotonic)
    account.writer = Writer(client_on(account.wire, token="sandbox", time=time, made=made), made)
    if lag is not None:
        set_faults(account.app, Faults((Rule(Stale(lag), method="POST", path="/schedules", nth=1),)))
    account.create()
    client = lambda: client_on(account.wire, token="sandbox", time=time, made=made)  # noqa: E731 - one line
    with Reader(client, made, workers=1) as reader:
        assert reader.read(request()).behind is behind
