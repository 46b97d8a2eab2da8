"""Claims about `announce:` as a file writes it: the rotas, the templates, and two that speak in one place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.config import templates
from reconciler.config.templates import Part, Placeholder
from tests.config.helpers import BASE, lines

HEAD = len(BASE.splitlines()) + 1


def faults(entry: str, *more: str) -> list[str]:
    """What is wrong with entries, each with its line and column; the first entry is on line 1."""
    text = BASE + "announce:\n" + "".join(f"  - {{{one}}}\n" for one in (entry, *more))
    return [f"{int(line.split(':')[0]) - HEAD}:{line.split(':', 1)[1]}" for line in lines(text)]


def test_an_unknown_placeholder_is_an_error_with_the_list_of_those_that_exist() -> None:
    """At load time, and not when Slack is to be told."""
    assert faults("channel: '#web', rotas: web, template: 'On: {web} until {web.end}, {bne}'") == [
        (
            "1:45 unknown-placeholder: {web.end} stands for nothing in this template "
            "(it may hold {web}, {web.until}, {web.next}, {web.now}, {web.name})"
        ),
        (
            "1:45 unknown-placeholder: {bne} stands for nothing in this template "
            "(it may hold {web}, {web.until}, {web.next}, {web.now}, {web.name})"
        ),
    ]


def test_a_bracket_without_its_other_half_is_an_error() -> None:
    """Doubled it stands for itself."""
    assert faults("channel: web, rotas: web, template: '[ until {web.until} ]] [[x'") == [
        (
            "1:42 lone-bracket: a [ of this template has no other half "
            "(write [[ for the sign itself; [ … ] is a part that may fall away)"
        )
    ]
    assert faults("channel: web, rotas: web, template: '{{x}} [[y]] {web}'") == []


def test_two_entries_for_one_place_contradict_each_other() -> None:
    """With or without #, whatever the letter case; topic and description are two places."""
    first = "channel: '#web', rotas: web, group: oncall"
    assert faults(first, "channel: Web, rotas: web, group: '@oncall'") == [
        (
            f"2:15 announced-twice: the topic of Web is already set in rota.yaml:{HEAD + 1} "
            "(let one entry name all the rotas)"
        ),
        (
            f"2:39 announced-twice: the user group @oncall is already set in rota.yaml:{HEAD + 1} "
            "(let one entry name all the rotas)"
        ),
    ]
    assert faults(first, "channel: web, rotas: web, target: description") == []


def test_an_announcement_names_rotas_that_this_file_decides() -> None:
    """Who has another is not known here."""
    assert faults("channel: web, rotas: []") == [
        "1:20 empty-announcement: an announcement names no rota (name a rota or drop the announcement)"
    ]
    text = BASE.replace("rotas:\n", "rotas:\n  boss: {name: Boss, managed: false}\n")
    found = lines(text + "announce: [{channel: web, rotas: boss}]\n")
    assert [line.split(" ", 1)[1] for line in found] == [
        (
            "unmanaged-rota: boss is not managed here, so the file does not know who is on "
            "(announce the rotas that this file decides)"
        )
    ]


def test_a_template_is_read_into_parts() -> None:
    """Parts in square brackets may fall away."""
    assert templates.read("On: {web}[ until {web.until}]", ["web"]).parts == (
        Part(("On: ", Placeholder("web", ""))),
        Part((" until ", Placeholder("web", "until")), optional=True),
    )


@pytest.mark.parametrize("rotas", [["a"], ["a", "b-2"]])
def test_the_text_for_an_entry_without_a_template_is_itself_a_right_one(rotas: list[str]) -> None:
    """It names every rota, who has it, and until when."""
    found = templates.read(templates.default(rotas), rotas)
    named = {p for part in found.parts for p in part.pieces if isinstance(p, Placeholder)}
    assert (found.unknown, found.lone) == ((), ())
    assert named == {Placeholder(rota, field) for rota in rotas for field in ("", "name", "until")}


@given(st.text(st.sampled_from("ab{}[].: "), max_size=30))
def test_any_text_is_read_and_doubled_signs_give_it_back(text: str) -> None:
    """Nothing in a template can stop a file from being read."""
    templates.read(text, ["a", "b"])
    doubled = "".join(sign * 2 if sign in "{}[]" else sign for sign in text)
    found = templates.read(doubled, ["a", "b"])
    assert "".join(str(piece) for part in found.parts for piece in part.pieces) == text
    assert (found.unknown, found.lone) == ((), ())
