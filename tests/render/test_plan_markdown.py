"""A plan as a comment under a pull request: the headline, the table, what is folded, and never too long."""

from datetime import timedelta

import pytest

from reconciler.errors import Finding
from reconciler.plan.model import ConflictNote, Flag, OnCallNow, Plan, Refusal, Unmanaged
from reconciler.render import plan as render
from tests.render import builders as b
from tests.render.builders import ANA, BEN, EVE, IN, KIT, OUT, at


def first(plan: Plan) -> str:
    return render.markdown(plan).split("\n", 1)[0]


def test_a_whole_comment() -> None:
    """Headline, table of shifts, what does not change, the writes folded away, then the rest."""
    plan = b.plan(
        actions=b.actions(
            b.line_up("line-up from Mon 7 Dec 09:00: Ana Ortiz, Eve Lin"), b.overrides(5), b.withdrawn()
        ),
        shifts=(
            b.shift("2026-12-28T09:00", "2026-12-28T17:00", None, BEN, "Boxing Day", rota=OUT, line=None),
            b.shift("2026-12-25T09:00", "2026-12-25T17:00"),
        ),
        unmanaged=(Unmanaged("schedule", "gaap", "GaaP SCS Escalation", "not managed here"),),
        findings=(Finding("page-delay", "warning", "24x7 first mails the team", hint="shorten it"),),
        conflicts=(ConflictNote(OUT, at("2026-12-25T09:00"), at("2026-12-25T12:00"), KIT, BEN, "two say"),),
    )
    assert render.markdown(plan) == (
        "### 6 overrides, 1 line-up: 2 shifts change hands, nobody on call now is affected\n"
        "\n"
        "Times are Europe/London, as of Wed 25 Nov 12:00.\n"
        "\n"
        "| When | Rota | Who | Why |\n"
        "| --- | --- | --- | --- |\n"
        "| Fri 25 Dec 09:00 – 17:00 | In hours engineering | Ana Ortiz → PaaS team "
        "| Christmas Day (rota.yaml:70) |\n"
        "| Mon 28 Dec 09:00 – 17:00 | Out of hours engineering | nobody → Ben Ode | Boxing Day |\n"
        "\n"
        "Nobody else moves before Wed 24 Feb 2027. On call right now: unchanged.\n"
        "\n"
        "<details><summary>What will be done in PagerDuty: 6 overrides, 1 line-up</summary>\n"
        "\n"
        "- **In hours engineering**\n"
        "  - `+` line-up from Mon 7 Dec 09:00: Ana Ortiz, Eve Lin\n"
        "  - `+` 5 overrides\n"
        "    - 12-01 PaaS team (Christmas Day)\n"
        "    - 12-02 PaaS team (Christmas Day)\n"
        "    - 12-03 PaaS team (Christmas Day)\n"
        "    - … and 2 more (`rota -v plan`)\n"
        "  - `-` override 25 Dec PaaS team (not wanted any more)\n"
        "\n"
        "</details>\n"
        "\n"
        "**Conflicts**\n"
        "\n"
        "- **Out of hours engineering**: two say\n"
        "\n"
        "**Left alone**\n"
        "\n"
        "- **GaaP SCS Escalation**: not managed here\n"
        "\n"
        "**Worth a look**\n"
        "\n"
        "- **page-delay**: 24x7 first mails the team – shorten it\n"
    )


def test_an_empty_plan_is_a_headline_and_a_sentence() -> None:
    """Nothing to do needs no table."""
    assert render.markdown(b.plan()) == (
        "### Nothing to do: PagerDuty matches the file\n"
        "\n"
        "Nobody moves before Wed 24 Feb 2027. On call right now: unchanged.\n"
    )


def test_flags_are_in_the_headline_and_at_the_end() -> None:
    """Whoever reads the notification alone knows what is refused; the end says what to do."""
    plan = b.plan(
        actions=b.actions(b.line_up("line-up from now: Eve Lin")),
        shifts=(b.shift("2026-11-25T12:00", "2026-11-25T17:00", BEN, EVE, "line-up"),),
        on_call_now=(OnCallNow(IN, BEN, EVE),),
        flags=(
            Flag("changes-now", IN, "Ben Ode is on call now", "wait"),
            Flag("changes-now", OUT, "x", "wait"),
        ),
    )
    assert first(plan) == (
        "### 1 line-up: 1 shift changes hands, on call right now changes on In hours engineering, "
        "refused until `changes-now` is accepted"
    )
    out = render.markdown(plan)
    assert "**On call right now**\n\n- **In hours engineering**: Ben Ode → Eve Lin\n" in out
    assert (
        "**To be accepted**\n\n- Refused until you accept: changes-now on In hours engineering "
        "(Ben Ode is on call now). Add --accept changes-now, or wait.\n"
    ) in out


def test_headlines() -> None:
    """Each says the most important thing first."""
    refused = (Refusal(IN, ("no account",)),)
    assert first(b.plan(refused=refused)) == "### Nothing can be done, 1 refused"
    assert first(b.plan(actions=b.actions(b.policy("x", "y")))) == (
        "### 1 policy: nobody's shift changes, nobody on call now is affected"
    )
    assert first(b.plan(actions=b.actions(b.new_policy(), b.policy("x")), refused=refused)).endswith(
        ", 1 refused"
    )
    note = ConflictNote(OUT, at("2026-12-25T09:00"), at("2026-12-25T12:00"), KIT, BEN, "two say")
    assert first(b.plan(conflicts=(note,))) == (
        "### Nothing to do: PagerDuty matches the file, but for the conflicts below"
    )


def test_a_new_rota_says_how_to_see_the_rest() -> None:
    """Its first rows, how many more, and the command, as code."""
    days = [at("2026-12-01T09:00") + timedelta(days=7 * i) for i in range(9)]
    shifts = tuple(b.shift(f"{d:%Y-%m-%dT%H:%M}", f"{d:%Y-%m-%dT17:00}", None, ANA, "new rota") for d in days)
    out = render.markdown(b.plan(actions=b.actions(b.new_rota()), shifts=shifts))
    assert out.count("| Ana Ortiz | new rota |") == 4
    assert (
        "\n- In hours engineering: … and 5 more until Wed 24 Feb 2027 (`rota show --rota in-hours`)\n" in out
    )


@pytest.mark.parametrize("limit", [60_000, 5_000, 1_200])
def test_a_comment_never_exceeds_its_limit(limit: int) -> None:
    """Of what does not fit the first rows stay, and a sentence says how many more there are."""
    number = 900
    unmanaged = tuple(
        Unmanaged("schedule", f"s{i}", f"Schedule number {i}", "not managed here, and never was")
        for i in range(number)
    )
    findings = tuple(Finding("page-delay", "warning", f"finding {i} " + "x" * 50) for i in range(number))
    out = render.markdown(b.plan(unmanaged=unmanaged, findings=findings), limit=limit)
    assert len(out) <= limit
    assert "Schedule number 0" in out
    left = number - out.count("Schedule number")
    assert f"… and {left} more; `rota plan` in a terminal shows them." in out
    # As much is shown as fits: one more line of each part would not.
    assert limit - len(out) < 250


def test_a_comment_of_endless_names_is_cut() -> None:
    """Even one row can be too long; then the comment is cut, and the headline stays."""
    found = (Finding("a", "warning", "x" * 5000),)
    out = render.markdown(b.plan(findings=found, names=(), on_call_now=()), limit=300)
    assert len(out) <= 300
    assert out.startswith("### Nothing to do: PagerDuty matches the file\n")
    out = render.markdown(b.plan(refused=tuple(Refusal("k" * 400, ("r",)) for _ in range(9))), limit=60)
    assert len(out) <= 60
    assert out.endswith("…\n")
