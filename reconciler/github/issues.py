"""The one open issue for a thing that is amiss: opened, kept up to date, closed when it is right."""

from reconciler.github.bodies import Mine, body
from reconciler.github.client import Client, Json

LABEL = "rota"
"""The label of all issues of ours."""


def put(client: Client, repository: str, name: str, title: str, text: str, *, foot: str = "") -> str:
    """Open the issue called `name`, or change the one that is open; returns its address.

    Raises GitHubError. A closed one stays closed, as the record of another time.
    """
    whole = body(name, text, foot)
    found = _open(client, repository, name)
    if not found:
        made = client.post(f"/repos/{repository}/issues", {"title": title, "body": whole, "labels": [LABEL]})
        return str(made.get("html_url", ""))
    for issue in found:
        client.patch(f"/repos/{repository}/issues/{int(issue['number'])}", {"title": title, "body": whole})
    return str(found[0].get("html_url", ""))


def close(client: Client, repository: str, name: str, why: str) -> str | None:
    """Close the issue called `name`, with a comment; returns its address, None where none is open.

    Raises GitHubError.
    """
    found = _open(client, repository, name)
    for issue in found:
        path = f"/repos/{repository}/issues/{int(issue['number'])}"
        client.post(f"{path}/comments", {"body": why})
        client.patch(path, {"state": "closed", "state_reason": "completed"})
    return str(found[0].get("html_url", "")) if found else None


def _open(client: Client, repository: str, name: str) -> list[Json]:
    """Ours that are open; two runs side by side may have opened two. Pull requests are listed, too."""
    mine = Mine(client)
    listed = client.every(f"/repos/{repository}/issues", state="open", labels=LABEL)
    return [issue for issue in listed if "pull_request" not in issue and mine.wrote(issue, name)]
