"""How far something has come, on one line of the error stream: on a terminal, where it takes a while."""

import sys
import time
from collections.abc import Callable, Mapping
from typing import TextIO

PATIENCE = 1.0
"""Seconds after which it is worth saying anything."""


class Line:
    """A line that is written over and over, and gone at the end. Silent in CI and in pipes."""

    def __init__(
        self,
        what: str,
        environment: Mapping[str, str],
        stream: TextIO | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._what = what
        self._stream = stream or sys.stderr
        self._clock = clock
        self._begun = clock()
        self._shown = 0
        self._on = self._stream.isatty() and not environment.get("CI") and environment.get("TERM") != "dumb"

    def about(self, what: str) -> None:
        """Go on to something else, on the same line and without new patience."""
        self._what = what

    def told(self, done: int, known: int) -> None:
        """So many pieces are done, of so many that are known of so far."""
        if self._on and self._clock() - self._begun >= PATIENCE:
            self._write(f"{self._what}: {done} of {known}")

    def close(self) -> None:
        """Take the line away."""
        if self._shown:
            self._write("")
            self._stream.write("\r")
            self._stream.flush()

    def _write(self, text: str) -> None:
        self._stream.write(f"\r{text}{' ' * max(0, self._shown - len(text))}")
        self._stream.flush()
        self._shown = len(text)
