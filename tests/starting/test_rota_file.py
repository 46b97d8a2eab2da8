"""The rota file that a team begins with works on any day, in any zone, under any name."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reconciler.checks.run import run
from reconciler.config.loader import Loaded, load
from reconciler.config.schema import schema_text
from reconciler.starting import Asked, parts

DAYS = [
    *(date(2026, 8, 24) + timedelta(days=23 * i) for i in range(16)),
    date(2026, 10, 25),  # the clocks go back
    date(2026, 10, 26),
    date(2027, 3, 27),
    date(2027, 3, 28),  # the clocks go forward, on Easter Sunday
    date(2027, 3, 29),
    date(2026, 12, 24),
    date(2026, 12, 25),
    date(2026, 12, 28),
    date(2027, 1, 1),
    date(2028, 2, 29),
]
"""Round the year, with clock changes, Easter and Christmas."""


def texts(asked: Asked) -> dict[str, str]:
    return {part.path: part.text for part in parts(asked)}


def started(folder: Path, asked: Asked) -> Loaded:
    path = folder / "rota.yaml"
    path.write_text(texts(asked)["rota.yaml"], encoding="utf-8")
    return load(path)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_check_finds_nothing_in_it_on_any_day(tmp_path: Path, day: date) -> None:
    """But that rota's own table of bank holidays is old, where it is."""
    file = started(tmp_path, Asked("Support", "Europe/London", day)).file
    for hour in (0, 9, 23):
        now = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
        assert {finding.id for finding in run(file, now)} <= {"holidays-stale"}


@pytest.mark.parametrize(
    "zone", ["Europe/Belfast", "Europe/Paris", "America/New_York", "Asia/Kolkata", "UTC"]
)
def test_check_finds_nothing_in_it_in_other_zones(tmp_path: Path, zone: str) -> None:
    """Bank holidays act where they are known, and are not spoken of elsewhere."""
    day = date(2026, 9, 2)
    file = started(tmp_path, Asked("Support", zone, day)).file
    assert run(file, datetime(2026, 9, 2, 12, tzinfo=UTC)) == ()
    assert (file.bank_holidays is not None) is (zone == "Europe/Belfast")
    text = (tmp_path / "rota.yaml").read_text(encoding="utf-8")
    assert ("every: bank holiday" in text) is (zone == "Europe/Belfast")


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Zl", "Zp")), min_size=1, max_size=40)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(NAMES.map(lambda text: " ".join(text.split())).filter(bool))
def test_any_name_of_a_team_is_the_name_in_pagerduty(tmp_path: Path, name: str) -> None:
    """Whatever it means to YAML."""
    file = started(tmp_path, Asked(name, "Europe/London", date(2026, 11, 25))).file
    assert [rota.name for rota in file.rotas.values()] == [f"{name} in hours", f"{name} out of hours"]
    assert [policy.name for policy in file.policies.values()] == [name]


def test_the_first_line_leads_editors_to_the_schema_beside_it() -> None:
    """Wherever in the repository the two are."""
    found = texts(Asked("Support", "Europe/London", date(2026, 11, 25), folder="ops/rota"))
    assert found["ops/rota/rota.yaml"].startswith("# yaml-language-server: $schema=rota.schema.json\n")
    assert found["ops/rota/rota.schema.json"] == schema_text()


def test_the_source_is_written_where_it_is_known_and_explained_where_it_is_not() -> None:
    """It ends up in the description of every schedule."""
    asked = Asked("Support", "Europe/London", date(2026, 11, 25), source="https://github.com/example/rota")
    assert "\nsource: https://github.com/example/rota\n" in texts(asked)["rota.yaml"]
    unknown = texts(Asked("Support", "Europe/London", date(2026, 11, 25)))["rota.yaml"]
    assert "\n# source: https://github.com/OWNER/REPOSITORY " in unknown


def test_no_blank_of_a_template_is_left() -> None:
    """In none of the files, with all that may be left out left out or not."""
    full = Asked("Support", "Europe/London", date(2026, 11, 25), "ops", "trunk", "https://example.org/a/b")
    for asked in (full, Asked("Support", "Europe/Paris", date(2026, 11, 25))):
        assert [path for path, text in texts(asked).items() if "@@" in text] == []


def test_the_invented_people_are_plainly_invented() -> None:
    """Addresses that nobody has, and one surname for all."""
    text = texts(Asked("Support", "Europe/London", date(2026, 11, 25)))["rota.yaml"]
    lines = [line for line in text.splitlines() if "email:" in line]
    assert len(lines) == 5
    assert all("@example.org" in line and ("Example" in line or "mailbox" in line) for line in lines)
