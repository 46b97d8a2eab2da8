"""`rota calendar`: a folder of pages and feeds, from the file or as PagerDuty has it."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reconciler.render.feeds import published
from tests.cli import hostile
from tests.cli.conftest import ROOT, Answer, Rota
from tests.ledger.repositories import NOBODY, git
from tests.pages.test_site import faults
from tests.pages.tree import parse


@pytest.fixture
def calendar(rota: Rota) -> Callable[..., Answer]:
    """`rota calendar -o public` with two weeks, unless it is told otherwise."""

    def call(*args: str, **how: str | bool) -> Answer:
        given = args if "--weeks" in args else (*args, "--weeks", "2")
        return rota("calendar", "-o", "public", *given, **how)

    return call


def test_it_says_what_it_wrote_and_for_whom(calendar: Callable[..., Answer], folder: Path) -> None:
    """The weeks, the counts, what to open, and that names are on it."""
    (folder / "docs" / "roles").mkdir(parents=True)
    for role in (ROOT / "docs" / "roles").iterdir():
        (folder / "docs" / "roles" / role.name).write_bytes(role.read_bytes())
    answer = calendar()
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == (
        "Mon 23 Nov 2026 – Sun 6 Dec 2026 in public: 35 files, 35 changed, 0 removed\n"
        "Open public/index.html (names are on it, without reasons and leave).\n"
    )
    assert calendar().out.startswith("Mon 23 Nov 2026 – Sun 6 Dec 2026 in public: 35 files, 0 changed,")
    page = (folder / "public" / "rota-out-of-hours-comms.html").read_text(encoding="utf-8")
    assert "shield the engineer from questions" in page


def test_weeks_begin_on_a_monday_whatever_the_date(calendar: Callable[..., Answer], folder: Path) -> None:
    """--from a Sunday is the week that it ends."""
    answer = calendar("--from", "2026-12-27", "--weeks", "1", "--with-reasons")
    assert answer.out.startswith("Mon 21 Dec 2026 – Sun 27 Dec 2026 in public")
    assert "with reasons and leave" in answer.out
    assert (folder / "public" / "week-2026-12-21.html").exists()
    assert "family dinner" in (folder / "public" / "all.ics").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("--from", "soon"), "rota: 'soon' is no date\n  write it like 2026-12-25\n"),
        (
            ("--from", "1700-01-01"),
            "rota: 1700-01-01 is out of reach: bank holidays are known from 1872 to 2100\n",
        ),
    ],
)
def test_a_date_that_cannot_be_meant_is_refused(
    calendar: Callable[..., Answer], folder: Path, args: tuple[str, ...], says: str
) -> None:
    """Before a folder is made."""
    answer = calendar(*args)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith(says)
    assert not (folder / "public").exists()


def test_a_file_with_a_fault_is_not_published(calendar: Callable[..., Answer], folder: Path) -> None:
    """A page that is wrong is worse than one of yesterday."""
    file = folder / "rota.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("cover: cal, by: ben", "cover: dee, by: ben"),
        encoding="utf-8",
    )
    answer = calendar()
    assert answer.code == 1
    assert "stale cover" in answer.err
    assert not (folder / "public").exists()


@pytest.mark.parametrize(
    ("role", "says"),
    [
        ("../secret.md", "lies outside the folder of the rota file"),
        ("link.md", "lies outside the folder of the rota file"),
        ("notes.txt", "is no Markdown file (.md)"),
        ("missing.md", "cannot be read"),
        ("folder.md", "cannot be read"),
        ("big.md", "has more than 100000 bytes"),
    ],
)
def test_a_role_leads_to_no_file_elsewhere(
    calendar: Callable[..., Answer],
    folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
    role: str,
    says: str,
) -> None:
    """Who may propose a line must not be able to publish what else lies on the machine."""
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.md"
    secret.write_text("tell nobody", encoding="utf-8")
    (folder.parent / "secret.md").write_text("tell nobody", encoding="utf-8")
    (folder / "link.md").symlink_to(secret)
    (folder / "notes.txt").write_text("tell nobody", encoding="utf-8")
    (folder / "folder.md").mkdir()
    (folder / "big.md").write_text("tell nobody " * 10000, encoding="utf-8")
    file = folder / "rota.yaml"
    text = file.read_text(encoding="utf-8").replace("docs/roles/in-hours-comms.md", role)
    file.write_text(text, encoding="utf-8")
    answer = calendar()
    assert answer.code == 0
    assert f"rota: what In hours comms does is left out: {role} {says}\n" in answer.err
    assert not any("tell nobody" in p.read_text(encoding="utf-8") for p in (folder / "public").glob("*.html"))


def test_live_shows_what_somebody_made_by_hand(
    calendar: Callable[..., Answer], applied: Rota, folder: Path
) -> None:
    """As PagerDuty renders it, and with rotas that are decided elsewhere."""
    assert applied("who", "--live", sandbox=True).code == 0
    answer = calendar("--live", sandbox=True)
    assert (answer.code, answer.out.count("Open public/index.html")) == (0, 1)
    assert (folder / "public" / "rota-gaap-scs-escalation.ics").exists()
    page = (folder / "public" / "index.html").read_text(encoding="utf-8")
    assert "As PagerDuty has it" in page
    assert "Decided elsewhere" not in page


def test_an_event_is_as_old_as_the_commit_that_it_comes_from(
    calendar: Callable[..., Answer], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So a fresh checkout gives the same feeds; a file that is not committed is as of now."""
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, NOBODY[name])
    monkeypatch.setitem(NOBODY, "GIT_COMMITTER_DATE", "2026-11-01T08:00:00Z")
    git(folder, "init", "--quiet")
    git(folder, "add", "rota.yaml")
    git(folder, "commit", "--quiet", "-m", "A rota")
    assert calendar().code == 0
    feed = folder / "public" / "all.ics"
    assert {f"{told.at:%d %b %H:%M}" for told in published(feed.read_bytes()).values()} == {"01 Nov 08:00"}
    file = folder / "rota.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("name: Mia Tull", "name: Mia Rose"), encoding="utf-8"
    )
    assert calendar().code == 0
    told = published(feed.read_bytes()).values()
    assert {f"{t.at:%d %b %H:%M}" for t in told if "Mia Rose" in t.content.summary} == {"25 Nov 12:00"}
    assert {f"{t.at:%d %b %H:%M}" for t in told if "Mia" not in t.content.summary} == {"01 Nov 08:00"}


@pytest.mark.parametrize("turned", hostile.ROTATIONS)
def test_whatever_pagerduty_says_is_text(rota: Rota, folder: Path, turned: int) -> None:
    """Names of strangers and of schedules, made by anybody who may sign in there."""
    (folder / "rota.yaml").write_text(hostile.written(hostile.rota_file(turned)), encoding="utf-8")
    assert rota("apply", sandbox=True).code == 0
    hostile.spoil(folder / ".rota" / "sandbox.db", turned, datetime(2026, 11, 25, 12, tzinfo=UTC))
    answer = rota("calendar", "-o", "public", "--live", "--with-reasons", sandbox=True)
    assert (answer.code, answer.err) == (0, "")
    for path in (folder / "public").glob("*.html"):
        assert faults(parse(path.read_text(encoding="utf-8"))) == [], path.name
    assert "made by hand" in parse((folder / "public" / "index.html").read_text(encoding="utf-8")).text
    feed = (folder / "public" / "rota-days.ics").read_bytes()
    assert [line for line in feed.split(b"\r\n") if len(line) > 75 or b"\n" in line] == []
    assert b"PSTRANGER" not in feed


def test_weeks_beyond_the_bank_holidays_that_are_published_say_so(
    calendar: Callable[..., Answer], folder: Path
) -> None:
    """On the first page, among what is worth a look."""
    said = "Bank holidays after Tue 26 Dec 2028 are worked out from rules"
    for since, there in (("2028-11-27", False), ("2028-12-18", True)):
        assert calendar("--from", since, "--weeks", "2").code == 0
        page = (folder / "public" / "index.html").read_text(encoding="utf-8")
        assert (said in page) is there
