"""Names, ids, zones and markers of an account, and what of it is chosen by name."""

from dataclasses import replace
from typing import Any

from reconciler.importing.drafting import Ground, draft
from reconciler.remote.recorded import as_live
from reconciler.sandbox import seed_user, seed_v3_schedule
from reconciler.workflow.importing import bring_in
from tests.importing.accounts import (
    DAY,
    JUNE,
    NOON,
    Account,
    layer,
    text_of,
    untouched,
    write,
)


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
    written = text_of(account)
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
    written = text_of(account)
    assert f"    name: Web\n    id: {one}\n" in written
    assert f"    name: WEB\n    id: {two}\n" in written


def test_a_zone_by_pagerdutys_own_name_is_that_zone(account: Account) -> None:
    """And a rota in another zone than most says so."""
    (ana,) = account.users("Ana Ortiz")
    for number in (1, 2):
        account.schedule(
            f"Web {number}", layer(ana, start=JUNE, anchor=JUNE), zone="Eastern Time (US & Canada)"
        )
    account.schedule("Desk", layer(ana, start=JUNE, anchor=JUNE), zone="GB")
    written = text_of(account)
    assert "\ntime_zone: America/New_York\n" in written
    assert "    name: Desk\n    time_zone: Europe/Belfast\n" in written


def test_shift_based_schedules_are_named_for_the_policies(account: Account) -> None:
    """Two of one name are told apart by their ids, as schedules made of layers are."""
    flexible, *same = (seed_v3_schedule(account.store, name) for name in ("Flexible", "Twin", "Twin"))
    account.policy("Web", [("schedule_v3_reference", flexible)])
    account.policy("Desk", *[[("schedule_v3_reference", id_)] for id_ in same])
    written = text_of(account)
    why = "managed: false  # it has no event that is not over"
    assert f"  flexible:\n    name: Flexible\n    {why}" in written
    assert f"  twin:\n    name: Twin\n    id: {same[0]}\n    {why}" in written
    assert "- {notify: twin, escalate_after: 5 minutes}\n      - {notify: twin-2," in written


def test_shift_based_schedules_that_no_list_has_are_known_by_the_policies(account: Account) -> None:
    """A token may see a policy and not its schedules: two of one name then cannot be told apart."""
    flexible, *same = (seed_v3_schedule(account.store, name) for name in ("Flexible", "Twin", "Twin"))
    account.policy("Web", [("schedule_v3_reference", flexible)])
    account.policy("Desk", *[[("schedule_v3_reference", id_)] for id_ in same])
    hidden = replace(account.read(), listed=(), schedules=())
    written = bring_in(hidden, account.now, write, as_live).texts["rota.yaml"]
    why = "managed: false  # it is shift-based, and could not be read"
    assert "kind: shifts\n" in written
    assert f"  flexible:\n    name: Flexible\n    {why}\n" in written
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
    assert "      - {notify: ana-ortiz, escalate_after: 5 minutes}\n" in text_of(account)


def test_what_is_chosen_by_name(account: Account) -> None:
    """A policy brings its schedules; a schedule brings no policy."""
    (ana,) = account.users("Ana Ortiz")
    made = [account.schedule(name, layer(ana, start=JUNE, anchor=JUNE)) for name in ("Web", "Desk", "Ops")]
    account.policy("Web pages", [("schedule_reference", made[0])])
    account.policy("Ops pages", [("schedule_reference", made[2])])
    by_policy = text_of(account, policies=("Web pages",))
    assert "name: Web\n" in by_policy
    assert "Desk" not in by_policy
    assert "Ops" not in by_policy
    by_schedule = text_of(account, schedules=("Desk",))
    assert "name: Desk\n" in by_schedule
    assert "policies:" not in by_schedule


def test_what_is_managed_as_code_keeps_its_keys(account: Account) -> None:
    """The marker says which; what another source manages is left to it."""
    (ana,) = account.users("Ana Ortiz")
    mine = "Managed as code: fancy in https://example.org/a"
    theirs = "Managed as code: ops in https://example.org/b"
    for name, mark in (("Web", mine), ("Desk", mine.replace("fancy", "desk")), ("Ops", theirs)):
        account.schedule(name, layer(ana, start=JUNE, anchor=JUNE), description=mark)
    written = text_of(account)
    assert "\nsource: https://example.org/a\n" in written
    assert "  fancy:\n    name: Web\n    turn:" in written
    assert "    managed: false  # it is managed as code from https://example.org/b" in written


def test_a_zone_that_nothing_knows_is_left_alone(account: Account) -> None:
    """A file takes IANA names."""
    (ana,) = account.users("Ana Ortiz")
    account.schedule("Web", layer(ana, start=JUNE, anchor=JUNE))
    read = account.read()
    odd = replace(read, schedules=(replace(read.schedules[0], time_zone="Atlantis"),))
    (rota,) = draft(Ground(odd, account.now)).rotas
    assert rota.reason == "its time zone, Atlantis, has no IANA name that is known here"


def test_followers_need_the_same_turns_hours_and_zone(account: Account) -> None:
    """And a list that is turned by one place; anything else has line-ups of its own."""
    ana, ben, cal, dee = account.users("Ana Ortiz", "Ben Ode", "Cal Roe", "Dee Marr")
    change = "2026-12-07T09:00:00Z"

    def two(first: list[str], then: list[str]) -> list[dict[str, Any]]:
        return [
            layer(*first, start=JUNE, anchor=JUNE, end=change, name="a from 2026-06-01"),
            layer(*then, start=change, anchor=change, name="a from 2026-12-07"),
        ]

    account.schedule("A", *two([ana, ben, cal], [ana, ben, cal, dee]))
    account.schedule("B one on", *two([ben, cal, ana], [ben, cal, dee, ana]))
    account.schedule("C one back", *two([cal, ana, ben], [dee, ana, ben, cal]))
    account.schedule("D two on", *two([cal, ana, ben], [cal, dee, ana, ben]))
    account.schedule("E another order", *two([ben, ana, cal], [ben, cal, dee, ana]))
    account.schedule("F one line-up", layer(ben, cal, ana, start=JUNE, anchor=JUNE))
    account.schedule("G elsewhere", *two([ben, cal, ana], [ben, cal, dee, ana]), zone="Europe/Dublin")
    account.schedule("H not turned", layer(ben, cal, ana, start=JUNE, anchor=JUNE))
    by_day = [item | {"rotation_turn_length_seconds": DAY} for item in two([ben, cal, ana], [ben])]
    account.schedule("I by day", *by_day)
    account.now = NOON
    found = account.imported()
    assert untouched(account.plan(found))
    follows = {rota.name: (rota.follows, rota.offset) for rota in found.draft.rotas if rota.follows}
    assert follows == {"B one on": ("a", 1)}


def test_a_list_one_place_back_follows_all_the_way_round(account: Account) -> None:
    """The second person is then whoever was first a week ago."""
    ana, ben, cal = account.users("Ana Ortiz", "Ben Ode", "Cal Roe")
    account.schedule("First", layer(ana, ben, cal, start=JUNE, anchor=JUNE))
    account.schedule("Second", layer(ana, ben, cal, start=JUNE, anchor="2026-06-08T08:00Z"))
    assert "    name: Second\n    follows: first\n    offset: 2\n" in text_of(account)
