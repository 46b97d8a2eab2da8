"""Bodies of comments and issues: the marker by which ours are found again, and what fits into one."""

from reconciler.github.client import Client, GitHubError, Json

LIMIT = 65_000
"""So many characters a body has at most; GitHub refuses more than 65,536."""

_CUT = "\n\n… the rest is left out here.\n"
_OPEN, _CLOSE = "<details>", "</details>"


def marker(name: str) -> str:
    """The first line of a body of ours, which nobody sees: `<!-- rota: plan -->`."""
    return f"<!-- rota: {name} -->"


def body(name: str, text: str, foot: str = "", *, limit: int = LIMIT) -> str:
    """A body with its marker and the last line `foot`; of a text that is too long the beginning stays."""
    head, end = f"{marker(name)}\n", f"\n{foot}\n" if foot else ""
    text = text.rstrip("\n") + "\n"
    room = limit - len(head) - len(end)
    if len(text) > room:
        text = _cut(text, room)
    return f"{head}{text}{end}"


def _cut(text: str, room: int) -> str:
    kept = text[: max(0, room - len(_CUT) - len(_CLOSE) - 2)]
    kept = kept[: kept.rfind("\n")] if "\n" in kept else kept
    # What was folded away must not swallow what comes after the cut.
    return kept + (f"\n\n{_CLOSE}" if kept.count(_OPEN) > kept.count(_CLOSE) else "") + _CUT


class Mine:
    """Tells what this token wrote from what others wrote; they may copy a marker."""

    def __init__(self, client: Client) -> None:
        try:
            self._login: str | None = str(client.get("/user").get("login", ""))
        except GitHubError as fault:
            if not fault.denied:
                raise
            # The token of a job is nobody's; GitHub shows what it writes as written by a bot.
            self._login = None

    def wrote(self, found: Json, name: str) -> bool:
        """Whether a comment or issue is this token's, with the marker of this name as its first line."""
        user = found.get("user") or {}
        ours = user.get("type") == "Bot" if self._login is None else user.get("login") == self._login
        lines = str(found.get("body") or "").splitlines()
        return ours and bool(lines) and lines[0].rstrip() == marker(name)
