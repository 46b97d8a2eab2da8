"""What a role does: Markdown that can do no harm."""

import pytest

from reconciler.render.pages.role import html
from tests.cli.hostile import FREE, LINES
from tests.pages.test_site import faults
from tests.pages.tree import parse


def test_markdown_is_rendered_under_the_headings_of_the_page() -> None:
    """The title that repeats the name is left out, and other headings are of the third order and lower."""
    text = "# Days\n\nWatch *alerts*.\n\n## When\n\n- always\n\n###### Deep\n"
    assert html(text, "Days") == (
        "<p>Watch <em>alerts</em>.</p>\n<h4>When</h4>\n<ul>\n<li>always</li>\n</ul>\n<h6>Deep</h6>\n"
    )
    assert html("# Other\n", "Days") == "<h3>Other</h3>\n"


def test_links_out_are_kept_and_others_are_their_text() -> None:
    """A path means nothing on the site; where a link was followed from is nobody's business."""
    assert html("[wiki](https://example.org/a) [page](../b.md) [c](javascript:x)", "x") == (
        '<p><a href="https://example.org/a" rel="noopener noreferrer">wiki</a> page [c](javascript:x)</p>\n'
    )
    assert html("[*a* b](b.md) [a](HTTPS://example.org)", "x") == (
        '<p><em>a</em> b <a href="HTTPS://example.org" rel="noopener noreferrer">a</a></p>\n'
    )


def test_pictures_are_links_and_html_is_text() -> None:
    """Nothing is fetched when the page is looked at."""
    assert html("![plan](https://example.org/p.png)", "x") == (
        '<p>!<a href="https://example.org/p.png" rel="noopener noreferrer">plan</a></p>\n'
    )
    assert html("<script>alert(1)</script>", "x") == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"


def test_a_table_and_code_stay_what_they_are() -> None:
    """As on a forge."""
    assert "<th>a</th>" in html("| a | b |\n| - | - |\n| 1 | 2 |\n", "x")
    assert (
        html("`<b>`\n\n    indented\n", "x")
        == "<p><code>&lt;b&gt;</code></p>\n<pre><code>indented\n</code></pre>\n"
    )


@pytest.mark.parametrize("text", [*LINES, *FREE])
def test_hostile_text_runs_nothing_and_loads_nothing(text: str) -> None:
    """Links to the web are all that is left of it."""
    found = faults(parse(str(html(text, "x"))))
    assert [fault for fault in found if not fault.startswith(("https://", "http://"))] == []
