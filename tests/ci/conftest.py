"""A repository on GitHub with the shipped rota in it, applied to a PagerDuty; all on loopback, Slack too."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_socket import enable_socket

from reconciler.cli.embedded import fill
from reconciler.config.loader import load
from reconciler.sandbox import Store, create_app, serve
from tests.ci.runner import ROOT, WORKFLOWS, Event, Job, Runner
from tests.ci.stand_in import GitHub
from tests.ledger.repositories import NOBODY, Team, git
from tests.slack.stand_in import Workspace

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
KEYS = {"PAGERDUTY_TOKEN": "sandbox", "PAGERDUTY_READ_TOKEN": "sandbox-read-only"}
MAIN = "refs/heads/main"

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Switch:
    """One address for whatever application a test puts there: the ledger knows an account by its address."""

    inner: Wsgi

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        """Hand a request on."""
        return self.inner(environ, start)


Addresses = tuple[str, str, str]
Switches = tuple[tuple[Switch, Switch, Switch], Addresses]


@dataclass
class Project:
    """The repository, PagerDuty, GitHub, Slack and the clock of one test."""

    folder: Path
    pagerduty: Store
    github: GitHub
    slack: Workspace
    addresses: Addresses
    now: datetime = NOW
    secrets: dict[str, str] = field(default_factory=lambda: dict(KEYS))
    environment: dict[str, str] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)

    @property
    def remote(self) -> Path:
        """The bare repository."""
        return self.folder / "remote.git"

    @property
    def desk(self) -> Path:
        """Somebody's clone."""
        return self.folder / "desk"

    def propose(self, number: int, old: str, new: str) -> Event:
        """Open a pull request that changes one place of the rota file, or push once more to it."""
        branch = f"change-{number}"
        known = git(self.desk, "branch", "--list", branch)
        git(self.desk, "switch", "--quiet", *([branch] if known else ["-c", branch, "main"]))
        file = self.desk / "rota.yaml"
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, (old, text.count(old))
        file.write_text(text.replace(old, new), encoding="utf-8")
        git(self.desk, "commit", "--quiet", "-am", f"Change {number}")
        head = git(self.desk, "rev-parse", "HEAD")
        git(self.desk, "switch", "--quiet", "--detach", "main")
        git(self.desk, "merge", "--quiet", "--no-ff", "-m", "Test merge", branch)
        git(self.desk, "push", "--quiet", "--force", "origin", f"HEAD:refs/pull/{number}/merge")
        payload = {"pull_request": {"number": number, "head": {"sha": head}}}
        return Event("pull_request", f"refs/pull/{number}/merge", payload)

    def merge(self, number: int, description: str = "") -> Event:
        """Merge a pull request; the message is its title and its description."""
        git(self.desk, "switch", "--quiet", "main")
        message = f"Change {number}\n\n{description}"
        git(self.desk, "merge", "--quiet", "--no-ff", "-m", message, f"change-{number}")
        git(self.desk, "push", "--quiet", "origin", "main")
        return Event("push", MAIN)

    def rota(self, folder: Path, *args: str) -> str:
        """What a command says to a person in a clone."""
        done = subprocess.run(  # noqa: S603 - this very program
            [sys.executable, "-m", "reconciler", *args],
            cwd=folder,
            env={**NOBODY, "COLUMNS": "80", "ROTA_API_URL": self.addresses[0]},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def agree(self) -> None:
        """Have GOV.UK's feed agree: it cannot be asked from here, so the answer is given in its place."""
        shim = self.folder / "bin" / "rota"
        shim.parent.mkdir()
        own = Path(sys.executable).with_name("rota")
        shim.write_text(f'#!/bin/sh\n[ "$1" = holidays ] && echo "### All agree" && exit\nexec {own} "$@"\n')
        shim.chmod(0o755)
        self.environment["PATH"] = f"{shim.parent}:{os.environ['PATH']}"

    def run(self, workflow: str | Path, event: Event) -> dict[str, Job]:
        """Run a workflow, ten minutes after whatever was before."""
        self.now += timedelta(minutes=10)
        pagerduty, github, slack = self.addresses
        told = {"ROTA_API_URL": pagerduty, "SLACK_API_URL": f"{slack}/api", "ROTA_NOW": self.now.isoformat()}
        runner = Runner(
            self.folder / "runs",
            self.remote,
            "example/rota",
            github,
            self.secrets,
            {**told, **self.environment},
            self.variables,
        )
        return runner.run(WORKFLOWS / workflow, event)


@pytest.fixture(scope="session")
def switches() -> Iterator[Switches]:
    """Three addresses that stay the same for all tests: PagerDuty's, GitHub's and Slack's."""
    enable_socket()
    switches = Switch(), Switch(), Switch()
    with ExitStack() as stack:
        one, two, three = (stack.enter_context(serve(switch)) for switch in switches)  # type: ignore[arg-type]  # any WSGI application
        yield switches, (one, two, three)


@pytest.fixture(scope="session")
def merged(switches: Switches, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the repository and PagerDuty's state after the first apply."""
    folder = tmp_path_factory.mktemp("merged")
    team = Team(folder)
    desk = team.clone("desk")
    shutil.copy(ROOT / "rota.yaml", desk)
    shutil.copytree(ROOT / ".github", desk / ".github")
    git(desk, "add", ".")
    git(desk, "commit", "--quiet", "-m", "The rota as it is")
    git(desk, "push", "--quiet", "origin", "main")
    with_store = _project(folder, switches, new=True)
    jobs = with_store.run("apply.yml", Event("push", MAIN))
    with_store.pagerduty.close()
    assert jobs["apply"].conclusion == "success", jobs["apply"].log
    shutil.rmtree(folder / "runs")
    return folder


def _project(folder: Path, switches: Switches, *, new: bool = False) -> Project:
    store = Store(folder / "pagerduty.db")
    if new:
        fill(store, load(ROOT / "rota.yaml").file, NOW)
    (pagerduty, github, slack), addresses = switches
    project = Project(folder, store, GitHub(), Workspace(), addresses)
    pagerduty.inner = create_app(store, clock=lambda: project.now)
    github.inner, slack.inner = project.github.app(), project.slack.app()
    return project


@pytest.fixture
def project(merged: Path, switches: Switches, tmp_path: Path) -> Iterator[Project]:
    """The repository and the account after the first apply, for one test alone."""
    shutil.copytree(merged, tmp_path, dirs_exist_ok=True)
    git(tmp_path / "desk", "remote", "set-url", "origin", (tmp_path / "remote.git").as_uri())
    found = _project(tmp_path, switches)
    found.now = NOW + timedelta(hours=1)
    yield found
    found.pagerduty.close()
