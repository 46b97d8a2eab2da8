"""Runs the commands of the pages for beginners in a new folder, in order, and shows what they print.

`<!-- in a new folder -->` before a console block: each line with a `$` is run, and what it printed stands
under it; with `in a new folder, in short` it is run and not shown. `<!-- there, instead of: TEXT -->` before
a YAML block: the one line of rota.yaml that holds TEXT is replaced by the block. It is Wednesday 25 November
2026 at noon.
"""

import contextlib
import io
import os
import re
import shlex
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from reconciler.cli.main import run

ROOT = Path(__file__).resolve().parents[1]
NOW = "2026-11-25T12:00"
RUN = ("README.md", "docs/starting.md")
"""The pages for beginners."""
_BLOCK = re.compile(
    r"(<!-- (?P<what>in a new folder(?P<short>, in short)?|there, instead of: (?P<line>.*?)) -->\n```\w+\n)"
    r"(?P<body>.*?)(?=^```$)",
    re.MULTILINE | re.DOTALL,
)
_NOBODY = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}


@dataclass
class Story:
    """A page with its output brought up to date, and how each of its commands ended."""

    page: str = ""
    ends: list[tuple[str, int]] = field(default_factory=list)


def told(page: str) -> Story:
    """Run a page in a folder of its own."""
    story = Story()
    with _elsewhere():
        story.page = _BLOCK.sub(lambda match: match[1] + _block(match, story), page)
    return story


def _block(match: re.Match[str], story: Story) -> str:
    body = match["body"]
    if match["line"]:
        file = Path("rota.yaml")
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        (place,) = [i for i, line in enumerate(lines) if match["line"] in line]
        lines[place] = body
        file.write_text("".join(lines), encoding="utf-8")
        return body
    shown = ""
    for line in body.splitlines():
        if line.startswith("$ "):
            code, out = _ended(shlex.split(line[2:], comments=True))
            story.ends.append((line[2:], code))
            shown += f"{line}\n{out}"
    return body if match["short"] else shown


def _ended(words: list[str]) -> tuple[int, str]:
    """The exit code of a command and what it printed, on either stream."""
    if words[0] == "cd":
        os.chdir(words[1])
        return 0, ""
    if words[0] == "rota":
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run(["--now", NOW, *words[1:]])
        return code, out.getvalue() + err.getvalue()
    if words[0] != "git":
        raise ValueError(words)
    done = subprocess.run(  # noqa: S603 - the commands of our own pages
        ["git", "-c", "init.defaultBranch=main", *words[1:]],  # noqa: S607 - git is found on the PATH
        env={**os.environ, **_NOBODY},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@contextlib.contextmanager
def _elsewhere() -> Iterator[None]:
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        try:
            os.chdir(folder)
            yield
        finally:
            os.chdir(before)


def main() -> None:
    """Rewrite the pages in place."""
    os.environ["COLUMNS"] = "80"
    for name in RUN:
        path = ROOT / name
        path.write_text(told(path.read_text(encoding="utf-8")).page, encoding="utf-8")


if __name__ == "__main__":
    main()
