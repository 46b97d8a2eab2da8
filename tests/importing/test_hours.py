"""Hours as lines that people write, and the names that rotas share."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.config.values import MINUTES_PER_WEEK, WeeklyWindow
from reconciler.config.windows import parse_windows
from reconciler.importing.draft import Period
from reconciler.importing.hours import lines, named, outside
from reconciler.shifts.hours import AROUND_THE_CLOCK, complement, normalise

windows = st.builds(WeeklyWindow, st.integers(0, MINUTES_PER_WEEK - 1), st.integers(1, MINUTES_PER_WEEK))
weeks = st.lists(windows, min_size=1, max_size=6).map(lambda found: normalise(tuple(found)))


def week(*texts: str) -> tuple[Period, ...]:
    parts = [part for text in texts for part in parse_windows(text)]
    return (Period(None, normalise(tuple(part for part in parts if isinstance(part, WeeklyWindow)))),)


@given(weeks)
def test_a_week_reads_back_as_itself(found: tuple[WeeklyWindow, ...]) -> None:
    """Over midnight, over the end of the week, and where days have the same times."""
    assert week(*lines(found))[0].windows == found


@pytest.mark.parametrize(
    "texts",
    [
        ("Mon-Fri 09:00-17:00",),
        ("Mon-Thu 17:00-09:00", "Fri 17:00-Mon 09:00"),
        ("daily 20:00-08:00",),
        ("Sat-Sun 00:00-24:00",),
        ("Mon,Wed,Fri 18:00-24:00",),
        ("Sat-Mon 10:00-12:00",),
        ("Sat 09:00-Sun 09:00",),
        ("Mon-Thu 08:30-17:30", "Fri 08:30-16:00"),
    ],
)
def test_lines_are_those_of_a_person(texts: tuple[str, ...]) -> None:
    """Days that have the same times share a line, in the order of the week."""
    assert lines(week(*texts)[0].windows) == texts


def test_names_are_words_where_there_are_any() -> None:
    """Equal hours share one; a second set of a kind has a number; what has no word is counted."""
    sets = [
        week("Mon-Fri 09:00-17:00"),
        week("Mon-Fri 08:00-18:00"),
        week("Mon-Thu 17:00-09:00", "Fri 17:00-Mon 09:00"),
        week("daily 20:00-08:00"),
        week("daily 08:00-20:00"),
        week("Sat-Sun 00:00-24:00"),
        week("Mon 12:00-Fri 12:00"),
        week("Mon-Fri 18:00-22:00"),
        week("Tue 09:00-Thu 10:00"),
        week("Wed 09:00-Thu 10:00"),
        week("Mon-Fri 09:00-17:00"),
    ]
    assert [name for name, _ in named(sets)] == [
        "in-hours", "in-hours-2", "out-of-hours", "nights", "days", "weekends", "weekdays", "evenings",
        "hours-1", "hours-2",
    ]  # fmt: skip


def test_the_rest_of_the_week_is_outside_the_hours_before_it() -> None:
    """Even where it is used first, or alone."""
    night, day = week("Mon-Thu 17:00-09:00", "Fri 17:00-Mon 09:00"), week("Mon-Fri 09:00-17:00")
    for sets in ([night, day], [night], [day, night]):
        found = named(sets)
        assert found == (("in-hours", day), ("out-of-hours", night))
        assert outside(night, found[:1]) == "in-hours"
    (one, two) = named([week("Tue 09:00-Thu 10:00"), week("Thu 10:00-Tue 09:00")])
    assert (one[0], two[0]) == ("hours-1", "not-hours-1")


@given(st.lists(weeks.filter(lambda found: found != AROUND_THE_CLOCK), max_size=6))
def test_every_set_has_a_name_of_its_own(found: list[tuple[WeeklyWindow, ...]]) -> None:
    """And no complement stands before what it is the rest of."""
    names = named((Period(None, item),) for item in found)
    assert len({name for name, _ in names}) == len(names)
    assert {periods[0].windows for _, periods in names} >= set(found)
    for number, (_, periods) in enumerate(names):
        leader = outside(periods, names[:number])
        if leader is not None:
            assert dict(names)[leader][0].windows == complement(periods[0].windows)
