"""Using the machine in another way changes how long a command takes, how much it holds, and nothing else."""

import ctypes
import gc
import sys
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from reconciler.cli.machine import look_seldom, one_heap, take_turns


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before, turn = gc.get_threshold(), sys.getswitchinterval()
    yield
    gc.set_threshold(*before)
    sys.setswitchinterval(turn)


def test_objects_out_of_use_are_looked_for_less_often() -> None:
    """A plan of a thousand rotas makes millions of objects, and a look at all of them takes long."""
    gc.set_threshold(700)
    look_seldom()
    assert gc.isenabled()
    assert gc.get_threshold()[0] > 700


def test_a_thread_that_computes_gives_way_before_an_answer_is_late() -> None:
    """Ten threads wait for PagerDuty while the file is checked, and each needs the turn several times."""
    sys.setswitchinterval(0.005)
    take_turns()
    assert sys.getswitchinterval() < 0.005


def test_threads_share_one_heap_where_there_is_a_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """The C library is told by the numbers that its header gives the settings; large answers lie outside."""
    told: list[tuple[int, int]] = []
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(
        ctypes, "CDLL", lambda _: SimpleNamespace(mallopt=lambda *setting: told.append(setting))
    )
    one_heap()
    assert told == [(-8, 1), (-3, 262_144)]


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_other_machines_are_left_as_they_are(platform: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A C library that knows no such setting, as musl's, is no fault; elsewhere none is looked for."""
    looked: list[str] = []

    def library(_: object) -> object:
        looked.append(platform)
        return SimpleNamespace()

    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(ctypes, "CDLL", library)
    one_heap()
    assert looked == (["linux"] if platform == "linux" else [])
