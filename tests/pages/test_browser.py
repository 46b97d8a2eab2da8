"""The pages in a real Chromium: who is on now, filters, the reader's zone, keys, paper, accessibility."""

import base64
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reconciler.render.pages.site import pages
from reconciler.views import who_rows
from tests.cli.hostile import rota_file, written
from tests.pages.chromium import PHONE, WALL, Chromium, Page, page
from tests.pages.conftest import Open
from tests.pages.rotas import NOW, loaded, made, shipped

KINDS = (
    "index.html",
    "week-2026-12-21.html",
    "month-2026-12.html",
    "rota-out-of-hours-engineering.html",
    "person-ben.html",
)
ROTAS = ("in-hours-engineering", "out-of-hours-engineering", "in-hours-comms", "out-of-hours-comms")
CHRISTMAS = datetime(2026, 12, 25, tzinfo=UTC)


def holder(opened: Page, rota: str) -> str:
    """Who is on by the card of a rota."""
    return opened.text(f'[data-card="{rota}"] .holder')


def then(opened: Page, rota: str) -> str:
    """What the card of a rota says of the time after that."""
    return opened.text(f'[data-card="{rota}"] .then')


def seen(opened: Page, selector: str) -> list[str]:
    """The texts of the elements that are shown."""
    script = f"""[...document.querySelectorAll({json.dumps(selector)})]
        .filter((e) => e.checkVisibility()).map((e) => e.innerText.replace(/\\s+/g, " ").trim())"""
    return list(opened.ask(script))


@pytest.mark.parametrize(
    "at",
    [
        NOW,
        NOW + timedelta(days=1),
        datetime(2026, 11, 30, 8, 59, 59, tzinfo=UTC),
        datetime(2026, 11, 30, 9, 0, 0, tzinfo=UTC),
        CHRISTMAS + timedelta(hours=8),
        CHRISTMAS + timedelta(hours=9),
        CHRISTMAS + timedelta(hours=18),
        datetime(2027, 2, 2, 3, tzinfo=UTC),
    ],
    ids=str,
)
def test_the_browser_says_who_is_on_as_the_engine_does(look: Open, at: datetime) -> None:
    """At any moment of its weeks, and not only at the one at which the page was made."""
    with look("index.html", at=at) as opened:
        for row in who_rows(shipped(), ROTAS, at):
            mailbox = " (mailbox)" if row.who and row.who.mailbox else ""
            assert holder(opened, row.rota) == (row.who.name + mailbox if row.who else "nobody")


def test_the_card_says_until_when_and_who_is_next(look: Open) -> None:
    """In the words of `rota who`, which were on the page before the script ran."""
    with look("index.html") as opened:
        assert then(opened, "in-hours-engineering") == "until 17:00, again from Thu 26 Nov 09:00"
        assert then(opened, "out-of-hours-engineering") == "from 17:00 Cal Roe"
        assert opened.text("#clock") == "Wed 25 Nov 12:00 Europe/London"
    with look("rota-out-of-hours-engineering.html", at=CHRISTMAS) as opened:
        assert (holder(opened, ROTAS[1]), then(opened, ROTAS[1])) == (
            "Ana Ortiz",
            "until 09:00, then Ben Ode",
        )
        assert seen(opened, "tr.on") == ["Thu 24 Dec 17:00 – Fri 25 Dec 09:00 now Ana Ortiz cover"]


def test_the_clock_moves_on_while_the_page_is_open(look: Open) -> None:
    """A wall screen is not loaded again at every handover."""
    with look("index.html") as opened:
        opened.ask("(window.__now += 5 * 3600 * 1000, document.dispatchEvent(new Event('visibilitychange')))")
        assert holder(opened, "in-hours-engineering") == "nobody"
        assert holder(opened, "out-of-hours-engineering") == "Cal Roe"


def test_the_first_page_shows_the_week_that_it_is(look: Open) -> None:
    """A page of last week that is opened on Monday shows the new week, and today in it."""
    with look("index.html", at=datetime(2026, 11, 30, 7, tzinfo=UTC)) as opened:
        assert seen(opened, ".a-week h2") == ["Week of 30 November – 6 December 2026"]
        assert seen(opened, '[aria-current="date"] th') == ["Mon 30 Nov today"]
        assert opened.ask("document.querySelector('[data-this=week]').getAttribute('href')") == (
            "week-2026-11-30.html"
        )
    with look("index.html", at=datetime(2027, 1, 15, tzinfo=UTC)) as opened:
        assert len(seen(opened, ".a-week h2")) == 2
        assert holder(opened, "out-of-hours-engineering") == "Ana Ortiz"


def test_a_page_whose_weeks_are_over_says_so(look: Open) -> None:
    """Rather than to name somebody who may not be on."""
    with look("index.html", at=datetime(2027, 3, 1, tzinfo=UTC)) as opened:
        assert seen(opened, "#stale") == ["This page knows no shifts for today: it has to be made again."]
        assert seen(opened, ".card p") == ["Decided elsewhere; not known here."]
    with look("index.html") as opened:
        assert seen(opened, "#stale") == []


def test_one_walks_from_the_first_page_to_any_other(look: Open) -> None:
    """By clicks, and back."""
    with look("index.html") as opened:
        for click, title in (
            ('nav a[data-this="week"]', "Week of 23 – 29 November 2026"),
            ('.steps a[rel="next"]', "Week of 30 November – 6 December 2026"),
            (".up a", "November 2026"),
            ('.steps a[rel="next"]', "December 2026"),
            ('td[data-date="2026-12-25"] .date a', "Week of 21 – 27 December 2026"),
            ('tr[data-date="2026-12-25"] [data-person="ben"] a', "Ben Ode"),
            (".shifts td a", "Out of hours engineering"),
            ('nav a[href="index.html"]', "Who is on call"),
        ):
            opened.click(click)
            opened.browser.wait("Page.loadEventFired", opened.session)
            assert opened.text("h1") == title


def test_a_filter_shows_a_person_alone_and_is_kept_from_page_to_page(look: Open) -> None:
    """What is chosen stands in the address, so that it can be sent."""
    with look("week-2026-12-07.html") as opened:
        opened.click(".filters summary")
        opened.click('button[data-key="ben"]')
        assert set(seen(opened, ".cell .name")) == {"Ben Ode"}
        assert opened.ask("location.hash") == "#person=ben"
        opened.click('button[data-key="in-hours-engineering"]')
        assert seen(opened, "thead th") == ["Day", "In hours engineering"]
        assert seen(opened, ".cell .group") == ["Ben Ode 09:00 – 17:00 cover"] * 2
        opened.click('.steps a[rel="next"]')
        opened.browser.wait("Page.loadEventFired", opened.session)
        assert opened.ask("location.hash") == "#rota=in-hours-engineering&person=ben"
        assert seen(opened, 'button[aria-pressed="true"]') == ["In hours engineering", "Ben Ode"]
        opened.click("#clear")
        assert (opened.ask("location.hash"), len(seen(opened, "thead th"))) == ("", 5)


def test_a_filter_that_nobody_offers_is_passed_over(look: Open) -> None:
    """An old bookmark, or an address that somebody made up."""
    with look("week-2026-12-07.html#person=gone,<script>&rota=x") as opened:
        assert len(seen(opened, ".cell .group")) > 20
        assert seen(opened, "#clear") == []


def test_without_scripts_the_filters_are_links_and_all_is_there(browser: Chromium, public: Path) -> None:
    """As of the moment at which the page was made."""
    with page(browser, at=NOW.timestamp()) as opened:
        opened.send("Emulation.setScriptExecutionDisabled", value=True)
        opened.go(f"file://{public}/index.html")
        opened.send("Emulation.setScriptExecutionDisabled", value=False)
        assert "person-ana.html" in opened.ask("document.querySelector('.filters [data-key=ana]').href")
        assert "Ana Ortiz" in seen(opened, ".filters a")
        assert holder(opened, "in-hours-engineering") == "Ana Ortiz"
        assert len(seen(opened, ".a-week h2")) == 2


def test_the_readers_own_time_stands_beside_the_rotas(look: Open) -> None:
    """In brackets, with the day where it is another one."""
    with look("week-2026-11-23.html", zone="Australia/Sydney") as opened:
        monday = seen(opened, 'tr[data-date="2026-11-23"] .cell .group')
        assert monday[0] == "Ana Ortiz 09:00 – 17:00 (20:00 – Tue 24 Nov 04:00)"
        assert monday[2] == "Cal Roe from 17:00 (Tue 24 Nov 04:00)"
        assert opened.text(".zone") == (
            "Times are Europe/London. Yours (Australia/Sydney) stand beside them in brackets."
        )
    with look("index.html", zone="America/New_York") as opened:
        assert then(opened, "in-hours-engineering") == (
            "until 17:00 (12:00), again from Thu 26 Nov 09:00 (04:00)"
        )


@pytest.mark.parametrize("zone", ["Europe/London", "Europe/Lisbon", "UTC"])
def test_a_reader_whose_clock_shows_the_same_sees_no_brackets(look: Open, zone: str) -> None:
    """Another zone of the same time is no other time."""
    with look("week-2026-11-23.html", zone=zone) as opened:
        assert seen(opened, ".own, #yours") == []


def test_the_first_tab_leads_past_the_menu(look: Open) -> None:
    """And what has the focus is seen to have it."""
    with look("index.html") as opened:
        opened.press("Tab", 9)
        assert opened.ask("document.activeElement.className") == "skip"
        style = opened.ask("getComputedStyle(document.activeElement).outlineStyle")
        assert style == "solid"
        opened.click(".skip")
        assert opened.ask("document.activeElement.id") == "main"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", KINDS)
def test_axe_finds_nothing(look: Open, axe: str, name: str, *, dark: bool) -> None:
    """Contrast, names, tables, landmarks: on a phone and on a wall, with the filters open."""
    for size in (PHONE, WALL):
        with look(name, at=CHRISTMAS + timedelta(hours=10), size=size, zone="Asia/Kolkata") as opened:
            opened.media(dark=dark)
            opened.ask("void document.querySelectorAll('details').forEach((d) => { d.open = true; })")
            opened.ask(axe + "; undefined")
            found = opened.ask("axe.run(document, {resultTypes: ['violations'], preload: false})")
            assert [
                (fault["id"], node["html"]) for fault in found["violations"] for node in fault["nodes"]
            ] == []
            assert found["passes"] != []


@pytest.mark.parametrize("name", KINDS)
def test_nothing_is_wider_than_a_phone(look: Open, tmp_path: Path, name: str) -> None:
    """A page that has to be moved sideways is not read at three in the morning."""
    with look(name, size=PHONE, zone="Australia/Sydney") as opened:
        assert opened.ask("document.documentElement.scrollWidth") == PHONE[0]
        wide = "[...document.querySelectorAll('main *')].filter((e) => e.getBoundingClientRect().right > 391)"
        assert opened.ask(f"{wide}.map((e) => e.outerHTML.slice(0, 80))") == []
        picture = tmp_path / "phone.png"
        opened.shot(picture)
        assert picture.read_bytes()[16:24] == PHONE[0].to_bytes(4) + PHONE[1].to_bytes(4)


def test_a_wall_shows_now_and_the_whole_week_without_scrolling(look: Open) -> None:
    """Nobody scrolls a wall."""
    with look("index.html") as opened:
        bottom = opened.ask(
            "document.querySelector('.a-week:not([hidden]) table').getBoundingClientRect().bottom"
        )
        assert 0 < bottom < WALL[1]


def test_paper_has_the_table_and_no_menu(look: Open) -> None:
    """A week fits on one page."""
    with look("week-2026-12-21.html") as opened:
        opened.media(medium="print", dark=True)
        assert seen(opened, ".top nav, .filters, .steps") == []
        assert len(seen(opened, "tbody tr")) == 7
        assert opened.ask("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        printed = base64.b64decode(opened.send("Page.printToPDF", preferCSSPageSize=True)["data"])
        assert printed.count(b"/Type /Page\n") == 1


def test_whatever_people_write_runs_nothing(browser: Chromium, tmp_path: Path) -> None:
    """In a real browser: no dialog, no error, no request, and the texts are there."""
    file = loaded(written(rota_file(0)))
    for name, text in pages(
        made(file, weeks=4, with_reasons=True, roles={"days": "<img src=x onerror=alert(1)>"})
    ).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    for name in ("index.html", "rota-days.html", "week-2026-11-30.html", "person-ana.html"):
        with page(browser, at=NOW.timestamp()) as opened:
            opened.go(f"file://{tmp_path}/{name}")
            assert opened.problems() == []
            said = [e["method"] for e in browser.events if e.get("sessionId") == opened.session]
            assert "Page.javascriptDialogOpening" not in said
            assert "zq" in opened.text("main")
            assert opened.ask("document.querySelectorAll('main img, main script:not([type])').length") == 0


def test_a_script_that_is_not_ours_is_refused(browser: Chromium, tmp_path: Path) -> None:
    """The policy of the page holds even if the escaping should not."""
    text = pages(made(shipped()))["index.html"].replace("<main", "<script>document.title = 'x'</script><main")
    (tmp_path / "index.html").write_text(text, encoding="utf-8")
    with page(browser, at=NOW.timestamp()) as opened:
        opened.go(f"file://{tmp_path}/index.html")
        assert opened.ask("document.title") == "Who is on call – on call"
        assert any("Content Security Policy" in str(problem) for problem in opened.problems())
