"""The pay sheet: kinds of time, cuts at midnight, sources, and that it adds up."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given

from reconciler.bank_holidays import acting
from reconciler.config.model import RotaFile
from reconciler.insight import pay
from reconciler.insight.fairness import balance
from reconciler.intervals import Interval, Segment, merge
from reconciler.shifts import engine
from tests.insight.support import TWO, nights, summed
from tests.insight.test_balance_laws import SPANS, Data, moderate
from tests.shifts.reference import inside, occurs_twice
from tests.shifts.support import cover, document, holiday, load, one, span, written
from tests.strategies import documents

Row = tuple[str, str, str, float, str]


def sheet(file: RotaFile, start: str, end: str, **more: Any) -> list[Row]:
    """Person, start and end in UTC, hours and kind."""
    found = pay.lines(file, list(file.rotas), span(start, end), **{"commits": {}, **more})
    return [(x.person, written(x.start), written(x.end), float(x.hours), x.category) for x in found]


def test_a_weekend_is_cut_at_local_midnights() -> None:
    """Friday evening is a weekday night until midnight, Monday morning from midnight on."""
    assert sheet(nights(TWO), "2026-01-09 12:00", "2026-01-12 12:00") == [
        ("ana", "2026-01-09 17:00", "2026-01-10 00:00", 7, "weekday_night"),
        ("ana", "2026-01-10 00:00", "2026-01-11 00:00", 24, "weekend"),
        ("ana", "2026-01-11 00:00", "2026-01-12 00:00", 24, "weekend"),
        ("ana", "2026-01-12 00:00", "2026-01-12 09:00", 9, "weekday_night"),
    ]


def test_a_bank_holiday_is_one_from_midnight_to_midnight() -> None:
    """Its night and its day; in summer local midnight is 23:00 UTC."""
    assert sheet(nights(TWO), "2026-04-03 07:00", "2026-04-03 23:30") == [
        ("ana", "2026-04-03 07:00", "2026-04-03 08:00", 1, "bank_holiday"),
        ("ana", "2026-04-03 08:00", "2026-04-03 16:00", 8, "bank_holiday"),
        ("ana", "2026-04-03 16:00", "2026-04-03 23:00", 7, "bank_holiday"),
        ("ana", "2026-04-03 23:00", "2026-04-03 23:30", 0.5, "weekend"),
    ]


def test_a_bank_holiday_wins_over_a_weekend_and_a_weekend_over_the_working_day() -> None:
    """A working day that reaches into Saturday is a weekend there; an `extra` Saturday does not act."""
    data = document({"web": one(TWO, hours="long")}) | {"hours": {"long": "Fri-Sun 10:00-12:00"}}
    rules = {"calendar": "england-and-wales", "window": "long", "rules": {}}
    file = load(data | {"bank_holidays": {**rules, "extra": [{"date": "2026-01-09", "name": "Fair"}]}})
    assert [row[3:] for row in sheet(file, "2026-01-08 09:00", "2026-01-12 09:00")] == [
        (2, "bank_holiday"),
        (2, "weekend"),
        (2, "weekend"),
    ]
    assert sheet(load(data | {"bank_holidays": rules}), "2026-01-08 09:00", "2026-01-10 09:00") == [
        ("ana", "2026-01-09 10:00", "2026-01-09 12:00", 2, "in_hours")
    ]


def test_around_the_clock_a_day_has_a_morning_a_working_day_and_an_evening() -> None:
    """Without bank holidays in the file the working day is nine to five."""
    file = load(document({"web": one(TWO, hours=None)}))
    assert [row[3:] for row in sheet(file, "2026-01-06 00:00", "2026-01-07 00:00")] == [
        (9, "weekday_night"),
        (8, "in_hours"),
        (7, "weekday_night"),
    ]


def test_the_nights_of_the_clock_changes_have_fifteen_and_seventeen_hours() -> None:
    """What is paid is what was worked: nine hours of the morning are eight or ten."""
    file = nights(TWO)
    assert [row[3] for row in sheet(file, "2026-03-28 17:00", "2026-03-29 08:00")] == [7, 8]
    assert [row[3] for row in sheet(file, "2026-10-24 16:00", "2026-10-25 09:00")] == [7, 10]


def test_each_line_says_what_put_the_person_there() -> None:
    """Rotation, cover, swap, and a bank holiday that somebody volunteered for."""
    file = nights(
        TWO,
        overrides=[
            cover("ana", "cal", "2026-01-05 17:00", "2026-01-06 09:00", reason="concert"),
            {"rota": "web", "swap": {"ana": "2026-03-02", "ben": "2026-03-09"}},
            holiday("2026-04-03", "dee", reason="volunteered"),
        ],
    )
    commits = {("rota.yaml", 1): "abc"}
    found = {
        (line.person, line.source, line.holiday, line.reason, line.commit)
        for start, end in (
            ("2026-01-05 09:00", "2026-01-08 00:00"),
            ("2026-03-02 09:00", "2026-03-03 00:00"),
            ("2026-04-03 08:00", "2026-04-03 16:00"),
        )
        for line in pay.lines(file, ["web"], span(start, end), commits=commits)
    }
    assert found == {
        ("cal", "cover", None, "concert", "abc"),
        ("ana", "rotation", None, None, "abc"),
        ("ben", "swap", None, None, "abc"),
        ("dee", "bank_holiday", "Good Friday", "volunteered", "abc"),
    }


def test_a_line_of_which_git_knows_nothing_has_no_commit() -> None:
    """The mapping need not be whole."""
    (line, *_) = pay.lines(nights(TWO), ["web"], span("2026-01-05 17:00", "2026-01-05 18:00"), commits={})
    assert (line.file, line.line, line.commit) == ("rota.yaml", 1, "")


def test_people_come_in_the_order_of_the_file_and_can_be_left_out() -> None:
    """Ben's week comes first in time, Ana first in the file."""
    file = nights({"from": "2026-01-05", "people": ["ben", "ana"]})
    assert [row[0] for row in sheet(file, "2026-01-11 12:00", "2026-01-12 23:00")] == ["ana", "ben", "ben"]
    assert [row[0] for row in sheet(file, "2026-01-11 12:00", "2026-01-12 23:00", only=["ana"])] == ["ana"]


def test_the_sums_are_by_person_and_rota() -> None:
    """Every kind has its figure, if only nothing."""
    file = nights(TWO)
    found = pay.lines(file, ["web"], span("2026-01-05 09:00", "2026-01-12 09:00"), commits={})
    (total,) = pay.sums(found, file)
    assert (total.person, total.rota, float(total.total)) == ("ana", "web", 128.0)
    assert total.hours == {"weekday_night": 80, "weekend": 48, "bank_holiday": 0, "in_hours": 0}


@moderate
@given(documents(), SPANS)
def test_the_sheet_is_every_shift_of_a_person_once(data: Data, whole: Interval) -> None:
    """The lines of a rota laid end to end are its shifts; the hours are those of the balance."""
    file = load(data)
    for key in file.rotas:
        lines = sorted(pay.lines(file, [key], whole, commits={}), key=lambda line: line.start)
        laid = merge(Segment(line.start, line.end, line.person) for line in lines)
        shifts = [s for s in engine.shifts(file, key, whole) if s.person != "team"]
        assert laid == merge(Segment(s.start, s.end, s.person) for s in shifts)
        found = balance(file, [key], whole)
        assert summed(line.hours for line in lines) == summed(b.done.hours for b in found)
        outside = summed(line.hours for line in lines if line.category != "in_hours")
        assert outside == summed(b.done.out_of_hours for b in found)


@moderate
@given(documents(), SPANS)
def test_each_line_lies_in_one_day_of_one_kind(data: Data, whole: Interval) -> None:
    """Against the clock on the wall, which is looked at in every line, minute by minute almost."""
    file = load(data)
    rules = file.bank_holidays
    assert rules is not None
    extra = tuple((e.date, e.name) for e in rules.extra)
    ignore = {i.date: i.reason for i in rules.ignore}
    for line in pay.lines(file, list(file.rotas), whole, commits={}):
        tz = ZoneInfo(line.zone)
        days = {
            line.start.astimezone(tz).date(),
            (line.end - timedelta(microseconds=1)).astimezone(tz).date(),
        }
        assert len(days) == 1
        for i in range(0, int((line.end - line.start).total_seconds()), 47 * 60):
            moment = line.start + timedelta(seconds=i)
            if occurs_twice(moment, line.zone):
                continue
            local = moment.astimezone(tz).replace(tzinfo=None)
            if acting(rules.calendar, local.date(), local.date(), extra=extra, ignore=ignore):
                kind = "bank_holiday"
            elif local.isoweekday() > 5:
                kind = "weekend"
            else:
                kind = "in_hours" if inside(file, rules.window, local) else "weekday_night"
            assert line.category == kind, moment
