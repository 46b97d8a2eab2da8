"""Takes the pictures of the terminal again, as SVG, light and dark: `python -m docs.refresh_terminal`.

The commands are run in colour on the embedded PagerDuty, in the story of the README: the shipped rota.yaml,
applied, on Wednesday 25 November 2026 at noon, with the cover that is written there.
"""

import contextlib
import io
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from docs.refresh_readme import NOW, ROOT, printed
from reconciler.cli.main import run

FOLDER = ROOT / "docs" / "img"
WIDTH = 100
COMMANDS = {"plan": "plan", "grid": "show --grid --from 2026-12-21 --until 2026-12-27"}
"""What is run, by the name of its picture."""

_CHANGE = re.compile(r"<!-- instead of: (overrides:) -->\n```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# Ground, ink, and the eight colours from black to white, each with enough contrast to the ground.
_COLOURS = {
    "light": "f6f8fa 0d1117 0d1117 b42318 116329 8a5400 0950ae 7037aa 0d626e 6e7781",
    "dark": "161b22 e6edf3 484f58 ff887d 56d364 e3b341 79c0ff d2a8ff 56d4dd b1bac4",
}
# Nothing is fetched: the reader's own monospace font is fitted to the columns.
_FORMAT = """\
<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">
<style>
.{unique_id}-matrix {{ font: {char_height}px ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; }}
.{unique_id}-title {{ font: bold 18px system-ui, sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


class _Terminal(io.StringIO):
    """What takes a command for a terminal."""

    def isatty(self) -> bool:
        """It is one."""
        return True


def pictures() -> dict[str, str]:
    """The SVG of every picture by the name of its file."""
    out = {}
    for name, (command, said) in _told().items():
        for theme, colours in _COLOURS.items():
            out[f"{name}-{theme}.svg"] = _drawn(command, said, colours)
    return out


def _told() -> dict[str, tuple[str, str]]:
    """Each command and what it prints, with its colours, by the name of its picture."""
    with _elsewhere():
        file = Path("rota.yaml")
        text = (ROOT / "rota.yaml").read_text(encoding="utf-8")
        file.write_text(text, encoding="utf-8")
        printed("apply")
        [(place, change)] = _CHANGE.findall((ROOT / "README.md").read_text(encoding="utf-8"))
        file.write_text(text.replace(f"\n{place}\n", f"\n{change}"), encoding="utf-8")
        return {name: (command, _in_colour(command)) for name, command in COMMANDS.items()}


def _in_colour(command: str) -> str:
    out = _Terminal()
    with contextlib.redirect_stdout(out):
        run(["--sandbox", "--now", NOW, *command.split()])
    return out.getvalue()


def _drawn(command: str, said: str, colours: str) -> str:
    ground, ink, *others = ((int(c[:2], 16), int(c[2:4], 16), int(c[4:], 16)) for c in colours.split())
    console = Console(record=True, width=WIDTH, file=io.StringIO(), color_system="truecolor", no_color=False)
    console.print(Text.assemble(("$ ", "dim"), (f"rota {command}", "bold")))
    console.print(Text.from_ansi(said))
    drawn = console.export_svg(
        title="rota",
        theme=TerminalTheme(ground, ink, others),
        code_format=_FORMAT,
        font_aspect_ratio=0.6,
        unique_id="t",
    )
    return "\n".join(line.strip() for line in drawn.splitlines() if line.strip()) + "\n"


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
    """Write the pictures."""
    os.environ["COLUMNS"] = str(WIDTH)
    os.environ.pop("NO_COLOR", None)
    for name, text in pictures().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
