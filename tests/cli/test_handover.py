"""`rota handover` and `rota handover --brief`, as they are printed."""

from pathlib import Path

import pytest

from tests.cli.conftest import Rota
from tests.render.builders import narrow, valid

GO_ON = "a line-up with people from a later date makes it go on"

NOTE = """\
### In hours engineering: Ben Ode hands over to Cal Roe, Mon 7 Dec 09:00 Europe/London (from rota.yaml)

- Cal Roe's turn, until Mon 14 Dec 09:00, then Eve Lin
- before: Ben Ode's turn, from Mon 30 Nov 09:00
- What the role does: \
[docs/roles/in-hours-engineering.md](https://github.com/example/rota/blob/HEAD/docs/roles/in-hours-engineering.md)

**Shifts of Cal Roe**

- Mon 7 Dec 09:00 – 17:00
- Thu 10 Dec 09:00 – 17:00
- Fri 11 Dec 09:00 – 17:00

**Others in this turn**

- Tue 8 Dec 09:00 – 17:00: Ben Ode, cover: course
- Wed 9 Dec 09:00 – 17:00: Ben Ode, cover: course

**Covers**

- Tue 8 Dec 09:00 – Thu 10 Dec 09:00: Ben Ode, for Cal Roe: course

**Bank holidays**

- none

**In hours only, for an alert at Mon 7 Dec 13:00**

- now: Cal Roe, In hours engineering
- after 30 minutes: PaaS team (mailbox)
- then PagerDuty gives up

**24x7, for an alert at Mon 7 Dec 13:00**

- now: Cal Roe, In hours engineering
- after 5 minutes: whoever holds GaaP SCS Escalation (not managed here)
- after 35 minutes: PaaS team (mailbox)
- then again from the top, once
"""

BRIEF = """\
### Fri 1 Jan 2027 New Year’s Day: from Thu 31 Dec 17:00 to Mon 4 Jan 2027 09:00 \
Europe/London (from rota.yaml)

**In hours engineering**

- Fri 1 Jan 2027 09:00 – 17:00: PaaS team (mailbox), New Year’s Day

**Out of hours engineering**

- Thu 31 Dec 17:00 – Fri 1 Jan 2027 09:00: Eve Lin
- Fri 1 Jan 2027 09:00 – 17:00: Eve Lin, New Year’s Day
- Fri 1 Jan 2027 17:00 – Mon 4 Jan 2027 09:00: Eve Lin

**In hours comms**

- Fri 1 Jan 2027 09:00 – 17:00: PaaS team (mailbox), New Year’s Day

**Out of hours comms**

- Thu 31 Dec 17:00 – Fri 1 Jan 2027 09:00: Lou Penn
- Fri 1 Jan 2027 09:00 – 17:00: Lou Penn, New Year’s Day
- Fri 1 Jan 2027 17:00 – Mon 4 Jan 2027 09:00: Lou Penn

**How long an alert waits for a person**

- Fri 1 Jan 2027 09:00: In hours only, levels 1 and 2: PaaS team (mailbox); no person is ever paged
- Fri 1 Jan 2027 09:00: 24x7, level 1: PaaS team (mailbox); Eve Lin is paged after 5 minutes
- Fri 1 Jan 2027 09:00: Comms, level 1: PaaS team (mailbox); Lou Penn is paged after 5 minutes

**On leave**

- nobody
"""


def test_the_note_as_markdown_for_a_channel(rota: Rota) -> None:
    """Headings and lists; the role is a link into the repository that the file names."""
    answer = rota("handover", "in-hours-engineering", "--at", "2026-12-07T09:00", "--format", "markdown")
    assert (answer.code, answer.out, answer.err) == (0, NOTE, "")


def test_a_swap_leave_and_what_the_checks_say_are_told(rota: Rota, folder: Path) -> None:
    """With -v the line of the file."""
    path = folder / "rota.yaml"
    more = "\nleave:\n  - {person: dee, on: 2027-02-02}\n"
    path.write_text(path.read_text(encoding="utf-8").replace("\nleave:", more), encoding="utf-8")
    answer = rota("-v", "handover", "out-of-hours-engineering", "--at", "2027-02-01")
    assert answer.code == 0
    assert narrow(answer.out)
    assert "  swapped: it was Eve Lin's (leave)\n" in answer.out
    assert "On leave\n  Mon 1 Feb 2027 – Fri 5 Feb 2027  Eve Lin\n" in answer.out
    assert "Worth a look\n  on-leave: Dee Marr is on leave but on call for Out of hours" in answer.out
    assert "(rota.yaml:" in answer.out.split("Worth a look")[1]


def test_a_role_that_is_no_plain_path_is_no_link(rota: Rota, folder: Path) -> None:
    """Nothing that people write becomes an address of theirs."""
    path = folder / "rota.yaml"
    text = path.read_text(encoding="utf-8")
    for role, told in (
        ("x](https://evil.example)", "`x](https://evil.example)`"),
        ("../../secret", "`../../secret`"),
        ("https://wiki.example.org/x", "[https:&#8203;//wiki.example.org/x](https://wiki.example.org/x)"),
    ):
        changed = text.replace("role: docs/roles/in-hours-engineering.md", f"role: '{role}'")
        path.write_text(changed, encoding="utf-8")
        out = rota("handover", "in-hours-engineering", "--format", "markdown").out
        assert f"- What the role does: {told}\n" in out


def test_nobody_somebody_and_the_same_person_again_have_their_words(rota: Rota, folder: Path) -> None:
    """After a pause somebody begins; alone somebody goes on."""
    path = folder / "rota.yaml"
    text = path.read_text(encoding="utf-8")
    alone = "      - {from: 2026-12-07, people: [cal]}\n      - {from: 2027-01-04, pause: moving}\n"
    alone += "      - {from: 2027-01-18, people: [eve]}\n"
    old = "      - {from: 2026-12-07, people: [cal, eve, dee, ana, ben]}    # eve joins\n"
    assert old in text
    path.write_text(text.replace(old, alone), encoding="utf-8")
    heads = {
        at: rota("handover", "in-hours-engineering", "--at", at).out.split("\n")[0]
        for at in ("2026-12-14", "2027-01-05")
    }
    assert heads["2026-12-14"].startswith("In hours engineering: Cal Roe goes on, Mon 14 Dec 09:00")
    assert heads["2027-01-05"].startswith("In hours engineering: Eve Lin begins, Mon 18 Jan 2027 09:00")


def test_the_brief_as_markdown_before_a_long_weekend(rota: Rota) -> None:
    """Who has what until ordinary hours begin again, and how long an alert waits."""
    answer = rota("handover", "--brief", "--at", "2026-12-28T18:00", "--format", "markdown")
    assert (answer.code, answer.out, answer.err) == (0, BRIEF, "")


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_without_a_bank_holiday_nothing_is_printed_and_that_is_said(rota: Rota, form: str) -> None:
    """So a timer posts nothing."""
    answer = rota("handover", "--brief", "--format", form)
    assert (answer.code, answer.out, answer.err) == (
        0,
        "",
        "rota: no bank holiday acts before Wed 9 Dec 12:00: nothing to brief\n",
    )
    assert rota("handover", "--brief", "--within", "5 weeks", "--format", form).out != ""


def test_json_follows_its_schema(rota: Rota) -> None:
    """Of every rota and turn, of briefs with and without anything in them."""
    for key in ("in-hours-engineering", "out-of-hours-engineering", "out-of-hours-comms"):
        for at in ("2026-11-25", "2026-12-21", "2027-02-01"):
            found = valid("handover", rota("handover", key, "--at", at, "--format", "json").out)
            assert found["rota"] == key
            assert found["shifts"]
    swapped = rota("handover", "out-of-hours-engineering", "--at", "2027-02-01", "--format", "json").out
    turn = valid("handover", swapped)["turn"]
    assert (turn["person"], turn["swapped_with"], turn["start"]) == ("dee", "eve", "2027-02-01T09:00:00Z")
    assert valid("handover", rota("handover", "--brief", "--format", "json").out)["weekends"] == []
    found = valid("handover", rota("handover", "--brief", "--within", "6 weeks", "--format", "json").out)
    assert [weekend["end"] for weekend in found["weekends"]] == [
        "2026-12-29T09:00:00Z",
        "2027-01-04T09:00:00Z",
    ]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ((), "of which rota?"),
        (("in-hours",), "there is no rota called 'in-hours' in the file"),
        (("gaap-scs-escalation",), "is not managed here"),
        (("--brief", "in-hours-engineering"), "the brief is for every rota"),
        (
            ("--brief", "--within", "2"),
            'rota: --within: "2" is not a length of time\n  write the unit, like `2 days`\n',
        ),
        (("in-hours-engineering", "--at", "soon"), "'soon' is no time"),
    ],
)
def test_what_is_asked_wrongly_is_told(rota: Rota, args: tuple[str, ...], said: str) -> None:
    """With exit code 1."""
    answer = rota("handover", *args)
    assert (answer.code, answer.out) == (1, "")
    assert said in answer.err


def test_a_rota_whose_turns_are_over_is_told(rota: Rota, folder: Path) -> None:
    """There is nobody to hand over to."""
    path = folder / "rota.yaml"
    last = "      - {from: 2026-01-05, people: [kit, lou, mia, ned]}\n"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace(last, last + "      - {from: 2026-11-23, pause: over}\n", 1), encoding="utf-8"
    )
    answer = rota("handover", "in-hours-comms")
    assert (answer.code, answer.err) == (
        1,
        f"rota: no turn of in-hours-comms begins any more\n  {GO_ON}\n",
    )
