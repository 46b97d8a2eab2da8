"""Rotations: made empty, never changed, and seen no more once deleted, although their past goes on."""

from datetime import timedelta

import pytest

from tests.sandbox.harness import Account
from tests.sandbox.v3.harness import Board, at, board, daily


@pytest.fixture
def made(pd: Account) -> Board:
    """A schedule without rotations."""
    return board(pd)


@pytest.mark.parametrize("body", [None, {}])
def test_a_rotation_is_made_of_nothing(made: Board, body: dict[str, str] | None) -> None:
    """An empty body will do, and so will an empty object."""
    reply = made.pd.post(f"{made.path}/rotations", body, outside=True)
    rotation = reply.json["rotation"]
    assert (reply.status, rotation["type"], rotation["events"]) == (201, "schedule_rotation", [])
    assert len(rotation["id"]) == 26
    assert [each["id"] for each in made.read()["rotations"]] == [rotation["id"]]


def test_a_rotation_has_nothing_that_could_be_sent(made: Board) -> None:
    """Neither in a POST nor, as there is none, in a PUT."""
    assert made.pd.post(f"{made.path}/rotations", {"rotation": {"name": "Main"}}).status == 400
    rotation = made.rotation()
    assert made.pd.put(f"{made.path}/rotations/{rotation}", {}, outside=True).status == 405


def test_a_schedule_has_ten_rotations_at_most(made: Board) -> None:
    """Deleted ones are not counted, even if their past is kept."""
    rotations = [made.rotation(daily(made.pd, 1)) for _ in range(10)]
    assert list(made.pd.post(f"{made.path}/rotations", {}).errors) == ["rotation"]
    made.pd.now += timedelta(hours=1)
    assert made.pd.delete(f"{made.path}/rotations/{rotations[0]}").status == 204
    made.rotation()


def test_rotations_are_listed_with_their_events_page_by_page(made: Board) -> None:
    """25 at once unless told otherwise."""
    keys = [made.rotation(daily(made.pd, 1)), made.rotation(), made.rotation()]
    page = made.pd.get(f"{made.path}/rotations", ("limit", "2")).json
    assert [each["id"] for each in page["rotations"]] == keys[:2]
    assert [len(each["events"]) for each in page["rotations"]] == [1, 0]
    assert (page["limit"], page["more"]) == (2, True)
    assert made.pd.get(f"{made.path}/rotations").json["limit"] == 25
    assert made.pd.get(f"{made.path}/rotations", ("limit", "0"), outside=True).status == 400


def test_a_rotation_shows_the_events_that_are_effective_in_a_window(made: Board) -> None:
    """Without one it shows all of them."""
    first = daily(made.pd, 1, name="First", effective_until="2026-03-10T09:00:00Z")
    second = daily(made.pd, 2, name="Second", effective_since="2026-03-10T09:00:00Z")
    path = f"{made.path}/rotations/{made.rotation(first, second)}"

    def names(*query: tuple[str, str]) -> list[str]:
        return [event["name"] for event in made.pd.get(path, *query).json["rotation"]["events"]]

    assert names() == ["First", "Second"]
    assert names(("since", "2026-03-03T00:00:00Z"), ("until", "2026-03-10T09:00:00Z")) == ["First"]
    assert names(("since", "2026-03-10T09:00:00Z"), ("until", "2026-03-11T00:00:00Z")) == ["Second"]


def test_a_deleted_rotation_leaves_its_past_behind(made: Board) -> None:
    """What is to come goes, what runs ends now, and what was is rendered as before."""
    rotation = made.rotation(
        daily(made.pd, 1, effective_until="2026-03-10T09:00:00Z"),
        daily(made.pd, 2, effective_since="2026-03-10T09:00:00Z"),
    )
    made.add_override(1, 3, "2026-03-02T20:00:00Z", "2026-03-03T20:00:00Z", rotation_id=rotation)
    made.add_override(2, 3, "2026-03-11T09:00:00Z", "2026-03-12T09:00:00Z", rotation_id=rotation)
    made.pd.at("2026-03-03T00:00:00+00:00")
    assert made.pd.delete(f"{made.path}/rotations/{rotation}").status == 204
    for path in (f"rotations/{rotation}", f"rotations/{rotation}/events"):
        assert made.pd.get(f"{made.path}/{path}").status == 404
    assert made.pd.delete(f"{made.path}/rotations/{rotation}").status == 404
    assert made.read()["rotations"] == []
    window = (("since", "2026-03-02T00:00:00Z"), ("until", "2026-04-01T00:00:00Z"))
    left = made.pd.get(f"{made.path}/overrides", *window).json["overrides"]
    assert [(each["start_time"], each["end_time"]) for each in left] == [
        ("2026-03-02T20:00:00Z", "2026-03-03T00:00:00Z")
    ]
    assert made.rows("2026-03-02T00:00:00Z", "2026-04-01T00:00:00Z") == [
        ("2026-03-02T12:00:00Z", "2026-03-02T20:00:00Z", "P1"),
        ("2026-03-02T20:00:00Z", "2026-03-03T00:00:00Z", "P3"),
    ]


def test_a_rotation_that_never_acted_leaves_nothing(made: Board) -> None:
    """Neither itself nor its events are kept."""
    later = at("2026-03-10T09:00:00Z")
    rotation = made.rotation(daily(made.pd, 1, effective_since=later["date_time"]))
    made.pd.delete(f"{made.path}/rotations/{rotation}")
    assert made.pd.store.all("v3_rotations") == made.pd.store.all("v3_events") == []


def test_a_rotation_is_found_in_its_own_schedule_alone(made: Board) -> None:
    """As everything inside a schedule is."""
    other = board(made.pd).rotation()
    assert made.pd.get(f"{made.path}/rotations/{other}").status == 404
    assert made.pd.delete(f"{made.path}/rotations/{other}").status == 404
    assert made.try_event(other, daily(made.pd, 1)).status == 404
