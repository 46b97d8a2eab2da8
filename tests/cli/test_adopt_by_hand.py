"""`rota adopt`: what people made by hand becomes lines of the file, and a plan then has nothing to do."""

from pathlib import Path

import pytest

from tests.cli.conftest import ByHand, Rota
from tests.render.builders import narrow, valid

IN, OUT, GAAP = "In hours engineering", "Out of hours engineering", "GaaP SCS Escalation"


@pytest.fixture
def evening(applied: Rota, by_hand: ByHand) -> str:
    """Eve has an evening of Cal's, made by hand; its id."""
    assert applied("plan", sandbox=True).code == 0
    return by_hand(OUT, "Eve Lin", "2026-11-26T17:00:00Z", "2026-11-27T09:00:00Z")


@pytest.fixture
def several(evening: str, by_hand: ByHand) -> str:
    """An evening, a whole day, a bank holiday, what the file says anyway, and a Saturday that has nobody."""
    by_hand(IN, "Dee Marr", "2026-12-02T09:00:00Z", "2026-12-02T17:00:00Z")
    by_hand("Out of hours comms", "Mia Tull", "2026-12-28T09:00:00Z", "2026-12-29T09:00:00Z")
    by_hand(IN, "Ben Ode", "2026-12-03T09:00:00Z", "2026-12-03T17:00:00Z")
    by_hand(IN, "Dee Marr", "2026-11-28T10:00:00Z", "2026-11-28T14:00:00Z")
    return evening


PROPOSED = """\
For the file
  Out of hours engineering, Thu 26 Nov 17:00 – Fri 27 Nov 09:00: Eve Lin for Cal
    Roe
    rota.yaml:113
      - {rota: out-of-hours-engineering, cover: cal, by: eve, from: 2026-11-26 17:00, until: 2026-11-27 09:00}  # Thu 26 Nov, made by hand in PagerDuty
  In hours engineering, Wed 2 Dec 09:00 – 17:00: Dee Marr for Ben Ode
    rota.yaml:114
      - {rota: in-hours-engineering, cover: ben, by: dee, on: 2026-12-02}                                       # Wed 2 Dec, made by hand in PagerDuty
  Out of hours comms, Mon 28 Dec 09:00 – Tue 29 Dec 09:00: Mia Tull for Lou Penn
    rota.yaml:121
      - {rota: out-of-hours-comms, holiday: 2026-12-28, by: mia, nights: true}                                  # Mon 28 Dec, made by hand in PagerDuty

In the file already
  In hours engineering, Thu 3 Dec 09:00 – 17:00: Ben Ode
    rota.yaml:42

Not for the file
  In hours engineering, Sat 28 Nov 10:00 – 14:00: Dee Marr
    In hours engineering has nobody Sat 28 Nov 10:00 – 14:00 (not its hours),
      and PagerDuty pages Dee Marr
     let it end with the hours of In hours engineering, or delete the override
       in PagerDuty; on then: Out of hours engineering and Out of hours comms

What the next apply tidies of our own, beneath them
  Mon 28 Dec 09:00 – 17:00 Lou Penn, not wanted any more

Nothing has been written: add --write.
"""  # noqa: E501 - a line of the file is copied whole


def test_every_override_meets_one_of_three_fates(applied: Rota, several: str, folder: Path) -> None:
    """A line with its place, the line that says it already, or the reason with what to do instead."""
    assert several
    before = (folder / "rota.yaml").read_bytes()
    answer = applied("adopt", sandbox=True)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == PROPOSED
    assert (folder / "rota.yaml").read_bytes() == before


def test_written_it_is_what_pagerduty_does_and_a_plan_is_empty(
    applied: Rota, evening: str, folder: Path
) -> None:
    """Every other byte stays; the override counts as the file's own and is listed no more."""
    assert f"{OUT}: Thu 26 Nov 17:00 – Fri 27 Nov 09:00 Eve Lin" in " ".join(
        applied("plan", sandbox=True).out.split()
    )
    before = (folder / "rota.yaml").read_text(encoding="utf-8").split("\n")
    answer = applied("adopt", "--id", evening, "--write", sandbox=True)
    assert answer.code == 0
    assert answer.out.endswith("\nWritten. `rota plan` has nothing to do for these overrides.\n")
    line = (
        "  - {rota: out-of-hours-engineering, cover: cal, by: eve, from: 2026-11-26 17:00, until: "
        "2026-11-27 09:00}  # Thu 26 Nov, made by hand in PagerDuty"
    )
    after = (folder / "rota.yaml").read_text(encoding="utf-8").split("\n")
    assert after == [*before[:112], line, *before[112:]]
    plan = applied("plan", sandbox=True)
    assert plan.code == 0
    assert "made by hand" not in plan.out
    assert applied("adopt", sandbox=True).out == "Nobody made an override by hand that is still to come.\n"


def test_a_second_run_finds_nothing_more_to_write(applied: Rota, several: str) -> None:
    """What no line can say is told again; the places are those of the file as it is now."""
    assert several
    assert applied("adopt", "--write", sandbox=True).code == 0
    assert applied("apply", sandbox=True).code == 0
    answer = applied("adopt", "--write", sandbox=True)
    assert "For the file" not in answer.out
    assert answer.out.endswith("\nNothing to write.\n")


def test_lines_go_into_the_file_of_their_month_where_that_is_included(
    applied: Rota, several: str, folder: Path
) -> None:
    """Two pull requests for two months do not meet; files that are missing are made."""
    assert several
    root = folder / "rota.yaml"
    text = root.read_text(encoding="utf-8").replace(
        "# include: [overrides/*.yaml] ", "include: [overrides/*.yaml] "
    )
    root.write_text(text, encoding="utf-8")
    assert applied("adopt", "--write", sandbox=True).code == 0
    assert root.read_text(encoding="utf-8") == text
    assert (folder / "overrides" / "2026-11.yaml").read_text(encoding="utf-8") == (
        "overrides:\n"
        "  - {rota: out-of-hours-engineering, cover: cal, by: eve, from: 2026-11-26 17:00, until: "
        "2026-11-27 09:00}  # Thu 26 Nov, made by hand in PagerDuty\n"
    )
    december = (folder / "overrides" / "2026-12.yaml").read_text(encoding="utf-8").split("\n")
    assert [line.split("  #")[0].strip() for line in december] == [
        "overrides:",
        "- {rota: in-hours-engineering, cover: ben, by: dee, on: 2026-12-02}",
        "- {rota: out-of-hours-comms, holiday: 2026-12-28, by: mia, nights: true}",
        "",
    ]
    assert applied("check", sandbox=True).code == 0


def test_a_file_may_be_named(applied: Rota, evening: str, folder: Path) -> None:
    """One that nothing includes is refused, with the line that includes it."""
    assert evening
    root = folder / "rota.yaml"
    refused = applied("adopt", "--file", "more/hand.yaml", "--write", sandbox=True)
    assert refused.code == 1
    assert "nothing includes it\n  put `include: [more/*.yaml]` into rota.yaml" in refused.err
    text = root.read_text(encoding="utf-8").replace("# include: [overrides/*.yaml]", "include: [more/*.yaml]")
    root.write_text(text, encoding="utf-8")
    assert applied("adopt", "--file", "more/hand.yaml", "--write", sandbox=True).code == 0
    assert "cover: cal" in (folder / "more" / "hand.yaml").read_text(encoding="utf-8")


def test_markdown_is_the_body_of_a_pull_request(applied: Rota, several: str) -> None:
    """Tables of what is taken over, and lists of what is not; nothing in it is live."""
    assert several
    out = applied("adopt", "--format", "markdown", "--rota", "in-hours-engineering", sandbox=True).out
    assert out == (
        "Overrides that people made by hand in PagerDuty, as lines of the file. Nobody's shift moves by "
        "this: PagerDuty does already what the lines say. `rota plan` has nothing to do for them.\n"
        "\n"
        "| Rota | When | Who | Instead of | Line |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| In hours engineering | Wed 2 Dec 09:00 – 17:00 | Dee Marr | Ben Ode | "
        "`{rota: in-hours-engineering, cover: ben, by: dee, on: 2026-12-02}` |\n"
        "\n"
        "**In the file already**\n"
        "\n"
        "- In hours engineering, Thu 3 Dec 09:00 – 17:00: Ben Ode (`rota.yaml:42`)\n"
        "\n"
        "**Not for the file**\n"
        "\n"
        "- In hours engineering, Sat 28 Nov 10:00 – 14:00: Dee Marr: In hours engineering has nobody Sat 28 "
        "Nov 10:00 – 14:00 (not its hours), and PagerDuty pages Dee Marr – let it end with the hours of In "
        "hours engineering, or delete the override in PagerDuty; on then: Out of hours engineering and Out "
        "of hours comms\n"
        "\n"
        "Nothing has been written: add --write.\n"
    )


def test_json_keeps_its_contract(applied: Rota, several: str) -> None:
    """A job reads from it whether there is a pull request to offer."""
    document = valid("adopt", applied("adopt", "--format", "json", "--write", sandbox=True).out)
    assert (document["written"], document["proven"], document["created"]) == (True, True, [])
    first = next(item for item in document["overrides"] if item["id"] == several)
    assert (first["rota"], first["person"], first["refused"]) == ("out-of-hours-engineering", "eve", [])
    assert first["lines"][0]["instead"] == ["cal"]
    assert [len(item["lines"]) for item in document["overrides"]] == [1, 0, 1, 0, 1]
    assert document["tidied"] == ["Mon 28 Dec 09:00 – 17:00 Lou Penn, not wanted any more"]


def test_what_is_not_managed_here_is_only_spoken_of_when_asked_for(applied: Rota, by_hand: ByHand) -> None:
    """By its id it is refused, and the command ends with 1."""
    theirs = by_hand(GAAP, "Ana Ortiz", "2026-12-02T18:00:00Z", "2026-12-02T20:00:00Z")
    assert applied("adopt", sandbox=True).out == "Nobody made an override by hand that is still to come.\n"
    answer = applied("adopt", "--id", theirs, sandbox=True)
    assert (answer.code, answer.err) == (1, "")
    assert answer.out == (
        "Not for the file\n"
        "  GaaP SCS Escalation, Wed 2 Dec 18:00 – 20:00: Ana Ortiz\n"
        "    GaaP SCS Escalation is not managed here, so no line of this file decides who\n"
        "      is on it\n"
        "     leave it as it is, or manage the rota here (`managed:` and line-ups)\n"
        "\n"
        "Nothing to write.\n"
    )


def test_an_id_that_is_not_there_is_a_fault(applied: Rota) -> None:
    """Before anything is proposed."""
    answer = applied("adopt", "--id", "QNOWHERE", sandbox=True)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == (
        "rota: there is no override QNOWHERE to come\n"
        "  `rota -v plan` shows the ids of all that was made by hand\n"
    )


def test_ids_are_shown_to_those_who_ask_for_everything(applied: Rota, evening: str) -> None:
    """`rota -v adopt`; lines of prose keep to the width."""
    out = applied("-v", "adopt", sandbox=True).out
    assert evening in out
    prose = "\n".join(line for line in out.split("\n") if "{rota:" not in line)
    assert narrow(prose, 80)


def test_without_a_key_nothing_is_compared(rota: Rota) -> None:
    """The usual exit code for that."""
    assert rota("adopt", now=None).code == 6
