"""Times at which nobody is on call though somebody should be."""

from typing import Any

from tests.checks.looking import file, found, place, policy, told, weekly

DAY_AND_NIGHT = {"day": weekly("ana", "ben", hours="day"), "night": weekly("cal", "dee", hours="night")}
HOLE = {"day": "Mon-Fri 09:00-17:00", "night": ["Mon-Thu 17:30-09:00", "Fri 17:30-Mon 09:00"]}


def stacked(**layers: Any) -> dict[str, Any]:
    """One rota of several layers, lowest first."""
    return {"web": {"layers": [{"name": name, **layer} for name, layer in layers.items()]}}


def test_half_an_hour_between_two_layers_is_told_once() -> None:
    """The hole comes back every working day; the first one is named and the others are counted."""
    data = file(stacked(**DAY_AND_NIGHT), hours=HOLE)
    (finding,) = found(data, "gap")
    assert (finding.severity, finding.message) == (
        "warning",
        "the layers of web leave out Wed 25 Nov 17:00 – 17:30 and 261 more times within a year",
    )
    assert finding.hint == (
        "let the hours of one layer reach those of the next: `outside NAME` is whatever NAME leaves"
    )
    assert place(data, finding, 8) == '"layers"'
    assert found(file(stacked(**DAY_AND_NIGHT)), "gap") == []


def test_half_an_hour_between_two_rotas_of_a_policy_is_told_once() -> None:
    """In-hours and out-of-hours rotas together are meant to be around the clock."""
    data = file(DAY_AND_NIGHT, hours=HOLE, policies={"all": policy("day", "night", "team")})
    (finding,) = found(data, "policy-gap")
    assert (finding.severity, finding.message) == (
        "warning",
        "24x7 reaches nobody on Wed 25 Nov 17:00 – 17:30 and 261 more times within a year",
    )
    assert finding.hint == "let the hours of its rotas meet: `outside NAME` is whatever NAME leaves"
    assert place(data, finding, 8) == '"levels"'
    assert found(file(DAY_AND_NIGHT, policies={"all": policy("day", "night")}), "policy-gap") == []


def test_hours_that_change_on_a_date_can_open_a_hole() -> None:
    """From January the day begins later and the night, written out, does not follow."""
    hours = {
        "day": [{"windows": "Mon-Fri 09:00-17:00"}, {"from": "2027-01-04", "windows": "Mon-Fri 10:00-17:00"}],
        "night": ["Mon-Thu 17:00-09:00", "Fri 17:00-Mon 09:00"],
    }
    data = file(DAY_AND_NIGHT, hours=hours, policies={"all": policy("day", "night")})
    assert told(data, "policy-gap") == [
        "warning: 24x7 reaches nobody on Mon 4 Jan 2027 09:00 – 10:00 and 234 more times within a year"
    ]


def test_a_hole_that_goes_straight_to_the_last_level_is_told_with_the_level() -> None:
    """A rota that is decided elsewhere, or a person, would be called first at a time nobody thought of."""
    rotas = {**DAY_AND_NIGHT, "scs": {"managed": False}}
    data = file(rotas, hours=HOLE, policies={"all": policy("day", "night", "scs")})
    assert told(data, "policy-gap") == [
        (
            "warning: no rota of 24x7 has anybody on Wed 25 Nov 17:00 – 17:30 and 261 more times "
            "within a year; alerts go straight to level 3"
        )
    ]


def test_a_hole_in_the_only_rota_of_a_policy_is_told_at_the_rota_alone() -> None:
    """One cause, one finding."""
    data = file(stacked(**DAY_AND_NIGHT), hours=HOLE, policies={"all": policy("web")})
    assert len(found(data, "gap")) == 1
    assert found(data, "policy-gap") == []


def test_working_hours_and_nights_alone_are_no_gaps() -> None:
    """A rota for the nights leaves its days on purpose, and a policy may be for working hours."""
    policies = {"days": policy("day"), "nights": policy("night", name="Nights")}
    data = file(DAY_AND_NIGHT, policies=policies)
    assert found(data, "policy-gap") == []
    assert found(data, "gap") == []
    layers = stacked(week=weekly("ana", hours="week"), weekend=weekly("ben", hours="end"))
    hours = {"week": ["Mon-Thu 17:00-09:00"], "end": "Fri 17:00-Mon 09:00"}
    assert found(file(layers, hours=hours, policies={"all": policy("web")}), "gap") == []


def test_a_declared_pause_is_no_gap() -> None:
    """Nobody is on, on purpose, until the next line-up."""
    pause = [
        {"from": "2026-11-02", "people": ["ana"]},
        {"from": "2026-12-21", "pause": "shutdown"},
        {"from": "2027-01-04", "people": ["ana"]},
    ]
    data = file({"web": {**weekly("ana"), "line_ups": pause}}, policies={"all": policy("web")})
    assert found(data, "policy-gap") == []
    data = file({"web": {**weekly("ana"), "line_ups": pause[:2]}}, policies={"all": policy("web")})
    assert found(data, "policy-gap") == []


def test_what_a_mailbox_holds_is_no_gap_of_the_policy() -> None:
    """That a bank holiday reaches only a mailbox is told by a check of its own."""
    rules = {"calendar": "england-and-wales", "window": "day", "rules": {"day": "team"}}
    data = file(DAY_AND_NIGHT, bank_holidays=rules, policies={"all": policy("day", "night")})
    assert found(data, "policy-gap") == []
    assert len(found(data, "page-nobody")) == 1


def test_a_window_that_is_left_to_nobody_is_no_gap() -> None:
    """Neither between the layers of a rota nor between the rotas of a policy."""
    rules = {"calendar": "england-and-wales", "window": "day"}
    data = file(
        stacked(**DAY_AND_NIGHT),
        kind="shifts",
        bank_holidays={**rules, "rules": {"web": "nobody"}},
        policies={"all": policy("web")},
    )
    assert found(data, "gap") + found(data, "policy-gap") == []
    data = file(
        DAY_AND_NIGHT,
        kind="shifts",
        bank_holidays={**rules, "rules": {"day": "nobody"}},
        policies={"all": policy("day", "night")},
    )
    assert found(data, "gap") + found(data, "policy-gap") == []


def test_a_rota_that_begins_later_is_a_note_at_its_first_line_up() -> None:
    """It may be meant; until then nobody is on in its hours."""
    data = file({"web": weekly("ana", hours="day", since="2026-12-07")})
    (finding,) = found(data, "gap")
    assert (finding.severity, finding.message) == (
        "info",
        "web has nobody on call in some of its hours before Mon 7 Dec 09:00, when this line-up begins",
    )
    assert place(data, finding, 6) == '"2026-'
    later = file({"web": weekly("ana", hours="day", since="2028-12-04")})
    assert told(later, "gap") == ["info: web has nobody on call in some of its hours within a year"]


def test_layers_of_which_one_begins_after_the_year_leave_no_hole_between_them() -> None:
    """What there is of holes is told as what is yet to come."""
    later = {**DAY_AND_NIGHT, "night": weekly("cal", hours="night", since="2028-12-04")}
    assert told(file(stacked(**later), hours=HOLE), "gap") == [
        "info: web has nobody on call in some of its hours within a year"
    ]


def test_a_layer_that_begins_later_over_one_that_runs_is_silent() -> None:
    """Its hours are the running layer's until then."""
    layers = stacked(base=weekly("ana"), day=weekly("ben", hours="day", since="2026-12-07"))
    assert found(file(layers), "gap") == []


def test_a_policy_whose_one_rota_begins_in_a_week_is_told_once() -> None:
    """Alerts until then reach nobody, which says more than the note at the line-up."""
    data = file({"web": weekly("ana", since="2026-11-30")}, policies={"all": policy("web")})
    assert told(data, "policy-gap") == ["warning: 24x7 reaches nobody on Wed 25 Nov 12:00 – Mon 30 Nov 09:00"]
    assert found(data, "gap") == []


def test_a_level_whose_rota_has_nobody_all_year_is_told() -> None:
    """Alerts pass it by, and nobody would notice that the rota has ended."""
    ended = [{"from": "2026-11-02", "people": ["ana"]}, {"from": "2026-11-23", "pause": "no more"}]
    rotas = {"web": weekly("ben"), "old": {**weekly("ana"), "line_ups": ended}}
    data = file(rotas, policies={"all": policy("old", "web", "team")})
    (finding,) = found(data, "idle-level")
    assert (finding.severity, finding.message) == (
        "warning",
        "level 1 of 24x7 has nobody on call within a year",
    )
    assert finding.hint == "alerts pass it by; drop the level, or give its rota a line-up of people"
    assert place(data, finding, 5) == '"old"'
    assert found(file(rotas, policies={"all": policy(["old", "web"], "team")}), "idle-level") == []
