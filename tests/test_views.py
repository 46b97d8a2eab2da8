"""The rows behind show, who, page and holidays."""

from datetime import UTC, date, datetime, timedelta

import pytest

from reconciler import holiday_views, views
from reconciler.config.loader import load_texts
from reconciler.config.model import RotaFile
from reconciler.intervals import Interval, Segment, wall, zone
from reconciler.plan.model import Who

TEXT = """
version: 1
time_zone: Europe/London
horizon: 13 weeks
people:
  ana: {name: Ana Ortiz, email: ana@example.org}
  ben: {name: Ben Ode, email: ben@example.org}
  team: {name: The team, email: team@example.org, mailbox: true}
hours: {day: Mon-Fri 09:00-17:00, night: outside day}
rotas:
  day:
    name: Day
    hours: day
    turn: 1 week
    handover: Monday 09:00
    line_ups: [{from: 2026-01-05, people: [ana, ben]}]
  night:
    name: Night
    hours: night
    turn: 1 week
    handover: Monday 09:00
    line_ups: [{from: 2026-01-05, people: [ben, ana]}]
  boss: {name: Boss, managed: false}
policies:
  all:
    name: All
    repeat: 2
    levels:
      - {notify: day, escalate_after: 5 minutes}
      - {notify: night, escalate_after: 15 minutes}
      - {notify: boss, escalate_after: 30 minutes}
      - {notify: team, escalate_after: 30 minutes}
bank_holidays: {calendar: england-and-wales, window: day, rules: {day: team, night: current}}
"""
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def file() -> RotaFile:
    return load_texts("rota.yaml", {"rota.yaml": TEXT}).file


def test_who_tells_until_when_and_who_is_next() -> None:
    """At midday on a Wednesday the day rota has somebody and the night rota waits for the evening."""
    day, night, boss = views.who_rows(file(), ["day", "night", "boss"], NOW)
    assert (day.who, day.until) == (views.person(file(), "ana"), datetime(2026, 11, 25, 17, tzinfo=UTC))
    assert (day.next, day.next_at) == (views.person(file(), "ana"), datetime(2026, 11, 26, 9, tzinfo=UTC))
    assert (night.who, night.until) == (None, datetime(2026, 11, 25, 17, tzinfo=UTC))
    assert night.next == views.person(file(), "ben")
    assert (boss.known, boss.who) == (False, None)


def test_a_live_overlay_names_strangers_and_unmanaged_rotas() -> None:
    """PagerDuty's rendering wins, and what the file cannot explain is foreign."""
    stranger = Who(None, "Sam Stranger", "sam@example.org")
    noon = datetime(2026, 11, 25, 13, tzinfo=UTC)
    five = datetime(2026, 11, 25, 17, tzinfo=UTC)
    ana = views.person(file(), "ana")
    live = {
        "day": (Segment(NOW, noon, stranger), Segment(noon, five, ana)),
        "boss": (Segment(NOW, five, stranger),),
    }
    rows = views.shift_rows(file(), ["day", "boss"], Interval(NOW, five), live=live)
    assert [(r.rota, r.who.name, r.source) for r in rows] == [
        ("day", "Sam Stranger", "foreign"),
        ("boss", "Sam Stranger", "foreign"),
        ("day", "Ana Ortiz", "rotation"),
    ]
    (boss,) = views.who_rows(file(), ["boss"], NOW, live=live)
    assert (boss.known, boss.who, boss.until, boss.next) == (True, stranger, five, None)


def test_shifts_of_one_person_come_from_all_rotas_in_order_of_time() -> None:
    """The filter looks at who is on, whatever the rota."""
    rows = views.shift_rows(file(), ["day", "night"], Interval(NOW, NOW + timedelta(days=1)), only=["ben"])
    assert [(r.rota, r.start, r.end) for r in rows] == [
        ("night", datetime(2026, 11, 25, 17, tzinfo=UTC), datetime(2026, 11, 26, 9, tzinfo=UTC))
    ]


def test_the_chain_on_a_bank_holiday_begins_with_the_mailbox() -> None:
    """Level one is occupied by the mailbox, so the person on duty is called after its delay."""
    at = datetime(2026, 12, 25, 11, tzinfo=UTC)
    view = views.page_view(file(), "all", at)
    rows = [(r.level, r.after_seconds, r.who.name if r.who else None, r.known, r.holiday) for r in view.rows]
    assert rows == [
        (1, 0, "The team", True, "Christmas Day"),
        (2, 300, "Ben Ode", True, "Christmas Day"),
        (3, 1200, None, False, None),
        (4, 3000, "The team", True, None),
    ]
    assert view.repeat == 2


def test_an_empty_first_level_falls_through_at_once() -> None:
    """At night nobody is on the day rota, so the night person is called without a wait."""
    view = views.page_view(file(), "all", datetime(2026, 11, 25, 20, tzinfo=UTC))
    assert [(r.level, r.after_seconds) for r in view.rows] == [(2, 0), (3, 900), (4, 2700)]


def test_the_live_chain_asks_pagerduty_for_rotas_that_are_not_managed_here() -> None:
    """A stranger who holds the unmanaged rota is named."""
    stranger = Who(None, "Sam Stranger", "sam@example.org")
    live = {"boss": (Segment(NOW, NOW + timedelta(days=2), stranger),)}
    view = views.page_view(file(), "all", datetime(2026, 11, 25, 20, tzinfo=UTC), live=live)
    assert view.rows[1].who == Who(None, "Sam Stranger")


def left_to_nobody_text(rules: str = "{day: nobody, night: current}") -> str:
    """The same text, with a day rota made of shifts that nobody has on bank holidays."""
    text = TEXT.replace("    name: Day\n", "    name: Day\n    kind: shifts\n")
    return text.replace("{day: team, night: current}", rules)


def left_to_nobody() -> RotaFile:
    """The file of that text."""
    return load_texts("rota.yaml", {"rota.yaml": left_to_nobody_text()}).file


CHRISTMAS = datetime(2026, 12, 25, 11, tzinfo=UTC)


def test_who_names_the_bank_holiday_for_which_nobody_is_on() -> None:
    """An ordinary night off has no name."""
    (day,) = views.who_rows(left_to_nobody(), ["day"], CHRISTMAS)
    assert (day.who, day.holiday, day.known) == (None, "Christmas Day", True)
    assert (day.until, day.next) == (
        datetime(2026, 12, 29, 9, tzinfo=UTC),
        views.person(file(), "ben"),
    )
    (day,) = views.who_rows(left_to_nobody(), ["day"], NOW + timedelta(hours=8))
    assert (day.who, day.holiday) == (None, None)


def test_whoever_pagerduty_shows_is_on_whatever_the_rule() -> None:
    """Somebody who was put on by hand is no absence."""
    hand = {"day": (Segment(CHRISTMAS, CHRISTMAS + timedelta(hours=1), Who(None, "Sam", "s@example.org")),)}
    (day,) = views.who_rows(left_to_nobody(), ["day"], CHRISTMAS, live=hand)
    assert (day.who, day.holiday) == (Who(None, "Sam", "s@example.org"), None)


def test_the_chain_passes_over_a_level_that_is_left_to_nobody() -> None:
    """The person on duty is paged at once, and the level that is passed is named."""
    view = views.page_view(left_to_nobody(), "all", CHRISTMAS)
    rows = [(r.level, r.after_seconds, r.who.name if r.who else None, r.pages, r.holiday) for r in view.rows]
    assert rows == [
        (1, 0, None, False, "Christmas Day"),
        (2, 0, "Ben Ode", True, "Christmas Day"),
        (3, 900, None, True, None),
        (4, 2700, "The team", True, None),
    ]
    later = views.page_view(left_to_nobody(), "all", CHRISTMAS + timedelta(hours=9))
    assert [(r.level, r.pages) for r in later.rows] == [(2, True), (3, True), (4, True)]


@pytest.mark.parametrize(("rules", "passed"), [("{day: nobody, night: current}", 300), ("{day: nobody}", 0)])
def test_a_level_is_passed_over_when_the_alert_comes_to_it(rules: str, passed: int) -> None:
    """After the delays of the levels before it that have somebody, and of no others."""
    text = left_to_nobody_text(rules)
    text = text.replace("notify: night, escalate_after: 15", "notify: day, escalate_after: 15")
    text = text.replace("notify: day, escalate_after: 5", "notify: night, escalate_after: 5")
    view = views.page_view(load_texts("rota.yaml", {"rota.yaml": text}).file, "all", CHRISTMAS)
    assert [(r.level, r.after_seconds) for r in view.rows if not r.pages] == [(2, passed)]


def test_absences_are_listed_where_no_shift_is() -> None:
    """By rota, clipped to the span."""
    span = Interval(CHRISTMAS, CHRISTMAS + timedelta(days=4))
    found = left_to_nobody()
    rows = views.shift_rows(found, ["day", "night"], span)
    gone = views.absent_rows(found, ["day", "night"], span, rows)
    five = datetime(2026, 12, 25, 17, tzinfo=UTC)
    monday = datetime(2026, 12, 28, 9, tzinfo=UTC)
    assert [(a.rota, a.holiday, a.interval) for a in gone] == [
        ("day", "Christmas Day", Interval(CHRISTMAS, five)),
        ("day", "Boxing Day (substitute day)", Interval(monday, monday + timedelta(hours=8))),
    ]


def test_holidays_say_that_nobody_holds_a_window() -> None:
    """So that the date is not taken for one without a rule."""
    (row,) = holiday_views.day_rows(left_to_nobody(), date(2026, 12, 25), date(2026, 12, 25))
    assert [(h.rota, h.who.name if h.who else None) for h in row.holders] == [
        ("day", None),
        ("night", "Ben Ode"),
    ]


def test_holidays_list_who_holds_each_window_and_why_others_do_not_act() -> None:
    """Boxing Day 2026 is a Saturday; its substitute acts on the Monday."""
    rows = holiday_views.day_rows(file(), date(2026, 12, 25), date(2026, 12, 28))
    assert [(r.date.day, r.acts, [h.who.name for h in r.holders if h.who]) for r in rows] == [
        (25, True, ["The team", "Ben Ode"]),
        (26, False, []),
        (28, True, ["The team", "Ana Ortiz"]),
    ]
    assert rows[1].reason is not None
    assert [r.date for r in holiday_views.horizon_days(file(), NOW) if r.acts] == [
        date(2026, 12, 25),
        date(2026, 12, 28),
        date(2027, 1, 1),
    ]


def test_a_file_without_rules_has_no_holidays() -> None:
    """Nothing is invented for a file that says nothing."""
    text = "\n".join(line for line in TEXT.splitlines() if not line.startswith("bank_holidays"))
    plain = load_texts("rota.yaml", {"rota.yaml": text}).file
    assert holiday_views.horizon_days(plain, NOW) == ()


def one(line_ups: str, *, turn: str = "1 week", more: str = "") -> RotaFile:
    """A rota around the clock with these line-ups."""
    text = TEXT.split("rotas:\n", maxsplit=1)[0] + (
        f"rotas:\n  web:\n    name: Web\n    turn: {turn}\n    handover: Monday 09:00\n"
        f"    line_ups: [{line_ups}]\n{more}"
    )
    return load_texts("rota.yaml", {"rota.yaml": text}).file


PAUSED = (
    "{from: 2026-01-05, people: [ana, ben]}, {from: 2026-11-30, pause: Moving house}, "
    "{from: 2028-06-05, people: [ben, ana]}"
)


@pytest.mark.parametrize(
    ("held", "seen"),
    [
        (one("{from: 2026-01-05, people: [ana]}"), ("ana", None, None, None)),
        (one("{from: 2026-01-05, people: [ana, ben]}", turn="40 weeks"), ("ben", "2027-07-19", "ana", None)),
        (
            one("{from: 2026-01-05, people: [ana]}, {from: 2028-01-03, pause: over}"),
            ("ana", "2028-01-03", None, None),
        ),
        (one("{from: 2029-01-01, people: [ana]}"), (None, "2029-01-01", "ana", None)),
        (
            one(
                "{from: 2026-01-05, people: [ana]}",
                more="overrides: [{rota: web, cover: ana, by: ben, on: 2029-01-01}]\n",
            ),
            ("ana", "2029-01-01", "ben", None),
        ),
    ],
)
def test_who_is_next_is_looked_for_as_far_as_the_file_says(
    held: RotaFile, seen: tuple[str | None, ...]
) -> None:
    """However long a turn, a pause or the wait for the first line-up; for ever is for ever."""
    (row,) = views.who_rows(held, ["web"], NOW)
    who, next_ = (person.person if person else None for person in (row.who, row.next))
    until = wall(row.until, zone("Europe/London")).date().isoformat() if row.until else None
    assert (who, until, next_, row.pause) == seen
    assert row.seen is None


def test_a_pause_is_named_wherever_it_leaves_nobody() -> None:
    """By who, by the shifts of any time, and by the chain of a policy."""
    more = "policies: {all: {name: All, levels: [{notify: web, escalate_after: 5 minutes}]}}\n"
    held, at = one(PAUSED, more=more), datetime(2026, 12, 8, 10, tzinfo=UTC)
    (row,) = views.who_rows(held, ["web"], at)
    assert (row.who, row.pause, row.next) == (None, "Moving house", views.person(held, "ben"))
    assert row.next_at == datetime(2028, 6, 5, 8, tzinfo=UTC)
    span = Interval(datetime(2026, 11, 29, tzinfo=UTC), at)
    rows = views.shift_rows(held, ["web"], span)
    (pause,) = views.paused_rows(held, ["web"], span, rows)
    assert (pause.interval, pause.reason) == (
        Interval(datetime(2026, 11, 30, 9, tzinfo=UTC), at),
        "Moving house",
    )
    (page,) = views.page_view(held, "all", at).rows
    assert (page.who, page.pause, page.pages) == (None, "Moving house", False)


def test_somebody_put_on_by_hand_in_a_pause_is_no_pause() -> None:
    """What PagerDuty shows counts."""
    held, at = one(PAUSED), datetime(2026, 12, 8, 10, tzinfo=UTC)
    sam = Who(None, "Sam", "s@example.org")
    live = {"web": (Segment(at, at + timedelta(hours=1), sam),)}
    (row,) = views.who_rows(held, ["web"], at, live=live)
    assert (row.who, row.pause) == (sam, None)
    span = Interval(at, at + timedelta(hours=2))
    rows = views.shift_rows(held, ["web"], span, live=live)
    assert [p.interval.start for p in views.paused_rows(held, ["web"], span, rows)] == [
        at + timedelta(hours=1)
    ]


def test_what_pagerduty_was_not_asked_about_is_not_told() -> None:
    """Whoever holds a rota to the end of the answer may go on, and nobody in it is not nobody for ever."""
    sam, later = Who(None, "Sam", "s@example.org"), NOW + views.AHEAD
    (row,) = views.who_rows(file(), ["boss"], NOW, live={"boss": (Segment(NOW, later, sam),)})
    assert (row.who, row.until, row.seen) == (sam, None, later)
    soon = NOW + timedelta(days=7)
    (row,) = views.who_rows(file(), ["boss"], NOW, live={"boss": ()}, seen=soon)
    assert (row.who, row.next, row.seen) == (None, None, soon)


def test_a_layer_that_pauses_beside_another_is_missed_in_its_own_hours() -> None:
    """Where the other one goes on, nobody is missed."""
    layers = (
        "rotas:\n  web:\n    name: Web\n    layers:\n"
        "      - {name: a, hours: day, turn: 1 week, handover: Monday 09:00, "
        "line_ups: [{from: 2026-01-05, people: [ana]}, {from: 2026-11-23, pause: short of people}]}\n"
        "      - {name: b, hours: night, turn: 1 week, handover: Monday 09:00, "
        "line_ups: [{from: 2026-01-05, people: [ben]}]}\n"
    )
    held = load_texts("rota.yaml", {"rota.yaml": TEXT.split("rotas:\n", maxsplit=1)[0] + layers}).file
    noon, evening = (views.who_rows(held, ["web"], NOW + timedelta(hours=h))[0] for h in (0, 8))
    assert (noon.who, noon.pause) == (None, "short of people")
    assert (evening.who, evening.pause) == (views.person(held, "ben"), None)
