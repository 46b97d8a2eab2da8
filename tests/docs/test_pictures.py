"""The pictures in the pages: small, and read as what they were taken from."""

import struct
import zlib
from pathlib import Path

from docs.small_png import small

ROOT = Path(__file__).resolve().parents[2]


def test_the_pictures_are_small() -> None:
    """Everybody who clones the repository loads them."""
    sizes = {path.name: path.stat().st_size for path in (ROOT / "docs" / "img").iterdir()}
    assert sizes != {}
    assert [name for name, size in sizes.items() if size > 100_000] == []


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
