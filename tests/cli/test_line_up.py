"""`rota line-up`: what it proposes, and what it writes."""

import os
import stat
from pathlib import Path

import pytest

from reconciler.cli.put import put
from reconciler.config.loader import load
from reconciler.edit.insert import insert
from reconciler.errors import RotaError
from tests.cli.conftest import Rota
from tests.render.builders import narrow, valid

JOIN = ("line-up", "in-hours-comms", "--from", "2026-12-03", "--add", "ana", "--after", "lou")


def test_a_joiner(rota: Rota, folder: Path) -> None:
    """The sentence, the line with its place, turns before and after, and what does not move."""
    before = (folder / "rota.yaml").read_bytes()
    answer = rota(*JOIN)
    assert (answer.code, answer.err) == (0, "")
    assert (
        answer.out
        == """\
In hours comms: a line-up from Mon 7 Dec 09:00
  Thu 3 Dec is no handover; the next one is Mon 7 Dec 09:00.
  Ana Ortiz joins behind Lou Penn.
  Kit Moss is next on Mon 7 Dec 09:00, as before.

  rota.yaml:64
    - {from: 2026-12-07, people: [kit, lou, ana, mia, ned]}  # ana joins

  Turns of In hours comms
                                                   before    after
    Mon 7 Dec 09:00 – Mon 14 Dec 09:00             Kit Moss  Kit Moss
    Mon 14 Dec 09:00 – Mon 21 Dec 09:00            Lou Penn  Lou Penn
    Mon 21 Dec 09:00 – Mon 28 Dec 09:00            Mia Tull  Ana Ortiz
    Mon 28 Dec 09:00 – Mon 4 Jan 2027 09:00        Ned Voss  Mia Tull
    Mon 4 Jan 2027 09:00 – Mon 11 Jan 2027 09:00   Kit Moss  Ned Voss
    Mon 11 Jan 2027 09:00 – Mon 18 Jan 2027 09:00  Lou Penn  Kit Moss
    Mon 18 Jan 2027 09:00 – Mon 25 Jan 2027 09:00  Mia Tull  Lou Penn
    Mon 25 Jan 2027 09:00 – Mon 1 Feb 2027 09:00   Ned Voss  Ana Ortiz
    Mon 1 Feb 2027 09:00 – Mon 8 Feb 2027 09:00    Kit Moss  Mia Tull
    Mon 8 Feb 2027 09:00 – Mon 15 Feb 2027 09:00   Lou Penn  Ned Voss

  Nothing before Mon 7 Dec 09:00 moves.

Nothing has been written: add --write.
"""
    )
    assert (folder / "rota.yaml").read_bytes() == before


def test_a_leave_of_months(rota: Rota) -> None:
    """Two lines by one command; the swap that no longer fits is told by the line that it has today."""
    answer = rota(
        "line-up", "out-of-hours-engineering",
        "--remove", "dee", "--from", "2027-02-08", "--until", "2027-09-06",
    )  # fmt: skip
    assert answer.code == 0
    lines = answer.out.splitlines()
    assert lines[:13] == [
        "Out of hours engineering: line-ups from Mon 8 Feb 2027 09:00 and from Mon 6 Sep",
        "  2027 09:00",
        "  Dee Marr is away until Mon 6 Sep 2027 09:00.",
        "  Ana Ortiz is next on Mon 8 Feb 2027 09:00, in place of Dee Marr.",
        "  Dee Marr is back from Mon 6 Sep 2027 09:00 on, behind Eve Lin.",
        "  Cal Roe is next on Mon 6 Sep 2027 09:00.",
        "",
        "  rota.yaml:55",
        "    - {from: 2027-02-08, people: [ana, ben, cal, eve]}  # dee is away until 2027-09-06",
        "  rota.yaml:56",
        "    - {from: 2027-09-06, people: [cal, eve, dee, ana, ben]}  # dee is back",
        "",
        "  Turns of Out of hours engineering",
    ]
    assert "    …" in lines
    assert answer.out.endswith("""\
Worth a look
rota.yaml:120:38  no turn of Dee Marr in out-of-hours-engineering begins on Mon
  8 Feb 2027: it is Ana Ortiz's
  120 |   - {rota: out-of-hours-engineering, swap: {eve: 2027-02-01, dee: 2027-…
      |                                      ^^^^
   turns of Dee Marr near it begin on 2027-01-04

Nothing has been written: add --write.
""")


def test_with_write_the_line_is_put_into_the_file(rota: Rota, folder: Path) -> None:
    """Every other byte stays, and so do permissions; the new file passes `rota check`."""
    path = folder / "rota.yaml"
    path.chmod(0o640)
    before = path.read_text(encoding="utf-8").split("\n")
    answer = rota(*JOIN, "--write")
    assert answer.code == 0
    assert answer.out.endswith("Written. `rota plan` says what it changes in PagerDuty.\n")
    line = "      - {from: 2026-12-07, people: [kit, lou, ana, mia, ned]}  # ana joins"
    assert path.read_text(encoding="utf-8").split("\n") == [*before[:63], line, *before[63:]]
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [path.name for path in folder.iterdir()] == ["rota.yaml"]
    assert rota("check").code == 0


def test_a_link_stays_a_link(rota: Rota, folder: Path) -> None:
    """The file that it leads to is written."""
    (folder / "real").mkdir()
    (folder / "rota.yaml").rename(folder / "real" / "rota.yaml")
    (folder / "rota.yaml").symlink_to("real/rota.yaml")
    assert rota(*JOIN, "--write").code == 0
    assert (folder / "rota.yaml").is_symlink()
    assert "ana joins" in (folder / "real" / "rota.yaml").read_text(encoding="utf-8")


def test_a_folder_that_cannot_be_written_to_is_told(
    rota: Rota, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file stays whole, and nothing is left beside it."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = (folder / "rota.yaml").read_bytes()
    monkeypatch.setattr(os, "fsync", full)
    answer = rota(*JOIN, "--write")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == "rota: rota.yaml could not be written: no space left on device\n"
    assert (folder / "rota.yaml").read_bytes() == before
    assert [path.name for path in folder.iterdir()] == ["rota.yaml"]


def test_a_file_that_may_not_be_written_stays(
    rota: Rota, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Replacing it would be possible, and is not what a read-only file asks for."""
    before = (folder / "rota.yaml").read_bytes()
    monkeypatch.setattr(os, "access", lambda _, mode: mode != os.W_OK)
    answer = rota(*JOIN, "--write")
    assert (answer.code, answer.err) == (1, "rota: rota.yaml could not be written: it is read-only\n")
    assert (folder / "rota.yaml").read_bytes() == before


def test_a_file_that_has_changed_meanwhile_is_left_alone(folder: Path) -> None:
    """Somebody saved it in an editor between the reading and the writing."""
    path = folder / "rota.yaml"
    edit = insert(load(path), ("leave",), {"person": "ana", "on": "2026-12-08"})
    path.write_text(path.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
    with pytest.raises(RotaError, match="has changed since it was read, so nothing was written"):
        put(edit)
    assert path.read_text(encoding="utf-8").endswith("# mine\n")


def test_a_file_that_is_new_is_made_with_its_folder(folder: Path) -> None:
    """With the permissions that files get here."""
    path = folder / "rota.yaml"
    path.write_text("include: [overrides/*.yaml]\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    leave = {"person": "ana", "on": "2026-12-08"}
    put(insert(load(Path("rota.yaml")), ("leave",), leave, file="overrides/2026-12.yaml"))
    made = folder / "overrides" / "2026-12.yaml"
    assert made.read_text(encoding="utf-8") == "leave:\n  - {person: ana, on: 2026-12-08}\n"
    other = folder / "plain"
    other.touch()
    assert stat.S_IMODE(made.stat().st_mode) == stat.S_IMODE(other.stat().st_mode)


def test_a_refusal_ends_with_1_and_writes_nothing(rota: Rota, folder: Path) -> None:
    """With what to do instead."""
    before = (folder / "rota.yaml").read_bytes()
    answer = rota("line-up", "in-hours-engineering", "--from", "2026-12-07", "--remove", "ben", "--write")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == (
        "rota: a line-up of In hours engineering begins on Mon 7 Dec 2026 09:00 already (rota.yaml:43)\n"
        "  change that line: - {from: 2026-12-07, people: [cal, eve, dee, ana]}\n"
    )
    assert (folder / "rota.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--from", "Christmas", "--remove", "kit"], '"Christmas" is not a date'),
        (["--from", "2026-12-07", "--after", "kit"], "--after kit says where nobody joins"),
        (
            ["--from", "2026-12-07", "--add", "ana", "--after", "kit", "--before", "mia"],
            "--before mia says where nobody joins",
        ),
        (["--from", "2026-12-07", "--pause", "x", "--remove", "kit"], "--pause means nobody"),
        (["--from", "2026-12-07", "--pause", " "], "--pause wants a reason"),
        (["--from", "2026-12-07", "--order", "kit,mia", "--remove", "kit"], "--order says the whole order"),
        (["--from", "2026-12-07", "--order", "kit,,mia"], "--order has an empty name"),
        (
            ["--from", "2026-12-07", "--first", "mia", "--until", "2027-01-01"],
            "--until goes with --remove, --add or --pause",
        ),
        (["--from", "2026-12-07"], "that would change nothing"),
    ],
)
def test_options_that_do_not_go_together_are_refused(rota: Rota, options: list[str], message: str) -> None:
    """In a sentence, with exit 1."""
    answer = rota("line-up", "in-hours-comms", *options)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith(f"rota: {message}")


def test_each_joiner_has_a_place_of_their_own(rota: Rota) -> None:
    """A place belongs to the `--add` before it, in either spelling."""
    answer = rota(
        "line-up", "in-hours-comms", "--from=2026-12-07", "--add=ana", "--before=lou",
        "--add", "ben", "--add", "cal", "--after", "ana", "--remove", "mia",
    )  # fmt: skip
    assert "people: [kit, ana, cal, lou, ned, ben]}" in answer.out


def test_the_other_forms(rota: Rota) -> None:
    """JSON by its schema, and Markdown for a pull request."""
    found = valid("line-up", rota(*JOIN, "--format", "json").out)
    assert found["line_ups"] == [
        {"start": "2026-12-07T09:00:00Z", "people": ["kit", "lou", "ana", "mia", "ned"], "pause": None}
    ]
    assert found["lines"][0]["line"] == 64
    assert found["written"] is False
    assert found["turns"][2] == {
        "rota": "in-hours-comms",
        "start": "2026-12-21T09:00:00Z",
        "end": "2026-12-28T09:00:00Z",
        "before": "mia",
        "after": "ana",
    }
    lines = rota(*JOIN, "--format", "markdown").out.splitlines()
    assert lines[:12] == [
        "### In hours comms: a line-up from Mon 7 Dec 09:00",
        "",
        "- Thu 3 Dec is no handover; the next one is Mon 7 Dec 09:00.",
        "- Ana Ortiz joins behind Lou Penn.",
        "- Kit Moss is next on Mon 7 Dec 09:00, as before.",
        "",
        "`rota.yaml:64`: `- {from: 2026-12-07, people: [kit, lou, ana, mia, ned]}  # ana joins`",
        "",
        "**Turns of In hours comms**",
        "",
        "| When | Before | After |",
        "| --- | --- | --- |",
    ]
    assert lines[14] == "| Mon 21 Dec 09:00 – Mon 28 Dec 09:00 | Mia Tull | Ana Ortiz |"


def test_a_pause_and_its_end(rota: Rota) -> None:
    """Nobody is written as nobody."""
    out = rota(
        "line-up", "in-hours-comms", "--from", "2026-12-21", "--until", "2027-01-04", "--pause", "Shutdown"
    ).out
    assert out.splitlines()[:12] == [
        "In hours comms: line-ups from Mon 21 Dec 09:00 and from Mon 4 Jan 2027 09:00",
        "  Nobody is on call until Mon 4 Jan 2027 09:00, on purpose: Shutdown.",
        "  Mia Tull is next on Mon 4 Jan 2027 09:00, where the order stopped.",
        "",
        "  rota.yaml:64",
        "    - {from: 2026-12-21, pause: Shutdown}",
        "  rota.yaml:65",
        "    - {from: 2027-01-04, people: [mia, ned, kit, lou]}",
        "",
        "  Turns of In hours comms",
        "                                                   before    after",
        "    Mon 21 Dec 09:00 – Mon 28 Dec 09:00            Mia Tull  nobody",
    ]


def test_a_leave_that_the_file_ends_already(rota: Rota) -> None:
    """The line-up that ends it is named by the line that it has now."""
    out = rota(
        "line-up", "in-hours-engineering", "--from", "2026-11-30", "--until", "2026-12-07", "--remove", "ben"
    ).out
    assert "  The line-up from Mon 7 Dec 09:00 is in the file already (rota.yaml:43).\n" in out
    assert "  Ben Ode is back from Mon 7 Dec 09:00 on, behind Ana Ortiz.\n" in out


def test_who_is_forced_to_be_first_is_said(rota: Rota) -> None:
    """And who would have been; notes stand in Markdown too."""
    out = rota(
        "line-up",
        "out-of-hours-engineering",
        "--from",
        "2027-02-01",
        "--first",
        "ben",
        "--format",
        "markdown",
    ).out
    assert "- Ben Ode is next on Mon 1 Feb 2027 09:00, and not Eve Lin, who would have been.\n" in out
    assert "- `rota.yaml:120` no turn of Eve Lin in out-of-hours-engineering begins on Mon 1 Feb" in out


def test_the_text_keeps_to_the_width_but_for_the_line_itself(rota: Rota) -> None:
    """A line to copy is never broken."""
    out = rota("line-up", "in-hours-engineering", "--from", "2027-01-04", "--remove", "dee").out
    assert narrow("\n".join(line for line in out.splitlines() if "- {from" not in line))
