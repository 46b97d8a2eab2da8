"""Claims about the names that a file defines: form, reserved words, things named twice, hours of hours."""

# ruff: noqa: E501 - messages are compared whole, so they stand whole

import pytest

from tests.config.helpers import BASE, findings, lines, only, read


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("  cal:", "  Cal:", 'bad-key: the key "Cal" is not made of a-z, 0-9 and - (write cal)'),
        ("  cal:", "  cal_roe:", 'bad-key: the key "cal_roe" is not made of a-z, 0-9 and - (write cal-roe)'),
        (
            "  cal:",
            "  '?':",
            'bad-key: the key "?" is not made of a-z, 0-9 and - (write a short word like ana or in-hours)',
        ),
        (
            "  cal:",
            "  nobody:",
            (
                "reserved-name: nobody is a reserved word "
                "(choose another key: current, incoming, outgoing, nobody, anyone have a meaning of their own)"
            ),
        ),
        (
            "  scs:",
            "  current:",
            (
                "reserved-name: current is a reserved word "
                "(choose another key: current, incoming, outgoing, nobody, anyone have a meaning of their own)"
            ),
        ),
        (
            "  scs:",
            "  cal:",
            (
                "name-used-twice: cal is both a person and a rota (see rota.yaml:7) "
                "(rename one of them: policies and expectations name both)"
            ),
        ),
        (
            "cal@example.org",
            "ANA@example.org",
            (
                'name-used-twice: the e-mail address "ANA@example.org" is already used in rota.yaml:5, '
                'there written "ana@example.org" '
                "(every e-mail address can stand once; letter case and blanks make no difference)"
            ),
        ),
        (
            "name: SCS",
            "name: w eb",
            (
                'name-used-twice: the rota name "w eb" is already used in rota.yaml:13, there written "Web" '
                "(every rota name can stand once; letter case and blanks make no difference)"
            ),
        ),
        (
            "name: SCS",
            'name: "S  CS"',
            (
                'bad-value: name of rota scs: "S CS" holds blanks or invisible characters that PagerDuty drops or refuses '
                "(write S CS)"
            ),
        ),
        (
            "hours: in-hours",
            "hours: inhours",
            'unknown-hours: there is no "inhours" in hours (did you mean in-hours?)',
        ),
        (
            "[ana, ben]",
            "[ana, bne]",
            'unknown-person: there is no "bne" in people (did you mean ben?)',
        ),
        (
            "[ana, ben]",
            "[ana, zzz]",
            'unknown-person: there is no "zzz" in people (write one of ana, ben, cal, post)',
        ),
    ],
)
def test_a_name_that_cannot_be_is_refused(old: str, new: str, expected: str) -> None:
    """Each refusal names the other place, or the name that was meant."""
    assert old in BASE
    assert only(BASE.replace(old, new, 1)) == expected


def test_a_rota_and_a_policy_with_one_key_are_refused() -> None:
    """Plans, flags and refusals name both by their keys."""
    level = "levels: [{notify: web, escalate_after: 5 minutes}]"
    assert only(BASE + f"policies:\n  web: {{name: W, {level}}}\n").startswith(
        "name-used-twice: web is both a rota and a policy"
    )


def test_two_rotas_or_two_policies_with_one_id_are_refused() -> None:
    """An id settles which object is meant, so it can settle it only once."""
    text = BASE.replace("name: Web", "name: Web\n    id: P123").replace("name: SCS", "name: SCS, id: P123")
    assert only(text).startswith('name-used-twice: the id "P123" is already used in rota.yaml:14')
    level = "levels: [{notify: web, escalate_after: 5 minutes}]"
    policies = f"policies:\n  p: {{name: P, id: X, {level}}}\n  q: {{name: p, id: X, {level}}}\n"
    assert only(BASE + policies).startswith('name-used-twice: the id "X" is already used in rota.yaml:')


def test_rotas_and_policies_of_one_name_are_told_apart_by_an_id() -> None:
    """PagerDuty allows two schedules of one name; at most one of them can be found by it."""
    assert findings(BASE.replace("name: SCS", "name: Web, id: P123")) == ()
    level = "levels: [{notify: web, escalate_after: 5 minutes}]"
    policies = f"policies:\n  p: {{name: P, id: X, {level}}}\n  q: {{name: P, {level}}}\n"
    assert findings(BASE + policies) == ()
    assert only(BASE + policies.replace("id: X, ", "")).startswith('name-used-twice: the policy name "P"')


def hours(*entries: str) -> str:
    return BASE.replace("hours:\n  in", "hours:\n" + "".join(f"  {entry}\n" for entry in entries) + "  in", 1)


def test_outside_names_hours_that_exist() -> None:
    """A slip in `outside` gets a suggestion."""
    assert only(hours("out: outside inhours")) == (
        'unknown-hours: there is no "inhours" in hours (did you mean in-hours?)'
    )


def test_hours_do_not_refer_to_themselves() -> None:
    """A circle is shown once, as a path."""
    assert lines(hours("a: outside b", "b: [Mon 09:00-10:00, outside c]", "c: outside a")) == [
        "10:6 circular-hours: hours refer to themselves: a → b → c → a (write one of them as windows)"
    ]
    assert [f.id for f in findings(hours("a: outside a"))] == ["circular-hours"]


def test_a_long_chain_of_outside_is_refused() -> None:
    """Twenty links are followed, not more."""
    chain = [f"h{number}: outside h{number + 1}" for number in range(30)]
    assert only(hours(*chain, "h30: Mon 09:00-10:00")).startswith(
        "circular-hours: h0 is outside of hours that are outside of hours, 31 deep"
    )
    assert not findings(hours(*chain[20:], "h30: Mon 09:00-10:00"))


def test_dated_hours_have_each_date_once() -> None:
    """Two entries from one date contradict each other."""
    assert only(hours("a: [{windows: Mon 09:00-10:00}, {windows: [outside in-hours]}]")) == (
        "hours-twice: a has two entries without a date (keep one of them, or change its date)"
    )
    twice = "{from: 2027-01-04, windows: Mon 09:00-10:00}"
    assert only(hours(f"a: [{twice}, {twice}]")) == (
        "hours-twice: a has two entries from 2027-01-04 (keep one of them, or change its date)"
    )


def test_dated_hours_are_read_in_all_their_forms() -> None:
    """A line, a list and a dated list say the same."""
    file = read(
        hours(
            "a: Mon,Tue 09:00-10:00",
            "b: [Mon 09:00-10:00, Tue 09:00-10:00, Mon 09:00-10:00]",
            "c: [{windows: 'Mon,Tue 09:00-10:00'}]",
            "d: [{windows: [Mon 09:00-10:00, Tue 09:00-10:00]}]",
        )
    ).file
    assert file.hours["a"] == file.hours["b"] == file.hours["c"] == file.hours["d"]
