"""A spreadsheet becomes line-ups, with covers for what they do not say, and every row is accounted for."""

import json
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconciler.config.loader import load_texts
from reconciler.config.model import RotaFile
from reconciler.config.names import FILL_IN
from reconciler.errors import ConfigError, UsageError
from reconciler.importing.spreadsheet import Known, Proposal, propose
from reconciler.importing.spreadsheet_rows import MAX_ROWS, read
from reconciler.intervals import Interval, at, instant, zone
from reconciler.shifts import engine
from tests.strategies import PEOPLE, documents

MONDAY = date(2026, 1, 5)
NAMES = {"ana": "Ana Ortiz", "ben": "Ben Ode", "cal": "Cal Roe", "dee": "Dee Marr"}
KNOWN = tuple(Known(key, name, f"{key}@example.org") for key, name in NAMES.items())


def sheet(*rows: str, head: str = "date,rota,person") -> str:
    return "\n".join((head, *rows))


def weeks(*people: str, first: date = MONDAY, rota: str = "Web", length: int = 7) -> list[str]:
    """A row for each day of turns laid end to end."""
    return [
        f"{first + timedelta(days=n * length + k)},{rota},{NAMES[person]}"
        for n, person in enumerate(people)
        for k in range(length)
    ]


def made(text: str) -> Proposal:
    return propose(read(text), time_zone="Europe/London", known=KNOWN)


def section(found: Proposal, name: str) -> list[str]:
    """The lines of one section of the file, without their comments."""
    (part,) = (part for part in found.text.split("\n\n") if part.startswith(f"{name}:"))
    return [line.split("  #")[0] for line in part.rstrip("\n").split("\n")[1:]]


def loaded(found: Proposal) -> RotaFile:
    return load_texts("rota.yaml", {"rota.yaml": found.text}).file


def test_turns_of_a_week_are_a_line_up() -> None:
    """Length, day and order are recognised; nothing is left over."""
    found = made(sheet(*weeks("ana", "ben", "cal", "ana", "ben", "cal")))
    assert section(found, "rotas") == [
        "  web:",
        "    name: Web",
        "    turn: 1 week",
        "    handover: Monday 09:00",
        "    line_ups:",
        "      - {from: 2026-01-05, people: [ana, ben, cal]}",
    ]
    assert (found.line_ups, found.covers, found.not_understood, found.notes) == (42, 0, (), ())
    assert "overrides:" not in found.text


@pytest.mark.parametrize(
    ("length", "turn", "handover"),
    [(1, "1 day", "09:00"), (3, "3 days", "09:00"), (14, "2 weeks", "Wednesday 09:00")],
)
def test_turns_of_other_lengths_are_recognised(length: int, turn: str, handover: str) -> None:
    """Days, and several weeks; the day on which they begin is found in the rows."""
    first = date(2026, 1, 7)
    found = made(
        sheet(*weeks("ana", "ben", "cal", "ana", "ben", "cal", "ana", "ben", first=first, length=length))
    )
    rota = loaded(found).rotas["web"]
    assert (str(rota.turn), str(rota.handover), found.covers) == (turn, handover, 0)
    assert [line_up.people for line_up in rota.line_ups] == [("ana", "ben", "cal")]


def test_a_single_day_that_differs_is_a_cover() -> None:
    """Two days in a row are one line; the order is not disturbed."""
    rows = weeks("ana", "ben", "cal", "ana", "ben", "cal")
    rows[9] = f"{MONDAY + timedelta(days=9)},Web,Dee Marr"
    rows[10] = f"{MONDAY + timedelta(days=10)},Web,Dee Marr"
    found = made(sheet(*rows))
    assert section(found, "overrides") == ["  - {rota: web, cover: ben, by: dee, on: 2026-01-14..2026-01-15}"]
    assert (found.line_ups, found.covers) == (40, 2)


def test_a_joiner_is_a_second_line_up() -> None:
    """Where the order changes for good, a line-up begins."""
    found = made(sheet(*weeks(*("ana", "ben", "cal") * 4, *("ana", "dee", "ben", "cal") * 3)))
    assert section(found, "rotas")[5:] == [
        "      - {from: 2026-01-05, people: [ana, ben, cal]}",
        "      - {from: 2026-04-06, people: [dee, ben, cal, ana]}",
    ]
    assert found.covers == 0


def test_weeks_without_rows_are_a_pause() -> None:
    """Nobody is in the sheet then, so nobody is in the file."""
    later = weeks("ben", "ana", first=date(2026, 2, 9))
    found = made(sheet(*weeks("ana", "ben", "ana"), *later))
    assert section(found, "rotas")[5:] == [
        "      - {from: 2026-01-05, people: [ana, ben]}",
        "      - {from: 2026-01-26, pause: nobody in the spreadsheet}",
        "      - {from: 2026-02-09, people: [ben, ana]}",
    ]
    assert found.notes == ()


def test_a_day_without_a_row_is_told() -> None:
    """The file has the turn's owner there."""
    rows = weeks("ana", "ben", "ana", "ben")
    found = made(sheet(*rows[:8], *rows[9:]))
    (note,) = found.notes
    assert note == (
        "Web: the file has somebody Tue 13 Jan 2026 09:00 – Wed 14 Jan 2026 09:00, and the spreadsheet no row"
    )


def test_shifts_with_times_become_hours() -> None:
    """Nights run over midnight; what another rota leaves is the rest of its hours."""
    rows: list[str] = []
    for n in range(28):
        on = MONDAY + timedelta(days=n)
        who = list(NAMES.values())[n // 7 % 3]
        if on.weekday() < 5:
            rows += [f"{on},Day,{who},09:00,17:00", f"{on},Night,{who},17:00,09:00"]
        else:
            rows.append(f"{on},Night,{who},09:00,09:00")
    found = made(sheet(*rows, head="Date,Schedule,Who,Start,End"))
    assert section(found, "hours") == ["  in-hours: Mon-Fri 09:00-17:00", "  out-of-hours: outside in-hours"]
    assert (found.covers, found.not_understood, found.notes) == (0, (), ())
    assert found.rotas == ("Day", "Night")


def test_two_people_on_a_date_are_layers() -> None:
    """Each time of day has a rotation of its own."""
    rows: list[str] = []
    for n in range(24):
        on, names = MONDAY + timedelta(days=n), list(NAMES.values())
        rows += [f"{on},Web,{names[n % 3]},08:00,20:00", f"{on},Web,{names[(n + 1) % 3]},20:00,08:00"]
    rows[13] = (
        rows[13]
        .replace("Ben Ode", "Dee Marr")
        .replace("Ana Ortiz", "Dee Marr")
        .replace("Cal Roe", "Dee Marr")
    )
    found = made(sheet(*rows, head="date,rota,person,from,until"))
    assert [layer.name for layer in loaded(found).rotas["web"].layers] == ["0800-2000", "2000-0800"]
    assert (found.line_ups, found.covers, found.not_understood) == (47, 1, ())
    assert section(found, "overrides") == [
        "  - {rota: web, cover: ben, by: dee, from: 2026-01-11 20:00, until: 2026-01-12 08:00}"
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_what_spreadsheets_write_is_read(delimiter: str) -> None:
    """A mark at the start, semicolons, quotes, capitals, blanks and empty lines."""
    text = "\ufeff" + delimiter.join(("Date", " ROTA ", "Person")) + "\r\n\r\n"
    text += delimiter.join(("05/01/2026", '"Web, main"', '"Ortiz ""Ana"""')) + "\r\n"
    text += delimiter.join(("13/01/2026", "web,  MAIN", 'Ortiz "Ana"')) + "\r\n"
    found = read(
        text if delimiter != "," else text.replace(",  MAIN", ",  MAIN").replace("web,  MAIN", '"web,  MAIN"')
    )
    assert [(row.number, row.on, row.rota.casefold(), row.person) for row in found.rows] == [
        (3, date(2026, 1, 5), "web, main", 'Ortiz "Ana"'),
        (4, date(2026, 1, 13), "web, main", 'Ortiz "Ana"'),
    ]
    assert found.day_first
    assert found.not_read == ()


@pytest.mark.parametrize(
    ("dates", "why"),
    [
        (["05/01/2026", "06/01/2026"], "05/01/2026 may be day first or month first"),
        (["13/01/2026", "01/14/2026"], "01/14/2026 has the month first"),
        (["2026-02-30"], '"2026-02-30" does not exist: February 2026 ends on 2026-02-28'),
        (["soon"], '"soon" is not a date'),
        ([""], "it has no date"),
    ],
)
def test_a_date_that_may_mean_two_days_is_refused(dates: list[str], why: str) -> None:
    """Nothing is guessed; one date that can only be day first settles a column, unless one speaks against."""
    found = read(sheet(*(f"{on},Web,Ana" for on in dates)))
    assert why in [item.why for item in found.not_read]
    assert not found.day_first


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("2026-01-05,Web,", "it has no person"),
        ("2026-01-05,Web,Ana,09:00,", "it has one time of two"),
        ("2026-01-05,Web,Ana,9am,5pm", '"9am" is not a time'),
    ],
)
def test_a_row_that_says_nothing_certain_is_listed_with_its_number(row: str, why: str) -> None:
    """With what to write instead."""
    (item,) = read(sheet(row, head="date,rota,person,from,until")).not_read
    assert item.number == 2
    assert item.why.startswith(why)
    assert item.hint


def test_two_people_at_a_time_are_told_apart_by_row() -> None:
    """The first one counts; the same row twice is one."""
    found = read(sheet("2026-01-05,Web,Ana", "2026-01-05,web,ana", "2026-01-05,Web,Ben"))
    assert [row.number for row in found.rows] == [2, 3]
    assert [(item.number, item.why) for item in found.not_read] == [(4, "row 2 has Ana on Web at that time")]


def test_an_address_is_taken_as_it_is_and_a_name_is_to_be_filled_in() -> None:
    """The file does not load before somebody has: `rota check` names the line."""
    rows = [
        f"{MONDAY + timedelta(days=n)},Web,{'eve.lin@example.org' if n < 7 else 'Fay Roe'}" for n in range(14)
    ]
    found = propose(read(sheet(*rows)), time_zone="Europe/London")
    assert found.text.split("\n\n")[1].split("\n") == [
        "people:",
        "  eve: {name: Eve Lin, email: eve.lin@example.org}",
        "  fay: {name: Fay Roe, email: fill-in}  # FILL IN: the e-mail address of the PagerDuty user",
    ]
    assert found.to_fill_in == ("Fay Roe",)
    with pytest.raises(ConfigError) as error:
        loaded(found)
    assert [finding.message for finding in error.value.findings] == [
        "email of person fay: the address is still to be filled in"
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no column date"),
        ("when,rota,person\n2026-01-05,Web,Ana", "no column date"),
        ("date,rota,person\n", "no row of the spreadsheet could be understood"),
        ("date,rota,person\nsoon,Web,Ana", "row 2"),
        ('date,rota,person\n"2026-01-05,Web,Ana', "cannot be read as CSV"),
        ("date,rota,person\n" + "x\n" * (MAX_ROWS + 1), "more than 50,000 rows"),
    ],
)
def test_a_sheet_that_cannot_be_understood_at_all_is_a_fault(text: str, said: str) -> None:
    """With what to do."""
    with pytest.raises(UsageError, match=said) as error:
        made(text)
    assert error.value.hint


def at_nine(file: RotaFile, key: str, on: date) -> str | None:
    """Who has a rota at nine in the morning, hours or not."""
    moment = instant(datetime.combine(on, time(9)), zone(file.time_zone))
    held = at(engine.turn_line(file, key, Interval(moment, moment + timedelta(hours=1))), moment)
    return held.value.person if held else None


moderate = settings(max_examples=120, deadline=None)


@moderate
@given(documents(overrides=False), st.integers(0, 200), st.integers(1, 120))
def test_a_rota_written_day_by_day_and_read_back_has_the_same_holders(
    data: dict[str, object], start: int, length: int
) -> None:
    """Whatever its turns: those of hours too, of which a sheet by days sees only some."""
    try:
        file = load_texts("rota.yaml", {"rota.yaml": json.dumps(data)}).file
    except ConfigError:
        return
    dates = [MONDAY + timedelta(days=start + n) for n in range(length)]
    rows = [
        (key, on, person)
        for key in file.rotas
        for on in dates
        if (person := at_nine(file, key, on)) is not None
    ]
    if not rows:
        return
    text = sheet(*(f"{on},{file.rotas[key].name},{person}@example.org" for key, on, person in rows))
    found = propose(read(text), time_zone=file.time_zone)
    assert (found.not_understood, found.to_fill_in) == ((), ())
    assert found.line_ups + found.covers == len(rows)
    again = loaded(found)
    names = {rota.name: key for key, rota in again.rotas.items()}
    for key, on, person in rows:
        holder = at_nine(again, names[file.rotas[key].name], on)
        assert holder is not None
        assert again.people[holder].email == f"{person}@example.org"


@moderate
@given(st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=90), st.integers(0, 6))
def test_any_days_at_all_are_said_exactly(people: list[str], shift: int) -> None:
    """Also where there is no rotation to be found."""
    dates = [MONDAY + timedelta(days=shift + n) for n in range(len(people))]
    rows = [f"{on},Web,{person}@example.org" for on, person in zip(dates, people, strict=True)]
    found = propose(read(sheet(*rows)), time_zone="Europe/London")
    again = loaded(found)
    assert [again.people[at_nine(again, "web", on) or ""].email.split("@")[0] for on in dates] == people
    assert FILL_IN not in found.text
