"""Events and layers say the same, however PagerDuty spells it; what no layer can say is told in words."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given

from reconciler.desired.on_events import shifts
from reconciler.errors import RemoteError, RotaError
from reconciler.intervals import Interval, wall, zone
from reconciler.plan.layers import rotation
from reconciler.remote.shifts.codec import encode_event, settled, until_body, zone_name
from reconciler.state import LayerState, Restriction
from tests.remote.shifts.events import DAY, WEEK, answered, hours, layers, read_back

MONDAY = datetime(2026, 12, 7, 9, tzinfo=UTC)
LONDON = "Europe/London"
NINE, EIGHT_HOURS = 9 * 3600, 8 * 3600
OFFICE = hours({1, 2, 3, 4, 5}, NINE, EIGHT_HOURS)


def layer(turn: int = WEEK, *restrictions: Restriction, **changes: Any) -> LayerState:
    fields: dict[str, Any] = {"users": ("PANA", "PBEN"), "restrictions": restrictions}
    fields |= {"start": MONDAY, "end": None, "anchor": MONDAY, "turn_seconds": turn}
    fields |= {"id": "R1/E1", "name": "main from 2026-12-07"}
    return LayerState(**(fields | changes))


@given(layers())
def test_what_is_written_reads_back(made: tuple[LayerState, str]) -> None:
    """In any zone, on both sides of clock changes, over midnight and over the end of the week."""
    written, time_zone = made
    read = read_back(answered(written, time_zone), time_zone)
    assert read == settled(written, zone(time_zone), written.start)
    assert rotation(read, zone(time_zone)) == rotation(written, zone(time_zone))


@given(layers())
def test_an_event_begins_with_the_first_turn_that_acts(made: tuple[LayerState, str]) -> None:
    """It runs, or is the next one; unless that turn begins or ends while the clocks are changed."""
    written, time_zone = made
    tz = zone(time_zone)
    moved = settled(written, tz, written.start)
    span = Interval(written.start, written.start + timedelta(days=60))
    turn = timedelta(seconds=written.turn_seconds)
    assert wall(moved.anchor, tz) - turn < wall(written.start, tz) < wall(moved.anchor, tz) + 3 * turn
    assert settled(moved, tz, written.start) == moved
    assert shifts(moved, time_zone, span) == shifts(written, time_zone, span)


def test_a_turn_at_a_change_of_the_clocks_is_not_the_first_one() -> None:
    """On 28 March 2027 there is no half past one in London."""
    start = datetime(2027, 3, 27, 17, tzinfo=UTC)
    nights = Restriction(None, 17 * 3600, 17 * 1800)
    late = layer(DAY, nights, start=start, anchor=start)
    moved = settled(late, zone(LONDON), start)
    assert (moved.anchor, moved.users) == (start - timedelta(days=1), ("PBEN", "PANA"))


def test_an_anchor_after_the_start_is_moved_before_it() -> None:
    """An event has no time before its first one."""
    later = layer(WEEK, start=MONDAY, anchor=MONDAY + timedelta(weeks=3))
    sent = encode_event(later, LONDON, MONDAY)["event"]
    assert sent["start_time"]["date_time"] == "2026-12-07T09:00:00Z"
    assert [m["user_id"] for m in sent["assignment_strategy"]["members"]] == ["PBEN", "PANA"]


def test_a_weekly_turn_around_the_clock() -> None:
    """One window of a week; the whole body."""
    assert encode_event(layer(2 * WEEK, end=MONDAY + timedelta(weeks=8)), LONDON, MONDAY) == {
        "event": {
            "name": "main from 2026-12-07",
            "start_time": {"date_time": "2026-12-07T09:00:00Z", "time_zone": LONDON},
            "end_time": {"date_time": "2026-12-14T09:00:00Z", "time_zone": LONDON},
            "effective_since": "2026-12-07T09:00:00Z",
            "effective_until": "2027-02-01T09:00:00Z",
            "recurrence": ["RRULE:FREQ=WEEKLY;BYDAY=MO"],
            "assignment_strategy": {
                "type": "rotating_member_assignment_strategy",
                "shifts_per_member": 2,
                "members": [
                    {"type": "user_member", "user_id": "PANA"},
                    {"type": "user_member", "user_id": "PBEN"},
                ],
            },
        }
    }


@pytest.mark.parametrize(
    ("written", "rule", "until", "turn"),
    [
        (layer(3 * DAY), "FREQ=DAILY", "2026-12-08T09:00:00Z", 3),
        (layer(2 * WEEK), "FREQ=WEEKLY;BYDAY=MO", "2026-12-14T09:00:00Z", 2),
        (layer(WEEK, Restriction(None, NINE, EIGHT_HOURS)), "FREQ=DAILY", "2026-12-07T17:00:00Z", 7),
        (layer(2 * WEEK, *OFFICE), "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-12-07T17:00:00Z", 10),
        (layer(WEEK, Restriction(1, NINE, 3 * DAY)), "FREQ=WEEKLY;BYDAY=MO", "2026-12-10T09:00:00Z", 1),
    ],
)
def test_how_a_turn_is_said(written: LayerState, rule: str, until: str, turn: int) -> None:
    """Windows, and how many of them make a turn."""
    sent = encode_event(written, LONDON, MONDAY)["event"]
    assert sent["recurrence"] == [f"RRULE:{rule}"]
    assert sent["end_time"]["date_time"] == until
    assert sent["assignment_strategy"]["shifts_per_member"] == turn


@pytest.mark.parametrize(
    ("written", "changes"),
    [
        (layer(WEEK), {"recurrence": ["RRULE:FREQ=WEEKLY"]}),
        (layer(WEEK), {"recurrence": ["rrule:byday=MO;wkst=SU;freq=weekly;interval=1"]}),
        (layer(2 * DAY), {"recurrence": ["RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU"]}),
        (layer(WEEK, *OFFICE), {"recurrence": ["RRULE:BYDAY=FR,MO,TU,WE,TH;FREQ=DAILY"]}),
        (layer(WEEK, *OFFICE), {"recurrence": ["RRULE:FREQ=WEEKLY;WKST=SU;BYDAY=FR,MO,TU,WE,TH;"]}),
        (layer(WEEK), {"effective_since": "2026-12-07T10:00:00+01:00"}),
    ],
)
def test_other_spellings_mean_the_same(written: LayerState, changes: dict[str, Any]) -> None:
    """Order, case, week start, and days that go without saying."""
    assert read_back(answered(written, LONDON, **changes), LONDON) == written


@pytest.mark.parametrize(
    ("end", "rule", "turn"),
    [
        ("2026-12-21T09:00:00Z", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", 2 * WEEK),
        ("2026-12-10T09:00:00Z", "FREQ=DAILY;INTERVAL=3", 3 * DAY),
    ],
)
def test_a_window_of_several_periods_is_one_turn(end: str, rule: str, turn: int) -> None:
    """Every second week for two weeks is always."""
    changes = {"end_time": {"date_time": end, "time_zone": LONDON}, "recurrence": [f"RRULE:{rule}"]}
    assert read_back(answered(layer(DAY), LONDON, **changes), LONDON) == layer(turn)


def strategy(*users: str | None, kind: str = "rotating", turn: int | None = 1) -> dict[str, Any]:
    """An assignment strategy; None is nobody."""
    members = [
        {"type": "empty_member"} if user is None else {"type": "user_member", "user_id": user}
        for user in users
    ]
    found = {"type": f"{kind}_member_assignment_strategy", "members": members}
    return {"assignment_strategy": found if turn is None else {**found, "shifts_per_member": turn}}


def test_one_window_is_a_turn_unless_said_otherwise() -> None:
    """`shifts_per_member` may be left out."""
    event = answered(layer(), LONDON, **strategy("PANA", "PBEN", turn=None))
    assert read_back(event, LONDON) == layer()


def test_somebody_alone_takes_every_turn() -> None:
    """However many windows make one, and whether or not "all members" are meant."""
    alone = layer(WEEK, *OFFICE, users=("PANA",))
    for changes in (strategy("PANA", turn=3), strategy("PANA", kind="every", turn=None)):
        read = read_back(answered(alone, LONDON, **changes), LONDON)
        assert (read.odd, read.users, read.restrictions) == (None, ("PANA",), OFFICE)
        assert read.turn_seconds == WEEK or changes["assignment_strategy"]["type"].startswith("every")


def ends(text: str, time_zone: str = LONDON) -> dict[str, Any]:
    return {"end_time": {"date_time": text, "time_zone": time_zone}}


def rule(*lines: str) -> dict[str, Any]:
    return {"recurrence": list(lines)}


ODD = [
    (rule("RRULE:FREQ=MONTHLY;BYDAY=1MO"), "it repeats monthly"),
    (rule("RRULE:FREQ=HOURLY;INTERVAL=8"), "it repeats hourly"),
    (rule("RRULE:FREQ=YEARLY"), "it repeats yearly"),
    (rule("RRULE:FREQ=MINUTELY"), "it repeats every minute"),
    (rule("RRULE:FREQ=SECONDLY"), "it repeats every second"),
    (rule("RRULE:FREQ=FORTNIGHTLY"), "it repeats by a rule that is not known"),
    (rule("RRULE:FREQ=DAILY;INTERVAL=x"), "it repeats by a rule that is not known"),
    (rule("RRULE:FREQ=WEEKLY;BYDAY=XX"), "it repeats by a rule that is not known"),
    (rule("RRULE:FREQ=DAILY", "RRULE:FREQ=WEEKLY"), "it repeats by a rule that is not known"),
    (rule("EXRULE:FREQ=DAILY"), "it repeats by a rule that is not known"),
    (rule(), "it does not repeat"),
    (rule("RRULE:FREQ=DAILY", "EXDATE:20261225T090000Z"), "single dates are left out of it"),
    (rule("RRULE:FREQ=DAILY", "RDATE:20261225T090000Z"), "single dates are added to it"),
    (rule("RRULE:FREQ=DAILY;COUNT=5"), "its rule has an end of its own"),
    (rule("RRULE:FREQ=DAILY;UNTIL=20270101T000000Z"), "its rule has an end of its own"),
    (
        rule("RRULE:FREQ=DAILY;BYMONTH=1,2;BYHOUR=9"),
        "its rule has a part that layers cannot have (BYHOUR, BYMONTH)",
    ),
    (rule("RRULE:FREQ=WEEKLY;BYDAY=2MO,-1FR"), "it is on certain weekdays of a month"),
    (rule("RRULE:FREQ=WEEKLY;BYDAY=TU"), "its first time is on another day of the week than its rule"),
    (rule("RRULE:FREQ=DAILY;INTERVAL=2;BYDAY=MO"), "it is on certain weekdays, but only every 2 days"),
    (rule("RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"), "it is only every 2 weeks"),
    (rule("RRULE:FREQ=DAILY;INTERVAL=3"), "it is only every 3 days"),
    (rule("RRULE:FREQ=DAILY"), "its times overlap one another"),
    (rule("RRULE:FREQ=WEEKLY;BYDAY=MO,TH"), "its times overlap one another"),
    (ends("2026-12-07T09:00:00Z"), "its first time ends before it begins"),
    (
        ends("2026-12-14T09:00:00Z", "Asia/Kathmandu"),
        "its times are in another zone than the schedule (Asia/Kathmandu)",
    ),
    (strategy("PANA", "PBEN", kind="every"), "all of its people are on at the same time"),
    (strategy("PANA", "PBEN", kind="user"), "its people are assigned in a way that is not known"),
    (strategy("PANA", None), "it has turns that nobody takes"),
    (strategy(), "it has nobody in it"),
    (
        ends("2026-12-07T17:00:00Z") | rule("RRULE:FREQ=WEEKLY;BYDAY=MO,TU") | strategy("PANA", "PB", turn=3),
        "its turns end within a week, on another day each time",
    ),
]


@pytest.mark.parametrize(("changes", "why"), ODD)
def test_what_no_layer_can_say_is_told(changes: dict[str, Any], why: str) -> None:
    """In plain words; when it holds and who is in it are known all the same."""
    read = read_back(answered(layer(), LONDON, **changes), LONDON)
    assert read.odd == why
    assert (read.id, read.name, read.start, read.end) == ("R1/E1", "main from 2026-12-07", MONDAY, None)
    assert set(read.users) <= {"PANA", "PBEN", "PB"}


def test_a_zone_that_nobody_knows_is_told() -> None:
    """The schedule is read all the same."""
    event = answered(layer(), LONDON)
    for name in ("start_time", "end_time"):
        event[name]["time_zone"] = "Mars/Olympus"
    assert read_back(event, "Mars/Olympus").odd == "its zone is not known (Mars/Olympus)"


def test_an_odd_event_has_a_turn_all_the_same() -> None:
    """Comparing it with others divides by it."""
    odd = read_back(answered(layer(), LONDON, **rule()), LONDON)
    assert rotation(odd, zone(LONDON)) != rotation(layer(), zone(LONDON))


@pytest.mark.parametrize(
    ("written", "why"),
    [
        (layer(DAY // 2), "its turns are no whole days or weeks"),
        (layer(3 * DAY, *OFFICE), "its turns are no whole days or weeks"),
        (
            layer(WEEK, *OFFICE, Restriction(6, 0, DAY)),
            "its hours begin at several times of day, or are of several lengths",
        ),
        (
            layer(WEEK, Restriction(None, NINE, DAY // 3), Restriction(1, NINE, DAY // 3)),
            "its hours begin at several times of day, or are of several lengths",
        ),
        (layer(WEEK, *OFFICE[1:]), "its turns do not begin when its hours do"),
        (layer(WEEK, Restriction(None, 0, 60)), "its turns do not begin when its hours do"),
        (layer(WEEK, *hours({1, 2}, NINE, 2 * DAY)), "its hours overlap one another"),
        (layer(users=()), "it has nobody in it"),
        (layer(odd="it repeats monthly"), "it repeats monthly"),
    ],
)
def test_what_no_event_can_say_is_never_sent(written: LayerState, why: str) -> None:
    """It would page somebody else, so it is an error of ours."""
    with pytest.raises(RotaError, match=why):
        encode_event(written, LONDON, MONDAY)


@pytest.mark.parametrize(
    ("changes", "match"),
    [
        ({"recurrence": "RRULE:FREQ=DAILY"}, "its `recurrence` is not a list of texts"),
        (strategy("PANA", turn=0), "its `shifts_per_member` is not a whole number"),
        ({"effective_since": None}, "its `effective_since` is not a text"),
        (
            {"assignment_strategy": {"type": "x", "members": [{"type": "team_member"}]}},
            "is neither user_member nor empty_member",
        ),
    ],
)
def test_an_event_without_the_documented_shape_is_refused(changes: dict[str, Any], match: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(RemoteError, match=match):
        read_back(answered(layer(), LONDON, **changes), LONDON)


def test_utc_has_one_name() -> None:
    """PagerDuty stores another one than it was sent, and Rails has a third kind."""
    assert [zone_name(name) for name in ("UTC", "Etc/UTC", "London", "Asia/Tokyo")] == [
        "UTC",
        "UTC",
        "Europe/London",
        "Asia/Tokyo",
    ]
    event = answered(layer(), "UTC")
    event["start_time"]["time_zone"] = "Etc/UTC"
    assert read_back(event, "UTC") == layer()


def test_a_running_event_is_given_nothing_but_its_end() -> None:
    """It is refused for any other field."""
    assert until_body(None) == {"event": {"effective_until": None}}
    assert until_body(MONDAY) == {"event": {"effective_until": "2026-12-07T09:00:00Z"}}


def test_a_layer_without_people_is_left_where_it_is() -> None:
    """There are no rounds to move it by."""
    empty = replace(layer(), users=(), anchor=MONDAY + timedelta(weeks=1))
    assert settled(empty, zone(LONDON), MONDAY) == empty
