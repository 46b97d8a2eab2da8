"""GOV.UK's feed: what is read from it, and what makes it unfit to be believed."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.bank_holidays import known, parse_feed
from reconciler.config.values import Region
from reconciler.errors import RotaError

REGIONS: tuple[Region, ...] = get_args(Region)
Doc = dict[str, Any]


def feed(*, first: date = date.min, last: date = date.max) -> Doc:
    """The published table in the shape of the feed, cut to a range."""
    return {
        region: {
            "division": region,
            "events": [
                {
                    "title": title.removesuffix(" (substitute day)"),
                    "date": str(day),
                    "notes": "Substitute day" if title.endswith(" (substitute day)") else "",
                    "bunting": True,
                }
                for day, title in known(region).titles.items()
                if first <= day <= last
            ],
        }
        for region in REGIONS
    }


@pytest.mark.parametrize("region", REGIONS)
def test_a_sound_feed_is_what_the_table_says(region: Region) -> None:
    """Titles carry the mark of a substitute; the day on which it was fetched is kept."""
    found = parse_feed(json.dumps(feed())).known(region, date(2026, 9, 1))
    assert found.titles == known(region).titles
    assert (found.region, found.as_of, found.source) == (region, date(2026, 9, 1), "GOV.UK's live feed")


def test_missing_past_years_are_tolerated() -> None:
    """GOV.UK once dropped them all."""
    found = parse_feed(json.dumps(feed(first=date(2026, 1, 1)))).known("scotland", date(2026, 9, 1))
    assert found.first == date(2026, 1, 1)


def test_years_cut_at_either_end_need_not_be_whole() -> None:
    """What lies beyond the first and the last event is unknown anyway."""
    found = parse_feed(json.dumps(feed(first=date(2025, 5, 1), last=date(2027, 4, 30))))
    assert found.known("scotland", date(2026, 9, 1)).last == date(2027, 3, 26)


def test_another_division_is_no_fault() -> None:
    """GOV.UK may add one; ours are still there."""
    assert parse_feed(json.dumps(feed() | {"isle-of-man": {}})).divisions.keys() == set(REGIONS)


def test_two_events_on_a_date_are_one_day_under_both_titles() -> None:
    """A day counts once."""
    doc = feed()
    events = doc["scotland"]["events"]
    events.insert(0, events[0] | {"title": "Hogmanay, continued"})
    found = parse_feed(json.dumps(doc)).divisions["scotland"]
    assert found[date(2019, 1, 1)] == "Hogmanay, continued, New Year\u2019s Day"
    assert len(found) == 94


def events_of(doc: Doc) -> list[Any]:
    events: list[Any] = doc["scotland"]["events"]
    return events


def without_division(doc: Doc) -> None:
    del doc["northern-ireland"]


def without_events(doc: Doc) -> None:
    events_of(doc).clear()


def events_not_a_list(doc: Doc) -> None:
    doc["scotland"]["events"] = {"2026-01-01": "New Year"}


def event_not_an_object(doc: Doc) -> None:
    events_of(doc)[0] = "2019-01-01"


def event_without_title(doc: Doc) -> None:
    events_of(doc)[0]["title"] = " "


def british_date(doc: Doc) -> None:
    events_of(doc)[0]["date"] = "01/01/2019"


def compact_date(doc: Doc) -> None:
    events_of(doc)[0]["date"] = "20190101"


def weekend(doc: Doc) -> None:
    events_of(doc)[0]["date"] = "2018-12-30"


def out_of_order(doc: Doc) -> None:
    events_of(doc).reverse()


def lost_day(doc: Doc) -> None:
    doc["scotland"]["events"] = [e for e in events_of(doc) if e["date"] != "2027-03-26"]


def lost_year(doc: Doc) -> None:
    doc["scotland"]["events"] = [e for e in events_of(doc) if not e["date"].startswith("2025")]


def hardly_anything(doc: Doc) -> None:
    del events_of(doc)[3:]


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (without_division, "no events for northern-ireland"),
        (without_events, "no events for scotland"),
        (events_not_a_list, "no events for scotland"),
        (event_not_an_object, "lacks a date or a title: '2019-01-01'"),
        (event_without_title, "lacks a date or a title"),
        (british_date, "'01/01/2019' .* is not a date of the form 2026-12-25"),
        (compact_date, "'20190101' .* is not a date of the form 2026-12-25"),
        (weekend, r"2018-12-30 \(New Year.s Day, scotland\) is at a weekend"),
        (out_of_order, "not in order: 2028-12-25 follows 2028-12-26"),
        (lost_day, "scotland has 8 events in 2027, fewer than the regular 9"),
        (lost_year, "scotland has 0 events in 2025"),
        (hardly_anything, "no whole year for scotland: 2019-01-01 to 2019-04-19"),
    ],
)
def test_a_feed_that_is_not_sound_is_refused_as_a_whole(spoil: Callable[[Doc], None], words: str) -> None:
    """With the reason, and with where to look."""
    doc = feed()
    spoil(doc)
    with pytest.raises(RotaError, match=words) as caught:
        parse_feed(json.dumps(doc))
    assert caught.value.message.startswith("GOV.UK's feed of bank holidays cannot be trusted: ")
    assert "https://www.gov.uk/bank-holidays.json" in caught.value.diagnostics()


@pytest.mark.parametrize("text", ["", "<html>Sorry</html>", "[" * 100_000, "[]", "null", "\ufeff{}"])
def test_what_is_not_a_json_object_is_refused(text: str) -> None:
    """An error page, a cut answer or nothing at all."""
    with pytest.raises(RotaError, match="cannot be trusted"):
        parse_feed(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12) | st.just("2026-12-25"),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from([*REGIONS, "division", "events", "title", "date", "notes"]), inner, max_size=4
        )
    ),
    max_leaves=20,
)


@given(JSON)
def test_no_json_leads_to_anything_but_a_refusal_with_words(value: object) -> None:
    """Made-up documents are never whole years of three divisions."""
    with pytest.raises(RotaError, match="cannot be trusted"):
        parse_feed(json.dumps(value))


@given(st.sampled_from(REGIONS), st.data())
def test_no_regular_day_of_a_whole_year_can_be_lost_unseen(region: Region, data: st.DataObject) -> None:
    """Where a year has no one-off day, dropping any one event of its middle is refused."""
    doc = feed(first=date(2025, 1, 1), last=date(2028, 12, 31))
    events = doc[region]["events"]
    inner = [e for e in events if e["date"][:4] == "2027"]
    events.remove(data.draw(st.sampled_from(inner)))
    with pytest.raises(RotaError, match=f"{region} has .* events in 2027"):
        parse_feed(json.dumps(doc))
