"""Claims about weekly windows."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.config.scalars import ScalarFault
from reconciler.config.values import Outside, WeeklyWindow
from reconciler.config.windows import is_around_the_clock, parse_windows

DAY = 1440


def weekly(*days: int, start: int, length: int) -> tuple[WeeklyWindow, ...]:
    return tuple(WeeklyWindow(day * DAY + start, length) for day in days)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Mon-Fri 09:00-17:00", weekly(0, 1, 2, 3, 4, start=540, length=480)),
        ("monday-friday 09:00-17:00", weekly(0, 1, 2, 3, 4, start=540, length=480)),
        ("Mon, Wed 10:00 - 12:00", weekly(0, 2, start=600, length=120)),
        ("Mon-Tue,Thu 10:00–12:00", weekly(0, 1, 3, start=600, length=120)),
        ("daily 09:00-17:00", weekly(*range(7), start=540, length=480)),
        ("Sat-Sun 00:00-24:00", weekly(5, 6, start=0, length=DAY)),
        ("Mon-Thu 17:00-09:00", weekly(0, 1, 2, 3, start=1020, length=960)),
        ("Sun 22:00-06:00", weekly(6, start=1320, length=480)),
        ("Sat-Mon 10:00-11:00", weekly(0, 5, 6, start=600, length=60)),
        ("Fri 17:00-Mon 09:00", (WeeklyWindow(4 * DAY + 1020, 3 * DAY - 480),)),
        ("Fri 17:00-Sun 24:00", (WeeklyWindow(4 * DAY + 1020, 3 * DAY - 1020),)),
        ("Mon 09:00-Mon 08:00", (WeeklyWindow(540, 7 * DAY - 60),)),
        ("outside in-hours", (Outside(("in-hours",)),)),
        ("outside a, b", (Outside(("a", "b")),)),
    ],
)
def test_a_window_is_read(text: str, parts: tuple[object, ...]) -> None:
    """Each form of window is the stretch of the week that it says."""
    assert parse_windows(text) == parts


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        (
            "09:00-17:00",
            '"09:00-17:00" is not a weekly window',
            "name the days: `Mon-Fri 09:00-17:00` or `daily 09:00-17:00`",
        ),
        ("Mon 24:00-08:00", '"24:00" can only end a window', "write 00:00"),
        ("Mon 9:00-17:00", '"9:00" is not a time of day', "write `Mon 09:00-17:00`"),
        ("0 09:00-17:00", '"0" is not a day of the week', "write days as words: Sunday"),
        ("outside", '"outside" does not say outside of what', None),
        ("outside a b", '"outside a b" does not say outside of what', "write `outside a, b`"),
        ("24x7", '"24x7" is not a weekly window', "write `daily 00:00-24:00`, or leave hours out"),
        ("", '"" is not a weekly window', None),
        (
            "Mon",
            '"Mon" is not a weekly window',
            "add times, like `09:00-17:00`; inside [ ] and { } a text with a comma needs quotes",
        ),
        ("09:00 10:00-11:00", '"09:00 10:00-11:00" names no day', "begin with days, like `Mon-Fri`"),
        (
            "Mon 09:00-12:00, 13:00-17:00",
            '"Mon 09:00-12:00, 13:00-17:00" is not a weekly window',
            "write several windows as a list: [Mon 09:00-12:00, Mon 13:00-17:00]",
        ),
        (
            "Mon-Fri 09:00-12:00 13:00-17:00",
            '"Mon-Fri 09:00-12:00 13:00-17:00" is not a weekly window',
            "write several windows as a list: [Mon-Fri 09:00-12:00, Mon-Fri 13:00-17:00]",
        ),
        (
            "Mon,Wed 09:00-12:00, Sat 10:00-14:00",
            '"Mon,Wed 09:00-12:00, Sat 10:00-14:00" is not a weekly window',
            'write several windows as a list: ["Mon,Wed 09:00-12:00", Sat 10:00-14:00]',
        ),
        (
            "Mon-Fri 09:00-12:00 or 13:00-17:00",
            '"Mon-Fri 09:00-12:00 or 13:00-17:00" is not a weekly window',
            "write several windows as a list, like [Mon-Fri 09:00-12:00, Mon-Fri 13:00-17:00]",
        ),
        (
            "Mon-Fri 17:00-Mon 09:00",
            '"Mon-Fri 17:00-Mon 09:00" is not a weekly window',
            "a span begins on one day, like `Fri 17:00-Mon 09:00`; nights are `Mon-Thu 17:00-09:00`",
        ),
        (
            "Mon-Fri 09:00-17:00 Europe/London",
            '"Mon-Fri 09:00-17:00 Europe/London" is not a weekly window',
            "write `Mon-Fri 09:00-17:00`; its times are in the zone of the rota, `time_zone:`",
        ),
    ],
)
def test_a_wrong_window_is_refused_with_advice(text: str, message: str, hint: str | None) -> None:
    """Each refusal shows the part that is wrong."""
    with pytest.raises(ScalarFault) as refusal:
        parse_windows(text)
    assert (refusal.value.message, refusal.value.hint) == (message, hint)


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("weekdays 09:00-17:00", "Mon-Fri 09:00-17:00"),
        ("weekends 00:00-24:00", "Sat-Sun 00:00-24:00"),
        ("every day 22:00-06:00", "daily 22:00-06:00"),
        ("Fri 22:00 to Sun 22:00", "Fri 22:00-Sun 22:00"),
        ("Mon..Fri 09:00 until 17:00", "Mon-Fri 09:00-17:00"),
        ("Mon/Wed/Fri 07:00-19:00", "Mon,Wed,Fri 07:00-19:00"),
        ("Mon Wed and Fri 07:00-19:00", "Mon,Wed,Fri 07:00-19:00"),
        ("Saturdays 9-17", "Saturday 09:00-17:00"),
        ("Mon-Fri 9am-5:30pm", "Mon-Fri 09:00-17:30"),
        ("09:00-17:00 on Mon-Fri", "Mon-Fri 09:00-17:00"),
        ("Fri 5pm - Mon 9am", "Fri 17:00-Mon 09:00"),
        ("except in-hours", "outside in-hours"),
    ],
)
def test_another_spelling_is_refused_with_ours(text: str, instead: str) -> None:
    """The hint is the line to write."""
    with pytest.raises(ScalarFault) as refusal:
        parse_windows(text)
    assert refusal.value.hint == f"write `{instead}`"


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("Mon-Fri 9-5", ["Mon-Fri 09:00-17:00", "Mon-Fri 21:00-05:00"]),
        ("Mon-Fri 9-5:30", ["Mon-Fri 09:00-17:30", "Mon-Fri 21:00-05:30"]),
        ("Mon-Fri 8.30-5.30", ["Mon-Fri 08:30-17:30", "Mon-Fri 20:30-05:30"]),
        ("weekdays 9 to 5", ["Mon-Fri 09:00-17:00", "Mon-Fri 21:00-05:00"]),
        ("9-5 on Mon-Fri", ["Mon-Fri 09:00-17:00", "Mon-Fri 21:00-05:00"]),
        ("Mon-Fri 09-05", ["Mon-Fri 09:00-17:00", "Mon-Fri 09:00-05:00"]),
        ("Mon-Fri 0900-1700", ["Mon-Fri 09:00-17:00"]),
        ("Mon-Fri 900-530", ["Mon-Fri 09:00-17:30", "Mon-Fri 21:00-05:30"]),
        ("Mon-Fri 09:00-5", ["Mon-Fri 09:00-17:00"]),
        ("Mon-Fri 9am-5", ["Mon-Fri 09:00-17:00"]),
        ("Mon-Fri noon-5", ["Mon-Fri 12:00-17:00"]),
        ("Mon-Fri 10-6", ["Mon-Fri 10:00-18:00", "Mon-Fri 22:00-06:00"]),
        ("daily 8-8", ["daily 08:00-20:00", "daily 20:00-08:00"]),
        ("Mon-Fri 9-5pm", ["Mon-Fri 09:00-17:00"]),
        ("Mon-Fri 1-5pm", ["Mon-Fri 13:00-17:00", "Mon-Fri 01:00-17:00"]),
        ("Mon-Fri 9-5am", ["Mon-Fri 21:00-05:00"]),
        ("Mon-Fri 10-12pm", ["Mon-Fri 10:00-12:00"]),
        ("Mon-Fri 12-6am", ["Mon-Fri 00:00-06:00"]),
        ("Mon-Fri 1-5", ["Mon-Fri 01:00-05:00", "Mon-Fri 13:00-17:00"]),
        ("Mon-Fri 5-9", ["Mon-Fri 05:00-09:00", "Mon-Fri 17:00-21:00", "Mon-Fri 17:00-09:00"]),
        ("Mon-Fri 5pm-9", ["Mon-Fri 17:00-21:00", "Mon-Fri 17:00-09:00"]),
        ("Mon-Fri 5pm-12", ["Mon-Fri 17:00-24:00"]),
        ("Fri 5-Mon 9", ["Fri 05:00-Mon 09:00", "Fri 17:00-Mon 09:00"]),
        ("Mon-Thu 17-9", ["Mon-Thu 17:00-09:00"]),
        ("Mon-Thu 22-6", ["Mon-Thu 22:00-06:00"]),
        ("Mon-Fri 09-17", ["Mon-Fri 09:00-17:00"]),
    ],
)
def test_hours_of_a_twelve_hour_clock_are_shown_in_all_their_readings(text: str, readings: list[str]) -> None:
    """From `9-5` nobody can tell a working day from a night; it is never from nine until five at night."""
    with pytest.raises(ScalarFault) as refusal:
        parse_windows(text)
    assert re.findall("`(.*?)`", str(refusal.value.hint)) == readings
    assert str(refusal.value.hint).endswith("whichever is meant") is (len(readings) > 1)


@given(st.integers(1, 12), st.integers(1, 12))
def test_the_first_reading_of_two_bare_hours_is_no_longer_than_half_a_day(start: int, end: int) -> None:
    """Whoever pastes the first thing that a hint offers is not on call in the middle of the night for it."""
    with pytest.raises(ScalarFault) as refusal:
        parse_windows(f"Mon {start}-{end}")
    ((window,), *_) = (parse_windows(line) for line in re.findall("`(.*?)`", str(refusal.value.hint)))
    assert isinstance(window, WeeklyWindow)
    assert window.length <= DAY // 2


@pytest.mark.parametrize("item", ["Mon,", "Mon-", "a-", "-", "9 ", "Mon 09:00-"])
def test_a_line_of_absurd_length_gets_no_advice(item: str) -> None:
    """To look for what was meant in half a million characters would take minutes."""
    with pytest.raises(ScalarFault) as refusal:
        parse_windows(item * (500_000 // len(item)))
    assert refusal.value.hint is None


WORDS = st.sampled_from(
    (
        "Mon",
        "Fri",
        "Sundays",
        "weekend",
        "to",
        "-",
        ",",
        "9",
        "09:00",
        "5pm",
        "17:00",
        "noon",
        "and",
        "not",
        "x",
        "UTC",
    )
)


@given(st.lists(WORDS, max_size=8).map(" ".join))
def test_a_line_that_a_hint_says_to_write_is_read(text: str) -> None:
    """Whatever was written, advice that is refused in its turn would be none."""
    try:
        parse_windows(text)
    except ScalarFault as fault:
        if (fault.hint or "").startswith("write `"):
            for line in re.findall(r"`([^`]*[0-9]:[^`]*)`", str(fault.hint)):
                assert parse_windows(line)


@pytest.mark.parametrize("dash", ["-", "\u2012", "\u2013", "\u2014", "\u2212"])
def test_a_dash_of_any_length_is_a_dash(dash: str) -> None:
    """Word processors make longer ones of it."""
    assert parse_windows(f"Fri 17:00{dash}Mon 09:00") == parse_windows("Fri 17:00-Mon 09:00")


@pytest.mark.parametrize("text", ["Mon 09:00-09:00", "daily 00:00-00:00", "Mon 09:00-Mon 09:00"])
def test_a_window_without_length_is_refused(text: str) -> None:
    """Whether nothing or a whole day was meant cannot be known, so it is asked."""
    with pytest.raises(ScalarFault, match="begins and ends at the same time") as refusal:
        parse_windows(text)
    assert "00:00-24:00" in str(refusal.value.hint)


@pytest.mark.parametrize(
    "text", ["daily 00:00-24:00", "Mon-Sun 00:00-24:00", "daily 09:00-08:59", "Fri-Thu 00:00-24:00"]
)
def test_a_full_cover_window_is_fine_and_restricts_nothing(text: str) -> None:
    """A whole week in windows is the same as no windows at all, whichever day it begins on."""
    parts = (*parse_windows(text), *parse_windows("daily 08:30-09:30"))
    assert is_around_the_clock(parts)


def test_windows_with_a_gap_are_not_around_the_clock() -> None:
    """One free minute, or an unknown `outside`, is enough."""
    assert not is_around_the_clock(parse_windows("daily 00:00-23:59"))
    assert not is_around_the_clock(parse_windows("Mon-Sat 00:00-24:00"))
    assert not is_around_the_clock(parse_windows("outside in-hours"))


def test_a_window_always_names_its_days() -> None:
    """There is no form in which a weekly window lacks a day, or a daily one carries a day of its own."""
    with pytest.raises(ScalarFault):
        parse_windows("08:00-18:00")
    with pytest.raises(ScalarFault):
        parse_windows("daily Mon 08:00-18:00")


def test_one_day_means_one_day() -> None:
    """`Mon 08:00-18:00` is ten hours a week, not fifty."""
    assert (
        sum(part.length for part in parse_windows("Mon 08:00-18:00") if isinstance(part, WeeklyWindow)) == 600
    )
