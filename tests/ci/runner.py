"""Runs the jobs of a workflow file as GitHub would, as far as ours need it: their steps in bash, one by one.

A checkout is a clone with the rights that the job was given. Setting up Python is nothing, and installing is
looked at by another test: the program that is tested here is the one that runs.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.ci.expressions import filled, holds
from tests.ledger.repositories import NOBODY, git

ROOT = Path(__file__).resolve().parents[2]
WORKFLOWS = ROOT / ".github" / "workflows"
INSTALL = "Install rota"
OURS = "example/rota"
"""The repository of action.yml, as the pages name it."""

_SHELLS = {
    "bash": ("-eo", "pipefail"),
    "bash --noprofile --norc -euo pipefail {0}": ("-euo", "pipefail"),
}

Part = Mapping[str, Any]


@dataclass(frozen=True)
class Event:
    """What starts a workflow: `ref` is what is checked out, as `github.ref` names it."""

    name: str
    ref: str
    payload: dict[str, Any] = field(default_factory=dict)
    attempt: int = 1
    commit: str | None = None
    """Where the branch has gone on since."""


@dataclass
class Step:
    """How one step ended and what it said."""

    name: str
    conclusion: str
    code: int = 0
    log: str = ""


@dataclass
class Job:
    """How one job ended. `summary` is what its page shows."""

    conclusion: str
    steps: list[Step] = field(default_factory=list)
    outputs: dict[str, str] = field(default_factory=dict)
    summary: str = ""

    @property
    def log(self) -> str:
        """Everything that its steps printed."""
        return "".join(step.log for step in self.steps)


@dataclass(frozen=True)
class Runner:
    """A machine: where it works, the bare repository, secrets, variables, what else is in the environment."""

    folder: Path
    remote: Path
    repository: str
    api_url: str
    secrets: Mapping[str, str]
    environment: Mapping[str, str]
    variables: Mapping[str, str] = field(default_factory=dict)

    def run(self, workflow: Path, event: Event) -> dict[str, Job]:
        """All jobs of a workflow, in the order of the file."""
        file = load(workflow)
        assert event.name in file["on"], f"{workflow} does not start on {event.name}"
        done: dict[str, Job] = {}
        for name, part in file["jobs"].items():
            needs = [part["needs"]] if isinstance(part.get("needs"), str) else part.get("needs", [])
            context = self._context(event, {key: done[key] for key in needs}, part)
            good = all(done[key].conclusion == "success" for key in needs)
            if holds(part.get("if"), context, good=good):
                done[name] = _Running(self, event, file, part, context, self._workspace(name)).run()
            else:
                done[name] = Job("skipped")
        return done

    def _workspace(self, name: str) -> Path:
        number = len(list(self.folder.glob("*"))) if self.folder.exists() else 0
        folder = self.folder / f"{number}-{name}"
        (folder / "temp").mkdir(parents=True)
        return folder

    def _context(self, event: Event, needs: Mapping[str, Job], part: Part) -> dict[str, Any]:
        sha = git(self.remote, "rev-parse", event.commit or event.ref)
        return {
            "github": {
                "event": event.payload,
                "event_name": event.name,
                "ref": event.ref,
                "ref_name": event.ref.removeprefix("refs/heads/"),
                "repository": self.repository,
                "run_attempt": str(event.attempt),
                "sha": sha,
                "token": token(part.get("permissions", {})),
            },
            "inputs": event.payload.get("inputs", {}),
            "needs": {
                name: {"outputs": job.outputs, "result": job.conclusion} for name, job in needs.items()
            },
            "secrets": self.secrets,
            "steps": {},
            "vars": self.variables,
        }


def load(path: Path) -> dict[str, Any]:
    """A YAML file as GitHub reads it: the word `on` is a word, and no truth value."""
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    if True in found:
        found["on"] = found.pop(True)
    assert isinstance(found, dict)
    return found


def token(permissions: Mapping[str, str]) -> str:
    """A job's token, from which the stand-in for GitHub can tell what it may do."""
    return "job_" + ".".join(f"{name}:{level}" for name, level in sorted(permissions.items()))


@dataclass
class _Running:
    """One job while it runs."""

    runner: Runner
    event: Event
    file: Part
    part: Part
    context: dict[str, Any]
    folder: Path

    @property
    def work(self) -> Path:
        return self.folder / "work"

    def run(self) -> Job:
        job = Job("success")
        for index, step in enumerate(self.part["steps"]):
            name = step.get("name") or step.get("uses") or f"step {index}"
            if not holds(step.get("if"), self.context, good=job.conclusion == "success"):
                job.steps.append(Step(name, "skipped"))
                continue
            done = self._use(name, step, job) if "uses" in step else self._bash(name, step, job)
            job.steps.append(done)
            if done.conclusion == "failure":
                job.conclusion = "failure"
        job.outputs = {key: filled(v, self.context) for key, v in self.part.get("outputs", {}).items()}
        return job

    def _use(self, name: str, step: Part, job: Job) -> Step:
        action, given = step["uses"].partition("@")[0], step.get("with", {})
        if action == "actions/checkout":
            self._checkout(given)
        elif action == OURS:
            return self._ours(given, job)
        else:
            assert action == "actions/setup-python", f"{action} is not known here"
        return Step(name, "success")

    def _ours(self, given: Part, job: Job) -> Step:
        """The last step of action.yml, which is the one that does something here."""
        action = load(ROOT / "action.yml")
        assert given.keys() <= action["inputs"].keys()
        inputs = {
            name: filled(str(given.get(name, part.get("default", ""))), self.context)
            for name, part in action["inputs"].items()
        }
        self.context["inputs"] = inputs
        return self._bash("Run rota", action["runs"]["steps"][-1], job)

    def _checkout(self, options: Part) -> None:
        """As actions/checkout does it; without credentials nothing can be fetched or pushed afterwards."""
        depth = options.get("fetch-depth", 1)
        origin = self.runner.remote.as_uri()
        self.work.mkdir()
        git(self.work, "init", "--quiet")
        git(self.work, "remote", "add", "origin", origin)
        shallow = [f"--depth={depth}"] if depth else []
        git(self.work, "fetch", "--quiet", "--no-tags", *shallow, "origin", self.context["github"]["sha"])
        git(self.work, "checkout", "--quiet", "--detach", "FETCH_HEAD")
        nowhere = (self.folder / "no-credentials").as_uri()
        kept = options.get("persist-credentials", True)
        if not kept:
            git(self.work, "remote", "set-url", "origin", nowhere)
        elif self.part.get("permissions", {}).get("contents") != "write":
            git(self.work, "remote", "set-url", "--push", "origin", nowhere)

    def _bash(self, name: str, step: Part, job: Job) -> Step:
        if name == INSTALL:
            return Step(name, "success")
        shell = _SHELLS[step.get("shell") or self.file["defaults"]["run"]["shell"]]
        number = len(job.steps)
        script, out, summary = (self.folder / f"{number}-{what}" for what in ("run", "out", "summary"))
        script.write_text(filled(step["run"], self.context), encoding="utf-8")
        out.touch()
        summary.touch()
        files = {"GITHUB_OUTPUT": str(out), "GITHUB_STEP_SUMMARY": str(summary)}
        given = {key: filled(str(v), self.context) for key, v in step.get("env", {}).items()}
        done = subprocess.run(  # noqa: S603 - the steps of our own workflows
            ["bash", "--noprofile", "--norc", *shell, str(script)],  # noqa: S607 - as on the runner
            cwd=self.work,
            env={**self._environment(), **files, **given},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        if "id" in step:
            rows = (line.split("=", 1) for line in out.read_text(encoding="utf-8").splitlines())
            self.context["steps"][step["id"]] = {"outputs": {row[0]: row[1] for row in rows}}
        job.summary += summary.read_text(encoding="utf-8")
        conclusion = "success" if done.returncode == 0 else "failure"
        return Step(name, conclusion, done.returncode, done.stdout + done.stderr)

    def _environment(self) -> dict[str, str]:
        """Nothing of this machine but where programs are; and what every job is told."""
        event = self.folder / "event.json"
        event.write_text(json.dumps(self.event.payload), encoding="utf-8")
        own = Path(sys.executable).parent
        return {
            **{name: NOBODY[name] for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM")},
            "PATH": os.pathsep.join([str(own), os.environ["PATH"]]),
            "HOME": str(self.folder),
            "LANG": "C.UTF-8",
            "CI": "true",
            "RUNNER_TEMP": str(self.folder / "temp"),
            "GITHUB_ACTIONS": "true",
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_API_URL": self.runner.api_url,
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_REPOSITORY": self.runner.repository,
            "GITHUB_RUN_ID": "7724",
            "GITHUB_SHA": self.context["github"]["sha"],
            "GITHUB_EVENT_NAME": self.event.name,
            "GITHUB_EVENT_PATH": str(event),
            **self.runner.environment,
        }


def steps(file: Part) -> Iterator[tuple[str, Part]]:
    """Every step of a workflow, with its job."""
    for name, job in file["jobs"].items():
        for step in job["steps"]:
            yield name, step
