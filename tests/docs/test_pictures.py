"""The pictures in the pages: small, and read as what they were taken from."""

import re
import struct
import zlib
from html import unescape
from pathlib import Path

import pytest

from docs.refresh_terminal import COMMANDS, WIDTH, pictures
from docs.small_png import small

ROOT = Path(__file__).resolve().parents[2]


def test_the_pictures_are_small() -> None:
    """Everybody who clones the repository loads them."""
    sizes = {path.name: path.stat().st_size for path in (ROOT / "docs" / "img").iterdir()}
    assert sizes != {}
    assert [name for name, size in sizes.items() if size > 100_000] == []


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The pictures of the terminal as they would be taken now."""
    monkeypatch.setenv("COLUMNS", str(WIDTH))
    monkeypatch.delenv("NO_COLOR", raising=False)
    return pictures()


def test_the_pictures_of_the_terminal_are_what_the_commands_print(terminal: dict[str, str]) -> None:
    """`make readme` takes them again."""
    kept = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "docs" / "img").glob("*.svg")}
    assert sorted(kept) == sorted(f"{name}-{theme}.svg" for name in COMMANDS for theme in ("light", "dark"))
    assert [name for name, text in kept.items() if text != terminal[name]] == []
    said = unescape(" ".join(re.findall(r"<text[^>]*>([^<]*)</text>", kept["plan-dark.svg"])))
    assert "+ override Thu 26 Nov 17:00 – Fri 27 Nov 09:00 Eve Lin, cover: concert" in said.replace(
        "\xa0", " "
    )


def test_a_picture_of_the_terminal_asks_nobody_for_anything() -> None:
    """No font, no script: what GitHub shows in a page may not fetch."""
    for path in (ROOT / "docs" / "img").glob("*.svg"):
        text = path.read_text(encoding="utf-8")
        assert re.findall(r"https?:[^\"]*", text) == ["http://www.w3.org/2000/svg"]
        assert set(re.findall(r"url\((.)", text)) == {"#"}
        assert "<script" not in text


def test_every_picture_is_shown_in_light_and_dark_and_told_in_words() -> None:
    """By the setting of whoever reads, and to whoever cannot see it."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in COMMANDS:
        (alt,) = re.findall(rf'<img src="docs/img/{name}-light\.svg" alt="([^"]+)">', readme)
        assert alt.startswith(f"rota {COMMANDS[name].partition(' --from')[0]} in a terminal")
        assert f'(prefers-color-scheme: dark)" srcset="docs/img/{name}-dark.svg"' in readme


def chunk(name: bytes, data: bytes) -> bytes:
    """One part of a PNG."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def test_a_picture_with_a_palette_shows_the_same_pixels() -> None:
    """Two rows of two pixels, filtered from the left and from above."""
    rows = b"\x01" + bytes([200, 100, 0, 56, 0, 0]) + b"\x02" + bytes([0, 0, 40, 0, 100, 0])
    head = struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0)
    png = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )
    made = small(png)
    palette = made[made.index(b"PLTE") + 4 :]
    start = made.index(b"IDAT")
    (length,) = struct.unpack(">I", made[start - 4 : start])
    places = zlib.decompress(made[start + 4 : start + 4 + length])
    assert [tuple(palette[3 * i : 3 * i + 3]) for i in (places[1], places[2], places[4], places[5])] == [
        (200, 100, 0),
        (0, 100, 0),
        (200, 100, 40),
        (0, 200, 0),
    ]
