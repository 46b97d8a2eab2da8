"""The workflows that a team begins with: the least rights, nothing of others in a script, and they run."""

import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from reconciler.starting import ACTION, Asked, parts
from tests.ci.conftest import MAIN, Project
from tests.ci.runner import OURS, ROOT, WORKFLOWS, Event, load, steps
from tests.ci.test_stories import LIST, SWAP, conclusions
from tests.ledger.repositories import git

ASKED = Asked("Support", "Europe/London", date(2026, 11, 25))
RIGHTS = {
    "check": {"contents": "read"},
    "plan": {"contents": "read", "pull-requests": "write"},
    "apply": {"contents": "write"},
    "reconcile": {"contents": "write", "issues": "write"},
    "tell": {"contents": "read"},
    "holidays": {"contents": "read", "issues": "write"},
    "announce": {"contents": "read"},
}


def written(folder: Path, asked: Asked = ASKED) -> dict[str, Path]:
    """The workflows in a folder, with a real repository in place of the placeholder."""
    found: dict[str, Path] = {}
    for part in parts(asked):
        if part.path.startswith(".github/workflows/"):
            found[part.path.rpartition("/")[2]] = path = folder / part.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(part.text.replace(ACTION, f"{OURS}@{'0' * 40}"), encoding="utf-8")
    return found


def test_every_job_has_the_rights_that_it_needs_and_no_others(tmp_path: Path) -> None:
    """The same as in our own workflows; nothing is published."""
    jobs: dict[str, object] = {}
    for path in written(tmp_path).values():
        file = load(path)
        assert file["permissions"] == {}
        jobs |= {name: job["permissions"] for name, job in file["jobs"].items()}
    assert jobs == RIGHTS


def test_keys_that_may_write_are_in_environments_and_no_job_has_two(tmp_path: Path) -> None:
    """A pull request can change its own workflow, and must not reach a key by that."""
    found = {}
    for path in written(tmp_path).values():
        for name, job in load(path)["jobs"].items():
            found[name] = (job.get("environment"), set(re.findall(r"secrets\.(\w+)", str(job))))
    assert found == {
        "check": (None, {"PAGERDUTY_READ_TOKEN"}),
        "plan": (None, {"PAGERDUTY_READ_TOKEN"}),
        "apply": ("pagerduty", {"PAGERDUTY_TOKEN"}),
        "reconcile": ("pagerduty-timer", {"PAGERDUTY_TOKEN"}),
        "tell": ("slack", {"SLACK_TOKEN"}),
        "holidays": (None, set()),
        "announce": ("slack", {"SLACK_TOKEN"}),
    }


def test_no_text_of_others_gets_into_a_script(tmp_path: Path) -> None:
    """Titles and names of branches are anybody's to choose."""
    for path in written(tmp_path).values():
        file = load(path)
        assert not {"pull_request_target", "workflow_run", "issue_comment"} & file["on"].keys()
        assert [step["run"] for _, step in steps(file) if "${{" in step.get("run", "")] == []


def test_actions_are_pinned_to_the_commits_that_our_own_workflows_use(tmp_path: Path) -> None:
    """And rota itself to a placeholder that is no release: forty zeros, explained in the file."""
    own = set(re.findall(r"uses: (actions/.*)", "".join(p.read_text() for p in WORKFLOWS.glob("*.yml"))))
    assert re.fullmatch(r"OWNER/rota@0{40}", ACTION)
    texts = {part.path: part.text for part in parts(ASKED) if "/workflows/" in part.path}
    for path, text in texts.items():
        assert set(re.findall(r"uses: (.*)", text)) - {ACTION} <= own
        assert "OWNER/rota and the zeros" in text.split("\nname:")[0], path
    assert written(tmp_path).keys() == {path.rpartition("/")[2] for path in texts}


def test_zizmor_finds_nothing_unsafe_in_them(tmp_path: Path) -> None:
    """The same judge that our own workflows have."""
    paths = [str(path) for path in written(tmp_path).values()]
    judge = [
        str(Path(sys.executable).with_name("zizmor")),
        "--offline",
        "--no-online-audits",
        "--no-progress",
    ]
    done = subprocess.run([*judge, *paths], capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_branch_and_the_folder_stand_wherever_they_are_needed(tmp_path: Path) -> None:
    """In a repository that holds other things, too."""
    files = written(tmp_path, Asked("Support", "Europe/London", date(2026, 11, 25), "ops/rota", "trunk"))
    for path in files.values():
        for name, step in steps(load(path)):
            if step.get("uses", "").startswith(OURS):
                assert step["with"]["config"] == "ops/rota/rota.yaml", name
    apply = load(files["rota-apply.yml"])
    announce, timer = load(files["rota-announce.yml"]), load(files["rota-timer.yml"])
    assert apply["on"]["push"] == announce["on"]["push"] == {"branches": ["trunk"]}
    for file in (apply, announce, timer):
        assert {job["if"].split(" && ")[-1] for job in file["jobs"].values()} == {
            "github.ref == 'refs/heads/trunk'"
        }
    assert announce["concurrency"] == timer["jobs"]["tell"]["concurrency"]
    assert '# paths: ["ops/rota/rota.yaml", "ops/rota/overrides/**"]' in files["rota-apply.yml"].read_text()


def test_without_bank_holidays_nothing_is_compared_with_gov_uk(tmp_path: Path) -> None:
    """It would open an issue about holidays that nobody there has."""
    files = written(tmp_path, Asked("Support", "Europe/Paris", date(2026, 11, 25)))
    assert list(load(files["rota-timer.yml"])["jobs"]) == ["reconcile", "tell"]


def test_every_command_and_input_is_one_of_the_action(tmp_path: Path) -> None:
    """What it does not know it would ignore, with a warning that nobody reads."""
    inputs = load(ROOT / "action.yml")["inputs"].keys()
    used = [
        s["with"] for p in written(tmp_path).values() for _, s in steps(load(p)) if OURS in s.get("uses", "")
    ]
    assert [given["command"] for given in used] == list(RIGHTS)
    assert all(given.keys() <= inputs for given in used)


@pytest.mark.proof
@pytest.mark.loopback
@pytest.mark.enable_socket
def test_a_pull_request_is_checked_and_planned_and_a_merge_is_applied(project: Project) -> None:
    """On loopback, with the steps of the files as they are."""
    files = written(project.folder)
    event = project.propose(7, LIST, LIST + SWAP)
    jobs = project.run(files["rota-plan.yml"], event)
    assert conclusions(jobs) == {"check": "success", "plan": "success"}, jobs["plan"].log
    (comment,) = project.github.under(7)
    assert "10 overrides: 2 shifts change hands" in comment
    done = project.run(files["rota-apply.yml"], project.merge(7))["apply"]
    assert done.summary.startswith("### 10 writes done, proven\n"), done.log
    project.environment["HTTPS_PROXY"] = "http://127.0.0.1:9"  # GOV.UK is not asked
    jobs = project.run(files["rota-timer.yml"], Event("schedule", MAIN))
    assert conclusions(jobs) == dict.fromkeys(("reconcile", "tell", "holidays"), "success"), jobs[
        "reconcile"
    ].log
    assert [i["title"] for i in project.github.issues] == ["Bank holidays are not confirmed by GOV.UK"]


@pytest.mark.loopback
@pytest.mark.enable_socket
def test_without_a_key_the_file_is_checked_and_the_plan_is_skipped_loudly(project: Project) -> None:
    """As on a pull request from a fork, and before the first secret is set."""
    del project.secrets["PAGERDUTY_READ_TOKEN"]
    jobs = project.run(written(project.folder)["rota-plan.yml"], project.propose(7, LIST, LIST + SWAP))
    assert conclusions(jobs) == {"check": "success", "plan": "skipped"}
    assert "::warning title=Not planned::not planned: the secret PAGERDUTY_READ_TOKEN" in jobs["check"].log


@pytest.mark.loopback
@pytest.mark.enable_socket
def test_an_apply_that_is_run_again_takes_no_newer_commit_back(project: Project) -> None:
    """It ends red before anything is sent."""
    file = written(project.folder)["rota-apply.yml"]
    project.propose(7, LIST, LIST + SWAP)
    old = project.merge(7)
    git(project.desk, "push", "--quiet", "origin", "main:refs/heads/old")
    project.propose(8, "safety: {mass: 30%}", "safety: {mass: 40%}")
    project.merge(8)
    again = project.run(file, replace(old, attempt=2, commit="refs/heads/old"))["apply"]
    assert again.conclusion == "failure"
    assert "::error::Not applied: this would take newer commits back." in again.log
