"""Zones without summer time, lines that do nothing any more, ids that switch nothing off."""

from typing import Any

import pytest

from reconciler.checks.catalogue import SWITCHABLE
from tests.checks.ids import in_code, switchable
from tests.checks.looking import file, found, place, told, weekly

RULES = {"calendar": "england-and-wales", "window": "day", "rules": {"web": "current"}}
WEB = {"web": weekly("ana", "ben")}


def test_utc_beside_a_british_calendar_is_told() -> None:
    """From the end of March every shift is an hour off."""
    data = file(WEB, bank_holidays=RULES, time_zone="UTC")
    (finding,) = found(data, "utc-zone")
    assert (finding.severity, finding.message) == (
        "warning",
        (
            "the time zone of the file is UTC, which knows no summer time, but the calendar is that of "
            "England and Wales: in summer every shift begins and ends an hour later than people expect"
        ),
    )
    assert finding.hint == "write `time_zone: Europe/London`"
    assert place(data, finding, 5) == '"UTC"'


def test_a_rota_with_a_fixed_zone_of_its_own_is_told_where_the_calendar_closes_it() -> None:
    """Another rota may be wherever it is."""
    rotas = {"web": {**weekly("ana"), "time_zone": "Etc/GMT"}, "other": {**weekly("ben"), "time_zone": "UTC"}}
    data = file(rotas, bank_holidays=RULES)
    assert [m[:42] for m in told(data, "utc-zone")] == ["warning: the time zone of web is Etc/GMT, "]


def line_ups(*since: str) -> dict[str, Any]:
    return {**weekly("ana"), "line_ups": [{"from": day, "people": ["ana"]} for day in since]}


def test_a_line_up_that_shifts_cannot_take_yet_is_a_note_at_its_line() -> None:
    """Once, also where another rota follows; layers take it at once, and so does a year less a few days."""
    rotas = {"web": line_ups("2026-11-02", "2027-11-22", "2027-12-06"), "second": {"follows": "web"}}
    data = file(rotas, kind="shifts")
    (finding,) = found(data, "far-line-up")
    assert (finding.severity, finding.message) == (
        "info",
        (
            "the line-up of web from Mon 6 Dec 2027 09:00 lies more than a year ahead: "
            "it is written when it is nearer"
        ),
    )
    assert place(data, finding, 12) == '"2027-12-06"'
    assert found(file(rotas, kind="layers"), "far-line-up") == []
    assert found(file(rotas), "far-line-up") == []


@pytest.mark.parametrize("zone", ["Europe/London", "Europe/Belfast", "Asia/Kolkata"])
def test_the_zone_of_a_place_is_silent(zone: str) -> None:
    """Also one that never changes its clocks: people live there."""
    assert found(file(WEB, bank_holidays=RULES, time_zone=zone), "utc-zone") == []
    assert found(file(WEB, time_zone="UTC"), "utc-zone") == []


def cover(day: str) -> dict[str, Any]:
    return {"rota": "web", "cover": "ana", "by": "cal", "from": f"{day} 10:00", "until": f"{day} 11:00"}


def test_twenty_overrides_that_are_over_are_a_note() -> None:
    """Fewer are not worth a word, and one of last week may still be wanted."""
    old = [cover(f"2026-10-{day:02}") for day in range(5, 24)]
    swap = {"rota": "web", "swap": {"ana": "2026-09-07", "ben": "2026-09-14"}}
    data = file(WEB, overrides=[*old, cover("2026-11-20"), swap])
    (finding,) = found(data, "past-overrides")
    assert (finding.severity, finding.message) == ("info", "20 overrides ended more than four weeks ago")
    assert place(data, finding, 11) == '"overrides"'
    assert found(file(WEB, overrides=[*old, cover("2026-11-20")]), "past-overrides") == []


def test_an_override_of_the_year_after_next_is_a_note_at_its_line() -> None:
    """Most of them are a slip of the year."""
    rules = {"calendar": "england-and-wales", "window": "day", "rules": {"web": "current"}}
    entries = [
        {"rota": "web", "cover": "ben", "by": "cal", "on": "2027-12-08"},
        {"rota": "web", "swap": {"ana": "2028-01-10", "ben": "2028-01-17"}},
        {"rota": "web", "holiday": "2027-12-28", "by": "dee"},
        {"rota": "web", "cover": "ben", "by": "cal", "on": "2026-12-08"},
    ]
    data = file(WEB, overrides=entries, bank_holidays=rules)
    ahead = "in web lies more than a year ahead: line-ups may change until then"
    assert told(data, "far-override") == [
        f"info: the cover of Ben Ode by Cal Roe {ahead}",
        f"info: the swap of Ana Ortiz and Ben Ode {ahead}",
        f"info: the bank holiday of Dee Marr {ahead}",
    ]
    first = found(data, "far-override")[0]
    assert first.hint == "is the year right? If it is, nothing is wrong"
    assert '"2027-12-08"' in place(data, first, 70)


def off(*ids: str) -> dict[str, Any]:
    return {"off": [{"id": id_, "reason": "agreed"} for id_ in ids]}


def test_an_id_that_switches_nothing_off_is_told_with_the_one_that_was_meant() -> None:
    """A slip leaves a warning on, and nobody knows why."""
    data = file(WEB, checks=off("pge-delay", "page-delay", "stale-cover", "nonsense"))
    listed = found(data, "unknown-check")
    assert [(f.severity, f.message, f.hint) for f in listed] == [
        (
            "warning",
            '"pge-delay" is no check that can be switched off',
            "did you mean page-delay?",
        ),
        (
            "warning",
            '"stale-cover" is no check that can be switched off',
            "only warnings and notes can be, by the id beside them",
        ),
        (
            "warning",
            '"nonsense" is no check that can be switched off',
            "only warnings and notes can be, by the id beside them",
        ),
    ]
    assert place(data, listed[0], 11) == '"pge-delay"'


def test_every_check_can_be_switched_off_and_nothing_that_is_told_nowhere() -> None:
    """Whoever adds a check adds its id; a plan has a few of its own."""
    assert switchable() <= SWITCHABLE
    assert set(in_code()) >= SWITCHABLE
