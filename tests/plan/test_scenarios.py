"""The bank holidays of the support rotas, from the file to what PagerDuty renders."""

from pathlib import Path

import pytest

from reconciler.sandbox import Quirks
from tests.plan.files import IN_COMMS, IN_HOURS, OOH, OOH_COMMS, SUPPORT, done, settled, support, world
from tests.world import World

Row = tuple[str, str, str]


@pytest.fixture(params=["layers", "shifts"])
def kind(request: pytest.FixtureRequest) -> str:
    """What the schedules are made of; what people see is the same."""
    return str(request.param)


def written(made: World) -> dict[str, list[Row]]:
    """All overrides of the four rotas."""
    return {key: made.overrides(key) for key in SUPPORT}


def four(start: str, end: str, holder: str, comms: str) -> dict[str, list[Row]]:
    """The four overrides of one bank holiday."""
    mail = [(start, end, "Team")]
    return {
        OOH: [(start, end, holder)],
        IN_HOURS: mail,
        OOH_COMMS: [(start, end, comms)],
        IN_COMMS: mail,
    }


def together(*days: dict[str, list[Row]]) -> dict[str, list[Row]]:
    return {key: [row for day in days for row in day[key]] for key in SUPPORT}


def test_christmas_in_the_middle_of_a_turn_gives_two_windows(tmp_path: Path, kind: str) -> None:
    """Eight overrides over four rotas; the night person is on for 64 hours."""
    made = settled(support("2024-12-23", kind=kind, horizon="1 week"), "2024-12-23 12:00", tmp_path)
    assert written(made) == together(
        four("2024-12-25 09:00Z", "2024-12-25 17:00Z", "Ana", "Kit"),
        four("2024-12-26 09:00Z", "2024-12-26 17:00Z", "Ana", "Kit"),
    )
    assert made.rendered(OOH, "2024-12-24 17:00", "2024-12-27 17:00") == [
        ("2024-12-24 17:00Z", "2024-12-27 09:00Z", "Ana")
    ]
    assert made.rendered(IN_HOURS, "2024-12-24 09:00", "2024-12-27 17:00") == [
        ("2024-12-24 09:00Z", "2024-12-24 17:00Z", "Dee"),
        ("2024-12-25 09:00Z", "2024-12-25 17:00Z", "Team"),
        ("2024-12-26 09:00Z", "2024-12-26 17:00Z", "Team"),
        ("2024-12-27 09:00Z", "2024-12-27 17:00Z", "Dee"),
    ]


def test_at_easter_good_friday_is_the_old_persons_and_monday_the_new_ones(tmp_path: Path, kind: str) -> None:
    """The handover on Easter Monday comes before its window; nothing is written for the weekend."""
    made = settled(support("2025-04-14", kind=kind, horizon="2 weeks"), "2025-04-14 12:00", tmp_path)
    assert made.overrides(OOH) == [
        ("2025-04-18 08:00Z", "2025-04-18 16:00Z", "Ana"),
        ("2025-04-21 08:00Z", "2025-04-21 16:00Z", "Ben"),
    ]
    assert made.rendered(OOH, "2025-04-17 17:00", "2025-04-22 09:00") == [
        ("2025-04-17 16:00Z", "2025-04-21 08:00Z", "Ana"),
        ("2025-04-21 08:00Z", "2025-04-22 08:00Z", "Ben"),
    ]


def test_with_outgoing_easter_monday_stays_with_whoever_had_the_weekend(tmp_path: Path, kind: str) -> None:
    """The other setting for the holder."""
    made = settled(
        support("2025-04-14", kind=kind, horizon="2 weeks", holder="outgoing"), "2025-04-14 12:00", tmp_path
    )
    assert made.overrides(OOH)[1] == ("2025-04-21 08:00Z", "2025-04-21 16:00Z", "Ana")


def test_a_substitute_day_acts_and_the_saturday_before_does_not(tmp_path: Path, kind: str) -> None:
    """Christmas 2026: Friday and Monday are written, Boxing Day itself is a Saturday."""
    made = settled(support("2026-12-21", kind=kind, horizon="2 weeks"), "2026-12-21 12:00", tmp_path)
    expected = together(
        four("2026-12-25 09:00Z", "2026-12-25 17:00Z", "Ana", "Kit"),
        four("2026-12-28 09:00Z", "2026-12-28 17:00Z", "Ben", "Lou"),
        four("2027-01-01 09:00Z", "2027-01-01 17:00Z", "Ben", "Lou"),
    )
    assert written(made) == expected
    assert made.rendered(OOH, "2026-12-24 17:00", "2026-12-29 09:00") == [
        ("2026-12-24 17:00Z", "2026-12-28 09:00Z", "Ana"),
        ("2026-12-28 09:00Z", "2026-12-29 09:00Z", "Ben"),
    ]


@pytest.mark.parametrize(
    ("calendar", "days"), [("england-and-wales", ["2022-01-03"]), ("scotland", ["2022-01-03", "2022-01-04"])]
)
def test_scotland_has_a_second_new_years_day(
    tmp_path: Path, kind: str, calendar: str, days: list[str]
) -> None:
    """New Year 2022: the Saturday does nothing, the substitutes do."""
    made = settled(
        support("2021-12-27", kind=kind, horizon="2 days", calendar=calendar), "2021-12-31 12:00", tmp_path
    )
    found = [row for row in made.overrides(OOH) if row[0] < "2022-02"]
    assert found == [(f"{day} 09:00Z", f"{day} 17:00Z", "Ben") for day in days]


def test_whoever_takes_the_whole_turn_takes_the_window(tmp_path: Path, kind: str) -> None:
    """A cover of a turn with a bank holiday at its start."""
    cover = {"rota": OOH, "cover": "ben", "by": "cal", "on": "2026-04-06..2026-04-12"}
    made = settled(
        support("2026-03-30", kind=kind, horizon="3 weeks", overrides=[cover]), "2026-03-31 12:00", tmp_path
    )
    shown = made.rendered(OOH, "2026-04-06 09:00", "2026-04-13 09:00")
    assert shown[0] == ("2026-04-06 08:00Z", "2026-04-07 08:00Z", "Cal")
    assert {name for _, _, name in shown} == {"Cal"}


def test_whoever_covers_only_the_night_does_not_take_the_window(tmp_path: Path, kind: str) -> None:
    """The day stays with the person whose turn it is."""
    cover = {
        "rota": OOH,
        "cover": "ben",
        "by": "cal",
        "from": "2026-04-06 17:00",
        "until": "2026-04-07 09:00",
    }
    made = settled(
        support("2026-03-30", kind=kind, horizon="3 weeks", overrides=[cover]), "2026-03-31 12:00", tmp_path
    )
    assert made.rendered(OOH, "2026-04-06 09:00", "2026-04-07 09:00") == [
        ("2026-04-06 08:00Z", "2026-04-06 16:00Z", "Ben"),
        ("2026-04-06 16:00Z", "2026-04-07 08:00Z", "Cal"),
    ]


@pytest.mark.parametrize("merge", [False, True])
def test_a_volunteer_with_nights_has_day_and_night(tmp_path: Path, kind: str, *, merge: bool) -> None:
    """Two overrides which may be rendered as one entry of 24 hours are no difference to report."""
    entry = {"rota": OOH, "holiday": "2026-04-06", "by": "cal", "nights": True}
    data = support("2026-03-30", kind=kind, horizon="3 weeks", overrides=[entry])
    made = settled(data, "2026-03-31 12:00", tmp_path, Quirks(merge_entries=merge))
    assert made.overrides(OOH)[1:] == [
        ("2026-04-06 08:00Z", "2026-04-06 16:00Z", "Cal"),
        ("2026-04-06 16:00Z", "2026-04-07 08:00Z", "Cal"),
    ]
    assert made.rendered(OOH, "2026-04-06 09:00", "2026-04-07 09:00") == [
        ("2026-04-06 08:00Z", "2026-04-07 08:00Z", "Cal")
    ]


@pytest.mark.parametrize(
    ("handover", "first", "expected"),
    [
        ("Monday 09:00", "2026-04-27", [("2026-05-04 08:00Z", "2026-05-04 16:00Z", "Ben")]),
        ("Monday 17:00", "2026-04-27", [("2026-05-04 08:00Z", "2026-05-04 16:00Z", "Ana")]),
        (
            "Monday 12:00",
            "2026-04-27",
            [
                ("2026-05-04 08:00Z", "2026-05-04 11:00Z", "Ana"),
                ("2026-05-04 11:00Z", "2026-05-04 16:00Z", "Ben"),
            ],
        ),
        ("Wednesday 09:00", "2026-04-29", [("2026-05-04 08:00Z", "2026-05-04 16:00Z", "Ana")]),
    ],
)
def test_the_handover_decides_who_has_a_bank_holiday_monday(
    tmp_path: Path, kind: str, handover: str, first: str, expected: list[Row]
) -> None:
    """Before the window, after it, inside it, on another day; in hours the first real slot is on Tuesday."""
    made = settled(
        support(first, kind=kind, handover=handover, horizon="2 weeks"), f"{first} 18:00", tmp_path
    )
    assert [row for row in made.overrides(OOH) if row[0] < "2026-05-05"] == expected
    assert made.rendered(IN_HOURS, "2026-05-04 08:00", "2026-05-05 12:00")[0][2] == "Team"
    assert made.rendered(IN_HOURS, "2026-05-04 08:00", "2026-05-05 12:00")[1][0] == "2026-05-05 08:00Z"


def test_a_holiday_traded_by_hand_stays_traded_and_the_mailbox_is_still_written(
    tmp_path: Path, kind: str
) -> None:
    """PagerDuty says cal, the file says ana: a conflict; once the file says cal nothing is left to do."""
    made = settled(
        support("2026-12-21", kind=kind, horizon="1 day", ignore=[{"date": "2026-12-25", "reason": "later"}]),
        "2026-12-21 12:00",
        tmp_path,
    )
    made.override_by_hand(OOH, "cal", "2026-12-25 09:00", "2026-12-25 17:00")
    made.change(lambda d: d["bank_holidays"].pop("ignore"))
    (conflict,) = made.plan().conflicts
    assert conflict.message == (
        "Fri 25 Dec 09:00 – 17:00: PagerDuty says Cal (made by hand), the file says Ana; Cal is paged"
    )
    done(made)
    christmas = [row for row in made.overrides(OOH) if row[0].startswith("2026-12-25")]
    assert christmas == [("2026-12-25 09:00Z", "2026-12-25 17:00Z", "Cal")]
    assert ("2026-12-25 09:00Z", "2026-12-25 17:00Z", "Team") in made.overrides(IN_HOURS)
    made.change(lambda d: d["overrides"].append({"rota": OOH, "holiday": "2026-12-25", "by": "cal"}))
    plan = made.plan()
    assert (plan.actions, plan.conflicts) == ((), ())


def test_a_holiday_traded_by_hand_in_part_is_completed(tmp_path: Path, kind: str) -> None:
    """Cal has the morning by hand; ana is written for the rest, so that no gap is left."""
    made = settled(
        support("2026-12-21", kind=kind, horizon="1 day", ignore=[{"date": "2026-12-25", "reason": "later"}]),
        "2026-12-21 12:00",
        tmp_path,
    )
    made.override_by_hand(OOH, "cal", "2026-12-25 09:00", "2026-12-25 12:00")
    made.change(lambda d: d["bank_holidays"].pop("ignore"))
    done(made)
    assert [row for row in made.overrides(OOH) if row[0].startswith("2026-12-25")] == [
        ("2026-12-25 09:00Z", "2026-12-25 12:00Z", "Cal"),
        ("2026-12-25 12:00Z", "2026-12-25 17:00Z", "Ana"),
    ]
    (conflict,) = made.plan().conflicts
    assert (conflict.pagerduty.name, conflict.file.name) == ("Cal", "Ana")


def test_an_apply_inside_a_window_begins_a_minute_later_and_says_what_is_missed(
    tmp_path: Path, kind: str
) -> None:
    """Nothing is sent for the past and nothing is retried."""
    made = world(support("2026-12-21", kind=kind, horizon="1 day"), "2026-12-25 11:30", tmp_path)
    texts = [c.summary for c in made.plan().changes if c.key == OOH and c.kind == "override"]
    assert texts[0] == ("Fri 25 Dec 11:31 – 17:00 Ana, Christmas Day; Fri 25 Dec 09:00 – 11:31 is missed")
    done(made)
    assert made.overrides(OOH)[0] == ("2026-12-25 11:31Z", "2026-12-25 17:00Z", "Ana")
    assert made.overrides(IN_HOURS)[0] == ("2026-12-25 11:31Z", "2026-12-25 17:00Z", "Team")
    made.at("2026-12-25 14:00")
    assert made.plan().actions == ()


def test_a_day_proclaimed_late_is_written_whole(tmp_path: Path, kind: str) -> None:
    """An extra day in the file, nine days ahead, gives four overrides and nothing else."""
    made = settled(support("2026-11-23", kind=kind, horizon="13 weeks"), "2026-11-25 12:00", tmp_path)
    before = written(made)
    made.change(lambda d: d["bank_holidays"].update(extra=[{"date": "2026-12-04", "name": "State funeral"}]))
    assert len(made.plan().actions) == 4
    done(made)
    new = four("2026-12-04 09:00Z", "2026-12-04 17:00Z", "Ben", "Lou")
    assert written(made) == {key: sorted(before[key] + new[key]) for key in SUPPORT}


def covered(made: World) -> bool:
    """Whether at every instant of Christmas Day somebody other than the mailbox is on in either rota."""
    start, end = "2026-12-25 09:00", "2026-12-25 17:00"
    rows = [row for key in (OOH, IN_HOURS) for row in made.rendered(key, start, end) if row[2] != "Team"]
    until = "2026-12-25 09:00Z"
    for begins, ends, _ in sorted(rows):
        if begins > until:
            return False
        until = max(until, ends)
    return until >= "2026-12-25 17:00Z"


def test_when_a_holiday_is_written_and_withdrawn_somebody_is_always_on_call(
    tmp_path: Path, kind: str
) -> None:
    """The person first and the mailbox after; on withdrawal the mailbox first and the person after."""
    made = world(support("2026-12-21", kind=kind, horizon="1 day"), "2026-12-21 12:00", tmp_path)
    made.change(lambda d: d["bank_holidays"].update(ignore=[{"date": "2026-12-25", "reason": "open"}]))
    done(made)
    made.transport.after_write = lambda: watch.append(covered(made))
    watch: list[bool] = []
    made.change(lambda d: d["bank_holidays"].pop("ignore"))
    done(made)
    assert made.rendered(IN_HOURS, "2026-12-25 09:00", "2026-12-25 17:00")[0][2] == "Team"
    made.change(lambda d: d["bank_holidays"].update(ignore=[{"date": "2026-12-25", "reason": "open"}]))
    done(made)
    assert made.rendered(IN_HOURS, "2026-12-25 09:00", "2026-12-25 17:00")[0][2] == "Dee"
    assert len(watch) >= 8
    assert all(watch)
    deleted = [path for method, path in made.writes if method == "DELETE"]
    ooh = [made.schedule_id(key) for key in (OOH, OOH_COMMS)]
    assert [any(key in path for key in ooh) for path in deleted] == [False, False, True, True]


def test_a_holiday_withdrawn_while_it_runs_brings_the_day_people_back(tmp_path: Path, kind: str) -> None:
    """Running overrides are cut, the mailbox first; what has passed is history. Shifts end in a minute."""
    cut = "2026-12-25 11:30Z" if kind == "layers" else "2026-12-25 11:31Z"
    made = settled(support("2026-12-21", kind=kind, horizon="1 day"), "2026-12-21 12:00", tmp_path)
    made.at("2026-12-25 11:30")
    made.change(lambda d: d["bank_holidays"].update(ignore=[{"date": "2026-12-25", "reason": "open"}]))
    done(made)
    assert made.rendered(IN_HOURS, "2026-12-25 09:00", "2026-12-25 17:00") == [
        ("2026-12-25 09:00Z", cut, "Team"),
        (cut, "2026-12-25 17:00Z", "Dee"),
    ]
    assert made.rendered(OOH, "2026-12-25 09:00", "2026-12-25 17:00") == [("2026-12-25 09:00Z", cut, "Ana")]


def test_when_a_running_holiday_changes_hands_nobody_is_missing_in_between(tmp_path: Path, kind: str) -> None:
    """The old override stays under the new one: ending it at once would leave a minute with nobody."""
    made = settled(support("2026-12-21", kind=kind, horizon="1 day"), "2026-12-21 12:00", tmp_path)
    made.at("2026-12-25 11:30")
    made.change(lambda d: d["overrides"].append({"rota": OOH, "holiday": "2026-12-25", "by": "cal"}))
    done(made)
    shown = made.rendered(OOH, "2026-12-25 09:00", "2026-12-25 17:00")
    assert shown == [
        ("2026-12-25 09:00Z", "2026-12-25 11:31Z", "Ana"),
        ("2026-12-25 11:31Z", "2026-12-25 17:00Z", "Cal"),
    ]
    made.at("2026-12-25 13:00")
    assert made.plan().actions == ()
    made.change(lambda d: d["overrides"].clear())
    done(made)
    # The old one still lies beneath, where there is a beneath.
    assert made.rendered(OOH, "2026-12-25 13:00", "2026-12-25 17:00")[-1] == (
        {"layers": "2026-12-25 13:00Z", "shifts": "2026-12-25 13:01Z"}[kind],
        "2026-12-25 17:00Z",
        "Ana",
    )
