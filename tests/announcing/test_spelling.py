"""How an announcement is spelt for Slack: mentions, inert names, 250 characters."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.announcing.said import Name, Token, Wanted
from reconciler.announcing.spelling import LIMIT, inert, readable, same, spelt
from reconciler.config.settings import Announcement
from reconciler.plan.model import Who

ANA = Who("ana", "Ana Ortiz", "ana@example.org")
BEN = Who("ben", "Ben Ode", "ben@example.org")
IDS = {ANA: "U0ANA"}
ENTRY = Announcement(channel="support", rotas=("days",))


def wanted(*text: Token, short: tuple[Token, ...] | None = None) -> Wanted:
    return Wanted(ENTRY, text, text if short is None else short, (), None)


def test_whom_slack_knows_is_mentioned_and_others_are_named() -> None:
    """The signs of the template cannot become Slack's."""
    found = spelt(wanted("On <call> & ", ANA, ", then ", BEN), IDS)
    assert found.text == "On &lt;call&gt; &amp; <@U0ANA>, then Ben Ode"
    assert found.left_out == ()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("<!channel>", "&lt;!channel&gt;"),
        ("@here", "\uff20here"),
        ("#general", "\uff03general"),
        ("https://evil.example/x", "https:\u2215\u2215evil\u2024example/x"),
        ("J. R. Hale", "J. R. Hale"),
        ("Ana\nOrtiz", "Ana Ortiz"),
    ],
)
def test_names_mention_nobody_and_link_to_nothing(name: str, expected: str) -> None:
    """Neither in a topic nor where a client makes links of what looks like an address."""
    assert inert(name) == expected


def test_what_does_not_fit_loses_times_then_last_names_then_its_end() -> None:
    """And each of them is said."""
    fill = "x" * (LIMIT - 30)
    times = wanted(fill, BEN, " until Mon 09:00 and long after", short=(fill, BEN))
    assert spelt(times, {}) == spelt(wanted(fill, BEN), {}).__class__(
        f"{fill}Ben Ode", ("times and whatever else stands in square brackets",)
    )
    named = spelt(wanted("x" * (LIMIT - 5), BEN), {})
    assert (named.text, named.left_out) == ("x" * (LIMIT - 5) + "Ben", ("last names",))
    cut = spelt(wanted("x" * LIMIT, BEN), {})
    assert (cut.text, cut.left_out) == ("x" * (LIMIT - 1) + "…", ("last names", "the end"))


def test_a_cut_never_goes_through_a_mention_or_a_sign() -> None:
    """Half of one would be shown as it stands."""
    assert spelt(wanted("x" * (LIMIT - 4), ANA), IDS).text == "x" * (LIMIT - 4) + "…"
    assert spelt(wanted("x" * (LIMIT - 3), "&", "more"), {}).text == "x" * (LIMIT - 3) + "…"


def test_texts_are_the_same_however_slack_gives_them_back() -> None:
    """With signs as entities or not, and with a name inside a mention."""
    assert same("<@U0ANA> &amp; Ben", "<@U0ANA|ana> & Ben")
    assert not same("<@U0ANA>", "<@U0BEN>")


def test_an_old_text_is_told_by_names() -> None:
    """Ids say nothing to anybody."""
    assert readable("<@U0ANA> &amp; <@U1>", {"U0ANA": "Ana Ortiz"}) == "@Ana Ortiz & @somebody"


tokens = st.one_of(
    st.text(max_size=90),
    st.text(max_size=90).map(Name),
    st.sampled_from([ANA, BEN, Who("c", "<!here> @x y")]),
)


@given(st.lists(tokens, max_size=8))
def test_every_text_fits_and_holds_no_sign_of_slacks_but_our_mentions(text: list[Token]) -> None:
    """Whatever people wrote."""
    found = spelt(wanted(*text), IDS).text
    assert len(found) <= LIMIT
    assert set(re.findall("<[^>]*>?", found)) <= {"<@U0ANA>"}
    assert found.isprintable()
    assert ">" not in found.replace("<@U0ANA>", "")
