"""Claims about how far ahead bank-holiday windows are written."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from reconciler.config.model import RotaFile
from reconciler.intervals import Interval, intersect, subtract, union
from reconciler.shifts import engine
from reconciler.shifts.windows import horizon_end, windows
from tests.shifts.support import (
    NOW,
    OOH,
    document,
    holiday,
    load,
    one,
    rota,
    rules,
    support,
    utc,
    written,
)


def test_the_horizon_reaches_past_the_next_two_windows_that_act() -> None:
    """Two weeks from 25 November would show nothing: Christmas and Boxing Day are taken in."""
    near = support("2026-11-23", horizon="14 days")
    assert written(horizon_end(near, OOH, NOW)) == "2026-12-28 17:00"
    far = support("2026-11-23", horizon="13 weeks")
    assert horizon_end(far, OOH, NOW) == NOW + far.horizon


def test_a_window_that_runs_counts_as_one_of_the_two() -> None:
    """Until it has ended."""
    file = support("2026-11-23", horizon="1 day")
    assert written(horizon_end(file, OOH, utc("2026-12-25 16:59"))) == "2026-12-28 17:00"
    assert written(horizon_end(file, OOH, utc("2026-12-25 17:00"))) == "2027-01-01 17:00"


def test_an_extra_day_on_a_saturday_is_not_one_of_the_two() -> None:
    """It has no slot; neither has an ignored day."""
    file = support(
        "2026-11-23",
        horizon="1 day",
        extra=[{"date": "2026-12-05", "name": "Fair"}, {"date": "2026-12-26", "name": "Fair"}],
        ignore=[{"date": "2026-12-28", "reason": "open"}],
    )
    assert written(horizon_end(file, OOH, NOW)) == "2027-01-01 17:00"


def test_each_rota_looks_ahead_in_its_own_calendar() -> None:
    """St Andrew's Day is the first of two for a Scottish rota."""
    file = rota(calendar="scotland", file={"horizon": "1 day"})
    assert written(horizon_end(file, "web", NOW)) == "2026-12-25 17:00"


def test_rare_windows_are_looked_for_in_later_years_and_not_for_ever() -> None:
    """Only bank holidays on a Wednesday count here; at the weekend there never is one that acts."""
    wednesdays = rota(file={"horizon": "1 day", "hours": {"day": "Wed 09:00-17:00", "night": "outside day"}})
    # Boxing Day 2029 and Christmas Day 2030
    assert written(horizon_end(wednesdays, "web", utc("2026-01-02 00:00"))) == "2030-12-25 17:00"
    weekends = rota(
        file={"horizon": "1 day", "hours": {"day": "Sat-Sun 09:00-17:00", "night": "outside day"}}
    )
    assert horizon_end(weekends, "web", NOW) == NOW + weekends.horizon


def test_beyond_the_horizon_only_named_days_have_windows() -> None:
    """`holiday:` entries are written whatever their date, generated windows only up to it."""
    file = rota(overrides=[holiday("2027-03-29", "dee")])
    whole = Interval(utc("2026-12-01 00:00"), utc("2027-06-01 00:00"))
    until = utc("2027-01-01 09:00")
    named = [written(s.start) for s in engine.shifts(file, "web", whole, windows_until=until) if s.holiday]
    assert named == ["2026-12-25 09:00", "2026-12-28 09:00", "2027-03-29 08:00"]
    every = [s for s in engine.shifts(file, "web", whole) if s.holiday]
    assert len(every) == 7


def test_what_is_due_for_one_rota_is_due_for_all_and_no_more_than_that() -> None:
    """St Andrew's Day is none in England, whose second day is the third one in Scotland."""
    file = several({"calendar": "scotland"}, {}, {"time_zone": "Asia/Tokyo"}, horizon="1 day")
    ends = [written(horizon_end(file, key, utc("2026-11-05 12:00"))) for key in file.rotas]
    assert ends == ["2026-12-28 17:00", "2026-12-28 17:00", "2026-12-28 08:00"]


def test_a_rota_without_a_rule_has_nothing_due() -> None:
    """It looks as far ahead as the file says."""
    file = several({}, {"calendar": "scotland"}, horizon="1 day", ruled=1)
    assert horizon_end(file, "r1", NOW) == NOW + file.horizon


def several(*rotas: Mapping[str, str], ruled: int | None = None, **more: object) -> RotaFile:
    """A file with some rotas, the first `ruled` of them with a rule."""
    line_up = {"from": "2026-01-05", "people": ["ana", "ben"]}
    held = {f"r{n}": one(line_up, hours=None, **more_of_it) for n, more_of_it in enumerate(rotas)}
    bank = rules() | {"rules": dict.fromkeys(list(held)[:ruled], "current")}
    return load(document(held, bank_holidays=bank, **more))


Dates = Mapping[date, list[Interval]]
"""The windows of each date."""


def due(file: RotaFile, key: str, now: datetime) -> tuple[Dates, Dates]:
    """The windows of a rota that its shifts have whole, where the horizon counts, and all there are."""
    span = Interval(now, now + timedelta(days=600))
    wide = Interval(now - timedelta(days=1), span.end + timedelta(days=1))
    shifts = engine.shifts(file, key, wide, windows_until=horizon_end(file, key, now))
    named = intersect((span,), union(Interval(s.start, s.end) for s in shifts if s.holiday))
    wanted: dict[date, list[Interval]] = {}
    ahead: dict[date, list[Interval]] = {}
    for window in windows(file, key, span):
        ahead.setdefault(window.date, []).append(window.interval)
        if not subtract(intersect((window.interval,), (span,)), named):
            wanted.setdefault(window.date, []).append(window.interval)
    assert not subtract(named, [part for parts in wanted.values() for part in parts])
    return wanted, ahead


ROTAS = st.lists(
    st.fixed_dictionaries(
        {
            "calendar": st.sampled_from(("england-and-wales", "scotland", "northern-ireland")),
            "time_zone": st.sampled_from(("Europe/London", "America/New_York", "Pacific/Auckland")),
        }
    ),
    min_size=2,
    max_size=4,
)
DAYS = st.sampled_from(
    (
        "Mon-Fri 09:00-17:00",
        ["Mon-Fri 09:00-12:30", "Mon-Fri 13:30-17:00"],
        "Mon-Fri 22:00-06:00",
        "Mon-Tue 09:00-17:00",
    )
)
# To the minute around the windows of Christmas and the New Year, and anywhere in a year.
MOMENTS = st.one_of(
    st.builds(
        lambda day, minutes: utc(f"{day} 00:00") + timedelta(minutes=minutes),
        st.sampled_from(("2026-11-30", "2026-12-25", "2026-12-28", "2027-01-01", "2027-01-04")),
        st.integers(-800, 2400),
    ),
    st.integers(0, 365 * 24).map(lambda hours: utc("2026-03-01 00:30") + timedelta(hours=hours)),
)


@settings(max_examples=30, deadline=None)
@given(ROTAS, DAYS, MOMENTS, st.integers(1, 60), st.integers(0, 300))
def test_all_rotas_of_a_file_agree_on_the_dates_that_are_due(
    rotas: list[dict[str, str]], hours: str | list[str], now: datetime, weeks: int, later: int
) -> None:
    """Each date with all of its windows, the next two at least, and none that is due is given up later."""
    file = several(*rotas, hours={"day": hours, "night": "outside day"}, horizon=f"{weeks} weeks")
    found = {key: due(file, key, now) for key in file.rotas}
    last = max(on for wanted, _ in found.values() for on in wanted)
    for key, (wanted, ahead) in found.items():
        assert wanted == {on: parts for on, parts in ahead.items() if on <= last}
        assert len(wanted) >= 2
        after, left = due(file, key, now + timedelta(hours=later))
        assert set(after) >= set(wanted) & set(left)
