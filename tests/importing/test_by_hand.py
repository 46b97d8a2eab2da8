"""Accounts made by clicking: turns and layers, as the lines that a person will read."""

from datetime import timedelta

import pytest

from reconciler.sandbox import Quirks, seed_service, seed_user
from tests.importing.accounts import (
    DAY,
    HOUR,
    JUNE,
    NOON,
    WEEK,
    Account,
    layer,
    nights,
    office,
    reason,
    text_of,
    weekly,
)


def test_the_whole_file(account: Account) -> None:
    """Two rotas that share the week, a second person who follows, a policy, and the services that use it."""
    ana, ben, cal = account.users("Ana Ortiz", "Ben Ode", "Cal Roe")
    desk = seed_user(account.store, name="Support desk", email="desk@example.org", mailbox=True)
    out = account.schedule("Out of hours", layer(cal, ben, start=JUNE, anchor=JUNE, restrictions=nights()))
    day = account.schedule("In hours", layer(ana, ben, cal, start=JUNE, anchor=JUNE, restrictions=office()))
    second = account.schedule(
        "Second", layer(cal, ana, ben, start=JUNE, anchor="2026-06-08T08:00Z", restrictions=office())
    )
    policy = account.policy(
        "Payments",
        [("schedule_reference", day), ("schedule_reference", out)],
        [("schedule_reference", second)],
        [("user_reference", desk)],
        num_loops=2,
        description="Cards: and  transfers",
    )
    seed_service(account.store, name="Login", policy_id=policy)
    seed_service(account.store, name="Card payments", policy_id=policy)
    assert (
        text_of(account)
        == """\
# yaml-language-server: $schema=rota.schema.json
#
# Who is on call, as PagerDuty had it. `rota plan` says what would change there.
version: 1
time_zone: Europe/London
horizon: 13 weeks
# source: https://github.com/example/rota   # named in the description of what is managed
pagerduty: {region: us}

people:
  ana: {name: Ana Ortiz, email: ana.ortiz@example.org}
  ben: {name: Ben Ode, email: ben.ode@example.org}
  cal: {name: Cal Roe, email: cal.roe@example.org}
  support-desk: {name: Support desk, email: desk@example.org, mailbox: true}

hours:
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
    handover: Monday 09:00
    line_ups:
      - {from: 2026-06-01, people: [cal, ben]}  # Mon

  second:
    name: Second
    follows: in-hours
    offset: 1

policies:
  payments:
    name: Payments
    description: "Cards: and transfers"
    repeat: 2
    levels:
      - {notify: [in-hours, out-of-hours], escalate_after: 5 minutes}
      - {notify: second, escalate_after: 5 minutes}
      - {notify: support-desk, escalate_after: 5 minutes}
    # used by: Card payments, Login

# bank_holidays:                  # who is on call on a bank holiday, written as overrides
#   calendar: england-and-wales    # or scotland, northern-ireland
#   window: in-hours               # whose slot on that day it is about
#   rules: {}                      # rota: current, or the key of a mailbox
"""
    )


def test_an_anchor_of_summer_is_read_on_the_clock(account: Account) -> None:
    """08:00 in UTC in June is a handover at 09:00, and so it stays in winter."""
    ana, ben = account.users("Ana Ortiz", "Ben Ode")
    account.schedule("Web", layer(ana, ben, start=JUNE, anchor=JUNE))
    assert "handover: Monday 09:00" in text_of(account)


def test_handovers_by_seconds_that_pass_are_found_out(account: Account) -> None:
    """Where PagerDuty does not keep the local time, a file cannot say it; the first difference is told."""
    account = Account(now=account.now, quirks=Quirks(handoff="elapsed"))
    ana, ben = account.users("Ana Ortiz", "Ben Ode")
    account.schedule("Web", layer(ana, ben, start=JUNE, anchor=JUNE))
    assert reason(account) == (
        "Mon 16 Nov 2026 08:00 – 09:00: PagerDuty has Ana Ortiz, a file Ben Ode, and 18 times more"
    )
    found = account.imported()
    assert (found.differences[0].rota, len(found.differences)) == ("Web", 19)


def test_an_anchor_years_ago_is_a_date_near_the_start(account: Account) -> None:
    """Whoever has the turn in which the layer starts stands first."""
    ana, ben, cal = account.users("Ana Ortiz", "Ben Ode", "Cal Roe")
    account.schedule("Web", layer(ana, ben, cal, start=JUNE, anchor="2019-12-30T09:00Z"))
    assert "- {from: 2026-06-01, people: [ana, ben, cal]}" not in text_of(account)
    assert "- {from: 2026-06-01, people: [cal, ana, ben]}  # Mon" in text_of(account)


@pytest.mark.parametrize(
    ("turn", "lines"),
    [
        (12 * HOUR, "turn: 12 hours\n    line_ups:\n      - {from: 2026-06-01 09:00,"),
        (DAY, "turn: 1 day\n    handover: 09:00\n    line_ups:\n      - {from: 2026-06-01,"),
        (10 * DAY, "turn: 10 days\n    handover: 09:00\n"),
        (2 * WEEK, "turn: 2 weeks\n    handover: Monday 09:00\n"),
    ],
)
def test_turns_are_said_in_the_largest_unit(account: Account, turn: int, lines: str) -> None:
    """Hours have no handover, and days no weekday."""
    ana, ben = account.users("Ana Ortiz", "Ben Ode")
    account.schedule("Web", layer(ana, ben, start=JUNE, anchor=JUNE, turn=turn))
    assert lines in text_of(account)


def test_a_user_who_is_gone_from_what_is_over_does_not_matter(account: Account) -> None:
    """History is not imported."""
    ana, ben = account.users("Ana Ortiz", "Ben Ode")
    id_ = account.schedule("Web", layer(ben, start=JUNE, anchor=JUNE))
    account.now = NOON - timedelta(days=3)
    account.edit(id_, schedule_layers=[layer(ana, start=account.now, anchor=JUNE)])
    account.send("DELETE", f"/users/{ben}")
    assert "people: [ana]" in text_of(account)


def test_layers_are_stacked_from_the_lowest_up(account: Account) -> None:
    """The first of a GET wins, and so does the later one of a file."""
    ana, ben, cal = account.users("Ana Ortiz", "Ben Ode", "Cal Roe")
    account.schedule(
        "Web",
        layer(ana, ben, start=JUNE, anchor=JUNE, name="Base"),
        layer(cal, start=JUNE, anchor=JUNE, name="Base", restrictions=[weekly(6, "00:00", 2 * DAY)]),
    )
    assert """\
  web:
    name: Web
    layers:
      - name: Base
        turn: 1 week
        handover: Monday 09:00
        line_ups:
          - {from: 2026-06-01, people: [ana, ben]}  # Mon
      - name: Base 2
        hours: weekends
        turn: 1 week
        handover: Monday 09:00
        line_ups:
          - {from: 2026-06-01, people: [cal]}  # Mon
""" in text_of(account)


def test_a_layer_that_takes_up_where_another_ends_is_a_line_up(account: Account) -> None:
    """Whatever they are called, and wherever they lie in the stack."""
    ana, ben, cal = account.users("Ana Ortiz", "Ben Ode", "Cal Roe")
    change = "2026-12-07T09:00:00Z"
    account.schedule(
        "Web",
        layer(cal, ana, start=change, anchor=change, name="New"),
        layer(ana, ben, start=JUNE, anchor=JUNE, end=change, name="Old"),
    )
    assert """\
    turn: 1 week
    handover: Monday 09:00
    line_ups:
      - {from: 2026-06-01, people: [ana, ben]}  # Mon
      - {from: 2026-12-07, people: [cal, ana]}  # Mon
""" in text_of(account)


def test_an_end_between_two_handovers_is_a_pause_that_cuts(account: Account) -> None:
    """So that it falls on the minute that PagerDuty has."""
    ana, ben = account.users("Ana Ortiz", "Ben Ode")
    account.schedule("Web", layer(ana, ben, start=JUNE, anchor=JUNE, end="2027-01-13T15:30:00Z"))
    assert (
        '- {from: 2027-01-13, turn: 1 day, handover: "15:30", pause: "nobody, as in PagerDuty"}  # Wed'
        in text_of(account)
    )


def test_a_save_in_the_middle_of_a_turn_changes_nothing(account: Account) -> None:
    """PagerDuty writes the moment of the save as the start; the line-up begins at the handover before."""
    ana, ben = account.users("Ana Ortiz", "Ben Ode")
    id_ = account.schedule("Web", layer(ana, ben, start=JUNE, anchor=JUNE))
    account.now = NOON - timedelta(hours=3)
    account.edit(id_, description="Edited")
    assert "- {from: 2026-11-23, people: [ben, ana]}  # Mon" in text_of(account)
