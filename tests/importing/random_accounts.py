"""Random accounts: zones, odd anchors, layers that end and begin, overlapping hours, odd names."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from reconciler.sandbox import seed_service, seed_team, seed_user, seed_v3_schedule
from tests.importing.accounts import DAY, HOUR, WEEK, Account, daily, layer, weekly

ZONES = (
    "Europe/London",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Etc/UTC",
    "Pacific/Apia",
)
_NAMES = (
    "Ana Ortiz", "Ana Ruiz", "José Núñez", "Ødegård, Bjørn", "李 雷", "no",
    "Null  Person", "Team: night #1", "O’Brien",
)  # fmt: skip
_TITLES = (
    "Web", "web", "On call", "on  call\u00a0", "Platform\tprimary", "24x7", "yes", "current",
    "Ärzte & Co", "x" * 255,
)  # fmt: skip
_TURNS = (12 * HOUR, 36 * HOUR, DAY, 2 * DAY, WEEK, WEEK, WEEK, 2 * WEEK, 3 * WEEK, 5430)

SPRING = datetime(2027, 3, 10, 12, tzinfo=UTC)
"""A Wednesday, with the clock changes of both sides of the Atlantic just ahead."""

weeks = st.integers(-3 * 52, 3)
times = st.sampled_from((0, 6 * HOUR, 9 * HOUR, 9 * HOUR + 1800, 17 * HOUR, 22 * HOUR))


@st.composite
def restrictions(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Hours that touch, overlap, run over midnight or over the end of the week, or are none at all."""
    form = draw(st.integers(0, 4))
    clocks = st.sampled_from(("00:00", "06:00", "09:00", "09:30", "17:00", "22:00"))
    if form == 0:
        return []
    if form == 1:
        lengths = st.sampled_from((HOUR, 8 * HOUR, 16 * HOUR, 86_340))
        return [daily(draw(clocks), draw(lengths)) for _ in range(draw(st.integers(1, 2)))]
    if form == 2:
        start, length = draw(clocks), draw(st.sampled_from((HOUR, 8 * HOUR, 15 * HOUR, DAY)))
        return [weekly(day, start, length) for day in range(1, 6)]
    lengths = st.sampled_from((HOUR, 8 * HOUR, DAY, 48 * HOUR, 62 * HOUR, 5 * DAY))
    return [
        weekly(draw(st.integers(1, 7)), draw(clocks), draw(lengths)) for _ in range(draw(st.integers(1, 3)))
    ]


@st.composite
def layers(draw: st.DrawFn, users: list[str]) -> dict[str, Any]:
    """One layer: its anchor years before its start or after it, its start and end odd, its users repeated."""
    turn = timedelta(seconds=draw(st.sampled_from(_TURNS)))
    anchor = SPRING.replace(hour=0) + timedelta(
        weeks=draw(weeks), days=draw(st.integers(0, 6)), seconds=draw(times)
    )
    handover = anchor + turn * ((SPRING - anchor) // turn + draw(st.integers(1, 3)))
    past = SPRING - timedelta(weeks=30)
    odd = SPRING + draw(st.sampled_from((timedelta(days=9, hours=5), timedelta(seconds=61))))
    start = draw(st.sampled_from((past, past, past, handover, odd)))
    ends = (None, None, None, handover + turn, odd + timedelta(days=40, minutes=7))
    return _layer(draw, users, start, anchor, turn, draw(st.sampled_from(ends)))


@st.composite
def successions(draw: st.DrawFn, users: list[str]) -> list[dict[str, Any]]:
    """Layers that take up where the one before ends, or a while later; their order in the stack is any."""
    turn = timedelta(seconds=draw(st.sampled_from((DAY, WEEK, 2 * WEEK))))
    at = SPRING.replace(hour=9) - turn * draw(st.integers(1, 8)) + timedelta(days=draw(st.integers(0, 6)))
    hours, family = draw(restrictions()), draw(st.booleans())
    out: list[dict[str, Any]] = []
    for _ in range(draw(st.integers(2, 4))):
        end = at + turn * draw(st.integers(1, 6))
        made = _layer(draw, users, at, at, turn, end)
        name = {"name": f"main from {at:%Y-%m-%d}"} if family else {}
        out.append(made | {"restrictions": hours} | name)
        at = end + turn * draw(st.sampled_from((0, 0, 1)))
    if draw(st.booleans()):
        out[-1]["end"] = None
    return draw(st.permutations(out))


def _layer(
    draw: st.DrawFn,
    users: list[str],
    start: datetime,
    anchor: datetime,
    turn: timedelta,
    end: datetime | None,
) -> dict[str, Any]:
    made: dict[str, Any] = layer(
        *draw(st.lists(st.sampled_from(users), min_size=1, max_size=5)),
        start=start,
        anchor=anchor,
        turn=int(turn.total_seconds()),
        end=None if end is None else f"{end:%Y-%m-%dT%H:%M:%SZ}",
        name=draw(st.sampled_from(("Layer 1", "", "on from 2026-01-05", "on from 2026-12-07", "Layer: x"))),
        restrictions=draw(restrictions()),
    )
    return made


def stacks(users: list[str]) -> st.SearchStrategy[list[dict[str, Any]]]:
    """The layers of a schedule."""
    return st.one_of(st.lists(layers(users), min_size=1, max_size=3), successions(users))


@st.composite
def accounts(draw: st.DrawFn) -> Account:
    """An account that was made half a year ago and edited since, with its clock at noon of a Wednesday."""
    account = Account(ahead=timedelta(weeks=5))
    account.now = SPRING - timedelta(weeks=draw(st.sampled_from((26, 1))))
    users = [
        seed_user(account.store, name=name, email=f"{draw(st.sampled_from('aZ'))}.{i}@example.org")
        for i, name in enumerate(draw(st.lists(st.sampled_from(_NAMES), min_size=2, max_size=6)))
    ]
    team = seed_team(account.store, "Support")
    teams = [{"id": team, "type": "team_reference"}]
    titles = draw(st.lists(st.sampled_from(_TITLES), min_size=1, max_size=4))
    made = [
        account.schedule(
            title,
            *draw(stacks(users)),
            zone=draw(st.sampled_from(ZONES)),
            teams=draw(st.sampled_from(([], teams))),
        )
        for title in titles
    ]
    for id_, title in zip(made, titles, strict=True):
        # Older schedules have names that PagerDuty would not take today.
        account.store.save("schedules", {**(account.store.get("schedules", id_) or {}), "name": title})
    account.now = SPRING - timedelta(days=draw(st.integers(0, 20)))
    for id_ in draw(st.lists(st.sampled_from(made), max_size=2, unique=True)):
        # What is left out of a save ends there and then.
        account.edit(id_, schedule_layers=draw(stacks(users)))
    flexible = seed_v3_schedule(account.store, "Flexible")
    targets = st.one_of(
        st.sampled_from([("schedule_reference", id_) for id_ in made]),
        st.sampled_from([("user_reference", id_) for id_ in users]),
        st.just(("schedule_v3_reference", flexible)),
    )
    levels = st.lists(
        st.lists(targets, min_size=1, max_size=3, unique=draw(st.booleans())), min_size=1, max_size=3
    )
    for title in draw(st.lists(st.sampled_from(("Web", "On call", "24x7", "yes")), max_size=2)):
        policy = account.policy(
            title,
            *draw(levels),
            delay=draw(st.sampled_from((1, 30, 120, 1440))),
            num_loops=draw(st.integers(0, 9)),
            description=draw(st.sampled_from((None, "Who: yes\n- first", "  "))),
            teams=draw(st.sampled_from(([], teams))),
        )
        seed_service(account.store, name=f"Payments {title}", policy_id=policy)
    account.now = SPRING
    _overrides(draw, account, made, users)
    return account


def _overrides(draw: st.DrawFn, account: Account, made: list[str], users: list[str]) -> None:
    """Some overrides, of which some overlap."""
    for _ in range(draw(st.integers(0, 3))):
        start = SPRING + timedelta(hours=draw(st.integers(0, 400)))
        body = {
            "start": f"{start:%Y-%m-%dT%H:%M:%SZ}",
            "end": f"{start + timedelta(hours=draw(st.integers(1, 60))):%Y-%m-%dT%H:%M:%SZ}",
            "user": {"id": draw(st.sampled_from(users)), "type": "user_reference"},
        }
        account.send("POST", f"/schedules/{draw(st.sampled_from(made))}/overrides", {"overrides": [body]})
