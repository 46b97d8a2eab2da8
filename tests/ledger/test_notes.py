"""The ledger in git notes: shared by push, safe under two pushers, and nothing is written without it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reconciler.errors import RefusedError
from reconciler.ledger.codec import encode
from reconciler.ledger.file import FileLedger
from reconciler.ledger.git import Git
from reconciler.ledger.notes import REF, lines_of
from reconciler.records import Ledger, Record
from tests.ledger.repositories import NOBODY, Team, git, ledger

NOON = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
INTENT = Record("eu", "r1", 1, "abc", "intent", NOON, "create", "override", "in-hours", user="PU1")
DONE = replace(INTENT, phase="done", id="Q1", at=NOON + timedelta(seconds=3))
OTHER = replace(INTENT, run="r2", at=NOON + timedelta(seconds=1))


@pytest.fixture
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Team:
    """A remote, on a machine whose git knows nobody."""
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, NOBODY[name])
    return Team(tmp_path)


def refused_pushes(team: Team, script: str) -> None:
    """Have the remote run a script at every push."""
    hook = team.remote / "hooks" / "pre-receive"
    hook.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    hook.chmod(0o755)


def test_it_is_a_ledger(team: Team) -> None:
    """It can stand wherever one is asked for."""
    found: Ledger = ledger(team.clone("one"))
    assert found.load() == ()
    assert found.damaged == 0


def test_intents_are_pushed_before_anything_else_happens(team: Team) -> None:
    """Another clone sees them at once; a runner without a name of its own can push them."""
    ledger(team.clone("one")).intend([INTENT, OTHER])
    assert ledger(team.clone("two")).load() == (INTENT, OTHER)
    assert git(team.remote, "for-each-ref", "--format=%(refname)", "refs/notes") == REF


def test_what_came_of_them_is_pushed_at_the_end(team: Team) -> None:
    """Before that it is known here alone, and survives the end of the process."""
    one = team.clone("one")
    first = ledger(one)
    first.intend([INTENT])
    first.record(DONE)
    assert ledger(one).load() == (INTENT, DONE)
    assert ledger(team.clone("two")).load() == (INTENT,)
    said = ledger(one).close()
    assert said == f"git notes ({REF}) on {git(one, 'rev-parse', '--short=7', 'HEAD')}, pushed to origin"
    assert ledger(team.clone("three")).load() == (INTENT, DONE)


def test_a_claim_is_shared_at_once(team: Team) -> None:
    """It has no intent, and nothing comes after it."""
    claim = replace(DONE, verb="adopt")
    one = ledger(team.clone("one"))
    one.intend([claim])
    assert (one.close() or "").startswith(f"git notes ({REF}) on ")
    assert ledger(team.clone("two")).load() == (claim,)


def test_the_lines_are_on_the_applied_commit_and_are_json(team: Team) -> None:
    """`git log --notes=rota` is the audit."""
    one = team.clone("one")
    found = ledger(one)
    found.intend([INTENT])
    found.record(DONE)
    found.close()
    head = git(one, "rev-parse", "HEAD")
    assert lines_of(Git(one)) == ((head, encode(INTENT)), (head, encode(DONE)))
    assert encode(DONE) in git(one, "log", "-1", "--notes=rota")


def test_two_pushers_both_keep_their_lines(team: Team) -> None:
    """Each has fetched before the other pushed; the second is refused by git, merges, and pushes again."""
    one, two = ledger(team.clone("one")), ledger(team.clone("two"))
    assert (one.load(), two.load()) == ((), ())
    one.intend([INTENT])
    two.intend([OTHER])
    one.record(DONE)
    one.close()
    assert ledger(team.clone("three")).load() == (INTENT, OTHER, DONE)


def test_whoever_is_overtaken_in_the_middle_of_a_push_merges_and_tries_again(team: Team) -> None:
    """The other pushes after this one has fetched."""
    one, two = team.clone("one"), team.clone("two")
    git(two, "notes", "--ref=rota", "add", "-m", encode(OTHER))
    hook = one / ".git" / "hooks" / "pre-push"
    push = f"env -u GIT_DIR git -C '{two}' push --quiet origin {REF}"
    hook.write_text(f"#!/bin/sh\ntest -e '{two}/done' || {push} && touch '{two}/done'\n", encoding="utf-8")
    hook.chmod(0o755)
    ledger(one).intend([INTENT])
    assert (two / "done").exists()
    assert ledger(team.clone("three")).load() == (INTENT, OTHER)


def test_commits_of_two_branches_have_a_ledger_in_common(team: Team) -> None:
    """Notes on commits that a clone does not even have are read."""
    one = team.clone("one")
    git(one, "commit", "--quiet", "--allow-empty", "-m", "Not pushed")
    ledger(one).intend([INTENT])
    assert ledger(team.clone("two")).load() == (INTENT,)


def test_nothing_is_written_where_the_intents_cannot_be_pushed(team: Team) -> None:
    """The refusal says what right is missing, and nothing of it stays behind to be mistaken for ours."""
    refused_pushes(team, "exit 1")
    one = team.clone("one")
    with pytest.raises(RefusedError, match="could not be recorded in git") as refusal:
        ledger(one).intend([INTENT])
    assert "contents: write" in (refusal.value.hint or "")
    assert ledger(one).load() == ()


def test_notes_that_were_there_stay_where_a_push_fails(team: Team) -> None:
    """Only the new lines are taken back."""
    one = team.clone("one")
    ledger(one).intend([INTENT])
    refused_pushes(team, "exit 1")
    with pytest.raises(RefusedError):
        ledger(one).intend([OTHER])
    assert ledger(one).load() == (INTENT,)


def test_results_that_cannot_be_pushed_are_taken_along_the_next_time(team: Team) -> None:
    """What was written is no less written for it."""
    one = team.clone("one")
    found = ledger(one)
    found.intend([INTENT])
    found.record(DONE)
    refused_pushes(team, "exit 1")
    assert "the next apply takes it along" in (found.close() or "")
    (team.remote / "hooks" / "pre-receive").unlink()
    later = ledger(one)
    later.intend([OTHER])
    later.close()
    assert ledger(team.clone("two")).load() == (INTENT, OTHER, DONE)


def test_a_remote_that_does_not_answer_is_warned_about_and_stops_no_plan(team: Team) -> None:
    """What was applied elsewhere is not known then, and that is said."""
    one = team.clone("one")
    ledger(one).intend([INTENT])
    team.remote.rename(team.folder / "gone.git")
    warned: list[str] = []
    assert ledger(one, warned).load() == (INTENT,)
    (said,) = warned
    assert said.startswith("the ledger could not be fetched from origin")
    with pytest.raises(RefusedError):
        ledger(one).intend([OTHER])


def test_a_repository_without_a_remote_keeps_its_notes_to_itself(team: Team) -> None:
    """There is nobody to share them with."""
    folder = team.folder / "first"
    found = ledger(folder)
    found.intend([INTENT])
    found.record(DONE)
    assert found.close() == f"git notes ({REF}) on {git(folder, 'rev-parse', '--short=7', 'HEAD')}"
    assert ledger(folder).load() == (INTENT, DONE)


def test_a_worktree_shares_the_ledger_of_its_repository(team: Team) -> None:
    """Both ways."""
    one = team.clone("one")
    git(one, "worktree", "add", "--quiet", str(team.folder / "beside"), "-b", "beside")
    found = ledger(team.folder / "beside")
    found.intend([INTENT])
    found.record(DONE)
    found.close()
    assert ledger(one).load() == (INTENT, DONE)


def test_a_shallow_clone_knows_the_whole_ledger(team: Team) -> None:
    """And pushes to it, as CI does."""
    first = team.clone("one")
    ledger(first).intend([INTENT])
    git(first, "commit", "--quiet", "--allow-empty", "-m", "More")
    git(first, "push", "--quiet", "origin", "HEAD")
    shallow = team.clone("shallow", "--depth=1")
    assert Git(shallow).is_shallow()
    found = ledger(shallow)
    assert found.load() == (INTENT,)
    found.intend([OTHER])
    assert ledger(team.clone("two")).load() == (INTENT, OTHER)


def test_a_ledger_kept_in_a_file_before_is_not_forgotten(team: Team) -> None:
    """A folder that became a repository later."""
    one = team.clone("one")
    FileLedger(one / ".rota" / "ledger.jsonl").record(DONE)
    assert ledger(one).load() == (DONE,)


def test_a_damaged_line_is_counted_and_the_others_are_read(team: Team) -> None:
    """Somebody has edited a note by hand."""
    one = team.clone("one")
    git(one, "notes", "--ref=rota", "add", "-m", f"{encode(INTENT)}\nnot json\n{encode(DONE)}")
    found = ledger(one)
    assert found.load() == (INTENT, DONE)
    assert found.damaged == 1


def test_the_remote_can_be_chosen(team: Team) -> None:
    """Of several it is origin, unless the configuration names another."""
    one = team.clone("one")
    other = Team(team.folder / "other")
    git(one, "remote", "add", "backup", other.remote.as_uri())
    assert Git(one).remote() == "origin"
    git(one, "config", "rota.remote", "backup")
    ledger(one).intend([INTENT])
    assert ledger(other.clone("two")).load() == (INTENT,)
    assert ledger(team.clone("two")).load() == ()
