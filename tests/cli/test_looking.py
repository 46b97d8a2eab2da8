"""The commands that look: show, who, page, holidays, in every form."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Rota


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
@pytest.mark.parametrize(
    "command",
    [
        ["show"],
        ["show", "--person", "ana", "--from", "2026-12-01", "--until", "2027-01-15"],
        ["who"],
        ["who", "--live"],
        ["page", "24x7"],
        ["page", "comms", "--live"],
        ["holidays", "--from", "2026-12-20", "--until", "2027-01-05"],
    ],
)
def test_every_looking_command_has_three_forms(applied: Rota, command: list[str], form: str) -> None:
    """Text for people, Markdown for pages, versioned JSON for programs; the error stream stays empty."""
    answer = applied(*command, "--format", form, sandbox=True)
    assert (answer.code, answer.err) == (0, "")
    if form == "json":
        assert json.loads(answer.out)["version"] == 1
    else:
        assert answer.out.endswith("\n")


def test_the_chain_of_a_bank_holiday_shows_the_mailbox_first(rota: Rota) -> None:
    """The trap of a 24x7 policy, with the wait that it costs."""
    assert rota("page", "24x7", "--at", "2026-12-25T11:00").out == (
        "24x7 at Fri 25 Dec 2026 11:00 Europe/London\n"
        "  +0 min   PaaS team (mailbox)  In hours engineering, Christmas Day\n"
        "  +5 min   Ben Ode              Out of hours engineering, Christmas Day\n"
        "  +20 min  whoever holds GaaP SCS Escalation (not managed here)\n"
        "  +50 min  PaaS team (mailbox)\n"
        "  then again from the top, once\n"
    )


def test_live_before_the_first_apply_says_what_is_missing(rota: Rota) -> None:
    """A rota that PagerDuty does not have yet is no empty rota."""
    answer = rota("who", "--live", sandbox=True)
    assert answer.code == 1
    assert answer.err.startswith("rota: PagerDuty has no schedule called In hours engineering")


def test_an_interval_that_ends_before_it_begins_is_refused(rota: Rota) -> None:
    """So is a date that is none."""
    assert "ends before it begins" in rota("show", "--until", "2026-01-01").err
    assert "is no date" in rota("holidays", "--from", "Christmas").err


def test_a_grid_is_drawn_on_request_and_json_stays_a_list(rota: Rota) -> None:
    """Weeks are whole, whatever day is asked for."""
    asked = ("show", "--rota", "out-of-hours-engineering", "--from", "2026-12-24", "--until", "2026-12-25")
    grid = rota(*asked, "--grid")
    assert (grid.code, grid.err) == (0, "")
    assert "Week of Mon 21 Dec\n" in grid.out
    assert "Cal      Cal      Cal      Ana+     Ben*     Cal      Cal\n" in grid.out
    assert (
        "| Cal Roe | Cal Roe | Cal Roe | Ana Ortiz \\+ |"
        in rota(*asked, "--grid", "--format", "markdown").out
    )
    assert rota(*asked, "--grid", "--format", "json").out == rota(*asked, "--format", "json").out


LOOKING = (
    ("who",),
    ("show", "--rota", "in-hours-engineering"),
    ("show", "--grid"),
    ("handover", "in-hours-engineering"),
    ("handover", "--brief", "--within", "5 weeks"),
    ("fairness",),
    ("fairness", "--pay"),
)


@pytest.mark.parametrize("args", LOOKING)
@pytest.mark.parametrize("format_", ["text", "markdown"])
def test_what_is_shown_names_the_file_that_it_comes_from(
    rota: Rota, folder: Path, args: tuple[str, ...], format_: str
) -> None:
    """That of `-c`, as a plan does; no other is spoken of."""
    (folder / "rota.yaml").rename(folder / "north_a.yaml")
    answer = rota("-c", "north_a.yaml", *args, "--format", format_)
    assert answer.code == 0, answer.err
    name = "north_a.yaml" if format_ == "text" else "north\\_a.yaml"
    assert f"(from {name})" in " ".join(answer.out.split())
    assert "from rota.yaml" not in answer.out


NOT_HERE = "not known, not managed here (--live asks PagerDuty)"


def test_a_rota_that_is_not_managed_here_is_not_said_to_have_nobody(rota: Rota) -> None:
    """Whoever asks for its shifts is told that the file does not know them, and where they are."""
    args = ("show", "--rota", "gaap-scs-escalation")
    assert rota(*args).out == (
        f"Shifts, Europe/London (from rota.yaml)\n\nGaaP SCS Escalation\n  {NOT_HERE}\n"
    )
    assert rota(*args, "--format", "markdown").out.endswith(f"\n\n- GaaP SCS Escalation: {NOT_HERE}\n")
    document = json.loads(rota(*args, "--format", "json").out)
    assert (document["shifts"], document["unknown"]) == ([], ["gaap-scs-escalation"])
    both = rota(*args, "--rota", "in-hours-comms").out
    assert both.endswith(f"\n\nGaaP SCS Escalation\n  {NOT_HERE}\n")
    assert rota(*args, "--rota", "in-hours-comms", "--format", "markdown").out.endswith(
        f" |\n\n- GaaP SCS Escalation: {NOT_HERE}\n"
    )


def test_the_grid_leaves_open_who_has_a_rota_that_is_not_managed_here(rota: Rota) -> None:
    """A dot would say that nobody has it."""
    out = rota("show", "--grid", "--rota", "gaap-scs-escalation").out
    assert f"\n? {NOT_HERE}\n" in out
    assert "·" not in out
    assert "nobody" not in out
    assert f"\nGaaP SCS  {'        ?' * 7}\nEscalation\n" in out
