"""`rota adopt --ours`: an override in no record is claimed, and goes with the next apply."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import ByHand, Rota

IN, OUT, GAAP = "In hours engineering", "Out of hours engineering", "GaaP SCS Escalation"
NEXT = (
    "Nothing was written to PagerDuty. What the file does not ask for goes with the\n"
    "next apply: `rota plan` shows it.\n"
    "Recorded in .rota/ledger.jsonl.\n"
)


@pytest.fixture
def stray(applied: Rota, by_hand: ByHand) -> str:
    """The team's mailbox is on in hours on a day that is no bank holiday, and no record says why."""
    assert applied("plan", sandbox=True).code == 0
    return by_hand(IN, "PaaS team", "2026-12-23T09:00:00Z", "2026-12-23T17:00:00Z")


def test_the_plan_refuses_a_stray_mailbox_and_the_command_that_it_names_lets_it_go(
    applied: Rota, stray: str
) -> None:
    """Copied from the refusal, run, applied: the mailbox is gone and nothing is left to do."""
    refused = applied("plan", sandbox=True)
    assert refused.code == 2
    assert f"run `rota adopt --ours {stray}`" in " ".join(refused.out.split())
    claimed = applied("adopt", "--ours", stray, sandbox=True)
    assert (claimed.code, claimed.err) == (0, "")
    assert claimed.out == (
        "Ours from now on\n  In hours engineering  Wed 23 Dec 09:00 – 17:00  PaaS team (mailbox)\n" + NEXT
    )
    plan = applied("plan", sandbox=True)
    assert "- override Wed 23 Dec 09:00 – 17:00 PaaS team, not wanted any more" in plan.out
    assert applied("apply", sandbox=True).code == 0
    assert applied("plan", sandbox=True).code == 0


def test_the_record_says_who_and_when_and_that_it_was_claimed(
    applied: Rota, stray: str, folder: Path
) -> None:
    """An audit of the ledger tells what we made from what was claimed."""
    applied("adopt", "--ours", stray, sandbox=True)
    last = json.loads((folder / ".rota" / "ledger.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    assert (last["verb"], last["phase"], last["kind"], last["id"]) == ("adopt", "done", "override", stray)
    assert (last["start"], last["end"]) == ("2026-12-23T09:00:00Z", "2026-12-23T17:00:00Z")
    assert last["person"] == "paas-team"
    assert last["note"] == "Wed 23 Dec 09:00 – 17:00 PaaS team, claimed as ours"


def test_claiming_writes_nothing_to_pagerduty(applied: Rota, stray: str) -> None:
    """With -v each request is shown: none is anything but a GET."""
    answer = applied("-v", "adopt", "--ours", stray, sandbox=True)
    assert answer.code == 0
    assert {line.split()[0] for line in answer.err.splitlines()} == {"GET"}


def test_what_is_ours_already_is_said_and_recorded_once(applied: Rota, stray: str, folder: Path) -> None:
    """Twice the same command is no fault."""
    ledger = folder / ".rota" / "ledger.jsonl"
    applied("adopt", "--ours", stray, stray, sandbox=True)
    before = ledger.read_bytes()
    answer = applied("adopt", "--ours", stray, sandbox=True)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == (
        "Ours already\n  In hours engineering  Wed 23 Dec 09:00 – 17:00  PaaS team (mailbox)\n"
    )
    assert ledger.read_bytes() == before


def test_the_ids_are_shown_by_a_plan_that_is_asked_for_everything(
    applied: Rota, by_hand: ByHand, folder: Path
) -> None:
    """After the ledger is lost, a withdrawn cover stays until it is found and claimed."""
    (folder / ".rota" / "ledger.jsonl").unlink()
    cover = by_hand(OUT, "Dee Marr", "2026-12-02T18:00:00Z", "2026-12-02T20:00:00Z")
    found = f"{OUT}: Wed 2 Dec 18:00 – 20:00 Dee Marr, made by hand"
    assert f"  {found}\n" in applied("plan", sandbox=True).out
    verbose = applied("-v", "plan", sandbox=True)
    assert f"{found} ({cover})" in " ".join(verbose.out.split())
    listed = json.loads(applied("plan", "--format", "json", sandbox=True).out)["unmanaged"]
    assert cover in [item["id"] for item in listed]
    assert cover in applied("-v", "adopt", "--ours", cover, sandbox=True).out
    assert "- override Wed 2 Dec 18:00 – 20:00 Dee Marr" in applied("plan", sandbox=True).out


def test_what_is_not_there_or_not_managed_is_refused_and_nothing_is_claimed(
    applied: Rota, stray: str, by_hand: ByHand, folder: Path
) -> None:
    """Every wrong id is named at once; the right one among them is not claimed either."""
    theirs = by_hand(GAAP, "Ana Ortiz", "2026-12-02T18:00:00Z", "2026-12-02T20:00:00Z")
    before = (folder / ".rota" / "ledger.jsonl").read_bytes()
    answer = applied("adopt", "--ours", "QNOWHERE", stray, theirs, sandbox=True)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == (
        "rota: nothing was claimed: there is no override QNOWHERE to come on any schedule of the file; "
        f"override {theirs} cannot be ours: GaaP SCS Escalation is not managed here\n"
        "  `rota -v plan` shows the ids of all that was made by hand\n"
    )
    assert (folder / ".rota" / "ledger.jsonl").read_bytes() == before


def test_an_override_that_is_over_is_not_there_any_more(applied: Rota, stray: str) -> None:
    """PagerDuty cannot delete it either."""
    answer = applied("adopt", "--ours", stray, sandbox=True, now="2026-12-23T17:00")
    assert answer.code == 1
    assert f"there is no override {stray} to come" in answer.err


def test_an_override_of_another_files_schedule_is_refused(applied: Rota, stray: str, folder: Path) -> None:
    """The marker in its description names the file that owns it."""
    path = folder / "rota.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("example/rota", "example/other"), encoding="utf-8"
    )
    answer = applied("adopt", "--ours", stray, sandbox=True)
    assert answer.code == 1
    assert "says that it is managed from https://github.com/example/rota" in answer.err


@pytest.mark.parametrize("args", [["--ours"], ["Q1"], ["--ours", "Q1", "--write"]])
def test_ours_and_ids_go_together_and_with_nothing_else(rota: Rota, args: list[str]) -> None:
    """Before anything is read."""
    answer = rota("adopt", *args)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == (
        "rota: adopt --ours claims overrides that were made from this file, by their ids\n"
        "  write rota adopt --ours ID..., or rota adopt --id ID for a line of the file; "
        "`rota -v plan` shows the ids of all that was made by hand\n"
    )


def test_a_real_accounts_ledger_is_not_written_as_of_another_time(
    rota: Rota, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is ours is ours from now on."""
    monkeypatch.setenv("PAGERDUTY_TOKEN", "nobody-knows")
    answer = rota("adopt", "--ours", "Q1")
    assert answer.code == 1
    assert "as of now, and not as of another time" in answer.err
    assert not (folder / ".rota").exists()
    monkeypatch.delenv("PAGERDUTY_TOKEN")
    assert rota("adopt", "--ours", "Q1", now=None).code == 6
