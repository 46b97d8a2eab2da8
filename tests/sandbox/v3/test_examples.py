"""PagerDuty's own examples of shift-based schedules, if at hand: the same fields and the same times."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.sandbox.harness import Account, Json
from tests.sandbox.v3.harness import Board, board, override

FILE = Path(__file__).parents[4] / "shared" / "data" / "recordings" / "17-v2-v3-docs-examples.json"
WINDOW = ("2026-04-29T00:00:00Z", "2026-05-01T00:00:00Z")
MAY = ("2026-05-10T16:00:00Z", "2026-05-11T00:00:00Z")


@pytest.fixture
def examples() -> dict[str, Json]:
    """The bodies by method and path."""
    if not FILE.exists():
        pytest.skip(f"the examples are not at {FILE}")
    found = json.loads(FILE.read_text(encoding="utf-8"))["response"]
    return {
        each["under"].partition("`")[2].rstrip("`"): each["body"] for each in found if "v3 —" in each["under"]
    }


def shape(value: Any) -> Any:
    """The fields of a body, whatever stands in them; of a list, those of its first entry."""
    if isinstance(value, dict):
        return {name: shape(each) for name, each in value.items()}
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    return None


def at_work(pd: Account, example: Json) -> Board:
    """The schedule of the example, with its event."""
    pd.at("2026-01-05T17:00:00+00:00")
    made = board(pd, name=example["name"], time_zone=example["time_zone"])
    sent = {
        name: value
        for name, value in example["rotations"][0]["events"][0].items()
        if name not in {"id", "type"}
    }
    sent["assignment_strategy"]["members"] = [{"type": "user_member", "user_id": pd.people[0]}]
    made.rotation(sent)
    return made


def test_the_example_of_a_schedule_has_our_fields_and_our_times(
    pd: Account, examples: dict[str, Json]
) -> None:
    """A working day in California, whose event was made in winter, is an hour earlier in UTC in April."""
    example = examples["GET /v3/schedules/{id}"]["schedule"]
    made = at_work(pd, example)
    rendered = made.read(("include[]", "final_schedule"), ("since", WINDOW[0]), ("until", WINDOW[1]))
    for field in ("rotations", "final_schedule"):
        (theirs,), (ours,) = ([shape(each[field])] for each in (example, rendered))
        assert _without_links(ours) == theirs
    assert set(example) <= set(rendered)
    (theirs,) = example["final_schedule"]["computed_shift_assignments"]
    ours = rendered["final_schedule"]["computed_shift_assignments"][0]
    for field in ("type", "start_time", "end_time"):
        assert ours[field] == theirs[field]
    assert ours["source"]["type"] == theirs["source"]["type"]
    event, shown = (each["rotations"][0]["events"][0] for each in (example, rendered))
    for field in ("type", "name", "effective_since", "effective_until", "recurrence"):
        assert shown[field] == event[field]


def test_the_example_of_a_list_has_our_fields(pd: Account, examples: dict[str, Json]) -> None:
    """In the row and around it."""
    example = examples["GET /v3/schedules"]
    board(pd, name=example["schedules"][0]["summary"])
    ours = pd.get("/v3/schedules").json
    assert shape(ours) == shape(example)
    for field in ("type", "summary"):
        assert ours["schedules"][0][field] == example["schedules"][0][field]
    assert [ours[name] for name in ("limit", "offset", "more")] == [100, 0, False]


def test_the_example_of_an_override_has_our_fields(pd: Account, examples: dict[str, Json]) -> None:
    """Plural both ways."""
    example = examples["POST /v3/schedules/{id}/overrides"]
    made = at_work(pd, examples["GET /v3/schedules/{id}"]["schedule"])
    rotation = made.read()["rotations"][0]["id"]
    body = {"overrides": [override(pd, 1, 2, *MAY, rotation_id=rotation)]}
    ours = pd.post(f"{made.path}/overrides", body).json
    assert _without_links(shape(ours)) == shape(example)
    assert [ours["overrides"][0][name] for name in ("start_time", "end_time")] == list(MAY)


def _without_links(value: Any) -> Any:
    """The examples are abridged: inside a schedule they show no addresses."""
    if isinstance(value, list):
        return [_without_links(each) for each in value]
    if isinstance(value, dict):
        return {
            name: _without_links(each) for name, each in value.items() if name not in {"self", "html_url"}
        }
    return value
