"""Custom shifts: somebody more for a while, whom nobody has to make room for."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.sandbox.harness import Account, Json
from tests.sandbox.v3.harness import DAY, Board, board, custom_shift, daily, member

NOON = "2026-03-03T12:00:00Z"
SHIFT = ("2026-03-03T10:00:00Z", "2026-03-03T14:00:00Z")
WINDOW = (("since", DAY[0]), ("until", DAY[1]))


@pytest.fixture
def made(pd: Account) -> Board:
    """A schedule without rotations."""
    return board(pd)


def post(made: Board, *shifts: Any) -> Any:
    return made.pd.post(f"{made.path}/custom_shifts", {"custom_shifts": list(shifts)}, outside=True)


def put(made: Board, key: str, **changes: Any) -> Any:
    return made.pd.put(f"{made.path}/custom_shifts/{key}", {"custom_shift": changes})


def listed(made: Board, *query: tuple[str, str]) -> list[tuple[str, str]]:
    reply = made.pd.get(f"{made.path}/custom_shifts", *WINDOW, *query)
    return [(each["start_time"], each["end_time"]) for each in reply.json["custom_shifts"]]


def test_a_batch_is_made_and_comes_back_as_a_list(made: Board) -> None:
    """Plural both ways; each has exactly one assignment, which gets an id of its own."""
    shifts = [custom_shift(made.pd, number, *SHIFT) for number in (1, 2)]
    reply = made.pd.post(f"{made.path}/custom_shifts", {"custom_shifts": shifts})
    first, second = reply.json["custom_shifts"]
    assert (reply.status, first["type"], len(first["id"])) == (201, "custom_shift", 26)
    assert first["id"] != second["id"]
    assert (first["start_time"], first["end_time"]) == SHIFT
    (assignment,) = second["assignments"]
    assert (assignment["member"], len(assignment["id"])) == (member(made.pd, 2), 26)
    assert made.pd.get(f"{made.path}/custom_shifts/{first['id']}").json["custom_shift"] == first


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"type": "shift"}, "type"),
        ({"start_time": "2026-03-03T10:00:00"}, "start_time"),
        ({"end_time": SHIFT[0]}, "end_time"),
        ({"start_time": "2026-03-01T10:00:00Z", "end_time": "2026-03-02T12:00:00Z"}, "end_time"),
        ({"assignments": []}, "assignments"),
        ({"assignments": [{}, {}]}, "assignments"),
        ({"assignments": [{"type": "x"}]}, "assignments[0].type"),
        ({"assignments": [{"type": "shift_assignment", "member": None}]}, "assignments[0].member.type"),
    ],
)
def test_one_faulty_shift_spoils_the_batch(made: Board, changes: Json, field: str) -> None:
    """It is named by its place, and nothing is made."""
    reply = post(made, custom_shift(made.pd, 1, *SHIFT), custom_shift(made.pd, 1, *SHIFT, **changes))
    assert (reply.status, list(reply.errors)) == (400, [f"custom_shifts[1].{field}"])
    assert listed(made) == []


def test_a_batch_has_at_least_one_and_at_most_a_hundred(made: Board) -> None:
    """A single object is none."""
    shift = custom_shift(made.pd, 1, *SHIFT)
    for batch in ([], [shift] * 101):
        assert list(post(made, *batch).errors) == ["custom_shifts"]
    single = made.pd.post(f"{made.path}/custom_shifts", {"custom_shift": shift}, outside=True)
    assert (single.status, listed(made)) == (400, [])
    assert post(made, *[shift] * 100).status == 201


def test_the_list_needs_a_window_and_is_clipped_to_it(made: Board) -> None:
    """With overflow it shows the true ends; it is paged."""
    true = ("2026-03-02T20:00:00Z", "2026-03-03T04:00:00Z")
    made.add_custom_shift(1, *SHIFT)
    made.add_custom_shift(2, *true)
    made.add_custom_shift(3, "2026-03-04T00:00:00Z", "2026-03-04T01:00:00Z")
    made.add_custom_shift(4, "2026-03-02T20:00:00Z", DAY[0])
    assert listed(made) == [(DAY[0], true[1]), SHIFT]
    assert listed(made, ("overflow", "true")) == [true, SHIFT]
    assert listed(made, ("time_zone", "Europe/Paris"))[0][0] == "2026-03-03T01:00:00+01:00"
    page = made.pd.get(f"{made.path}/custom_shifts", *WINDOW, ("limit", "1")).json
    assert (len(page["custom_shifts"]), page["limit"], page["more"]) == (1, 1, True)
    reply = made.pd.get(f"{made.path}/custom_shifts", outside=True)
    assert (reply.status, list(reply.errors)) == (400, ["since", "until"])


def test_a_shift_to_come_may_be_changed_altogether(made: Board) -> None:
    """What is not sent stays as it was."""
    key = made.add_custom_shift(1, *SHIFT)
    assignments = [{"type": "shift_assignment", "member": member(made.pd, 2)}]
    changed = put(made, key, start_time="2026-03-03T08:00:00Z", assignments=assignments).json["custom_shift"]
    assert (changed["start_time"], changed["end_time"]) == ("2026-03-03T08:00:00Z", SHIFT[1])
    assert changed["assignments"][0]["member"] == member(made.pd, 2)
    assert list(put(made, key, end_time="2026-03-03T08:00:00Z").errors) == ["custom_shift.end_time"]


def test_of_a_shift_that_has_begun_only_the_end_changes(made: Board) -> None:
    """And not to a time that is over."""
    key = made.add_custom_shift(1, *SHIFT)
    made.pd.at(SHIFT[0])
    assert list(put(made, key, start_time=SHIFT[0]).errors) == ["custom_shift.start_time"]
    made.pd.at("2026-03-03T12:00:00+00:00")
    assert list(put(made, key, start_time=SHIFT[0]).errors) == ["custom_shift.start_time"]
    same = [{"type": "shift_assignment", "member": member(made.pd, 1)}]
    assert list(put(made, key, assignments=same).errors) == ["custom_shift.assignments"]
    assert list(put(made, key, end_time="2026-03-03T11:00:00Z").errors) == ["custom_shift.end_time"]
    changed = put(made, key, end_time="2026-03-03T20:00:00Z").json["custom_shift"]
    assert (changed["start_time"], changed["end_time"]) == (SHIFT[0], "2026-03-03T20:00:00Z")


def test_a_shift_that_is_over_stays_as_it_is(made: Board) -> None:
    """Neither changed nor deleted."""
    key = made.add_custom_shift(1, *SHIFT)
    made.pd.at("2026-03-03T14:00:00+00:00")
    assert put(made, key, end_time="2026-03-03T20:00:00Z").status == 400
    assert made.pd.delete(f"{made.path}/custom_shifts/{key}").status == 400
    assert listed(made) == [SHIFT]


def test_a_deleted_shift_goes_or_ends_now(made: Board) -> None:
    """What has just begun is none that is to come. Its overrides go with it; those of others do not."""
    running, coming = made.add_custom_shift(1, *SHIFT), made.add_custom_shift(2, *SHIFT)
    kept = made.add_override(1, 3, SHIFT[0], "2026-03-03T11:00:00Z", custom_shift_id=running)
    made.add_override(2, 3, *SHIFT, custom_shift_id=coming)
    assert made.pd.delete(f"{made.path}/custom_shifts/{coming}").status == 204
    made.add_override(1, 4, "2026-03-03T12:00:00Z", SHIFT[1], custom_shift_id=running)
    begun = made.add_custom_shift(3, "2026-03-03T12:00:00Z", SHIFT[1])
    made.pd.at("2026-03-03T12:00:00+00:00")
    for key in (running, begun):
        assert made.pd.delete(f"{made.path}/custom_shifts/{key}").status == 204
    assert made.pd.get(f"{made.path}/custom_shifts/{coming}").status == 404
    assert made.pd.get(f"{made.path}/custom_shifts/{begun}").json["custom_shift"]["end_time"] == NOON
    assert listed(made) == [(SHIFT[0], NOON), (NOON, NOON)]
    overrides = made.pd.get(f"{made.path}/overrides", *WINDOW).json["overrides"]
    assert [(each["id"], each["end_time"]) for each in overrides] == [(kept, "2026-03-03T11:00:00Z")]


def test_a_shift_that_began_in_the_past_begins_now(made: Board) -> None:
    """As overrides do."""
    key = made.add_custom_shift(1, "2026-03-02T09:00:00Z", "2026-03-02T18:00:00Z")
    shift = made.pd.get(f"{made.path}/custom_shifts/{key}").json["custom_shift"]
    assert shift["start_time"] == "2026-03-02T12:00:00Z"


def test_a_shift_wholly_in_the_past_is_a_quirk_as_with_overrides(
    account_with: Callable[..., Account],
) -> None:
    """Where it is not refused, it is stored but never acts."""
    made = board(account_with(past_override="clamp"))
    made.add_custom_shift(1, "2026-03-01T09:00:00Z", "2026-03-01T18:00:00Z")
    assert made.rows("2026-03-01T00:00:00Z", DAY[1]) == []


def test_a_custom_shift_puts_somebody_on_beside_the_rotations(pd: Account) -> None:
    """Both are on call at once, and the source says why."""
    made = board(pd, daily(pd, 1))
    key = made.add_custom_shift(2, *SHIFT)
    assert made.rows("2026-03-03T12:00:00Z", "2026-03-03T13:00:00Z") == [
        ("2026-03-03T12:00:00Z", "2026-03-03T13:00:00Z", "P1"),
        ("2026-03-03T12:00:00Z", "2026-03-03T13:00:00Z", "P2"),
    ]
    sources = [each["source"] for each in made.final(*DAY)["computed_shift_assignments"]]
    assert {"type": "custom_shift", "shift_id": key} in sources
