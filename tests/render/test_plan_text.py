"""A plan in a terminal: the exact lines for each thing that it can say."""

import re
from dataclasses import replace
from datetime import timedelta

from reconciler.errors import Finding, Where
from reconciler.plan.model import ConflictNote, Flag, OnCallNow, Plan, Refusal, RotaName, Unmanaged, Who
from reconciler.render import plan as render
from tests.render import builders as b
from tests.render.builders import ANA, BEN, EVE, IN, KIT, OUT, TEAM, at

HEAD = "rota.yaml → PagerDuty (us)   as of Wed 25 Nov 2026 12:00 Europe/London\n\n"
QUIET = "  Nobody else moves before Wed 24 Feb 2027. On call right now: unchanged.\n"


def text(plan: Plan, *, width: int = 80, verbose: bool = False, applying: bool = False) -> str:
    out = render.text(plan, width=width, color=False, verbose=verbose, applying=applying)
    assert b.narrow(out, width)
    return out


def test_an_empty_plan_answers_first() -> None:
    """Nothing to do is the first thing said, then that nobody moves and nobody is relieved."""
    assert text(b.plan()) == (
        HEAD + "Nothing to do: PagerDuty matches rota.yaml.\n\n"
        "Nobody moves before Wed 24 Feb 2027. On call right now: unchanged.\n"
    )


def test_the_account_and_the_file_are_named_as_given() -> None:
    """The heading says which file is compared with what."""
    out = render.text(b.plan(), width=80, color=False, where="embedded PagerDuty", file="x/rota.yaml")
    assert out.startswith("x/rota.yaml → embedded PagerDuty   as of ")
    assert "Nothing to do: PagerDuty matches x/rota.yaml." in out


def test_a_shift_that_changes_hands_and_its_override() -> None:
    """When, from whom to whom, why and where it is written; then the write; then the count."""
    plan = b.plan(
        actions=b.actions(b.override("2026-12-25T09:00", "2026-12-25T17:00")),
        shifts=(b.shift("2026-12-25T09:00", "2026-12-25T17:00"),),
    )
    assert text(plan) == (
        HEAD + "Who is on call changes\n"
        "  In hours engineering\n"
        "    Fri 25 Dec 09:00 – 17:00  Ana Ortiz → PaaS team  Christmas Day\n"
        "                                                     (rota.yaml:70)\n" + QUIET + "\n"
        "What will be done in PagerDuty\n"
        "  In hours engineering\n"
        "    + override 12-25 PaaS team (Christmas Day)\n"
        "\n"
        "1 override. Nothing has been changed: run `rota apply`.\n"
    )


def test_a_narrow_terminal_puts_the_rest_below() -> None:
    """Where the columns do not fit, the reason goes under the row, and then the row runs on."""
    plan = b.plan(shifts=(b.shift("2026-12-25T09:00", "2026-12-25T17:00"),))
    assert (
        "    Fri 25 Dec 09:00 – 17:00  Ana Ortiz → PaaS team\n        Christmas Day (rota.yaml:70)\n"
    ) in text(plan, width=60)
    assert (
        "    Fri 25 Dec 09:00 – 17:00  Ana Ortiz\n"
        "        → PaaS team  Christmas Day\n"
        "        (rota.yaml:70)\n"
    ) in text(plan, width=40)


def test_a_week_of_office_hours_is_one_row() -> None:
    """Five days with the same people and reason are one row; over the weekend too."""
    days = [at("2026-12-14T09:00") + timedelta(days=i) for i in (0, 1, 2, 3, 4, 7)]
    shifts = [b.shift(f"{d:%Y-%m-%dT%H:%M}", f"{d:%Y-%m-%dT17:00}", BEN, EVE, "line-up") for d in days]
    joined = (shifts[0], *(replace(shift, joins=True) for shift in shifts[1:]))
    assert "Mon 14 Dec 09:00 – Mon 21 Dec 17:00  Ben Ode → Eve Lin  line-up (rota.yaml:70)\n" in text(
        b.plan(shifts=joined), width=100
    )
    # Somebody is on in between who stays so, such as over lunch: each is a row.
    assert text(b.plan(shifts=tuple(shifts)), width=100).count("Ben Ode → Eve Lin") == 6


def test_rows_are_not_joined_across_an_override_made_by_hand() -> None:
    """What is left alone in between is not claimed to change hands."""
    plan = b.plan(
        shifts=(
            b.shift("2026-12-14T09:00", "2026-12-14T12:00"),
            b.shift("2026-12-14T12:00", "2026-12-14T17:00"),
            b.shift("2026-12-16T09:00", "2026-12-16T17:00"),
        ),
        unmanaged=(
            Unmanaged(
                "override", IN, "In hours engineering", "made by hand",
                at("2026-12-15T09:00"), at("2026-12-15T17:00"), KIT,
            ),
        ),
    )  # fmt: skip
    out = text(plan)
    assert "Mon 14 Dec 09:00 – 17:00" in out
    assert "Wed 16 Dec 09:00 – 17:00" in out


def test_rows_are_not_joined_over_a_long_gap_or_for_another_reason() -> None:
    """Five days apart, or for another reason, they are two rows."""
    far = (b.shift("2026-12-14T09:00", "2026-12-14T17:00"), b.shift("2026-12-19T09:00", "2026-12-19T17:00"))
    other = (far[0], b.shift("2026-12-14T17:00", "2026-12-14T18:00", reason="cover"))
    for shifts in (far, other):
        assert text(b.plan(shifts=shifts)).count("Ana Ortiz → PaaS team") == 2


def test_a_new_rota_shows_its_first_rows_only() -> None:
    """A new rota is no wall of rows: four of them, how many more, and how to see them."""
    days = [at("2026-12-01T09:00") + timedelta(days=7 * i) for i in range(9)]
    shifts = tuple(b.shift(f"{d:%Y-%m-%dT%H:%M}", f"{d:%Y-%m-%dT17:00}", None, ANA, "new rota") for d in days)
    plan = b.plan(actions=b.actions(b.new_rota()), shifts=shifts, on_call_now=(OnCallNow(IN, None, ANA),))
    assert text(plan) == (
        HEAD + "Who is on call changes\n"
        "  In hours engineering (new)\n"
        "    Tue 1 Dec 09:00 – 17:00   Ana Ortiz\n"
        "    Tue 8 Dec 09:00 – 17:00   Ana Ortiz\n"
        "    Tue 15 Dec 09:00 – 17:00  Ana Ortiz\n"
        "    Tue 22 Dec 09:00 – 17:00  Ana Ortiz\n"
        "    … and 5 more until Wed 24 Feb 2027 (`rota show --rota in-hours`)\n"
        "  Nobody else moves before Wed 24 Feb 2027.\n"
        "  On call right now:\n"
        "    In hours engineering  from now: Ana Ortiz\n"
        "\n"
        "What will be done in PagerDuty\n"
        "  In hours engineering\n"
        "    + new schedule In hours engineering, Europe/London\n"
        "    + line-up from now: Ana Ortiz, Ben Ode\n"
        "\n"
        "1 line-up, 1 schedule. Nothing has been changed: run `rota apply`.\n"
    )
    assert text(plan, verbose=True).count("Ana Ortiz\n") == 10


def test_many_rows_of_one_rota_are_counted() -> None:
    """Twelve rows of a rota are shown and the rest counted; verbose shows all."""
    days = [at("2026-12-01T09:00") + timedelta(days=7 * i) for i in range(20)]
    shifts = tuple(b.shift(f"{d:%Y-%m-%dT%H:%M}", f"{d:%Y-%m-%dT17:00}", line=None) for d in days)
    out = text(b.plan(shifts=shifts))
    assert out.count("→ PaaS team") == 12
    assert "    … and 8 more until Wed 24 Feb 2027 (`rota -v plan`)\n" in out
    assert "Tue 5 Jan 2027 09:00 – 17:00" in out
    assert text(b.plan(shifts=shifts), verbose=True).count("→ PaaS team") == 20


def test_many_overrides_are_counted_and_the_first_listed() -> None:
    """Of five overrides three are listed under their number; verbose lists all, with PagerDuty's ids."""
    plan = b.plan(actions=b.actions(b.overrides(5), b.withdrawn()))
    assert (
        "  In hours engineering\n"
        "    + 5 overrides\n"
        "        12-01 PaaS team (Christmas Day)\n"
        "        12-02 PaaS team (Christmas Day)\n"
        "        12-03 PaaS team (Christmas Day)\n"
        "        … and 2 more (`rota -v plan`)\n"
        "    - override 25 Dec PaaS team (not wanted any more)\n"
    ) in text(plan)
    out = text(plan, verbose=True)
    assert "  In hours engineering  (in-hours, PSCHED1, " not in out
    assert "  In hours engineering  (in-hours, PSCHED1)\n" in out
    assert "        12-05 PaaS team (Christmas Day)\n" in out
    assert "PSCHED1" not in text(plan)


def test_every_kind_of_change_has_its_sign() -> None:
    """`+` makes, `~` changes, `-` ends, `!` deletes for good."""
    plan = b.plan(
        actions=b.actions(
            b.line_up("line-up ends now: Ana Ortiz", verb="end"),
            b.renamed(),
            b.policy("level 1: escalate after 30 → 5 minutes", "level 2 goes"),
            b.gone(),
        )
    )
    out = text(plan)
    assert "    - line-up ends now: Ana Ortiz\n    ~ renamed: In hours → In hours engineering\n" in out
    assert "  24x7\n    ~ level 1: escalate after 30 → 5 minutes\n    ~ level 2 goes\n" in out
    assert "  old\n    ! schedule Old rota is deleted\n" in out
    assert out.endswith("1 line-up, 2 schedules, 1 policy. Nothing has been changed: run `rota apply`.\n")


def test_one_flag_ends_the_plan_with_what_to_do() -> None:
    """The last sentence names the flag, the rota, why, and both ways on; nothing else could be applied."""
    flag = Flag(
        "changes-now",
        IN,
        "Ben Ode is on call for it now, Eve Lin would be",
        "start the line-up on Mon 30 Nov",
    )
    plan = b.plan(
        actions=b.actions(b.line_up("line-up from now: Eve Lin")),
        flags=(flag,),
        on_call_now=(OnCallNow(IN, BEN, EVE),),
    )
    out = text(plan)
    assert (
        "Nobody moves before Wed 24 Feb 2027.\n"
        "On call right now:\n  In hours engineering  Ben Ode → Eve Lin\n" in out
    )
    assert out.endswith(
        "\n1 line-up. Nothing has been changed.\n"
        "Refused until you accept: changes-now on In hours engineering (Ben Ode is on\n"
        "  call for it now, Eve Lin would be). Add --accept changes-now, or start the\n"
        "  line-up on Mon 30 Nov.\n"
    )
    assert text(plan, applying=True).endswith("\n\n1 line-up.\n")


def test_refused_rotas_with_every_reason() -> None:
    """A refused rota is named once for each reason, and the ending says that something is refused."""
    refusal = Refusal(OUT, ("PagerDuty has no user for Mia Tull", "another reason"))
    out = text(b.plan(refused=(refusal,)))
    assert "Nothing to do" not in out
    assert out.endswith(
        "Refused\n"
        "  Out of hours engineering: PagerDuty has no user for Mia Tull\n"
        "  Out of hours engineering: another reason\n"
    )
    both = text(b.plan(refused=(refusal,), actions=b.actions(b.overrides(1))))
    assert both.endswith("run `rota apply`.\n1 rota or policy refused.\n")


def test_conflicts_are_said_with_the_rota() -> None:
    """A conflict alone is nothing to do, and the first line says that there is one below."""
    note = ConflictNote(
        OUT,
        at("2026-12-25T09:00"),
        at("2026-12-25T12:00"),
        KIT,
        BEN,
        "PagerDuty says Kit Moss, the file Ben Ode",
    )
    out = text(b.plan(conflicts=(note,)))
    assert "Nothing to do: PagerDuty matches rota.yaml, but for the conflicts below.\n" in out
    assert out.endswith("Conflicts\n  Out of hours engineering: PagerDuty says Kit Moss, the file Ben Ode\n")


def test_what_is_left_alone() -> None:
    """Overrides made by hand with who and when, then what is not managed; of many the first twelve."""
    hand = [
        Unmanaged(
            "override", OUT, "Out of hours engineering", "made by hand",
            at("2026-11-28T10:00") + timedelta(days=i), at("2026-11-28T14:00") + timedelta(days=i), KIT,
            f"Q{i}",
        )
        for i in range(15)
    ]  # fmt: skip
    gaap = Unmanaged("schedule", "gaap", "GaaP SCS Escalation", "not managed here")
    out = text(b.plan(unmanaged=(gaap, hand[0])))
    assert out.endswith(
        "Left alone\n"
        "  Out of hours engineering: Sat 28 Nov 10:00 – 14:00 Kit Moss, made by hand\n"
        "  a cover with the same person and times in the file makes it managed\n"
        "  GaaP SCS Escalation: not managed here\n"
    )
    many = text(b.plan(unmanaged=tuple(hand)))
    assert many.count("Kit Moss") == 12
    assert "  Out of hours engineering: … and 3 more (`rota -v plan`)\n" in many
    every = text(b.plan(unmanaged=tuple(hand)), verbose=True)
    assert every.count("Kit Moss") == 15
    assert "Sat 12 Dec 10:00 – 14:00 Kit Moss, made by hand (Q14)" in " ".join(every.split())
    dateless = Unmanaged("override", IN, "In hours engineering", "made by hand", who=KIT)
    assert "  In hours engineering: Kit Moss, made by hand\n" in text(b.plan(unmanaged=(dateless,)))


def test_findings_are_worth_a_look() -> None:
    """Each with its id, its place and what to do."""
    found = (
        Finding("page-delay", "warning", "24x7 first mails the team", Where("rota.yaml", 89), "shorten\nit"),
        Finding("stale", "info", "the table is old"),
    )
    assert text(b.plan(findings=found)).endswith(
        "Worth a look\n"
        "  page-delay: 24x7 first mails the team (rota.yaml:89) – shorten it\n"
        "  stale: the table is old\n"
    )


def test_a_plan_shows_every_warning_and_few_notes() -> None:
    """Shifts that move must not drown in what has been so for months; `rota check` shows the rest."""
    warnings = tuple(Finding("rest", "warning", f"warning {n}") for n in range(7))
    notes = tuple(Finding("gap", "info", f"note {n}") for n in range(6))
    out = text(b.plan(findings=(*warnings, *notes)))
    assert [f"warning {n}" in out for n in range(7)] == [True] * 7
    assert [f"note {n}" in out for n in range(6)] == [True] * 4 + [False] * 2
    assert out.endswith("  … and 2 more notes: `rota check`\n")
    assert "note 4" in text(b.plan(findings=(*warnings, *notes[:5])))


def test_another_year_and_another_zone_are_named() -> None:
    """The year is written where it is another; a zone where it is not that of the heading."""
    zones = (*b.names(), RotaName("ny", "New York", "America/New_York", at("2027-01-05T00:00")))
    shifts = (b.shift("2026-12-31T23:00", "2027-01-01T14:00", rota="ny", line=None),)
    out = text(b.plan(names=zones, shifts=shifts), width=110)
    assert "    Thu 31 Dec 18:00 – Fri 1 Jan 2027 09:00 (America/New_York)  Ana Ortiz → PaaS team" in out
    assert "Nobody else moves before Tue 5 Jan 2027." in out


def test_a_day_on_which_the_clocks_change() -> None:
    """Times are those that clocks on the wall show before and after the change."""
    out = text(b.plan(shifts=(b.shift("2027-03-27T17:00", "2027-03-29T08:00", line=None),)))
    assert "Sat 27 Mar 2027 17:00 – Mon 29 Mar 2027 09:00" in out


def test_two_people_of_one_name_are_told_apart() -> None:
    """Where the name is the same, the addresses are shown."""
    other = Who(None, "Ana Ortiz", None)
    out = text(b.plan(shifts=(b.shift("2026-12-25T09:00", "2026-12-25T17:00", ANA, other),)), width=120)
    assert "Ana Ortiz (ana@example.org) → Ana Ortiz (no address)" in out


def test_a_plan_of_a_file_without_rotas() -> None:
    """Nobody is compared, so nothing is said about until when."""
    assert text(b.plan(names=(), on_call_now=())) == (
        "rota.yaml → PagerDuty (us)   as of Wed 25 Nov 2026 12:00 UTC\n\n"
        "Nothing to do: PagerDuty matches rota.yaml.\n"
    )


def test_colours_add_nothing_but_colours() -> None:
    """With the escape sequences taken out, the text is the same."""
    plan = b.plan(
        actions=b.actions(b.overrides(5), b.gone(), b.policy("x"), b.withdrawn()),
        shifts=(b.shift("2026-12-25T09:00", "2026-12-25T17:00", BEN, TEAM),),
        flags=(Flag("gap", IN, "m", "h"),),
        refused=(Refusal(OUT, ("r",)),),
        findings=(Finding("a", "info", "m"),),
    )
    plain, colored = (render.text(plan, width=80, color=color) for color in (False, True))
    assert "\x1b[" in colored
    assert re.sub(r"\x1b\[\d+m", "", colored) == plain
