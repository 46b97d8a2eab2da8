"""The guides of docs/migrating.md, carried out on the embedded PagerDuty as far as they are about rota."""

import re
from pathlib import Path

import pytest

from reconciler.cli.main import run
from tests.cli.conftest import Answer

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "migrating.md").read_text(encoding="utf-8")
NOW = "2026-11-25T12:00"
CLICKED = """\
version: 1
time_zone: Europe/London
horizon: 13 weeks
people:
  ana: {name: Ana Ortiz, email: ana@example.org}
  ben: {name: Ben Ode, email: ben@example.org}
rotas:
  web:
    name: Web
    turn: 1 week
    handover: Monday 09:00
    line_ups: [{from: 2026-01-05, people: [ana, ben]}]
policies:
  alerts: {name: Web, levels: [{notify: web, escalate_after: 30 minutes}]}
"""
COVER = "overrides: [{rota: web, cover: ana, by: ben, from: 2026-12-09 18:00, until: 2026-12-09 22:00}]\n"


def guide(title: str) -> str:
    """The text of one guide."""
    return PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0]


def commands(text: str) -> list[str]:
    """What is typed, in order, in the blocks of a guide."""
    return re.findall(r"^ *\$ (.+)$", text, flags=re.MULTILINE)


def call(command: str, capfd: pytest.CaptureFixture[str]) -> Answer:
    """One command of the page, on the embedded PagerDuty."""
    capfd.readouterr()
    code = run(["--sandbox", "--now", NOW, *command.removeprefix("rota ").split()])
    printed = capfd.readouterr()
    return Answer(code, printed.out, printed.err)


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with nothing in it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("PAGERDUTY_TOKEN", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def clicked(empty: Path, capfd: pytest.CaptureFixture[str]) -> Path:
    """An account with a schedule, a policy and an override to come, which no file and no record knows."""
    path = empty / "rota.yaml"
    path.write_text(CLICKED + COVER, encoding="utf-8")
    assert call("rota apply", capfd).code == 0
    path.unlink()
    (empty / ".rota" / "ledger.jsonl").unlink()
    return empty


def test_from_clicking_every_command_ends_well_and_overrides_come_along(
    clicked: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """The plan is empty after the import, and again after the override was taken into the file."""
    steps = commands(guide("From clicking in PagerDuty"))
    assert steps == [
        "rota import -o rota.yaml",
        "rota check",
        "rota plan",
        "rota adopt",
        "rota adopt --write",
        "rota plan",
    ]
    said = [call(step, capfd) for step in steps]
    assert [answer.code for answer in said] == [0] * len(steps)
    assert "Ben Ode, made by hand" in " ".join(said[2].out.split())
    assert "Left alone" in said[2].out
    assert "Left alone" not in said[-1].out
    assert "cover: ana, by: ben" in (clicked / "rota.yaml").read_text(encoding="utf-8")


def test_from_terraform_the_plan_is_proven_empty_before_and_after(
    clicked: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Terraform's own commands stand between the two plans, and nothing is applied."""
    steps = commands(guide("From Terraform"))
    assert steps == [
        "rota import -o rota.yaml",
        "rota check",
        "rota plan",
        "terraform state rm pagerduty_schedule.web pagerduty_escalation_policy.web",
        "terraform plan",
        "rota plan",
    ]
    ours = [step for step in steps if step.startswith("rota ")]
    assert [call(step, capfd).code for step in ours] == [0] * len(ours)
    assert (clicked / "rota.yaml").exists()


def test_from_terraform_nothing_is_ever_destroyed_by_what_the_page_says() -> None:
    """Each removed block says so, and names a resource that the page takes out of the state."""
    text = guide("From Terraform")
    blocks = re.findall(r"^ *removed \{\n(.*?)^   \}", text, flags=re.MULTILINE | re.DOTALL)
    assert len(blocks) == text.count("removed {")
    assert all("destroy = false" in block for block in blocks)
    forgotten = [re.search(r"from = (\S+)", block) for block in blocks]
    assert [found[1] for found in forgotten if found] == [
        "pagerduty_schedule.web",
        "pagerduty_escalation_policy.web",
    ]


def test_from_a_spreadsheet_the_page_shows_what_is_printed_and_written(
    empty: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """The sheet of the page, the summary under it, and the parts of the file."""
    text = guide("From a spreadsheet")
    (sheet,) = re.findall(r"<!-- on-call.csv -->\n```csv\n(.*?)```", text, flags=re.DOTALL)
    (shown,) = re.findall(r"```console\n\$ (.+?)\n(.*?)```", text, flags=re.DOTALL)
    (parts,) = re.findall(r"<!-- of rota.yaml -->\n```yaml\n(.*?)```", text, flags=re.DOTALL)
    (empty / "on-call.csv").write_text(sheet, encoding="utf-8")
    answer = call(shown[0], capfd)
    assert (answer.code, answer.err, answer.out) == (4, "", shown[1])
    written = (empty / "rota.yaml").read_text(encoding="utf-8")
    assert written.partition("\n\n")[2] == parts
    assert call("rota check", capfd).code == 1
    (empty / "rota.yaml").write_text(
        re.sub(r"(\w+): (\{name: .*?, email: )fill-in", r"\1: \2\1@example.org", written), encoding="utf-8"
    )
    assert call("rota check", capfd).code == 0
    assert call("rota plan", capfd).code == 2
