"""`rota holidays --verify`: the calendar against GOV.UK's feed."""

import json

import httpx2
import pytest

from reconciler.bank_holidays import known
from reconciler.config.values import Region
from tests.cli.conftest import Rota


def feed(moved: dict[str, str] | None = None) -> str:
    """GOV.UK's feed as it would be if it agreed with the table, but for dates that moved."""
    to = moved or {}
    regions: tuple[Region, ...] = ("england-and-wales", "scotland", "northern-ireland")
    return json.dumps(
        {
            region: {
                "division": region,
                "events": [
                    {"title": title, "date": to.get(str(day), str(day)), "notes": "", "bunting": True}
                    for day, title in sorted(
                        known(region).titles.items(), key=lambda item: to.get(str(item[0]), str(item[0]))
                    )
                ],
            }
            for region in regions
        }
    )


def serve_feed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    def answer(url: str, **_: object) -> httpx2.Response:
        return httpx2.Response(200, text=text, request=httpx2.Request("GET", url))

    monkeypatch.setattr(httpx2, "get", answer)


def test_a_feed_that_agrees_is_said_to(rota: Rota, monkeypatch: pytest.MonkeyPatch) -> None:
    """The live feed stands in for the table, so an old table is no warning any more."""
    serve_feed(monkeypatch, feed())
    answer = rota("holidays", "--verify")
    assert answer.code == 0
    assert answer.out.endswith("GOV.UK's feed agrees until the horizon.\n")


def test_a_day_that_gov_uk_has_moved_is_an_error(rota: Rota, monkeypatch: pytest.MonkeyPatch) -> None:
    """Inside the horizon a difference must be settled in the file."""
    serve_feed(monkeypatch, feed({"2027-01-01": "2027-01-05"}))
    answer = rota("holidays", "--verify")
    assert answer.code == 1
    assert "Fri 1 Jan 2027" in answer.err
    assert "Tue 5 Jan 2027" in answer.err
    assert answer.err.endswith("2 problems\n")


def test_a_feed_that_does_not_answer_proves_nothing(rota: Rota, monkeypatch: pytest.MonkeyPatch) -> None:
    """The dates are still listed; the comparison is said not to have happened."""

    def unreachable(url: str, **_: object) -> httpx2.Response:
        raise httpx2.ConnectError("no network", request=httpx2.Request("GET", url))

    monkeypatch.setattr(httpx2, "get", unreachable)
    answer = rota("holidays", "--verify")
    assert answer.code == 1
    assert "Christmas Day" in answer.out
    assert "nothing was compared with it" in answer.err
