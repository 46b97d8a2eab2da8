"""Rendering: windows, clipping, offsets, clock changes and restrictions."""

from collections.abc import Callable

import pytest

from tests.sandbox.harness import Account, Json, entries

DAYTIME = {"type": "daily_restriction", "start_time_of_day": "09:00:00", "duration_seconds": 28800}
NIGHT = {"type": "daily_restriction", "start_time_of_day": "17:00:00", "duration_seconds": 57600}
WEEKEND = {
    "type": "weekly_restriction",
    "start_day_of_week": 5,
    "start_time_of_day": "17:00:00",
    "duration_seconds": 230400,
}


def test_without_a_window_nothing_is_rendered(pd: Account) -> None:
    """Neither since nor until: no entries, and null for the coverage."""
    schedule = pd.read(pd.new_schedule())
    for part in (schedule["final_schedule"], schedule["overrides_subschedule"], *schedule["schedule_layers"]):
        assert (part["rendered_schedule_entries"], part["rendered_coverage_percentage"]) == ([], None)


def test_a_missing_end_of_the_window_is_two_weeks_from_the_other(pd: Account) -> None:
    """Since alone looks two weeks ahead, until alone two weeks back."""
    key = pd.new_schedule(pd.layer(1, rotation_turn_length_seconds=31536000))
    ahead = entries(pd.read(key, ("since", "2026-03-10T00:00:00Z"))["final_schedule"])
    assert ahead == [("2026-03-10T00:00:00+00:00", "2026-03-24T00:00:00+00:00", "P1")]
    back = entries(pd.read(key, ("until", "2026-03-24T00:00:00Z"))["final_schedule"])
    assert back == ahead


def test_entries_are_clipped_unless_overflow_is_asked_for(pd: Account) -> None:
    """Overflow shows the true start and end of what the window cuts, under the same ids."""
    key = pd.new_schedule(pd.layer(1))
    window = [("since", "2026-03-04T00:00:00Z"), ("until", "2026-03-04T06:00:00Z")]
    clipped = pd.read(key, *window)["final_schedule"]
    whole = pd.read(key, *window, ("overflow", "true"))["final_schedule"]
    assert entries(clipped) == [("2026-03-04T00:00:00+00:00", "2026-03-04T06:00:00+00:00", "P1")]
    assert entries(whole) == [("2026-03-03T12:00:00+00:00", "2026-03-04T12:00:00+00:00", "P1")]
    assert clipped["rendered_schedule_entries"][0]["id"] == whole["rendered_schedule_entries"][0]["id"]


def test_entry_ids_are_distinct_even_for_pieces_of_one_turn(pd: Account) -> None:
    """Q and thirteen characters, one for each piece that an override leaves of a turn."""
    key = pd.new_schedule(pd.layer(1))
    pd.add_overrides(key, pd.override(2, "2026-03-04T14:00:00Z", "2026-03-04T15:00:00Z"))
    window = [("since", "2026-03-04T12:00:00Z"), ("until", "2026-03-05T12:00:00Z")]
    rendered = pd.read(key, *window)["final_schedule"]["rendered_schedule_entries"]
    ids = {entry["id"] for entry in rendered}
    assert len(ids) == len(rendered) == 3
    assert {(entry_id[0], len(entry_id)) for entry_id in ids} == {("Q", 14)}


def test_an_empty_window_gives_the_entry_at_that_instant(pd: Account) -> None:
    """Since equal to until asks who is on right then."""
    key = pd.new_schedule(pd.layer(1, 2, restrictions=[DAYTIME]))
    noon, evening = "2026-03-04T12:00:00Z", "2026-03-04T20:00:00Z"
    final = pd.read(key, ("since", noon), ("until", noon))["final_schedule"]
    assert entries(final) == [("2026-03-04T12:00:00+00:00", "2026-03-04T17:00:00+00:00", "P1")]
    assert final["rendered_coverage_percentage"] == 100.0
    final = pd.read(key, ("since", evening), ("until", evening))["final_schedule"]
    assert (entries(final), final["rendered_coverage_percentage"]) == ([], 0.0)


@pytest.mark.parametrize(
    "query",
    [
        [("since", "2026-03-05T00:00:00Z"), ("until", "2026-03-04T00:00:00Z")],
        [("since", "yesterday")],
        [("since", "2026-03-04T00:00:00 01:00x")],
        [("time_zone", "Mars/Olympus")],
    ],
)
def test_an_impossible_window_or_zone_is_refused(pd: Account, query: list[tuple[str, str]]) -> None:
    """Until before since, text that is no date, and unknown zones."""
    assert pd.get(f"/schedules/{pd.new_schedule()}", *query).status == 400


def test_a_longest_range_can_be_set(account_with: Callable[..., Account]) -> None:
    """How far one request may render is a quirk; by default there is no limit."""
    window = [("since", "2026-03-05T00:00:00Z"), ("until", "2026-07-05T00:00:00Z")]
    for limit, status in ((None, 200), (90, 400)):
        pd = account_with(max_render_days=limit)
        assert pd.get(f"/schedules/{pd.new_schedule()}", *window).status == status


def test_the_zone_of_a_request_changes_offsets_only(pd: Account) -> None:
    """The same instants are written with other offsets."""
    key = pd.new_schedule()
    window = [("since", "2026-03-04T12:00:00Z"), ("until", "2026-03-05T12:00:00Z")]
    there = pd.read(key, *window, ("time_zone", "America/New_York"))
    assert entries(there["final_schedule"]) == [
        ("2026-03-04T07:00:00-05:00", "2026-03-05T07:00:00-05:00", "P1")
    ]
    assert there["time_zone"] == "Europe/London"


def test_a_date_without_offset_counts_in_the_zone_asked_for(pd: Account) -> None:
    """A bare date is that zone's midnight, as was recorded."""
    key = pd.new_schedule(pd.layer(1, rotation_turn_length_seconds=31536000))
    query = [("since", "2026-06-01"), ("until", "2026-06-02"), ("time_zone", "Europe/Prague")]
    reply = pd.get(f"/schedules/{key}", *query, outside=True)
    assert entries(reply.json["schedule"]["final_schedule"]) == [
        ("2026-06-01T00:00:00+02:00", "2026-06-02T00:00:00+02:00", "P1")
    ]


def test_each_timestamp_carries_the_offset_of_its_own_date(pd: Account) -> None:
    """A turn over the clock change begins with one offset and ends with another."""
    key = pd.new_schedule(pd.layer(1, 2, rotation_turn_length_seconds=604800))
    assert pd.rendered(key, "2026-03-23T12:00:00Z", "2026-03-30T11:00:00Z") == [
        ("2026-03-23T12:00:00+00:00", "2026-03-30T12:00:00+01:00", "P2")
    ]


def test_handoffs_keep_their_local_time_over_a_clock_change(pd: Account) -> None:
    """A weekly turn is 167 hours in spring and 169 in autumn."""
    key = pd.new_schedule(pd.layer(1, 2, rotation_turn_length_seconds=604800))
    handoffs = [start for start, *_ in pd.rendered(key, "2026-10-19", "2026-11-03")]
    assert handoffs[1:] == [
        "2026-10-19T12:00:00+01:00",
        "2026-10-26T12:00:00+00:00",
        "2026-11-02T12:00:00+00:00",
    ]


def test_handoffs_can_count_seconds_that_pass(account_with: Callable[..., Account]) -> None:
    """What hand-offs do over a clock change is a quirk."""
    pd = account_with(handoff="elapsed")
    key = pd.new_schedule(pd.layer(1, 2, rotation_turn_length_seconds=604800))
    assert pd.rendered(key, "2026-03-30T11:00:00Z", "2026-03-30T12:00:00Z") == [
        ("2026-03-30T12:00:00+01:00", "2026-03-30T13:00:00+01:00", "P2")
    ]


def test_hourly_turns_pass_a_skipped_hour_without_a_gap(pd: Account) -> None:
    """The turn whose hour does not exist has no length, and the others touch."""
    key = pd.new_schedule(pd.layer(1, 2, rotation_turn_length_seconds=3600))
    night = pd.rendered(key, "2026-03-29T00:00:00Z", "2026-03-29T03:00:00Z")
    assert [(start[11:16], end[11:16]) for start, end, _ in night] == [
        ("00:00", "02:00"),
        ("02:00", "03:00"),
        ("03:00", "04:00"),
    ]


@pytest.mark.parametrize(
    ("quirk", "end"), [("wall_clock", "2026-03-29T09:00:00+01:00"), ("elapsed", "2026-03-29T10:00:00+01:00")]
)
def test_the_end_of_a_restriction_over_a_clock_change_is_a_quirk(
    account_with: Callable[..., Account], quirk: str, end: str
) -> None:
    """By default the window ends at its usual local time."""
    pd = account_with(restriction_end=quirk)
    key = pd.new_schedule(pd.layer(1, rotation_turn_length_seconds=604800, restrictions=[NIGHT]))
    (entry,) = pd.rendered(key, "2026-03-28T17:00:00Z", "2026-03-29T12:00:00Z")
    assert entry[:2] == ("2026-03-28T17:00:00+00:00", end)


def test_restrictions_are_local_wall_clock(pd: Account) -> None:
    """09:00 means 09:00 in the schedule's zone, summer and winter."""
    layer = pd.layer(1, rotation_turn_length_seconds=604800, restrictions=[DAYTIME])
    key = pd.new_schedule(layer, time_zone="America/New_York")
    assert [start for start, *_ in pd.rendered(key, "2026-03-07T12:00:00Z", "2026-03-09T12:00:00Z")] == [
        "2026-03-07T09:00:00-05:00",
        "2026-03-08T09:00:00-04:00",
    ]


def test_a_weekly_restriction_may_cross_the_end_of_the_week(pd: Account) -> None:
    """Friday 17:00 and 64 hours reach Monday 09:00."""
    key = pd.new_schedule(
        pd.layer(
            1,
            rotation_turn_length_seconds=604800,
            rotation_virtual_start="2026-03-06T17:00:00Z",
            restrictions=[WEEKEND],
        )
    )
    assert pd.rendered(key, "2026-03-02T12:00:00Z", "2026-03-15T00:00:00Z", ("overflow", "true")) == [
        ("2026-03-06T17:00:00+00:00", "2026-03-09T09:00:00+00:00", "P1"),
        ("2026-03-13T17:00:00+00:00", "2026-03-16T09:00:00+00:00", "P1"),
    ]


def test_restrictions_that_touch_within_a_turn_make_one_entry(pd: Account) -> None:
    """17:00 to midnight and midnight to 09:00 are one night."""
    evening = {"type": "daily_restriction", "start_time_of_day": "17:00:00", "duration_seconds": 25200}
    morning = {"type": "daily_restriction", "start_time_of_day": "00:00:00", "duration_seconds": 32400}
    key = pd.new_schedule(pd.layer(1, rotation_turn_length_seconds=604800, restrictions=[evening, morning]))
    assert pd.rendered(key, "2026-03-03T12:00:00Z", "2026-03-04T12:00:00Z") == [
        ("2026-03-03T17:00:00+00:00", "2026-03-04T09:00:00+00:00", "P1")
    ]


@pytest.mark.parametrize(("merge", "count"), [(False, 3), (True, 1)])
def test_merging_touching_entries_is_a_quirk(
    account_with: Callable[..., Account],
    merge: bool,  # noqa: FBT001 - a parameter of the test
    count: int,
) -> None:
    """By default turns and overrides of one user stay apart although they touch."""
    pd = account_with(merge_entries=merge)
    key = pd.new_schedule(pd.layer(1))
    pd.add_overrides(key, pd.override(1, "2026-03-04T12:00:00Z", "2026-03-05T12:00:00Z"))
    assert len(pd.rendered(key, "2026-03-03T12:00:00Z", "2026-03-06T12:00:00Z")) == count


def test_gaps_of_a_layer_fall_through_to_the_one_below(pd: Account) -> None:
    """The winner is on call only inside its restrictions."""
    key = pd.new_schedule(
        pd.layer(1, rotation_turn_length_seconds=604800), pd.layer(2, restrictions=[DAYTIME])
    )
    assert [name for *_, name in pd.rendered(key, "2026-03-04T00:00:00Z", "2026-03-05T00:00:00Z")] == [
        "P1",
        "P2",
        "P2",
        "P1",
    ]


def test_the_coverage_is_the_share_of_the_window(pd: Account) -> None:
    """Nine to five is a third of a day."""
    key = pd.new_schedule(pd.layer(1, restrictions=[DAYTIME]))
    schedule = pd.read(key, ("since", "2026-03-04T00:00:00Z"), ("until", "2026-03-05T00:00:00Z"))
    parts: list[Json] = [
        schedule["final_schedule"],
        schedule["overrides_subschedule"],
        *schedule["schedule_layers"],
    ]
    assert [round(part["rendered_coverage_percentage"], 6) for part in parts] == [33.333333, 0.0, 33.333333]


def test_turns_are_counted_from_the_anchor_even_if_it_lies_ahead(pd: Account) -> None:
    """Before the anchor the rotation runs backwards, so that it reaches the first user at the anchor."""
    key = pd.new_schedule(pd.layer(1, 2, 3, rotation_virtual_start="2026-03-05T12:00:00Z"))
    assert [name for *_, name in pd.rendered(key, "2026-03-02T12:00:00Z", "2026-03-06T12:00:00Z")] == [
        "P1",
        "P2",
        "P3",
        "P1",
    ]


def test_a_turn_counted_across_half_a_year_still_changes_at_its_local_time(pd: Account) -> None:
    """Noon by the summer clock of the anchor is noon by the winter clock too."""
    key = pd.new_schedule(pd.layer(1, 2, rotation_virtual_start="2026-06-29T11:00:00Z"))
    assert [start for start, *_ in pd.rendered(key, "2026-03-05T11:30:00Z", "2026-03-05T13:00:00Z")] == [
        "2026-03-05T11:30:00+00:00",
        "2026-03-05T12:00:00+00:00",
    ]
