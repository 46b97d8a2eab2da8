"""How long a bank-holiday alert waits on a mailbox before a person is called."""

from datetime import UTC, datetime

import pytest

from reconciler.checks.run import run
from reconciler.config.loader import load_texts
from reconciler.errors import Finding

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
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
    line_ups: [{from: 2026-01-05, people: [ana]}]
  night:
    name: Night
    hours: night
    turn: 1 week
    handover: Monday 09:00
    line_ups: [{from: 2026-01-05, people: [ben]}]
policies:
  all:
    name: All
    levels: [{notify: day, escalate_after: 30 minutes}, {notify: night, escalate_after: 5 minutes}]
bank_holidays: {calendar: england-and-wales, window: day, rules: {day: team, night: current}}
"""


def found(text: str, now: datetime = NOW) -> dict[str, Finding]:
    file = load_texts("rota.yaml", {"rota.yaml": text}).file
    return {finding.id: finding for finding in run(file, now)}


def test_a_mailbox_on_level_one_that_waits_too_long_is_a_warning() -> None:
    """The trap of the 24x7 policy: the person is called only after the mailbox's delay."""
    finding = found(TEXT)["page-delay"]
    assert finding.severity == "warning"
    assert finding.message == (
        "All first mails The team on Fri 25 Dec 09:00 (Christmas Day) and in 2 more windows; "
        "Ben Ode is paged after 30 minutes (limit 10 minutes)"
    )
    assert finding.hint == "shorten escalate_after of the first level, or notify both rotas at it"
    assert finding.where is not None
    assert finding.where.line == 26


@pytest.mark.parametrize(
    "change",
    [
        ("notify: day, escalate_after: 30", "notify: [day, night], escalate_after: 30"),
        ("policies:", "checks: {off: [{id: page-delay, reason: agreed}]}\npolicies:"),
        ("rules: {day: team, night: current}", "rules: {night: current}"),
    ],
)
def test_the_warning_goes_away_by_each_of_the_ways_out(change: tuple[str, str]) -> None:
    """Both rotas on level one, the check switched off, no mailbox at all."""
    assert "page-delay" in found(TEXT)
    assert "page-delay" not in found(TEXT.replace(*change))


@pytest.mark.parametrize(
    "change",
    [
        ("escalate_after: 30 minutes", "escalate_after: 10 minutes"),
        ("policies:", "checks: {page_within: 45 minutes}\npolicies:"),
    ],
)
def test_a_wait_within_the_limit_is_still_said_as_a_note(change: tuple[str, str]) -> None:
    """A mailbox on level one is easily forgotten, so the chain is told even where it is quick enough."""
    finding = found(TEXT.replace(*change))["page-delay"]
    assert finding.severity == "info"
    assert finding.hint is None


def test_a_policy_for_working_hours_alone_may_page_nobody_on_a_holiday() -> None:
    """Its rotas are all stood in for by a mailbox on purpose, so there is nothing to warn of."""
    only = "policies:\n  only: {name: Only, levels: [{notify: day, escalate_after: 5 minutes}]}\n  all:"
    assert "page-nobody" not in found(TEXT.replace("policies:\n  all:", only))


def test_a_policy_that_names_other_rotas_and_reaches_only_a_mailbox_is_a_warning() -> None:
    """Without a rule for the night rota nobody is on in the daytime of the holiday."""
    finding = found(TEXT.replace("rules: {day: team, night: current}", "rules: {day: team}"))["page-nobody"]
    assert finding.severity == "warning"
    assert finding.message == (
        "All reaches only a mailbox on Fri 25 Dec 09:00 (Christmas Day) and in 2 more windows, "
        "though it names other rotas"
    )


LEFT = TEXT.replace("    name: Day\n", "    name: Day\n    kind: shifts\n").replace(
    "day: team", "day: nobody"
)


def test_a_level_that_is_left_to_nobody_makes_no_alert_wait() -> None:
    """The person out of hours is paged at once, so neither a warning nor a note is due."""
    assert not {"page-delay", "page-nobody", "policy-gap", "gap"} & found(LEFT).keys()


def test_a_mailbox_behind_a_level_that_is_left_to_nobody_still_makes_alerts_wait() -> None:
    """The first level is passed at once, and the second is occupied."""
    first = "[{notify: day, escalate_after: 30 minutes}"
    mailed = LEFT.replace(first, f"{first}, {{notify: team, escalate_after: 20 minutes}}")
    assert found(mailed)["page-delay"].message == (
        "All first mails The team on Fri 25 Dec 09:00 (Christmas Day) and in 2 more windows; "
        "Ben Ode is paged after 20 minutes (limit 10 minutes)"
    )


def test_a_policy_that_nobody_answers_on_a_bank_holiday_is_a_warning() -> None:
    """Without a rule for the night rota an alert falls through to the end."""
    changed = LEFT.replace("rules: {day: nobody, night: current}", "rules: {day: nobody}")
    assert found(changed)["page-nobody"].message == (
        "All reaches nobody on Fri 25 Dec 09:00 (Christmas Day) and in 2 more windows, "
        "though it names other rotas"
    )
    assert "policy-gap" not in found(changed)
    only = "policies:\n  only: {name: Only, levels: [{notify: day, escalate_after: 5 minutes}]}\n  all:"
    assert "page-nobody" not in found(LEFT.replace("policies:\n  all:", only))


def test_a_pause_on_a_bank_holiday_is_no_policy_that_nobody_answers() -> None:
    """It is declared already, with a mailbox for the windows or without."""
    pause = "line_ups: [{from: 2026-01-05, people: [ana]}, {from: 2026-12-21, pause: closed}]"
    for text in (TEXT, LEFT):
        paused = text.replace("line_ups: [{from: 2026-01-05, people: [ana]}]", pause)
        paused = paused.replace("rules: {day: team, night: current}", "rules: {day: team}")
        assert "page-nobody" not in found(paused)


def test_faults_of_the_rota_cannot_be_switched_off() -> None:
    """A stale cover pages the wrong person; naming its id under `off` changes nothing."""
    text = TEXT + (
        "overrides: [{rota: night, cover: ana, by: ben, from: 2026-12-01 17:00, until: 2026-12-02 09:00}]\n"
        "checks: {off: [{id: stale-cover, reason: no}]}\n"
    )
    assert found(text)["stale-cover"].severity == "error"


def test_an_old_table_of_published_holidays_is_a_warning_at_the_rule_that_uses_it() -> None:
    """Ninety days after the table was made, a newly announced day may be missing."""
    finding = found(TEXT)["holidays-stale"]
    assert finding.severity == "warning"
    assert finding.where is not None
    assert finding.where.line == 27
    assert "holidays-stale" not in found(TEXT, datetime(2026, 9, 1, tzinfo=UTC))


def test_without_bank_holiday_rules_no_calendar_is_checked() -> None:
    """A file that says nothing about bank holidays hears nothing about them."""
    text = "\n".join(line for line in TEXT.splitlines() if not line.startswith("bank_holidays"))
    spoken_of = {"holidays-stale", "holidays-unknown", "page-delay", "page-nobody"}
    assert spoken_of & found(TEXT).keys()
    assert not spoken_of & found(text).keys()
