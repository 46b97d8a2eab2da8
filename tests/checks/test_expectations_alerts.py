"""Which alerts an expectation tries, and that trying them by changes of hands is trying every minute."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reconciler.checks.expectations_alerts import Alert, holidays, tried
from reconciler.checks.ground import Ground
from reconciler.config.loader import load_texts
from reconciler.config.model import Expectation, RotaFile
from reconciler.intervals import Interval, zone
from reconciler.shifts import engine
from reconciler.wording import moment
from tests.strategies import PEOPLE, documents

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
LONDON = zone("Europe/London")
MINUTE = timedelta(minutes=1)
# Two days before the clocks change in one of the zones, and before a bank holiday.
BEFORE = ("2026-03-07", "2026-03-28", "2026-04-04", "2026-10-03", "2026-10-24", "2026-10-31", "2026-12-24")


def plain(every: str, at: str, **more: Any) -> RotaFile:
    """A file of one rota around the clock with one expectation about every day of a kind."""
    rota = {
        "turn": "1 week",
        "handover": "Monday 09:00",
        "line_ups": [{"from": "2026-01-05", "people": "ana"}],
    }
    data = {
        "version": 1,
        "time_zone": "Europe/London",
        "horizon": "13 weeks",
        "people": {"ana": {"name": "Ana Ortiz", "email": "ana@example.org"}},
        "hours": {"day": "Mon-Fri 09:00-17:00"},
        "rotas": {"web": {"name": "Web", **rota}, "leads": {"name": "Leads", "managed": False}},
        "policies": {"p": {"name": "P", "levels": [{"notify": "web", "escalate_after": "5 minutes"}]}},
        "bank_holidays": {"calendar": "england-and-wales", "window": "day"},
        "expect": [{"policy": "p", "every": every, "at": at, "within": "5 minutes", "pages": "anyone"}],
    } | more
    return load_texts("rota.yaml", {"rota.yaml": json.dumps(data)}).file


def alerts(file: RotaFile, now: datetime = NOW) -> list[Alert]:
    """Every alert that the file's one expectation tries."""
    return list(tried(Ground(file, now), file.expect[0]))


def moments(file: RotaFile, now: datetime = NOW) -> list[str]:
    """The same as local times."""
    return [moment(alert.at, LONDON, year=now.year) for alert in alerts(file, now)]


@pytest.mark.parametrize(
    ("every", "at", "expected"),
    [
        ("day", "11:00", ["Thu 26 Nov 11:00", "Fri 27 Nov 11:00", "Sat 28 Nov 11:00", "Sun 29 Nov 11:00"]),
        ("weekday", "11:00", ["Thu 26 Nov 11:00", "Fri 27 Nov 11:00", "Mon 30 Nov 11:00"]),
        ("weekend", "11:00", ["Sat 28 Nov 11:00", "Sun 29 Nov 11:00", "Sat 5 Dec 11:00"]),
        (
            "weeknight",
            "03:00",
            ["Thu 26 Nov 03:00", "Fri 27 Nov 03:00", "Sat 28 Nov 03:00", "Tue 1 Dec 03:00"],
        ),
        (
            "weeknight",
            "23:00",
            ["Wed 25 Nov 23:00", "Thu 26 Nov 23:00", "Fri 27 Nov 23:00", "Mon 30 Nov 23:00"],
        ),
        ("bank holiday", "11:00", ["Fri 25 Dec 11:00", "Mon 28 Dec 11:00", "Fri 1 Jan 2027 11:00"]),
    ],
)
def test_a_kind_of_day_is_what_a_reader_takes_it_for(every: str, at: str, expected: list[str]) -> None:
    """A weeknight begins on Monday to Friday, so that its small hours are those of Tuesday to Saturday."""
    assert moments(plain(every, at))[: len(expected)] == expected


def test_a_weekday_is_no_bank_holiday_but_its_night_is_a_weeknight() -> None:
    """The days of a holiday have their own word; its nights are nights like others."""
    christmas = datetime(2026, 12, 24, 12, tzinfo=UTC)
    assert moments(plain("weekday", "11:00"), christmas)[:2] == ["Tue 29 Dec 11:00", "Wed 30 Dec 11:00"]
    assert moments(plain("weeknight", "03:00"), christmas)[:3] == [
        "Fri 25 Dec 03:00",
        "Sat 26 Dec 03:00",
        "Tue 29 Dec 03:00",
    ]


def test_a_year_is_tried_from_now_on_with_both_clock_changes() -> None:
    """At 01:30 in March the clock jumps: the alert comes at the jump; in October the first 01:30 counts."""
    found = [alert.at for alert in alerts(plain("day", "01:30"))]
    assert len(found) == 366
    assert datetime(2027, 3, 28, 1, 0, tzinfo=UTC) in found
    assert datetime(2027, 10, 31, 0, 30, tzinfo=UTC) in found
    assert datetime(2027, 10, 31, 1, 30, tzinfo=UTC) not in found


def test_times_of_day_are_those_of_the_file_whatever_the_zone_of_the_rota() -> None:
    """Midday in New York is five in the afternoon in London."""
    file = plain("day", "12:00", time_zone="America/New_York")
    assert alerts(file)[0].at == datetime(2026, 11, 25, 17, tzinfo=UTC)


def test_bank_holidays_are_those_that_close_a_rota_of_the_policy() -> None:
    """A rota may have its own calendar; a policy of people alone, or of others' rotas, keeps the file's."""
    scots = plain("bank holiday", "11:00")
    web = scots.rotas["web"].model_copy(update={"calendar": "scotland"})
    first, last = datetime(2026, 11, 25, tzinfo=UTC).date(), datetime(2027, 1, 3, tzinfo=UTC).date()
    found = holidays(scots.model_copy(update={"rotas": {"web": web}}), "p", first, last)
    assert [f"{day}" for day in found] == ["2026-11-30", "2026-12-25", "2026-12-28", "2027-01-01"]
    levels = [{"notify": ["ana", "leads"], "escalate_after": "5 minutes"}]
    alone = plain("bank holiday", "11:00", policies={"p": {"name": "P", "levels": levels}})
    found = holidays(alone, "p", first, last)
    assert [f"{day}" for day in found] == ["2026-12-25", "2026-12-28", "2027-01-01"]


def test_every_minute_is_tried_by_changes_of_hands() -> None:
    """A rota around the clock with one person has 52 handovers in a year and one answer between them."""
    data = plain("day", "11:00")
    entry = data.expect[0].model_copy(update={"every": "minute", "at": None})
    found = list(tried(Ground(data, NOW), entry))
    assert 50 < len(found) < 60
    assert all(alert.met for alert in found)
    assert found[0].at == NOW


@st.composite
def policies(draw: st.DrawFn, rotas: list[str]) -> dict[str, Any]:
    """A policy of up to four levels over rotas, people, a mailbox and a rota that is owned elsewhere."""
    named = st.sampled_from((*rotas, *rotas, "team", "leads", "ana"))
    delays = st.sampled_from(("1 minute", "5 minutes", "7 minutes", "30 minutes", "90 minutes"))
    level = st.fixed_dictionaries(
        {"notify": st.lists(named, min_size=1, max_size=2, unique=True), "escalate_after": delays}
    )
    return {
        "name": "P",
        "repeat": draw(st.integers(0, 2)),
        "levels": draw(st.lists(level, min_size=1, max_size=4)),
    }


@st.composite
def files(draw: st.DrawFn) -> dict[str, Any]:
    """A random file with a policy and an expectation about every minute."""
    data = draw(documents(kinds=True))
    rotas = list(data["rotas"])
    data["rotas"]["leads"] = {"name": "Leads", "managed": False}
    data["policies"] = {"p": draw(policies(rotas))}
    within = draw(st.sampled_from(("1 minute", "6 minutes", "30 minutes", "100 minutes", "4 hours")))
    pages = draw(st.sampled_from(("anyone", "anyone", *rotas, "leads", "team", *PEOPLE)))
    data["expect"] = [{"policy": "p", "every": "minute", "within": within, "pages": pages}]
    return data


def stepped(file: RotaFile, entry: Expectation, span: Interval) -> Iterator[bool]:
    """Whether each minute's alert is met, by PagerDuty's rules written down anew and a table of minutes."""
    far = span.end + entry.within + MINUTE
    held = {
        key: {
            shift.start + n * MINUTE: shift.person
            for shift in engine.shifts(file, key, Interval(span.start, far))
            for n in range(int((shift.end - shift.start) / MINUTE))
        }
        for key in engine.managed(file)
    }
    policy = file.policies[entry.policy]
    alert = span.start
    while alert < span.end:
        at, met = alert, False
        for level in policy.levels * (policy.repeat + 1):
            if at > alert + entry.within:
                break
            people = {name: held[name].get(at) if name in held else name for name in level.notify}
            on = {name: person for name, person in people.items() if person is not None}
            met = met or any(
                person == entry.pages
                if entry.pages in file.people
                else person != "team" and entry.pages in ("anyone", name)
                for name, person in on.items()
            )
            at += level.escalate_after if on else timedelta()
        yield met
        alert += MINUTE


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(files(), st.sampled_from(BEFORE))
def test_trying_by_changes_of_hands_is_stepping_minute_by_minute(data: dict[str, Any], day: str) -> None:
    """Over three days, clock changes among them, in any zone, whatever the levels, delays and passes."""
    file = load_texts("rota.yaml", {"rota.yaml": json.dumps(data)}).file
    now = datetime.fromisoformat(day).replace(tzinfo=UTC)
    span = Interval(now, now + timedelta(days=3))
    found = takewhile(lambda alert: alert.at < span.end, tried(Ground(file, now), file.expect[0]))
    answers: list[bool] = []
    for alert in found:
        answers += [alert.met] * int((min(alert.until, span.end) - alert.at) / MINUTE)
    assert answers == list(stepped(file, file.expect[0], span))
