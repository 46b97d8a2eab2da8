"""Claims about policies, expectations, leave, announcements and bank-holiday rules as a file writes them."""

# ruff: noqa: E501 - messages are compared whole, so they stand whole

import pytest

from tests.config.helpers import BASE, findings, lines, only, read

POLICY = "policies:\n  p: {name: P, levels: [{notify: web, escalate_after: 5 minutes}]}\n"


@pytest.mark.parametrize(
    ("notify", "expected"),
    [
        ("[]", "empty-level: level 1 of p notifies nobody (name a rota or a person, or drop the level)"),
        ("[web, web]", "name-used-twice: level 1 of p names web twice (once is enough)"),
        ("wbe", 'unknown-rota: there is no "wbe" in rotas or people (did you mean web?)'),
        ("pots", 'unknown-rota: there is no "pots" in rotas or people (did you mean post?)'),
    ],
)
def test_a_level_notifies_rotas_or_people_that_exist(notify: str, expected: str) -> None:
    """Names are looked for in both sections."""
    assert only(BASE + POLICY.replace("notify: web", f"notify: {notify}")) == expected


@pytest.mark.parametrize("notify", ["scs", "post", "ana", "[web, scs, ana]"])
def test_a_level_may_notify_anything_that_exists(notify: str) -> None:
    """Rotas managed or not, people and mailboxes."""
    assert not findings(BASE + POLICY.replace("notify: web", f"notify: {notify}"))


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (
            "every: day, at: 11:00, pages: wbe",
            'unknown-rota: there is no "wbe" in rotas or people (did you mean web?)',
        ),
        (
            "every: minute, at: 11:00, pages: web",
            "expect-when: every minute has no time of its own (11:00) (drop `at`, or write `every: day`)",
        ),
        ("every: weekend, pages: web", "expect-when: every weekend, but at which time? (add `at: 11:00`)"),
        (
            "at: 11:00, pages: web",
            (
                "expect-when: an expectation says neither how often nor on which date it holds "
                "(add `every: day`, or give `at` a date too: `at: 2026-12-25 11:00`)"
            ),
        ),
        (
            "pages: web",
            (
                "expect-when: an expectation says neither how often nor on which date it holds "
                "(add `every: day`, or give `at` a date too: `at: 2026-12-25 11:00`)"
            ),
        ),
        (
            "every: day, at: 2026-12-25T11:00, pages: web",
            "expect-when: an expectation has both `every: day` and a date (drop `every`, or write `at: 11:00`)",
        ),
        (
            "every: bank-holiday, at: 11:00, pages: web",
            (
                'bad-value: every of expectation: "bank-holiday" is not one of minute, day, weekday, weeknight, weekend, '
                "bank holiday (did you mean bank holiday?)"
            ),
        ),
        (
            "every: day, at: [11], pages: web",
            "bad-value: at of expectation: a list stands here (write a time like `11:00`)",
        ),
    ],
)
def test_an_expectation_says_when(entry: str, expected: str) -> None:
    """A time needs a kind of day, a moment none, every minute neither."""
    assert only(f"{BASE}{POLICY}expect:\n  - {{policy: p, within: 5 minutes, {entry}}}\n") == expected


def test_an_expectation_names_a_policy() -> None:
    """A slip in its name gets a suggestion."""
    text = f"{BASE}{POLICY}expect:\n  - {{policy: q, every: minute, within: 5 minutes, pages: anyone}}\n"
    assert only(text) == 'unknown-policy: there is no "q" in policies (write one of p)'
    assert (
        only(text.replace(POLICY, ""))
        == 'unknown-policy: there is no "q" in policies (define it under policies:)'
    )


def test_an_expectation_gives_its_time_or_its_moment() -> None:
    """One of the two is set, whichever way `at` is spelled."""
    entries = [f"{{policy: p, within: 5 minutes, pages: web, {more}}}" for more in (
        "every: day, at: 11:00", "at: 2026-12-25T11:00", "every: minute"
    )]  # fmt: skip
    file = read(f"{BASE}{POLICY}expect: [{', '.join(entries)}]\n").file
    assert [(str(e.clock), str(e.moment)) for e in file.expect] == [
        ("11:00:00", "None"),
        ("None", "2026-12-25 11:00:00"),
        ("None", "None"),
    ]


def test_leave_and_announcements_name_what_exists() -> None:
    """A mailbox takes no leave."""
    text = (
        f"{BASE}leave: [{{person: bne, on: 2027-01-04}}, {{person: post, on: 2027-01-04}}]\n"
        "announce: [{channel: '#web', rotas: [web, wbe]}]\n"
    )
    assert lines(text) == [
        '20:18 unknown-person: there is no "bne" in people (did you mean ben?)',
        "20:49 mailbox-on-call: post is a mailbox and takes no leave (name the person who is away)",
        '21:43 unknown-rota: there is no "wbe" in rotas (did you mean web?)',
    ]


RULES = "bank_holidays:\n  calendar: england-and-wales\n  window: in-hours\n  rules:\n    web: post\n"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "window: in-hours",
            "window: inhours",
            'unknown-hours: there is no "inhours" in hours (did you mean in-hours?)',
        ),
        ("web: post", "wbe: post", 'unknown-rota: there is no "wbe" in rotas (did you mean web?)'),
        (
            "web: post",
            "scs: post",
            (
                "unmanaged-rota: scs is not managed here, so a bank-holiday rule cannot change it "
                "(change it where it is owned, or take it over by giving it line_ups)"
            ),
        ),
        ("web: post", "web: pots", 'unknown-person: there is no "pots" in people (did you mean post?)'),
        (
            "web: post",
            "web: curent",
            'unknown-person: there is no "curent" in people (did you mean current?)',
        ),
        (
            "web: post",
            "web: nobody",
            (
                "no-nobody: web cannot have nobody in its window (a schedule made of layers has no override for "
                "nobody: name a mailbox (a people entry with `mailbox: true`), write `kind: shifts` at the rota, "
                "or leave the rota out of the rules)"
            ),
        ),
        (
            "web: post",
            "web: outgoing",
            "bad-rule: outgoing is no rule for web (write `current` here, and `holder: outgoing` beside `window:`)",
        ),
        (
            "  rules",
            "  extra: [{date: 2026-05-26, name: a}, {date: 2026-05-26, name: b}]\n  rules",
            "day-twice: 2026-05-26 stands twice under extra (first in line 23) (keep one of them)",
        ),
        (
            "  rules",
            "  extra: [{date: 2026-05-26, name: a}]\n  ignore: [{date: 2026-05-26, reason: b}]\n  rules",
            "day-twice: 2026-05-26 is both an extra day and an ignored one (see line 23) (keep one of them)",
        ),
    ],
)
def test_a_bank_holiday_rule_that_cannot_act_is_refused(old: str, new: str, expected: str) -> None:
    """Names, holders and days are checked before anything is planned."""
    assert old in RULES
    assert only(BASE + RULES.replace(old, new, 1)) == expected


@pytest.mark.parametrize("holder", ["current", "post", "ana"])
def test_a_window_is_held_by_whoever_has_the_turn_or_by_somebody_named(holder: str) -> None:
    """A mailbox is usual; a person is allowed."""
    assert not findings(BASE + RULES.replace("post", holder))
