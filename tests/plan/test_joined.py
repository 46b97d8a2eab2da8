"""Rows of shifts that change hands claim nothing of the time between: who stays on is not said to move."""

from pathlib import Path

import pytest

from reconciler.render.folding import moves
from tests.plan.files import document, given, rota, settled
from tests.world import Data, World

NOW = "2026-11-25 12:00"


def rows(made: World, key: str) -> list[str]:
    """`Mon 30 Nov 13:00 – Mon 30 Nov 14:00 Ana → Ben, why` of one rota, all of them."""
    (found,) = (one for one in moves(made.plan(), every=True) if one.rota == key)
    names = [[who.name if who else "nobody" for who in (row.before, row.after)] for row in found.rows]
    return [
        f"{row.start:%a %d %b %H:%M} – {row.end:%a %d %b %H:%M} {before} → {after}, {row.reason}"
        for row, (before, after) in zip(found.rows, names, strict=True)
    ]


def office(*overrides: Data, **more: object) -> Data:
    return document(
        {"web": rota(("2026-11-23", "ana", "ben"))},
        overrides=list(overrides),
        horizon="3 weeks",
        **more,
    )


def lunch(date: str) -> Data:
    return {"rota": "web", "cover": "ben", "by": "cal", "from": f"{date} 13:00", "until": f"{date} 14:00"}


def test_two_lunches_are_two_rows(tmp_path: Path) -> None:
    """Ben has the days between them, and the afternoons, before and after."""
    made = settled(office(lunch("2026-11-30"), lunch("2026-12-03")), NOW, tmp_path)
    made.change(lambda d: d.update(overrides=[]))
    assert rows(made, "web") == [
        "Mon 30 Nov 13:00 – Mon 30 Nov 14:00 Cal → Ben, override withdrawn",
        "Thu 03 Dec 13:00 – Thu 03 Dec 14:00 Cal → Ben, override withdrawn",
    ]


@pytest.mark.parametrize("kind", ["layers", "shifts"])
def test_shorter_hours_are_told_by_the_hour(tmp_path: Path, kind: str) -> None:
    """The rota does not end: it has no shift early and late, day by day."""
    made = settled(office(**given(kind)), NOW, tmp_path)
    made.change(lambda d: d["hours"].update(day="Mon-Fri 10:00-16:00"))
    told = rows(made, "web")
    assert told[:3] == [
        "Wed 25 Nov 16:00 – Wed 25 Nov 17:00 Ana → nobody, the file has no shift then",
        "Thu 26 Nov 09:00 – Thu 26 Nov 10:00 Ana → nobody, the file has no shift then",
        "Thu 26 Nov 16:00 – Thu 26 Nov 17:00 Ana → nobody, the file has no shift then",
    ]
    assert not any("from then on" in row for row in told)


def test_a_week_of_office_hours_is_one_row(tmp_path: Path) -> None:
    """Nobody has the nights and the weekend, neither before nor after."""
    made = settled(office(), NOW, tmp_path)
    made.change(lambda d: d["rotas"]["web"]["line_ups"].append({"from": "2026-11-30", "people": ["cal"]}))
    assert rows(made, "web")[0] == "Mon 30 Nov 09:00 – Fri 04 Dec 17:00 Ben → Cal, line-up from Mon 30 Nov"


def test_a_day_that_stays_parts_the_rows(tmp_path: Path) -> None:
    """A swap moves the week but for the day on which somebody else stands in, before and after."""
    wednesday = {"rota": "web", "cover": "ben", "by": "cal", "on": "2026-12-02"}
    made = settled(office(wednesday), NOW, tmp_path)
    swap = {"rota": "web", "swap": {"ben": "2026-11-30", "ana": "2026-12-07"}}
    made.change(lambda d: d.update(overrides=[swap, {**wednesday, "cover": "ana"}]))
    assert [row.partition(",")[0] for row in rows(made, "web")][:2] == [
        "Mon 30 Nov 09:00 – Tue 01 Dec 17:00 Ben → Ana",
        "Thu 03 Dec 09:00 – Fri 04 Dec 17:00 Ben → Ana",
    ]
