"""Medians, ratios and the exponent of time against size."""

import math
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

ROUNDS = 5
"""How often something short is run."""
LONG = 5.0
"""What takes more seconds than this is run once: a stumble of the machine is small beside it."""
TARGET = 1.1
"""The largest exponent of time against size that is wanted."""


@dataclass(frozen=True, slots=True)
class Times:
    """The seconds of some runs of one thing."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle one."""
        return statistics.median(self.seconds)

    @property
    def runs(self) -> int:
        """How many there were."""
        return len(self.seconds)


def repeated(work: Callable[[], float], rounds: int = ROUNDS, long: float = LONG) -> Times:
    """The seconds that `work` says it took, so many times; once where that was long."""
    return beside([work], rounds, long)[0]


def beside(works: Sequence[Callable[[], float]], rounds: int = ROUNDS, long: float = LONG) -> list[Times]:
    """Several works, each of which says its seconds, in turn: noise falls on all alike."""
    found: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for work, seconds in zip(works, found, strict=True):
            if not seconds or seconds[0] <= long:
                seconds.append(work())
    return [Times(tuple(seconds)) for seconds in found]


def timed(work: Callable[[], object]) -> float:
    """The seconds of wall time that something takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def worked(work: Callable[[], object]) -> float:
    """The seconds of processor time that something takes in this process, whatever else the machine does."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def exponent(points: Sequence[tuple[float, float]]) -> float:
    """The slope of a line through (size, seconds) in logarithms of both, by least squares.

    1 is linear, 2 quadratic. Raises ValueError for fewer than two sizes.
    """
    xs = [math.log(size) for size, _ in points]
    ys = [math.log(seconds) for _, seconds in points]
    if len(set(xs)) < 2:  # noqa: PLR2004 - a line needs two
        raise ValueError("an exponent needs at least two sizes")
    middle_x, middle_y = statistics.fmean(xs), statistics.fmean(ys)
    above = sum((x - middle_x) * (y - middle_y) for x, y in zip(xs, ys, strict=True))
    return above / sum((x - middle_x) ** 2 for x in xs)
