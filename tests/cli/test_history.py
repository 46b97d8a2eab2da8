"""`rota history`: what was applied and by which commit; who was on call then, from git alone."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Rota
from tests.ledger.repositories import NOBODY, git
from tests.render.builders import valid

COVER = "  - {rota: in-hours-engineering, cover: ana, by: eve, on: 2026-11-26..2026-11-27, reason: dentist}\n"


@pytest.fixture
def story(folder: Path, rota: Rota, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Two commits, both applied by a CI job; in the second Eve covers for Ana. Their short ids by name."""
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, NOBODY[name])
    monkeypatch.setenv("GITHUB_SERVER_URL", "https://github.example.org")
    monkeypatch.setenv("GITHUB_REPOSITORY", "example/rota")
    git(folder, "init", "--quiet")
    found = {}
    file = folder / "rota.yaml"
    for name, day, line in (("first", "20", ""), ("second", "24", COVER)):
        monkeypatch.setitem(NOBODY, "GIT_COMMITTER_DATE", f"2026-11-{day}T09:00:00Z")
        file.write_text(
            file.read_text(encoding="utf-8").replace("overrides:\n", f"overrides:\n{line}"), encoding="utf-8"
        )
        git(folder, "add", "rota.yaml")
        git(folder, "commit", "--quiet", "-m", f"The {name} one")
        monkeypatch.setenv("GITHUB_RUN_ID", f"77{day}")
        assert rota("apply", now=f"2026-11-{day}T10:00", sandbox=True).code == 0
        found[name] = git(folder, "rev-parse", "--short=7", "HEAD")
    return found


def test_the_newest_run_comes_first_with_its_commit_and_job(rota: Rota, story: dict[str, str]) -> None:
    """No token is needed."""
    answer = rota("history", "--limit", "1", sandbox=True)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == (
        f"Tue 24 Nov 2026 10:00  {story['second']} The second one (Ana Ortiz)  run by\n"
        "  https://github.example.org/example/rota/actions/runs/7724\n"
        "  In hours engineering\n"
        "    + Thu 26 Nov 09:00 – 17:00 Eve Lin, cover: dentist\n"
        "    + Fri 27 Nov 09:00 – 17:00 Eve Lin, cover: dentist\n"
        "\n"
        "1 older run not shown; --limit shows more.\n"
    )


def test_a_moment_has_a_person_a_line_a_commit_and_a_run(rota: Rota, story: dict[str, str]) -> None:
    """The commit that wrote the line need not be the one whose apply put it in force."""
    answer = rota("history", "--at", "2026-11-26T10:00", "--rota", "in-hours-engineering", sandbox=True)
    line = (Path("rota.yaml").read_text(encoding="utf-8").split("\n")).index(COVER.rstrip()) + 1
    job = "run by https://github.example.org/example/rota/actions/runs/7724"
    assert " ".join(answer.out.split()) == (
        "On call Thu 26 Nov 2026 10:00 Europe/London, "
        "by the record in git (overrides made by hand are not in it) "
        "In hours engineering: Eve Lin (cover: dentist) "
        f"rota.yaml:{line}, written by {story['second']} The second one (Ana Ortiz) "
        f"applied Tue 24 Nov 2026 10:00 from {story['second']}, {job}"
    )
    before = rota(
        "history", "--at", "2026-11-26T10:00", "--rota", "in-hours-comms", "--format", "json", sandbox=True
    )
    (row,) = valid("history-at", before.out)["rotas"]
    assert (row["person"], row["subject"], row["applied"]) == ("mia", "The first one", "2026-11-20T10:00:00Z")


def test_what_changed_later_was_not_so_yet(rota: Rota, story: dict[str, str]) -> None:
    """On Monday Ana was still to have the Thursday, by the first commit; before that nothing is on record."""
    assert story
    then = rota("history", "--at", "2026-11-23T10:00", "--rota", "in-hours-engineering", sandbox=True)
    assert f"from {story['first']}" in " ".join(then.out.split())
    early = rota("history", "--at", "2026-11-20T09:30", "--rota", "in-hours-engineering", sandbox=True)
    assert "no apply of this rota is on record by then" in " ".join(early.out.split())
    never = rota("history", "--at", "2026-11-01T09:30", "--rota", "in-hours-engineering", sandbox=True)
    assert "not known (git knows no commit from before that)" in " ".join(never.out.split())


@pytest.mark.usefixtures("story")
def test_json_holds_to_its_schema_and_filters_by_person(rota: Rota) -> None:
    """Of Eve there are the cover, and what else names her."""
    answer = rota("history", "--person", "eve", "--format", "json", sandbox=True)
    newest, first = valid("history", answer.out)["runs"]
    assert [action["person"] for action in newest["actions"]] == ["eve", "eve"]
    assert all("Eve Lin" in action["summary"] for action in first["actions"])
    assert (
        len(json.loads(rota("history", "--rota", "24x7", "--format", "json", sandbox=True).out)["runs"]) == 1
    )


@pytest.mark.usefixtures("story")
def test_markdown_is_for_an_audit_page(rota: Rota) -> None:
    """A heading for each run."""
    out = rota("history", "--rota", "comms", "--format", "markdown", sandbox=True).out
    assert out.endswith("- **Comms**\n  - \\+ new policy, 3 levels\n")
    moment = rota("history", "--at", "2026-12-25T11:00", "--format", "markdown", sandbox=True).out
    assert "- **In hours engineering**: PaaS team (Christmas Day)\n" in moment


def test_without_a_record_there_is_nothing_to_tell(rota: Rota) -> None:
    """That is an answer, and no fault."""
    answer = rota("history", sandbox=True)
    assert (answer.code, answer.out) == (0, "Nothing is on record.\n")


def test_what_is_not_in_the_file_is_refused(rota: Rota) -> None:
    """With what there is."""
    assert rota("history", "--rota", "x", sandbox=True).code == 1
    assert rota("history", "--person", "x", sandbox=True).code == 1
    assert rota("history", "--at", "2026-12-25T11:00", "--person", "ana", sandbox=True).code == 1


@pytest.mark.usefixtures("story")
def test_what_was_tried_on_another_account_says_nothing_about_this_one(rota: Rota, folder: Path) -> None:
    """Their records may lie in one ledger."""
    before = rota("history", sandbox=True).out, rota("history", "--at", "2026-11-26T10:00", sandbox=True).out
    ledger = folder / ".rota" / "ledger.jsonl"
    lines = ledger.read_text(encoding="utf-8").splitlines()
    others = [
        json.dumps(
            json.loads(line)
            | {"account": "eu", "run": "r9", "commit": "0" * 40, "at": "2026-11-25T10:00:00Z"}
        )
        for line in lines
    ]
    ledger.write_text("".join(f"{line}\n" for line in (*lines, *others)), encoding="utf-8")
    after = rota("history", sandbox=True).out, rota("history", "--at", "2026-11-26T10:00", sandbox=True).out
    assert after == before


def test_records_of_another_account_are_not_taken_for_none(rota: Rota, story: dict[str, str]) -> None:
    """What was tried on the embedded PagerDuty is not what was applied to the real one, and that is said."""
    assert story
    answer = rota("history")
    assert (answer.code, answer.out) == (0, "Nothing is on record.\n")
    assert answer.err == (
        "rota: no run is on record for the account us, only for sandbox\n"
        "  the account is chosen by --sandbox, --api-url or the file's `pagerduty: {region: …}`\n"
    )


def test_a_file_that_was_never_committed_is_said_to_be_so(
    rota: Rota, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without git nothing is told of git, and no commit is left out in the middle of a sentence."""
    monkeypatch.delenv("GITHUB_RUN_ID", raising=False)
    monkeypatch.setenv("CI_JOB_URL", "https://ci.example.org/7")
    assert rota("apply", now="2026-11-25T12:00", sandbox=True).code == 0
    at = ("history", "--rota", "in-hours-comms", "--at")
    record = (
        "Europe/London, by the ledger alone (overrides made by hand are not in it) In hours comms: not known"
    )
    assert " ".join(rota(*at, "2026-11-25T17:00", sandbox=True).out.split()) == (
        f"On call Wed 25 Nov 2026 17:00 {record} (the file that was applied was not committed) "
        "applied Wed 25 Nov 2026 12:00, run by https://ci.example.org/7"
    )
    assert " ".join(rota(*at, "2026-11-24T17:00", sandbox=True).out.split()) == (
        f"On call Tue 24 Nov 2026 17:00 {record} (there is no git to look in) "
        "no apply of this rota is on record by then"
    )
    assert "by the ledger alone" in rota(*at, "2026-11-24T17:00", "--format", "markdown", sandbox=True).out
