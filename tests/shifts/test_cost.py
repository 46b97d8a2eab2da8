"""What the engine costs, counted in calls of functions: by the span asked for, not by the age of a rota."""

import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from types import FrameType
from typing import ClassVar

import pytest

from reconciler.config.model import Cover, Override, RotaFile
from reconciler.intervals import Interval
from reconciler.shifts import engine
from reconciler.shifts.entries import entries
from reconciler.shifts.hours import expand_weekly
from reconciler.shifts.windows import horizon_end
from reconciler.views import shift_rows, who_rows
from tests.shifts.support import NOW, document, load

WEEKS = timedelta(weeks=10)
PEOPLE = ["ana", "ben", "cal", "dee", "eve"]


def file(first: str, *, covers: int = 0) -> RotaFile:
    """One rota whose only line-up begins on a Monday, and another one with so many covers."""
    line_ups = [{"from": first, "people": PEOPLE}]
    rota = {"hours": "night", "turn": "1 week", "handover": "Monday 09:00", "line_ups": line_ups}
    times = {"from": "2026-12-01 17:00", "until": "2026-12-02 09:00"}
    overrides = [
        {"rota": "other", "cover": "ana", "by": "ben", "reason": f"{n}", **times} for n in range(covers)
    ]
    rules = {"calendar": "england-and-wales", "window": "day", "rules": {"night": "current"}}
    return load(document({"night": rota, "other": rota}, bank_holidays=rules, overrides=overrides))


def calls(work: Callable[[], object]) -> int:
    """How many functions of this program one run calls; what a run before it left in caches is there."""
    work()
    expand_weekly.cache_clear()
    count = 0

    def seen(frame: FrameType, event: str, _: object) -> None:
        nonlocal count
        count += event == "call" and "reconciler" in frame.f_code.co_filename

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def steps(held: RotaFile, length: timedelta = WEEKS) -> int:
    """The calls for the shifts of a span that begins now."""
    return calls(lambda: engine.shifts(held, "night", Interval(NOW, NOW + length)))


def test_an_old_rota_costs_what_a_young_one_costs() -> None:
    """Turns are counted to the span, and not walked through from the first one."""
    young, old = steps(file("2025-11-24")), steps(file("2006-11-27"))
    assert young > 100
    assert old == pytest.approx(young, rel=0.02)


@pytest.mark.parametrize("age", ["2025-11-24", "2006-11-27"])
def test_the_cost_grows_with_the_span_and_no_faster(age: str) -> None:
    """Ten times as long a span takes at most ten times as many steps."""
    assert steps(file(age), WEEKS * 10) <= 10 * steps(file(age))


def test_who_and_show_cost_the_same_whatever_the_age() -> None:
    """The two commands that are asked most often."""
    young, old = file("2025-11-24"), file("2006-11-27")
    span = Interval(NOW, NOW + WEEKS)
    who = [calls(partial(who_rows, held, ["night"], NOW)) for held in (young, old)]
    show = [calls(partial(shift_rows, held, ["night"], span)) for held in (young, old)]
    assert who[1] == pytest.approx(who[0], rel=0.02)
    assert show[1] == pytest.approx(show[0], rel=0.02)


class Watched(tuple[Override, ...]):
    """The overrides of a file, and how often somebody went through them all."""

    __slots__ = ()
    walks: ClassVar[int] = 0

    def __iter__(self) -> Iterator[Override]:
        Watched.walks += 1
        return super().__iter__()


def test_the_overrides_of_a_file_are_gone_through_once_for_all_rotas() -> None:
    """With many rotas in a file nearly all overrides are other people's."""
    held = file("2026-01-05", covers=3)
    watched = held.model_copy(update={"overrides": Watched(held.overrides)})
    Watched.walks = 0
    for key in ("night", "other", "night"):
        assert engine.shifts(watched, key, Interval(NOW, NOW + WEEKS))
    assert Watched.walks == 1


def test_the_entries_of_a_rota_are_those_that_name_it_in_the_order_of_the_file() -> None:
    """A file that differs in its overrides alone is not mistaken for the one before."""
    many, none = file("2026-01-05", covers=3), file("2026-01-05")
    assert [entry.reason for entry in entries(many, "other", Cover)] == ["0", "1", "2"]
    assert entries(many, "night", Cover) == ()
    assert entries(none, "other", Cover) == ()
    fewer = many.model_copy(update={"overrides": many.overrides[1:]})
    assert [entry.reason for entry in entries(fewer, "other", Cover)] == ["1", "2"]


def test_how_far_ahead_a_file_looks_is_found_once_for_all_its_rotas() -> None:
    """Twice as many rotas take no more than twice as many steps, each of them very few."""

    def looks(number: int) -> int:
        line_up = {"from": "2026-01-05", "people": PEOPLE}
        rotas = {
            f"r{n}": {"turn": "1 week", "handover": "Monday 09:00", "line_ups": [line_up]}
            for n in range(number)
        }
        rules = {"calendar": "england-and-wales", "window": "day", "rules": dict.fromkeys(rotas, "current")}
        held = load(document(rotas, bank_holidays=rules))
        moments = (NOW + timedelta(hours=n) for n in range(2))

        def work() -> None:
            now = next(moments)
            assert len({horizon_end(held, key, now) for key in rotas}) == 1

        return calls(work)

    few, many = looks(50), looks(100)
    assert many < 2 * few
    assert many < 20 * 100


def test_who_in_a_pause_costs_the_same_however_long_it_is() -> None:
    """The file is read on in growing steps, in which there is nobody to lay."""

    def paused(until: str) -> RotaFile:
        line_ups = [
            {"from": "2006-11-27", "people": PEOPLE},
            {"from": "2026-11-23", "pause": "Moving house"},
            {"from": until, "people": PEOPLE},
        ]
        rota = {"hours": "night", "turn": "1 week", "handover": "Monday 09:00", "line_ups": line_ups}
        return load(document({"night": rota}))

    soon, late = (
        calls(partial(who_rows, paused(day), ["night"], NOW)) for day in ("2027-03-01", "2030-03-04")
    )
    assert late < 3 * soon
