"""What a file expects of its policies is tried over a year; the first alert that goes wrong is told."""

from datetime import UTC, datetime

import pytest

from reconciler.checks import expectations
from reconciler.checks.ground import Ground
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
  cal: {name: Cal Roe, email: cal@example.org}
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
  leads: {name: Leads, managed: false}
policies:
  all:
    name: All
    levels: [{notify: day, escalate_after: 5 minutes}, {notify: night, escalate_after: 10 minutes}]
  late:
    name: Late
    levels: [{notify: team, escalate_after: 30 minutes}, {notify: leads, escalate_after: 10 minutes}]
  mail:
    name: Mail
    levels: [{notify: team, escalate_after: 30 minutes}]
bank_holidays: {calendar: england-and-wales, window: day, rules: {day: team, night: current}}
"""


def found(entry: str, *changes: tuple[str, str], now: datetime = NOW) -> list[Finding]:
    """What is found about one entry, after changes of the text."""
    text = f"{TEXT}expect: [{{{entry}}}]\n"
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return list(expectations.check(Ground(load_texts("rota.yaml", {"rota.yaml": text}).file, now)))


def told(entry: str, *changes: tuple[str, str], now: datetime = NOW) -> str:
    """The one finding about one entry, as `message | hint`, without the line that names the command."""
    (finding,) = found(entry, *changes, now=now)
    return f"{finding.message} | {(finding.hint or '').splitlines()[0]}"


@pytest.mark.parametrize(
    "entry",
    [
        "policy: all, every: minute, within: 5 minutes, pages: anyone",
        "policy: all, every: day, at: 12:00, within: 5 minutes, pages: anyone",
        "policy: all, every: weekday, at: 11:00, within: 1 minute, pages: day",
        "policy: all, every: weekday, at: 11:00, within: 1 minute, pages: ana",
        "policy: all, every: weeknight, at: 03:00, within: 1 minute, pages: night",
        "policy: all, every: weekend, at: 12:00, within: 1 minute, pages: ben",
        "policy: all, every: bank holiday, at: 11:00, within: 5 minutes, pages: night",
        "policy: all, every: bank holiday, at: 11:00, within: 1 minute, pages: team",
        "policy: all, at: 2026-12-25 11:00, within: 5 minutes, pages: ben",
        "policy: late, every: minute, within: 30 minutes, pages: anyone",
        "policy: late, every: minute, within: 30 minutes, pages: leads",
    ],
)
def test_what_holds_all_through_the_year_is_silent(entry: str) -> None:
    """A rota's holder, a person, anyone, a mailbox by its own name, and a rota that is owned elsewhere."""
    assert found(entry) == []


def test_a_failure_names_the_first_alert_its_chain_and_how_it_fares_after_that() -> None:
    """The wait counts from the alert: on a bank holiday a mailbox holds the first level for five minutes."""
    (finding,) = found("policy: all, every: bank holiday, at: 11:00, within: 4 minutes, pages: night")
    assert finding.id == "expectation"
    assert finding.severity == "error"
    assert finding.message == (
        "All must page Night within 4 minutes, but an alert on Fri 25 Dec 11:00 (Christmas Day) goes: "
        "+0 min The team (mailbox), +5 min Ben Ode; it goes wrong 7 more times in the year ahead and is "
        "never right again"
    )
    assert finding.hint == (
        "Ben Ode is paged only after 5 minutes: shorten `escalate_after` before that, "
        "or write `within: 5 minutes`\n`rota page all --at 2026-12-25T11:00` shows the chain"
    )
    assert finding.key == "within"
    assert finding.where is not None
    assert finding.where.line == TEXT.count("\n") + 1


def test_a_failure_refuses_the_file_as_any_error_does_and_cannot_be_switched_off() -> None:
    """It is among the findings of `rota check` and of a plan."""
    entry = "expect: [{policy: mail, every: minute, within: 1 minute, pages: anyone}]"
    text = f"{TEXT}{entry}\nchecks: {{off: [{{id: expectation-unreachable, reason: no}}]}}\n"
    findings = run(load_texts("rota.yaml", {"rota.yaml": text}).file, NOW)
    assert [f.id for f in findings if f.severity == "error"] == ["expectation-unreachable"]


PAUSE = (
    "line_ups: [{from: 2026-01-05, people: [ben]}]",
    (
        "line_ups: [{from: 2026-01-05, people: [ben]}, {from: 2027-03-01, pause: rest}, "
        "{from: 2027-03-08, people: [ben]}]"
    ),
)


def test_a_pause_is_no_excuse_but_it_is_named() -> None:
    """Nobody on purpose is still nobody; whoever paused the rota decides which of the two is meant."""
    assert told("policy: all, every: minute, within: 5 minutes, pages: anyone", PAUSE) == (
        "All must page somebody within 5 minutes, but an alert on Mon 1 Mar 2027 17:00 reaches nobody; "
        "it stays wrong until Tue 2 Mar 2027 09:00 and goes wrong 4 more times in the year ahead"
        " | Night is paused then: end the pause, or change what is expected"
    )


def test_two_rotas_that_pause_at_once_are_both_named() -> None:
    """With both on their pause it goes wrong from the first handover to the last."""
    both = (PAUSE[0].replace("ben", "ana"), PAUSE[1].replace("ben", "ana"))
    assert told("policy: all, every: minute, within: 5 minutes, pages: anyone", PAUSE, both) == (
        "All must page somebody within 5 minutes, but an alert on Mon 1 Mar 2027 09:00 reaches nobody; "
        "it stays wrong until Mon 8 Mar 2027 09:00"
        " | Day and Night are paused then: end the pause, or change what is expected"
    )


GAP = ("night: outside day}", "night: [Mon-Fri 17:30-09:00, Sat 09:00-Mon 09:00]}")


def test_a_gap_between_two_rotas_is_found_to_the_minute() -> None:
    """Half an hour in which nobody is on, every working day."""
    assert told("policy: all, every: minute, within: 5 minutes, pages: anyone", GAP) == (
        "All must page somebody within 5 minutes, but an alert on Wed 25 Nov 17:00 reaches nobody; "
        "it stays wrong until Wed 25 Nov 17:30 and goes wrong 261 more times in the year ahead"
        " | put somebody on one of its rotas then, or name a person at a level"
    )


def test_a_level_that_is_left_to_nobody_lets_a_shorter_time_hold() -> None:
    """The mailbox takes five minutes of it, and nobody takes none."""
    entry = "policy: all, every: bank holiday, at: 11:00, within: 1 minute, pages: night"
    assert len(found(entry)) == 1
    rules = ("rules: {day: team, night: current}}", "rules: {day: nobody, night: current}}\nkind: shifts")
    assert found(entry, rules) == []


@pytest.mark.parametrize(
    ("entry", "change", "expected"),
    [
        (
            "every: bank holiday, at: 11:00, pages: night",
            ("rules: {day: team, night: current}", "rules: {day: team}"),
            "give night a bank-holiday rule: `current` puts whoever is on there",
        ),
        (
            "every: bank holiday, at: 11:00, pages: night",
            ("night: current}", "night: team}"),
            "The team stands in then: the rule `night: current` puts a person on",
        ),
        (
            "every: bank holiday, at: 11:00, pages: day",
            ("rules: {day: team, night: current}}", "rules: {day: nobody, night: current}}\nkind: shifts"),
            "day has nobody on Christmas Day, on purpose: the rule `day: current` puts a person on",
        ),
        (
            "every: weekday, at: 18:00, pages: day",
            ("current", "current"),
            "nobody is on day then: change its hours or line-ups, or what is expected",
        ),
        (
            "every: weekday, at: 18:00, pages: ana",
            ("current", "current"),
            "Ana Ortiz is not on then: write a cover, or expect the rota instead",
        ),
    ],
)
def test_the_hint_says_what_to_change_for_the_cause(
    entry: str, change: tuple[str, str], expected: str
) -> None:
    """No rule, a mailbox in the person's place, nobody on purpose, outside the hours, somebody else."""
    (finding,) = found(f"policy: all, within: 15 minutes, {entry}", change)
    assert (finding.hint or "").splitlines()[0] == expected
    assert finding.key == "pages"


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (
            "policy: mail, every: minute, pages: anyone",
            (
                "Mail names nothing but mailboxes, so it never pages anyone"
                " | name a rota or a person at one of its levels"
            ),
        ),
        (
            "policy: all, every: minute, pages: leads",
            "All has Leads at no level, so it never pages it | name leads at a level, or expect day or night",
        ),
        (
            "policy: all, every: minute, pages: cal",
            (
                "All never pages Cal Roe, who is on no level and, for a year, on none of its rotas"
                " | expect day or night"
            ),
        ),
        (
            "policy: late, every: minute, pages: ana",
            (
                "Late never pages Ana Ortiz, who is on no level and, for a year, on none of its rotas"
                " | expect team or leads"
            ),
        ),
    ],
)
def test_whoever_a_policy_can_never_page_is_told_as_such(entry: str, expected: str) -> None:
    """However long one waits; who holds a rota of somebody else's cannot be known."""
    assert told(f"within: 15 minutes, {entry}") == expected


def test_a_test_that_tries_nothing_is_an_error() -> None:
    """Without a calendar there are no bank holidays, and silence would look like success."""
    rules = TEXT[TEXT.index("bank_holidays:") :].strip()
    (finding,) = found(
        "policy: all, every: bank holiday, at: 11:00, within: 5 minutes, pages: night", (rules, "")
    )
    assert (finding.id, finding.message, finding.hint, finding.key) == (
        "expectation-empty",
        "All has no bank holiday in the year ahead, so this tests nothing",
        "give the file a calendar under `bank_holidays`",
        "every",
    )


def test_a_wait_of_more_than_a_year_cannot_be_tried() -> None:
    """The year that is looked at has no alert whose chain ends inside it."""
    slow = ("notify: day, escalate_after: 5 minutes", "notify: day, escalate_after: 400 days")
    assert told("policy: all, every: minute, within: 400 days, pages: anyone", slow) == (
        "All takes so long that a year is too short to try it | shorten `within`"
    )


def test_one_moment_is_tried_whatever_its_date_and_is_silent_once_it_is_past() -> None:
    """A moment beyond the year is worked out there."""
    assert told("policy: all, at: 2029-01-01 11:00, within: 4 minutes, pages: ben") == (
        "All must page Ben Ode within 4 minutes, but an alert on Mon 1 Jan 2029 11:00 (New Year’s Day) goes: "
        "+0 min The team (mailbox), +5 min Ben Ode"
        " | Ben Ode is paged only after 5 minutes: shorten `escalate_after` before that, "
        "or write `within: 5 minutes`"
    )
    assert found("policy: all, at: 2026-11-25 11:59, within: 4 minutes, pages: ana", ("[ana]", "[ben]")) == []
    assert found("policy: all, at: 2026-11-25 12:00, within: 4 minutes, pages: ana", ("[ana]", "[ben]")) != []


def test_a_moment_in_another_century_is_a_slip_of_the_pen() -> None:
    """Nothing is known so far ahead, and the rest of the file is still checked."""
    assert told("policy: all, at: 2126-12-25 11:00, within: 5 minutes, pages: ben") == (
        "All is not tried as far ahead as 2126-12-25 11:00 | at most ten years: is the date right?"
    )


def test_the_second_pass_through_the_levels_counts() -> None:
    """An alert in the gap finds only the mailbox, and a person when PagerDuty begins again."""
    levels = (
        "{notify: night, escalate_after: 10 minutes}]",
        "{notify: [night, team], escalate_after: 40 minutes}]",
    )
    again = ("    name: All\n", "    name: All\n    repeat: 1\n")
    entry = "policy: all, every: minute, within: 45 minutes, pages: anyone"
    assert len(found(entry, GAP, levels)) == 1
    assert found(entry, GAP, levels, again) == []


def test_a_long_chain_is_cut() -> None:
    """Six pages are enough to see how it goes."""
    names = ", ".join(f"p{n}" for n in range(6))
    more = "".join(f"  p{n}: {{name: P{n}, email: p{n}@example.org}}\n" for n in range(7))
    message = told(
        "policy: mail, every: minute, within: 1 minute, pages: p6",
        ("people:\n", f"people:\n{more}"),
        (
            "[{notify: team, escalate_after: 30 minutes}]",
            (
                f"[{{notify: [{names}], escalate_after: 30 minutes}}, "
                "{notify: p6, escalate_after: 5 minutes}]"
            ),
        ),
    )
    assert message == (
        "Mail must page P6 within 1 minute, but an alert on Wed 25 Nov 12:00 goes: +0 min P0, +0 min P1, "
        "+0 min P2, +0 min P3, +0 min P4, +0 min P5, …; it stays wrong all through the year ahead"
        " | P6 is paged only after 30 minutes: shorten `escalate_after` before that, "
        "or write `within: 30 minutes`"
    )
