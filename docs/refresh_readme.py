"""Runs the commands in the pages on the embedded PagerDuty and puts what they print under them.

Two comments drive it. `<!-- instead of: TEXT -->` before a YAML block: the one line of rota.yaml that holds
TEXT is replaced by the block. `<!-- run -->` before a console block: its first line is run, and the rest is
what it printed. The story begins with the shipped rota.yaml, applied, on Wednesday 25 November 2026 at noon.
"""

import contextlib
import io
import os
import re
import tempfile
from pathlib import Path

from reconciler.cli.main import run

ROOT = Path(__file__).resolve().parents[1]
NOW = "2026-11-25T12:00"
RUN = ("README.md", "docs/editing.md", "docs/handover.md", "docs/shifts.md")
"""The pages that hold output."""
_BLOCK = re.compile(
    r"(<!-- (?P<what>run|instead of: (?P<line>.*?)) -->\n```\w+\n)(?P<body>.*?)(?=^```$)",
    re.MULTILINE | re.DOTALL,
)


def printed(*args: str) -> str:
    """What a command prints on either stream, one after the other."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        run(["--sandbox", "--now", NOW, *args])
    return out.getvalue() + err.getvalue()


def refreshed(page: str, rota_file: str) -> str:
    """A page with everything that its commands print brought up to date."""

    def block(match: re.Match[str]) -> str:
        body = match["body"]
        if match["what"] == "run":
            command = body.splitlines()[0]
            return match[1] + command + "\n" + printed(*command.removeprefix("$ rota ").split())
        lines = Path("rota.yaml").read_text(encoding="utf-8").splitlines(keepends=True)
        (place,) = [i for i, line in enumerate(lines) if match["line"] in line]
        lines[place] = body
        Path("rota.yaml").write_text("".join(lines), encoding="utf-8")
        return match[0]

    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        try:
            os.chdir(folder)
            Path("rota.yaml").write_text(rota_file, encoding="utf-8")
            printed("apply")
            return _BLOCK.sub(block, page)
        finally:
            os.chdir(before)


def main() -> None:
    """Rewrite the pages in place."""
    os.environ["COLUMNS"] = "80"
    for name in RUN:
        path = ROOT / name
        text = refreshed(path.read_text(encoding="utf-8"), (ROOT / "rota.yaml").read_text(encoding="utf-8"))
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
