"""Accounts made by clicking: what becomes of each oddity, as the lines that a person will read."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from reconciler.sandbox import Quirks, seed_service, seed_user, seed_v3_schedule
from tests.importing.accounts import (
    DAY,
    HOUR,
    NOON,
    WEEK,
    Account,
    daily,
    layer,
    untouched,
    weekly,
)

JUNE = "2026-06-01T08:00:00+00:00"
"""Monday 09:00 in London, while summer time holds."""


@pytest.fixture
def account() -> Account:
    """An account that was made in June; tests come in November."""
    return Account(now=datetime(2026, 6, 1, 8, tzinfo=UTC))


def text(account: Account, **chosen: tuple[str, ...]) -> str:
    """The file, whose plan is empty."""
    account.now = max(account.now, NOON)
    found = account.imported(**chosen)
    assert untouched(account.plan(found))
    return found.texts["rota.yaml"]


def reason(account: Account) -> str:
    """Why the only rota is left alone; that it is named all the same."""
    account.now = max(account.now, NOON)
    found = account.imported()
    assert untouched(account.plan(found))
    (rota,) = found.draft.rotas
    assert not found.loaded.file.rotas[rota.key].managed
    assert rota.reason is not None
    assert f"managed: false  # {rota.reason}" in found.texts["rota.yaml"]
    return rota.reason


def office(start: str = "09:00", hours: int = 8) -> list[dict[str, object]]:
    return [weekly(day, start, hours * HOUR) for day in range(1, 6)]


def nights() -> list[dict[str, object]]:
    return [*(weekly(day, "17:00", 16 * HOUR) for day in range(1, 5)), weekly(5, "17:00", 64 * HOUR)]


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
        text(account)
        == """\
# yaml-language-server: $schema=rota.schema.json
#
# Who is on call, as PagerDuty had it. `rota plan` says what would change there: now nothing.
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
    assert "handover: Monday 09:00" in text(account)


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
    assert "- {from: 2026-06-01, people: [ana, ben, cal]}" not in text(account)
    assert "- {from: 2026-06-01, people: [cal, ana, ben]}  # Mon" in text(account)


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
    assert lines in text(account)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"turn": 5430},
            "its turns are 1 h 30 min 30 s long; a file has whole hours, from 1 to 8760",
        ),
        ({"anchor": "2026-06-01T08:00:20Z"}, "its turns begin at 09:00:20; a file has whole minutes"),
        (
            {"end": "2027-02-03T10:00:07Z"},
            "a layer of it ends at 10:00:07; a file has whole minutes",
        ),
        (
            {"start": "2026-12-09T12:00:00Z"},
            (
                "a layer of it begins in the middle of a turn, on Wed 9 Dec 2026 12:00; "
                "a line-up begins at a handover"
            ),
        ),
        (
            {"restrictions": [{**daily("09:00", HOUR), "start_time_of_day": "09:00:30"}]},
            "its hours have seconds in them; a file has whole minutes",
        ),
        ({"end": "2026-07-06T08:00:00Z"}, "it has no layer that is not over"),
    ],
)
def test_what_a_file_cannot_say_is_left_alone_with_the_reason(
    account: Account, changes: dict[str, Any], expected: str
) -> None:
    """The schedule stays as it is, and policies can still name it."""
    ana, ben = account.users("Ana Ortiz", "Ben Ode")
    sent: dict[str, Any] = {"start": JUNE, "anchor": JUNE} | changes
    restrictions = sent.pop("restrictions", [])
    id_ = account.schedule("Web", layer(ana, ben, **sent))
    held = account.store.get("schedules", id_)
    assert held is not None
    # PagerDuty would drop the seconds of new ones; old ones may have them.
    held["layers"][0]["restrictions"] = restrictions
    account.store.save("schedules", held)
    assert reason(account) == expected


def test_a_schedule_without_layers_is_left_alone(account: Account) -> None:
    """Nobody is on it."""
    account.schedule("Web")
    assert reason(account) == "it has no layer that is not over"


def test_a_user_who_is_gone_is_named(account: Account) -> None:
    """No file can bring them back."""
    ana, ben = account.users("Ana Ortiz", "Ben Ode")
    account.schedule("Web", layer(ana, ben, start=JUNE, anchor=JUNE, name="Week"))
    account.send("DELETE", f"/users/{ben}")
    assert reason(account) == (
        "Ben Ode is in Week and has no PagerDuty account any more: take them out of it"
    )


def test_a_user_who_is_gone_from_what_is_over_does_not_matter(account: Account) -> None:
    """History is not imported."""
    ana, ben = account.users("Ana Ortiz", "Ben Ode")
    id_ = account.schedule("Web", layer(ben, start=JUNE, anchor=JUNE))
    account.now = NOON - timedelta(days=3)
    account.edit(id_, schedule_layers=[layer(ana, start=account.now, anchor=JUNE)])
    account.send("DELETE", f"/users/{ben}")
    assert "people: [ana]" in text(account)


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
""" in text(account)


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
""" in text(account)


def test_an_end_between_two_handovers_is_a_pause_that_cuts(account: Account) -> None:
    """So that it falls on the minute that PagerDuty has."""
    ana, ben = account.users("Ana Ortiz", "Ben Ode")
    account.schedule("Web", layer(ana, ben, start=JUNE, anchor=JUNE, end="2027-01-13T15:30:00Z"))
    assert (
        '- {from: 2027-01-13, turn: 1 day, handover: "15:30", pause: "nobody, as in PagerDuty"}  # Wed'
        in text(account)
    )


def test_a_save_in_the_middle_of_a_turn_changes_nothing(account: Account) -> None:
    """PagerDuty writes the moment of the save as the start; the line-up begins at the handover before."""
    ana, ben = account.users("Ana Ortiz", "Ben Ode")
    id_ = account.schedule("Web", layer(ana, ben, start=JUNE, anchor=JUNE))
    account.now = NOON - timedelta(hours=3)
    account.edit(id_, description="Edited")
    assert "- {from: 2026-11-23, people: [ben, ana]}  # Mon" in text(account)


def test_names_of_any_kind(account: Account) -> None:
    """Blanks are squeezed, what YAML would take for something else is quoted, keys stay ASCII and apart."""
    ana, other = account.users("Ana Ortiz", "Ana Ruiz")
    null = seed_user(account.store, name="Zoë O’Brien", email="zoe@example.org")
    first = account.schedule("x", layer(ana, other, null, start=JUNE, anchor=JUNE))
    held = account.store.get("schedules", first)
    assert held is not None
    account.store.save("schedules", {**held, "name": " Web\t\u00a0 primary: no #1 "})
    account.schedule("null", layer(ana, start=JUNE, anchor=JUNE))
    account.schedule("当番", layer(ana, start=JUNE, anchor=JUNE))
    account.policy("Null", [("schedule_reference", first)])
    written = text(account)
    assert 'name: "Web primary: no #1"' in written
    assert "  web-primary-no-1:\n" in written
    assert '  "null":\n    name: "null"\n' in written
    assert '  null-policy:\n    name: "Null"\n' in written
    assert "  rota-1:\n    name: 当番\n" in written
    assert "people: [ana-ortiz, ana-ruiz, zoe]" in written


def test_two_schedules_of_one_name_are_told_apart_by_their_ids(account: Account) -> None:
    """By their name alone no plan could find them."""
    (ana,) = account.users("Ana Ortiz")
    one = account.schedule("Web", layer(ana, start=JUNE, anchor=JUNE))
    two = account.schedule("WEB", layer(ana, start=JUNE, anchor=JUNE, turn=DAY))
    written = text(account)
    assert f"    name: Web\n    id: {one}\n" in written
    assert f"    name: WEB\n    id: {two}\n" in written


def test_an_invisible_character_in_a_name_is_left_alone_by_its_id(account: Account) -> None:
    """The file cannot hold it, and a plan would rename it."""
    (ana,) = account.users("Ana Ortiz")
    id_ = account.schedule("We\u200bb", layer(ana, start=JUNE, anchor=JUNE))
    assert reason(account) == "its name holds an invisible character (U+200B): rename it in PagerDuty"
    assert f"    name: Web\n    id: {id_}\n    managed: false" in account.imported().texts["rota.yaml"]


def test_a_zone_by_pagerdutys_own_name_is_that_zone(account: Account) -> None:
    """And a rota in another zone than most says so."""
    (ana,) = account.users("Ana Ortiz")
    for number in (1, 2):
        account.schedule(
            f"Web {number}", layer(ana, start=JUNE, anchor=JUNE), zone="Eastern Time (US & Canada)"
        )
    account.schedule("Desk", layer(ana, start=JUNE, anchor=JUNE), zone="GB")
    written = text(account)
    assert "\ntime_zone: America/New_York\n" in written
    assert "    name: Desk\n    time_zone: Europe/Belfast\n" in written


def test_shift_based_schedules_are_named_for_the_policies(account: Account) -> None:
    """Two of one name cannot be told apart, so a policy with one of them stays in PagerDuty alone."""
    flexible, *same = (seed_v3_schedule(account.store, name) for name in ("Flexible", "Twin", "Twin"))
    account.policy("Web", [("schedule_v3_reference", flexible)])
    account.policy("Desk", *[[("schedule_v3_reference", id_)] for id_ in same])
    written = text(account)
    assert "  flexible:\n    name: Flexible\n    managed: false  # it is shift-based" in written
    assert (
        "# Desk stays in PagerDuty alone: Twin, whom its level 1 notifies, is a shift-based schedule whose "
        "name does not tell it apart"
    ) in written


def test_round_robin_and_teams_stay_as_they_are(account: Account) -> None:
    """They are not in the file, and a plan of it leaves them."""
    (ana,) = account.users("Ana Ortiz")
    id_ = account.policy("Web", [("user_reference", ana)])
    held = account.store.get("escalation_policies", id_)
    assert held is not None
    held["escalation_rules"][0]["strategy"] = "round_robin"
    account.store.save("escalation_policies", held)
    assert "      - {notify: ana-ortiz, escalate_after: 5 minutes}\n" in text(account)


def test_what_is_chosen_by_name(account: Account) -> None:
    """A policy brings its schedules; a schedule brings no policy."""
    (ana,) = account.users("Ana Ortiz")
    made = [account.schedule(name, layer(ana, start=JUNE, anchor=JUNE)) for name in ("Web", "Desk", "Ops")]
    account.policy("Web pages", [("schedule_reference", made[0])])
    account.policy("Ops pages", [("schedule_reference", made[2])])
    by_policy = text(account, policies=("Web pages",))
    assert "name: Web\n" in by_policy
    assert "Desk" not in by_policy
    assert "Ops" not in by_policy
    by_schedule = text(account, schedules=("Desk",))
    assert "name: Desk\n" in by_schedule
    assert "policies:" not in by_schedule


def test_what_is_managed_as_code_keeps_its_keys(account: Account) -> None:
    """The marker says which; what another source manages is left to it."""
    (ana,) = account.users("Ana Ortiz")
    mine = "Managed as code: fancy in https://example.org/a"
    theirs = "Managed as code: ops in https://example.org/b"
    for name, mark in (("Web", mine), ("Desk", mine.replace("fancy", "desk")), ("Ops", theirs)):
        account.schedule(name, layer(ana, start=JUNE, anchor=JUNE), description=mark)
    written = text(account)
    assert "\nsource: https://example.org/a\n" in written
    assert "  fancy:\n    name: Web\n    turn:" in written
    assert "    managed: false  # it is managed as code from https://example.org/b" in written
