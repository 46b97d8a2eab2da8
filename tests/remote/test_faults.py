"""Everything that goes wrong between PagerDuty and us, made to happen by the embedded one, end to end.

Each refusal is one sentence about what happened and where, with a hint about what to do.
"""

import httpx2
import pytest
from pagerduty import RestApiV2Client

from reconciler.errors import (
    ForbiddenError,
    InvalidRequestError,
    NotFoundError,
    PlanLimitError,
    RateLimitError,
    RemoteError,
    UnauthorisedError,
    UnclearError,
)
from reconciler.plan.actions import CreateSchedule, LayerWrite
from reconciler.remote.client import send
from reconciler.remote.reader import Reader
from reconciler.remote.transport import ATTEMPTS, BUDGET
from reconciler.remote.writer import Writer
from reconciler.sandbox import (
    ConnectionLost,
    Deleted,
    Fault,
    Faults,
    Half,
    RateLimited,
    ReadOnly,
    Reset,
    Rule,
    ServerFault,
    Slow,
    set_abilities,
    set_faults,
)
from reconciler.state import TargetWrite
from tests.remote.harness import NOON, Account, FakeTime, client_on
from tests.remote.requests import policy, request


class Wire(httpx2.BaseTransport):
    """The way to the embedded PagerDuty, on which a connection breaks as on a socket."""

    def __init__(self, account: Account) -> None:
        self.inner = httpx2.WSGITransport(app=account.app)
        self.calls: list[tuple[str, str]] = []

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """One exchange."""
        self.calls.append((request.method, request.url.path))
        try:
            return self.inner.handle_request(request)
        except ConnectionLost as lost:
            raise httpx2.ReadError(str(lost), request=request) from lost


def strike(account: Account, *rules: Rule) -> tuple[Wire, Writer, Reader, FakeTime]:
    """Faults from now on; a writer and a reader on a wire without other ears, and their clock."""
    wire, time = Wire(account), FakeTime()
    set_faults(account.app, Faults(tuple(rules)))
    writer = Writer(client_on(wire, token="sandbox", time=time))
    reader = Reader(lambda: client_on(wire, token="sandbox", read_only=True, time=time))
    return wire, writer, reader, time


def create(account: Account, writer: Writer) -> str:
    layers = (account.layer(0, 1),)
    action = CreateSchedule("in-hours", "In hours", "Europe/London", "", None, layers, ())
    return writer.create_schedule(action, NOON)


def told(fault: RemoteError) -> str:
    """The message of an error that says all that it should."""
    assert fault.message.endswith(".")
    assert fault.hint
    assert fault.hint.endswith(".")
    return fault.message


WEATHER: list[Fault] = [
    RateLimited(7),
    RateLimited(None),
    ServerFault(500, "json"),
    ServerFault(502, "html"),
    ServerFault(503, "empty"),
    Slow(8),
    Reset("before"),
    Reset("after"),
    Half(),
]


@pytest.mark.parametrize("fault", WEATHER, ids=repr)
def test_a_reading_gets_through_bad_weather(account: Account, fault: Fault) -> None:
    """One fault at every path leaves no trace in what is read."""
    account.create()
    policy(account, TargetWrite("user_reference", account.people[0]))
    asked = request(emails=frozenset({"ana@example.org"}))
    calm = account.reader.read(asked)
    paths = ("/schedules", "/schedules/*", "/schedules/*/overrides", "/escalation_policies", "/users")
    _, _, reader, _ = strike(account, *[Rule(fault, path=path, nth=1) for path in paths])
    with reader:
        assert reader.read(asked) == calm


def test_every_twentieth_answer_too_many_is_waited_out(account: Account) -> None:
    """As long as each of them says; the reading is complete."""
    for number in range(40):
        account.create(name=f"Rota {number}")
    wire, _, reader, time = strike(account, Rule(RateLimited(7), every=20))
    with reader:
        states = [reader.schedule(row.id, NOON, NOON) for row in reader.read(request(schedules={})).others]
    assert len(states) == 40
    assert None not in states
    assert time.waits
    assert set(time.waits) == {7.0}
    assert len(wire.calls) >= 40


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (ServerFault(500, "json"), "had a fault of its own (500 on GET /users): Internal Server Error."),
        (ServerFault(502, "html"), "had a fault of its own (502 on GET /users)."),
        (ServerFault(503, "empty"), "had a fault of its own (503 on GET /users)."),
        (Reset("after"), "could not be reached for GET /users (ReadError); nothing was changed by it."),
        (Half(), "gave an answer that is not JSON to GET /users."),
    ],
    ids=repr,
)
def test_bad_weather_that_stays_ends_in_a_sentence(account: Account, fault: Fault, message: str) -> None:
    """After some attempts within a limited time."""
    _, _, reader, time = strike(account, Rule(fault, path="/users"))
    with reader, pytest.raises(RemoteError) as caught:
        reader.read(request(emails=frozenset({"ana@example.org"})))
    assert told(caught.value) == f"PagerDuty {message}"
    assert sum(time.waits) < BUDGET


def test_endless_429_are_never_called_a_bad_token(account: Account) -> None:
    """Nor are they waited for without end, for reads and for writes."""
    _, writer, _, time = strike(account, Rule(RateLimited(25)))
    with pytest.raises(RateLimitError) as caught:
        create(account, writer)
    assert "token" in told(caught.value)
    assert "too many requests" in told(caught.value)
    assert not isinstance(caught.value, UnauthorisedError)
    assert sum(time.waits) <= BUDGET


@pytest.mark.parametrize(
    ("fault", "done"),
    [
        (ServerFault(500, "json", "before"), 0),
        (ServerFault(502, "html", "after"), 1),
        (ServerFault(503, "empty", "after"), 1),
        (Reset("before"), 0),
        (Reset("after"), 1),
        (Half(), 1),
    ],
    ids=repr,
)
def test_a_write_in_bad_weather_is_unclear_and_sent_once(account: Account, fault: Fault, done: int) -> None:
    """It may have been carried out; in truth it was carried out at most once."""
    wire, writer, _, _ = strike(account, Rule(fault, method="write", nth=1))
    with pytest.raises(UnclearError) as caught:
        create(account, writer)
    assert "POST /schedules" in told(caught.value)
    assert "may or may not" in caught.value.message
    assert wire.calls == [("POST", "/schedules")]
    assert len(account.reader.read(request(schedules={})).others) == done


def test_a_write_refused_as_too_many_is_made_once(account: Account) -> None:
    """And when told to come back it does."""
    wire, writer, _, time = strike(account, Rule(RateLimited(12), method="write", count=2))
    create(account, writer)
    assert time.waits == [12, 12]
    assert wire.calls == [("POST", "/schedules")] * 3
    assert len(account.reader.read(request(schedules={})).others) == 1


def test_400_names_what_is_wrong(account: Account) -> None:
    """In PagerDuty's words."""
    with pytest.raises(InvalidRequestError) as caught:
        account.create(time_zone="Mars/Olympus")
    assert told(caught.value).startswith(
        "PagerDuty refused the request as invalid (400 on POST /schedules): "
    )


def test_401_speaks_of_the_token(account: Account) -> None:
    """And of the other region."""
    client = client_on(Wire(account), token="mistyped")
    with pytest.raises(UnauthorisedError) as caught:
        send(client, "GET", "/users")
    assert told(caught.value) == "PagerDuty did not accept the token (401 on GET /users): Unauthorized."
    assert caught.value.request_id
    assert "typed" in (caught.value.hint or "")
    assert "sandbox" not in caught.value.diagnostics()


def test_402_speaks_of_the_plan(account: Account) -> None:
    """The audit trail has to be paid for."""
    id_ = account.create()
    set_abilities(account.store, [])
    with pytest.raises(PlanLimitError) as caught:
        send(account.writer.client, "GET", f"/schedules/{id_}/audit/records")
    assert "plan lacks this feature (402 on GET" in told(caught.value)


def test_403_speaks_of_rights(account: Account) -> None:
    """A token that may only read is fine for planning."""
    _, writer, reader, _ = strike(account, Rule(ReadOnly()))
    with pytest.raises(ForbiddenError) as caught:
        create(account, writer)
    assert "does not let this token do that (403 on POST /schedules)" in told(caught.value)
    assert "read-only" in (caught.value.hint or "")
    with reader:
        assert reader.read(request()).schedules == {}


def test_404_means_gone_to_a_read_and_done_to_a_deletion(account: Account) -> None:
    """To a change it is an error: what it was about is not there."""
    id_ = account.create()
    state = account.reader.schedule(id_, NOON, NOON)
    assert state is not None
    _, writer, reader, _ = strike(account, Rule(Deleted(), path="/schedules/*", nth=1))
    with reader:
        assert reader.schedule(id_, NOON, NOON) is None
    assert writer.delete_schedule(id_) == "gone"
    account.writer = writer
    with pytest.raises(NotFoundError) as caught:
        account.update(id_, [LayerWrite(layer) for layer in state.layers])
    assert "has no such object, or does not show it" in told(caught.value)


@pytest.mark.parametrize("fault", [RateLimited(3), ServerFault(502, "html"), Reset("before"), Half()])
def test_an_account_in_the_eu_is_asked_there_every_time(account: Account, fault: Fault) -> None:
    """Also when a request is made again: the token of an EU account goes nowhere else."""
    hosts: list[str] = []
    wire, _, _, time = strike(
        account, Rule(fault, path="/users", count=1 if fault == Half() else ATTEMPTS - 1)
    )

    def eu(sent: httpx2.Request) -> httpx2.Response:
        hosts.append(str(sent.url.copy_with(query=None)))
        return wire.handle_request(sent)

    def client() -> RestApiV2Client:
        return client_on(httpx2.MockTransport(eu), token="sandbox", region="eu", time=time)

    with Reader(client) as reader:
        reader.read(request(emails=frozenset({"ana@example.org"})))
    assert {host.split("/")[2] for host in hosts} == {"api.eu.pagerduty.com"}
    assert len(hosts) > len(set(hosts))
