"""What holds for every finding, whatever the file."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from reconciler.checks.ground import AHEAD
from reconciler.checks.run import Checks, run
from reconciler.config.loader import load_texts
from reconciler.errors import ConfigError, Finding
from tests.checks.ids import switchable
from tests.strategies import PEOPLE, dates, documents

NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DAY = re.compile(rf"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (\d+) ({'|'.join(MONTHS)})(?: (\d{{4}}))?")
# Of these the date is the calendar's, the table's or the file's, not an instant of the year.
APART = {
    "far-line-up",
    "holidays-stale",
    "holidays-unknown",
    "holiday-extra",
    "holiday-missing",
    "turn-cut",
    "next-moved",
}


@st.composite
def files(draw: st.DrawFn) -> dict[str, Any]:
    """A file with policies, leave, regions and people who leave; most of them load."""
    data = draw(documents(kinds=True))
    names = [*data["rotas"], *PEOPLE, "team"]
    levels = st.lists(
        st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True), min_size=1, max_size=3
    )
    data["policies"] = {
        key: {"name": key, "levels": [{"notify": n, "escalate_after": "5 minutes"} for n in draw(levels)]}
        for key in ("all", "some")
    }
    data["leave"] = [
        {"person": person, "on": f"{on}..{on + timedelta(days=draw(st.integers(0, 20)))}"}
        for person, on in draw(st.lists(st.tuples(st.sampled_from(PEOPLE), dates), max_size=3))
    ]
    for person in PEOPLE:
        region = draw(st.sampled_from((None, "scotland", "northern-ireland")))
        data["people"][person] |= {"region": region} if region else {}
    return data


def found(data: dict[str, Any], now: datetime = NOW) -> tuple[Finding, ...] | None:
    """All findings, or None where the file does not load."""
    try:
        file = load_texts("rota.yaml", {"rota.yaml": json.dumps(data)}).file
    except ConfigError:
        return None
    return run(file, now)


def said(data: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    """The findings of the checks without their places; none where the file does not load."""
    listed = [f for f in found(data) or () if f.id in switchable()]
    return sorted((f.id, f.severity, f.message, f.hint or "") for f in listed)


few = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@few
@given(files())
def test_no_check_speaks_of_what_is_past_or_more_than_a_year_ahead(data: dict[str, Any]) -> None:
    """Nobody can change what is past, and line-ups may still change what is far."""
    first, last = (NOW - timedelta(days=1)).date(), (NOW + AHEAD + timedelta(days=1)).date()
    for finding in found(data) or ():
        if finding.id not in switchable() - APART:
            continue
        for number, month, year in DAY.findall(finding.message):
            day = date(int(year or NOW.year), MONTHS.index(month) + 1, int(number))
            assert first <= day <= last, finding


@few
@given(files(), st.randoms(use_true_random=False))
def test_the_order_of_keys_and_entries_changes_no_finding(data: dict[str, Any], random: Any) -> None:
    """Two branches that each add a line may be merged either way."""
    shuffled = {**data}
    for section in ("people", "hours", "rotas", "policies"):
        keys = list(data[section])
        random.shuffle(keys)
        shuffled[section] = {key: data[section][key] for key in keys}
    for section in ("overrides", "leave"):
        shuffled[section] = random.sample(data[section], len(data[section]))
    assert said(data) == said(shuffled)


@few
@given(files())
def test_each_finding_has_a_place_in_the_file(data: dict[str, Any]) -> None:
    """A finding without a line is read by nobody."""
    assert [f for f in found(data) or () if f.where is None or f.where.file != "rota.yaml"] == []


@few
@given(files())
def test_whatever_is_no_error_can_be_switched_off(data: dict[str, Any]) -> None:
    """By the id beside it."""
    ids = {f.id for f in found(data) or () if f.severity != "error"}
    data["checks"] = {"off": [{"id": id_, "reason": "agreed"} for id_ in sorted(ids)]}
    assert [f for f in found(data) or () if f.severity != "error"] == []


@few
@given(files(), st.booleans())
def test_what_makes_a_file_wrong_is_known_before_the_rest(data: dict[str, Any], kept: bool) -> None:  # noqa: FBT001 - drawn
    """And is the same then as among everything."""
    within = "60 minutes" if kept else "1 minute"
    data["expect"] = [{"policy": "all", "every": "minute", "within": within, "pages": "anyone"}]
    try:
        file = load_texts("rota.yaml", {"rota.yaml": json.dumps(data)}).file
    except ConfigError:
        return
    checks = Checks(file, NOW)
    errors = checks.errors()
    event(f"{len(errors)} errors")
    assert checks.all() == run(file, NOW)
    assert errors == tuple(f for f in run(file, NOW) if f.severity == "error")


@pytest.mark.parametrize("now", [datetime(2099, 6, 1, tzinfo=UTC), datetime(1990, 1, 1, tzinfo=UTC)])
def test_other_times_than_ours_are_no_trouble(now: datetime) -> None:
    """`--now` may name any."""
    line_up = {"from": "1985-01-07", "people": ["ana", "ben"]}
    data = {
        "version": 1,
        "time_zone": "Europe/London",
        "horizon": "13 weeks",
        "people": {key: {"name": key, "email": f"{key}@example.org", "region": "scotland"} for key in PEOPLE},
        "hours": {"day": "Mon-Fri 09:00-17:00"},
        "rotas": {
            "web": {"name": "Web", "turn": "1 week", "handover": "Monday 09:00", "line_ups": [line_up]}
        },
        "bank_holidays": {"calendar": "england-and-wales", "window": "day", "rules": {"web": "current"}},
    }
    assert {f.severity for f in found(data, now) or ()} <= {"warning", "info"}
