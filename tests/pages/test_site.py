"""The pages as HTML: what stands on them, that they lead to each other, and that no text does anything."""

import json
import re
import zipfile
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

from reconciler.checks.run import run
from reconciler.config.loader import load_texts
from reconciler.errors import Finding, Where
from reconciler.render.feeds import Revision, feeds
from reconciler.render.pages.build import Around, site
from reconciler.render.pages.gathered import gather
from reconciler.render.pages.site import pages
from tests.cli.hostile import MARK, ROTATIONS, rota_file, written
from tests.pages.rotas import MONDAY, NOW, ROOT, SMALL, gathered, loaded, made, shipped
from tests.pages.tree import Node, parse

FORBIDDEN = {"iframe", "object", "embed", "img", "form", "base", "style", "svg", "video", "audio"}
OUTSIDE = re.compile(r"[a-z]+:|//", re.IGNORECASE)


@pytest.fixture(scope="module")
def example() -> dict[str, str]:
    """The site of the shipped example, six weeks of it."""
    file = shipped()
    return pages(made(file, weeks=6, findings=run(file, NOW), roles={"in-hours-comms": "# Role\n\nSpeak."}))


def documents(site_: dict[str, str]) -> dict[str, Node]:
    """Every page."""
    return {name: parse(text) for name, text in site_.items() if name.endswith(".html")}


def row(page: Node, on: str) -> list[str]:
    """What the table of a week says of a date."""
    found = page.one("tr", data_date=on)
    return [cell.one(class_="cell").text for cell in found.every("td")]


def test_the_first_page_says_who_is_on_now_and_who_is_next(example: dict[str, str]) -> None:
    """In names and local times, and without a script as of the moment at which it was made."""
    page = parse(example["index.html"])
    cards = [card.text for card in page.every("li", class_="card")]
    assert cards == [
        "In hours engineering Ana Ortiz until 17:00, again from Thu 26 Nov 09:00",
        "Out of hours engineering nobody from 17:00 Cal Roe",
        "In hours comms Mia Tull until 17:00, again from Thu 26 Nov 09:00",
        "Out of hours comms nobody from 17:00 Kit Moss",
        "GaaP SCS Escalation Decided elsewhere; not known here.",
    ]
    assert page.one(class_="made").text.startswith("As of Wed 25 Nov 2026 12:00 Europe/London")


def test_the_table_of_a_week_says_who_when_and_why(example: dict[str, str]) -> None:
    """Christmas: a mailbox in hours, a volunteer out of hours, a cover in the night before."""
    page = parse(example["week-2026-12-21.html"])
    heads = [cell.text for cell in page.one("table", class_="week").every("th", scope="col")]
    assert heads == [
        "Day",
        "In hours engineering",
        "Out of hours engineering",
        "In hours comms",
        "Out of hours comms",
    ]
    assert (
        page.one("tr", data_date="2026-12-25").one("th", scope="row").text == "Fri 25 Dec today Christmas Day"
    )
    assert row(page, "2026-12-25") == [
        "PaaS team (mailbox) 09:00 – 17:00 bank holiday",
        "Ana Ortiz until 09:00 cover Ben Ode from 09:00 bank holiday",
        "PaaS team (mailbox) 09:00 – 17:00 bank holiday",
        "Kit Moss until 09:00 09:00 – 17:00 bank holiday from 17:00",
    ]
    assert row(page, "2026-12-26")[0] == "–no shift"


def test_every_time_carries_its_instant(example: dict[str, str]) -> None:
    """For the reader's own zone, and for whoever reads the page by program."""
    times = [t for page in documents(example).values() for t in page.every("time")]
    assert len(times) > 500
    assert all(str(t.attributes["datetime"]).endswith(":00Z") for t in times)
    day = parse(example["week-2026-12-21.html"]).one("tr", data_date="2026-12-21")
    assert [(t.text, t.attributes["datetime"]) for t in day.every("time")][:2] == [
        ("09:00", "2026-12-21T09:00:00Z"),
        ("17:00", "2026-12-21T17:00:00Z"),
    ]


def test_a_month_shows_each_of_its_days_once(example: dict[str, str]) -> None:
    """Days before the first week and after the last are empty, so nothing is missing without a sign."""
    dates = {}
    for name, page in documents(example).items():
        if name.startswith("month-"):
            dates[name] = [
                str(cell.attributes["data-date"])
                for cell in page.every("td")
                if "data-date" in cell.attributes
            ]
    assert list(dates) == ["month-2026-11.html", "month-2026-12.html", "month-2027-01.html"]
    assert dates["month-2026-11.html"] == [f"2026-11-{n}" for n in range(23, 31)]
    assert dates["month-2026-12.html"] == [f"2026-12-{n:02}" for n in range(1, 32)]
    assert dates["month-2027-01.html"] == [f"2027-01-0{n}" for n in range(1, 4)]
    eighth = parse(example["month-2026-12.html"]).one("td", data_date="2026-12-08")
    assert eighth.one("div", data_rota="in-hours-engineering").text == "In hours engineering Ben Ode cover"


def test_a_rota_has_its_shifts_and_what_its_role_does(example: dict[str, str]) -> None:
    """One row a shift, with its true ends, under its week."""
    page = parse(example["rota-in-hours-comms.html"])
    assert page.one("section", class_="role").text == "What the role does Role Speak."
    first, *_ = page.every("tr", class_="line")
    assert first.text == "Mon 23 Nov 09:00 – 17:00 now Mia Tull"
    other = parse(example["rota-gaap-scs-escalation.html"])
    assert "decided elsewhere" in other.one("main").text


def test_a_shift_that_began_before_the_first_week_is_shown_whole(example: dict[str, str]) -> None:
    """A night that is cut at midnight would tell a wrong beginning."""
    page = parse(example["rota-out-of-hours-engineering.html"])
    assert next(page.every("tr", class_="line")).text == "Fri 20 Nov 17:00 – Mon 23 Nov 09:00 now Ben Ode"


def test_a_person_has_their_shifts_on_all_rotas(example: dict[str, str]) -> None:
    """And whoever has left has no page."""
    lines = [line.text for line in parse(example["person-ben.html"]).every("tr", class_="line")]
    assert "Mon 30 Nov 09:00 – 17:00 now In hours engineering" in lines
    assert "Fri 25 Dec 09:00 – 17:00 now Out of hours engineering bank holiday" in lines
    assert "person-fay.html" not in example


def test_reasons_and_leave_are_shown_only_if_asked_for() -> None:
    """The page may be read by people whom they do not concern; addresses never stand on it."""
    file = shipped()
    findings = (
        Finding("on-leave", "warning", "Eve Lin is on leave but on call", Where("rota.yaml", 118)),
        Finding("gap", "warning", "something else", Where("rota.yaml", 20), "do this"),
        Finding("gap", "info", "a trifle", Where("rota.yaml", 21)),
    )
    quiet = pages(made(file, weeks=13, findings=findings))
    loud = pages(made(file, weeks=13, findings=findings, with_reasons=True))
    private = ("family dinner", "volunteered", "course", "on leave", "Away")
    assert [word for word in private if any(word in text for text in quiet.values())] == []
    assert [word for word in private if any(word in text for text in loud.values())] == list(private)
    assert "Away Mon 1 Feb 2027 – Fri 5 Feb 2027" in parse(loud["person-eve.html"]).one("main").text
    for texts in (quiet, loud):
        assert not any("@example" in text for text in texts.values())
        assert "Something else (rota.yaml:20) Do this" in parse(texts["index.html"]).one("main").text
        assert "trifle" not in texts["index.html"]


def test_times_that_nobody_has_come_before_everything_else() -> None:
    """Under --live PagerDuty may have nobody where the file wants somebody."""
    found = gathered(loaded(SMALL), live={"days": ()})
    page = parse(pages(site(found, Around(NOW, live={"days": ()})))["index.html"])
    (hole,) = page.one("section", aria_labelledby="holes").every("li")
    assert hole.text == "Days: Mon 23 Nov 2026 09:00 – 17:00 and at 4 more times"
    assert row(page, "2026-11-23")[0] == "nobody 09:00 – 17:00 a gap"


def test_every_link_leads_to_a_page_or_feed_of_the_site() -> None:
    """Feeds are written beside the pages, with the same names."""
    found = gather(shipped(), list(shipped().rotas), MONDAY, MONDAY + timedelta(days=41))
    texts = pages(site(found, Around(NOW)))
    there = {*texts, *feeds(found, Revision(NOW), {})}
    for name, page in documents(texts).items():
        ids = [str(n.attributes["id"]) for n in page.every() if "id" in n.attributes]
        assert len(ids) == len(set(ids)), name
        for link in page.every("a"):
            target, _, spot = str(link.attributes["href"]).partition("#")
            if not OUTSIDE.match(target):
                assert target in there | {""}, (name, target)
            if spot and not target:
                assert spot in ids


def test_the_pages_can_be_used_with_a_screen_reader(example: dict[str, str]) -> None:
    """Landmarks, headings in order and none left out, tables with scopes, a way past the menu."""
    for name, page in documents(example).items():
        assert page.one("html").attributes["lang"] == "en-GB"
        assert [page.one(tag).tag for tag in ("header", "main", "footer", "h1", "title")]
        assert page.one("a", class_="skip").attributes["href"] == "#main"
        levels = [int(n.tag[1]) for n in page.every() if re.fullmatch("h[1-6]", n.tag)]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels)), name
        assert all("scope" in head.attributes for head in page.every("th"))
        assert all(nav.attributes["aria-label"] for nav in page.every("nav"))


def test_the_pages_need_nothing_from_elsewhere(example: dict[str, str]) -> None:
    """One style sheet and one script of the same folder; the policy forbids everything else."""
    for page in documents(example).values():
        policy = page.one("meta", http_equiv="Content-Security-Policy").attributes["content"]
        assert policy == (
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src data:; "
            "base-uri 'none'; form-action 'none'"
        )
        assert [
            s.attributes.get("src") for s in page.every("script") if not s.has("type", "application/json")
        ] == ["rota.js"]
        assert [link.attributes["href"] for link in page.every("link")] == ["data:,", "rota.css"]
    assert "http" not in example["rota.css"] + example["rota.js"].replace("http-equiv", "")
    assert "innerHTML" not in example["rota.js"]


def faults(page: Node) -> list[str]:
    """Whatever could run, load or lead away."""
    found = []
    for node in page.every():
        found += [node.tag] if node.tag in FORBIDDEN else []
        found += [
            f"{node.tag} {name}" for name in node.attributes if name.startswith("on") or name == "style"
        ]
        target = str(node.attributes.get("href") or "")
        if OUTSIDE.match(target) and target != "data:,":
            found.append(target)
    return found


@pytest.mark.parametrize("turned", ROTATIONS)
def test_whatever_people_write_is_text_and_nothing_else(turned: int) -> None:
    """Names, reasons, holidays, pauses: shown, escaped, and without a character that nobody sees."""
    file = load_texts("rota.yaml", {"rota.yaml": written(rota_file(turned))}).file
    findings = run(file, NOW)
    texts = pages(
        made(file, weeks=9, findings=findings, with_reasons=True, roles={"days": "<script>zq</script>"})
    )
    for name, page in documents(texts).items():
        assert faults(page) == [], name
        scripts = [s for s in page.every("script") if "src" not in s.attributes]
        for script in scripts:
            assert json.loads("".join(map(str, script.inside)))["version"] == 1
            assert "<" not in "".join(map(str, script.inside))
        assert not any(char in page.text for char in "\u202e\u200b\u061c\u2028\x1b\x00")
        assert MARK in page.text


def test_the_data_for_the_browser_is_what_the_pages_say(example: dict[str, str]) -> None:
    """Start, end, key, name and colour of every shift, rota by rota."""
    data = json.loads(parse(example["index.html"]).one("script", id="shifts").text)
    assert (data["start"], data["end"]) == ("2026-11-23T00:00:00Z", "2027-01-04T00:00:00Z")
    assert data["rotas"]["in-hours-engineering"]["zone"] == "Europe/London"
    assert data["rotas"]["in-hours-engineering"]["shifts"][0] == [
        "2026-11-23T09:00:00Z",
        "2026-11-23T17:00:00Z",
        "ana",
        "Ana Ortiz",
        1,
    ]
    one = json.loads(parse(example["rota-in-hours-comms.html"]).one("script", id="shifts").text)
    assert one["rotas"] == {"in-hours-comms": data["rotas"]["in-hours-comms"]}


def test_only_the_first_page_tells_when_it_was_made() -> None:
    """A day later the others are the same to the byte, so that publishing changes little."""
    file = shipped()
    one, other = (pages(made(file, weeks=4, now=now)) for now in (NOW, NOW + timedelta(days=1)))
    assert [name for name in one if one[name] != other[name]] == ["index.html"]
    assert pages(made(file, weeks=4)) == one


def test_the_months_of_two_years_have_their_year() -> None:
    """A week over New Year names both."""
    week = made(shipped(), date(2026, 12, 28)).weeks[0]
    assert (week.title, week.month.href) == ("28 December 2026 – 3 January 2027", "month-2026-12.html")
    assert made(shipped(), date(2026, 11, 30)).weeks[0].title == "30 November – 6 December 2026"
    assert made(shipped(), date(2026, 11, 23)).weeks[0].title == "23 – 29 November 2026"


def test_a_moment_outside_the_weeks_is_no_fault() -> None:
    """Weeks long ago can be looked at; the cards still say who is on now."""
    texts = pages(made(loaded(SMALL), date(2026, 3, 2), now=datetime(2026, 11, 25, 12, tzinfo=UTC)))
    assert [card.text for card in parse(texts["index.html"]).every("li", class_="card")] == [
        "Days Ana Ortiz until 17:00, again from Thu 26 Nov 09:00",
        "Nights nobody from 17:00 Ben Ode",
    ]
    assert "person-cal.html" in texts


def test_templates_and_assets_are_in_the_wheel(tmp_path: Path) -> None:
    """They are no Python, and an installed rota has no repository around it."""
    wheel = next(WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"]))
    folder = ROOT / "reconciler" / "render" / "pages"
    wanted = {
        path.relative_to(ROOT).as_posix()
        for name in ("templates", "assets")
        for path in (folder / name).iterdir()
    }
    assert len(wanted) == 9
    assert wanted <= set(zipfile.ZipFile(wheel).namelist())
