"""What a plan is made on: everything found, all of it, with GETs alone."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import httpx2
import pytest

from reconciler.errors import NotFoundError, RemoteError
from reconciler.intervals import Interval
from reconciler.plan.actions import LayerWrite, RuleWrite
from reconciler.plan.digest import of_schedule
from reconciler.remote.reader import Reader
from reconciler.requests import Wanted
from reconciler.sandbox import seed_team, seed_v3_schedule, set_abilities
from reconciler.state import NamedObject, RuleState, Target, TargetWrite
from tests.remote.harness import DAY, NOON, Account, Scripted, answer, client_on, paged
from tests.remote.requests import policy, request


def test_a_schedule_is_read_with_layers_overrides_and_rendering(account: Account) -> None:
    """Layers base first, overrides with their true times, the rendering joined over the windows."""
    low, high = account.layer(0, name="low"), account.layer(1, name="high", start=NOON + 50 * DAY)
    id_ = account.create(low, high)
    start, end = NOON + 89 * DAY, NOON + 92 * DAY
    made = account.writer.create_overrides(id_, [(account.people[2], start, end)])
    live = account.reader.read(request())
    read = live.schedules["in-hours"]
    assert [layer.name for layer in read.layers] == ["low", "high"]
    assert [(o.id, o.start, o.end) for o in read.overrides] == [(made[0].id, start, end)]
    assert [(s.start, s.end, s.value) for s in read.rendered] == [
        (NOON, NOON + 50 * DAY, account.people[0]),
        (NOON + 50 * DAY, start, account.people[1]),
        (start, end, account.people[2]),
        (end, NOON + 100 * DAY, account.people[1]),
    ]
    assert read.rendered_over == Interval(NOON, NOON + 100 * DAY)
    assert (live.account, live.since) == ("acme", NOON)


def test_reading_sends_nothing_but_gets(account: Account) -> None:
    """And asks for overflow, UTC, and no more than 90 days at a time."""
    account.create()
    account.wire.calls.clear()
    account.wire.queries.clear()
    account.reader.read(request(overrides_until=NOON + 200 * DAY))
    assert {method for method, _ in account.wire.calls} == {"GET"}
    ranged = [query for _, query in account.wire.queries if "since" in query]
    assert len(ranged) == 2 + 3
    for query in ranged:
        assert query["overflow"] == "true"
        span = datetime.fromisoformat(query["until"]) - datetime.fromisoformat(query["since"])
        assert span <= timedelta(days=90)
    assert all(query["time_zone"] == "UTC" for query in ranged[:1])


@pytest.mark.parametrize(
    "quirks", [{"max_render_days": 90}, {"merge_entries": True}, {"overrides_get_status": 201}]
)
def test_unknown_behaviours_do_not_matter(
    account_with: Callable[..., Account], quirks: dict[str, Any]
) -> None:
    """A limit on windows, entries that come joined, and a 201 for a GET give the same state."""
    states = []
    for account in (account_with(), account_with(**quirks)):
        account.create(account.layer(0, 1, 2, turn_seconds=7 * 86400))
        states.append(account.reader.read(request()).schedules["in-hours"])
    assert states[0].rendered == states[1].rendered
    assert states[0].rendered


def test_two_readings_are_equal(account: Account) -> None:
    """Threads do not change the result, and time passing does not change the digest."""
    account.create()
    policy(account, TargetWrite("user_reference", account.people[0]))
    asked = request(policies={"24x7": Wanted("24x7")}, emails=frozenset({"ana@example.org"}))
    first = account.reader.read(asked)
    assert first == account.reader.read(asked)
    account.now += timedelta(hours=5)
    second = account.reader.read(asked)
    assert of_schedule(first.schedules["in-hours"], NOON) == of_schedule(second.schedules["in-hours"], NOON)


def test_overrides_far_ahead_are_listed_once_each(account: Account) -> None:
    """Covers are written whatever their date; one that lies across windows is in two lists."""
    id_ = account.create()
    far = NOON + 179 * DAY
    account.writer.create_overrides(id_, [(account.people[2], far, far + 2 * DAY)])
    assert account.reader.read(request()).schedules["in-hours"].overrides == ()
    read = account.reader.read(request(overrides_until=NOON + 365 * DAY)).schedules["in-hours"]
    assert [(o.start, o.end) for o in read.overrides] == [(far, far + 2 * DAY)]


def test_an_override_that_is_over_is_not_listed(account: Account) -> None:
    """One that was cut short ends before the reading began."""
    id_ = account.create()
    account.writer.create_overrides(id_, [(account.people[2], NOON + DAY, NOON + 3 * DAY)])
    account.now = NOON + 2 * DAY
    read = account.reader.schedule(id_, NOON + 3 * DAY, NOON + 4 * DAY)
    assert read is not None
    assert read.overrides == ()


def test_ended_layers_are_read_too(account: Account) -> None:
    """They linger in every GET, and must be sent back as they are."""
    id_ = account.create()
    before = account.reader.schedule(id_, NOON, NOON + DAY)
    assert before is not None
    account.now = NOON + DAY
    account.update(id_, [LayerWrite(before.layers[0], ends_now=True), LayerWrite(account.layer(2))])
    after = account.reader.schedule(id_, account.now, account.now + DAY)
    assert after is not None
    assert (after.layers[0].id, after.layers[0].end) == (before.layers[0].id, account.now)
    assert after.layers[1].end is None


def test_a_fraction_of_a_second_widens_the_window(account: Account) -> None:
    """Instants microseconds apart render nothing, so whole seconds are asked for."""
    id_ = account.create()
    tick = timedelta(microseconds=7)
    read = account.reader.schedule(id_, NOON + tick, NOON + 2 * tick)
    assert read is not None
    assert read.rendered_over == Interval(NOON, NOON + timedelta(seconds=1))
    assert read.rendered


def test_no_window_renders_nothing(account: Account) -> None:
    """The fields are read all the same."""
    id_ = account.create()
    read = account.reader.schedule(id_, NOON, NOON)
    assert read is not None
    assert (read.rendered, read.rendered_over, read.overrides, read.name) == ((), None, (), "In hours")


def test_what_is_gone_is_none(account: Account) -> None:
    """Only a 404 on the object itself says so."""
    assert account.reader.schedule("PNOSUCH", NOON, NOON + DAY) is None
    assert account.reader.policy("PNOSUCH") is None


def test_what_is_not_there_is_left_out(account: Account) -> None:
    """Nothing to find is no error; others are shown."""
    id_ = account.create()
    live = account.reader.read(request(schedules={"x": Wanted("X")}, policies={"y": Wanted("Y")}))
    assert live.schedules == {}
    assert live.policies == {}
    assert live.others == (NamedObject(id_, "In hours", "Managed as code: in-hours in acme/rota"),)


def test_an_id_that_leads_nowhere_points_to_the_file(account: Account) -> None:
    """Making another schedule instead would be a guess."""
    with pytest.raises(NotFoundError, match="no schedule PNOSUCH, the file's id of in-hours"):
        account.reader.read(request(schedules={"in-hours": Wanted("In hours", id="PNOSUCH")}))
    with pytest.raises(NotFoundError, match="no escalation policy PNOSUCH"):
        account.reader.read(request(policies={"24x7": Wanted("24x7", id="PNOSUCH")}))


def test_an_id_is_found_although_the_list_hides_it(account: Account) -> None:
    """Lists differ by permission; the object itself decides."""
    id_ = account.create()

    def wire(sent: httpx2.Request) -> httpx2.Response:
        return paged("schedules", []) if sent.url.path == "/schedules" else account.wire.handle_request(sent)

    with Reader(lambda: client_on(Scripted(*[wire] * 9), token="sandbox")) as reader:
        live = reader.read(request(schedules={"in-hours": Wanted("In hours", id=id_)}))
    assert live.schedules["in-hours"].id == id_


def test_a_schedule_deleted_while_reading_is_an_error(account: Account) -> None:
    """Listed and then gone: the plan would otherwise make it anew."""

    def wire(sent: httpx2.Request) -> httpx2.Response:
        if sent.url.path == "/schedules":
            return paged("schedules", [{"id": "P1", "name": "In hours", "description": ""}])
        return account.wire.handle_request(sent)

    with (
        Reader(lambda: client_on(Scripted(*[wire] * 9), token="sandbox")) as reader,
        pytest.raises(NotFoundError, match="no such object"),
    ):
        reader.read(request())


def test_a_schedule_edited_while_reading_is_an_error(account: Account) -> None:
    """Two windows that tell of different layers belong to two schedules."""
    id_ = account.create()
    seen: list[str] = []

    def wire(sent: httpx2.Request) -> httpx2.Response:
        if seen:
            account.update(id_, [LayerWrite(account.layer(3))])
        seen.append(sent.url.path)
        return account.wire.handle_request(sent)

    with (
        Reader(lambda: client_on(Scripted(*[wire] * 9), token="sandbox")) as reader,
        pytest.raises(RemoteError, match="being edited while it was read"),
    ):
        reader.schedule(id_, NOON, NOON + 100 * DAY)


def test_a_policy_keeps_what_we_do_not_manage(account: Account) -> None:
    """Round robin is only shown on request, and is asked for; v3 targets keep their kind."""
    set_abilities(account.store, ["teams", "escalation_rule_assignment_strategy"])
    v3 = seed_v3_schedule(account.store, "Shifts")
    team = seed_team(account.store, "Platform")
    rule = RuleWrite(None, 5, (TargetWrite("schedule_v3_reference", v3),), '{"type": "round_robin"}')
    id_ = policy(account, rules=(rule,), team=team)
    live = account.reader.read(request(policies={"24x7": Wanted("24x7")}))
    read = live.policies["24x7"]
    assert read.id == id_
    assert read.rules == (
        RuleState(read.rules[0].id, 5, (Target("schedule_v3_reference", v3),), '{"type": "round_robin"}'),
    )
    assert (read.teams, read.handoff, read.repeat) == ((team,), "if_has_services", 1)
    assert live.v3_targets == {"Shifts": v3}
    assert account.reader.policy(id_) == read


def test_policies_that_are_not_asked_for_are_others(account: Account) -> None:
    """With their id and name."""
    id_ = policy(account, TargetWrite("user_reference", account.people[0]))
    live = account.reader.read(request())
    assert live.other_policies == (NamedObject(id_, "24x7", ""),)


def test_a_shift_based_schedule_is_told_apart(account: Account) -> None:
    """The layer-based API refuses it with a text of its own, so the other one is asked."""
    v3 = seed_v3_schedule(account.store, "Shifts")
    live = account.reader.read(request(schedules={"x": Wanted("Shifts", id=v3)}))
    assert live.schedules["x"].kind == "shifts"


def test_a_failed_part_fails_the_whole(account: Account) -> None:
    """A plan is never made on half a reading."""

    def wire(sent: httpx2.Request) -> httpx2.Response:
        if sent.url.path == "/escalation_policies":
            return answer(403, b"")
        return account.wire.handle_request(sent)

    with (
        Reader(lambda: client_on(Scripted(*[wire] * 9), token="sandbox")) as reader,
        pytest.raises(RemoteError, match="403 on GET /escalation_policies"),
    ):
        reader.read(request())


def test_each_thread_has_a_client_of_its_own(account: Account) -> None:
    """Clients are used again, but never by two threads at once, and all are closed."""
    made: list[Scripted] = []

    def factory() -> Any:
        made.append(Scripted(*[account.wire.handle_request] * 999))
        return client_on(made[-1], token="sandbox", read_only=True)

    with Reader(factory) as reader:
        reader.read(request(emails=frozenset(f"{n}@example.org" for n in range(20))))
        count = len(made)
        reader.schedule(account.create(), NOON, NOON + DAY)
        assert len(made) == count <= 6
    assert all(inner.closed for inner in made)


def test_an_override_that_ends_as_the_reading_begins_is_left_out(account: Account) -> None:
    """Whether PagerDuty lists it or not."""
    id_ = account.create()
    over = {
        "id": "Q1",
        "start": "2026-11-30T12:00:00Z",
        "end": "2026-12-01T12:00:00Z",
        "user": {"id": account.people[0]},
    }

    def wire(sent: httpx2.Request) -> httpx2.Response:
        if sent.url.path.endswith("/overrides"):
            return answer(200, {"overrides": [over]})
        return account.wire.handle_request(sent)

    with Reader(lambda: client_on(Scripted(*[wire] * 9), token="sandbox")) as reader:
        read = reader.schedule(id_, NOON, NOON + DAY)
    assert read is not None
    assert read.overrides == ()


def test_the_overrides_of_a_schedule_can_be_had_alone(account: Account) -> None:
    """In one request, with their true times; those that are over are left out."""
    id_ = account.create()
    times = [(NOON - DAY, NOON + DAY), (NOON + 2 * DAY, NOON + 3 * DAY), (NOON + 40 * DAY, NOON + 41 * DAY)]
    made = account.writer.create_overrides(id_, [(account.people[2], *time) for time in times])
    account.wire.calls.clear()
    found = account.reader.overrides(id_, NOON + timedelta(hours=1), NOON + 30 * DAY)
    assert account.wire.calls == [("GET", f"/schedules/{id_}/overrides")]
    assert found is not None
    assert [(o.id, o.end) for o in found] == [(made[0].id, NOON + DAY), (made[1].id, NOON + 3 * DAY)]
    held = account.reader.schedule(id_, NOON + timedelta(hours=1), NOON + 30 * DAY)
    assert held is not None
    assert held.overrides == found


def test_a_schedule_that_is_gone_has_no_overrides_to_tell(account: Account) -> None:
    """It is not one without any."""
    id_ = account.create()
    account.writer.delete_schedule(id_)
    assert account.reader.overrides(id_, NOON, NOON + DAY) is None
    assert account.reader.overrides("PNEVER", NOON, NOON + DAY) is None
