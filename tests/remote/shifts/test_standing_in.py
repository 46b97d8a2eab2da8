"""Who stands in on a shift-based schedule: for whom, in which collection, and when it cannot be told."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import httpx2
import pytest

from reconciler.errors import InvalidRequestError, TooManyError, UnclearError
from reconciler.intervals import Interval, Segment
from reconciler.remote.writer import Writer
from reconciler.state import NOBODY
from tests.remote.harness import DAY, NOON, Account, answer, client_on, error
from tests.remote.shifts.events import hours
from tests.remote.shifts.written import WEEK, calls, create, event, read

HOUR = timedelta(hours=1)
CHANGED = (
    "no one person is on for the whole of that time: the rota changed since the plan was made; plan again"
)
WEEK_AHEAD = Interval(NOON, NOON + timedelta(days=7))
NOBODY_ON = "nobody is on then, so there is nobody to be taken off"


def at(hour: int, day: int = 2) -> datetime:
    """An hour of a day of December; the 2nd is a Wednesday."""
    return NOON.replace(day=day, hour=hour)


@pytest.fixture
def office(account: Account) -> str:
    """A schedule with hours: on weekdays from nine to five, Ana and Ben by weeks from Monday on."""
    return office_of(account)


def office_of(account: Account) -> str:
    """The same on any account."""
    account.now = NOON - DAY
    start = NOON.replace(day=1, hour=9) - timedelta(days=1)
    on = event(account, 0, 1, start=start, anchor=start, restrictions=hours({1, 2, 3, 4, 5}, 32400, 28800))
    made = create(account, on)
    account.now = NOON
    account.wire.calls.clear()
    return made


def test_somebody_stands_in_for_whoever_is_on(account: Account, office: str) -> None:
    """Or beside nobody, where nobody is on; or nobody for somebody. One request for each collection."""
    ana, _, cal, dee = account.people
    wishes = [
        (cal, at(9), at(17)),
        (dee, at(18), at(20)),
        (NOBODY, at(10, day=3), at(11, day=3)),
    ]
    results = account.writer.create_overrides(office, wishes)
    assert [(r.user, r.start, r.end, r.error) for r in results] == [(*wish, None) for wish in wishes]
    assert calls(account)[-2:] == ["POST v3/schedules/overrides", "POST v3/schedules/custom_shifts"]
    state = read(account, office, Interval(at(8), at(12, day=3)))
    assert [(o.user, o.over, o.beside) for o in state.overrides] == [
        (cal, ana, False),
        (dee, None, True),
        (NOBODY, ana, False),
    ]
    assert [o.id for o in state.overrides] == [r.id for r in results]
    assert state.rendered == (
        Segment(at(9), at(17), cal),
        Segment(at(18), at(20), dee),
        Segment(at(9, day=3), at(10, day=3), ana),
        Segment(at(11, day=3), at(12, day=3), ana),
    )


def test_what_no_longer_fits_is_told_one_by_one(account: Account, office: str) -> None:
    """The others are made all the same."""
    ana, _, cal, _ = account.people
    results = account.writer.create_overrides(
        office,
        [
            (cal, at(16), at(18)),
            (cal, at(9), at(17, day=3)),
            (NOBODY, at(20), at(21)),
            (cal, at(9), at(10)),
        ],
    )
    assert [r.error for r in results] == [CHANGED, CHANGED, NOBODY_ON, None]
    assert [(o.user, o.over) for o in read(account, office).overrides] == [(cal, ana)]


def test_where_several_are_on_it_cannot_be_told_who_is_meant(account: Account) -> None:
    """A rota has one person on at a time."""
    account.now = NOON - DAY
    other = event(account, 2, name="night from 2026-11-24")
    id_ = create(account, event(account, 0), other)
    account.now = NOON
    (result,) = account.writer.create_overrides(id_, [(account.people[3], at(9), at(17))])
    assert (result.id, result.error) == (None, CHANGED)


def test_an_event_that_is_not_understood_leaves_it_open(account: Account, office: str) -> None:
    """It is not known who is on by it."""
    (rotation,) = {path.split("/")[5] for _, path in _rotations(account, office)}
    body = {
        "name": "first Mondays",
        "start_time": {"date_time": "2026-12-07T20:00:00Z", "time_zone": "Europe/London"},
        "end_time": {"date_time": "2026-12-07T22:00:00Z", "time_zone": "Europe/London"},
        "effective_since": "2026-12-05T00:00:00Z",
        "effective_until": None,
        "recurrence": ["RRULE:FREQ=MONTHLY;BYDAY=1MO"],
        "assignment_strategy": {
            "type": "every_member_assignment_strategy",
            "members": [{"type": "user_member", "user_id": account.people[0]}],
        },
    }
    client = client_on(account.wire, token="sandbox")
    made = client.request("POST", f"/v3/schedules/{office}/rotations", json={}).json()["rotation"]["id"]
    assert made != rotation
    path = f"/v3/schedules/{office}/rotations/{made}/events"
    assert client.request("POST", path, json={"event": body}).is_success
    early, late = account.writer.create_overrides(
        office, [(account.people[2], at(9), at(17)), (account.people[2], at(9, day=8), at(17, day=8))]
    )
    assert early.error is None
    assert late.error == (
        "who is on then cannot be told, since not every event is understood (it repeats monthly)"
    )


def _rotations(account: Account, id_: str) -> list[tuple[str, str]]:
    found = client_on(account.wire, token="sandbox").request("GET", f"/v3/schedules/{id_}").json()
    return [("", f"/v3/schedules/{id_}/rotations/{r['id']}") for r in found["schedule"]["rotations"]]


def test_a_start_that_has_passed_is_found_in_the_answer(account: Account, office: str) -> None:
    """PagerDuty moves it to its now."""
    cal = account.people[2]
    (result,) = account.writer.create_overrides(office, [(cal, NOON - HOUR, NOON + HOUR)])
    assert result.error is None
    assert [(o.id, o.start) for o in read(account, office).overrides] == [(result.id, NOON)]


def test_one_to_come_goes_and_a_running_one_is_cut(account: Account, office: str) -> None:
    """In either collection; what is gone is no error."""
    cal = account.people[2]
    wishes = [(cal, NOON - HOUR, at(15, day=1)), (cal, at(9), at(17)), (cal, at(18), at(20))]
    ids = [r.id or "" for r in account.writer.create_overrides(office, wishes)]
    account.now = NOON + HOUR
    assert [account.writer.delete_override(office, id_) for id_ in ids] == ["cut", "deleted", "deleted"]
    assert [account.writer.delete_override(office, id_) for id_ in ids[1:]] == ["gone", "gone"]
    assert [(o.start, o.end) for o in read(account, office).overrides] == [(NOON, NOON + HOUR)]


def failing(account: Account, end: str, status: int, text: str) -> Callable[[], None]:
    """Refuses what is posted to a collection; gives a way to end that."""
    plain = account.wire.inner

    class Failing(httpx2.BaseTransport):
        """All else goes through."""

        def handle_request(self, request: httpx2.Request) -> httpx2.Response:
            """One request."""
            if request.method == "POST" and request.url.path.endswith(end):
                if not status:
                    raise httpx2.ReadError("the connection broke")
                return answer(status, error(errors={"custom_shifts": [text]}))
            return plain.handle_request(request)

    account.wire.inner = Failing()
    return lambda: setattr(account.wire, "inner", plain)


WISHES = ((at(9), at(17)), (at(18), at(20)))


def test_a_refusal_of_all_is_an_error(account: Account, office: str) -> None:
    """Nothing was made."""
    failing(account, "/overrides", 400, "No.")
    with pytest.raises(InvalidRequestError):
        account.writer.create_overrides(office, [(account.people[2], *wish) for wish in WISHES])
    assert read(account, office).overrides == ()


def test_more_than_fit_into_one_request_are_told_apart(account: Account, office: str) -> None:
    """So that they are sent in halves."""
    failing(account, "/custom_shifts", 400, "must not have more than 1 entries")
    with pytest.raises(TooManyError):
        account.writer.create_overrides(office, [(account.people[2], *WISHES[1])])


def test_a_refusal_of_the_second_collection_is_told_of_its_own(account: Account, office: str) -> None:
    """The first one has been written."""
    failing(account, "/custom_shifts", 400, "must not have more than 1 entries")
    one, other = account.writer.create_overrides(office, [(account.people[2], *wish) for wish in WISHES])
    assert one.error is None
    assert "must not have more than 1 entries" in (other.error or "")
    assert [o.id for o in read(account, office).overrides] == [one.id]


def test_an_unclear_answer_stays_unclear(account: Account, office: str) -> None:
    """Whoever sent them looks which are there."""
    failing(account, "/custom_shifts", 0, "")
    with pytest.raises(UnclearError):
        account.writer.create_overrides(office, [(account.people[2], *wish) for wish in WISHES])
    assert len(read(account, office).overrides) == 1


def test_what_an_answer_leaves_out_may_exist(account: Account, office: str) -> None:
    """Or not."""
    plain = account.wire.inner

    class Empty(httpx2.BaseTransport):
        """Answers nothing to what is posted."""

        def handle_request(self, request: httpx2.Request) -> httpx2.Response:
            """One request."""
            response = plain.handle_request(request)
            return answer(201, {"overrides": []}) if request.method == "POST" else response

    account.wire.inner = Empty()
    (result,) = account.writer.create_overrides(office, [(account.people[2], *WISHES[0])])
    assert result.error == "PagerDuty's answer does not mention it, so it may or may not exist"


def test_a_refusal_after_an_answer_that_leaves_all_out_is_none_of_everything(
    account: Account, office: str
) -> None:
    """The first collection may have been written, so nothing of it may be sent again on this word."""
    failing(account, "/custom_shifts", 400, "must not have more than 1 entries")
    plain = account.wire.inner

    class Empty(httpx2.BaseTransport):
        """Answers nothing to the overrides that are posted."""

        def handle_request(self, request: httpx2.Request) -> httpx2.Response:
            """One request."""
            response = plain.handle_request(request)
            posted = request.method == "POST" and request.url.path.endswith("/overrides")
            return answer(201, {"overrides": []}) if posted else response

    account.wire.inner = Empty()
    one, other = account.writer.create_overrides(office, [(account.people[2], *wish) for wish in WISHES])
    assert one.error == "PagerDuty's answer does not mention it, so it may or may not exist"
    assert "must not have more than 1 entries" in (other.error or "")


def test_a_deletion_that_cannot_be_looked_at_was_carried_out_all_the_same(
    account: Account, office: str
) -> None:
    """The look is for telling how it went, and no part of it."""
    (made,) = account.writer.create_overrides(office, [(account.people[2], *WISHES[0])])
    plain = account.wire.inner

    class Closed(httpx2.BaseTransport):
        """Shows no single override."""

        def handle_request(self, request: httpx2.Request) -> httpx2.Response:
            """One request."""
            single = request.method == "GET" and "/overrides/" in request.url.path
            return answer(403, error()) if single else plain.handle_request(request)

    account.wire.inner = Closed()
    assert account.writer.delete_override(office, made.id or "") == "deleted"
    assert read(account, office).overrides == ()


def test_an_answer_without_the_list_is_unclear(account: Account, office: str) -> None:
    """It is no answer to the question."""
    plain = account.wire.inner

    class Odd(httpx2.BaseTransport):
        """Answers something else to what is posted."""

        def handle_request(self, request: httpx2.Request) -> httpx2.Response:
            """One request."""
            return answer(200, []) if request.method == "POST" else plain.handle_request(request)

    writer = Writer(client_on(Odd(), token="sandbox"), account.writer.made)
    with pytest.raises(UnclearError, match="an answer without the list of what was made"):
        writer.create_overrides(office, [(account.people[2], *WISHES[0])])


def test_a_person_is_on_over_the_succession_of_two_events(account: Account) -> None:
    """One who is on before and after is one holder."""
    account.now = NOON - DAY
    change = at(12)
    first = event(account, 0, end=change)
    id_ = create(
        account, first, replace(first, start=change, end=None, anchor=change - WEEK, name="main from x")
    )
    (result,) = account.writer.create_overrides(id_, [(account.people[1], at(9), at(17))])
    assert result.error is None
    assert [o.over for o in read(account, id_).overrides] == [account.people[0]]


def test_what_is_too_much_for_the_second_collection_is_sent_in_halves(
    account_with: Callable[..., Account],
) -> None:
    """The first one has been written, so this is no refusal of all of them."""
    account = account_with(max_override_batch=1)
    id_ = office_of(account)
    nights = [(account.people[2], at(18, day=day), at(20, day=day)) for day in (2, 3, 4)]
    results = account.writer.create_overrides(id_, [(account.people[3], at(9), at(17)), *nights])
    assert [r.error for r in results] == [None] * 4
    assert {r.id for r in results} == {o.id for o in read(account, id_, WEEK_AHEAD).overrides}


def test_one_that_runs_ends_when_what_takes_its_place_begins(account: Account, office: str) -> None:
    """In either collection."""
    cal, until = account.people[2], at(14, day=1)
    wishes = [(cal, NOON - HOUR, at(15, day=1)), (cal, NOON + 6 * HOUR, NOON + 8 * HOUR)]
    ids = [r.id or "" for r in account.writer.create_overrides(office, wishes)]
    account.now = NOON + HOUR
    assert account.writer.delete_override(office, ids[0], until) == "cut"
    account.now = NOON + 7 * HOUR
    assert account.writer.delete_override(office, ids[1], account.now + HOUR / 2) == "cut"
    ends = {o.id: o.end for o in read(account, office, Interval(NOON, NOON + 9 * HOUR)).overrides}
    assert ends == {ids[0]: until, ids[1]: NOON + 7 * HOUR + HOUR / 2}
