"""Who holds a rota at an instant and why: the value that every step of the engine passes on.

There are hundreds of thousands of them where many rotas are laid for years, so they are named tuples: those
are made in a third of the time that a frozen dataclass takes.
"""

from datetime import datetime
from typing import Literal, NamedTuple

from reconciler.errors import Where
from reconciler.intervals import Interval

Source = Literal["rotation", "swap", "cover", "bank_holiday"]


class Held(NamedTuple):
    """One person on one layer, and what put them there.

    `turn_start` (UTC) is when the turn under it began, so that two turns of one person stay two.
    `where` is the line of the file that decides: the line-up, or the cover, swap or rule on top of it.
    """

    person: str
    layer: str
    turn_start: datetime
    where: Where
    source: Source = "rotation"
    reason: str | None = None
    holiday: str | None = None


class Shift(NamedTuple):
    """What pages: one person on one rota over `[start, end)` in UTC."""

    rota: str
    layer: str
    person: str
    start: datetime
    end: datetime
    source: Source
    where: Where
    reason: str | None = None
    holiday: str | None = None

    @property
    def interval(self) -> Interval:
        """When it pages."""
        return Interval(self.start, self.end)
