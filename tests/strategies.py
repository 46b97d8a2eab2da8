"""Random rota files that load: any hours, turns, line-ups, layers, overrides and bank-holiday rules."""

from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

# Two with the northern and southern summer, one that moves by half an hour, some that never change.
ZONES = (
    "Europe/London",
    "America/New_York",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Asia/Kathmandu",
    "UTC",
)
PEOPLE = ("ana", "ben", "cal", "dee", "eve")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
# No clock changes at these times, so that every time that is written exists once.
CLOCKS = ("06:00", "09:00", "09:30", "12:00", "17:00", "21:45")
FIRST = date(2026, 1, 5)

Data = dict[str, Any]

zones = st.sampled_from(ZONES)
people = st.sampled_from(PEOPLE)
dates = st.dates(date(2026, 1, 5), date(2026, 12, 31))


@st.composite
def windows(draw: st.DrawFn) -> str:
    """One weekly window, in any of the forms; it may run over midnight or over the end of the week."""
    form = draw(st.integers(0, 2))
    start, end = draw(st.sampled_from(CLOCKS)), draw(st.sampled_from((*CLOCKS, "00:00")))
    first, last = draw(st.sampled_from(DAYS)), draw(st.sampled_from(DAYS))
    if form == 0:
        return f"{first}-{last} {start}-{end if end != start else '23:00'}"
    if form == 1:
        return f"daily {start}-{end if end != start else '23:00'}"
    return f"{first} {start}-{last} {end if (first, start) != (last, end) else '23:00'}"


@st.composite
def hours(draw: st.DrawFn) -> Data:
    """Some hours by name: windows, their complement, and ones that change on a date."""
    some = st.lists(windows(), min_size=1, max_size=3)
    day = draw(st.one_of(st.just(["Mon-Fri 09:00-17:00"]), some))
    dated = [{"windows": draw(some)}, {"from": f"{draw(dates)}", "windows": draw(some)}]
    return {"day": day, "night": "outside day", "dated": dated, "rest": "outside dated"}


@st.composite
def turns(draw: st.DrawFn) -> tuple[str, timedelta, str | None]:
    """A turn as written, its length, and the handover that goes with it."""
    unit = draw(st.sampled_from(("hours", "days", "weeks")))
    count = draw(
        {"hours": st.sampled_from((8, 12, 36)), "days": st.integers(1, 5), "weeks": st.integers(1, 3)}[unit]
    )
    length = timedelta(**{unit: count})
    clock = draw(st.sampled_from(CLOCKS))
    if unit == "weeks":
        return f"{count} weeks", length, f"{draw(st.sampled_from(DAYS))} {clock}"
    return f"{count} {unit}", length, clock if unit == "days" else None


def _start(turn: tuple[str, timedelta, str | None], from_: date, clock: str) -> datetime:
    """The first handover on or after a date."""
    handover = turn[2]
    if handover is None:
        return datetime.combine(from_, datetime.strptime(clock, "%H:%M").time())  # noqa: DTZ007 - wall time
    *weekday, written = handover.split()
    at = datetime.combine(from_, datetime.strptime(written, "%H:%M").time())  # noqa: DTZ007 - wall time
    if weekday:
        at += timedelta(days=(DAYS.index(weekday[0]) - at.weekday()) % 7)
    return at


def _line_up(at: datetime, turn: tuple[str, timedelta, str | None]) -> Data:
    return {"from": f"{at:%Y-%m-%d %H:%M}" if turn[2] is None else f"{at:%Y-%m-%d}"}


@st.composite
def layers(draw: st.DrawFn) -> Data:
    """A layer whose line-ups all begin at handovers; some pause, some change turn, handover and hours."""
    turn = draw(turns())
    at = _start(turn, FIRST + timedelta(days=draw(st.integers(0, 60))), draw(st.sampled_from(CLOCKS)))
    group = st.lists(people, min_size=1, max_size=5)
    layer: Data = {"turn": turn[0], "line_ups": [{**_line_up(at, turn), "people": draw(group)}]}
    if turn[2] is not None:
        layer["handover"] = turn[2]
    if name := draw(st.sampled_from((None, "day", "night", "dated", "rest"))):
        layer["hours"] = name
    for kind in draw(st.lists(st.sampled_from(("people", "pause", "cut", "hours")), max_size=3)):
        at += turn[1] * draw(st.integers(1, 12))
        more: Data = {}
        if kind == "cut":
            turn = draw(turns())
            at = _start(turn, at.date() + timedelta(days=1), draw(st.sampled_from(CLOCKS)))
            more = {"turn": turn[0]} | ({"handover": turn[2]} if turn[2] is not None else {})
        if kind == "hours":
            more["hours"] = draw(st.sampled_from(("day", "night", "dated")))
        who = {"pause": "holidays"} if kind == "pause" else {"people": draw(group)}
        layer["line_ups"].append(_line_up(at, turn) | more | who)
    return layer


@st.composite
def bank_holidays(draw: st.DrawFn, rotas: tuple[str, ...], of_shifts: tuple[str, ...] = ()) -> Data:
    """Rules for some of the rotas, with a few days added and left out; shifts allow for nobody."""
    rules = {
        rota: draw(st.sampled_from(("current", "team", "ana", *(["nobody"] if rota in of_shifts else []))))
        for rota in rotas
        if draw(st.booleans())
    }
    extra = draw(st.lists(dates, unique=True, max_size=2))
    ignore = draw(st.lists(dates.filter(lambda d: d not in extra), unique=True, max_size=2))
    return {
        "calendar": draw(st.sampled_from(("england-and-wales", "scotland", "northern-ireland"))),
        "window": draw(st.sampled_from(("day", "dated", "night"))),
        "holder": draw(st.sampled_from(("incoming", "outgoing"))),
        "rules": rules,
        "extra": [{"date": f"{d}", "name": "Fair"} for d in extra],
        "ignore": [{"date": f"{d}", "reason": "office open"} for d in ignore],
    }


@st.composite
def covers(draw: st.DrawFn, rota: str) -> Data:
    """A cover with times; whether it fits the rota is left to chance, and two may chain or overlap."""
    who, by = draw(st.tuples(people, people).filter(lambda pair: pair[0] != pair[1]))
    start = datetime.combine(draw(dates), datetime.min.time()) + timedelta(hours=draw(st.integers(6, 22)))
    end = start + timedelta(days=draw(st.integers(0, 9)), hours=1)
    times = {"from": f"{start:%Y-%m-%d %H:%M}", "until": f"{end:%Y-%m-%d %H:%M}"}
    return {"rota": rota, "cover": who, "by": by, **times}


@st.composite
def swaps(draw: st.DrawFn, rota: str) -> Data:
    """A swap of two turns; whether there are such turns is left to chance."""
    one, other = draw(st.lists(people, min_size=2, max_size=2, unique=True))
    first, second = draw(st.lists(dates, min_size=2, max_size=2, unique=True))
    return {"rota": rota, "swap": {one: f"{first}", other: f"{second}"}}


@st.composite
def rotas(draw: st.DrawFn) -> dict[str, Data]:
    """`web`, of one layer or of several, and sometimes `second`, which follows it."""
    stack = draw(st.lists(layers(), min_size=1, max_size=3))
    web: Data = {"name": "Web"}
    if len(stack) == 1 and draw(st.booleans()):
        web |= stack[0]
    else:
        web["layers"] = [{"name": f"l{i}", **layer} for i, layer in enumerate(stack)]
    found = {"web": web}
    if draw(st.booleans()):
        found["second"] = {"name": "Second", "follows": "web", "offset": draw(st.integers(1, 4))}
    return found


@st.composite
def _kinds(draw: st.DrawFn, rotas: dict[str, Data]) -> Data:
    """What the file says of all schedules, beside what some rotas say of their own."""
    kinds = st.sampled_from((None, "layers", "shifts"))
    for rota in rotas.values():
        if (own := draw(kinds)) is not None:
            rota["kind"] = own
    main = draw(kinds)
    return {} if main is None else {"kind": main}


@st.composite
def documents(draw: st.DrawFn, *, overrides: bool = True, kinds: bool = False) -> Data:
    """A whole file as plain data. With `kinds` some rotas are made of shifts and may have nobody."""
    found = draw(rotas())
    kind = draw(_kinds(found)) if kinds else {}
    keys = tuple(found)
    of_shifts = tuple(key for key in keys if (kind | found[key]).get("kind") == "shifts")
    listed = {key: {"name": key, "email": f"{key}@example.org"} for key in PEOPLE}
    document: Data = {
        "version": 1,
        "time_zone": draw(zones),
        "horizon": "13 weeks",
        "people": {**listed, "team": {"name": "Team", "email": "team@example.org", "mailbox": True}},
        "hours": draw(hours()),
        "rotas": found,
        "bank_holidays": draw(bank_holidays(keys, of_shifts)),
        **kind,
    }
    if overrides:
        entries = st.one_of(*(kind(key) for key in keys for kind in (covers, swaps)))
        document["overrides"] = draw(st.lists(entries, max_size=6, unique_by=str)) + draw(
            _volunteers(document)
        )
    return document


@st.composite
def _volunteers(draw: st.DrawFn, document: Data) -> list[Data]:
    """`holiday:` entries on rotas whose rule allows them."""
    days = draw(
        st.lists(st.sampled_from(("2026-04-03", "2026-08-31", "2026-12-25")), unique=True, max_size=2)
    )
    rules = document["bank_holidays"]["rules"]
    keys = [key for key, rule in rules.items() if rule not in {"team", "nobody"}]
    web = document["rotas"]["web"]
    clocks = {layer.get("handover", "hours")[-5:] for layer in web.get("layers", [web])}
    nights = st.booleans() if len(clocks) == 1 and "hours" not in clocks else st.just(value=False)
    return [
        {"rota": draw(st.sampled_from(keys)), "holiday": day, "by": draw(people), "nights": draw(nights)}
        for day in days
        if keys
    ]
