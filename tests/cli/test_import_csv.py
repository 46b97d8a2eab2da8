"""`rota import --csv`: from a spreadsheet to a file that loads once the addresses are filled in."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.cli.conftest import Rota

NAMES = ("Ana Ortiz", "Ben Ode", "Cal Roe")


@pytest.fixture
def sheet(folder: Path) -> Path:
    """Six weeks of a rota; Gil Poe has two days of them, and one row has no date."""
    (folder / "rota.yaml").unlink()
    rows = ["Date;Rota;Person"]
    for n in range(42):
        on = date(2026, 11, 30) + timedelta(days=n)
        rows.append(f"{on:%d/%m/%Y};Web;{'Gil Poe' if n in {9, 10} else NAMES[n // 7 % 3]}")
    path = folder / "on-call.csv"
    path.write_text("\n".join([*rows, ";Web;Ana Ortiz"]) + "\n", encoding="utf-8-sig")
    return path


def test_the_summary_counts_every_row(rota: Rota, sheet: Path) -> None:
    """By line-ups, by covers, and not at all, with the number of the row in the sheet."""
    answer = rota("import", "--csv", sheet.name)
    assert (answer.code, answer.err) == (4, "")
    assert (
        answer.out
        == """\
on-call.csv → rota.yaml

1 rota: Web. Of 43 rows, 40 are said by line-ups, 2 by covers, 1 not at all.
Proof: the file was asked who is on call for each row that it says, and answered
with the person of that row.
Times are those of Europe/London: change `time_zone` where that is wrong.
Dates like 05/12/2026 were read day first, as others in the column can only be.

Not understood
  row 44  it has no date: fill in the column date, or delete the row

Fill in the addresses of Ana Ortiz, Ben Ode, Gil Poe and Cal Roe under people,
in the lines marked FILL IN.
Next: read it, then `rota check`, and `rota plan` to see what PagerDuty has of
it.
"""
    )


def test_check_says_what_is_missing_and_with_it_the_file_is_whole(
    rota: Rota, sheet: Path, folder: Path
) -> None:
    """Each person without an address is a fault at their line; filled in, the embedded PagerDuty takes it."""
    assert rota("import", "--csv", sheet.name).code == 4
    missing = rota("check")
    assert missing.code == 1
    assert (
        missing.err.count("the address is still to be filled in")
        + missing.out.count("the address is still to be filled in")
        == 4
    )
    path = folder / "rota.yaml"
    text = path.read_text(encoding="utf-8")
    for name in ("ana", "ben", "cal", "gil"):
        text = text.replace("email: fill-in", f"email: {name}@example.org", 1)
    path.write_text(text, encoding="utf-8")
    assert rota("check").code == 0
    assert rota("apply", sandbox=True).code == 0
    who = rota("who", "--at", "2026-12-09T12:00")
    assert "Gil Poe" in who.out


def test_a_file_that_is_there_gives_its_addresses_and_is_not_written_over(
    rota: Rota, sheet: Path, folder: Path
) -> None:
    """People whom it knows by name need not be filled in again."""
    there = (
        "version: 1\ntime_zone: Europe/Paris\nhorizon: 13 weeks\n"
        "people: {bo: {name: Ben Ode, email: bo@example.org}}\n"
    )
    path = folder / "rota.yaml"
    path.write_text(there, encoding="utf-8")
    refused = rota("import", "--csv", sheet.name)
    assert (refused.code, refused.out) == (1, "")
    assert refused.err == (
        "rota: rota.yaml is there and says something else, so nothing was written\n"
        "  -o names another file, --force writes over it\n"
    )
    assert path.read_text(encoding="utf-8") == there
    assert rota("import", "--csv", sheet.name, "-o", "new.yaml").code == 4
    text = (folder / "new.yaml").read_text(encoding="utf-8")
    assert "  bo: {name: Ben Ode, email: bo@example.org}\n" in text
    assert "time_zone: Europe/Paris\n" in text
    assert "nothing written" in rota("import", "--csv", sheet.name, "-o", "new.yaml").out


def test_a_spreadsheet_goes_with_nothing_of_pagerduty(rota: Rota, sheet: Path) -> None:
    """And one that is not there is a fault."""
    assert rota("import", "--csv", sheet.name, "--folder").code == 1
    answer = rota("import", "--csv", "nowhere.csv")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith("rota: nowhere.csv cannot be read: no such file or directory\n")
