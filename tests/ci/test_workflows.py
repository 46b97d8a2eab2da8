"""What holds for every workflow: the least rights, pinned actions, no text of others in a script."""

import re
from pathlib import Path

import pytest
import yaml

from tests.ci.conftest import Project
from tests.ci.expressions import Unknown, filled, holds
from tests.ci.runner import INSTALL, ROOT, WORKFLOWS, load, steps
from tests.ci.test_stories import COVER

FILES = sorted(WORKFLOWS.glob("*.yml"))
WRITES = {
    ("plan.yml", "plan"): {"contents": "read", "pull-requests": "write"},
    ("apply.yml", "apply"): {"contents": "write"},
    ("reconcile.yml", "reconcile"): {"contents": "write", "issues": "write"},
    ("holidays.yml", "holidays"): {"contents": "read", "issues": "write"},
    ("pages.yml", "deploy"): {"pages": "write", "id-token": "write"},
}
LOCKED = "python -m pip install --quiet --require-hashes -r requirements.lock"
ITSELF = "python -m pip install --quiet --no-deps --no-build-isolation ."


def page() -> str:
    """The page about CI."""
    return (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_workflow_has_no_rights_and_each_job_names_its_own(file: Path) -> None:
    """Only what pushes the record, comments or opens an issue may write."""
    found = load(file)
    assert found["permissions"] == {}
    for name, job in found["jobs"].items():
        assert job["permissions"] == WRITES.get((file.name, name), {"contents": "read"})
        assert job["timeout-minutes"] <= 60


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_no_text_of_others_gets_into_a_script(file: Path) -> None:
    """Titles and branch names are anybody's to choose; they reach a script as variables only."""
    found = load(file)
    assert "pull_request_target" not in found["on"]
    assert "workflow_run" not in found["on"]
    assert [step["run"] for _, step in steps(found) if "${{" in step.get("run", "")] == []


@pytest.mark.parametrize("file", [*FILES, ROOT / "action.yml"], ids=lambda file: file.name)
def test_every_action_is_pinned_by_its_commit(file: Path) -> None:
    """A tag can be moved; the number beside it is for people, and one commit has one number."""
    used = re.findall(r"uses: (.*)", file.read_text(encoding="utf-8"))
    assert [line for line in used if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line)] == []
    texts = [name.read_text(encoding="utf-8") for name in [*FILES, ROOT / "action.yml"]]
    every = {line for text in texts for line in re.findall(r"uses: (.*)", text)}
    assert len(every) == len({line.split("@")[0] for line in every})


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_rota_is_installed_from_the_repository_by_its_lock(file: Path) -> None:
    """As the page says it; action.yml takes both from where it lies."""
    scripts = {step["run"] for _, step in steps(load(file)) if step.get("name") == INSTALL}
    assert scripts <= {f"{LOCKED}\n{ITSELF}\n"}
    assert scripts or file.name == "test.yml"
    assert f"{LOCKED}\n{ITSELF}\n" in page()
    (action,) = (s["run"] for s in load(ROOT / "action.yml")["runs"]["steps"] if s.get("name") == INSTALL)
    for command in (LOCKED, ITSELF):
        words = command.removeprefix("python ").removesuffix("requirements.lock").removesuffix(".")
        assert words in action


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_credentials_stay_only_where_the_ledger_is_fetched_or_pushed(file: Path) -> None:
    """Everywhere else the program could not use them for anything."""
    kept = {
        (file.name, job): step["with"]["persist-credentials"]
        for job, step in steps(load(file))
        if step.get("uses", "").startswith("actions/checkout@")
    }
    ledger = {("plan.yml", "plan"), ("apply.yml", "apply"), ("reconcile.yml", "reconcile")}
    assert kept == {job: job in ledger for job in kept}


def test_apply_and_the_timer_wait_for_each_other_and_none_is_dropped() -> None:
    """A run that waits is otherwise replaced by the next one, and with it what its commit accepted."""
    groups = [load(WORKFLOWS / name)["concurrency"] for name in ("apply.yml", "reconcile.yml")]
    assert groups == [{"group": "rota-apply", "cancel-in-progress": False, "queue": "max"}] * 2


def test_the_timer_runs_in_the_early_morning_of_london() -> None:
    """In summer and in winter, and not at the full hour, when everybody's timers run."""
    assert load(WORKFLOWS / "reconcile.yml")["on"]["schedule"] == [{"cron": "17 4 * * *"}]


def test_nothing_is_published_until_a_variable_says_so() -> None:
    """Names and shifts become public by a decision, not by a merge; who deploys waits for who builds."""
    jobs = load(WORKFLOWS / "pages.yml")["jobs"]
    assert jobs["build"]["if"] == "vars.ROTA_PAGES == 'on' && github.ref == 'refs/heads/main'"
    assert jobs["deploy"]["needs"] == "build"
    scripts = [step["run"] for step in jobs["build"]["steps"] if step.get("name") == "Write the calendar"]
    assert scripts == ['rota calendar -o "$RUNNER_TEMP/public"']


def test_slack_is_told_at_handovers_once_a_variable_says_so() -> None:
    """Soon after each full hour, at which turns and hours begin and end; the nightly timer waits for it."""
    announce, timer = load(WORKFLOWS / "announce.yml"), load(WORKFLOWS / "reconcile.yml")
    assert announce["on"]["schedule"] == [{"cron": "7 * * * *"}]
    assert announce["on"]["push"] == {"branches": ["main"]}
    (job,) = announce["jobs"].values()
    assert job["if"] == "vars.ROTA_ANNOUNCE == 'on' && github.ref == 'refs/heads/main'"
    told = timer["jobs"]["tell"]
    assert announce["concurrency"] == told["concurrency"]
    assert announce["concurrency"] == {
        "group": "rota-announce",
        "cancel-in-progress": False,
        "queue": "max",
    }
    assert job["environment"] == told["environment"] == "slack"
    assert "PAGERDUTY_TOKEN" not in str(told) + str(job)


def test_the_programs_own_tests_are_one_script() -> None:
    """The same that anybody runs at home."""
    scripts = [step["run"] for _, step in steps(load(WORKFLOWS / "test.yml")) if "run" in step]
    assert scripts == [".ci/run"]


def test_an_expression_that_is_not_known_is_not_taken_for_one_that_is() -> None:
    """What the runner of these tests cannot evaluate fails, and passes for neither yes nor no."""
    context = {"github": {"run_attempt": "2", "ref": "refs/heads/main"}}
    assert filled("a ${{ github.ref }} b ${{ github.nothing }}", context) == "a refs/heads/main b "
    assert holds("github.run_attempt > 1", context, good=True)
    assert not holds("github.ref == 'refs/heads/main'", context, good=False)
    assert holds("${{ !cancelled() }}", context, good=False)
    both = "github.run_attempt == '2' && github.ref == 'refs/heads/"
    assert [holds(f"{both}{branch}'", context, good=True) for branch in ("main", "x")] == [True, False]
    for text in ("github.ref != 'x'", "success() || failure()", "contains(github.ref, 'x')", "no.at == 'x'"):
        with pytest.raises(Unknown):
            holds(text, context, good=True)
    with pytest.raises(Unknown):
        filled("${{ toJSON(github) }}", context)


@pytest.mark.loopback
@pytest.mark.enable_socket
def test_the_rights_that_a_job_has_are_those_that_it_needs(project: Project) -> None:
    """With less an apply is refused before it writes, and a plan cannot comment; both say what is missing."""

    def less(name: str) -> Path:
        found = load(WORKFLOWS / f"{name}.yml")
        found["jobs"][name]["permissions"] = {"contents": "read"}
        file = project.folder / f"{name}.yml"
        file.write_text(yaml.safe_dump(found), encoding="utf-8")
        return file

    event = project.propose(7, "overrides:\n", f"overrides:\n{COVER}")
    planned = project.run(less("plan"), event)["plan"]
    assert (planned.conclusion, planned.steps[-1].code) == ("failure", 1)
    assert "the job needs the right to write: `pull-requests: write` for comments" in planned.log
    before = project.pagerduty.all("overrides")
    assert before
    applied = project.run(less("apply"), project.merge(7))["apply"]
    assert (applied.conclusion, applied.steps[-1].code) == ("failure", 3)
    assert "the job needs the right to push (contents: write on GitHub)" in applied.summary
    assert project.pagerduty.all("overrides") == before
