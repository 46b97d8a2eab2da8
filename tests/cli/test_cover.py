"""`rota cover`: what it proposes, what it writes, and what it refuses."""

from pathlib import Path

import pytest

from tests.cli.conftest import Rota
from tests.render.builders import narrow, valid

NIGHTS = (
    "cover",
    "out-of-hours-engineering",
    "--person",
    "ben",
    "--from",
    "2026-12-14",
    "--until",
    "2026-12-20",
)
DAYS = ("cover", "in-hours-engineering", "--person", "cal", "--from", "2026-12-07", "--until", "2026-12-11")
LINE = "- {rota: out-of-hours-engineering, cover: ben, by: cal, on: 2026-12-14..2026-12-20}"
NONE = "Cal Roe has no shift of In hours engineering on"
NEAR = "near it Cal Roe has Mon 7 Dec 09:00 – Tue 8 Dec 09:00"
AWAY = """\
  - {person: eve, on: 2026-12-10..2026-12-11}
  - {person: ben, on: 2026-12-07..2026-12-08}
"""


def write(folder: Path, before: str, more: str) -> None:
    """Put lines behind one of the shipped file."""
    path = folder / "rota.yaml"
    text = path.read_text(encoding="utf-8")
    (line,) = [line for line in text.splitlines(keepends=True) if line.startswith(before)]
    path.write_text(text.replace(line, line + more), encoding="utf-8")


def test_a_turn(rota: Rota, folder: Path) -> None:
    """The answer, the line with its place, the shifts, and everybody who was looked at, with the reason."""
    before = (folder / "rota.yaml").read_bytes()
    answer = rota(*NIGHTS, "--reason", "paternity")
    assert (answer.code, answer.err) == (0, "")
    assert (
        answer.out
        == """\
Out of hours engineering: cover for Ben Ode, Mon 14 Dec 09:00 – Mon 21 Dec 09:00
  Cal Roe can take it: owed 3 hours; free Fri 11 Dec 17:00 – Mon 21 Dec 17:00.

  rota.yaml:115
    - {rota: out-of-hours-engineering, cover: ben, by: cal, on: 2026-12-14..2026-12-20, reason: paternity}

                                         before   after
    Mon 14 Dec 17:00 – Tue 15 Dec 09:00  Ben Ode  Cal Roe
    Tue 15 Dec 17:00 – Wed 16 Dec 09:00  Ben Ode  Cal Roe
    Wed 16 Dec 17:00 – Thu 17 Dec 09:00  Ben Ode  Cal Roe
    Thu 17 Dec 17:00 – Fri 18 Dec 09:00  Ben Ode  Cal Roe
    Fri 18 Dec 17:00 – Mon 21 Dec 09:00  Ben Ode  Cal Roe

Who can, the fairest first
  Cal Roe    owed 3 hours; free Fri 11 Dec 17:00 – Mon 21 Dec 17:00
  Ana Ortiz  has done 60 hours more than the share; free Mon 14 Dec 09:00 – Thu
             24 Dec 17:00

Who cannot
  Dee Marr  no rest before In hours engineering on Mon 21 Dec 09:00
  Eve Lin   no rest before In hours engineering on Tue 15 Dec 09:00 (3 more
            times)

Nothing has been written: add --write.
"""
    )
    assert (folder / "rota.yaml").read_bytes() == before


def test_with_write_the_lines_are_put_into_the_file(rota: Rota, folder: Path) -> None:
    """Every other line stays as it is, and the new file passes `rota check`."""
    path = folder / "rota.yaml"
    before = path.read_text(encoding="utf-8").split("\n")
    answer = rota(*DAYS, "--write")
    assert answer.code == 0
    assert answer.out.endswith("\nWritten. `rota plan` says what it changes in PagerDuty.\n")
    one = "  - {rota: in-hours-engineering, cover: cal, by: eve, on: 2026-12-07}"
    two = "  - {rota: in-hours-engineering, cover: cal, by: eve, on: 2026-12-10..2026-12-11}"
    after = [*before[:112], one, *before[112:114], two, *before[114:]]
    assert path.read_text(encoding="utf-8").split("\n") == after
    assert [path.name for path in folder.iterdir()] == ["rota.yaml"]
    assert rota("check").code == 0


def test_what_somebody_else_has_already_is_left_to_them(rota: Rota) -> None:
    """By the line that gave it to them."""
    out = rota(*DAYS).out
    assert out.startswith("""\
In hours engineering: cover for Cal Roe, Mon 7 Dec 09:00 – Sat 12 Dec 09:00, in
  2 pieces
  Eve Lin can take it: even; free until Mon 14 Dec 09:00.
  Tue 8 Dec 09:00 – Thu 10 Dec 09:00 is Ben Ode's already (rota.yaml:114).
""")


def test_shifts_that_nobody_can_take_whole_are_shared(rota: Rota, folder: Path) -> None:
    """With who takes what."""
    write(folder, "leave:", AWAY)
    answer = rota(*DAYS)
    assert answer.code == 0
    assert answer.out.splitlines()[2:11] == [
        "  Nobody can take all of it; in parts it goes:",
        "  Eve Lin takes Mon 7 Dec 09:00 – Tue 8 Dec 09:00.",
        "  Ben Ode takes Thu 10 Dec 09:00 – Sat 12 Dec 09:00.",
        "  Tue 8 Dec 09:00 – Thu 10 Dec 09:00 is Ben Ode's already (rota.yaml:114).",
        "",
        "  rota.yaml:113",
        "    - {rota: in-hours-engineering, cover: cal, by: eve, on: 2026-12-07}",
        "  rota.yaml:116",
        "    - {rota: in-hours-engineering, cover: cal, by: ben, on: 2026-12-10..2026-12-11}",
    ]
    assert "Who cannot take all of it\n  Eve Lin    on leave Thu 10 Dec – Fri 11 Dec\n" in answer.out


def test_nothing_is_written_while_somebody_is_missing(rota: Rota, folder: Path) -> None:
    """It ends with 1 and says what is open, and where else to look."""
    write(
        folder, "leave:", AWAY + "".join(f"  - {{person: {who}, on: 2026-12-07}}\n" for who in ("ana", "eve"))
    )
    before = (folder / "rota.yaml").read_bytes()
    answer = rota(*DAYS, "--write")
    assert (answer.code, answer.err) == (1, "")
    assert answer.out.splitlines()[2:7] == [
        "  Nobody can take all of it.",
        "  Ben Ode takes Thu 10 Dec 09:00 – Sat 12 Dec 09:00.",
        "  Still open: Mon 7 Dec 09:00 – Tue 8 Dec 09:00.",
        "  --anyone looks at everybody in the file, not only at the people of this rota.",
        "  Tue 8 Dec 09:00 – Thu 10 Dec 09:00 is Ben Ode's already (rota.yaml:114).",
    ]
    assert answer.out.endswith("\nNothing has been written: there is nobody for some of it.\n")
    assert (folder / "rota.yaml").read_bytes() == before


def test_one_person_is_judged_alone(rota: Rota) -> None:
    """Refused with the reason; anyway means with what `rota check` will say of it."""
    one = ("cover", "in-hours-engineering", "--person", "cal", "--from", "2026-12-07")
    answer = rota(*one, "--by", "dee")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == (
        "rota: Dee Marr cannot take it: no rest after the night on Out of hours engineering "
        "until Mon 7 Dec 09:00\n"
        "  --anyway proposes it all the same; without --by others are looked at\n"
    )
    assert (
        rota(*one, "--by", "dee", "--anyway").out
        == """\
In hours engineering: cover for Cal Roe, Mon 7 Dec 09:00 – Tue 8 Dec 09:00
  Dee Marr takes it all the same: no rest after the night on Out of hours
    engineering until Mon 7 Dec 09:00.

  rota.yaml:113
    - {rota: in-hours-engineering, cover: cal, by: dee, on: 2026-12-07}

                             before   after
    Mon 7 Dec 09:00 – 17:00  Cal Roe  Dee Marr

Worth a look
rota.yaml:113:50  warning: Dee Marr comes from a night on Out of hours
  engineering to In hours engineering on Mon 7 Dec 09:00 with less than 11 hours
  off  [rest]
  113 |   - {rota: in-hours-engineering, cover: cal, by: dee, on: 2026-12-07}
      |                                                  ^^^
   let somebody else take one of the two

Nothing has been written: add --write.
"""
    )


def test_times_are_read_in_the_zone_of_the_rota(rota: Rota) -> None:
    """With an offset as well; a line with times is written where it means no whole days."""
    times = ("--from", "2026-11-30T17:00", "--until", "2026-12-01T09:00")
    base = ("cover", "out-of-hours-engineering", "--person", "dee")
    out = rota(*base, *times).out
    assert "cover: dee, by: cal, from: 2026-11-30 17:00, until: 2026-12-01 09:00}" in out
    assert rota(*base, "--from", "2026-11-30T18:00+01:00", "--until", "2026-12-01T09:00Z").out == out


def test_a_file_of_the_month_where_the_root_includes_such(rota: Rota, folder: Path) -> None:
    """The root stays byte for byte as it is; --file says another one."""
    path = folder / "rota.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("# include:", "include:"), encoding="utf-8")
    before = path.read_bytes()
    assert rota(*NIGHTS, "--write").code == 0
    assert path.read_bytes() == before
    assert (folder / "overrides" / "2026-12.yaml").read_text(encoding="utf-8") == (
        "overrides:\n  - {rota: out-of-hours-engineering, cover: ben, by: cal, on: 2026-12-14..2026-12-20}\n"
    )
    assert rota(*DAYS, "--write", "--file", "overrides/course.yaml").code == 0
    assert path.read_bytes() == before
    assert len((folder / "overrides" / "course.yaml").read_text(encoding="utf-8").splitlines()) == 3
    assert rota("check").code == 0


@pytest.mark.parametrize(
    ("options", "message", "hint"),
    [
        (
            ["in-hours-engineering", "--person", "cal", "--from", "2026-12-08"],
            f"{NONE} Tue 8 Dec 09:00 – Wed 9 Dec 09:00: Ben Ode has taken it (rota.yaml:114)",
            f"write --person ben to cover Ben Ode; {NEAR} and Thu 10 Dec 09:00 – Mon 14 Dec 09:00",
        ),
        (
            ["in-hours-engineering", "--person", "cal", "--from", "2026-12-01"],
            f"{NONE} Tue 1 Dec 09:00 – Wed 2 Dec 09:00: Ben Ode has it",
            NEAR,
        ),
        (
            ["out-of-hours-engineering", "--person", "ben", "--from", "2026-12-25"],
            "Ben Ode has Out of hours engineering on Fri 25 Dec 09:00 – 17:00 because rota.yaml:118 says so",
            "no cover moves that: name somebody else in that line",
        ),
        (
            ["gaap-scs-escalation", "--person", "cal", "--from", "2026-12-01"],
            "GaaP SCS Escalation is not managed here, so this file changes nobody's shifts on it",
            None,
        ),
        (
            ["in-hours-engineering", "--person", "cal", "--from", "2026-12-07T10:00"],
            "--from has a time, so --until is needed",
            "write --until 2026-12-08T09:00",
        ),
        (
            ["in-hours-engineering", "--person", "cal", "--from", "2026-12-10", "--until", "2026-12-07"],
            "2026-12-07 does not lie after 2026-12-10",
            "--until is the last date, counted in",
        ),
        (
            [
                "in-hours-engineering",
                "--person",
                "cal",
                "--from",
                "2026-12-07T10:00",
                "--until",
                "2026-12-07T09:00",
            ],
            "2026-12-07T09:00 does not lie after 2026-12-07T10:00",
            "write --until 2026-12-08T09:00",
        ),
        (
            ["in-hours-engineering", "--person", "cal", "--from", "2026-12-07", "--anyway"],
            "--anyway goes with --by",
            "name who takes the shifts whatever speaks against it",
        ),
        (
            ["in-hours-engineering", "--person", "cla", "--from", "2026-12-07"],
            "there is no person called 'cla' in the file",
            "did you mean cal?",
        ),
        (
            [
                "out-of-hours-engineering",
                "--person",
                "cal",
                "--from",
                "2026-10-25T01:30",
                "--until",
                "2026-10-26",
            ],
            "2026-10-25T01:30 occurs twice in Europe/London",
            "the clocks go back: write 2026-10-25T01:30+01:00, or 2026-10-25T01:30+00:00 for the second time",
        ),
    ],
)
def test_what_cannot_be_is_refused(rota: Rota, options: list[str], message: str, hint: str | None) -> None:
    """With what to write instead, and exit 1."""
    answer = rota("cover", *options)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == f"rota: {message}\n" + (f"  {hint}\n" if hint else "")


def test_the_other_forms(rota: Rota) -> None:
    """JSON by its schema, and Markdown for a pull request."""
    found = valid("cover", rota(*NIGHTS, "--format", "json").out)
    assert (found["written"], found["open"]) == (False, [])
    assert found["parts"] == [{"start": "2026-12-14T09:00:00Z", "end": "2026-12-21T09:00:00Z", "by": "cal"}]
    assert [(one["person"], one["can"]) for one in found["candidates"]] == [
        ("cal", True),
        ("ana", True),
        ("dee", False),
        ("eve", False),
    ]
    assert found["candidates"][2]["obstacles"] == [
        {"kind": "rest", "text": "no rest before In hours engineering on Mon 21 Dec 09:00"}
    ]
    assert found["shifts"][0] == {
        "rota": "out-of-hours-engineering",
        "start": "2026-12-14T17:00:00Z",
        "end": "2026-12-15T09:00:00Z",
        "before": "ben",
        "after": "cal",
        "holiday": None,
    }
    out = rota(*NIGHTS, "--format", "markdown").out
    assert out.splitlines()[:8] == [
        "### Out of hours engineering: cover for Ben Ode, Mon 14 Dec 09:00 – Mon 21 Dec 09:00",
        "",
        "- Cal Roe can take it: owed 3 hours; free Fri 11 Dec 17:00 – Mon 21 Dec 17:00.",
        "",
        f"- `rota.yaml:115`: `{LINE}`",
        "",
        "| When | Before | After |",
        "| --- | --- | --- |",
    ]
    assert "- Dee Marr: no rest before In hours engineering on Mon 21 Dec 09:00\n" in out


def test_json_where_nobody_can(rota: Rota, folder: Path) -> None:
    """What is open, and no line."""
    write(
        folder,
        "leave:",
        "".join(f"  - {{person: {who}, on: 2026-12-14..2026-12-20}}\n" for who in ("ana", "cal")),
    )
    answer = rota(
        "cover", *NIGHTS[1:5], "2026-12-17T17:00", "--until", "2026-12-18T09:00", "--format", "json"
    )
    found = valid("cover", answer.out)
    assert answer.code == 0
    assert found["parts"][0]["by"] == "dee"
    answer = rota(*NIGHTS, "--by", "cal", "--anyway", "--format", "json")
    assert [f["id"] for f in valid("cover", answer.out)["findings"]] == ["on-leave"]


def test_the_text_keeps_to_the_width_but_for_the_line_itself(rota: Rota) -> None:
    """A line to copy is never broken."""
    out = rota(*DAYS, "--anyone").out
    assert narrow("\n".join(line for line in out.splitlines() if "- {rota" not in line))
