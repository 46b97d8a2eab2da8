"""`rota fairness`: who is owed, and the pay sheet with the commits of its lines."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Rota
from tests.ledger.repositories import NOBODY, git

CHRISTMAS = ("--rota", "out-of-hours-engineering", "--from", "2026-12-24", "--until", "2026-12-26")


@pytest.fixture
def repository(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shipped example, committed, with one line on top that is not."""
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, NOBODY[name])
    git(folder, "init", "--quiet")
    git(folder, "add", "rota.yaml")
    git(folder, "commit", "--quiet", "-m", "A rota")
    file = folder / "rota.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("reason: family dinner", "reason: family"), encoding="utf-8")
    return folder


def pay(rota: Rota, *args: str) -> list[dict[str, str]]:
    """The rows of the pay sheet."""
    answer = rota("fairness", "--pay", "--format", "csv", *(args or CHRISTMAS))
    assert (answer.code, answer.err) == (0, "")
    return list(csv.DictReader(io.StringIO(answer.out, newline="")))


def test_the_answer_comes_first_and_the_figures_after_it(rota: Rota) -> None:
    """Half a year back and half a year ahead, and it says so."""
    answer = rota("fairness", "--rota", "out-of-hours-engineering")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == (
        "Fairness, Mon 25 May 2026 – Mon 24 May 2027 Europe/London (from rota.yaml)\n"
        "  The past 6 months and the next 6, as the file has them.\n"
        "\n"
        "Out of hours engineering\n"
        "  Ben Ode has 70 hours and Ana Ortiz a bank holiday more than an equal share;\n"
        "  Dee Marr is owed 92 hours and a bank holiday, and Cal Roe a bank holiday.\n"
        "                Hours      Turns     Nights   Weekends  Bank hols\n"
        "  Ana Ortiz  1439 +60  11.1 +0.4  78.0 +3.2  11.0 +0.4   2.8 +1.2\n"
        "  Ben Ode    1449 +70  11.2 +0.5  78.0 +3.2  11.2 +0.5   1.9 +0.3\n"
        "  Cal Roe    1376  -3  10.7    0  75.0 +0.2  10.8 +0.2   0.4 -1.2\n"
        "  Dee Marr   1287 -92  10.1 -0.6  70.1 -4.6  10.0 -0.6   0.4 -1.2\n"
        "  Eve Lin     656 +31   5.0 +0.2  35.0 +1.4   5.0 +0.2   1.6 +0.4\n"
        "  Fay Roe     529 -65   4.1 -0.5  28.9 -3.5   4.0 -0.6   1.0 +0.6\n"
        "  Christmas since 2023  Ana Ortiz 2026; Ben Ode 2026; Cal Roe 2026\n"
        "  Easter since 2023     Ana Ortiz 2027; Ben Ode 2027; Cal Roe 2026; Dee Marr\n"
        "                        2026\n"
        "\n"
        "Beside each figure: by how much it is more (+) or less (-) than an equal share\n"
        "of the time for which the person was in the line-up. A part of a night or a day\n"
        "counts as that part.\n"
    )


def test_several_rotas_are_summed_up_by_what_is_worked_out_of_hours(rota: Rota) -> None:
    """One sentence about all, a block for each rota, and a table of all together."""
    out = rota("fairness", "--from", "2026-06-01", "--until", "2026-11-30").out
    head, first, *blocks = out.split("\n\n")
    assert head == "Fairness, Mon 1 Jun 2026 – Mon 30 Nov 2026 Europe/London (from rota.yaml)"
    assert first == (
        "Ben Ode has 72 hours and Cal Roe 71 hours more than an equal share out of hours;\n"
        "nobody is owed as much as half a turn."
    )
    assert [block.split("\n")[0] for block in blocks] == [
        "In hours engineering",
        "Out of hours engineering",
        "In hours comms",
        "Out of hours comms",
        "All together",
        "Beside each figure: by how much it is more (+) or less (-) than an equal share",
    ]
    assert blocks[4].split("\n")[1].split() == [
        "Hours",
        "Out",
        "of",
        "hours",
        "Nights",
        "Weekends",
        "Bank",
        "hols",
    ]


def test_the_pay_sheet_is_that_of_the_last_month(rota: Rota) -> None:
    """On 25 November October is done; the night of its clock change has an hour more."""
    answer = rota("fairness", "--pay", "--rota", "out-of-hours-comms")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == (
        "Pay sheet, Thu 1 Oct 2026 – Sat 31 Oct 2026 Europe/London (from rota.yaml)\n"
        "\n"
        "                        Weeknight  Weekend  Bank hol  In hours  Hours\n"
        "  Kit Moss\n"
        "    Out of hours comms        112       72         0         0    184\n"
        "  Lou Penn\n"
        "    Out of hours comms         80       48         0         0    128\n"
        "  Mia Tull\n"
        "    Out of hours comms         80       48         0         0    128\n"
        "  Ned Voss\n"
        "    Out of hours comms         80       49         0         0    129\n"
        "\n"
        "Every stretch with its source and commit: rota fairness --pay --format csv\n"
    )


def test_the_csv_is_utf_8_with_a_row_for_each_stretch(rota: Rota) -> None:
    """Whole, byte for byte; outside git no commit is known."""
    answer = rota("fairness", "--pay", "--format", "csv", "--person", "ana", *CHRISTMAS)
    assert answer.out == (
        "person,name,rota,date,from,to,zone,hours,category,holiday,source,reason,file,line,commit\r\n"
        "ana,Ana Ortiz,out-of-hours-engineering,2026-12-24,2026-12-24 17:00,2026-12-25 00:00,Europe/London,"
        "7,weekday night,,cover,family dinner,rota.yaml,116,\r\n"
        "ana,Ana Ortiz,out-of-hours-engineering,2026-12-25,2026-12-25 00:00,2026-12-25 09:00,Europe/London,"
        "9,bank holiday,Christmas Day,cover,family dinner,rota.yaml,116,\r\n"
    )


def test_each_row_names_the_commit_of_its_line(repository: Path, rota: Rota) -> None:
    """A line that has been changed since is not committed."""
    commit = git(repository, "rev-parse", "HEAD")
    assert {(row["person"], row["source"], row["commit"]) for row in pay(rota)} == {
        ("ana", "cover", "uncommitted"),
        ("ben", "bank holiday", commit),
        ("cal", "rotation", commit),
    }


def test_a_file_that_was_never_committed_is_uncommitted(repository: Path, rota: Rota) -> None:
    """Git knows the folder, and of this file nothing."""
    git(repository, "rm", "--cached", "--quiet", "rota.yaml")
    git(repository, "commit", "--quiet", "-m", "No rota")
    assert {row["commit"] for row in pay(rota)} == {"uncommitted"}


def test_in_a_shallow_clone_older_lines_have_no_commit(
    repository: Path, rota: Rota, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Git would name the oldest commit that it has, which is not where they come from."""
    git(repository, "commit", "--quiet", "-a", "-m", "Shorter")
    clone = tmp_path_factory.mktemp("clones") / "shallow"
    git(repository, "clone", "--quiet", "--depth=1", repository.as_uri(), str(clone))
    monkeypatch.chdir(clone)
    assert {row["commit"] for row in pay(rota)} == {""}
    git(clone, "fetch", "--quiet", "--unshallow")
    assert {row["person"] for row in pay(rota) if row["commit"] == git(clone, "rev-parse", "HEAD")} == {"ana"}
    assert all(row["commit"] for row in pay(rota))


def test_an_included_file_has_commits_of_its_own(repository: Path, rota: Rota) -> None:
    """Lines are looked up by the name of their file, wherever the command is run from."""
    file = repository / "rota.yaml"
    text = file.read_text(encoding="utf-8").replace("# include:", "include:")
    lines = text.splitlines(keepends=True)
    (volunteer,) = [line for line in lines if "volunteered" in line]
    file.write_text(text.replace(volunteer, ""), encoding="utf-8")
    (repository / "overrides").mkdir()
    (repository / "overrides" / "christmas.yaml").write_text(f"overrides:\n{volunteer}", encoding="utf-8")
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "-m", "Christmas apart")
    rows = [row for row in pay(rota) if row["person"] == "ben"]
    assert {(row["file"], row["line"], row["commit"]) for row in rows} == {
        ("overrides/christmas.yaml", "2", git(repository, "rev-parse", "HEAD"))
    }


@pytest.mark.parametrize("form", ["text", "markdown", "json", "csv"])
@pytest.mark.parametrize("more", [(), ("--pay",)])
def test_every_form_is_there_with_and_without_pay(rota: Rota, form: str, more: tuple[str, ...]) -> None:
    """Nothing on the error stream; JSON is versioned."""
    answer = rota("fairness", *more, "--format", form)
    assert (answer.code, answer.err) == (0, "")
    assert "Ana Ortiz" in answer.out
    if form == "json":
        assert json.loads(answer.out)["version"] == 1


@pytest.mark.parametrize(
    ("args", "dates"),
    [
        ((), "Fairness, Sat 28 Feb 2026 – Sat 27 Feb 2027"),
        (("--from", "2026-01-01"), "Fairness, Thu 1 Jan 2026 – Sat 27 Feb 2027"),
        (("--until", "2026-12-31"), "Fairness, Sat 28 Feb 2026 – Thu 31 Dec 2026"),
        (("--pay",), "Pay sheet, Wed 1 Jul 2026 – Fri 31 Jul 2026"),
        (("--pay", "--from", "2026-02-01"), "Pay sheet, Sun 1 Feb 2026 – Sat 28 Feb 2026"),
        (("--pay", "--until", "2026-02-14"), "Pay sheet, Sun 1 Feb 2026 – Sat 14 Feb 2026"),
    ],
)
def test_the_dates_that_are_not_given_are_found(rota: Rota, args: tuple[str, ...], dates: str) -> None:
    """Half a year on either side of 31 August, or the month before; a month ends where it has an end."""
    out = rota("fairness", *args, now="2026-08-31T12:00").out
    assert out.startswith(f"{dates} Europe/London")


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("--from", "Christmas"), "rota: 'Christmas' is no date\n  write it like 2026-12-25\n"),
        (
            ("--from", "2026-12-25", "--until", "2026-12-24"),
            (
                "rota: the interval would begin on 2026-12-25 and end before that, on 2026-12-24\n"
                "  swap them: --until is the last date, counted in\n"
            ),
        ),
        (
            ("--until", "2026-02-24"),
            (
                "rota: the interval would begin on 2026-05-25 and end before that, on 2026-02-24\n"
                "  give both --from and --until\n"
            ),
        ),
        (
            ("--from", "0001-01-01"),
            (
                "rota: 0001-01-01 is out of reach: bank holidays are known from 1872 to 2100\n"
                "  ask for a date inside those years\n"
            ),
        ),
        (
            ("--rota", "gaap-scs-escalation"),
            (
                "rota: GaaP SCS Escalation is not managed here, so the file does not say who works on it\n"
                "  leave out --rota gaap-scs-escalation\n"
            ),
        ),
        (("--person", "anna"), "rota: there is no person called 'anna' in the file\n  did you mean ana?\n"),
    ],
)
def test_what_cannot_be_answered_is_refused(rota: Rota, args: tuple[str, ...], says: str) -> None:
    """With what to write instead."""
    answer = rota("fairness", *args)
    assert (answer.code, answer.out, answer.err) == (1, "", says)
