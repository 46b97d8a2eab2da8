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
    """With what to do about it; so is a date that is none."""
    assert rota("show", "--until", "2026-01-01").err == (
        "rota: the interval ends before it begins: 2026-01-01 does not lie after now\n"
        "  give both --from and --until\n"
    )
    swapped = ("--from", "2026-12-25", "--until", "2026-12-24")
    assert rota("show", *swapped).err == (
        "rota: the interval ends before it begins: 2026-12-24 does not lie after 2026-12-25\n"
        "  swap them: a date counts from midnight to midnight, also as the last one\n"
    )
    assert rota("holidays", *swapped).err == (
        "rota: the interval would begin on 2026-12-25 and end before that, on 2026-12-24\n"
        "  swap them: --until is the last date, counted in\n"
    )
    assert rota("holidays", "--until", "2026-01-01").err.endswith("\n  give both --from and --until\n")
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


def test_the_last_date_is_counted_in(rota: Rota) -> None:
    """As in a cover, the fairness and the holidays; a time is the end itself."""
    day = ("show", "--rota", "out-of-hours-engineering", "--from", "2026-12-25", "--until")
    assert rota(*day, "2026-12-25").out == rota(*day, "2026-12-26T00:00").out
    assert "Fri 25 Dec 17:00 – Sat 26 Dec 00:00  Ben Ode" in rota(*day, "2026-12-25").out


PROJECTED = (
    "Bank holidays after Tue 26 Dec 2028 are worked out from rules: GOV.UK has not published them yet, "
    "so one may move or be missing."
)


@pytest.mark.parametrize("format_", ["text", "markdown"])
@pytest.mark.parametrize(
    ("sure", "beyond"),
    [
        (("holidays", "--until", "2028-12-26"), ("holidays", "--until", "2028-12-27")),
        (("show", "--until", "2028-12-26"), ("show", "--until", "2028-12-27")),
        (
            ("show", "--grid", "--from", "2028-12-24", "--until", "2028-12-24"),
            ("show", "--grid", "--from", "2028-12-25", "--until", "2028-12-25"),
        ),
        (("who", "--at", "2028-12-26T23:00"), ("who", "--at", "2028-12-27T00:00")),
        (("page", "24x7", "--at", "2028-12-26T23:00"), ("page", "24x7", "--at", "2028-12-27T00:00")),
        (("fairness", "--until", "2028-12-26"), ("fairness", "--until", "2028-12-27")),
        (
            ("fairness", "--pay", "--from", "2028-12-01", "--until", "2028-12-26"),
            ("fairness", "--pay", "--from", "2028-12-01", "--until", "2028-12-31"),
        ),
        (
            ("handover", "in-hours-comms", "--at", "2028-12-18"),
            ("handover", "in-hours-comms", "--at", "2028-12-25"),
        ),
    ],
)
def test_bank_holidays_beyond_what_is_published_are_not_told_as_certain(
    rota: Rota, sure: tuple[str, ...], beyond: tuple[str, ...], format_: str
) -> None:
    """A date after the last one that GOV.UK has published is unknown, whatever is looked at."""
    near, far = (" ".join(rota(*args, "--format", format_).out.split()) for args in (sure, beyond))
    assert "GOV.UK has not published" not in near
    assert far.endswith(PROJECTED)


def test_a_rota_without_bank_holidays_rests_on_no_calendar(rota: Rota, folder: Path) -> None:
    """So nothing of it is uncertain."""
    path = folder / "rota.yaml"
    text = path.read_text(encoding="utf-8").replace("    in-hours-comms: paas-team\n", "")
    path.write_text(text, encoding="utf-8")
    assert "GOV.UK" not in rota("who", "--rota", "in-hours-comms", "--at", "2029-05-01T11:00").out
    assert "GOV.UK" in rota("who", "--at", "2029-05-01T11:00").out


def test_a_date_that_is_not_published_says_so_itself(rota: Rota) -> None:
    """Also in Markdown and JSON; and no time beyond is said to be without any."""
    asked = ("holidays", "--from", "2028-12-26", "--until", "2029-01-06")
    lines = rota(*asked).out.splitlines()
    assert [line for line in lines if line.startswith("  ") and line[2] != " "] == [
        "  Tue 26 Dec 2028  Boxing Day",
        "  Mon 1 Jan 2029   New Year’s Day  not published yet",
    ]
    assert "<br>not published yet |\n" in rota(*asked, "--format", "markdown").out
    document = json.loads(rota(*asked, "--format", "json").out)
    assert [day["published"] for day in document["days"]] == [True, False]
    assert document["known_until"] == "2028-12-26"
    assert (
        "  No bank holidays are known in this time.\n\n"
        in rota("holidays", "--from", "2029-06-01", "--until", "2029-06-09").out
    )
