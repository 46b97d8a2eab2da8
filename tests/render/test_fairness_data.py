"""Fairness and pay for programs: CSV that no spreadsheet runs, and JSON that holds to its schema."""

import csv
import io
from fractions import Fraction

import pytest

from reconciler.insight.pay import lines
from reconciler.render import fairness_csv, fairness_json
from reconciler.render.fairness_csv import cell, document
from tests.render import builders as b
from tests.render.fairness_year import FILE, WEEK, renamed, sheet, told
from tests.render.test_inert import NASTY, inert

# --- CSV


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("+44", "'+44"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'␉x"),
        ("\rx", "'␍x"),
        ("a=b", "a=b"),
        ("Zoë", "Zoë"),
        ("", ""),
        (-7, -7),
        (Fraction(-15, 2), "-7.5"),
        (Fraction(1, 3), "0.3333"),
        (Fraction(-1, 100_000), "0"),
        (Fraction(128), "128"),
    ],
)
def test_no_text_is_a_formula_and_numbers_stay_numbers(
    value: str | int | Fraction, written: str | int
) -> None:
    """An apostrophe keeps a spreadsheet from running what begins like one."""
    assert cell(value) == written


def test_commas_quotes_and_line_ends_are_quoted() -> None:
    """RFC 4180: lines end in CRLF, quotes are doubled."""
    assert document(("a", "b"), [('x, "y"', 1)]) == 'a,b\r\n"x, ""y""",1\r\n'


@pytest.mark.parametrize("name", NASTY)
def test_a_reader_gets_back_every_cell_whatever_is_in_it(name: str) -> None:
    """As many cells as titles in every row, none of them a formula."""
    file = renamed(name)
    for out in (fairness_csv.pay(sheet(file), file), fairness_csv.fairness(told(), file, only=())):
        titles, *rows = csv.reader(io.StringIO(out, newline=""))
        assert rows
        assert {len(row) for row in rows} == {len(titles)}
        assert not any(row[titles.index("name")].startswith(("=", "+", "-", "@")) for row in rows)
        assert inert(out.replace("\r\n", "\n"))


def test_the_pay_sheet_as_csv() -> None:
    """Local times with the zone beside them; an end at midnight is 00:00 of the next day."""
    assert fairness_csv.pay(sheet()[-2:], FILE) == (
        "person,name,rota,date,from,to,zone,hours,category,holiday,source,reason,file,line,commit\r\n"
        "cal,Cal Roe,web,2026-12-31,2026-12-31 17:00,2027-01-01 00:00,Europe/London,7,weekday night,,cover,,"
        "rota.yaml,1,3f2c1ab9d0e1\r\n"
        "cal,Cal Roe,web,2027-01-01,2027-01-01 00:00,2027-01-01 09:00,Europe/London,9,bank holiday,"
        "New Year’s Day,cover,,rota.yaml,1,3f2c1ab9d0e1\r\n"
    )


def test_the_balances_as_csv() -> None:
    """What was done, the share, and the one less the other."""
    (row,) = csv.DictReader(io.StringIO(fairness_csv.fairness(told(), FILE, only=("ben",)), newline=""))
    assert (row["hours"], row["hours_share"], row["hours_more"]) == ("2831", "2799.8333", "31.1667")
    assert row["bank_holidays_more"] == "-0.0833"
    assert (row["christmas"], row["easter"]) == ("", "2026")


# --- JSON


def test_balances_as_json() -> None:
    """The schema holds; a verdict for all and one for each rota."""
    found = b.valid("fairness", fairness_json.fairness(told(), FILE, only=("cal",)))
    (cal,) = found["balances"]
    assert found["from"] == "2026-01-05T09:00:00Z"
    assert (cal["rota"], cal["person"], cal["name"], cal["here"]) == ("web", "cal", "Cal Roe", True)
    assert (cal["done"]["hours"], cal["share"]["hours"], cal["more"]["hours"]) == (1048, 1120.3333, -72.3333)
    verdict = {
        "measure": "hours",
        "ahead": [],
        "owed": [{"person": "cal", "hours": 72.3333, "bank_holidays": 0}],
    }
    assert found["verdicts"] == [{"rota": None, **verdict}, {"rota": "web", **verdict}]


def test_pay_as_json() -> None:
    """A commit that is not known is null."""
    found = b.valid("fairness", fairness_json.pay(sheet()[-1:], FILE, WEEK))
    assert found["pay"] == [
        {
            "person": "cal", "name": "Cal Roe", "rota": "web", "start": "2027-01-01T00:00:00Z",
            "end": "2027-01-01T09:00:00Z", "zone": "Europe/London", "hours": 9.0, "category": "bank_holiday",
            "holiday": "New Year’s Day", "source": "cover", "reason": None, "file": "rota.yaml", "line": 1,
            "commit": "3f2c1ab9d0e1",
        }
    ]  # fmt: skip
    unknown = lines(FILE, ["web"], WEEK, commits={})
    assert b.valid("fairness", fairness_json.pay(unknown, FILE, WEEK))["pay"][0]["commit"] is None
