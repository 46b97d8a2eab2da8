"""Runs git in one repository: never asks for a password, never waits for ever, and says what went wrong."""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from reconciler.errors import RotaError

Blob = bytes
"""What a file holds in a commit."""

SECONDS = 60
"""How long one call may take; a remote that does not answer is given up."""

# Notes are commits; a runner often has no name configured, and that must not stop an apply.
_NOBODY = {"NAME": "rota", "EMAIL": "rota@localhost"}


class GitError(RotaError):
    """Git ended with an error, or is not there."""


class Git:
    """Git in the repository (or worktree) that holds a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        # Messages are compared, and nobody is there to type a password.
        self._environment = {**os.environ, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0"}

    def __call__(self, *args: str, text: str | None = None) -> str:
        """What git prints, without its last newline; `text` goes to its input. Raises GitError."""
        return self.bytes(*args, text=text).decode("utf-8", errors="replace").removesuffix("\n")

    def bytes(self, *args: str, text: str | None = None) -> bytes:
        """The same, as it comes. Raises GitError."""
        try:
            done = subprocess.run(  # noqa: S603 - a fixed program; arguments are ours or begin with no dash
                ["git", "-C", str(self._folder), *args],  # noqa: S607 - git is found on the PATH, as everywhere
                input=None if text is None else text.encode(),
                stdin=subprocess.DEVNULL if text is None else None,
                capture_output=True,
                check=True,
                timeout=SECONDS,
                env=self._environment,
            )
        except subprocess.CalledProcessError as fault:
            raise GitError(_said(fault)) from fault
        except subprocess.TimeoutExpired as fault:
            raise GitError(f"git {args[0]} did not end within {SECONDS} seconds") from fault
        except OSError as fault:
            raise GitError(f"git could not be run: {fault.strerror}") from fault
        return done.stdout

    def blobs(self, ids: Sequence[str]) -> "list[Blob]":
        """The contents of objects, read in one go. Raises GitError."""
        if not ids:
            return []
        data, out, place = self.bytes("cat-file", "--batch", text="".join(f"{id_}\n" for id_ in ids)), [], 0
        for _ in ids:
            header, _, _ = data[place:].partition(b"\n")
            begins, size = place + len(header) + 1, int(header.split()[-1])
            out.append(data[begins : begins + size])
            place = begins + size + 1
        return out

    def ask(self, *args: str) -> str | None:
        """What git prints; None where it ends with an error, prints nothing, or is not here."""
        try:
            return self(*args) or None
        except GitError:
            return None

    def head(self) -> str | None:
        """The commit that is checked out; None outside a repository and before the first commit."""
        return self.ask("rev-parse", "--verify", "--quiet", "HEAD^{commit}")

    def is_shallow(self) -> bool:
        """Whether older commits were left out of this clone."""
        return self("rev-parse", "--is-shallow-repository") == "true"

    def remote(self) -> str | None:
        """Which remote shares the notes: `rota.remote` of the configuration, else the only one, or origin."""
        if (chosen := self.ask("config", "--get", "rota.remote")) is not None:
            return chosen
        remotes = self("remote").split()
        if len(remotes) == 1:
            return remotes[0]
        return "origin" if "origin" in remotes else None

    def as_somebody(self) -> None:
        """Have a name for the commits to come, where git knows none."""
        for name, value in _NOBODY.items():
            if self.ask("config", "--get", f"user.{name.lower()}") is None:
                for role in ("AUTHOR", "COMMITTER"):
                    self._environment.setdefault(f"GIT_{role}_{name}", value)


def _said(fault: subprocess.CalledProcessError) -> str:
    """The line in which git says what is wrong."""
    told: str = fault.stderr.decode("utf-8", errors="replace")
    lines = [line.strip() for line in told.splitlines() if line.strip()]
    marked = [line for line in lines if line.startswith(("fatal:", "error:", "! ["))]
    return (marked or lines or [f"git ended with {fault.returncode}"])[0]
