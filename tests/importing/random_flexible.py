"""Random shift-based schedules: events side by side and one after the other, odd ones, and what stands in."""

from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from reconciler.desired.restrictions import from_weekly
from reconciler.desired.rotations import InexpressibleError, split
from reconciler.intervals import instant, wall, zone
from reconciler.remote.shifts.codec import encode_event
from reconciler.shifts.hours import normalise
from reconciler.state import LayerState
from tests.importing.accounts import DAY, HOUR, WEEK, Account
from tests.importing.flexible import DAILY, WEEKDAYS, event, extra, flexible, replaced
from tests.importing.random_accounts import SPRING, ZONES
from tests.importing.test_events import HOURS

_RULES = (
    DAILY, DAILY, DAILY, WEEKDAYS, "RRULE:FREQ=WEEKLY;BYDAY=MO", "RRULE:FREQ=WEEKLY;BYDAY=FR",
    "RRULE:FREQ=WEEKLY;BYDAY=SA,SU", "RRULE:FREQ=WEEKLY", "RRULE:FREQ=WEEKLY;INTERVAL=2",
    "RRULE:FREQ=DAILY;INTERVAL=3", "RRULE:FREQ=MONTHLY", "RRULE:FREQ=DAILY;COUNT=400",
)  # fmt: skip
_NAMES = ("Ana Ortiz", "Ben Ode", "Cal Roe", "Dee Lund")
_MADE = SPRING - timedelta(weeks=26)

clocks = st.sampled_from((0, 6, 9, 17, 22)).map(lambda hour: timedelta(hours=hour))
lengths = st.sampled_from((1, 8, 12, 16, 24, 24, 24, 64, 168))


@st.composite
def events(draw: st.DrawFn, users: list[str], tz: str) -> list[dict[str, Any]]:
    """The events of one rotation: one, or several that follow each other, in the past and to come."""
    many = draw(st.sampled_from((1, 1, 1, 2, 3)))
    begins = wall(_MADE, zone(tz)).replace(hour=0) + timedelta(days=draw(st.integers(0, 13)))
    out: list[dict[str, Any]] = []
    for number in range(many):
        last = number == many - 1
        ends = begins + timedelta(weeks=draw(st.integers(12, 24)), days=draw(st.sampled_from((0, 0, 3))))
        rule, hours = draw(st.sampled_from(_RULES)), draw(lengths)
        out.append(
            event(
                *draw(st.lists(st.sampled_from(users), min_size=1, max_size=4)),
                *draw(st.sampled_from(((),) * 8 + (("",),))),
                at=_on(rule, begins) + draw(clocks),
                hours=24 if rule == DAILY and hours > 24 else hours,
                rule=rule,
                per=draw(st.sampled_from((1, 1, 2, 5, 7))),
                since=instant(begins, zone(tz)),
                until=None if last and draw(st.booleans()) else instant(ends, zone(tz)),
                name=draw(st.sampled_from(("Shift", "Weekly", "main from 2026-09-14", "main"))),
                tz=draw(st.sampled_from((tz,) * 9 + ("Asia/Tokyo",))),
                everybody=draw(st.sampled_from((False,) * 9 + (True,))),
            )
        )
        begins = ends
    return out


def _on(rule: str, day: datetime) -> datetime:
    """The first day from a day on which the rule has a time."""
    days = rule.partition("BYDAY=")[2].split(",")
    while days != [""] and ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[day.weekday()] not in days:
        day += timedelta(days=1)
    return day


@st.composite
def ours(draw: st.DrawFn, users: list[str], tz: str) -> list[list[dict[str, Any]]]:
    """Rotations as an apply makes them of one layer, of which there may be many."""
    begins = wall(_MADE, zone(tz)).replace(hour=9) + timedelta(days=draw(st.integers(0, 13)))
    turn = draw(st.sampled_from((12 * HOUR, DAY, 2 * DAY, 10 * DAY, WEEK, WEEK, 2 * WEEK)))
    windows = draw(HOURS)
    week = from_weekly(normalise(tuple(windows))) if windows else ()
    people = tuple(draw(st.lists(st.sampled_from(users), min_size=1, max_size=4)))
    start = instant(begins, zone(tz))
    layer = LayerState(None, f"main from {begins:%Y-%m-%d}", start, None, start, turn, people, week)
    try:
        found = split(layer, zone(tz))
    except InexpressibleError:
        return []
    return [[encode_event(each, tz, start)["event"]] for each in found][:10]


@st.composite
def accounts(draw: st.DrawFn) -> Account:
    """An account with a few of them, made half a year ago, with its clock at noon of a Wednesday in March."""
    account = Account(ahead=timedelta(weeks=5))
    account.now = _MADE - timedelta(days=1)
    users = account.users(*_NAMES)
    for number in range(draw(st.integers(1, 3))):
        tz = draw(st.sampled_from(ZONES))
        mine = draw(st.booleans())
        theirs = st.lists(events(users, tz), min_size=1, max_size=2)
        rotations: list[list[dict[str, Any]]] = draw(ours(users, tz)) if mine else draw(theirs)
        starts = st.integers(0, 400).map(lambda hours: SPRING + timedelta(hours=hours))
        pairs = st.permutations([*users, ""]).map(lambda names: (names[0], names[1]))
        some = {
            "overrides": [
                replaced(*draw(pairs), draw(starts), draw(lengths))
                for _ in range(draw(st.sampled_from((0, 0, 1, 2))) if rotations else 0)
            ],
            "custom_shifts": [
                extra(draw(st.sampled_from(users)), draw(starts), draw(lengths))
                for _ in range(draw(st.sampled_from((0, 0, 0, 1))))
            ],
        }
        flexible(account, f"Web {number}", *rotations, tz=tz, **some)
    account.now = SPRING
    return account
