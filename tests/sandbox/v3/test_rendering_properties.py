"""Whatever the schedule: its rendering agrees with who is on at an instant, worked out shift by shift."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from reconciler.sandbox.quirks import Quirks
from reconciler.sandbox.store import Json
from reconciler.sandbox.v3.render import Parts, coverage, render

START = datetime(2026, 3, 20, tzinfo=UTC)
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ZONES = ("Europe/London", "America/New_York", "Etc/UTC", "Australia/Lord_Howe")
FOREVER = datetime(9999, 1, 1, tzinfo=UTC)
REACH = timedelta(days=12)

hours = st.integers(0, 24 * 20).map(lambda number: START + timedelta(hours=number))
users = st.none() | st.sampled_from(["PA", "PB", "PC"])
Span = tuple[datetime, datetime]


def member(user: str | None) -> Json:
    return {"type": "empty_member"} if user is None else {"type": "user_member", "user_id": user}


@st.composite
def events(draw: st.DrawFn) -> Json:
    """Hours, days or weeks apart, from a few days before the clocks change."""
    zone, start = draw(st.sampled_from(ZONES)), draw(hours)
    until = draw(st.none() | hours)
    step = f"INTERVAL={draw(st.integers(1, 3))}"
    on = draw(st.lists(st.sampled_from(DAYS), min_size=1, unique=True).map(",".join))
    rule = draw(st.sampled_from(["FREQ=DAILY", "FREQ=HOURLY", f"FREQ=WEEKLY;BYDAY={on}"]))
    kind = draw(st.sampled_from(["rotating", "every"]))
    return {
        "rotation_id": draw(st.sampled_from(["R1", "R2"])),
        "start_time": {"date_time": start.isoformat(), "time_zone": zone},
        "end_time": {
            "date_time": (start + timedelta(minutes=draw(st.integers(1, 40)) * 30)).isoformat(),
            "time_zone": zone,
        },
        "effective_since": draw(hours).isoformat(),
        "effective_until": until.isoformat() if until else None,
        "recurrence": [f"RRULE:{rule};{step}"],
        "assignment_strategy": {
            "type": f"{kind}_member_assignment_strategy",
            "shifts_per_member": draw(st.integers(1, 3)),
            "members": [member(user) for user in draw(st.lists(users, min_size=1, max_size=3))],
        },
    }


@st.composite
def parts(draw: st.DrawFn) -> Parts:
    """Events of two rotations, a custom shift or two, and overrides of all of them."""
    spans = st.tuples(hours, st.integers(1, 60)).map(
        lambda each: (each[0], each[0] + timedelta(hours=each[1]))
    )
    shifts = [
        {"id": f"S{place}", **ends(span), "assignments": [{"member": member(user)}]}
        for place, (span, user) in enumerate(draw(st.lists(st.tuples(spans, users), max_size=2)))
    ]
    target = st.sampled_from([("rotation_id", "R1"), ("rotation_id", "R2"), ("custom_shift_id", "S0")])
    drawn = draw(st.lists(st.tuples(spans, target, users, users), max_size=4))
    overrides = [
        {
            "id": f"O{place}",
            name: key,
            **ends(span),
            "overridden_member": member(old),
            "overriding_member": member(new),
        }
        for place, (span, (name, key), old, new) in enumerate(drawn)
    ]
    return Parts(draw(st.lists(events(), max_size=3)), shifts, overrides)


def ends(span: Span) -> Json:
    return {"start_time": span[0].isoformat(), "end_time": span[1].isoformat()}


quirks = st.builds(
    Quirks,
    v3_span=st.sampled_from(["wall_clock", "elapsed"]),
    v3_member_count_from=st.sampled_from(["start_time", "effective_since"]),
    v3_override_of_absent=st.sampled_from(["nothing", "puts_on"]),
)


def local_starts(event: Json) -> Iterator[datetime]:
    """One local time after the other, each hour or day looked at by itself."""
    rule = dict(part.split("=") for part in event["recurrence"][0].removeprefix("RRULE:").split(";"))
    first = datetime.fromisoformat(event["start_time"]["date_time"])
    wall = first.astimezone(ZoneInfo(event["start_time"]["time_zone"])).replace(tzinfo=None)
    interval, monday = int(rule["INTERVAL"]), wall - timedelta(days=wall.weekday())
    if rule["FREQ"] == "HOURLY":
        while True:
            yield wall
            wall += timedelta(hours=interval)
    number = 0
    while True:
        weekly = rule["FREQ"] == "WEEKLY"
        weeks = (wall - monday).days // 7
        due = DAYS[wall.weekday()] in rule["BYDAY"] if weekly else True
        if due and (weeks if weekly else number) % interval == 0:
            yield wall
        wall, number = wall + timedelta(days=1), number + 1


def holders(event: Json, instant: datetime, setting: Quirks) -> list[str | None]:
    """Who is on by one event at an instant: look at every shift, and stop when they start later."""
    zone = ZoneInfo(event["start_time"]["time_zone"])
    first, last = (datetime.fromisoformat(event[name]["date_time"]) for name in ("start_time", "end_time"))
    since = datetime.fromisoformat(event["effective_since"])
    until = datetime.fromisoformat(event["effective_until"]) if event["effective_until"] else FOREVER
    span = last.astimezone(zone).replace(tzinfo=None) - first.astimezone(zone).replace(tzinfo=None)
    strategy = event["assignment_strategy"]
    members = [each.get("user_id") for each in strategy["members"]]
    found: list[str | None] = []
    number = 0
    for wall in local_starts(event):
        start = wall.replace(tzinfo=zone).astimezone(UTC)
        if start > instant:
            return found
        end = (wall + span).replace(tzinfo=zone).astimezone(UTC)
        end = start + (last - first) if setting.v3_span == "elapsed" else end
        if end <= since and setting.v3_member_count_from == "effective_since":
            continue
        if start <= instant < end and since <= instant < until:
            turn = members[(number // strategy["shifts_per_member"]) % len(members)]
            found += [turn] if strategy["type"].startswith("rotating") else dict.fromkeys(members)
        number += 1
    return found


def expected(drawn: Parts, instant: datetime, setting: Quirks) -> Counter[str | None]:
    """Everybody who is on at an instant, target by target and one override after the other."""

    def covers(each: Json) -> bool:
        return bool(
            datetime.fromisoformat(each["start_time"]) <= instant < datetime.fromisoformat(each["end_time"])
        )

    planned: dict[str, list[str | None]] = {"R1": [], "R2": [], "S0": []}
    for event in drawn.events:
        planned[event["rotation_id"]] += holders(event, instant, setting)
    for shift in filter(covers, drawn.custom_shifts):
        planned.setdefault(shift["id"], []).append(shift["assignments"][0]["member"].get("user_id"))
    on: Counter[str | None] = Counter()
    for target, present in planned.items():
        # The last one to name somebody decides about them.
        taken = {
            each["overridden_member"].get("user_id"): each["overriding_member"].get("user_id")
            for each in drawn.overrides
            if target in (each.get("rotation_id"), each.get("custom_shift_id")) and covers(each)
        }
        on.update(taken.get(user, user) for user in present)
        if setting.v3_override_of_absent == "puts_on":
            on.update(new for old, new in taken.items() if old not in present)
    return on


@settings(max_examples=300, deadline=None)
@given(parts(), hours, quirks)
def test_those_at_an_instant_are_who_the_rules_name(drawn: Parts, instant: datetime, setting: Quirks) -> None:
    """Whether the instant is asked for by itself or lies inside a window that is rendered whole."""
    alone = render(drawn, instant, instant, setting)
    within = render(drawn, instant - REACH, instant + REACH, setting)
    there = [shift for shift in within if shift.start <= instant < shift.end]
    assert Counter(shift.member for shift in alone) == expected(drawn, instant, setting)
    assert Counter(alone) == Counter(there)


@settings(max_examples=100, deadline=None)
@given(parts(), hours, hours, quirks)
def test_a_narrower_window_shows_the_same_shifts(
    drawn: Parts, first: datetime, second: datetime, setting: Quirks
) -> None:
    """Those that touch it, with the same true ends, in order and none of them empty."""
    since, until = min(first, second), max(first, second) + timedelta(minutes=30)
    narrow = render(drawn, since, until, setting)
    wide = render(drawn, since - REACH, until + REACH, setting)
    assert narrow == [shift for shift in wide if shift.touches(since, until)]
    assert all(before.start <= after.start for before, after in pairwise(narrow))
    assert all(shift.start < shift.end for shift in narrow)


@settings(max_examples=100, deadline=None)
@given(parts(), hours, st.integers(1, 72))
def test_coverage_is_the_share_of_half_hours_with_a_user(drawn: Parts, since: datetime, length: int) -> None:
    """Everything here changes on the half hour, so half hours can be counted."""
    until = since + timedelta(hours=length)
    shifts = render(drawn, since, until, Quirks())
    steps = [since + timedelta(minutes=30 * number) for number in range(2 * length)]
    on = [step for step in steps if any(user is not None for user in expected(drawn, step, Quirks()))]
    assert abs(coverage(shifts, since, until) - 100 * len(on) / len(steps)) < 1e-9
