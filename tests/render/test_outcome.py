"""The end of an apply: what was done, what not and why, the proof, and where it is recorded."""

from datetime import timedelta

from reconciler.errors import ExitCode
from reconciler.plan.model import ConflictNote, Refusal
from reconciler.plan.outcome import Outcome, Result
from reconciler.render import outcome as render
from tests.render import builders as b
from tests.render.builders import BEN, DEE, IN, KIT, OUT, at

UNTIL = at("2027-02-24T12:00")


def text(outcome: Outcome, *, width: int = 80, verbose: bool = False) -> str:
    out = render.text(outcome, width=width, color=False, verbose=verbose)
    assert b.narrow(out, width)
    return out


def mixed() -> Outcome:
    """An apply of which some is done, some failed and some was not tried."""
    results = (
        Result(b.line_up("line-up from Mon 7 Dec 09:00: Ana Ortiz, Eve Lin"), "done"),
        *(Result(action, "done") for action in b.overrides(2)),
        Result(b.withdrawn(), "failed", "PagerDuty said no"),
        Result(b.new_policy(), "skipped", "24x7 needs In hours comms, which was not made"),
    )
    return Outcome(b.plan(actions=tuple(r.action for r in results)), results, recorded=".rota/ledger.jsonl")


def test_an_apply_that_is_done_and_proven() -> None:
    """A line for each rota, the proof with its date, and the record."""
    results = (
        Result(b.line_up("line-up from Mon 7 Dec 09:00: Ana Ortiz, Eve Lin"), "done"),
        *(Result(action, "done") for action in b.overrides(2, rota=OUT)),
        Result(b.withdrawn(), "done"),
        Result(b.policy("level 1: escalate after 30 → 5 minutes"), "done"),
    )
    end = Outcome(
        b.plan(actions=tuple(r.action for r in results)),
        results,
        verified=(IN, OUT, "x"),
        verified_until=UNTIL,
        recorded="refs/notes/rota on 3f2c1ab",
    )
    assert text(end) == (
        "  ✓ In hours engineering      line-up from Mon 7 Dec 09:00, 1 override withdrawn\n"
        "  ✓ Out of hours engineering  2 overrides\n"
        "  ✓ 24x7                      level 1: escalate after 30 → 5 minutes\n"
        "Proof: PagerDuty's own rendering of 3 rotas matches the file until Wed 24 Feb\n"
        "  2027.\n"
        "Recorded in refs/notes/rota on 3f2c1ab.\n"
    )


def test_an_apply_that_failed_in_part() -> None:
    """What was done, what not and why, that it harms nobody, and that running it again finishes."""
    assert text(mixed()) == (
        "  ✓ In hours engineering  line-up from Mon 7 Dec 09:00, 2 overrides\n"
        "  ✗ In hours engineering  override 25 Dec PaaS team (not wanted any more):\n"
        "                          PagerDuty said no\n"
        "  – 24x7                  new policy 24x7, 4 levels: 24x7 needs In hours comms,\n"
        "                          which was not made\n"
        "3 of 5 writes done, 2 not.\n"
        "Nothing is half-done in a harmful way: each write stands by itself, and a\n"
        "  mailbox goes on only where a person is there to take over.\n"
        "Run `rota apply` again: it looks at what PagerDuty holds by then and does only\n"
        "  what is missing.\n"
        "Recorded in .rota/ledger.jsonl.\n"
    )


def test_failures_of_one_kind_are_told_once() -> None:
    """Forty overrides refused for one reason are one line."""
    some = b.overrides(40)
    end = Outcome(b.plan(actions=some), tuple(Result(action, "failed", "no such user") for action in some))
    assert text(end).startswith(
        "  ✗ In hours engineering  40 overrides: no such user\n0 of 40 writes done, 40 not.\n"
    )


def test_new_objects_are_said_briefly() -> None:
    """Their details have been read in the plan."""
    end = Outcome(b.plan(), (Result(b.new_rota(), "done"), Result(b.new_policy(), "done")))
    assert text(end) == (
        "  ✓ In hours engineering  new schedule, line-up from now\n  ✓ 24x7                  new policy\n"
    )


def test_refused_with_every_reason() -> None:
    """Refused rotas are named with what to do; nothing was written for them."""
    end = Outcome(
        b.plan(actions=b.overrides(1)), refused=(Refusal(IN, ("gap: nobody. Add --accept gap, or wait",)),)
    )
    assert text(end) == "Refused: In hours engineering: gap: nobody. Add --accept gap, or wait\n"
    assert "0 writes done, 1 refused\n\n**Refused**\n\n- **In hours engineering**: " in render.markdown(end)


def test_nothing_to_do_can_still_be_proven() -> None:
    """An empty apply says so, and proves it where it was asked to."""
    end = Outcome(b.plan(), verified=(IN,))
    assert text(end) == (
        "Nothing to do: PagerDuty matches the file.\n"
        "Proof: PagerDuty's own rendering of 1 rota matches the file.\n"
    )
    assert render.markdown(Outcome(b.plan())) == "### Nothing to do: PagerDuty matches the file\n"


def test_what_pagerduty_renders_differently() -> None:
    """When, on which rota, whom PagerDuty shows and whom the file says, and what to do."""
    end = Outcome(
        b.plan(),
        (Result(b.overrides(1)[0], "done"),),
        differences=(b.shift("2026-12-25T09:00", "2026-12-25T17:00", BEN, DEE),),
        verified=(IN,),
    )
    assert text(end) == (
        "  ✓ In hours engineering  1 override\n"
        "Not as the file says: PagerDuty renders something else.\n"
        "  Fri 25 Dec 09:00 – 17:00  In hours engineering  PagerDuty shows Ben Ode, the\n"
        "                                                  file says Dee Marr\n"
        "Run `rota plan` to see what it would do about that; look for overrides made by\n"
        "  hand meanwhile.\n"
    )


def test_many_differences_are_counted() -> None:
    """Thirty are listed, the rest counted; verbose lists all."""
    days = [at("2026-12-01T09:00") + timedelta(days=7 * i) for i in range(40)]
    shifts = tuple(b.shift(f"{d:%Y-%m-%dT%H:%M}", f"{d:%Y-%m-%dT17:00}", BEN, DEE) for d in days)
    end = Outcome(b.plan(), differences=shifts, verified=(IN,))
    assert text(end).count("PagerDuty shows") == 30
    assert "  … and 10 more (`rota -v plan`)\n" in text(end)
    assert text(end, verbose=True).count("PagerDuty shows") == 40


def test_a_proof_that_could_not_be_read() -> None:
    """Not proven is neither right nor wrong, and says how to try again."""
    end = Outcome(b.plan(), verify_error="timeout")
    assert (
        "Not proven: PagerDuty could not be read back (timeout). Run `rota apply --verify\n"
        "  all` to compare again.\n"
    ) in text(end)


def test_what_a_plan_would_still_change_is_not_finished() -> None:
    """PagerDuty renders what the file says, but something is there twice or does not show."""
    done = (Result(b.overrides(1)[0], "done"),)
    end = Outcome(b.plan(), done, verified=(IN,), unfinished=(IN,))
    assert end.exit_code == ExitCode.PARTIAL
    said = "Not finished: PagerDuty does not show In hours engineering as planned. Run `rota apply` again."
    assert said in " ".join(text(end).split())
    assert render.markdown(end).startswith("### 1 write done, not finished\n")


def test_markdown_says_the_same() -> None:
    """A headline that counts, the results, the proof, the table of differences, the record."""
    end = mixed()
    out = render.markdown(end)
    assert out == (
        "### 3 writes done, 2 not done\n"
        "\n"
        "- ✓ **In hours engineering** line-up from Mon 7 Dec 09:00, 2 overrides\n"
        "- ✗ **In hours engineering** override 25 Dec PaaS team (not wanted any more): PagerDuty said no\n"
        "- – **24x7** new policy 24x7, 4 levels: 24x7 needs In hours comms, which was not made\n"
        "\n"
        "3 of 5 writes done, 2 not.\n"
        "Nothing is half-done in a harmful way: each write stands by itself, and a mailbox goes on only "
        "where a person is there to take over.\n"
        "Run `rota apply` again: it looks at what PagerDuty holds by then and does only what is missing.\n"
        "\n"
        "Recorded in .rota/ledger.jsonl.\n"
    )


def test_markdown_headlines() -> None:
    """Proven, not proven, or something else."""
    done = (Result(b.overrides(1)[0], "done"),)
    different = (b.shift("2026-12-25T09:00", "2026-12-25T17:00", BEN, DEE),)
    heads = [
        render.markdown(end).split("\n", 1)[0]
        for end in (
            Outcome(b.plan(), done, verified=(IN,)),
            Outcome(b.plan(), done, verify_error="timeout"),
            Outcome(b.plan(), done, verified=(IN,), differences=different),
        )
    ]
    assert heads == [
        "### 1 write done, proven",
        "### 1 write done, not proven",
        "### 1 write done, PagerDuty renders something else",
    ]
    row = "| In hours engineering | PagerDuty shows Ben Ode, the file says Dee Marr |\n"
    assert row in render.markdown(Outcome(b.plan(), done, verified=(IN,), differences=different))


def test_without_writes_a_match_is_claimed_only_where_it_was_not_denied() -> None:
    """Nothing to write is no proof: a difference, or no answer, stands against it."""
    moved = (b.shift("2026-12-25T09:00", "2026-12-25T17:00"),)
    different = Outcome(b.plan(), differences=moved, waited=60.0)
    assert text(different).startswith(
        "Nothing was left to write.\n"
        "Not as the file says: PagerDuty renders something else, also after 60 s.\n"
    )
    silent = Outcome(b.plan(), verify_error="no answer")
    for outcome in (different, silent):
        assert "matches the file" not in text(outcome) + render.markdown(outcome)
    assert render.markdown(silent).startswith("### Nothing was left to write, not proven\n")


def test_the_proof_leaves_out_what_the_comparison_met() -> None:
    """A conflict of the plan that is gone by then is not told; one on a rota not compared is."""
    old, new, other = (
        ConflictNote(rota, at("2026-12-25T09:00"), at("2026-12-25T12:00"), KIT, BEN, said)
        for rota, said in ((IN, "gone by now"), (IN, "made meanwhile"), (OUT, "not compared"))
    )
    end = Outcome(
        b.plan(actions=b.overrides(1), conflicts=(old, other)),
        (Result(b.overrides(1)[0], "done"),),
        verified=(IN,),
        met=(new,),
    )
    assert text(end) == (
        "  ✓ In hours engineering  1 override\n"
        "Proof: PagerDuty's own rendering of 1 rota matches the file, but for the\n"
        "  conflicts below.\n"
        "Conflicts\n"
        "  In hours engineering: made meanwhile\n"
        "  Out of hours engineering: not compared\n"
    )
    assert render.markdown(end).startswith("### 1 write done, proven but for 1 conflict\n")
