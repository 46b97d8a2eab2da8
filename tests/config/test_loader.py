"""Claims about what loading gives: models that are equal by content, and a place for everything."""

from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from reconciler.config.loader import load
from reconciler.config.model import Cover, LineUp, Person, RotaFile
from reconciler.config.values import DateRange
from reconciler.errors import ConfigError, Where
from tests.config.helpers import BASE, findings, read


def test_a_file_on_disk_becomes_models(tmp_path: Path) -> None:
    """A small file is read as what it says."""
    path = tmp_path / "rota.yaml"
    path.write_text(BASE, encoding="utf-8")
    loaded = load(path)
    assert loaded.file.rotas["web"].stack[0].line_ups[0].start == date(2026, 1, 5)
    assert str(loaded.where("rotas", "web", "line_ups", 0, "from")) == f"{path}:18:16"
    assert loaded.sources == {str(path): BASE}


def test_entries_are_equal_if_they_say_the_same() -> None:
    """Where something stands, and how it is laid out, is no part of what it says."""
    spread = BASE.replace(
        "  ana: {name: Ana Ortiz, email: ana@example.org}",
        "  ana:\n    email: ana@example.org\n    name: 'Ana Ortiz'",
    )
    one, other = read(BASE).file, read(spread).file
    assert one == other
    assert one.people["ben"].where != other.people["ben"].where
    assert hash(one.people["ben"]) == hash(other.people["ben"])
    assert hash(one) == hash(other)
    assert one != read(BASE.replace("Ana Ortiz", "Ana Ortega")).file
    assert one.people["ana"] != "ana"


def test_models_can_be_made_by_hand() -> None:
    """Other code names fields as Python does and passes finished values."""
    line_up = LineUp(start=date(2026, 1, 5), people=("ana",))
    assert line_up == LineUp.model_validate({"from": "2026-01-05", "people": ["ana"]})
    cover = Cover(rota="x", cover="ana", by="ben", on=DateRange(date(2026, 1, 5), date(2026, 1, 6)))
    assert cover.where == Where("rota.yaml", 1)
    file = read(BASE).file
    assert RotaFile.model_validate(dict(file)) == file
    with pytest.raises(ValidationError):
        Person.model_validate({"name": "A", "email": "a@b.c", "where": "x"})
    with pytest.raises(ValidationError):
        Person.model_validate({"name": "A", "email": "a@b.c", "mailbox": 1})


def test_a_spot_inside_an_entry_is_found() -> None:
    """Later findings point at a value, or at its key, or at the entry where the value is not written."""
    loaded = read(BASE)
    line_up = loaded.file.rotas["web"].line_ups[0]
    assert str(loaded.spot(line_up, "people", 1)) == "rota.yaml:18:42"
    assert str(loaded.spot(line_up, "people", key=True)) == "rota.yaml:18:28"
    assert loaded.spot(line_up, "pause") == loaded.spot(line_up) == line_up.where
    stranger = LineUp(start=date(2026, 1, 5), where=Where("elsewhere.yaml", 7))
    assert loaded.spot(stranger, "from") == Where("elsewhere.yaml", 7)


def test_an_error_carries_the_texts_so_that_lines_can_be_quoted() -> None:
    """Also of files that hold no fault themselves."""
    with pytest.raises(ConfigError) as refusal:
        read(f"{BASE}include: [more.yaml]\nx: 1\n", more="# fine\n")
    assert set(refusal.value.sources) == {"rota.yaml", "more.yaml"}
    assert str(refusal.value) == "1 problem"


@pytest.mark.parametrize("text", ["{}", "version: 1", "people: {}\n"])
def test_a_file_that_lost_most_of_itself_is_refused(text: str) -> None:
    """An empty or truncated file is never a file without rotas."""
    assert {finding.id for finding in findings(text)} == {"missing-key"}
