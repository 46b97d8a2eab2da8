"""People who are on call and will not be there."""

from datetime import UTC, datetime

from tests.checks.looking import file, found, place, policy, told, weekly

# Nights: ana in the weeks from 30 Nov and 14 Dec, ben in those from 7 and 21 Dec.
NIGHTS = {"nights": weekly("ana", "ben", hours="night")}


def leave(person: str, on: str) -> dict[str, str]:
    return {"person": person, "on": on}


def test_on_call_while_on_leave_is_told_with_the_line_that_would_cover() -> None:
    """The leave is where it is said that somebody is away; the hint can be pasted."""
    data = file(NIGHTS, leave=[leave("ana", "2026-12-02..2026-12-04")])
    (finding,) = found(data, "on-leave")
    assert finding.severity == "warning"
    assert finding.message == (
        "Ana Ortiz is on leave but on call for nights on Wed 2 Dec 17:00 – Thu 3 Dec 09:00 "
        "and in 2 more shifts"
    )
    assert finding.hint == (
        "let somebody cover, under `overrides:`\n"
        "- {rota: nights, cover: ana, by: …, from: 2026-12-02 17:00, until: 2026-12-07 09:00, reason: …}"
    )
    assert place(data, finding, 24) == '"2026-12-02..2026-12-04"'


def test_the_line_of_the_hint_silences_the_finding() -> None:
    """The proposal is right as it stands, but for a name."""
    data = file(NIGHTS, leave=[leave("ana", "2026-12-02..2026-12-17")])
    (finding,) = found(data, "on-leave")
    lines = (finding.hint or "").splitlines()[1:]
    assert len(lines) == 2
    covers = [_entry(line.replace("…", "cal")) for line in lines]
    assert found({**data, "overrides": covers}, "on-leave") == []
    assert found({**data, "overrides": covers}, "stale-cover") == []


def _entry(line: str) -> dict[str, str]:
    parts = line.removeprefix("- {").removesuffix("}").split(", ")
    return {key: value for key, _, value in (part.partition(": ") for part in parts)}


def test_the_night_before_leave_is_no_leave() -> None:
    """It ends on Monday at 09:00 and belongs to Sunday; the night after the last day begins within it."""
    quiet = file(NIGHTS, leave=[leave("ana", "2026-12-07..2026-12-11")])
    assert found(quiet, "on-leave") == []
    data = file(NIGHTS, leave=[leave("ben", "2026-12-13")])
    assert told(data, "on-leave") == [
        "warning: Ben Ode is on leave but on call for nights on Fri 11 Dec 17:00 – Mon 14 Dec 09:00"
    ]


def test_a_holiday_that_stands_between_the_shifts_does_not_part_the_cover() -> None:
    """A mailbox has the window; the cover runs over it."""
    rules = {"calendar": "england-and-wales", "window": "day", "rules": {"days": "team"}}
    data = file(
        {"days": weekly("ana", hours="day")},
        bank_holidays=rules,
        leave=[leave("ana", "2026-12-24..2026-12-29")],
    )
    (finding,) = found(data, "on-leave")
    assert (
        finding.message
        == "Ana Ortiz is on leave but on call for days on Thu 24 Dec 09:00 – 17:00 and in 1 more shift"
    )
    assert (finding.hint or "").splitlines()[1:] == [
        "- {rota: days, cover: ana, by: …, from: 2026-12-24 09:00, until: 2026-12-29 17:00, reason: …}"
    ]


def test_leave_over_many_turns_proposes_three_lines() -> None:
    """The rest are counted."""
    data = file(NIGHTS, leave=[leave("ana", "2027-01-04..2027-04-01")])
    (finding,) = found(data, "on-leave")
    hint = (finding.hint or "").splitlines()
    assert len(hint) == 5
    assert hint[-1] == "and 3 more lines like these"


def test_leave_that_is_over_is_silent() -> None:
    """What is past cannot be covered; a shift that runs is told from now on."""
    data = file({"web": weekly("ana")}, leave=[leave("ana", "2026-11-23..2026-11-25")])
    assert told(data, "on-leave") == [
        "warning: Ana Ortiz is on leave but on call for web on Wed 25 Nov 12:00 – Mon 30 Nov 09:00"
    ]
    assert found(data, "on-leave", datetime(2026, 12, 1, tzinfo=UTC)) == []


# St Andrew's Day, Mon 30 Nov 2026, is no bank holiday in England.
RULES = {"calendar": "england-and-wales", "window": "day", "rules": {}}


def scot(rotas: dict[str, object], **more: object) -> dict[str, object]:
    data = file(rotas, bank_holidays=RULES, **more)
    data["people"]["ana"]["region"] = "scotland"
    return data


def test_in_hours_on_a_bank_holiday_at_home_is_told() -> None:
    """The rota is open on St Andrew's Day, and its person lives where the day is kept."""
    data = scot({"days": weekly("ana", hours="day")})
    (finding,) = found(data, "own-region-holiday")
    assert finding.severity == "warning"
    assert finding.message == (
        "Ana Ortiz is on call for days on Mon 30 Nov 09:00 – 17:00, a bank holiday at home "
        "(St Andrew’s Day) and 2 more times within a year"
    )
    assert finding.hint == (
        "ask Ana Ortiz, or let somebody cover:\n"
        "- {rota: days, cover: ana, by: …, from: 2026-11-30 09:00, until: 2026-11-30 17:00, reason: …}"
    )
    assert place(data, finding, 8) == '"people"'


def test_the_night_of_a_bank_holiday_at_home_is_any_night() -> None:
    """Only the hours of the window count."""
    assert found(scot({"nights": weekly("ana", hours="night")}), "own-region-holiday") == []


def test_a_day_that_closes_the_rota_anyway_is_nothing_of_its_own() -> None:
    """Christmas is kept on both sides, and people of the rota's region have no other days."""
    data = scot({"days": weekly("ana", hours="day")}, leave=[])
    named = [f.message for f in found(data, "own-region-holiday")]
    assert not any("Christmas" in message for message in named)
    assert found(scot({"days": weekly("ben", hours="day")}), "own-region-holiday") == []
    open_ = file({"days": weekly("ana", hours="day")})
    open_["people"]["ana"]["region"] = "scotland"
    assert found(open_, "own-region-holiday") == []


def left(on: str, data: dict[str, object]) -> dict[str, object]:
    data["people"]["ana"]["left"] = on  # type: ignore[index]
    return data


def test_the_rest_of_a_turn_after_the_last_day_is_told() -> None:
    """Ana's turn runs until Monday 7 December; she leaves on the Friday before."""
    line_ups = [{"from": "2026-11-02", "people": ["ana", "ben"]}, {"from": "2026-12-07", "people": ["ben"]}]
    data = left("2026-12-04", file({"web": {**weekly("ana", hours="night"), "line_ups": line_ups}}))
    (finding,) = found(data, "leaver")
    assert finding.severity == "warning"
    assert (
        finding.message
        == "Ana Ortiz leaves on Fri 4 Dec but is on call for web on Sat 5 Dec 00:00 – Mon 7 Dec 09:00"
    )
    assert finding.hint == (
        "let somebody cover, under `overrides:`\n"
        "- {rota: web, cover: ana, by: …, from: 2026-12-05 00:00, until: 2026-12-07 09:00, reason: …}"
    )
    assert place(data, finding, 15) == '"people": ["ana'


def test_somebody_who_has_left_and_still_stands_in_a_policy_is_told() -> None:
    """An alert would wait at a level that nobody answers."""
    data = left("2026-11-20", file({"web": weekly("ben")}, policies={"all": policy("web", "ana")}))
    (finding,) = found(data, "leaver")
    assert finding.message == "level 2 of 24x7 names Ana Ortiz, who has left"
    assert finding.hint == "name somebody else there"
    assert place(data, finding, 8) == '"ana", "'
    assert told(left("2026-12-31", data), "leaver") == [
        "warning: level 2 of 24x7 names Ana Ortiz, who leaves on Thu 31 Dec"
    ]
    assert told(left("2028-12-31", data), "leaver") == []


def test_the_last_turn_of_somebody_who_leaves_on_its_last_day_is_silent() -> None:
    """Nothing of it lies after the day."""
    line_ups = [{"from": "2026-11-02", "people": ["ana", "ben"]}, {"from": "2026-12-07", "people": ["ben"]}]
    data = left("2026-12-04", file({"web": {**weekly("ana", hours="day"), "line_ups": line_ups}}))
    assert found(data, "leaver") == []


def test_a_swap_that_gives_a_leaver_a_turn_is_told_at_the_swap() -> None:
    """The line-ups are right; the swap is not."""
    line_ups = [{"from": "2026-11-02", "people": ["ana", "ben"]}, {"from": "2026-12-14", "people": ["ben"]}]
    rota = {**weekly("ana", hours="day"), "line_ups": line_ups}
    swap = {"rota": "web", "swap": {"ana": "2026-11-30", "ben": "2026-12-07"}}
    data = left("2026-12-09", file({"web": rota}, overrides=[swap]))
    (finding,) = found(data, "leaver")
    assert finding.message == (
        "Ana Ortiz leaves on Wed 9 Dec but is on call for web on Thu 10 Dec 09:00 – 17:00 "
        "and 1 more time within a year"
    )
    assert place(data, finding, 6) == '"swap"'
