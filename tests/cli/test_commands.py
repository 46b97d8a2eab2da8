"""The command line as a new user meets it: help, exit codes, and what is said when something is off."""

import json
import re
from pathlib import Path

import pytest

from reconciler import __version__
from reconciler.cli.main import COMMANDS
from reconciler.cli.main import rota as group
from reconciler.config.schema import schema_text
from tests.cli.conftest import Rota


def test_the_version_is_one_line(rota: Rota) -> None:
    """It is what people paste into a report."""
    answer = rota("--version", now=None)
    assert (answer.code, answer.out) == (0, f"rota {__version__}\n")


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_has_help_with_an_example(rota: Rota, name: str) -> None:
    """A command that cannot be tried from its own help is half a command."""
    answer = rota(name, "--help", now=None)
    assert answer.code == 0
    assert "Example:" in answer.out
    assert f"rota {name}" in answer.out or f" {name}" in answer.out


def test_the_commands_are_listed_in_the_order_in_which_they_are_used(rota: Rota) -> None:
    """check, plan, apply first: that is the way of a change."""
    listed = rota("--help", now=None).out.split("Commands:")[1]
    assert [line.split()[0] for line in listed.splitlines() if line.startswith("  ")][:4] == [
        "check",
        "plan",
        "apply",
        "show",
    ]
    assert group.list_commands(None) == list(COMMANDS)  # type: ignore[arg-type]  # it is not looked at


def test_bad_usage_ends_with_one_and_not_with_two(rota: Rota) -> None:
    """Two means that a plan found changes; click's own code for bad usage would be taken for that."""
    assert rota("frobnicate").code == 1
    assert rota("plan", "--frobnicate").code == 1
    assert rota("apply", "--accept", "everything").code == 1


def test_a_name_that_is_nearly_right_is_offered(rota: Rota) -> None:
    """At three in the morning nobody types in-hours-engineering right."""
    answer = rota("who", "--rota", "in-hours-enginering")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == (
        "rota: there is no rota called 'in-hours-enginering' in the file\n"
        "  did you mean in-hours-engineering?\n"
    )
    assert "there are: in-hours-only, 24x7, comms" in rota("page", "xyz").err
    assert "did you mean ana?" in rota("show", "--person", "anna").err


def test_a_file_that_is_not_there_says_what_to_do(rota: Rota, folder: Path) -> None:
    """The commonest mistake is to stand in the wrong folder."""
    (folder / "rota.yaml").unlink()
    answer = rota("check")
    assert answer.code == 1
    assert answer.err == (
        "rota: there is no rota.yaml\n"
        "  go to the folder that holds rota.yaml, or name the file: rota -c FILE …; rota init starts one\n"
    )


@pytest.mark.parametrize(
    ("time", "says"),
    [
        ("yesterday", "rota: 'yesterday' is no time"),
        (
            "2026-10-25T01:30",
            (
                "rota: 2026-10-25T01:30 occurs twice in Europe/London\n  the clocks go back: "
                "write 2026-10-25T01:30+01:00, or 2026-10-25T01:30+00:00 for the second time\n"
            ),
        ),
        (
            "2027-03-28T01:30",
            (
                "rota: 2027-03-28T01:30 does not exist in Europe/London\n"
                "  the clocks go forward: write 2027-03-28T02:00\n"
            ),
        ),
    ],
)
def test_a_time_that_cannot_be_meant_is_refused(rota: Rota, time: str, says: str) -> None:
    """A wrong hour would answer about another person."""
    answer = rota("who", now=time)
    assert answer.code == 1
    assert answer.err.startswith(says)
    for instead in re.findall(r"2[0-9T:+-]{15,}", answer.err.partition("write ")[2]):
        assert rota("who", now=instead).code == 0


def test_a_time_may_carry_an_offset_or_none(rota: Rota) -> None:
    """Without an offset it is a wall time in the file's zone."""
    bare = rota("who", "--format", "json", now="2026-07-01T11:00").out
    assert json.loads(bare)["at"] == "2026-07-01T10:00:00Z"
    assert rota("who", "--format", "json", now="2026-07-01T10:00Z").out == bare
    assert rota("who", "--format", "json", now="2026-07-01T12:00+02:00").out == bare


def test_the_machines_clock_is_used_where_no_time_is_given(rota: Rota) -> None:
    """Without --now the answer is about now."""
    answer = rota("who", "--format", "json", now=None)
    assert answer.code == 0
    assert json.loads(answer.out)["at"].endswith("Z")


def test_without_a_token_nothing_is_planned_and_that_is_said(rota: Rota) -> None:
    """A pull request from a fork must never look like "no changes"."""
    answer = rota("plan")
    assert (answer.code, answer.out) == (6, "")
    assert answer.err.startswith("rota: not planned: PAGERDUTY_TOKEN is not set")
    assert rota("apply", now=None).code == 6


def test_a_real_account_is_never_written_to_as_of_another_time(
    rota: Rota, monkeypatch: pytest.MonkeyPatch
) -> None:
    """--now with a token would write yesterday's shifts today."""
    monkeypatch.setenv("PAGERDUTY_TOKEN", "nobody-knows")
    answer = rota("apply")
    assert answer.code == 1
    assert "as of now, and not as of another time" in answer.err


def test_plain_http_is_only_for_loopback(rota: Rota, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key sent in the clear is a key lost; and it is in no message."""
    monkeypatch.setenv("PAGERDUTY_TOKEN", "nobody-knows")
    answer = rota("--api-url", "http://example.org", "plan")
    assert answer.code == 1
    assert "would be spoken to in the clear" in answer.err
    assert "nobody-knows" not in answer.err + answer.out


def test_two_pagerdutys_at_once_are_refused(rota: Rota) -> None:
    """--sandbox and --api-url contradict each other."""
    answer = rota("--api-url", "http://127.0.0.1:9", "plan", sandbox=True)
    assert answer.code == 1
    assert "name two different PagerDutys" in answer.err


def test_faults_of_the_file_stop_every_command_with_all_of_them(rota: Rota, folder: Path) -> None:
    """Both faults at once, each with its place and what to write instead."""
    text = (folder / "rota.yaml").read_text(encoding="utf-8")
    text = text.replace("by: ben, on: 2026-12-08..2026-12-09", "by: bne, on: 2026-12-08..2026-12-09")
    text = text.replace("{from: 2026-12-07, people: [cal, eve", "{from: 2026-12-08, people: [cal, eve")
    (folder / "rota.yaml").write_text(text, encoding="utf-8")
    answer = rota("plan", sandbox=True)
    assert answer.code == 1
    assert "rota.yaml:114:50  " in answer.err
    assert "did you mean ben?" in answer.err
    assert not (folder / ".rota").exists()


def test_a_line_up_between_handovers_is_shown_with_its_line(rota: Rota, folder: Path) -> None:
    """The message says which dates would be right."""
    text = (folder / "rota.yaml").read_text(encoding="utf-8")
    text = text.replace("{from: 2026-12-07, people: [cal, eve", "{from: 2026-12-08, people: [cal, eve")
    (folder / "rota.yaml").write_text(text, encoding="utf-8")
    answer = rota("check")
    assert answer.code == 1
    assert answer.out.startswith(
        "rota.yaml:43:16  line-up of in-hours-engineering starts on a Tuesday\n"
        "   43 |       - {from: 2026-12-08, people: [cal, eve, dee, ana, ben]}    # eve …\n"
        "      |                ^^^^^^^^^^\n"
        "   handovers are on Monday 09:00: write 2026-12-07 or 2026-12-14\n"
    )


def test_schema_prints_what_editors_use(rota: Rota) -> None:
    """The committed file is made with this command."""
    answer = rota("schema", now=None)
    assert (answer.code, answer.out) == (0, schema_text())


def test_check_says_the_next_bank_holidays(rota: Rota) -> None:
    """The facts that a file stands for, for now."""
    answer = rota("check", now="2026-09-01T12:00")
    assert answer.code == 0
    assert answer.out.endswith(
        "Bank holidays within the horizon\n"
        "  Fri 25 Dec  Christmas Day                Ben Ode, Kit Moss\n"
        "  Mon 28 Dec  Boxing Day (substitute day)  Eve Lin, Lou Penn\n"
    )


@pytest.mark.parametrize("form", ["json", "github", "markdown"])
def test_check_has_a_form_for_every_reader(rota: Rota, form: str) -> None:
    """Programs, pull requests and people read the same findings."""
    answer = rota("check", "--format", form)
    assert answer.code == 0
    assert "holidays-stale" in answer.out
    assert "Bank holidays within the horizon" not in answer.out


def test_python_dash_m_is_the_same_program() -> None:
    """`python -m reconciler` works where the script is not on the path."""
    import runpy  # noqa: PLC0415
    import sys  # noqa: PLC0415

    argv = sys.argv
    sys.argv = ["rota", "--version"]
    try:
        with pytest.raises(SystemExit) as done:
            runpy.run_module("reconciler", run_name="__main__")
    finally:
        sys.argv = argv
    assert done.value.code == 0
