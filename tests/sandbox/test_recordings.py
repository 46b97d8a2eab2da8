"""What was recorded of the real PagerDuty; the recordings themselves if at hand."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.sandbox.harness import Account, Json, entries

RECORDINGS = Path(__file__).parents[3] / "shared" / "data" / "recordings"


def recording(name: str) -> Json:
    path = RECORDINGS / f"{name}.json"
    if not path.exists():
        pytest.skip(f"the recordings are not at {RECORDINGS}")
    recorded: Json = json.loads(path.read_text(encoding="utf-8"))
    return recorded


def prague(pd: Account) -> Json:
    """72-hour turns at 09:00 in Prague, one override inside a turn and one at its end."""
    pd.at("2022-12-20T00:00:00+00:00")
    layer = pd.layer(
        1,
        2,
        3,
        start="2022-12-20T00:00:00Z",
        rotation_virtual_start="2023-01-01T08:00:00Z",
        rotation_turn_length_seconds=259200,
    )
    key = pd.new_schedule(layer, time_zone="Europe/Prague")
    pd.add_overrides(
        key,
        pd.override(3, "2023-01-10T09:46:07+01:00", "2023-01-10T15:00:57+01:00"),
        pd.override(1, "2023-01-14T09:00:00+01:00", "2023-01-14T17:00:00+01:00"),
    )
    query = [("since", "2023-01-01"), ("until", "2023-02-01"), ("time_zone", "Europe/Prague")]
    reply = pd.get("/schedules", ("include[]", "final_schedule"), *query, outside=True)
    schedule: Json = reply.json["schedules"][0]
    return schedule


def test_72_hour_turns_with_two_overrides_come_out_as_recorded(pd: Account) -> None:
    """Turns are cut by overrides into separate entries, seconds kept."""
    january = [
        ("2023-01-01T00:00:00+01:00", "2023-01-01T09:00:00+01:00", "P3"),
        ("2023-01-01T09:00:00+01:00", "2023-01-04T09:00:00+01:00", "P1"),
        ("2023-01-04T09:00:00+01:00", "2023-01-07T09:00:00+01:00", "P2"),
        ("2023-01-07T09:00:00+01:00", "2023-01-10T09:00:00+01:00", "P3"),
        ("2023-01-10T09:00:00+01:00", "2023-01-10T09:46:07+01:00", "P1"),
        ("2023-01-10T09:46:07+01:00", "2023-01-10T15:00:57+01:00", "P3"),
        ("2023-01-10T15:00:57+01:00", "2023-01-13T09:00:00+01:00", "P1"),
        ("2023-01-13T09:00:00+01:00", "2023-01-14T09:00:00+01:00", "P2"),
        ("2023-01-14T09:00:00+01:00", "2023-01-14T17:00:00+01:00", "P1"),
        ("2023-01-14T17:00:00+01:00", "2023-01-16T09:00:00+01:00", "P2"),
        ("2023-01-16T09:00:00+01:00", "2023-01-19T09:00:00+01:00", "P3"),
    ]
    assert entries(prague(pd)["final_schedule"])[: len(january)] == january


def test_recording_01_entry_by_entry(pd: Account) -> None:
    """The recorded month equals ours in every entry, and in its coverage."""
    recorded = recording("01-list-final-schedule-72h-overrides")["response"]["schedules"][0]["final_schedule"]
    ours = prague(pd)["final_schedule"]
    assert entries(ours) == entries(recorded)
    assert ours["rendered_coverage_percentage"] == recorded["rendered_coverage_percentage"]


def two_layers(pd: Account) -> str:
    """A weekly base and a nightly layer on top, anchored five years before they begin, in New York."""
    pd.at("2017-04-07T17:24:41+00:00")
    anchor = {"start": "2012-08-05T04:00:00Z", "rotation_virtual_start": "2012-08-05T04:00:00Z"}
    midnight = {"type": "daily_restriction", "start_time_of_day": "00:00:00", "duration_seconds": 43200}
    key = pd.new_schedule(
        pd.layer(4, 5, **anchor, name="Layer 1", rotation_turn_length_seconds=604800),
        pd.layer(3, 1, 2, **anchor, name="Layer 2", restrictions=[midnight]),
        time_zone="America/New_York",
    )
    pd.new_policy(pd.rule(("schedule_reference", key)))
    pd.at("2018-12-25T12:00:00+00:00")
    return key


def test_the_layer_shown_first_wins_and_turns_count_from_the_anchor(pd: Account) -> None:
    """2333 daily turns after the anchor the third person is on, from local midnight to noon."""
    key = two_layers(pd)
    schedule = pd.read(key)
    assert [layer["name"] for layer in schedule["schedule_layers"]] == ["Layer 2", "Layer 1"]
    assert schedule["schedule_layers"][0]["rotation_virtual_start"] == "2012-08-05T00:00:00-04:00"
    (row,) = pd.get("/oncalls").json["oncalls"]
    assert (row["user"]["summary"], row["start"], row["end"]) == (
        "P2",
        "2018-12-25T05:00:00Z",
        "2018-12-25T17:00:00Z",
    )


def test_recording_04_layers_and_on_call(pd: Account) -> None:
    """Layers as shown and the person on call equal the recording."""
    shown, answer = recording("04-pagerbeauty-two-layers-oncall")["response"]
    key = two_layers(pd)
    for ours, theirs in zip(
        pd.read(key)["schedule_layers"], shown["schedule"]["schedule_layers"], strict=True
    ):
        for field in (
            "start",
            "end",
            "rotation_virtual_start",
            "rotation_turn_length_seconds",
            "restrictions",
        ):
            assert ours[field] == theirs[field]
    ours, theirs = pd.get("/oncalls").json["oncalls"][0], answer["oncalls"][0]
    assert [ours[field] for field in ("escalation_level", "start", "end")] == [
        theirs[field] for field in ("escalation_level", "start", "end")
    ]
    assert ours["user"]["summary"] == theirs["user"]["summary"]


def test_a_single_user_is_on_call_without_end(pd: Account) -> None:
    """One user and no restriction: the on-call has the start of the unbroken stretch and no end."""
    pd.at("2019-01-06T18:08:09+00:00")
    key = pd.new_schedule(pd.layer(1, start="2019-01-06T18:08:09Z"), time_zone="America/New_York")
    pd.new_policy(pd.rule(("schedule_reference", key)))
    layer = pd.read(key)["schedule_layers"][0]
    pd.at("2019-01-06T18:08:55+00:00").put(
        f"/schedules/{key}", pd.schedule(pd.layer(1, id=layer["id"], start=layer["start"]))
    )
    (row,) = pd.get("/oncalls").json["oncalls"]
    assert (row["start"], row["end"]) == ("2019-01-06T18:08:09Z", None)
    assert pd.read(key)["schedule_layers"][0]["start"] != layer["start"]


def sydney(pd: Account) -> Json:
    """Day and night layers in Sydney, saved in one second."""
    pd.at("2016-05-17T21:00:39+00:00")

    def half(clock: str, anchor: str, *numbers: int) -> Json:
        restriction = {"type": "daily_restriction", "start_time_of_day": clock, "duration_seconds": 43200}
        return pd.layer(
            *numbers,
            start="2016-05-16T00:00:00Z",
            rotation_virtual_start=anchor,
            rotation_turn_length_seconds=604800,
            restrictions=[restriction],
        )

    day = half("08:00:00", "2016-05-15T22:00:00Z", 4, 5)
    night = half("20:00:00", "2016-05-16T10:00:00Z", 1, 2, 3)
    return pd.read(pd.new_schedule(day, night, time_zone="Australia/Sydney"))


def test_day_and_night_layers_share_the_second_of_their_save(pd: Account) -> None:
    """Both past starts become one and the same second; names count from the base."""
    night, day = sydney(pd)["schedule_layers"]
    assert (night["name"], day["name"]) == ("Layer 2", "Layer 1")
    assert night["start"] == day["start"] == "2016-05-18T07:00:39+10:00"
    assert night["rotation_virtual_start"] == "2016-05-16T20:00:00+10:00"


def test_recording_08_layers(pd: Account) -> None:
    """Every plain field of both layers equals the recording."""
    recorded = recording("08-docs-day-night-layers-sydney")["response"]["schedule"]
    for ours, theirs in zip(sydney(pd)["schedule_layers"], recorded["schedule_layers"], strict=True):
        assert {**ours, "id": 0, "users": 0} == {**theirs, "id": 0, "users": 0}


def test_recording_09_layers_are_shown_by_falling_priority() -> None:
    """Where the reply still carried a priority, the first of the array had the highest."""
    layers = recording("09-v1-layer-priority")["response"]["schedule"]["schedule_layers"]
    assert [layer["priority"] for layer in layers] == [1, 0]


def los_angeles(pd: Account) -> Json:
    """A layer left out of a PUT, seen after the change to winter time."""
    pd.at("2021-11-01T21:00:00+00:00")
    layer = pd.layer(
        1,
        name="Anonymized Layer",
        start="2021-11-01T21:00:00Z",
        rotation_virtual_start="2021-11-01T21:00:00Z",
        rotation_turn_length_seconds=604800,
    )
    key = pd.new_schedule(layer, time_zone="America/Los_Angeles")
    pd.at("2021-11-08T17:58:35+00:00")
    pd.put(f"/schedules/{key}", pd.schedule(time_zone="America/Los_Angeles"))
    shown: Json = pd.read(key)["schedule_layers"][0]
    return shown


def test_a_removed_layer_comes_back_with_no_length(pd: Account) -> None:
    """Start and end are the second of the removal; the anchor has the offset of its own date."""
    layer = los_angeles(pd)
    assert layer["start"] == layer["end"] == "2021-11-08T09:58:35-08:00"
    assert layer["rotation_virtual_start"] == "2021-11-01T14:00:00-07:00"


def test_recording_10_layer(pd: Account) -> None:
    """The removed layer equals the recording."""
    recorded = recording("10-ended-zero-length-layer")["response"][0]["schedule_layers"][0]
    assert {**los_angeles(pd), "id": 0, "users": 0} == {**recorded, "id": 0, "users": 0}


def test_recording_15_batch(pd: Account) -> None:
    """Statuses, reasons and order of a batch with one override that ends before it starts."""
    recorded = recording("15-overrides-create-batch")["response"]
    outcomes = pd.add_overrides(
        pd.new_schedule(),
        pd.override(2, "2026-03-04T12:00:00Z", "2026-03-04T18:00:00Z"),
        pd.override(2, "2026-03-04T18:00:00Z", "2026-03-04T12:00:00Z"),
    )
    assert [{**outcome, "override": {}} for outcome in outcomes] == recorded


def refusals(pd: Account) -> list[tuple[int, Any]]:
    """The refusals that were recorded, in that order."""
    weekly = {"type": "weekly_restriction", "start_time_of_day": "09:00:00", "duration_seconds": 604800}
    key = pd.new_schedule()
    pd.new_policy(pd.rule(("schedule_reference", key)))
    replies = [
        pd.post("/schedules", pd.schedule(pd.layer(1, restrictions=[{**weekly, "start_day_of_week": 1}]))),
        pd.post("/schedules", pd.schedule(pd.layer(1, restrictions=[weekly]))),
        pd.delete(f"/schedules/{key}"),
    ]
    return [(reply.status, reply.json) for reply in replies]


def test_error_bodies_are_worded_as_recorded(pd: Account) -> None:
    """Code 3001 carries an object, code 2001 a list."""
    too_long, no_day, _ = refusals(pd)
    assert too_long == (
        400,
        {
            "error": {
                "message": "Invalid Schedule",
                "code": 3001,
                "errors": {
                    "rotation_layers.weekly_restrictions.duration_seconds": [
                        "Please use a shorter duration or just turn the recurrence off."
                    ]
                },
            }
        },
    )
    reason = "Start day of week must be in 1, 2, 3, 4, 5, 6, 7, 1, 2, 3, 4, 5, 6, or 7."
    assert no_day == (400, {"error": {"message": "Invalid Input Provided", "code": 2001, "errors": [reason]}})


def test_recording_16_error_bodies(pd: Account) -> None:
    """Whatever stands in a recorded body stands in ours."""
    recorded = recording("16-error-bodies")["response"]
    for (status, body), theirs in zip(refusals(pd), recorded[:3], strict=True):
        assert status == theirs["status"]
        assert body["error"] == body["error"] | theirs["body"]["error"]
