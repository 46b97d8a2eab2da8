"""`rota import`: what it prints, what it writes, and what it does not write over."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reconciler.sandbox import Store
from tests.cli.conftest import NOW, Rota
from tests.importing.accounts import Account, layer, weekly
from tests.importing.flexible import event, flexible

JUNE = "2026-06-01T08:00:00Z"
AT = f"{NOW}Z"
"""Without a file there is no zone to read a local time in."""


@pytest.fixture
def account(folder: Path) -> Account:
    """A small account, made by clicking, in the place of the embedded PagerDuty; and no file yet."""
    (folder / "rota.yaml").unlink()
    store = Store(folder / ".rota" / "sandbox.db")
    store.set_setting("filled", value=True)
    account = Account(now=datetime(2026, 6, 1, 8, tzinfo=UTC), store=store)
    ana, ben, cal = account.users("Ana Ortiz", "Ben Ode", "Cal Roe")
    office = [weekly(day, "09:00", 8 * 3600) for day in range(1, 6)]
    web = account.schedule("Web", layer(ana, ben, start=JUNE, anchor=JUNE, restrictions=office))
    second = account.schedule("Web second", layer(ben, ana, start=JUNE, anchor=JUNE, restrictions=office))
    account.schedule("Odd", layer(cal, ana, start=JUNE, anchor=JUNE, turn=5430))
    made = flexible(account, "Flexible", [event(cal, rule="RRULE:FREQ=MONTHLY", name="Patching")])
    account.policy("Pages", [("schedule_reference", web)], [("schedule_reference", second)])
    account.policy("Flow", [("schedule_v3_reference", made)], [("user_reference", cal)])
    return account


WRITTEN = """\
embedded PagerDuty → rota.yaml

2 rotas, 2 policies and 3 people; 2 left unmanaged.
  Web         1 week, Monday 09:00: Ana Ortiz, Ben Ode
  Web second  follows Web

Stays in PagerDuty alone
  Flexible  no layer can say its event Patching: it repeats monthly
  Odd       its turns are 1 h 30 min 30 s long; a file has whole hours, from 1
            to 8760

Proof: a plan of this file changes nothing, and PagerDuty's own rendering of 2
rotas matches it from Wed 11 Nov to Wed 26 May 2027.
Next: read it, then `rota check`, `rota plan`, and commit it.
"""


@pytest.mark.usefixtures("account")
def test_an_account_becomes_a_file(rota: Rota, folder: Path) -> None:
    """Some of it is left alone, so it ends with 4; the plan that follows is empty."""
    answer = rota("import", sandbox=True, now=AT)
    assert (answer.code, answer.err, answer.out) == (4, "", WRITTEN)
    assert (
        (folder / "rota.yaml").read_text(encoding="utf-8")
        == """\
# yaml-language-server: $schema=rota.schema.json
#
# Who is on call, as PagerDuty had it. `rota plan` says what would change there.
version: 1
time_zone: Europe/London
horizon: 13 weeks
# source: https://github.com/example/rota   # named in the description of what is managed
pagerduty: {region: us}

people:
  ana: {name: Ana Ortiz, email: ana.ortiz@example.org}
  ben: {name: Ben Ode, email: ben.ode@example.org}
  cal-roe: {name: Cal Roe, email: cal.roe@example.org}

hours:
  in-hours: Mon-Fri 09:00-17:00

rotas:
  flexible:
    name: Flexible
    kind: shifts
    managed: false  # no layer can say its event Patching: it repeats monthly

  web:
    name: Web
    hours: in-hours
    turn: 1 week
    handover: Monday 09:00
    line_ups:
      - {from: 2026-06-01, people: [ana, ben]}  # Mon

  web-second:
    name: Web second
    follows: web
    offset: 1

  odd:
    name: Odd
    managed: false  # its turns are 1 h 30 min 30 s long; a file has whole hours, from 1 to 8760

policies:
  flow:
    name: Flow
    levels:
      - {notify: flexible, escalate_after: 5 minutes}
      - {notify: cal-roe, escalate_after: 5 minutes}
  pages:
    name: Pages
    levels:
      - {notify: web, escalate_after: 5 minutes}
      - {notify: web-second, escalate_after: 5 minutes}

# bank_holidays:                  # who is on call on a bank holiday, written as overrides
#   calendar: england-and-wales    # or scotland, northern-ireland
#   window: in-hours               # whose slot on that day it is about
#   rules: {}                      # rota: current, or the key of a mailbox
"""
    )
    plan = rota("plan", sandbox=True)
    assert plan.code == 0
    assert "Nothing to do: PagerDuty matches rota.yaml." in plan.out


@pytest.mark.usefixtures("account")
def test_all_of_it_managed_ends_well(rota: Rota, folder: Path) -> None:
    """With what was asked for alone; and once more there is nothing to write."""
    asked = ("import", "--policy", "Pages", "-o", "pages.yaml")
    first = rota(*asked, sandbox=True, now=AT)
    assert (first.code, first.out.splitlines()[0]) == (0, "embedded PagerDuty → pages.yaml")
    before = (folder / "pages.yaml").stat().st_mtime_ns
    second = rota(*asked, sandbox=True, now=AT)
    assert (second.code, second.out.splitlines()[0]) == (0, "embedded PagerDuty → nothing written")
    assert second.out.endswith("Nothing to do: pages.yaml says this already.\n")
    assert (folder / "pages.yaml").stat().st_mtime_ns == before


def test_a_file_that_says_something_else_is_not_written_over(
    account: Account, rota: Rota, folder: Path
) -> None:
    """The difference is shown; --force writes it."""
    rota("import", "--schedule", "Web", sandbox=True, now=AT)
    before = (folder / "rota.yaml").read_text(encoding="utf-8")
    held = account.store.all("schedules")[0]
    account.store.save("schedules", {**held, "name": "Website"})
    refused = rota("import", "--schedule", "Website", sandbox=True)
    assert refused.code == 1
    assert (
        refused.out
        == """\
--- rota.yaml
+++ rota.yaml
@@ -15,8 +15,8 @@
   in-hours: Mon-Fri 09:00-17:00

 rotas:
-  web:
-    name: Web
+  website:
+    name: Website
     hours: in-hours
     turn: 1 week
     handover: Monday 09:00
"""
    )
    assert (
        refused.err
        == """\
rota: rota.yaml is there and says something else, so nothing was written
  --force writes over it, -o names another file
"""
    )
    assert (folder / "rota.yaml").read_text(encoding="utf-8") == before
    assert rota("import", "--schedule", "Website", "--force", sandbox=True).code == 0
    assert "name: Website" in (folder / "rota.yaml").read_text(encoding="utf-8")


@pytest.mark.usefixtures("account")
def test_a_folder_has_a_file_for_each_rota(rota: Rota, folder: Path) -> None:
    """The first includes the others; what else lies among the rotas would be included, too."""
    answer = rota("import", "--folder", "--policy", "Pages", sandbox=True, now=AT)
    assert answer.out.splitlines()[0] == "embedded PagerDuty → rota.yaml and 4 files beside it"
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.yaml"))
    assert names == ["people.yaml", "policies.yaml", "rota.yaml", "rotas/web-second.yaml", "rotas/web.yaml"]
    assert "include: [people.yaml, policies.yaml, rotas/*.yaml, overrides/*.yaml]\n" in (
        folder / "rota.yaml"
    ).read_text(encoding="utf-8")
    assert (
        (folder / "rotas" / "web-second.yaml").read_text(encoding="utf-8")
        == """\
# yaml-language-server: $schema=../rota.schema.json

rotas:
  web-second:
    name: Web second
    follows: web
    offset: 1
"""
    )
    assert rota("plan", sandbox=True).code == 0
    (folder / "rotas" / "other.yaml").write_text("rotas:\n", encoding="utf-8")
    refused = rota("import", "--folder", "--policy", "Pages", sandbox=True)
    assert refused.code == 1
    assert (
        refused.err
        == """\
rota: rotas/other.yaml is no rota of this import, but would be included
  move or delete it, then run again
"""
    )


@pytest.mark.usefixtures("account")
def test_a_name_that_is_not_there(rota: Rota, folder: Path) -> None:
    """It says what was probably meant, and writes nothing."""
    answer = rota("import", "--schedule", "Wep", sandbox=True, now=AT)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == "rota: PagerDuty has no schedule called 'Wep'\n  did you mean Web?\n"
    assert not (folder / "rota.yaml").exists()


def test_without_a_key_nothing_is_read(rota: Rota) -> None:
    """As with a plan."""
    answer = rota("import", "--region", "eu")
    assert answer.code == 6
    assert "PAGERDUTY_TOKEN is not set" in answer.err


def test_a_broken_file_does_not_stand_in_the_way(account: Account, rota: Rota, folder: Path) -> None:
    """It is to be replaced, after all."""
    assert account.store.count("schedules") == 3
    (folder / "rota.yaml").write_text("rotas: [", encoding="utf-8")
    assert rota("import", "--schedule", "Web", sandbox=True, now=AT).code == 1
    assert rota("import", "--schedule", "Web", "--force", sandbox=True, now=AT).code == 0


def test_names_with_commands_in_them_come_out_inert(account: Account, rota: Rota, folder: Path) -> None:
    """They come from PagerDuty, where anybody may have written them."""
    held = account.store.all("schedules")[0]
    account.store.save("schedules", {**held, "name": "\x1b[31mred\x07 \u202eback"})
    answer = rota("import", sandbox=True, now=AT)
    assert answer.code == 4
    assert not {"\x1b", "\x07", "\u202e"} & set(answer.out)
    written = (folder / "rota.yaml").read_text(encoding="utf-8")
    assert not {"\x1b", "\x07", "\u202e"} & set(written)
    assert 'name: "[31mred back"\n    id: ' in written


def test_overrides_that_a_ledger_claims_are_told_and_not_called_unchanged(
    applied: Rota, folder: Path
) -> None:
    """They were made from the file that the import replaces, and no import writes overrides down."""
    answer = applied("import", "--force", sandbox=True)
    said = " ".join(answer.out.split())
    plan = json.loads(applied("plan", "--format", "json", sandbox=True).out)
    gone = [change for change in plan["changes"] if change["kind"] == "override"]
    assert answer.code == 4
    assert len(gone) == len(plan["changes"]) > 0
    assert f"Proof: a plan of this file withdraws {len(gone)} overrides and changes nothing else" in said
    assert "The ledger here has overrides as made from an earlier file" in said
    (folder / ".rota" / "ledger.jsonl").unlink()
    assert applied("import", "--force", sandbox=True).code == 0
    assert applied("plan", sandbox=True).code == 0
