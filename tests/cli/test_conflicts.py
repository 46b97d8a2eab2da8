"""An apply lists who was put on by hand against the file, and claims no more than it proved."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import ByHand, Rota

LINES = """\
  Out of hours engineering: Fri 25 Dec 09:00 – 12:00: PagerDuty says Ana Ortiz
    (made by hand), the file says Ben Ode; Ana Ortiz is paged
"""
ROTA = "Out of hours engineering"
SAID = (
    "Fri 25 Dec 09:00 – 12:00: PagerDuty says Ana Ortiz (made by hand), the file says Ben Ode; "
    "Ana Ortiz is paged"
)


@pytest.fixture
def stood_in(applied: Rota, by_hand: ByHand) -> Rota:
    """Somebody was put by hand on three hours in which the file has somebody else."""
    by_hand("Out of hours engineering", "Ana Ortiz", "2026-12-25T09:00:00Z", "2026-12-25T12:00:00Z")
    return applied


@pytest.mark.parametrize("scope", ["touched", "all"])
def test_an_apply_with_nothing_to_do_lists_conflicts_and_proves_the_rest(stood_in: Rota, scope: str) -> None:
    """In the words of the plan; the code stays 0."""
    assert LINES in stood_in("plan", sandbox=True).out
    answer = stood_in("apply", "--verify", scope, sandbox=True)
    assert answer.code == 0
    assert answer.out == (
        "Nothing to do: PagerDuty matches the file, but for the conflicts below.\n"
        "Proof: PagerDuty's own rendering of 4 rotas matches the file until Wed 24 Feb\n"
        "  2027, but for the conflicts below.\n"
        f"Conflicts\n{LINES}"
    )


def test_in_markdown_and_json_an_apply_lists_them_as_well(stood_in: Rota) -> None:
    """The headline, which a notification shows, does not hide them."""
    out = stood_in("apply", "--format", "markdown", sandbox=True).out
    assert out.startswith("### Nothing to do: PagerDuty matches the file, but for the conflicts below\n")
    assert f"2027, but for the conflicts below.\n\n**Conflicts**\n\n- **{ROTA}**: {SAID}\n" in out
    document = json.loads(stood_in("apply", "--format", "json", sandbox=True).out)
    assert [c["message"] for c in document["conflicts"]] == [SAID]


def test_a_cover_that_is_cut_round_somebody_elses_hour_is_not_proven_as_a_whole(
    applied: Rota, by_hand: ByHand, folder: Path
) -> None:
    """What was written is told, and what was not, for whom."""
    by_hand("Out of hours comms", "Kit Moss", "2026-12-02T20:00:00Z", "2026-12-02T21:00:00Z")
    file = folder / "rota.yaml"
    entry = (
        "  - {rota: out-of-hours-comms, cover: lou, by: mia, "
        "from: 2026-12-02 19:00, until: 2026-12-02 22:00, reason: train}\n"
    )
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("overrides:\n", f"overrides:\n{entry}", 1), encoding="utf-8")
    answer = applied("apply", sandbox=True)
    assert answer.code == 0, answer.err + answer.out
    assert answer.out == (
        "  ✓ Out of hours comms  2 overrides\n"
        "Proof: PagerDuty's own rendering of 1 rota matches the file until Wed 24 Feb\n"
        "  2027, but for the conflicts below.\n"
        "Conflicts\n"
        "  Out of hours comms: Wed 2 Dec 20:00 – 21:00: PagerDuty says Kit Moss (made by\n"
        "    hand), the file says Mia Tull; Kit Moss is paged\n"
        "Recorded in .rota/ledger.jsonl.\n"
    )
