"""A screenshot with at most 256 colours: a picture of text gets much smaller, and looks the same."""

import struct
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_COLOURS = 256
_STEP = 4
"""Shades this close are one; nobody tells them apart."""

Pixel = tuple[int, int, int]


def small(png: bytes) -> bytes:
    """The same picture (8 bits, RGB or RGBA, as Chromium writes it) with a palette and no transparency."""
    chunks = list(_chunks(png))
    width, height, _, kind = struct.unpack(">IIBB", chunks[0][1][:10])
    raw = zlib.decompress(b"".join(data for name, data in chunks if name == b"IDAT"))
    rows = [
        [_shade(line[i : i + 3]) for i in range(0, len(line), depth)]
        for depth in (4 if kind == 6 else 3,)  # noqa: PLR2004 - PNG's number for RGBA
        for line in _lines(raw, width * depth, height, depth)
    ]
    palette = [p for p, _ in Counter(pixel for row in rows for pixel in row).most_common(_COLOURS)]
    places = {pixel: place for place, pixel in enumerate(palette)}
    for pixel in {pixel for row in rows for pixel in row} - places.keys():
        places[pixel] = _nearest(palette, pixel)
    body = b"".join(b"\0" + bytes(places[pixel] for pixel in row) for row in rows)
    return _SIGNATURE + b"".join(
        _chunk(name, data)
        for name, data in (
            (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            (b"PLTE", b"".join(map(bytes, palette))),
            (b"IDAT", zlib.compress(body, 9)),
            (b"IEND", b""),
        )
    )


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_SIGNATURE)
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += length + 12


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _lines(raw: bytes, size: int, height: int, depth: int) -> Iterator[bytes]:
    """The rows of pixels with PNG's filters taken off."""
    above = bytearray(size)
    for y in range(height):
        start = y * (size + 1)
        how, line = raw[start], bytearray(raw[start + 1 : start + 1 + size])
        for i in range(size):
            left, corner = (line[i - depth], above[i - depth]) if i >= depth else (0, 0)
            line[i] = (line[i] + _guess(how, left, above[i], corner)) & 0xFF
        yield bytes(line)
        above = line


def _guess(how: int, left: int, above: int, corner: int) -> int:
    if how < 4:  # noqa: PLR2004 - the first four filters of PNG, in their order
        return (0, left, above, (left + above) // 2)[how]
    near = left + above - corner
    return min((left, above, corner), key=lambda value: abs(near - value))


def _shade(pixel: bytes) -> Pixel:
    red, green, blue = (min(255, (value + _STEP // 2) // _STEP * _STEP) for value in pixel)
    return red, green, blue


def _nearest(palette: Sequence[Pixel], pixel: Pixel) -> int:
    return min(range(len(palette)), key=lambda place: _distance(palette[place], pixel))


def _distance(one: Pixel, other: Pixel) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))
