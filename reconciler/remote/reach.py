"""How much time one request may ask for: 90 days, until PagerDuty says that it is too much."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Lock
from typing import TypeVar

from reconciler.errors import TooWideError
from reconciler.intervals import Interval

WINDOW = timedelta(days=90)
"""The longest stretch that one request asks for."""
LOWEST = timedelta(days=1)
"""The stretch that is not halved any more."""

T = TypeVar("T")


class Window:
    """The longest stretch that was not refused so far; all threads share it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._length = WINDOW

    def pieces(self, span: Interval | None) -> list[Interval]:
        """A stretch in pieces that follow one another, as far as is known now."""
        pieces: list[Interval] = []
        while span is not None and (start := pieces[-1].end if pieces else span.start) < span.end:
            pieces.append(Interval(start, min(start + self._length, span.end)))
        return pieces

    def over(self, span: Interval | None, ask: Callable[[Interval], T]) -> list[tuple[Interval, T]]:
        """A stretch in pieces that follow one another, each with its answer.

        A piece that is refused for its length is asked for in halves. Raises TooWideError where a day is too
        long.
        """
        answers: list[tuple[Interval, T]] = []
        while span is not None and (start := answers[-1][0].end if answers else span.start) < span.end:
            piece = Interval(start, min(start + self._length, span.end))
            try:
                answers.append((piece, ask(piece)))
            except TooWideError:
                if not self.narrowed(piece):
                    raise
        return answers

    def narrowed(self, piece: Interval) -> bool:
        """Halve what was refused, in whole days, unless it was no more than a day.

        Another thread may have come further by now.
        """
        length = piece.end - piece.start
        if length <= LOWEST:
            return False
        half = max(LOWEST, timedelta(days=length.days // 2))
        with self._lock:
            self._length = min(self._length, half)
        return True


@dataclass(frozen=True)
class Reach:
    """What is known about an account: the limits of what it renders and lists need not be the same."""

    rendered: Window = field(default_factory=Window)
    listed: Window = field(default_factory=Window)
