"""Reading shift-based schedules over HTTP: pages, windows, and answers that leave something out."""

from typing import Any

import httpx2
import pytest

from reconciler.errors import RemoteError
from reconciler.intervals import Interval
from reconciler.remote.made import Made
from reconciler.remote.reach import Reach
from reconciler.remote.reader import Reader
from reconciler.remote.recorded import as_live
from reconciler.remote.shifts.reading import every, head, listed, read_shifts, rotations
from reconciler.requests import AccountRequest
from reconciler.sandbox import seed_v3_schedule
from tests.remote.harness import DAY, NOON, Account, Scripted, answer, client_on, error, paged
from tests.remote.requests import request
from tests.remote.shifts.written import SPAN, create, event, held, read


def rows(*numbers: int) -> list[dict[str, str]]:
    return [{"id": f"P{n}", "summary": f"Rota {n}", "type": "schedule_v3_reference"} for n in numbers]


def page(numbers: list[int], **fields: Any) -> httpx2.Response:
    return paged("schedules", rows(*numbers), **fields)


def test_a_list_is_read_to_its_end_though_rows_are_hidden() -> None:
    """What a token may not see is left out of its page, so a short page is not the last one."""
    wire = Scripted(page([1, 2], more=True), page([], more=True), page([3]))
    found = listed(client_on(wire), Made(lambda: 0.0))
    assert found.names == {"P1": "Rota 1", "P2": "Rota 2", "P3": "Rota 3"}
    assert [dict(r.url.params) for r in wire.requests] == [
        {"limit": "1000", "offset": str(offset)} for offset in (0, 1000, 2000)
    ]
    assert {r.headers["x-early-access"] for r in wire.requests} == {"flexible-schedules-early-access"}


def test_a_list_that_does_not_say_whether_more_follows_ends_with_a_short_page() -> None:
    """The document does not require that field."""
    full = answer(200, {"rotations": [{"id": "R1"}, {"id": "R2"}]})
    wire = Scripted(full, answer(200, {"rotations": [{"id": "R3"}]}))
    found = every(client_on(wire), "/v3/schedules/P1/rotations", "rotations", {}, 2)
    assert [row.text("id") for row in found] == ["R1", "R2", "R3"]


def test_a_list_that_gives_a_row_twice_is_read_once_more() -> None:
    """It shifted while it was read; if it does so again nothing is decided on it."""
    wire = Scripted(page([1, 1]), page([1, 2]))
    assert list(listed(client_on(wire), Made(lambda: 0.0)).names) == ["P1", "P2"]
    wire = Scripted(page([1, 1]), page([1, 1]))
    with pytest.raises(RemoteError, match="cannot be read completely"):
        listed(client_on(wire), Made(lambda: 0.0))


def test_a_list_without_an_end_is_given_up() -> None:
    """After ten thousand rows, twice."""
    wire = Scripted(*[lambda _: page([], more=True)] * 99)
    with pytest.raises(RemoteError, match="did not end"):
        listed(client_on(wire), Made(lambda: 0.0))
    assert len(wire.requests) == 20


def test_a_page_that_is_malformed_is_an_error() -> None:
    """Neither true nor false is no answer."""
    with pytest.raises(RemoteError, match="neither true nor false"):
        listed(client_on(Scripted(page([], more="no"))), Made(lambda: 0.0))


def test_what_was_made_a_moment_ago_is_listed_all_the_same() -> None:
    """Unless it is gone again."""
    made = Made(lambda: 0.0)
    made.note("/v3/schedules/P1")
    made.note("/v3/schedules/P2")
    top = {"id": "P2", "name": "New", "time_zone": "UTC"}
    wire = Scripted(page([1]), answer(200, {"schedule": top}))
    assert listed(client_on(wire), made).names == {"P1": "Rota 1", "P2": "New"}
    wire = Scripted(page([1]), answer(404, error(message="Not Found")))
    assert list(listed(client_on(wire), made).names) == ["P1"]


def test_a_part_of_what_was_made_a_moment_ago_is_asked_for_again() -> None:
    """Of a schedule, and of a rotation in it."""
    made = Made(lambda: 0.0)
    made.note("/v3/schedules/P1")
    made.note("/v3/schedules/P1/rotations/R1")
    young = ("", "/overrides", "/custom_shifts", "/rotations", "/rotations/R1", "/rotations/R1/events")
    assert all(made.recent(f"/v3/schedules/P1{path}") for path in young)
    assert not made.recent("/v3/schedules/P1/rotations/R2/events")
    assert not made.recent("/v3/schedules/P2")
    assert not made.recent("/schedules/P1")


def test_a_kind_that_was_seen_is_remembered() -> None:
    """Ids do not tell it."""
    made = Made(lambda: 0.0)
    assert made.kind("P1") is None
    made.learn("P1", "shifts")
    assert made.kind("P1") == "shifts"


def test_events_that_an_answer_leaves_out_are_fetched(account: Account) -> None:
    """Absent or empty: an empty rotation has none, and is known nevertheless."""
    id_ = create(account)
    expected = held(account, id_)
    client = client_on(account.wire, token="sandbox")
    top = head(client, id_)
    without: list[dict[str, Any]] = [{}, {"events": []}, {"events": None}]
    for left_out in without:
        bare = [{"id": row["id"], "type": "schedule_rotation", **left_out} for row in top.json["rotations"]]
        top.json["rotations"] = bare
        assert rotations(client, top) == expected
    del top.json["rotations"]
    assert rotations(client, top) == expected
    empty = client.request("POST", f"/v3/schedules/{id_}/rotations", json={}).json()["rotation"]["id"]
    assert [(r.id, len(r.events)) for r in held(account, id_)] == [(expected[0].id, 1), (empty, 0)]


def test_events_that_have_ended_are_read_too(account: Account) -> None:
    """They are history, and take no part in anything."""
    account.now = NOON - 20 * DAY
    id_ = create(account, event(account, 0, end=NOON - DAY))
    account.now = NOON
    state = read(account, id_)
    assert [e.end for e in state.layers] == [NOON - DAY]
    assert state.rendered == ()


def test_a_moment_is_read_without_a_rendering(account: Account) -> None:
    """Nothing is rendered over no time at all."""
    id_ = create(account)
    account.wire.calls.clear()
    state = read(account, id_, Interval(NOON, NOON))
    assert (state.rendered, state.rendered_over, state.overrides) == ((), None, ())
    assert account.wire.calls == [("GET", f"/v3/schedules/{id_}")]


def test_one_that_is_edited_while_it_is_read_is_an_error(account: Account) -> None:
    """Its windows tell of two different schedules."""
    id_ = create(account)
    plain = account.wire.inner

    def handle(sent: httpx2.Request) -> httpx2.Response:
        response = plain.handle_request(sent)
        if sent.url.path == f"/v3/schedules/{id_}" and "since" in sent.url.params:
            return answer(200, response.read().replace(b"In hours", b"Renamed"))
        return response

    client = client_on(httpx2.MockTransport(handle), token="sandbox")
    with pytest.raises(RemoteError, match="it was being edited while it was read"):
        read_shifts(client, Reach(), id_, SPAN.start, SPAN.end, None)


def test_who_stands_in_is_listed_as_far_ahead_as_is_asked(account: Account) -> None:
    """In windows; one that lies across two of them is there once, with its own times."""
    id_ = create(account, event(account, 0))
    start, end = NOON + 80 * DAY, NOON + 120 * DAY
    account.writer.create_overrides(id_, [(account.people[1], start, end)])
    client = client_on(account.wire, token="sandbox")
    near = read_shifts(client, Reach(), id_, NOON, NOON + DAY, None).state
    far = read_shifts(client, Reach(), id_, NOON, NOON + DAY, NOON + 200 * DAY).state
    assert near.overrides == ()
    assert [(o.start, o.end, o.user) for o in far.overrides] == [(start, end, account.people[1])]


def test_what_was_read_answers_as_pagerduty_would(account: Account) -> None:
    """The same matching, and the same kind, with no request."""
    create(account)
    seed_v3_schedule(account.store, "Others'")
    with Reader(lambda: client_on(account.wire, token="sandbox")) as reader:
        whole = reader.everything(AccountRequest("acme", SPAN.start, SPAN.end))
        some = reader.everything(AccountRequest("acme", SPAN.start, SPAN.end, schedules=("Others'",)))
    live = as_live(request(), whole)
    assert live.schedules["in-hours"].kind == "shifts"
    assert [(o.name, o.kind) for o in live.others] == [("Others'", "shifts")]
    assert as_live(request(), some).schedules["in-hours"].kind == "shifts"


def test_what_stands_in_can_be_had_alone(account: Account) -> None:
    """With whom it stands in for, which only the events tell."""
    id_ = create(account)
    begins = NOON + DAY
    account.writer.create_overrides(id_, [(account.people[2], begins, begins + DAY)])
    found = account.reader.overrides(id_, NOON, NOON + 30 * DAY)
    assert found == read(account, id_).overrides
    assert [(o.over, o.user) for o in found] == [(account.people[1], account.people[2])]
    assert account.reader.overrides(id_, begins + 2 * DAY, begins + 3 * DAY) == ()


@pytest.mark.parametrize("young", [True, False])
def test_a_list_that_lacks_what_was_made_is_behind(young: bool) -> None:  # noqa: FBT001 - one of two
    """Whether anything was made is all that tells."""
    made = Made(lambda: 0.0)
    steps = [page([1])]
    if young:
        made.note("/v3/schedules/P2")
        steps.append(answer(200, {"schedule": {"id": "P2", "name": "New"}}))
    assert listed(client_on(Scripted(*steps)), made).behind is young
