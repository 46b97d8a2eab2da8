"""Claims about `kind`: which schedules are made of shifts, and what only those can have."""

import pytest

from tests.config.helpers import BASE, HEAD, HOURS, PEOPLE, ROTAS, only, read

SECOND = """\
  second: {name: Second, follows: web}
"""
RULES = """\
bank_holidays:
  calendar: england-and-wales
  window: in-hours
  rules: {web: nobody}
"""
SHIFTS = BASE.replace("    name: Web\n", "    name: Web\n    kind: shifts\n")
VOLUNTEER = "overrides: [{rota: web, holiday: 2026-12-25, by: ana}]\n"


def _file(head: str, *rotas: str) -> str:
    return HEAD + head + PEOPLE + HOURS + ROTAS + "".join(rotas)


def test_a_file_may_leave_the_kind_of_its_schedules_open() -> None:
    """What is there stays what it is."""
    file = read(BASE).file
    assert [file.kind, file.rotas["web"].kind, file.kind_of("web")] == [None, None, None]


def test_the_kind_of_a_rota_wins_over_that_of_the_file() -> None:
    """One rota may differ from all the others."""
    file = read(_file("kind: shifts\n").replace("    name: Web\n", "    name: Web\n    kind: layers\n")).file
    assert (file.kind_of("web"), file.kind_of("scs")) == ("layers", "shifts")


def test_a_rota_that_follows_another_takes_over_line_ups_and_not_the_kind() -> None:
    """So one of the two can be moved before the other."""
    file = read(SHIFTS + SECOND).file
    assert (file.kind_of("web"), file.kind_of("second")) == ("shifts", None)
    file = read(BASE + SECOND.replace("follows: web", "follows: web, kind: shifts")).file
    assert (file.kind_of("web"), file.kind_of("second")) == (None, "shifts")


def test_a_rota_that_is_owned_elsewhere_may_have_a_kind() -> None:
    """It says how policies must refer to it."""
    file = read(BASE.replace("managed: false", "managed: false, kind: shifts")).file
    assert file.kind_of("scs") == "shifts"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "    name: Web\n",
            "    name: Web\n    kind: shift\n",
            'bad-value: kind of rota web: "shift" is not one of layers, shifts (did you mean shifts?)',
        ),
        (
            "horizon: 13 weeks\n",
            "horizon: 13 weeks\nkind: rotations\n",
            'bad-value: kind: "rotations" is not one of layers, shifts (write layers or shifts)',
        ),
    ],
)
def test_an_unknown_kind_is_refused(old: str, new: str, expected: str) -> None:
    """At a rota and at the top alike, with what may be written."""
    assert only(BASE.replace(old, new, 1)) == expected


@pytest.mark.parametrize("file", [SHIFTS, _file("kind: shifts\n")])
def test_nobody_is_a_rule_for_rotas_made_of_shifts(file: str) -> None:
    """Whether the rota says so or the file."""
    holidays = read(file + RULES).file.bank_holidays
    assert holidays is not None
    assert holidays.rules == {"web": "nobody"}


@pytest.mark.parametrize(
    "file",
    [
        BASE,
        _file("kind: layers\n"),
        _file("kind: shifts\n").replace("    name: Web\n", "    name: Web\n    kind: layers\n"),
    ],
)
def test_nobody_is_no_rule_for_rotas_made_of_layers(file: str) -> None:
    """Nor where the kind is left open: the schedule may be one of layers."""
    assert only(file + RULES) == (
        "no-nobody: web cannot have nobody in its window (a schedule made of layers has no override for "
        "nobody: name a mailbox (a people entry with `mailbox: true`), write `kind: shifts` at the rota, or "
        "leave the rota out of the rules)"
    )


def test_nobody_volunteers_where_nobody_is_on_call() -> None:
    """As with a mailbox: the window is called out on another rota."""
    assert only(SHIFTS + RULES + VOLUNTEER) == (
        "no-rule: on bank holidays web has nobody, on purpose "
        "(name the rota that is called out on that day instead)"
    )
