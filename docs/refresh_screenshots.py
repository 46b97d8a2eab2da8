"""Takes all pictures again: `python -m docs.refresh_screenshots`, where Chromium is.

The calendar is that of the shipped rota.yaml on Tuesday 8 December 2026, in the morning, when a cover is in
force. Those of the terminal need no browser: docs/refresh_terminal.py.
"""

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from docs import refresh_terminal
from docs.small_png import small
from reconciler.cli.main import run
from tests.pages.chromium import page, running

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "img" / "calendar.png"
NOW = datetime(2026, 12, 8, 10, 30, tzinfo=UTC)
SIZE, SCALE = (1500, 845), 0.72


def main() -> None:
    """The terminal; then write the site, look at it, keep what is seen."""
    refresh_terminal.main()
    with tempfile.TemporaryDirectory() as folder:
        now = NOW.isoformat()
        code = run(["-c", str(ROOT / "rota.yaml"), "--now", now, "calendar", "-o", f"{folder}/public"])
        if code:
            raise SystemExit(code)
        with running() as browser, page(browser, at=NOW.timestamp(), size=SIZE) as opened:
            opened.go(f"file://{folder}/public/index.html")
            PICTURE.parent.mkdir(exist_ok=True)
            opened.shot(PICTURE, scale=SCALE)
    PICTURE.write_bytes(small(PICTURE.read_bytes()))


if __name__ == "__main__":
    main()
