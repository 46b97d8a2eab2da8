"""Writing shift-based schedules: the requests, what they leave behind, and what a refusal leaves."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import httpx2
import pytest

from reconciler.errors import InvalidRequestError, NotFoundError, RemoteError, RotaError, UnclearError
from reconciler.intervals import Segment
from reconciler.plan.actions import LayerWrite
from reconciler.sandbox import seed_team
from tests.remote.harness import DAY, NOON, Account, answer, error
from tests.remote.shifts.written import MINUTE, WEEK, calls, create, event, held, read, update


def kept(account: Account, id_: str) -> LayerWrite:
    """The first event of a schedule as it is."""
    return LayerWrite(read(account, id_).layers[0])


def test_a_schedule_is_made_with_its_events(account: Account) -> None:
    """The schedule, a rotation for each track, and what ends and succeeds in one of them."""
    later = NOON + 4 * WEEK
    first = event(account, 0, 1, end=later)
    second = event(account, 2, start=later, anchor=later, name="main from 2026-12-29")
    night = event(account, 3, name="night from 2026-11-24", turn_seconds=86400)
    id_ = create(account, first, second, night)
    assert calls(account) == [
        "POST v3/schedules",
        "POST v3/schedules/rotations",
        "POST v3/schedules/rotations/events",
        "POST v3/schedules/rotations/events",
        "POST v3/schedules/rotations",
        "POST v3/schedules/rotations/events",
    ]
    state = read(account, id_)
    assert (state.name, state.time_zone, state.kind) == ("In hours", "Europe/London", "shifts")
    assert state.description == "Managed as code: in-hours in acme/rota"
    assert [(e.name, e.start, e.end, e.users) for e in state.layers] == [
        ("main from 2026-11-24", NOON, later, (account.people[0], account.people[1])[::-1]),
        ("night from 2026-11-24", NOON, None, (account.people[3],)),
        ("main from 2026-12-29", later, None, (account.people[2],)),
    ]
    assert [len(rotation.events) for rotation in held(account, id_)] == [2, 1]


@pytest.mark.parametrize("how", ["refused", "accepted", "required"])
def test_rotations_are_sent_with_a_schedule_only_where_they_have_to_be(
    account_with: Callable[..., Account], how: str
) -> None:
    """There are none to be sent, and a refusal that speaks of them says that they are missed."""
    account = account_with(v3_rotations_in_body=how)
    id_ = create(account, event(account, 0, 1))
    assert calls(account).count("POST v3/schedules") == (2 if how == "required" else 1)
    assert [set(layer.users) for layer in read(account, id_).layers] == [set(account.people[:2])]


def test_a_team_is_given_to_what_is_made(account: Account) -> None:
    """By its id."""
    team = seed_team(account.store, "Support")
    assert read(account, create(account, team=team)).teams == (team,)


def test_nothing_is_made_of_what_cannot_be_said(account: Account) -> None:
    """Not even the schedule."""
    with pytest.raises(RotaError, match="its turns are no whole days or weeks"):
        create(account, event(account, 0), event(account, 1, turn_seconds=3600))
    assert calls(account) == []


def test_what_is_as_it_is_to_be_is_not_written(account: Account) -> None:
    """Two reads."""
    id_ = create(account)
    account.wire.calls.clear()
    update(account, id_, [kept(account, id_)])
    assert calls(account) == []


def test_a_schedule_is_renamed_before_its_events_change(account: Account) -> None:
    """All three fields together: PagerDuty takes the zone for missing otherwise."""
    id_ = create(account)
    account.wire.calls.clear()
    update(account, id_, [kept(account, id_)], name="Office", description="")
    assert calls(account) == ["PUT v3/schedules"]
    assert account.wire.bodies[-1] != {}
    state = read(account, id_)
    assert (state.name, state.description, state.time_zone) == ("Office", "", "Europe/London")


def test_another_zone_succeeds_every_event(account: Account) -> None:
    """Each counts on the clock of its own zone."""
    account.now -= 5 * MINUTE
    id_ = create(account)
    account.now = NOON
    write = kept(account, id_)
    update(account, id_, [write], time_zone="Asia/Kathmandu")
    state = read(account, id_)
    assert state.time_zone == "Asia/Kathmandu"
    assert [(e.start, e.end) for e in state.layers][1:] == [(NOON + MINUTE, None)]
    assert [e.odd for e in state.layers] == [
        "its times are in another zone than the schedule (Europe/London)",
        None,
    ]


def test_a_running_event_is_succeeded_in_one_instant(account: Account) -> None:
    """A minute ahead; nobody is missing at any time."""
    account.now -= DAY
    id_ = create(account)
    account.now = NOON
    account.wire.calls.clear()
    other = event(account, 2, 3)
    update(account, id_, [LayerWrite(read(account, id_).layers[0], ends_now=True), LayerWrite(other)])
    assert calls(account) == ["PUT v3/schedules/rotations/events", "POST v3/schedules/rotations/events"]
    before, after = account.people[1], account.people[3]
    assert read(account, id_).rendered[:2] == (
        Segment(NOON, NOON + MINUTE, before),
        Segment(NOON + MINUTE, NOON + WEEK, after),
    )


def test_an_event_to_come_is_changed_or_deleted(account: Account) -> None:
    """In one request each; it keeps its id, or is gone."""
    later = NOON + 4 * WEEK
    coming = event(account, 2, start=later, anchor=later, name="main from 2026-12-29")
    id_ = create(account, event(account, 0, end=later), coming)
    first, second = read(account, id_).layers
    account.wire.calls.clear()
    update(account, id_, [LayerWrite(first), LayerWrite(replace(second, users=(account.people[3],)))])
    assert calls(account) == ["PUT v3/schedules/rotations/events"]
    assert [e.users for e in read(account, id_).layers] == [(account.people[0],), (account.people[3],)]
    update(account, id_, [LayerWrite(first), LayerWrite(replace(second, end=second.start))])
    assert [e.id for e in read(account, id_).layers] == [first.id]


class Refusing(httpx2.BaseTransport):
    """The embedded account, which gives other answers to some requests, counted from here on.

    `lost` ones arrive, and only their answer does not.
    """

    def __init__(
        self, inner: httpx2.BaseTransport, method: str, end: str, status: int, *, lost: bool
    ) -> None:
        self.inner, self.method, self.end, self.status, self.lost = inner, method, end, status, lost

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """One request."""
        if request.method != self.method or not request.url.path.endswith(self.end):
            return self.inner.handle_request(request)
        if self.lost:
            self.inner.handle_request(request)
            raise httpx2.ReadError("the connection broke")
        return answer(self.status, error(errors={"event.members": ["User not found"]}))


@pytest.fixture
def refusing(account: Account) -> Callable[..., None]:
    """Makes the account refuse requests."""
    plain = account.wire.inner

    def start(method: str, end: str, status: int = 400, *, lost: bool = False) -> None:
        account.wire.inner = Refusing(plain, method, end, status, lost=lost)

    return start


def succeed(account: Account) -> tuple[str, Any]:
    """A schedule with one running event, and the writes that succeed it."""
    account.now -= DAY
    id_ = create(account)
    account.now = NOON
    running = read(account, id_).layers[0]
    account.wire.calls.clear()
    return id_, [LayerWrite(running, ends_now=True), LayerWrite(event(account, 2))]


def test_an_event_whose_successor_is_refused_goes_on(account: Account, refusing: Callable[..., None]) -> None:
    """It gets its end back, and the refusal is told as it is: nothing was changed."""
    id_, writes = succeed(account)
    refusing("POST", "/events")
    before = read(account, id_)
    account.wire.calls.clear()
    with pytest.raises(InvalidRequestError, match=r"event\.members: User not found"):
        update(account, id_, writes)
    assert calls(account) == [
        "PUT v3/schedules/rotations/events",
        "POST v3/schedules/rotations/events",
        "PUT v3/schedules/rotations/events",
    ]
    assert read(account, id_).layers == before.layers


def test_an_event_whose_successor_is_there_after_all_stays_ended(
    account: Account, refusing: Callable[..., None]
) -> None:
    """Its old end is refused, since it would meet what succeeds it."""
    id_, writes = succeed(account)
    refusing("POST", "/events", lost=True)
    with pytest.raises(RemoteError, match="In hours was changed in part only: The connection broke"):
        update(account, id_, writes)
    assert [(e.end, len(e.users)) for e in read(account, id_).layers] == [(NOON + MINUTE, 2), (None, 1)]


def test_the_first_request_that_is_unclear_stays_so(account: Account, refusing: Callable[..., None]) -> None:
    """Whoever sent it looks what became of it."""
    id_, writes = succeed(account)
    refusing("PUT", "", lost=True)
    with pytest.raises(UnclearError):
        update(account, id_, writes)


def test_a_schedule_that_was_made_in_part_says_so(account: Account, refusing: Callable[..., None]) -> None:
    """The next run finds it by its name, and an empty rotation is used."""
    refusing("POST", "/events")
    with pytest.raises(RemoteError, match="In hours was made in part only") as fault:
        create(account)
    assert fault.value.hint == "Run plan to see what is missing; the next apply goes on from there."
    account.wire.inner = account.wire.inner.inner  # type: ignore[attr-defined]
    (id_,) = {path.split("/")[3] for _, path in account.wire.calls if path.count("/") > 3}
    update(account, id_, [LayerWrite(event(account, 0))])
    assert calls(account, "POST")[-1] == "POST v3/schedules/rotations/events"
    assert len(held(account, id_)) == 1


def test_a_schedule_that_is_gone_is_an_error(account: Account) -> None:
    """As for layers."""
    with pytest.raises(NotFoundError):
        update(account, "PGONE", [])


def test_a_schedule_of_either_kind_is_deleted(account: Account) -> None:
    """Whether its kind is known or not; what is gone is no error."""
    id_, other = create(account), account.create()
    account.writer.made.learn(other, "layers")
    assert account.writer.delete_schedule(id_) == "deleted"
    assert account.writer.delete_schedule(id_) == "gone"
    assert account.writer.delete_schedule(other) == "deleted"
    assert account.writer.delete_schedule("PGONE") == "gone"
