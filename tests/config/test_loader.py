"""Claims about loading: a file on disk becomes models, and everything in it can be pointed at."""

from datetime import date
from pathlib import Path

from reconciler.config.loader import load

TEXT = """\
version: 1
time_zone: Europe/London
horizon: 13 weeks
people:
  ana: {name: Ana Ortiz, email: ana@example.org}
hours:
  in-hours: Mon-Fri 09:00-17:00
rotas:
  web:
    name: Web
    hours: in-hours
    turn: 1 week
    handover: Monday 09:00
    line_ups:
      - {from: 2026-01-05, people: [ana]}
"""


def test_a_file_on_disk_becomes_models(tmp_path: Path) -> None:
    """A small file is read as what it says."""
    path = tmp_path / "rota.yaml"
    path.write_text(TEXT, encoding="utf-8")
    loaded = load(path)
    assert loaded.file.rotas["web"].stack[0].line_ups[0].start == date(2026, 1, 5)
    assert str(loaded.where("rotas", "web", "line_ups", 0, "from")) == f"{path}:15:16"
