"""What GitHub tells a job by its environment: the repository, the token, the pull request, the log."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reconciler.errors import UsageError

if TYPE_CHECKING:
    from reconciler.github.client import Client

_WHERE = "this command is for a job of GitHub Actions"


@dataclass(frozen=True, slots=True)
class Job:
    """One job. `repository` is OWNER/NAME, `address` the page of the run, `event` what started it."""

    repository: str
    token: str
    api_url: str
    address: str | None
    commit: str | None
    event: dict[str, Any]

    def client(self) -> "Client":
        """A client of GitHub's API that speaks for this job."""
        from reconciler.github.client import Client  # noqa: PLC0415

        return Client(self.token, api_url=self.api_url)

    def pull(self, given: int | None) -> int:
        """The number of the pull request, as given or by the event. Raises UsageError without one."""
        number = given if given is not None else (self.event.get("pull_request") or {}).get("number")
        if not isinstance(number, int):
            raise UsageError(
                "there is no pull request: the event that started this job is about none",
                hint="run it on `pull_request`, or name one: rota ci comment --pull 12 FILE",
            )
        return number

    @property
    def foot(self) -> str:
        """The last line of what is written: of which commit it speaks, and where the log is."""
        head = ((self.event.get("pull_request") or {}).get("head") or {}).get("sha") or self.commit
        said = f"<sub>Of commit {str(head)[:7]}" if head else "<sub>Written by rota"
        return f"{said}, [log]({self.address})</sub>" if self.address else f"{said}</sub>"


def job(environment: Mapping[str, str]) -> Job:
    """The job that this runs in. Raises UsageError outside GitHub, and without a token."""
    repository = environment.get("GITHUB_REPOSITORY", "").strip()
    if repository.count("/") != 1:
        raise UsageError(
            f"GITHUB_REPOSITORY is not set: {_WHERE}",
            hint="elsewhere, take the Markdown itself: rota plan --format markdown",
        )
    token = environment.get("GITHUB_TOKEN", "").strip()
    if not token:
        raise UsageError(
            f"GITHUB_TOKEN is not set: {_WHERE}, which must hand it over",
            hint="env: {GITHUB_TOKEN: '${{ github.token }}'}",
        )
    run = environment.get("GITHUB_RUN_ID")
    server = environment.get("GITHUB_SERVER_URL", "https://github.com")
    return Job(
        repository,
        token,
        environment.get("GITHUB_API_URL") or "https://api.github.com",
        f"{server}/{repository}/actions/runs/{run}" if run else None,
        environment.get("GITHUB_SHA"),
        _event(environment.get("GITHUB_EVENT_PATH")),
    )


def _event(path: str | None) -> dict[str, Any]:
    if not path:
        return {}
    try:
        found = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise UsageError(f"GITHUB_EVENT_PATH names {path}, which cannot be read as JSON") from None
    return found if isinstance(found, dict) else {}
