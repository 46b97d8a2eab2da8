"""Events: what they must be like, what becomes of what is sent, and when they may still be changed."""

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from tests.sandbox.harness import Account, Json
from tests.sandbox.v3.harness import Board, at, board, daily, strategy

BEGINNING = "2026-03-02T12:00:00Z"
LATER = {"effective_since": "2026-03-10T09:00:00Z"}


@pytest.fixture
def made(pd: Account) -> Board:
    """A schedule without rotations."""
    return board(pd)


def put(made: Board, rotation: str, event: Json, **changes: Any) -> Any:
    return made.pd.put(f"{made.path}/rotations/{rotation}/events/{event['id']}", {"event": changes})


def test_an_event_comes_back_in_utc_beside_its_zone(made: Board) -> None:
    """Instants are the same; the zone is what says on whose clock they repeat. One shift each by default."""
    zoned = {
        "start_time": at("2026-03-09T09:00:00+02:00", "UTC"),
        "end_time": at("2026-03-09T17:00:00+02:00", "UTC"),
    }
    plain = {key: value for key, value in strategy(made.pd, 1, None).items() if key != "shifts_per_member"}
    event = made.add_event(made.rotation(), daily(made.pd, **zoned, assignment_strategy=plain))
    assert event["start_time"] == {"date_time": "2026-03-09T07:00:00Z", "time_zone": "Etc/UTC"}
    assert event["end_time"] == {"date_time": "2026-03-09T15:00:00Z", "time_zone": "Etc/UTC"}
    assert (event["type"], event["effective_until"]) == ("schedule_event", None)
    assert event["assignment_strategy"] == strategy(made.pd, 1, None)
    assert event["assignment_strategy"]["members"][1] == {"type": "empty_member"}
    assert len(event["id"]) == 26


def test_a_beginning_in_the_past_becomes_now(made: Board) -> None:
    """What was sent is lost."""
    event = made.add_event(made.rotation(), daily(made.pd, 1, effective_since="2020-01-01T00:00:00Z"))
    assert event["effective_since"] == BEGINNING


def test_a_beginning_lies_at_most_twelve_months_ahead(made: Board) -> None:
    """To the second."""
    rotation = made.rotation()
    reply = made.try_event(rotation, daily(made.pd, 1, effective_since="2027-03-02T12:00:01Z"))
    expected = {"event.effective_since": ["Date cannot be more than 12 months in the future"]}
    assert (reply.status, reply.errors) == (400, expected)
    made.add_event(rotation, daily(made.pd, 1, effective_since="2027-03-02T12:00:00Z"))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "event.name"),
        ({"name": "x" * 256}, "event.name"),
        ({"start_time": None}, "event.start_time"),
        ({"start_time": at("2026-03-02T09:00:00")}, "event.start_time.date_time"),
        ({"end_time": at("2026-03-03T09:00:00Z", "Mars/Base")}, "event.end_time.time_zone"),
        ({"end_time": at("2026-03-03T09:00:00Z", "Europe/Paris")}, "event.end_time.time_zone"),
        ({"end_time": at("2026-03-02T09:00:00Z")}, "event.end_time"),
        ({"effective_since": None}, "event.effective_since"),
        ({"effective_until": "2026-03-02T12:00:00Z"}, "event.effective_until"),
        ({"effective_until": "soon"}, "event.effective_until"),
        ({"recurrence": None}, "event.recurrence"),
        ({"recurrence": []}, "event.recurrence"),
        ({"recurrence": ["RRULE:FREQ=DAILY", "RRULE:FREQ=DAILY"]}, "event.recurrence"),
        ({"recurrence": ["EXDATE:20260302T090000Z"]}, "event.recurrence"),
        ({"recurrence": ["RRULE:FREQ=SOMETIMES"]}, "event.recurrence"),
        ({"recurrence": ["RRULE:FREQ=MINUTELY"]}, "event.recurrence"),
        ({"recurrence": ["RRULE:FREQ=DAILY;INTERVAL=0"]}, "event.recurrence"),
        ({"recurrence": ["RRULE:FREQ=DAILY;COUNT=2;UNTIL=20260309T090000Z"]}, "event.recurrence"),
        ({"recurrence": ["RRULE:FREQ=DAILY", "EXDATE:2026-03-02"]}, "event.recurrence"),
        ({"recurrence": ["RRULE:FREQ=DAILY", "EXDATE:20261302T090000"]}, "event.recurrence"),
        ({"recurrence": ["RRULE:FREQ=DAILY", "RDATE;TZID=Mars/Base:20260302T090000"]}, "event.recurrence"),
        ({"recurrence": ["RRULE:FREQ=DAILY", "DTSTART:20260302T090000"]}, "event.recurrence"),
        ({"assignment_strategy": None}, "event.assignment_strategy"),
    ],
)
def test_a_field_that_cannot_be_is_named_by_its_path(made: Board, changes: Json, field: str) -> None:
    """Everything else of the event is as it should be."""
    reply = made.try_event(made.rotation(), daily(made.pd, 1, **changes), outside=True)
    assert (reply.status, list(reply.errors)) == (400, [field])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"type": "user_assignment_strategy"}, "type"),
        ({"shifts_per_member": 0}, "shifts_per_member"),
        ({"shifts_per_member": True}, "shifts_per_member"),
        ({"members": []}, "members"),
        ({"members": [{"type": "empty_member"}] * 21}, "members"),
        ({"members": [{"type": "team_member"}]}, "members[0].type"),
        ({"members": [{"type": "empty_member"}, {"type": "user_member"}]}, "members[1].user_id"),
        ({"members": [{"type": "user_member", "user_id": "PNOBODY"}]}, "members[0].user_id"),
    ],
)
def test_members_are_one_to_twenty_users_or_gaps(made: Board, changes: Json, field: str) -> None:
    """The same user may come several times; a stranger may not."""
    rotation, path = made.rotation(), "event.assignment_strategy"
    reply = made.try_event(
        rotation, daily(made.pd, assignment_strategy=strategy(made.pd, 1, **changes)), outside=True
    )
    assert (reply.status, list(reply.errors)) == (400, [f"{path}.{field}"])
    made.add_event(rotation, daily(made.pd, *[1] * 20))


def test_someone_deleted_can_be_put_on_no_event(made: Board) -> None:
    """Where they already are, they stay."""
    rotation = made.rotation(daily(made.pd, 1, effective_until="2026-03-09T09:00:00Z"))
    made.pd.delete(f"/users/{made.pd.people[0]}")
    assert made.try_event(rotation, daily(made.pd, 1, **LATER)).status == 400
    assert made.events(rotation)[0]["assignment_strategy"]["members"][0]["user_id"] == made.pd.people[0]


def test_several_faults_are_told_at_once(made: Board) -> None:
    """The map has a key for each field."""
    reply = made.try_event(made.rotation(), {}, outside=True)
    fields = ("name", "start_time", "end_time", "effective_since", "assignment_strategy")
    assert set(reply.errors) == {f"event.{name}" for name in fields}


def test_a_future_event_may_be_changed_altogether(made: Board) -> None:
    """What is not sent stays as it was."""
    rotation = made.rotation()
    event = made.add_event(rotation, daily(made.pd, 1, **LATER))
    reply = put(made, rotation, event, name="Other", effective_until="2026-04-01T00:00:00Z")
    changed = event | {"name": "Other", "effective_until": "2026-04-01T00:00:00Z"}
    assert (reply.status, reply.json["event"]) == (200, changed)
    assert made.events(rotation) == [changed]
    assert put(made, rotation, event, name="").status == 400


@pytest.mark.parametrize(
    "name", ["name", "start_time", "end_time", "effective_since", "recurrence", "assignment_strategy"]
)
def test_of_an_active_event_nothing_but_the_end_may_be_sent(made: Board, name: str) -> None:
    """Not even what stays as it is."""
    rotation = made.rotation()
    event = made.add_event(rotation, daily(made.pd, 1))
    reply = put(made, rotation, event, effective_until=None, **{name: event[name]})
    assert (reply.status, list(reply.errors)) == (400, [f"event.{name}"])


def test_an_active_event_can_be_given_an_end_and_lose_it_again(made: Board) -> None:
    """An end in the past is none."""
    rotation = made.rotation()
    event = made.add_event(rotation, daily(made.pd, 1))
    for end in ("2026-03-09T09:00:00Z", None, BEGINNING):
        assert put(made, rotation, event, effective_until=end).json["event"]["effective_until"] == end
    event = made.add_event(rotation, daily(made.pd, 1))
    assert put(made, rotation, event).json["event"] == event
    for end in ("2026-03-02T11:59:59Z", "soon"):
        reply = made.pd.put(
            f"{made.path}/rotations/{rotation}/events/{event['id']}",
            {"event": {"effective_until": end}},
            outside=True,
        )
        assert list(reply.errors) == ["event.effective_until"]


def test_a_past_event_is_left_alone(made: Board) -> None:
    """Neither its end nor itself can be changed any more."""
    rotation = made.rotation()
    event = made.add_event(rotation, daily(made.pd, 1, effective_until="2026-03-03T09:00:00Z"))
    made.pd.at("2026-03-03T09:00:00+00:00")
    assert put(made, rotation, event, effective_until=None).status == 400
    assert made.pd.delete(f"{made.path}/rotations/{rotation}/events/{event['id']}").status == 400
    assert made.events(rotation) == [event]


def test_a_delete_removes_what_is_to_come_and_ends_what_is_active(made: Board) -> None:
    """What was active stays in the list, over since now, so that another one can follow at once."""
    rotation = made.rotation()
    active = made.add_event(rotation, daily(made.pd, 1, effective_until="2026-03-09T09:00:00Z"))
    future = made.add_event(rotation, daily(made.pd, 2, **LATER))
    made.pd.now += timedelta(hours=1)
    paths = [f"{made.path}/rotations/{rotation}/events/{event['id']}" for event in (active, future)]
    assert [made.pd.delete(path).status for path in paths] == [204, 204]
    assert [made.pd.get(path).status for path in paths] == [200, 404]
    assert made.events(rotation) == [active | {"effective_until": "2026-03-02T13:00:00Z"}]
    assert made.add_event(rotation, daily(made.pd, 2))["effective_since"] == "2026-03-02T13:00:00Z"


def test_a_rotation_holds_five_events_that_are_not_over(made: Board) -> None:
    """Past ones are not counted."""
    rotation = made.rotation()
    days = [f"2026-03-{day:02}T12:00:00Z" for day in range(2, 9)]
    for since, until in pairwise(days[:6]):
        made.add_event(rotation, daily(made.pd, 1, effective_since=since, effective_until=until))
    sixth = daily(made.pd, 1, effective_since=days[5], effective_until=days[6])
    reply = made.try_event(rotation, sixth)
    assert (reply.status, list(reply.errors)) == (400, ["event"])
    made.pd.at("2026-03-03T12:00:00+00:00")
    made.add_event(rotation, sixth)


def test_events_of_one_rotation_may_not_overlap(made: Board) -> None:
    """They may touch; in another rotation they may do as they like."""
    rotation = made.rotation(daily(made.pd, 1, effective_until="2026-03-10T09:00:00Z"))
    reply = made.try_event(rotation, daily(made.pd, 2, effective_since="2026-03-10T08:59:59Z"))
    assert (reply.status, list(reply.errors)) == (400, ["event.effective_since"])
    later = made.add_event(rotation, daily(made.pd, 2, **LATER))
    assert put(made, rotation, later, effective_since="2026-03-09T09:00:00Z").status == 400
    earlier = next(each for each in made.events(rotation) if each["id"] != later["id"])
    assert put(made, rotation, earlier, effective_until=None).status == 400
    made.rotation(daily(made.pd, 2))


def test_what_may_not_overlap_is_a_quirk(account_with: Callable[..., Account]) -> None:
    """Elsewhere weekdays and weekends can share a rotation, as long as no two shifts that act meet."""
    made = board(account_with(v3_event_overlap="shifts"))
    week = [f"RRULE:FREQ=WEEKLY;BYDAY={days}" for days in ("MO,TU,WE,TH,FR", "SA,SU", "SU")]
    rotation = made.rotation(
        *(daily(made.pd, number, recurrence=[rule]) for number, rule in enumerate(week[:2], start=1))
    )
    assert len(made.events(rotation)) == 2
    sunday = daily(made.pd, 3, recurrence=[week[2]])
    assert made.try_event(rotation, sunday).status == 400
    for event in made.events(rotation):
        assert put(made, rotation, event, effective_until="2026-03-09T09:00:00Z").status == 200
    late = {"effective_since": "2026-03-09T08:00:00Z"}
    assert made.try_event(rotation, sunday | late).status == 400
    made.add_event(rotation, daily(made.pd, 3, recurrence=["RRULE:FREQ=WEEKLY;BYDAY=TU"], **late))


def test_an_event_is_found_in_its_own_rotation_alone(made: Board) -> None:
    """Nor is it changed or deleted by way of another one."""
    mine, other = made.rotation(), made.rotation()
    event = made.add_event(mine, daily(made.pd, 1))
    path = f"{made.path}/rotations/{{}}/events/{event['id']}"
    assert made.pd.get(path.format(mine)).json["event"] == event
    assert made.pd.get(path.format(other)).status == 404
    assert made.pd.put(path.format(other), {"event": {"effective_until": None}}).status == 404
    assert made.pd.delete(path.format("NONE")).status == 404


def test_events_are_listed_by_start_page_by_page(made: Board) -> None:
    """Whatever order they were made in."""
    first = {"start_time": at("2026-03-01T09:00:00Z"), "end_time": at("2026-03-02T09:00:00Z")}
    late = daily(made.pd, 1, name="Late", effective_until="2026-03-10T09:00:00Z")
    rotation = made.rotation(late, daily(made.pd, 1, name="Early", **LATER, **first))
    assert [event["name"] for event in made.events(rotation)] == ["Early", "Late"]
    page = made.pd.get(f"{made.path}/rotations/{rotation}/events", ("limit", "1"), ("offset", "1")).json
    assert ([event["name"] for event in page["events"]], page["more"]) == (["Late"], False)
    assert (
        made.pd.get(f"{made.path}/rotations/{rotation}/events", ("limit", "101"), outside=True).status == 400
    )
