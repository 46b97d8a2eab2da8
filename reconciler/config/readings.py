"""Times of day in other spellings, and all that they may mean: `9-5` is a working day, or a night.

For hints, never for reading. Where a line has several readings a hint shows them all, because the wrong one,
once pasted, pages somebody at five in the morning.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

_CLOCK = r"([0-9]{1,2})(?:[:.h]([0-9]{2}))? ?(am|pm)?"
_TIME = re.compile(rf"(?<![:.\w]){_CLOCK}(?![:.\w])", re.IGNORECASE)
_TIGHT = _CLOCK.replace("[:.h]", "[:.h]?")
_STRETCH = re.compile(rf"(?<![-:.\w]){_TIGHT}-{_TIGHT}(?![-:.\w])", re.IGNORECASE)
_OURS = re.compile("[0-9]{2}:[0-9]{2}-[0-9]{2}:[0-9]{2}")
_HOUR, _HALF_A_DAY, _DAY = 60, 12 * 60, 24 * 60
_NOON, _LAST = 12, 24
_MOST_PLACES = 2
_SMALL, _EVENING = 6, 4
"""Up to the first hour a time without am and pm is as likely one of the afternoon; from the second on, the
beginning of a night on call."""


@dataclass(frozen=True, slots=True)
class _Clock:
    """A time as it is written."""

    hour: int
    minute: int
    half: str
    sure: bool
    """Whether its digits alone show that hours are counted to 24: `09`, `17`, `00`."""

    @property
    def real(self) -> bool:
        """Whether there is such a time."""
        return self.hour <= _LAST and self.minute < _HOUR

    @property
    def plain(self) -> int:
        """Minutes after midnight as the digits say it; am and pm are heeded."""
        hour = self.hour
        if self.half and 1 <= hour <= _NOON:
            hour = hour % _NOON + (_NOON if self.half == "pm" else 0)
        return hour * _HOUR + self.minute

    @property
    def loose(self) -> bool:
        """Whether it may be a time of the morning as well as one of the afternoon."""
        return not self.half and not self.sure

    def on_face(self) -> int:
        """Minutes after the last noon or midnight."""
        return self.plain % _HALF_A_DAY

    def __str__(self) -> str:
        return said(self.plain)


def said(minutes: int) -> str:
    """`17:00`."""
    return f"{minutes // _HOUR:02}:{minutes % _HOUR:02}"


def _clock(hour: str, minute: str | None, half: str | None) -> _Clock:
    sure = hour.startswith("0") or int(hour) > _NOON
    return _Clock(int(hour), int(minute or 0), (half or "").lower(), sure)


def moments(hour: str, minute: str | None, half: str | None) -> list[int]:
    """What one time may mean, in minutes after midnight, the likeliest first; none where it is no time."""
    clock = _clock(hour, minute, half)
    if not clock.real:
        return []
    both = clock.loose and clock.hour <= _SMALL
    return [clock.plain, clock.plain + _HALF_A_DAY] if both else [clock.plain]


def stretches(text: str) -> list[str]:
    """All that a line of hours may mean, with times of two digits each, the likeliest first."""
    if (found := _STRETCH.search(text)) is None:
        return times(text)
    start, end = _clock(*found.groups()[:3]), _clock(*found.groups()[3:])
    if not (start.real and end.real) or _OURS.fullmatch(found[0]):
        return times(text)
    pairs = [f"{said(first)}-{said(last)}" for first, last in dict.fromkeys(_stretches(start, end))]
    return [text[: found.start()] + pair + text[found.end() :] for pair in pairs]


def times(text: str) -> list[str]:
    """All that a text with single times may mean, each with two digits; what is no time stays."""
    places = [found for found in _TIME.finditer(text) if moments(*found.groups())]
    meant = [moments(*found.groups()) for found in places]
    if len(places) > _MOST_PLACES:  # a list of windows; and the readings would be without end
        meant = [readings[:1] for readings in meant]
    texts: dict[str, None] = {}
    for chosen in product(*meant):
        parts, done = [], 0
        for found, moment in zip(places, chosen, strict=True):
            parts += [text[done : found.start()], said(moment)]
            done = found.end()
        texts["".join((*parts, text[done:]))] = None
    return list(texts)


def _stretches(start: _Clock, end: _Clock) -> Iterator[tuple[int, int]]:
    """The readings of `start-end` within a day or over one midnight, the likeliest first."""
    first, last = start.plain, end.plain
    afternoon = end.plain + _HALF_A_DAY
    if start.loose and end.half:
        yield from _one_half(start, end)
    elif end.half or end.hour > _NOON or end.hour == 0 or start.hour > _NOON:
        yield first, last
    elif last > first:
        yield first, last
        if start.loose and end.loose and start.hour <= _SMALL:
            yield first + _HALF_A_DAY, afternoon
            if start.hour >= _EVENING:
                yield first + _HALF_A_DAY, last
    else:
        # Somebody on call from nine in the morning until five in the next is hardly ever meant.
        if afternoon > first:
            yield first, afternoon
        if start.loose:
            yield (first + _HALF_A_DAY) % _DAY, last
        elif end.sure or (start.half == "pm" and _NOON not in (start.hour, end.hour)):
            yield first, last


def _one_half(start: _Clock, end: _Clock) -> Iterator[tuple[int, int]]:
    """`1-5pm` is one afternoon, `9-5pm` a working day, `9-5am` a night: am or pm stands at the end alone."""
    same_half = start.on_face() < end.on_face()
    pm = same_half == (end.half == "pm")
    yield start.on_face() + (_HALF_A_DAY if pm else 0), end.plain
    if same_half and end.half == "pm":
        yield start.on_face(), end.plain


def choice(readings: Iterable[str]) -> str:
    """The end of a hint: `write X`, or every reading, where there are several."""
    shown = [f"`{reading}`" for reading in readings]
    if len(shown) == 1:
        return f"write {shown[0]}"
    return f"write {', '.join(shown[:-1])} or {shown[-1]}, whichever is meant"
