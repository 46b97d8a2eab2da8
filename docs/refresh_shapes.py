"""Puts the rota files of tests/shapes, and what `rota show` prints of them, into docs/shapes.md.

Two comments drive it. `<!-- shape: NAME -->` before a YAML block: the block is that file, from its hours or
rotas on. `<!-- run -->` before a console block: its first line is run on the file of the last shape, and the
rest is what it printed.
"""

import contextlib
import io
import os
import re
import tempfile
from pathlib import Path

from reconciler.cli.main import run

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "shapes.md"
FILES = ROOT / "tests" / "shapes" / "files"
NOW = "2026-01-04T00:00"
_BLOCK = re.compile(
    r"(?P<head><!-- (?:run|shape: (?P<shape>\S+)) -->\n```\w+\n)(?P<body>.*?)(?=^```$)",
    re.MULTILINE | re.DOTALL,
)
_PEOPLE = re.compile(r"\A.*?^people:.*?\n\n", re.MULTILINE | re.DOTALL)


def refreshed(page: str) -> str:
    """The page with everything that is taken from files and commands brought up to date."""

    def block(match: re.Match[str]) -> str:
        if match["shape"] is not None:
            whole = (FILES / f"{match['shape']}.yaml").read_text(encoding="utf-8")
            Path("rota.yaml").write_text(whole, encoding="utf-8")
            return match["head"] + _PEOPLE.sub("", whole)
        command = match["body"].splitlines()[0]
        return match["head"] + command + "\n" + _printed(*command.removeprefix("$ rota ").split())

    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        try:
            os.chdir(folder)
            return _BLOCK.sub(block, page)
        finally:
            os.chdir(before)


def _printed(*args: str) -> str:
    """What a command prints on either stream, one after the other."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        run(["--now", NOW, *args])
    return out.getvalue() + err.getvalue()


def main() -> None:
    """Rewrite the page in place."""
    os.environ["COLUMNS"] = "80"
    PAGE.write_text(refreshed(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
