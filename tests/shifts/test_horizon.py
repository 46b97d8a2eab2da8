"""Claims about how far ahead bank-holiday windows are written."""

from reconciler.intervals import Interval
from reconciler.shifts import engine
from reconciler.shifts.windows import horizon_end
from tests.shifts.support import NOW, OOH, holiday, rota, support, utc, written


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
