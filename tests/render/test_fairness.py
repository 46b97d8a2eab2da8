"""What `rota fairness` prints about balances and pay for people: sentences and tables."""

from fractions import Fraction

import pytest

from reconciler.config.model import RotaFile
from reconciler.insight.fairness import Amounts, Balance
from reconciler.insight.pay import lines
from reconciler.insight.report import Report
from reconciler.render import fairness, fairness_pay
from reconciler.render.clean import markdown as escape
from reconciler.render.fairness_table import Row, table
from reconciler.render.fairness_words import sentence
from reconciler.render.layout import Paint
from tests.render import builders as b
from tests.render.fairness_year import FILE, WEEK, renamed, sheet, told
from tests.render.test_inert import NASTY, inert
from tests.shifts.support import span


def text(found: Report, file: RotaFile = FILE, *, only: tuple[str, ...] = (), width: int = 80) -> str:
    return fairness.text(found, file, only=only, usual=False, width=width, color=False)


def balances(hours: dict[str, int], days: dict[str, int] | None = None) -> list[Balance]:
    """How many hours and bank holidays each has more than 200 hours and a few, over two turns each."""
    share = Amounts(hours=Fraction(200), turns=Fraction(2), bank_holidays=Fraction(5))
    return [
        Balance(
            "web",
            person,
            share + Amounts(hours=Fraction(more), bank_holidays=Fraction((days or {}).get(person, 0))),
            share,
            here=True,
        )
        for person, more in hours.items()
    ]


# --- sentences


@pytest.mark.parametrize(
    ("hours", "days", "said"),
    [
        ({"ana": 49, "ben": -49}, {}, "Nobody is owed anything to speak of."),
        (
            {"ana": 51, "ben": -51},
            {},
            "Ana Ortiz has 51 hours more than an equal share; Ben Ode is owed 51 hours.",
        ),
        (
            {"ana": 60, "ben": 70, "cal": -60, "dee": -70},
            {},
            (
                "Ben Ode has 70 hours and Ana Ortiz 60 hours more than an equal share; "
                "Dee Marr is owed 70 hours and Cal Roe 60 hours."
            ),
        ),
        (
            {"ana": 60, "ben": 30, "cal": -60, "dee": -30},
            {"ana": 2, "cal": -1, "dee": -1},
            (
                "Ana Ortiz has 60 hours and 2 bank holidays more than an equal share; "
                "Cal Roe is owed 60 hours and a bank holiday, and Dee Marr a bank holiday."
            ),
        ),
        ({"ana": -60, "ben": 30, "cal": 30}, {}, "Ana Ortiz is owed 60 hours."),
        (
            {"ana": 60, "ben": -30, "cal": -30},
            {},
            "Ana Ortiz has 60 hours more than an equal share; nobody is owed as much as half a turn.",
        ),
        ({}, {}, "Nobody has shifts in this time."),
    ],
)
def test_the_sentence_names_who_is_ahead_and_who_is_owed(
    hours: dict[str, int], days: dict[str, int], said: str
) -> None:
    """A turn has 100 hours here, so that 50 are the least that is told."""
    assert sentence(balances(hours, days), FILE) == said


# --- tables


def test_the_year_as_text() -> None:
    """The sentence first, then a row for each person, then Christmas and Easter."""
    assert text(told()) == (
        "Fairness, Mon 5 Jan 2026 – Mon 4 Jan 2027 Europe/London (from rota.yaml)\n"
        "\n"
        "web\n"
        "  Cal Roe is owed 72 hours.\n"
        "                Hours      Turns    Nights  Weekends  Bank hols\n"
        "  Ana Ortiz  2841 +41  22.0 +0.3  154 +2.3   22 +0.3   3.8 +0.4\n"
        "  Ben Ode    2831 +31  21.9 +0.2  153 +1.3   22 +0.3   3.2 -0.1\n"
        "  Cal Roe    1048 -72   8.1 -0.6   57 -3.7    8 -0.7   1.0 -0.3\n"
        "  Christmas since 2023  Ana Ortiz 2026\n"
        "  Easter since 2023     Ana Ortiz 2026; Ben Ode 2026\n"
        "\n"
        "Beside each figure: by how much it is more (+) or less (-) than an equal share\n"
        "of the time for which the person was in the line-up. A part of a night or a day\n"
        "counts as that part.\n"
    )


def test_the_year_as_markdown() -> None:
    """The same figures; the years of Christmas and Easter beside each person."""
    assert fairness.markdown(told(), FILE, only=("cal", "ben"), usual=True) == (
        "### Fairness, Mon 5 Jan 2026 – Mon 4 Jan 2027 Europe/London (from rota.yaml)\n"
        "\n"
        "The past 6 months and the next 6, as the file has them.\n"
        "\n"
        "#### web\n"
        "\n"
        "Cal Roe is owed 72 hours.\n"
        "\n"
        "| Who | Hours | Turns | Nights | Weekends | Bank hols | Christmas since 2023 | Easter since 2023 |\n"
        "| --- | ---: | ---: | ---: | ---: | ---: | --- | --- |\n"
        "| Ben Ode | 2831 (+31) | 21.9 (+0.2) | 153 (+1.3) | 22 (+0.3) | 3.2 (-0.1) |  | 2026 |\n"
        "| Cal Roe | 1048 (-72) | 8.1 (-0.6) | 57 (-3.7) | 8 (-0.7) | 1.0 (-0.3) |  |  |\n"
        "\n"
        "Beside each figure: by how much it is more (+) or less (-) than an equal share of the time for "
        "which the person was in the line-up. A part of a night or a day counts as that part.\n"
    )


def test_a_person_who_is_asked_for_stands_alone_in_the_figures() -> None:
    """The sentence stays about everybody: what one is owed depends on the others."""
    out = text(told(), only=("ben",))
    assert "Cal Roe is owed 72 hours." in out
    assert "Ben Ode  2831 +31" in out
    assert "Ana Ortiz" not in out


def test_names_that_leave_no_room_go_above_their_figures() -> None:
    """No figure is cut or squeezed."""
    rows = [Row("Ana " * 12, ("1439 +60", "11")), Row("Ben Ode", ("3 -1", "2"))]
    assert table(("Hours", "Turns"), rows, width=60, paint=Paint(color=False)) == [
        "       Hours  Turns",
        "  Ana Ana Ana Ana Ana Ana Ana Ana Ana Ana Ana Ana ",
        "    1439 +60     11",
        "  Ben Ode",
        "        3 -1      2",
    ]


@pytest.mark.parametrize("width", [60, 80, 100])
@pytest.mark.parametrize("name", ["Bo", "Wilhelmina Featherstonehaugh-Cholmondeley", "日本語" * 20])
def test_no_line_is_wider_than_the_terminal(name: str, width: int) -> None:
    """With short, long and wide names, for balances and for pay with every stretch."""
    file = renamed(name)
    assert b.narrow(text(told(), file, width=width), width)
    for verbose in (False, True):
        out = fairness_pay.text(sheet(file), file, WEEK, width=width, color=False, verbose=verbose)
        assert b.narrow(out, width)


@pytest.mark.parametrize("name", NASTY)
def test_what_people_wrote_is_inert(name: str) -> None:
    """Names and reasons are shown, not obeyed, in every form."""
    file = renamed(name)
    assert inert(text(told(), file))
    assert inert(fairness_pay.text(sheet(file), file, WEEK, width=80, color=False, verbose=True))
    for out in (
        fairness.markdown(told(), file, only=(), usual=False),
        fairness_pay.markdown(sheet(file), file, WEEK),
    ):
        assert inert(out)
        assert escape(name) in out


def test_two_people_of_one_name_are_told_apart_by_their_addresses() -> None:
    """In the sentence, the figures and the pay sheet."""
    file = renamed("Sam Poe")
    assert "  Sam Poe (cal@example.org) is owed 72 hours.\n" in text(told(), file)
    assert "\n  Sam Poe (ben@example.org)  2831 +31" in text(told(), file)
    assert "\n  Sam Poe (cal@example.org)\n" in fairness_pay.text(
        sheet(file), file, WEEK, width=80, color=False
    )


# --- pay


def test_the_pay_sheet_as_text() -> None:
    """Sums for people; `-v` lists every stretch, with its source and the commit of its line."""
    out = fairness_pay.text(sheet(), FILE, WEEK, width=80, color=False, verbose=True)
    assert out.split("\n\n")[1] == (
        "         Weeknight  Weekend  Bank hol  In hours  Hours\n"
        "  Ben Ode\n"
        "    web         50       48        30         0    128\n"
        "  Cal Roe\n"
        "    web          7        0         9         0     16"
    )
    assert out.endswith(
        "\n\nCal Roe\n"
        "  Thu 31 Dec 2026 17:00 – Fri 1 Jan 2027 00:00  7 h weekday night\n"
        "      web, cover (rota.yaml:1, 3f2c1ab9d0)\n"
        "  Fri 1 Jan 2027 00:00 – 09:00                  9 h bank holiday\n"
        "      web, cover (New Year’s Day) (rota.yaml:1, 3f2c1ab9d0)\n"
    )


def test_the_pay_sheet_as_markdown() -> None:
    """One table."""
    assert fairness_pay.markdown(sheet(), FILE, WEEK).splitlines()[2:] == [
        "| Who | Rota | Weeknight | Weekend | Bank hol | In hours | Hours |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: |",
        "| Ben Ode | web | 50 | 48 | 30 | 0 | 128 |",
        "| Cal Roe | web | 7 | 0 | 9 | 0 | 16 |",
    ]


def test_a_rota_in_another_zone_has_its_own_midnights_and_names_them() -> None:
    """In New York the day of the 29th begins five hours after London's."""
    rotas = {"web": FILE.rotas["web"].model_copy(update={"time_zone": "America/New_York"})}
    file = FILE.model_copy(update={"rotas": rotas, "overrides": ()})
    night = span("2026-12-29 04:00", "2026-12-29 06:00")
    found = lines(file, ["web"], night, commits={})
    out = fairness_pay.text(found, file, night, width=120, color=False, verbose=True)
    # The 28th is a bank holiday in England, and so for this rota, until its own midnight.
    assert "  Mon 28 Dec 2026 23:00 – Tue 29 Dec 2026 00:00 (America/New_York)  1 h bank holiday" in out
    assert "  Tue 29 Dec 2026 00:00 – 01:00 (America/New_York)                  1 h weekday night" in out


def test_where_nobody_works_it_is_said() -> None:
    """An empty table would look like a fault."""
    assert fairness_pay.text((), FILE, WEEK, width=80, color=False).splitlines()[1:] == [
        "  Nobody has shifts in this time."
    ]
    assert fairness_pay.markdown((), FILE, WEEK).endswith("\n\nNobody has shifts in this time.\n")
    none = Report(WEEK, ("web",), (), (), 2022)
    assert "web\n  Nobody has shifts in this time.\n\n" in text(none)
    assert "| Who |" not in fairness.markdown(none, FILE, only=(), usual=False)
