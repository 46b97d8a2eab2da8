"""Who could take shifts: leave, double bookings, rest, fairness, chains, and what is split or refused."""

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import pytest

from reconciler.config.loader import Loaded, load_texts
from reconciler.config.values import DateRange
from reconciler.errors import ConfigError, UsageError
from reconciler.suggest.cover import Asked, Proposal, propose
from tests.shifts.support import NOW, document, one, span

# From Mon 30 Nov 2026: ana, ben, cal, dee; a week each, nights and weekends.
NIGHTS = one({"from": "2026-11-30", "people": ["ana", "ben", "cal", "dee"]}, hours="night")
# The same weeks in hours: kit, lou, and again.
DAYS = one({"from": "2026-11-30", "people": ["kit", "lou"]}, hours="day")
LEVELS = {
    "all": {
        "name": "All",
        "levels": [
            {"notify": "days", "escalate_after": "5 minutes"},
            {"notify": "nights", "escalate_after": "5 minutes"},
        ],
    }
}


def loaded(*overrides: Mapping[str, Any], days: Any = DAYS, nights: Any = NIGHTS, **more: Any) -> Loaded:
    """The two rotas with some overrides and anything else."""
    data = document({"nights": nights, "days": days}, overrides=list(overrides), **more)
    return load_texts("rota.yaml", {"rota.yaml": json.dumps(data)})


def asked(person: str, start: str, end: str, rota: str = "nights", **more: Any) -> Asked:
    return Asked(rota, person, span(start, end), **more)


# ben's turn of nights
BEN = ("ben", "2026-12-07 09:00", "2026-12-14 09:00")


def obstacles(proposal: Proposal) -> dict[str, list[str]]:
    return {one.person: [o.text for o in one.obstacles] for one in proposal.candidates}


def parts(proposal: Proposal) -> list[tuple[str, str, str]]:
    return [
        (p.by, f"{p.interval.start:%a %d %H:%M}", f"{p.interval.end:%a %d %H:%M}") for p in proposal.parts
    ]


def lines(proposal: Proposal) -> Sequence[Mapping[str, object]]:
    assert proposal.edit is not None
    return [insertion.item for insertion in proposal.edit.insertions]


def test_the_fairest_person_who_can_is_proposed() -> None:
    """Cal has had the fewest hours, since dee has covered a night of ana's."""
    before = {"rota": "nights", "cover": "ana", "by": "dee", "on": "2026-12-01"}
    found = propose(loaded(before), asked(*BEN), NOW)
    order = [one.person for one in found.candidates]
    assert order.index("cal") < order.index("dee")
    more = [one.more for one in found.candidates]
    assert more == sorted(more)
    assert parts(found)[0][0] == order[0]


def test_somebody_on_leave_cannot() -> None:
    """With the dates; the night that ends on the first morning of a leave is none of it."""
    leave = [{"person": "cal", "on": "2026-12-09..2026-12-11"}, {"person": "dee", "on": "2026-12-14"}]
    found = obstacles(propose(loaded(leave=leave), asked(*BEN), NOW))
    assert found == {"ana": [], "cal": ["on leave Wed 9 Dec – Fri 11 Dec"], "dee": []}


def test_somebody_on_another_level_of_the_policy_cannot() -> None:
    """Around the clock on one level leaves nobody for the other."""
    always = one({"from": "2026-11-30", "people": ["kit", "cal"]}, hours=None)
    found = propose(loaded(days=always, policies=LEVELS), asked(*BEN), NOW)
    assert obstacles(found)["cal"] == ["on days then, another level of All"]
    assert [o.kind for c in found.candidates if c.person == "cal" for o in c.obstacles] == ["two-levels"]


def test_somebody_on_another_rota_cannot() -> None:
    """Where the two meet only in part, the first time is named."""
    some = one({"from": "2026-11-30", "people": ["cal"]}, hours="evenings")
    hours = {"day": "Mon-Fri 09:00-17:00", "night": "outside day", "evenings": "Wed 18:00-19:00"}
    found = propose(loaded(days=some, hours=hours), asked(*BEN), NOW)
    assert obstacles(found)["cal"][0] == "on days Wed 9 Dec 18:00 – 19:00"


def test_somebody_whom_a_level_names_cannot() -> None:
    """The next level would only find the same person again."""
    levels = [
        {"notify": "nights", "escalate_after": "5 minutes"},
        {"notify": "dee", "escalate_after": "5 minutes"},
    ]
    found = propose(loaded(policies={"all": {"name": "All", "levels": levels}}), asked(*BEN), NOW)
    assert obstacles(found)["dee"] == ["named by level 2 of All, which has nights too"]


def test_a_night_needs_rest_before_and_after() -> None:
    """A working day on another rota after the new nights, or old nights before the new day."""
    days = one({"from": "2026-11-30", "people": ["kit", "lou", "cal"]}, hours="day")
    found = propose(loaded(days=days), asked(*BEN), NOW)
    assert obstacles(found)["cal"] == ["no rest before days on Mon 14 Dec 09:00"]
    new = propose(loaded(), asked("lou", "2026-12-07 09:00", "2026-12-08 09:00", "days", anyone=True), NOW)
    assert obstacles(new)["ana"] == ["no rest after the night on nights until Mon 7 Dec 09:00"]
    hours = {"day": "Mon-Fri 13:00-17:00", "night": ["Mon-Thu 17:00-09:00"]}
    new = propose(
        loaded(hours=hours), asked("lou", "2026-12-08 09:00", "2026-12-09 09:00", "days", anyone=True), NOW
    )
    assert obstacles(new)["ben"] == ["only 4 hours after the night on nights until Tue 8 Dec 09:00"]


def test_nobody_is_put_on_call_for_weeks_without_a_day_off() -> None:
    """Dee has the two turns after."""
    nights = one({"from": "2026-11-30", "people": ["ana", "ben", "dee", "dee"]}, hours=None)
    found = propose(loaded(nights=nights), asked(*BEN), NOW)
    assert obstacles(found)["dee"] == ["without a day off then from Mon 7 Dec 09:00 until Mon 28 Dec 09:00"]


def test_somebody_who_leaves_before_the_end_cannot() -> None:
    """They are still in the line-up."""
    data = document({"nights": NIGHTS, "days": DAYS})
    data["people"]["cal"]["left"] = "2026-12-16"
    data["rotas"]["nights"]["line_ups"] = [
        {"from": "2026-11-30", "people": ["ana", "cal", "ben"]},
        {"from": "2026-12-14", "people": ["ana", "ben"]},
    ]
    file = load_texts("rota.yaml", {"rota.yaml": json.dumps(data)})
    found = propose(file, asked("ana", "2026-12-14 09:00", "2026-12-21 09:00", anyone=True), NOW)
    assert obstacles(found)["cal"] == ["leaves on Wed 16 Dec"]


def test_anyone_looks_beyond_the_line_ups() -> None:
    """After the rota's people; mailboxes and whoever has left are nobody."""
    found = propose(loaded(), asked(*BEN, anyone=True), NOW)
    assert {one.person for one in found.candidates} == {"ana", "cal", "dee", "eve", "kit", "lou"}
    here = [one.here for one in found.candidates if one.can]
    assert here == sorted(here, reverse=True)
    assert {one.person for one in propose(loaded(), asked(*BEN), NOW).candidates} == {"ana", "cal", "dee"}


@pytest.mark.parametrize(
    ("start", "end", "form"),
    [
        ("2026-12-07 09:00", "2026-12-14 09:00", {"on": "2026-12-07..2026-12-13"}),
        ("2026-12-08 09:00", "2026-12-09 09:00", {"on": "2026-12-08..2026-12-08"}),
        ("2026-12-08 17:00", "2026-12-09 09:00", {"from": "2026-12-08 17:00", "until": "2026-12-09 09:00"}),
    ],
)
def test_a_line_has_dates_where_it_means_whole_days(start: str, end: str, form: dict[str, str]) -> None:
    """From the handover's time of day to the same time; else times."""
    (item,) = lines(propose(loaded(), asked("ben", start, end, reason="away"), NOW))
    said = {k: f"{v:%Y-%m-%d %H:%M}" for k, v in item.items() if k in {"from", "until"}}
    if isinstance(days := item.get("on"), DateRange):
        said["on"] = f"{days.first}..{days.last}"
    assert said == form
    assert list(item)[:3] == ["rota", "cover", "by"]
    assert item["reason"] == "away"


def test_what_is_asked_is_trimmed_to_what_they_hold() -> None:
    """A month around one turn is that turn; what somebody has taken already is told."""
    taken = {"rota": "nights", "cover": "ben", "by": "dee", "on": "2026-12-09"}
    found = propose(loaded(taken), asked("ben", "2026-12-01 09:00", "2026-12-29 09:00"), NOW)
    assert [f"{p.start:%a %d} – {p.end:%a %d}" for p in found.held.pieces] == [
        "Mon 07 – Wed 09",
        "Thu 10 – Mon 14",
    ]
    assert [(s.value.person, f"{s.start:%a %d}") for s in found.held.given] == [("dee", "Wed 09")]
    assert len(lines(found)) == 2


def test_a_cover_of_a_cover_names_whoever_covers() -> None:
    """Ana is covered by ben, who cannot: the line covers ben, and giving it back to ana is no cover."""
    chain = {"rota": "nights", "cover": "ana", "by": "ben", "on": "2026-12-02"}
    found = propose(loaded(chain), asked("ben", "2026-12-02 09:00", "2026-12-03 09:00"), NOW)
    (item,) = lines(found)
    assert item["cover"] == "ben"
    assert item["by"] in {"cal", "dee"}
    assert obstacles(found)["ana"] == ["it is their own turn: to give it back, delete rota.yaml:1"]
    assert [(m.before, m.after) for m in found.moved] == [("ben", item["by"])]


def test_shifts_that_nobody_can_take_whole_are_split() -> None:
    """Cal is away for the first days and dee for the last, so that each takes as much as they can."""
    leave = [
        {"person": "ana", "on": "2026-12-01..2026-12-31"},
        {"person": "cal", "on": "2026-12-07..2026-12-09"},
        {"person": "dee", "on": "2026-12-10..2026-12-20"},
    ]
    found = propose(loaded(leave=leave), asked(*BEN), NOW)
    assert parts(found) == [("dee", "Mon 07 09:00", "Thu 10 09:00"), ("cal", "Thu 10 09:00", "Mon 14 09:00")]
    assert found.whole


def test_two_turns_go_to_two_people_where_that_is_fair() -> None:
    """Each can take one of the two; no turn is cut for it."""
    leave = [
        {"person": "ana", "on": "2026-12-01..2027-02-28"},
        {"person": "cal", "on": "2026-12-07..2026-12-13"},
        {"person": "dee", "on": "2027-01-04..2027-01-10"},
    ]
    found = propose(loaded(leave=leave), asked("ben", "2026-12-07 09:00", "2027-01-11 09:00"), NOW)
    assert parts(found) == [("dee", "Mon 07 09:00", "Mon 14 09:00"), ("cal", "Mon 04 09:00", "Mon 11 09:00")]


def test_what_nobody_can_take_stays_open() -> None:
    """All are away in the middle of it."""
    leave = [{"person": who, "on": "2026-12-09..2026-12-09"} for who in ("ana", "cal", "dee")]
    found = propose(loaded(leave=leave), asked(*BEN), NOW)
    assert not found.whole
    assert [f"{p.start:%a %d} – {p.end:%a %d}" for p in found.open] == ["Wed 09 – Thu 10"]


def test_a_rota_of_one_has_nobody_else() -> None:
    """All of it is open, and nothing is put in."""
    alone = one({"from": "2026-11-30", "people": ["ben"]}, hours="night")
    found = propose(loaded(nights=alone), asked(*BEN), NOW)
    assert (found.candidates, found.parts, found.edit, found.whole) == ((), (), None, False)


def test_the_one_who_is_named_is_judged_alone() -> None:
    """And refused with the reason, unless it is to be anyway."""
    file = loaded(leave=[{"person": "cal", "on": "2026-12-09"}])
    assert parts(propose(file, asked(*BEN, by="dee"), NOW))[0][0] == "dee"
    with pytest.raises(UsageError, match="Cal Roe cannot take it: on leave Wed 9 Dec"):
        propose(file, asked(*BEN, by="cal"), NOW)
    found = propose(file, asked(*BEN, by="cal", anyway=True), NOW)
    assert parts(found) == [("cal", "Mon 07 09:00", "Mon 14 09:00")]
    assert [f.id for f in found.notes] == ["on-leave"]


def test_shifts_by_a_line_of_bank_holidays_are_not_covered() -> None:
    """They are told apart from the rest, with the line to change."""
    rules = {"calendar": "england-and-wales", "window": "day", "rules": {"nights": "current"}}
    holiday = {"rota": "nights", "holiday": "2026-12-25", "by": "ben"}
    file = loaded(holiday, bank_holidays=rules)
    with pytest.raises(UsageError, match=r"because rota\.yaml:1 says so"):
        propose(file, asked("ben", "2026-12-25 09:00", "2026-12-25 17:00"), NOW)
    found = propose(file, asked("ben", "2026-12-10 09:00", "2026-12-26 09:00"), NOW)
    assert [s.holiday for s in found.held.fixed] == ["Christmas Day"]
    assert all(m.holiday is None for m in found.moved)


def test_where_they_hold_nothing_it_says_what_they_do_hold() -> None:
    """And who holds it then, by which line."""
    taken = {"rota": "nights", "cover": "ben", "by": "dee", "on": "2026-12-09"}
    with pytest.raises(UsageError) as nobody:
        propose(loaded(taken), asked("ben", "2026-12-09 09:00", "2026-12-10 09:00"), NOW)
    assert nobody.value.message.endswith(": Dee Marr has taken it (rota.yaml:1)")
    assert nobody.value.hint == (
        "write --person dee to cover Dee Marr; near it Ben Ode has Mon 7 Dec 09:00 – Wed 9 Dec 09:00 "
        "and Thu 10 Dec 09:00 – Mon 14 Dec 09:00"
    )


@pytest.mark.parametrize(
    ("start", "end", "more", "message"),
    [
        ("2026-11-01 09:00", "2026-11-02 09:00", {}, "that is over"),
        ("2026-12-07 09:00", "2027-12-07 09:00", {}, "that is more than half a year"),
        ("2026-12-07 09:00", "2026-12-08 09:00", {"by": "ben"}, "Ben Ode cannot cover themself"),
        ("2026-12-07 09:00", "2026-12-08 09:00", {"by": "team"}, "PaaS team is a mailbox"),
    ],
)
def test_what_cannot_be_covered_is_refused(start: str, end: str, more: dict[str, str], message: str) -> None:
    """In a sentence."""
    with pytest.raises(UsageError, match=message):
        propose(loaded(), asked("ben", start, end, **more), NOW)


def test_a_running_turn_is_covered_from_the_next_minute_on() -> None:
    """The past is as it was."""
    now = NOW.replace(month=12, day=8, second=30)
    found = propose(loaded(), asked(*BEN), now)
    assert found.held.pieces[0].start == now.replace(second=0) + timedelta(minutes=1)


def test_a_line_goes_into_the_file_of_its_month_where_the_root_includes_such() -> None:
    """By `include:`; else into the root, and into any file that is named."""
    data = document({"nights": NIGHTS, "days": DAYS}, include=["overrides/*.yaml"])
    file = load_texts("rota.yaml", {"rota.yaml": json.dumps(data)})
    found = propose(file, asked(*BEN), NOW)
    assert found.edit is not None
    assert dict(found.edit.texts) == {
        "overrides/2026-12.yaml": "overrides:\n"
        f"  - {{rota: nights, cover: ben, by: {found.parts[0].by}, on: 2026-12-07..2026-12-13}}\n"
    }
    named = propose(file, asked(*BEN, file="overrides/leave.yaml"), NOW)
    assert named.edit is not None
    assert list(named.edit.texts) == ["overrides/leave.yaml"]
    plain = propose(loaded(), asked(*BEN), NOW)
    assert plain.edit is not None
    assert list(plain.edit.texts) == ["rota.yaml"]


def test_somebody_who_has_left_stays_a_fault_of_the_file() -> None:
    """No word of the command line makes the file right."""
    data = document({"nights": NIGHTS, "days": DAYS})
    data["people"]["eve"]["left"] = "2026-11-01"
    file = load_texts("rota.yaml", {"rota.yaml": json.dumps(data)})
    with pytest.raises(ConfigError):
        propose(file, asked(*BEN, by="eve", anyway=True), NOW)
