"""What there is to be said of a file is looked for while PagerDuty is waited for."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from reconciler.errors import ConfigError, Finding, RemoteError, Where
from reconciler.workflow.planning import make
from tests.plan.files import rota, settled, web, world
from tests.world import World

FAULT = Finding("leave", "error", "nobody is left", Where("rota.yaml", 3))
NOTE = Finding("note", "info", "something to know", Where("rota.yaml", 3))


class Check:
    """Notes how many requests had been sent when the file was checked."""

    def __init__(self, made: World, fault: Finding | None = None) -> None:
        self.sent: list[int] = []
        self._made, self._fault = made, fault
        self._count = 0
        made.transport.fault = self._seen

    def _seen(self, *_: object) -> None:
        self._count += 1

    def __call__(self) -> Iterable[Finding]:
        """Check the file."""
        self.sent.append(self._count)
        if self._fault is not None:
            raise ConfigError((self._fault,), {})
        return [NOTE]


@pytest.fixture
def made(tmp_path: Path) -> World:
    return settled(web(("2026-11-30", "ana", "ben")), "2026-12-01 12:00", tmp_path)


def test_the_file_is_checked_once_while_answers_are_on_their_way(made: World) -> None:
    """The lists are there by then, and not all of the rest."""
    check = Check(made)
    plan, live = make(made.question(), made.reader(), "sandbox", (), check)
    assert plan.findings[-1] == NOTE
    assert set(live.schedules) == {"web"}
    assert len(check.sent) == 1
    assert check.sent[0] > 0


def test_a_fault_that_is_found_meanwhile_ends_the_reading(made: World) -> None:
    """No plan is made, and it is looked for once."""
    check = Check(made, FAULT)
    with pytest.raises(ConfigError) as found:
        make(made.question(), made.reader(), "sandbox", (), check)
    assert found.value.findings == (FAULT,)
    assert len(check.sent) == 1


def test_a_pagerduty_that_cannot_be_read_ends_it(made: World) -> None:
    """What there is to be said of the file is then not looked for."""
    check = Check(made)
    made.transport.fault = lambda *_: 401
    with pytest.raises(RemoteError, match="did not accept the token"):
        make(made.question(), made.reader(), "sandbox", (), check)
    assert check.sent == []


def test_rotas_that_are_all_new_are_checked_too(tmp_path: Path) -> None:
    """Nothing is asked for one by one then, so nothing is waited for."""
    data = web(("2026-11-30", "ana", "ben"))
    data["rotas"]["db"] = {"name": "Db", **rota(("2026-11-30", "cal", "dee"))}
    made = world(data, "2026-12-01 12:00", tmp_path)
    check = Check(made)
    plan, _ = make(made.question(), made.reader(), "sandbox", (), check)
    assert [action.key for action in plan.actions] == ["web", "db"]
    assert len(check.sent) == 1
