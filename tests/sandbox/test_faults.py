"""Faults at work: each kind, what the client sees of it, and what has been carried out all the same."""

import json
from typing import Any

import pytest

from reconciler.sandbox import (
    ConnectionLost,
    Crash,
    Crashed,
    Deleted,
    Duplicate,
    Fault,
    Faults,
    Half,
    RateLimited,
    ReadOnly,
    RefuseOverride,
    Reset,
    Rule,
    ServerFault,
    Slow,
    seed_team,
    set_faults,
)
from tests.sandbox.harness import Account

MORNING = ("2026-03-04T08:00:00Z", "2026-03-04T12:00:00Z")
WINDOW = (("since", "2026-03-01T00:00:00Z"), ("until", "2026-03-31T00:00:00Z"))


def names(pd: Account) -> list[str]:
    return [schedule["name"] for schedule in pd.get("/schedules").json["schedules"]]


def test_too_many_requests_say_when_to_come_back(pd: Account) -> None:
    """Code 2020, and the seconds in a header."""
    pd.strike(Rule(RateLimited(7), nth=1))
    reply = pd.get("/schedules")
    assert (reply.status, reply.json["error"]["code"]) == (429, 2020)
    assert (reply.headers["ratelimit-reset"], reply.headers["ratelimit-remaining"]) == ("7", "0")
    assert "x-request-id" in reply.headers
    assert pd.get("/schedules").status == 200


def test_too_many_requests_may_keep_silent_about_when(pd: Account) -> None:
    """The header is missing altogether."""
    pd.strike(Rule(RateLimited(reset=None)))
    assert "ratelimit-reset" not in pd.get("/schedules").headers


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_server_fault_comes_in_json_in_html_or_empty(pd: Account, status: Any) -> None:
    """PagerDuty's own has a request id, a gateway's has not."""
    kinds = [ServerFault(status, body) for body in ("json", "html", "empty")]
    pd.strike(*(Rule(kind, nth=place) for place, kind in enumerate(kinds, start=1)))
    replies = [pd.client.get("/schedules") for _ in kinds]
    assert [reply.status_code for reply in replies] == [status] * 3
    assert replies[0].get_json()["error"]["code"] == 2000
    assert replies[1].content_type == "text/html"
    assert str(status) in replies[1].text
    assert replies[2].data == b""
    assert ["x-request-id" in reply.headers for reply in replies] == [True, False, False]


@pytest.mark.parametrize(("when", "kept"), [("before", []), ("after", ["Primary"])])
def test_a_server_fault_may_hide_that_the_request_was_carried_out(
    pd: Account, when: Any, kept: list[str]
) -> None:
    """The same answer, and only the account knows."""
    pd.strike(Rule(ServerFault(when=when), method="POST"))
    assert pd.post("/schedules", pd.schedule(pd.layer(1)), outside=True).status == 503
    assert names(pd) == kept
    assert [each.committed for each in pd.exchanges] == [bool(kept), False]


@pytest.mark.parametrize("fault", [Reset, Crash])
@pytest.mark.parametrize(("when", "kept"), [("before", []), ("after", ["Primary"])])
def test_a_lost_connection_or_a_crash_may_come_before_or_after_the_deed(
    pd: Account, fault: Any, when: Any, kept: list[str]
) -> None:
    """Nothing was answered; the journal tells whether anything was stored."""
    pd.strike(Rule(fault(when), method="write"))
    with pytest.raises((ConnectionLost, Crashed)):
        pd.post("/schedules", pd.schedule(pd.layer(1)))
    assert names(pd) == kept
    name = fault.__name__.lower()
    assert pd.exchanges[0] == (1, "POST", "/schedules", None, bool(kept), (name,))


def test_a_crash_passes_what_only_catches_errors(pd: Account) -> None:
    """As a kill would; a lost connection does not."""
    assert not issubclass(Crashed, Exception)
    assert issubclass(ConnectionLost, ConnectionError)
    set_faults(pd.app, Faults.crash(at=2, when="after", method="write", path="/schedules"))
    pd.new_schedule(name="One")
    pd.new_policy(pd.rule(("user_reference", pd.people[0])))
    with pytest.raises(Crashed):
        pd.new_schedule(name="Two")
    pd.new_schedule(name="Three")
    assert names(pd) == ["One", "Two", "Three"]


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_slow_answer_spends_its_seconds_where_it_was_told_to(pd: Account, when: Any) -> None:
    """The seconds go to whatever lets them pass; nobody sleeps here."""
    pd.strike(Rule(Slow(30.5, when), nth=1))
    assert pd.get("/schedules").status == 200
    assert pd.get("/schedules").status == 200
    assert pd.waited == [30.5]


def test_half_an_answer_is_no_json(pd: Account) -> None:
    """The status is the usual one, and what was asked for has been done."""
    pd.strike(Rule(Half(), method="POST"))
    reply = pd.post("/schedules", pd.schedule(pd.layer(1)), outside=True)
    assert (reply.status, reply.json) == (201, None)
    assert names(pd) == ["Primary"]
    pd.strike(Rule(Half()))
    raw = pd.client.get("/abilities", headers={"Authorization": "Token token=sandbox"})
    assert raw.status_code == 200
    assert int(raw.headers["Content-Length"]) == len(raw.data)
    with pytest.raises(json.JSONDecodeError):
        json.loads(raw.data)


@pytest.mark.parametrize("answer", ["first", "second"])
def test_a_duplicate_is_carried_out_twice_and_answered_once(pd: Account, answer: Any) -> None:
    """Two schedules of one name; the answer tells of one of them."""
    pd.strike(Rule(Duplicate(answer), nth=1))
    key = pd.new_schedule()
    rows = pd.get("/schedules").json["schedules"]
    assert [row["name"] for row in rows] == ["Primary", "Primary"]
    assert rows[0 if answer == "first" else 1]["id"] == key
    assert len(pd.exchanges) == 2


def test_a_delete_that_is_repeated_finds_nothing_the_second_time(pd: Account) -> None:
    """404 comes back for a deletion that was done."""
    key = pd.new_schedule()
    pd.strike(Rule(Duplicate(), method="DELETE"))
    assert pd.delete(f"/schedules/{key}").status == 404
    assert pd.exchanges[-1].committed
    assert names(pd) == []


def test_reads_are_not_duplicated_and_do_not_count(pd: Account) -> None:
    """A rule counts only requests that its fault can do something to."""
    pd.strike(Rule(Duplicate(), nth=1))
    assert pd.get("/schedules").status == 200
    pd.new_schedule()
    assert [each.faults for each in pd.exchanges] == [(), ("duplicate",)]


@pytest.mark.parametrize(
    ("items", "statuses"), [((0,), [400, 201]), ((1,), [201, 400]), ((), [400, 400]), ((5,), [201, 201])]
)
def test_items_of_a_batch_are_refused_within_a_success(
    pd: Account, items: tuple[int, ...], statuses: list[int]
) -> None:
    """201 overall; each item says for itself what became of it."""
    key = pd.new_schedule()
    pd.strike(Rule(RefuseOverride(items, "No room")))
    outcomes = pd.add_overrides(key, pd.override(2, *MORNING), pd.override(3, *MORNING))
    assert [outcome["status"] for outcome in outcomes] == statuses
    assert {tuple(outcome.get("errors", ())) for outcome in outcomes} <= {("No room",), ()}
    assert len(pd.get(f"/schedules/{key}/overrides", *WINDOW).json["overrides"]) == statuses.count(201)
    assert pd.exchanges[-2].committed == (201 in statuses)


def test_the_old_single_form_is_refused_whole(pd: Account) -> None:
    """It has one status only."""
    key = pd.new_schedule()
    pd.strike(Rule(RefuseOverride()))
    body = {"override": pd.override(2, *MORNING)}
    assert pd.post(f"/schedules/{key}/overrides", body, outside=True).status == 400


def test_a_key_becomes_read_only_and_stays_so(pd: Account) -> None:
    """From the second write on; reads go on."""
    pd.strike(Rule(ReadOnly(), method="write", nth=2))
    key = pd.new_schedule()
    for _ in range(2):
        reply = pd.put(f"/schedules/{key}", pd.schedule(pd.layer(1)))
        assert (reply.status, reply.json["error"]["code"]) == (403, 2010)
    assert pd.read(key)["name"] == "Primary"
    pd.strike()
    assert pd.put(f"/schedules/{key}", pd.schedule(pd.layer(1))).status == 200


def test_an_object_is_deleted_under_the_client(pd: Account) -> None:
    """The one that the request names is gone when the request arrives."""
    key = pd.new_schedule()
    pd.add_overrides(key, pd.override(2, *MORNING))
    pd.strike(Rule(Deleted(), path="/schedules/*", nth=2))
    assert pd.get(f"/schedules/{key}").status == 200
    assert pd.put(f"/schedules/{key}", pd.schedule(pd.layer(1))).status == 404
    assert pd.store.all("overrides", key) == []


def test_one_override_is_deleted_and_its_schedule_stays(pd: Account) -> None:
    """The path of an override names the override."""
    key = pd.new_schedule()
    override = pd.add_overrides(key, pd.override(2, *MORNING))[0]["override"]["id"]
    pd.strike(Rule(Deleted(), method="DELETE"))
    assert pd.delete(f"/schedules/{key}/overrides/{override}").status == 404
    assert pd.read(key)["name"] == "Primary"


def test_any_object_may_be_deleted_by_its_path(pd: Account) -> None:
    """Users leave as they do elsewhere: lists forget them, layers do not."""
    key = pd.new_schedule()
    team = seed_team(pd.store, "Support")
    pd.strike(
        Rule(Deleted(f"/users/{pd.people[0]}")), Rule(Deleted(f"/teams/{team}")), Rule(Deleted("/nowhere"))
    )
    assert pd.get(f"/users/{pd.people[0]}").status == 404
    assert pd.get("/teams").json["teams"] == []
    assert pd.read(key)["users"][0]["summary"] == "P1"


def test_several_faults_strike_one_request_together(pd: Account) -> None:
    """Slow, and then nothing; or carried out twice, and then lost."""
    pd.strike(Rule(Slow(2)), Rule(Reset()))
    with pytest.raises(ConnectionLost):
        pd.get("/schedules")
    assert pd.waited == [2]
    pd.strike(Rule(Duplicate()), Rule(Reset("after")))
    with pytest.raises(ConnectionLost):
        pd.new_schedule()
    pd.strike()
    assert names(pd) == ["Primary", "Primary"]
    assert [each.faults for each in pd.exchanges] == [("slow", "reset"), ("duplicate", "reset"), ()]


KINDS: list[Fault] = [
    RateLimited(),
    ServerFault(500),
    ServerFault(502),
    ServerFault(503),
    Slow(),
    Reset(),
    Crash(),
    Half(),
    Duplicate(),
    RefuseOverride(),
    ReadOnly(),
    Deleted(),
]


@pytest.mark.parametrize("fault", KINDS, ids=lambda fault: type(fault).__name__)
def test_every_kind_may_be_left_to_chance(fault: Fault) -> None:
    """Some requests are struck and some are not, and the same ones with the same seed."""

    def struck(seed: int) -> list[bool]:
        pd = Account()
        key = pd.new_schedule()
        pd.strike(Rule(fault, probability=0.5), seed=seed)
        for _ in range(20):
            try:
                pd.post(
                    f"/schedules/{key}/overrides", {"overrides": [pd.override(2, *MORNING)]}, outside=True
                )
            except (ConnectionLost, Crashed):
                continue
        found = [bool(each.faults) for each in pd.exchanges[1:]]
        pd.store.close()
        return found

    assert struck(7) == struck(7) != struck(8)
    assert 3 < sum(struck(7)) < 17
