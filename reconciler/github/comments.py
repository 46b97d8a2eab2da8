"""The one comment under a pull request: made at the first push, changed in place at every other."""

from reconciler.github.bodies import Mine, body
from reconciler.github.client import Client, GitHubError


def put(client: Client, repository: str, pull: int, name: str, text: str, *, foot: str = "") -> str:
    """Make or change the comment called `name`; returns its address. Raises GitHubError.

    One that may not be changed is left, and another made. Comments of other people are never touched.
    """
    mine, listing = Mine(client), f"/repos/{repository}/issues/{pull}/comments"
    whole = body(name, text, foot)
    for comment in client.every(listing):
        if mine.wrote(comment, name):
            try:
                client.patch(f"/repos/{repository}/issues/comments/{int(comment['id'])}", {"body": whole})
            except GitHubError as fault:
                if not fault.denied:
                    raise
            else:
                return str(comment.get("html_url", ""))
    return str(client.post(listing, {"body": whole}).get("html_url", ""))
