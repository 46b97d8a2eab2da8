"""The page about CI: what it gives to copy is run, or at least read, and it names what the workflows use."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.ci.conftest import MAIN, Project
from tests.ci.runner import ROOT, WORKFLOWS, Event, load
from tests.ci.test_stories import LIST, SWAP, conclusions

PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```yaml\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)


def small(folder: Path, **changes: Any) -> Path:
    """The workflow of the page for a repository with only a rota.yaml, with some lines changed."""
    (block,) = (block for block in BLOCKS if "example/rota@" in block)
    file = folder / "rota.yml"
    file.write_text(block, encoding="utf-8")
    found = load(file)
    (job,) = found["jobs"].values()
    job["steps"][-1]["with"].update(changes.pop("options", {}))
    found["on"] = changes.pop("on", found["on"])
    job.update(changes)
    if job.get("if") is None:
        job.pop("if", None)
    file.write_text(yaml.safe_dump(found), encoding="utf-8")
    return file


@pytest.mark.proof
@pytest.mark.loopback
@pytest.mark.enable_socket
def test_fifteen_lines_plan_a_pull_request(project: Project) -> None:
    """As they stand on the page; a fork's is skipped."""
    (block,) = (block for block in BLOCKS if "example/rota@" in block)
    assert len(block.splitlines()) <= 15
    event = project.propose(7, LIST, LIST + SWAP)
    head = event.payload["pull_request"]["head"]
    head["repo"] = {"full_name": "example/rota"}
    jobs = project.run(small(project.folder), event)
    assert conclusions(jobs) == {"plan": "success"}, jobs["plan"].log
    (comment,) = project.github.under(7)
    assert comment.startswith("<!-- rota: plan -->\n### 10 overrides: 2 shifts change hands")
    head["repo"] = {"full_name": "somebody/rota"}
    assert conclusions(project.run(small(project.folder), event)) == {"plan": "skipped"}


@pytest.mark.proof
@pytest.mark.loopback
@pytest.mark.enable_socket
def test_the_action_applies_and_keeps_time_too(project: Project) -> None:
    """With the lines of the table beside it; a command that it does not know is an error."""
    key = {"pagerduty-token": "${{ secrets.PAGERDUTY_TOKEN }}"}
    rights = {"contents": "write", "issues": "write"}
    project.propose(7, LIST, LIST + SWAP)

    def act(command: str, event: Event) -> Any:
        more = {"if": None, "permissions": rights, "on": {event.name: None}}
        file = small(project.folder, options={**key, "command": command}, **more)
        return project.run(file, event)["plan"]

    done = act("apply", project.merge(7))
    assert done.summary.startswith("### 10 writes done, proven\n"), done.log
    (policy,) = (p for p in project.pagerduty.all("escalation_policies") if p["name"] == "24x7")
    project.pagerduty.save("escalation_policies", {**policy, "num_loops": 4})
    timed = act("reconcile", Event("schedule", MAIN))
    assert timed.conclusion == "success", timed.log
    (issue,) = project.github.issues
    assert "**24x7**" in issue["body"]
    project.environment["HTTPS_PROXY"] = "http://127.0.0.1:9"
    assert act("holidays", Event("schedule", MAIN)).conclusion == "success"
    assert [i["title"] for i in project.github.issues][1:] == ["Bank holidays are not confirmed by GOV.UK"]
    assert act("check", Event("push", MAIN)).conclusion == "success"
    unknown = act("aply", Event("push", MAIN))
    assert (unknown.conclusion, unknown.steps[-1].code) == ("failure", 1)
    assert "::error::rota has no command aply here" in unknown.log


def test_the_file_for_gitlab_has_every_stage_and_the_same_installation() -> None:
    """It is complete: each job has a script, and those that write wait for each other."""
    (block,) = (block for block in BLOCKS if "merge_request_event" in block)
    file = yaml.safe_load(block)
    jobs = {name: part for name, part in file.items() if "script" in part}
    assert list(jobs) == ["check", "plan", "apply", "reconcile"]
    assert jobs["apply"]["resource_group"] == jobs["reconcile"]["resource_group"] == "rota"
    install = load(WORKFLOWS / "apply.yml")["jobs"]["apply"]["steps"][3]["run"].splitlines()
    assert file["default"]["before_script"] == install
    for job in jobs.values():
        text = "\n".join(job["script"])
        assert subprocess.run(["bash", "-n", "-c", text], check=False).returncode == 0  # noqa: S603, S607


def test_the_page_names_every_workflow_secret_and_environment() -> None:
    """Whoever sets it up reads no workflow."""
    for file in WORKFLOWS.glob("*.yml"):
        text = file.read_text(encoding="utf-8")
        assert f"| `{file.stem}` |" in PAGE
        used = re.findall(r"secrets\.(\w+)|^    environment: (.*)$", text, flags=re.MULTILINE)
        assert [name for pair in used for name in pair if name and f"`{name}`" not in PAGE] == []
