"""Overrides of shifts: whom they replace, where, for how long, and how they can be changed."""

from collections.abc import Callable
from typing import Any

import pytest

from reconciler.sandbox import RefuseOverride, Rule
from tests.sandbox.harness import Account, Json
from tests.sandbox.v3.harness import DAY, Board, Row, board, daily, member, override, strategy

MORNING = ("2026-03-03T10:00:00Z", "2026-03-03T12:00:00Z")
WINDOW = (("since", DAY[0]), ("until", DAY[1]))


@pytest.fixture
def made(pd: Account) -> Board:
    """A schedule on which P1 and P2 take turns of a day from 09:00; on 3 March it is P2."""
    return board(pd, daily(pd, 1, 2))


def rotation(made: Board) -> str:
    return str(made.read()["rotations"][0]["id"])


def post(made: Board, *overrides: Any) -> Any:
    return made.pd.post(f"{made.path}/overrides", {"overrides": list(overrides)}, outside=True)


def put(made: Board, key: str, **changes: Any) -> Any:
    return made.pd.put(f"{made.path}/overrides/{key}", {"override": changes})


def test_an_override_replaces_one_member_of_one_rotation(made: Board) -> None:
    """The rest of the turn stays, and the source names the override."""
    key = made.add_override(2, 3, *MORNING, rotation_id=rotation(made))
    assert made.rows("2026-03-03T09:00:00Z", "2026-03-04T09:00:00Z") == [
        ("2026-03-03T09:00:00Z", MORNING[0], "P2"),
        (*MORNING, "P3"),
        (MORNING[1], "2026-03-04T09:00:00Z", "P2"),
    ]
    assert [each["source"] for each in made.final(*MORNING)["computed_shift_assignments"]] == [
        {"type": "schedule_rotation_override", "rotation_id": rotation(made), "override_id": key}
    ]


def test_an_override_of_somebody_who_is_not_on_does_nothing(made: Board) -> None:
    """It acts only while the overridden member would have been on call."""
    made.add_override(1, 3, "2026-03-03T08:00:00Z", "2026-03-03T10:00:00Z", rotation_id=rotation(made))
    assert made.rows("2026-03-03T08:00:00Z", "2026-03-03T10:00:00Z") == [
        ("2026-03-03T08:00:00Z", "2026-03-03T09:00:00Z", "P3"),
        ("2026-03-03T09:00:00Z", "2026-03-03T10:00:00Z", "P2"),
    ]


def test_an_override_of_somebody_absent_is_a_quirk(account_with: Callable[..., Account]) -> None:
    """Elsewhere the other one is on for all of it, beside whoever is on anyway; the last created wins."""
    pd = account_with(v3_override_of_absent="puts_on")
    made = board(pd, daily(pd, 1, 2))
    span = ("2026-03-03T08:00:00Z", "2026-03-03T11:00:00Z")
    made.add_override(1, 3, *span, rotation_id=rotation(made))
    made.add_override(1, 4, "2026-03-03T10:00:00Z", span[1], rotation_id=rotation(made))
    found: list[Row] = [row for row in made.rows(*span, ("overflow", "true")) if row[2] in {"P3", "P4"}]
    assert found == [
        (span[0], "2026-03-03T09:00:00Z", "P3"),
        ("2026-03-03T09:00:00Z", "2026-03-03T10:00:00Z", "P3"),
        ("2026-03-03T10:00:00Z", span[1], "P4"),
    ]


def test_nobody_can_take_over_and_somebody_can_fill_a_gap(pd: Account) -> None:
    """The gap is a member like any other, but one that covers nothing."""
    made = board(pd, daily(pd, None, 2))
    made.add_override(2, None, *MORNING, rotation_id=rotation(made))
    body = [override(pd, None, 4, "2026-03-04T10:00:00Z", "2026-03-04T12:00:00Z", rotation_id=rotation(made))]
    assert pd.post(f"{made.path}/overrides", {"overrides": body}).status == 201
    assert made.rows(*MORNING) == [(*MORNING, "nobody")]
    assert made.final(*MORNING)["rendered_coverage_percentage"] == 0
    assert [row[2] for row in made.rows("2026-03-04T09:30:00Z", "2026-03-04T12:30:00Z")] == [
        "nobody",
        "P4",
        "nobody",
    ]


def test_the_last_created_override_wins(made: Board) -> None:
    """Deleting it brings the older one back; one that was changed keeps its place."""
    first = made.add_override(2, 3, *MORNING, rotation_id=rotation(made))
    second = made.add_override(2, 4, "2026-03-03T11:00:00Z", MORNING[1], rotation_id=rotation(made))
    assert [row[2] for row in made.rows(*MORNING)] == ["P3", "P4"]
    assert put(made, first, overriding_member=member(made.pd, 5)).status == 200
    assert [row[2] for row in made.rows(*MORNING)] == ["P5", "P4"]
    assert made.pd.delete(f"{made.path}/overrides/{second}").status == 204
    assert made.rows(*MORNING) == [(*MORNING, "P5")]


def test_an_override_of_a_custom_shift_leaves_the_rotations_alone(made: Board) -> None:
    """The same person elsewhere stays on."""
    shift = made.add_custom_shift(2, *MORNING)
    key = made.add_override(2, 3, *MORNING, custom_shift_id=shift)
    assert [row[2] for row in made.rows(*MORNING)] == ["P2", "P3"]
    assert made.final(*MORNING)["computed_shift_assignments"][1]["source"] == {
        "type": "custom_shift_override",
        "shift_id": shift,
        "override_id": key,
    }


def test_of_several_members_at_once_one_is_replaced(pd: Account) -> None:
    """The others do not notice."""
    everyone = strategy(pd, 1, 2, type="every_member_assignment_strategy")
    made = board(pd, daily(pd, assignment_strategy=everyone))
    made.add_override(1, 3, *MORNING, rotation_id=rotation(made))
    assert sorted(row[2] for row in made.rows(*MORNING)) == ["P2", "P3"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"type": "override"}, ".type"),
        ({"rotation_id": None}, ""),
        ({"custom_shift_id": "X"}, ""),
        ({"rotation_id": "X"}, ".rotation_id"),
        ({"start_time": MORNING[1]}, ".end_time"),
        ({"start_time": "2026-03-01T10:00:00Z", "end_time": "2026-03-02T12:00:00Z"}, ".end_time"),
        ({"overridden_member": None}, ".overridden_member.type"),
        ({"overriding_member": {"type": "user_member", "user_id": "X"}}, ".overriding_member.user_id"),
    ],
)
def test_one_faulty_override_spoils_the_batch(made: Board, changes: Json, field: str) -> None:
    """It is named by its place; exactly one rotation or custom shift of this schedule is its target."""
    good = override(made.pd, 2, 3, *MORNING, rotation_id=rotation(made))
    reply = post(made, good, good | changes)
    assert (reply.status, list(reply.errors)) == (400, [f"overrides[1]{field}"])
    assert made.pd.get(f"{made.path}/overrides", *WINDOW).json["overrides"] == []


def test_a_rotation_of_another_schedule_or_a_deleted_one_is_no_target(made: Board) -> None:
    """Ids are looked up within the schedule."""
    other, gone = board(made.pd).rotation(), made.rotation(daily(made.pd, 1))
    made.pd.delete(f"{made.path}/rotations/{gone}")
    for key in (other, gone):
        reply = post(made, override(made.pd, 2, 3, *MORNING, rotation_id=key))
        assert list(reply.errors) == ["overrides[0].rotation_id"]


def test_the_list_needs_a_window_and_is_clipped_to_it(made: Board) -> None:
    """With overflow it shows the true ends."""
    true = ("2026-03-02T20:00:00Z", "2026-03-03T04:00:00Z")
    key = made.add_override(1, 3, *true, rotation_id=rotation(made))

    def listed(*query: tuple[str, str]) -> list[tuple[str, str, str]]:
        found = made.pd.get(f"{made.path}/overrides", *WINDOW, *query).json["overrides"]
        return [(each["id"], each["start_time"], each["end_time"]) for each in found]

    assert listed() == [(key, DAY[0], true[1])]
    assert listed(("overflow", "true")) == [(key, *true)]
    assert made.pd.get(f"{made.path}/overrides", outside=True).status == 400
    assert made.pd.get(f"{made.path}/overrides/{key}").json["override"]["start_time"] == true[0]


def test_an_override_to_come_can_be_moved_but_not_aimed_anew(made: Board) -> None:
    """Whom it replaces, and where, stays; sending the same again does no harm."""
    key = made.add_override(2, 3, *MORNING, rotation_id=rotation(made))
    changed = put(made, key, start_time="2026-03-03T09:00:00Z", rotation_id=rotation(made)).json["override"]
    assert (changed["start_time"], changed["end_time"]) == ("2026-03-03T09:00:00Z", MORNING[1])
    assert list(put(made, key, rotation_id="X").errors) == ["override.rotation_id"]
    assert list(put(made, key, custom_shift_id="X").errors) == ["override.custom_shift_id"]
    reply = put(made, key, overridden_member=member(made.pd, 1))
    assert list(reply.errors) == ["override.overridden_member"]


def test_of_an_override_that_has_begun_only_the_end_changes(made: Board) -> None:
    """And of one that is over nothing."""
    key = made.add_override(2, 3, *MORNING, rotation_id=rotation(made))
    made.pd.at("2026-03-03T11:00:00+00:00")
    assert list(put(made, key, start_time=MORNING[0]).errors) == ["override.start_time"]
    reply = put(made, key, overriding_member=member(made.pd, 4))
    assert list(reply.errors) == ["override.overriding_member"]
    assert put(made, key, end_time="2026-03-03T11:30:00Z").status == 200
    made.pd.at("2026-03-03T11:30:00+00:00")
    assert put(made, key, end_time="2026-03-03T20:00:00Z").status == 400
    assert made.pd.delete(f"{made.path}/overrides/{key}").status == 400
    assert [row[2] for row in made.rows(*MORNING)] == ["P3", "P2"]


@pytest.mark.parametrize(("quirk", "status", "end"), [("truncate", 204, "11:00"), ("refuse", 400, "12:00")])
def test_deleting_an_override_that_runs_is_a_quirk(
    account_with: Callable[..., Account], quirk: str, status: int, end: str
) -> None:
    """By default it ends now."""
    pd = account_with(v3_delete_running_override=quirk)
    made = board(pd, daily(pd, 1, 2))
    key = made.add_override(2, 3, *MORNING, rotation_id=rotation(made))
    pd.at("2026-03-03T11:00:00+00:00")
    assert pd.delete(f"{made.path}/overrides/{key}").status == status
    kept = pd.get(f"{made.path}/overrides/{key}").json["override"]
    assert kept["end_time"] == f"2026-03-03T{end}:00Z"


@pytest.mark.parametrize(("quirk", "status"), [("clamp", 201), ("refuse", 400)])
def test_an_override_that_has_begun_is_a_quirk_as_with_layers(
    account_with: Callable[..., Account], quirk: str, status: int
) -> None:
    """By default its start becomes now."""
    pd = account_with(started_override=quirk)
    made = board(pd, daily(pd, 1, 2))
    reply = post(
        made, override(pd, 1, 3, "2026-03-02T09:00:00Z", "2026-03-02T18:00:00Z", rotation_id=rotation(made))
    )
    assert reply.status == status
    if status == 201:
        assert reply.json["overrides"][0]["start_time"] == "2026-03-02T12:00:00Z"


def test_an_override_that_is_refused_by_order_refuses_its_batch(made: Board) -> None:
    """There are no mixed fortunes here."""
    made.pd.strike(Rule(RefuseOverride((1,), "Not today")))
    good = override(made.pd, 2, 3, *MORNING, rotation_id=rotation(made))
    reply = post(made, good, good)
    assert (reply.status, reply.errors) == (400, {"overrides[1]": ["Not today"]})
