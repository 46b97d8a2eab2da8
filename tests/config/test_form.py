"""Claims about faults of form: unknown and missing keys, wrong kinds of value, all at once and in order."""

# ruff: noqa: E501 - messages are compared whole, so they stand whole

import pytest

from tests.config.helpers import BASE, HEAD, HOURS, PEOPLE, ROTAS, findings, lines, only, read


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "people:\n",
            "peple: {}\npeople:\n",
            '4:1 unknown-key: the file has no "peple" (did you mean people?)',
        ),
        (
            "name: Cal Roe, ",
            "nmae: Cal Roe, name: Cal, ",
            '7:9 unknown-key: person cal has no "nmae" (did you mean name?)',
        ),
        (
            "name: Cal Roe, ",
            "",
            "7:3 missing-key: person cal has no name (add `name: cal`)",
        ),
        (
            "mailbox: true",
            "mailbox: on",
            '8:56 bad-value: mailbox of person post: "on" is neither true nor false (write true)',
        ),
        (
            "turn: 1 week",
            "turn: [1 week]",
            "15:5 bad-value: turn of rota web: a list stands here (write a length of time like `1 week`)",
        ),
        ("turn: 1 week", "turn:", "12:3 missing-key: rota web has no turn (add `turn: 1 week`)"),
        (
            "people: [ana, ben]}",
            "people: {ana: ben}}",
            (
                "18:28 wrong-type: people of line-up of web: a mapping stands here, not a list "
                "(write it in brackets, or one `- ` a line)"
            ),
        ),
        (
            "people: [ana, ben]}",
            "people: [ana, [ben]]}",
            "18:42 wrong-type: people of line-up of web: a list stands here, not a single value (write it without brackets)",
        ),
        (
            "- {from: 2026-01-05, people: [ana, ben]}",
            "- ana",
            '18:9 wrong-type: line-up of web: "ana" stands here, not a mapping (write `{key: value, ...}`)',
        ),
        (
            "from: 2026-01-05",
            "from: 2026-02-30",
            (
                '18:16 bad-value: from of line-up of web: "2026-02-30" does not exist: February 2026 ends on 2026-02-28 '
                "(write 2026-02-28 or 2026-03-01)"
            ),
        ),
        (
            "from: 2026-01-05",
            "start: 2026-01-05",
            '18:10 unknown-key: line-up of web has no "start" (it may have: from, people, pause, turn, handover, hours)',
        ),
        (
            "in-hours: Mon-Fri 09:00-17:00",
            "in-hours: Mon-Fri 0900-1700",
            '10:13 bad-value: hours in-hours: "0900" is not a time of day (write `Mon-Fri 09:00-17:00`)',
        ),
        (
            "in-hours: Mon-Fri 09:00-17:00",
            "in-hours: [Mon-Fri 09:00-17:00, Sta 10:00-12:00]",
            '10:35 bad-value: hours in-hours: "Sta" is not a day of the week (did you mean Sat?)',
        ),
        (
            "in-hours: Mon-Fri 09:00-17:00",
            "in-hours: [{windows: Mon-Fri 09:00-17:00}, {form: 2027-01-04, windows: Mon 08:00-9:00}]",
            '10:47 unknown-key: dated hours has no "form" (did you mean from?)',
        ),
        (
            "in-hours: Mon-Fri 09:00-17:00",
            "in-hours: [Mon-Fri 09:00-17:00, {from: 2027-01-04, windows: Mon 08:00-09:00}]",
            (
                "10:3 bad-value: hours in-hours: windows with and without dates are mixed "
                "(give every entry of the list the form {from: 2027-01-04, windows: Mon-Fri 09:00-17:00})"
            ),
        ),
        (
            "in-hours: Mon-Fri 09:00-17:00",
            "in-hours: []",
            (
                "10:3 bad-value: hours in-hours: a list stands here (write days and times like "
                "`Mon-Fri 09:00-17:00` or `Fri 17:00-Mon 09:00`, or `outside in-hours`)"
            ),
        ),
        (
            "in-hours: Mon-Fri 09:00-17:00",
            "in-hours: [[Mon]]",
            (
                "10:14 bad-value: hours in-hours: a list stands here (write days and times like "
                "`Mon-Fri 09:00-17:00` or `Fri 17:00-Mon 09:00`, or `outside in-hours`)"
            ),
        ),
        (
            "version: 1",
            "version: 2",
            '1:10 bad-value: version: "2" is a version that is not known here (write 1)',
        ),
        (
            "time_zone: Europe/London",
            "time_zone: +01:00",
            (
                '2:12 bad-value: time_zone: "+01:00" is an offset, not a time zone '
                "(name the zone, so that clock changes are known: Europe/London, or UTC)"
            ),
        ),
        ("horizon: 13 weeks\n", "", "1:1 missing-key: the file has no horizon (add `horizon: 13 weeks`)"),
        ("people:\n", "where: x\npeople:\n", None),
    ],
)
def test_a_fault_of_form_is_shown_where_it_stands(old: str, new: str, expected: str | None) -> None:
    """Each fault has line and column, plain words, and what to write."""
    assert old in BASE
    found = lines(BASE.replace(old, new, 1))
    assert expected is None or expected in found
    assert found


@pytest.mark.parametrize(
    "key", ["where", "kind", "start", "end", "stack", "model_config", "__class__", "\x85"]
)
def test_names_that_only_the_program_uses_cannot_be_written(key: str) -> None:
    """What a model calls itself inside is no key of the file."""
    text = f"{BASE}overrides:\n  - {{rota: web, cover: ana, by: ben, on: 2027-01-04, {key}: x}}\n"
    assert [f.id for f in findings(text)] in (["unknown-key"], ["control-character"])


def test_every_fault_of_the_file_is_reported_at_once_and_in_order() -> None:
    """Faults of form do not hide faults of meaning elsewhere; lines ascend."""
    text = (
        HEAD.replace("13 weeks", "13")
        + PEOPLE.replace("ben@example.org", "ben")
        + HOURS
        + ROTAS.replace("[ana, ben]", "[ana, ben, bne]").replace(
            "turn: 1 week", "trun: 1 week\n    turn: 1 week"
        )
        + "leave:\n  - {person: can, on: 2026-01-05}\n  - {person: ana}\n"
        + "policies:\n  p: {name: P, levels: [{notify: wbe, escalate_after: 5 minutes}]}\n"
    )
    assert lines(text) == [
        '3:10 bad-value: horizon: "13" is not a length of time (write the unit, like `13 weeks`)',
        '6:31 bad-value: email of person ben: "ben" is not an e-mail address (write one address, like `ana@example.org`)',
        '15:5 unknown-key: rota web has no "trun" (did you mean turn?)',
        '22:14 unknown-person: there is no "can" in people (did you mean cal?)',
        "23:5 missing-key: leave has no on (add `on: 2027-08-03..2027-08-14`)",
        '25:34 unknown-rota: there is no "wbe" in rotas or people (did you mean web?)',
    ]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (
            "{rota: web, by: ana}",
            "missing-key: an override is a cover, a swap or a holiday (add `cover:`, `swap:` or `holiday:`)",
        ),
        (
            "word",
            "missing-key: an override is a cover, a swap or a holiday (add `cover:`, `swap:` or `holiday:`)",
        ),
        ("{rota: web, cover: ana, on: 2027-01-04}", "missing-key: cover has no by (add `by: ben`)"),
        (
            "{rota: web, cover: ana, by: ben, on: 2027-01-04, untli: x}",
            'unknown-key: cover has no "untli" (did you mean until?)',
        ),
        (
            "{rota: web, holiday: 2026-12-25, by: ben, nights: yes}",
            'bad-value: nights of holiday entry: "yes" is neither true nor false (write true)',
        ),
        (
            "{rota: web, swap: [ana, ben]}",
            "wrong-type: swap: a list stands here, not a mapping (write `name: value`)",
        ),
        (
            "{rota: web, cover: ana, by: ben, from: 2026-12-24, until: 2026-12-25 09:00}",
            'bad-value: from of cover: "2026-12-24" has no time (write `2026-12-24 09:00`)',
        ),
    ],
)
def test_a_fault_in_an_override_is_told_by_its_kind(entry: str, expected: str) -> None:
    """An override is judged as the cover, swap or holiday entry that it is."""
    assert only(f"{BASE}overrides:\n  - {entry}\n") == expected


def test_limits_are_told() -> None:
    """PagerDuty repeats a policy nine times at most, and a policy has a level."""
    level = "levels: [{notify: web, escalate_after: 5 minutes}]"
    assert only(f"{BASE}policies:\n  p: {{name: P, repeat: 12, {level}}}\n") == (
        'bad-value: repeat of policy p: "12" is too much (write at most 9)'
    )
    assert only(f"{BASE}policies:\n  p: {{name: P, levels: []}}\n") == (
        "wrong-type: levels of policy p: a list stands here, not a list with at least one entry (add an entry)"
    )
    assert only(f"{BASE}policies:\n  p: {{name: P, levels: [{{notify: web, escalate_after: 5}}]}}\n") == (
        'bad-value: escalate_after of level 1 of p: "5" is not a length of time (write the unit, like `5 minutes`)'
    )


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "pagerduty: {region: EU-1}",
            'bad-value: region of pagerduty: "EU-1" is not one of us, eu (did you mean eu?)',
        ),
        (
            "pagerduty: {region: }",
            "bad-value: region of pagerduty: nothing is written (write a value or drop the key)",
        ),
        ("safety: {mass: 30}", 'bad-value: mass of safety: "30" is not a percentage (write 30%)'),
        (
            "checks: {off: [own]}",
            'wrong-type: switched-off check: "own" stands here, not a mapping (write `{key: value, ...}`)',
        ),
        ("checks: word", 'wrong-type: checks: "word" stands here, not a mapping (write `{key: value, ...}`)'),
        ("leave: {person: ana}", "wrong-type: leave is a list (write a list: `- ...`)"),
        ("policies: [a]", "wrong-type: policies is a mapping (write a mapping: `name: ...`)"),
        ("policies: {p: }", "bad-value: policy p: nothing is written (write a value or drop the key)"),
    ],
)
def test_faults_of_the_other_sections_are_told(line: str, expected: str) -> None:
    """Whatever the section, the sentence names it."""
    assert only(f"{BASE}{line}\n") == expected


def test_an_empty_section_is_an_absent_one() -> None:
    """`overrides:` with everything below it deleted is no fault."""
    assert read(f"{BASE}overrides:\nleave: ~\nchecks:\n").file == read(BASE).file


def test_one_name_may_be_written_without_brackets() -> None:
    """`notify: web` and `notify: [web]` are the same."""
    policy = "policies:\n  p: {name: P, levels: [{notify: %s, escalate_after: 5 minutes}]}\n"
    assert read(BASE + policy % "web").file == read(BASE + policy % "[web]").file
