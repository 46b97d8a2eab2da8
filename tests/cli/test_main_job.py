"""The main job from the command line: edit, plan, apply, proof, and what stops it."""

import json
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from reconciler.errors import RemoteError
from reconciler.plan.saved import dumps, loads
from reconciler.sandbox import Clock, Quirks, Store, create_app, serve
from tests.cli.conftest import Rota


def edit(folder: Path, old: str, new: str) -> None:
    path = folder / "rota.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_first_apply_makes_everything_and_proves_it(rota: Rota) -> None:
    """Plan says what would be done (2), apply does it (0), a second plan finds nothing (0)."""
    plan = rota("plan", sandbox=True)
    assert plan.code == 2
    assert plan.out.startswith("rota.yaml → embedded PagerDuty   as of Wed 25 Nov 2026 12:00 Europe/London\n")
    assert "Nothing has been changed: run" in plan.out
    answer = rota("apply", sandbox=True)
    assert answer.code == 0
    assert (
        "Proof: PagerDuty's own rendering of 4 rotas matches the file until Wed 24 Feb\n  2027." in answer.out
    )
    assert "Recorded in .rota/ledger.jsonl." in answer.out
    again = rota("plan", sandbox=True)
    assert again.code == 0
    assert "Nothing to do" in again.out
    assert rota("apply", "--verify", "all", sandbox=True).code == 0


def test_planning_leaves_the_account_as_it_was(applied: Rota, folder: Path) -> None:
    """Nothing that plan does is a write: the store's file does not change."""
    edit(
        folder,
        "escalate_after: 15 minutes}\n      - {notify: gaap",
        "escalate_after: 20 minutes}\n      - {notify: gaap",
    )
    before = (folder / ".rota" / "sandbox.db").read_bytes()
    assert applied("plan", sandbox=True).code == 2
    assert (folder / ".rota" / "sandbox.db").read_bytes() == before


def test_a_cover_moves_exactly_its_shift(applied: Rota, folder: Path) -> None:
    """One line in the file is one override in PagerDuty, and nobody else moves."""
    edit(
        folder,
        "overrides:\n",
        "overrides:\n  - {rota: in-hours-comms, cover: ned, by: kit, on: 2026-12-01, reason: dentist}\n",
    )
    plan = json.loads(applied("plan", "--format", "json", sandbox=True).out)
    assert [(c["action"], c["kind"], c["key"]) for c in plan["changes"]] == [
        ("create", "override", "in-hours-comms")
    ]
    (shift,) = plan["shifts"]
    assert (shift["start"], shift["end"]) == ("2026-12-01T09:00:00Z", "2026-12-01T17:00:00Z")
    assert (shift["before"]["person"], shift["after"]["person"]) == ("ned", "kit")
    assert shift["reason"] == "cover: dentist"
    answer = applied("apply", "--format", "json", sandbox=True)
    done = json.loads(answer.out)
    assert (answer.code, [c["result"] for c in done["changes"]], done["verified"]) == (0, ["done"], True)
    live = json.loads(
        applied("show", "--rota", "in-hours-comms", "--live", "--format", "json", sandbox=True).out
    )
    tuesday = next(s for s in live["shifts"] if s["start"] == "2026-12-01T09:00:00Z")
    assert (tuesday["person"], tuesday["source"]) == ("kit", "cover")


def test_whoever_is_on_call_is_not_replaced_without_a_word(applied: Rota, folder: Path) -> None:
    """An edited line-up that is running is refused for that rota until each flag is accepted."""
    edit(
        folder,
        "{from: 2026-11-02, people: [ben, cal, dee, ana]}",
        "{from: 2026-11-02, people: [ana, ben, cal, dee]}",
    )
    plan = applied("plan", sandbox=True)
    assert plan.code == 2
    assert "Refused until you accept: changes-now on In hours engineering" in " ".join(plan.out.split())
    refused = applied("apply", sandbox=True)
    assert refused.code == 3
    assert "Ana Ortiz is on call now, Dee Marr would be" in " ".join(refused.out.split())
    flags = json.loads(applied("plan", "--format", "json", sandbox=True).out)["flags"]
    accept = [word for flag in flags for word in ("--accept", flag["flag"])]
    assert applied("apply", *accept, sandbox=True).code == 0
    assert applied("plan", sandbox=True).code == 0


def test_a_saved_plan_is_applied_exactly_or_not_at_all(applied: Rota, folder: Path) -> None:
    """What the reviewer saw is what is written; a change of the file since then refuses it."""
    edit(folder, "repeat: 1", "repeat: 2")
    assert applied("plan", "-o", "plan.json", sandbox=True).code == 2
    edit(folder, "repeat: 2", "repeat: 3")
    stale = applied("apply", "plan.json", sandbox=True)
    assert stale.code == 3
    assert "the rota file has changed since the plan was saved" in stale.err
    edit(folder, "repeat: 3", "repeat: 2")
    assert applied("apply", "plan.json", sandbox=True).code == 0
    again = applied("apply", "plan.json", sandbox=True)
    assert again.code == 3
    assert "changed in PagerDuty since the plan was saved: 24x7" in again.err
    late = applied("apply", "plan.json", now="2026-11-25T18:00", sandbox=True)
    assert late.code == 3
    assert "a shift changed hands at Wed 25 Nov 17:00, after the plan was saved" in late.err


def test_a_file_that_is_no_plan_is_refused(applied: Rota, folder: Path) -> None:
    """Neither rota.yaml nor an edited plan is taken for one."""
    assert "this is no plan saved by" in applied("apply", "rota.yaml", sandbox=True).err
    edit(folder, "repeat: 1", "repeat: 2")
    applied("plan", "-o", "plan.json", sandbox=True)
    saved = (folder / "plan.json").read_text(encoding="utf-8")
    (folder / "plan.json").write_text(saved.replace('"repeat": 2', '"repeat": 9'), encoding="utf-8")
    answer = applied("apply", "plan.json", sandbox=True)
    assert answer.code == 1
    assert "the saved plan was edited after it was made" in answer.err


def test_markdown_is_for_pull_requests(applied: Rota, folder: Path) -> None:
    """A headline that can be read in a notification comes first."""
    edit(folder, "repeat: 1", "repeat: 2")
    answer = applied("plan", "--format", "markdown", sandbox=True)
    assert answer.code == 2
    assert "1 policy" in answer.out.splitlines()[0]
    assert applied("apply", "--format", "markdown", sandbox=True).code == 0


def test_records_carry_the_commit_that_the_file_comes_from(rota: Rota, folder: Path) -> None:
    """The audit needs the commit; changes that are not committed have none."""

    def git(*args: str) -> str:
        command = ["git", "-C", str(folder), "-c", "user.name=T", "-c", "user.email=t@example.org", *args]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()  # noqa: S603

    git("init", "-q")
    (folder / ".gitignore").write_text(".rota/\n", encoding="utf-8")
    git("add", ".")
    git("commit", "-qm", "The rota")
    assert rota("apply", sandbox=True).code == 0
    lines = (folder / ".rota" / "ledger.jsonl").read_text(encoding="utf-8").splitlines()
    assert {json.loads(line)["commit"] for line in lines} == {git("rev-parse", "HEAD")}
    edit(folder, "repeat: 1", "repeat: 2")
    assert rota("apply", sandbox=True).code == 0
    last = json.loads((folder / ".rota" / "ledger.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    assert "commit" not in last


def test_colours_are_for_terminals_that_want_them(rota: Rota, monkeypatch: pytest.MonkeyPatch) -> None:
    """NO_COLOR and --no-color are honoured, and a pipe gets none."""
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert "\x1b[" in rota("check").out
    assert "\x1b[" not in rota("--no-color", "check").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in rota("check").out


@pytest.mark.loopback
@pytest.mark.enable_socket
def test_the_embedded_pagerduty_on_loopback_is_a_real_account_to_us(
    rota: Rota, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`rota sandbox` serves it; plan with the read-only key, apply with the other."""
    seen: list[str] = []

    def briefly(app: object, port: int, ready: object) -> None:
        assert callable(ready)
        assert port == 0
        with serve(app) as url:  # type: ignore[arg-type]  # the app as it was given
            ready(url)
            monkeypatch.setenv("PAGERDUTY_TOKEN", "sandbox-read-only")
            seen.append(str(rota("--api-url", url, "plan").code))
            monkeypatch.setenv("PAGERDUTY_TOKEN", "sandbox")
            refused = rota("--api-url", url, "apply", now=None)
            seen.append(str(refused.code))
            monkeypatch.setenv("PAGERDUTY_TOKEN", "wrong")
            seen.append(rota("--api-url", url, "plan").err)
        raise KeyboardInterrupt

    monkeypatch.setattr("reconciler.sandbox.serve_forever", briefly)
    answer = rota("sandbox", "--port", "0", now=None)
    assert answer.code == 0
    assert seen[:2] == ["2", "0"]
    assert "wrong" not in seen[2].replace("wrong region", "")
    assert (folder / ".rota" / "sandbox.db").exists()


def test_verbose_apply_shows_the_plan_first(rota: Rota) -> None:
    """Whoever wants everything gets it."""
    answer = rota("--verbose", "apply", sandbox=True)
    assert answer.code == 0
    assert "What will be done in PagerDuty" in answer.out


def test_a_plan_for_another_account_is_refused(applied: Rota, folder: Path) -> None:
    """A plan made on the embedded PagerDuty is none for the real one, nor the other way round."""
    edit(folder, "repeat: 1", "repeat: 2")
    applied("plan", "-o", "plan.json", sandbox=True)
    plan = loads((folder / "plan.json").read_text(encoding="utf-8"))
    (folder / "plan.json").write_text(dumps(replace(plan, account="eu")), encoding="utf-8")
    answer = applied("apply", "plan.json", sandbox=True)
    assert answer.code == 1
    assert answer.err == "rota: the plan was made for eu, not for sandbox\n"


def test_what_cannot_be_verified_is_not_called_proven(rota: Rota, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where PagerDuty does not answer after the writes, the exit code says that something is open."""

    def silent(*_: object) -> None:
        raise RemoteError("PagerDuty did not answer")

    monkeypatch.setattr("reconciler.workflow.verifying.verify", silent)
    answer = rota("apply", sandbox=True)
    assert answer.code == 4
    assert "PagerDuty did not answer" in answer.out
    assert "Proof" not in answer.out


def test_the_embedded_pagerduty_has_the_team_of_the_file(rota: Rota, folder: Path) -> None:
    """The team that is given to what we create exists there from the start."""
    edit(folder, "pagerduty: {region: us}", "pagerduty: {region: us, team: Support}")
    assert rota("apply", sandbox=True).code == 0
    assert rota("plan", sandbox=True).code == 0


def test_the_state_of_the_embedded_pagerduty_can_lie_elsewhere(rota: Rota, folder: Path) -> None:
    """--sandbox-file names another place."""
    assert rota("--sandbox-file", "other.db", "plan", sandbox=True).code == 2
    assert (folder / "other.db").exists()
    assert not (folder / ".rota" / "sandbox.db").exists()


def test_a_request_id_is_told_to_those_who_ask_for_everything(
    rota: Rota, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is what PagerDuty's support asks for."""

    def refuse(*_: object, **__: object) -> None:
        raise RemoteError("PagerDuty refused", hint="try again", request_id="abc-123")

    monkeypatch.setattr("reconciler.workflow.planning.make", refuse)
    assert rota("plan", sandbox=True).err == "rota: PagerDuty refused\n  try again\n"
    assert rota("-v", "plan", sandbox=True).err == (
        "rota: PagerDuty refused\n  try again\n  request id abc-123\n"
    )


def test_an_interrupt_ends_without_a_traceback(rota: Rota, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C at any moment is one word."""

    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("reconciler.workflow.planning.make", interrupt)
    answer = rota("plan", sandbox=True)
    assert (answer.code, answer.err) == (1, "Stopped.\n")


def test_an_apply_with_nothing_to_write_still_proves_every_rota(applied: Rota) -> None:
    """By what was read for the plan, so a fault that outlived the last apply is not forgotten."""
    answer = applied("apply", sandbox=True)
    assert answer.code == 0
    assert "Proof: PagerDuty's own rendering of 4 rotas matches the file until Wed 24 Feb" in answer.out


def test_a_rendering_that_no_write_can_mend_is_said_by_plan_and_by_every_apply(
    rota: Rota, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A PagerDuty that counts hours in seconds over a clock change differs, apply after apply."""
    now = "2026-03-10T12:00"

    def odd(store: Store, *, clock: Clock) -> Flask:
        return create_app(store, clock=clock, quirks=Quirks(restriction_end="elapsed"))

    monkeypatch.setattr("reconciler.cli.embedded.create_app", odd)
    assert rota("apply", sandbox=True, now=now).code == 5
    plan = rota("plan", sandbox=True, now=now)
    assert "Nothing is left to write, but PagerDuty renders other people than" in plan.out
    assert "PagerDuty renders → the file asks for" in plan.out
    assert "Mon 30 Mar 09:00 – 10:00" in plan.out
    again = rota("apply", sandbox=True, now=now)
    assert again.code == 5
    assert "Mon 30 Mar 09:00 – 10:00" in again.out
    assert again.out.startswith("Nothing was left to write.\nNot as the file says: ")
    assert "matches the file" not in again.out
    comment = rota("apply", "--format", "markdown", sandbox=True, now=now)
    assert comment.out.startswith("### Nothing was left to write, PagerDuty renders something else\n")


def test_a_file_that_is_wrong_is_told_whatever_becomes_of_pagerduty(
    rota: Rota, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a token, with an address at which nobody answers, and before the embedded one is made."""
    file = folder / "rota.yaml"
    entry = "overrides:\n  - {rota: out-of-hours-engineering, cover: dee, by: ben, on: 2027-03-02}\n"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("overrides:\n", entry, 1), encoding="utf-8")
    found = rota("plan")
    assert found.code == 1
    assert "rota.yaml:113" in found.err
    assert rota("plan", sandbox=True) == rota("apply", sandbox=True) == found
    assert not (folder / ".rota").exists()
    monkeypatch.setenv("PAGERDUTY_TOKEN", "sandbox")
    assert rota("--api-url", "http://127.0.0.1:9", "plan") == found
