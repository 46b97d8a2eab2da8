"""Weekly windows as people write them, and names for the hours that rotas share."""

from collections.abc import Iterable, Sequence

from reconciler.config.values import MINUTES_PER_DAY, MINUTES_PER_WEEK, WeeklyWindow
from reconciler.importing.draft import Period
from reconciler.shifts.hours import Weekly, complement

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_FRIDAY, _SATURDAY = 4, 5
_WORKING_DAYS = tuple(range(5))

Named = tuple[tuple[str, tuple[Period, ...]], ...]


def lines(windows: Weekly) -> tuple[str, ...]:
    """A week as lines of the file: days that have the same times share one."""
    out: list[tuple[int, str]] = []
    days: dict[tuple[int, int], list[int]] = {}
    for window in windows:
        day, start = divmod(window.start, MINUTES_PER_DAY)
        if window.length % MINUTES_PER_DAY == 0 and start == 0:
            # Whole days: each of them by itself says the same, and reads better.
            whole = [(day + n) % len(_DAYS) for n in range(window.length // MINUTES_PER_DAY)]
            days.setdefault((0, MINUTES_PER_DAY), []).extend(whole)
        elif window.length < MINUTES_PER_DAY:
            days.setdefault((start, window.length), []).append(day)
        else:
            end = (window.start + window.length) % MINUTES_PER_WEEK
            last, until = divmod(end, MINUTES_PER_DAY)
            out.append((day, f"{_DAYS[day]} {_clock(start)}-{_DAYS[last]} {_clock(until)}"))
    for (start, length), which in days.items():
        ends = start + length
        clock = "24:00" if ends == MINUTES_PER_DAY else _clock(ends % MINUTES_PER_DAY)
        out.append((min(which), f"{_which(sorted(which))} {_clock(start)}-{clock}"))
    return tuple(text for _, text in sorted(out))


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _which(days: Sequence[int]) -> str:
    if len(days) == len(_DAYS):
        return "daily"
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    if len(runs) > 1 and runs[0][0] == 0 and runs[-1][-1] == len(_DAYS) - 1:
        # Days that run over the end of the week read best as one run, Sat-Mon.
        runs = [[*runs[-1], *runs[0]], *runs[1:-1]]
    return ",".join(_run(run) for run in runs)


def _run(run: Sequence[int]) -> str:
    if len(run) == 1:
        return _DAYS[run[0]]
    return f"{_DAYS[run[0]]}-{_DAYS[run[-1]]}"


def named(sets: Iterable[tuple[Period, ...]]) -> Named:
    """Names for sets of hours, in the order in which they are first used; equal ones share a name.

    A complement stands behind what it is the rest of, even where only the complement is used.
    """
    used = list(dict.fromkeys(sets))
    for periods in list(used):
        rest = _rest(periods)
        if rest is None or _kind(periods) is not None or (kind := _kind(rest)) is None:
            continue
        if rest in used:
            if used.index(rest) < used.index(periods):
                continue
            used.remove(rest)
        elif kind != "in-hours":
            continue
        used.insert(used.index(periods), rest)
    out: dict[str, tuple[Period, ...]] = {}
    for periods in used:
        if periods not in out.values():
            out[_free(_name(periods, out), out)] = periods
    return tuple(out.items())


def outside(periods: tuple[Period, ...], before: Named) -> str | None:
    """The name of the hours, among those written before, of which these are the rest."""
    rest = _rest(periods)
    return next((name for name, other in before if other == rest), None)


def _rest(periods: tuple[Period, ...]) -> tuple[Period, ...] | None:
    """All the time that hours without dates leave."""
    if len(periods) != 1 or not (rest := complement(periods[0].windows)):
        return None
    return (Period(None, rest),)


def _name(periods: tuple[Period, ...], names: dict[str, tuple[Period, ...]]) -> str:
    kind = _kind(periods)
    rest = _rest(periods)
    leader = next((name for name, other in names.items() if other == rest), None)
    if leader is not None and (kind is None or kind in names):
        return f"out-of-{leader.removeprefix('in-')}" if leader.startswith("in-hours") else f"not-{leader}"
    return kind or "hours"


def _free(name: str, names: Iterable[str]) -> str:
    taken = set(names)
    if name not in taken and name != "hours":
        return name
    number = 1 if name == "hours" else 2
    while f"{name}-{number}" in taken:
        number += 1
    return f"{name}-{number}"


def _kind(periods: tuple[Period, ...]) -> str | None:
    """The word for a week that has one."""
    windows = periods[0].windows
    days = tuple(window.start // MINUTES_PER_DAY for window in windows)
    times = {(window.start % MINUTES_PER_DAY, window.length) for window in windows}
    if len(windows) == 1 and windows[0].length > MINUTES_PER_DAY:
        return _stretch(windows[0])
    if len(times) != 1:
        return None
    ((start, length),) = times
    return None if length >= MINUTES_PER_DAY else _part_of_day(days, start, start + length)


def _part_of_day(days: tuple[int, ...], start: int, end: int) -> str:
    noon = MINUTES_PER_DAY // 2
    if end > MINUTES_PER_DAY:
        return "nights"
    if set(days) <= {_SATURDAY, _SATURDAY + 1}:
        return "weekends"
    if start >= noon:
        return "evenings"
    return "in-hours" if days == _WORKING_DAYS and end > noon else "days"


def _stretch(window: WeeklyWindow) -> str | None:
    """`weekends` for one stretch from Friday or Saturday on, `weekdays` for one that begins the week."""
    day, end = window.start // MINUTES_PER_DAY, window.start + window.length
    if day in {_FRIDAY, _SATURDAY} and end <= MINUTES_PER_WEEK + MINUTES_PER_DAY:
        return "weekends"
    return "weekdays" if day == 0 and end <= _SATURDAY * MINUTES_PER_DAY else None
