"""A month as a whole: on a wall a line for each rota, on a phone its days one by one, on paper one sheet."""

import base64
from datetime import date
from pathlib import Path

from reconciler.render.pages.site import pages
from tests.pages.chromium import PHONE, WALL, Chromium, page
from tests.pages.conftest import Open
from tests.pages.rotas import NOW, SMALL, loaded, made, shipped
from tests.pages.test_browser import ROTAS, seen
from tests.pages.tree import parse


def test_a_month_of_more_rotas_than_a_wall_can_show_names_them_in_each_day() -> None:
    """Twelve have a line each beside the week."""
    turns = "turn: 1 week, handover: Monday 09:00, line_ups: [{from: 2026-01-05, people: [ana]}]"
    head = SMALL[: SMALL.index("rotas:")]
    for count, laned in ((12, True), (13, False)):
        rotas = "".join(f"  r{i}: {{name: r{i}, {turns}}}\n" for i in range(count))
        file = loaded(f"{head}rotas:\n{rotas}")
        table = parse(pages(made(file))["month-2026-11.html"]).one("table")
        assert ("laned" in str(table.attributes["class"]).split()) is laned


def test_a_wall_shows_a_whole_month_of_four_rotas_without_scrolling(
    browser: Chromium, tmp_path: Path
) -> None:
    """One with Christmas in it, and one that touches six weeks."""
    for first, name in (
        (date(2026, 11, 30), "month-2026-12.html"),
        (date(2027, 7, 26), "month-2027-08.html"),
    ):
        for file, text in pages(made(shipped(), first, weeks=6)).items():
            (tmp_path / file).write_text(text, encoding="utf-8")
        with page(browser, at=NOW.timestamp(), size=WALL) as opened:
            opened.go(f"file://{tmp_path}/{name}")
            weeks = opened.ask("document.querySelectorAll('.month tbody tr').length")
            height = opened.ask("document.documentElement.scrollHeight")
            assert (weeks, height) == (5 if first.year == 2026 else 6, WALL[1])
            assert opened.problems() == []


def test_a_rota_has_the_same_line_in_every_day_of_a_week(look: Open) -> None:
    """It is named once beside them, so a name that stood a line off would be another rota's."""
    tops = """[...document.querySelectorAll('.month tbody tr')].map((week) =>
        [...week.querySelectorAll('.lanes span')].map((label) =>
            [label, ...week.querySelectorAll(`dl > [data-rota="${label.dataset.rota}"]`)]
                .map((e) => Math.round(e.getBoundingClientRect().top))))"""
    for hash_, lines in (("", 4), ("#rota=in-hours-comms,out-of-hours-comms", 2)):
        with look(f"month-2026-12.html{hash_}") as opened:
            weeks = [[line for line in week if line[0]] for week in opened.ask(tops)]
            assert [len(week) for week in weeks] == [lines] * 5
            assert [len(set(line)) for week in weeks for line in week] == [1] * (5 * lines)
            assert [len(line) for line in weeks[1]] == [8] * lines
            assert seen(opened, ".lanes span")[:lines] == [
                name.replace("-", " ").capitalize() for name in (ROTAS if lines == 4 else ROTAS[2:])
            ]


def test_where_a_day_is_a_block_it_names_its_rotas_itself(look: Open) -> None:
    """On a phone; a rota that does not work on a Saturday is not in it."""
    with look("month-2026-12.html", size=PHONE) as opened:
        assert seen(opened, ".lanes, .empty") == []
        assert seen(opened, 'td[data-date="2026-12-05"] dl > div') == [
            "Out of hours engineering Dee Marr",
            "Out of hours comms Lou Penn",
        ]


def test_a_month_is_printed_on_one_sheet(look: Open) -> None:
    """To hang beside the desk."""
    with look("month-2026-12.html") as opened:
        opened.media(medium="print")
        printed = base64.b64decode(opened.send("Page.printToPDF", preferCSSPageSize=True)["data"])
        assert printed.count(b"/Type /Page\n") == 1
