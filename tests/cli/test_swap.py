"""`rota swap`: what it proposes, what it writes, and what it refuses."""

from pathlib import Path

import pytest

from reconciler.wording import listing
from tests.cli.conftest import Rota
from tests.render.builders import narrow, valid

NIGHTS = ("swap", "out-of-hours-engineering", "--person", "ana", "--turn", "2026-12-09")
FEBRUARY = "Mon 1 Feb 2027 09:00 – Mon 8 Feb 2027 09:00"
HOLIDAYS = ["Boxing Day (substitute day)", "New Year’s Day"]
COMMS = ("swap", "in-hours-comms", "--person", "kit", "--turn", "2027-01-04")


def test_a_turn(rota: Rota, folder: Path) -> None:
    """Who takes which turn and whether that is even; the line, the shifts, and everybody else."""
    before = (folder / "rota.yaml").read_bytes()
    answer = rota(*NIGHTS)
    assert (answer.code, answer.err) == (0, "")
    assert (
        answer.out
        == """\
Out of hours engineering: swap for Ana Ortiz, Mon 7 Dec 09:00 – Mon 14 Dec 09:00
  The turn of Ana Ortiz that runs then begins on Mon 7 Dec 09:00.
  Dee Marr takes it, and Ana Ortiz takes Mon 30 Nov 09:00 – Mon 7 Dec 09:00.
  Even: 128 hours each.

  rota.yaml:113
    - {rota: out-of-hours-engineering, swap: {ana: 2026-12-07, dee: 2026-11-30}}

                                         before     after
    Mon 30 Nov 17:00 – Tue 1 Dec 09:00   Dee Marr   Ana Ortiz
    Tue 1 Dec 17:00 – Wed 2 Dec 09:00    Dee Marr   Ana Ortiz
    Wed 2 Dec 17:00 – Thu 3 Dec 09:00    Dee Marr   Ana Ortiz
    Thu 3 Dec 17:00 – Fri 4 Dec 09:00    Dee Marr   Ana Ortiz
    Fri 4 Dec 17:00 – Mon 7 Dec 09:00    Dee Marr   Ana Ortiz
    Mon 7 Dec 17:00 – Tue 8 Dec 09:00    Ana Ortiz  Dee Marr
    Tue 8 Dec 17:00 – Wed 9 Dec 09:00    Ana Ortiz  Dee Marr
    Wed 9 Dec 17:00 – Thu 10 Dec 09:00   Ana Ortiz  Dee Marr
    Thu 10 Dec 17:00 – Fri 11 Dec 09:00  Ana Ortiz  Dee Marr
    Fri 11 Dec 17:00 – Mon 14 Dec 09:00  Ana Ortiz  Dee Marr

Exchanges that can be made, the most even first
  Dee Marr  turn of Mon 30 Nov      even, 128 hours each
  Dee Marr  turn of Mon 4 Jan 2027  even, 128 hours each

Who cannot
  Ben Ode  turn of Mon 14 Dec  no rest before In hours engineering on Tue 8 Dec
                               09:00 (1 more time)
  Cal Roe  turn of Mon 21 Dec  a cover then would go stale (rota.yaml:116); no
                               rest before In hours engineering on Thu 10 Dec
                               09:00 (1 more time)
  Eve Lin  turn of Mon 28 Dec  no rest before In hours engineering on Mon 14 Dec
                               09:00; Ana Ortiz then: no rest before In hours
                               engineering on Tue 29 Dec 09:00 (2 more times)

Nothing has been written: add --write.
"""
    )
    assert (folder / "rota.yaml").read_bytes() == before


def test_with_write_the_line_is_put_into_the_file(rota: Rota, folder: Path) -> None:
    """Every other line stays as it is, and the new file passes `rota check`."""
    path = folder / "rota.yaml"
    before = path.read_text(encoding="utf-8").split("\n")
    answer = rota(*NIGHTS, "--with", "dee", "--for", "2027-01-04", "--reason", "leave", "--write")
    assert answer.code == 0
    assert answer.out.endswith("\nWritten. `rota plan` says what it changes in PagerDuty.\n")
    line = "  - {rota: out-of-hours-engineering, swap: {ana: 2026-12-07, dee: 2027-01-04}, reason: leave}"
    after = path.read_text(encoding="utf-8").split("\n")
    assert [entry for entry in after if entry not in before] == [line]
    after.remove(line)
    assert after == before
    assert rota("check").code == 0


def test_an_uneven_exchange_is_told_in_hours_with_its_bank_holidays(rota: Rota) -> None:
    """What the mailbox has of a turn does not go over."""
    out = rota(*COMMS).out
    assert out.splitlines()[1:4] == [
        "  Ned Voss takes it, and Kit Moss takes Mon 28 Dec 09:00 – Mon 4 Jan 2027 09:00.",
        "  Not even: Kit Moss gives 40 hours and gets 24 hours without Boxing Day",
        "    (substitute day) and New Year’s Day.",
    ]
    out = rota("swap", "out-of-hours-engineering", "--person", "eve", "--turn", "2026-12-28").out
    assert (
        "  Not even: Eve Lin gives 144 hours with Boxing Day (substitute day) and New\n"
        "    Year’s Day and gets 128 hours.\n"
    ) in out
    assert "  Cal Roe   turn of Mon 25 Jan 2027  128 hours for 144 hours\n" in out


def test_where_nobody_can_the_reasons_are_left(rota: Rota, folder: Path) -> None:
    """It ends with 1 and writes nothing."""
    before = (folder / "rota.yaml").read_bytes()
    answer = rota(*COMMS, "--with", "lou", "--write")
    assert answer.code == 1
    assert (
        answer.out
        == """\
In hours comms: swap for Kit Moss, Mon 4 Jan 2027 09:00 – Mon 11 Jan 2027 09:00
  Lou Penn cannot exchange a turn for it. `rota cover` needs none in return.

Who cannot
  Lou Penn  turn of Mon 11 Jan 2027  on leave Mon 4 Jan 2027 – Fri 8 Jan 2027;
                                     no rest after the night on Out of hours
                                     comms until Mon 4 Jan 2027 09:00

Nothing has been written: no exchange can be made.
"""
    )
    assert (folder / "rota.yaml").read_bytes() == before
    found = valid("swap", rota(*COMMS, "--with", "lou", "--format", "json").out)
    assert (found["chosen"], found["lines"], found["shifts"]) == (None, [], [])


def test_one_exchange_is_judged_both_ways(rota: Rota) -> None:
    """Refused with who cannot and why; anyway means with what `rota check` will say of it."""
    one = (*COMMS, "--with", "lou", "--for", "2027-01-11")
    answer = rota(*one)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == (
        "rota: Lou Penn cannot: on leave Mon 4 Jan 2027 – Fri 8 Jan 2027, no rest after the night on Out of "
        "hours comms until Mon 4 Jan 2027 09:00\n"
        "  --anyway proposes it all the same; leave out --for for others\n"
    )
    out = rota(*one, "--anyway").out
    assert "  Even: 40 hours each.\n  Against it: Lou Penn on leave Mon 4 Jan 2027 – Fri 8 Jan 2027;" in out
    assert "swap: {kit: 2027-01-04, lou: 2027-01-11}}" in out
    assert "[on-leave]" in out


@pytest.mark.parametrize(
    ("options", "message", "hint"),
    [
        (
            ["in-hours-comms", "--person", "kit", "--turn", "2026-12-28"],
            "Kit Moss has no turn of In hours comms on Mon 28 Dec: it is Ned Voss's",
            "turns of Kit Moss near it begin on Mon 7 Dec and Mon 4 Jan 2027",
        ),
        (
            ["out-of-hours-engineering", "--person", "eve", "--turn", "2027-02-01"],
            f"the turn of Eve Lin on {FEBRUARY} is in a swap already (rota.yaml:120)",
            "change that line, or delete it and ask again",
        ),
        (
            ["out-of-hours-engineering", "--person", "cal", "--turn", "2026-11-23"],
            "the turn of Cal Roe on Mon 23 Nov 09:00 – Mon 30 Nov 09:00 has begun",
            "a cover gives away the rest: rota cover out-of-hours-engineering --person cal --from …",
        ),
        (
            ["in-hours-comms", "--person", "kit", "--turn", "2027-01-04", "--for", "2027-01-11"],
            "--for goes with --with",
            "name who takes the turn",
        ),
        (
            ["in-hours-comms", "--person", "kit", "--turn", "2027-01-04", "--anyway"],
            "--anyway goes with --with",
            "name who takes the turn",
        ),
        (
            ["in-hours-comms", "--person", "kit", "--turn", "Christmas"],
            '"Christmas" is not a date',
            "write a date like `2026-12-24`",
        ),
    ],
)
def test_what_cannot_be_is_refused(rota: Rota, options: list[str], message: str, hint: str) -> None:
    """With what to write instead, and exit 1."""
    answer = rota("swap", *options)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == f"rota: {message}\n  {hint}\n"


def test_the_other_forms(rota: Rota) -> None:
    """JSON by its schema, and Markdown for a pull request."""
    found = valid("swap", rota(*COMMS, "--format", "json").out)
    assert found["turn"] == {
        "person": "kit",
        "start": "2027-01-04T09:00:00Z",
        "end": "2027-01-11T09:00:00Z",
    }
    assert found["chosen"]["theirs"]["person"] == "ned"
    assert (found["chosen"]["given"]["hours"], found["chosen"]["got"]["hours"]) == (40, 24)
    assert found["chosen"]["got"]["without"] == HOLIDAYS
    assert [one["theirs"]["person"] for one in found["refused"]] == ["lou", "mia"]
    assert found["lines"][0]["text"] == "  - {rota: in-hours-comms, swap: {kit: 2027-01-04, ned: 2026-12-28}}"
    out = rota(*COMMS, "--format", "markdown").out
    assert out.splitlines()[:5] == [
        "### In hours comms: swap for Kit Moss, Mon 4 Jan 2027 09:00 – Mon 11 Jan 2027 09:00",
        "",
        "- Ned Voss takes it, and Kit Moss takes Mon 28 Dec 09:00 – Mon 4 Jan 2027 09:00.",
        f"- Not even: Kit Moss gives 40 hours and gets 24 hours without {listing(HOLIDAYS)}.",
        "",
    ]
    assert "- Lou Penn, turn of Mon 11 Jan 2027: on leave Mon 4 Jan 2027 – Fri 8 Jan 2027; no rest" in out


def test_the_text_keeps_to_the_width_but_for_the_line_itself(rota: Rota) -> None:
    """A line to copy is never broken."""
    out = rota("swap", "out-of-hours-engineering", "--person", "eve", "--turn", "2026-12-28").out
    assert narrow("\n".join(line for line in out.splitlines() if "- {rota" not in line))
