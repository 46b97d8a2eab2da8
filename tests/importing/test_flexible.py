"""Shift-based schedules made by clicking: what a person will read of them, and what is left alone."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from reconciler.sandbox import Quirks
from tests.importing.accounts import NOON, Account, layer, reason, text_of, untouched
from tests.importing.flexible import BEGUN, DAILY, WEEKDAYS, event, extra, flexible, replaced, weeks_from_now

CHRISTMAS = datetime(2026, 12, 25, 9, tzinfo=UTC)
"""A Friday. The other windows within three months are those of 28 December, 1 January and none else."""
WINDOWS = [CHRISTMAS, datetime(2026, 12, 28, 9, tzinfo=UTC), datetime(2027, 1, 1, 9, tzinfo=UTC)]
TURNS = {CHRISTMAS: 2, WINDOWS[1]: 0, WINDOWS[2]: 0}
"""Whose turn it is in these weeks, of three who began in June."""


@pytest.fixture
def people(account: Account) -> list[str]:
    """Ana, Ben and Cal."""
    return account.users("Ana Ortiz", "Ben Ode", "Cal Roe")


def rotas_of(text: str) -> str:
    """What a file says below its people."""
    return text.partition("\nhours:\n")[2].partition("\n# bank_holidays")[0].strip("\n")


def office(*users: str, **more: Any) -> dict[str, Any]:
    """The working days, a week each."""
    return event(*users, hours=8, rule=WEEKDAYS, per=5, name="Office", **more)


def out_of_hours(*users: str) -> list[list[dict[str, Any]]]:
    """What the working days leave of the week, a week each."""
    evening = BEGUN.replace(hour=17)
    nights = "RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH"
    weekend = evening + timedelta(days=4)
    return [
        [event(*users, at=evening, hours=16, rule=nights, per=4, name="Weeknights")],
        [event(*users, at=weekend, hours=64, rule="RRULE:FREQ=WEEKLY;BYDAY=FR", name="Weekends")],
    ]


def test_weeknights_and_weekends_are_the_hours_of_one_rota(account: Account, people: list[str]) -> None:
    """Two events with the same people are one layer, and all schedules are of one kind."""
    ana, ben, cal = people
    flexible(account, "In hours", [office(ana, ben, cal)])
    flexible(account, "Out of hours", *out_of_hours(cal, ben))
    text = text_of(account)
    assert "horizon: 13 weeks\nkind: shifts\n" in text
    assert (
        rotas_of(text)
        == """\
  in-hours: Mon-Fri 09:00-17:00
  out-of-hours: outside in-hours

rotas:
  in-hours:
    name: In hours
    hours: in-hours
    turn: 1 week
    handover: Monday 09:00
    line_ups:
      - {from: 2026-06-01, people: [ana, ben, cal]}  # Mon

  out-of-hours:
    name: Out of hours
    hours: out-of-hours
    turn: 1 week
    handover: Monday 17:00
    line_ups:
      - {from: 2026-06-01, people: [cal, ben]}  # Mon"""
    )


def test_rotas_of_both_kinds_say_which_is_shift_based(account: Account, people: list[str]) -> None:
    """One that cannot be said keeps its kind: policies refer to it by that."""
    ana, ben, cal = people
    account.schedule("Web", layer(ana, ben, start=account.now, anchor=account.now))
    odd = flexible(account, "Odd", [event(cal, rule="RRULE:FREQ=MONTHLY")])
    flexible(account, "Payments", [event(cal, ana)])
    account.policy("All", [("schedule_v3_reference", odd)])
    text = text_of(account)
    assert "kind: shifts" not in text.partition("rotas:")[0]
    why = "no layer can say its event Shift: it repeats monthly"
    assert f"  odd:\n    name: Odd\n    kind: shifts\n    managed: false  # {why}\n" in text
    assert "    name: Payments\n    kind: shifts\n    turn: 1 day\n" in text
    assert "    name: Web\n    turn: 1 week\n" in text


def test_day_and_night_taken_in_turns_are_turns_of_twelve_hours(account: Account, people: list[str]) -> None:
    """Three people who hand over at nine in the morning and in the evening."""
    ana, ben, cal = people
    flexible(
        account,
        "Round",
        [event(ana, cal, ben, hours=12, name="Days")],
        [event(ben, ana, cal, at=BEGUN.replace(hour=21), since=account.now, hours=12, name="Nights")],
    )
    assert (
        "turn: 12 hours\n    line_ups:\n      - {from: 2026-06-01 09:00, people: [ana, ben, cal]}"
        in text_of(account)
    )


def test_events_that_follow_one_another_are_line_ups(account: Account, people: list[str]) -> None:
    """With a pause where nobody follows at once."""
    ana, ben, cal = people
    change, pause = weeks_from_now(3), weeks_from_now(9)
    weekly = "RRULE:FREQ=WEEKLY;BYDAY=MO"
    at = change.replace(tzinfo=None)
    flexible(
        account,
        "Web",
        [
            event(ana, ben, hours=168, rule=weekly, until=change),
            event(ana, ben, cal, at=at, hours=168, rule=weekly, until=pause),
        ],
    )
    assert """\
    line_ups:
      - {from: 2026-06-01, people: [ana, ben]}  # Mon
      - {from: 2026-12-14, people: [ana, ben, cal]}  # Mon
      - {from: 2027-01-25, pause: "nobody, as in PagerDuty"}  # Mon
""" in text_of(account)


def test_an_event_that_holds_from_midnight_begins_with_its_first_time(
    account: Account, people: list[str]
) -> None:
    """The web editor lets events take effect at midnight, hours before anybody is on."""
    monday = weeks_from_now(2)
    later = office(*people, at=monday.replace(tzinfo=None), since=monday.replace(hour=0))
    flexible(account, "Web", [later])
    assert "handover: Monday 09:00\n    line_ups:\n      - {from: 2026-12-07, people:" in text_of(account)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"rule": [DAILY, "EXDATE:20261225T090000Z"]}, "single dates are left out of it"),
        ({"everybody": True}, "all of its people are on at the same time"),
        ({"rule": "RRULE:FREQ=WEEKLY;BYDAY=1MO"}, "it is on certain weekdays of a month"),
        ({"per": 3, "rule": WEEKDAYS, "hours": 8}, "its turns end within a week, on another day each time"),
    ],
)
def test_an_event_that_no_layer_can_say_leaves_the_rota_alone(
    account: Account, people: list[str], more: dict[str, Any], why: str
) -> None:
    """The reason says what is odd about it."""
    flexible(account, "Web", [event(*people, **more)])
    assert reason(account) == f"no layer can say its event Shift: {why}"


def test_turns_that_are_counted_from_elsewhere_are_found_out(account: Account) -> None:
    """Where PagerDuty counts from when an event takes effect, a file would have the wrong people."""
    account = Account(now=account.now, quirks=Quirks(v3_member_count_from="effective_since"))
    people = account.users("Ana Ortiz", "Ben Ode", "Cal Roe")
    flexible(account, "Web", [event(*people, since=account.now + timedelta(days=1))])
    assert reason(account) == (
        "Wed 11 Nov 2026 12:00 – Thu 12 Nov 2026 09:00: PagerDuty has Ana Ortiz, a file Ben Ode, "
        "and 196 times more"
    )


def test_turns_of_nobody_leave_the_rota_alone(account: Account, people: list[str]) -> None:
    """A line-up has a person for every turn."""
    flexible(account, "Web", [event(*people, "")])
    assert reason(account) == "no layer can say its event Shift: it has turns that nobody takes"


def test_two_people_at_once_leave_the_rota_alone(account: Account, people: list[str]) -> None:
    """A primary and a second in one schedule: a rota has one person at a time."""
    ana, ben, cal = people
    flexible(account, "Web", [event(ana, ben, name="First")], [event(cal, name="Second")])
    assert reason(account) == (
        "two people are on at once, by its events First and Second; a rota has one at a time"
    )


def test_what_stands_in_for_somebody_stays_as_it_is(account: Account, people: list[str]) -> None:
    """An override and somebody beside whoever is on are foreign, and nothing to be planned."""
    ana, _, cal = people
    later = NOON + timedelta(days=7)
    id_ = flexible(
        account,
        "Web",
        [event(ana)],
        overrides=[replaced(ana, cal, later, 3)],
        custom_shifts=[extra(cal, later + timedelta(days=1), 3)],
    )
    account.now = NOON
    found = account.imported()
    plan = account.plan(found)
    assert untouched(plan)
    assert [(u.kind, u.name) for u in plan.unmanaged] == [("override", "Web")] * 2
    assert [rota.id for rota in found.draft.managed] == [id_]


def test_windows_that_are_left_to_nobody_are_a_rule(account: Account, people: list[str]) -> None:
    """Nobody in hours on every bank holiday, and those out of hours on instead."""
    nobody = [replaced(people[TURNS[at]], "", at, 8) for at in WINDOWS]
    instead = [extra(people[0], at, 8) for at in WINDOWS]
    flexible(account, "In hours", [office(*people)], overrides=nobody)
    flexible(account, "Out of hours", *out_of_hours(people[0]), custom_shifts=instead)
    text = text_of(account)
    assert text.endswith(
        """
bank_holidays:
  calendar: england-and-wales
  window: in-hours
  rules:
    in-hours: nobody
    out-of-hours: current
"""
    )


def test_nobody_at_another_time_leaves_the_rota_alone(account: Account, people: list[str]) -> None:
    """An afternoon off is no bank holiday."""
    afternoon = datetime(2026, 12, 23, 14, tzinfo=UTC)
    nobody = [replaced(people[TURNS[at]], "", at, 8) for at in WINDOWS]
    nobody.append(replaced(people[TURNS[CHRISTMAS]], "", afternoon, 3))
    flexible(account, "In hours", [office(*people)], overrides=nobody)
    assert reason(account) == (
        "nobody is to be on Wed 23 Dec 14:00 – 17:00 and 3 more times, in place of whoever has the turn; "
        "a file says that only of every bank holiday of a calendar"
    )


def test_others_in_a_window_than_whose_turn_it_is_are_no_rule(account: Account, people: list[str]) -> None:
    """Cal came in by hand at Christmas, where Ana has the turn: the custom shifts stay as they are."""
    ana, _, cal = people
    nobody = [replaced(people[TURNS[at]], "", at, 8) for at in WINDOWS]
    flexible(account, "In hours", [office(*people)], overrides=nobody)
    flexible(account, "Out of hours", *out_of_hours(ana), custom_shifts=[extra(cal, at, 8) for at in WINDOWS])
    assert text_of(account).endswith("  rules:\n    in-hours: nobody\n")
