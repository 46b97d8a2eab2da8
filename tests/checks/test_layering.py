"""Layers that never win, and windows of a single day."""

from typing import Any

import pytest

from tests.checks.looking import file, found, place, policy, told, weekly
from tests.shifts.support import one


def stacked(*layers: dict[str, Any], **more: Any) -> dict[str, Any]:
    """One rota whose layers are called a, b, ..."""
    named = [{"name": name, **layer} for name, layer in zip("abc", layers, strict=False)]
    return file({"web": {"layers": named}}, **more)


def test_a_layer_under_one_without_hours_is_told() -> None:
    """Two layers of half-days, no hours: the later one is on around the clock."""
    america = one(
        {"from": "2026-11-02 08:00", "people": ["ana", "ben"]}, turn="12 hours", handover=None, hours=None
    )
    india = one(
        {"from": "2026-11-02 20:00", "people": ["cal", "dee"]}, turn="12 hours", handover=None, hours=None
    )
    data = stacked(america, india)
    (finding,) = found(data, "hidden-layer")
    assert (finding.severity, finding.message) == (
        "warning",
        "layer a of web never has anybody on call: later layers cover all of its hours",
    )
    assert finding.hint == "a later layer wins wherever hours overlap: give each layer hours of its own"
    assert place(data, finding, 7) == '{"name"'


@pytest.mark.parametrize("own", ["day", "night"])
def test_a_layer_that_keeps_some_hours_is_silent(own: str) -> None:
    """What later layers leave of it counts, all together."""
    over = {"day": "night", "night": "day"}[own]
    assert found(stacked(weekly("ana"), weekly("ben", hours=over)), "hidden-layer") == []
    both = stacked(weekly("ana", hours=own), weekly("ben", hours="day"), weekly("cal", hours="night"))
    assert len(found(both, "hidden-layer")) == 1


def test_a_layer_that_comes_to_the_top_within_the_year_is_silent() -> None:
    """The later layer pauses in January."""
    over = {
        **weekly("ben"),
        "line_ups": [{"from": "2026-11-02", "people": ["ben"]}, {"from": "2027-01-04", "pause": "off"}],
    }
    assert found(stacked(weekly("ana"), over), "hidden-layer") == []


def test_hours_that_begin_after_a_year_are_none() -> None:
    """Dated hours have nothing before their first date."""
    data = file(
        {"web": weekly("ana", hours="late")},
        hours={"late": [{"from": "2028-01-03", "windows": "daily 09:00-17:00"}]},
    )
    assert told(data, "hidden-layer") == [
        "warning: web never has anybody on call: it has no hours within a year"
    ]
    soon = file(
        {"web": weekly("ana", hours="late")},
        hours={"late": [{"from": "2027-01-04", "windows": "daily 09:00-17:00"}]},
    )
    assert found(soon, "hidden-layer") == []


ONE_DAY = {"business": "Mon 08:00-18:00"}


def test_one_day_where_a_week_was_meant_is_told_with_the_hours() -> None:
    """Nobody is on from Tuesday to Friday, which is found out in an incident."""
    data = file(
        {"web": weekly("ana", hours="business")}, hours=ONE_DAY, policies={"all": policy("web", "team")}
    )
    (finding,) = found(data, "one-day-window")
    assert (finding.severity, finding.message) == (
        "info",
        "web has nobody on call but Mon 08:00-18:00: 10 hours of the week's 168",
    )
    assert finding.hint == "for every working day write `Mon-Fri 08:00-18:00`"
    assert place(data, finding, 10) == '"business"'


@pytest.mark.parametrize(
    "hours", ["Mon-Tue 08:00-18:00", "Fri 17:00-Mon 09:00", "Mon 17:00-09:00", "daily 00:00-24:00"]
)
def test_hours_of_more_than_one_day_are_silent(hours: str) -> None:
    """Two days, a weekend, a night."""
    assert found(file({"web": weekly("ana", hours="x")}, hours={"x": hours}), "one-day-window") == []


def test_rotas_of_a_day_each_in_one_policy_are_silent() -> None:
    """The other rota has the other days; so does another layer."""
    hours = {"mon": "Mon 08:00-18:00", "tue": "Tue 08:00-18:00"}
    rotas = {"mon": weekly("ana", hours="mon"), "tue": weekly("ben", hours="tue")}
    assert found(file(rotas, hours=hours, policies={"all": policy(["mon", "tue"])}), "one-day-window") == []
    assert len(found(file(rotas, hours=hours), "one-day-window")) == 2
    layers = stacked(weekly("ana", hours="mon"), weekly("ben", hours="tue"), hours=hours)
    assert found(layers, "one-day-window") == []
