"""How shift-based schedules are found beside layer-based ones, and what that costs."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx2
import pytest

from reconciler.errors import RemoteError, RotaError
from reconciler.intervals import Segment
from reconciler.remote.reader import Reader
from reconciler.requests import AccountRequest, Wanted
from reconciler.sandbox import Quirks, create_app, seed_team, seed_v3_schedule
from reconciler.state import NamedObject, UserState, together
from tests.remote.harness import DAY, NOON, Account, answer, client_on, error
from tests.remote.requests import MARKED, request
from tests.remote.shifts.written import create, event

MARK = "Managed as code: in-hours in acme/rota"


def paths(account: Account) -> list[str]:
    """What was asked for, ids left out, in order of the alphabet."""
    return sorted(
        "/".join("ID" if part.isupper() else part for part in path.split("/"))
        for _, path in account.wire.calls
    )


def read(account: Account, **changes: Any) -> Any:
    account.wire.calls.clear()
    return account.reader.read(request(**changes))


def test_an_account_without_any_costs_one_request_more(account: Account) -> None:
    """The list of them."""
    assert read(account).schedules == {}
    assert paths(account) == ["/escalation_policies", "/schedules", "/v3/schedules"]


def test_one_is_found_by_its_name_and_read(account: Account) -> None:
    """Its marker is seen on the way; the list tells nothing but the name."""
    id_ = create(account)
    live = read(account)
    state = live.schedules["in-hours"]
    assert (state.id, state.kind, state.description) == (id_, "shifts", MARK)
    assert live.others == ()
    lists = ["/escalation_policies", "/schedules", "/v3/schedules"]
    alone, windows = ["/v3/schedules/ID"] * 2, ["/v3/schedules/ID"] * 2
    stand_ins = ["/v3/schedules/ID/custom_shifts", "/v3/schedules/ID/overrides"] * 2
    assert paths(account) == sorted([*lists, *alone, *windows, *stand_ins])


def test_others_are_not_looked_at(account: Account) -> None:
    """They are named, and their descriptions are unknown."""
    id_ = create(account, name="Somebody's", description="theirs")
    live = read(account)
    assert live.others == (NamedObject(id_, "Somebody's", "", "shifts"),)
    assert paths(account) == ["/escalation_policies", "/schedules", "/v3/schedules"]


def test_one_that_was_renamed_is_found_by_its_marker(account: Account) -> None:
    """All others are looked at, but only for a rota that is known to be shift-based."""
    id_ = create(account, name="Renamed by hand")
    for name in ("A", "B"):
        seed_v3_schedule(account.store, name)
    assert read(account).schedules == {}
    shifts = Wanted("In hours", marker="Managed as code: in-hours", kind="shifts")
    assert read(account, schedules={"in-hours": shifts}).schedules["in-hours"].id == id_
    assert read(account, schedules={"in-hours": shifts}).others[0].name == "A"


def test_a_rota_whose_schedule_is_layer_based_looks_no_further(account: Account) -> None:
    """Whatever it is to become."""
    id_ = account.create()
    seed_v3_schedule(account.store, "A")
    shifts = Wanted("In hours", marker="Managed as code: in-hours", kind="shifts")
    assert read(account, schedules={"in-hours": shifts}).schedules["in-hours"].id == id_
    assert "/v3/schedules/ID" not in paths(account)


def test_an_id_says_which(account: Account) -> None:
    """Though both kinds have the name and the marker."""
    old, new = account.create(), create(account)
    for id_, kind in ((old, "layers"), (new, "shifts")):
        live = read(account, schedules={"in-hours": Wanted("In hours", id=id_, marker=MARKED.marker)})
        assert (live.schedules["in-hours"].id, live.schedules["in-hours"].kind) == (id_, kind)
        assert [(o.kind, o.description) for o in live.others] == [
            ("shifts" if kind == "layers" else "layers", MARK)
        ]


def test_a_kind_may_be_all_that_counts(account: Account) -> None:
    """A move from one to the other reads each by itself."""
    old, new = account.create(), create(account)
    for kind, id_ in (("layers", old), ("shifts", new)):
        only = Wanted("In hours", None, MARKED.marker, kind, only=True)  # type: ignore[arg-type]
        assert read(account, schedules={"in-hours": only}).schedules["in-hours"].id == id_


@pytest.mark.parametrize("text", [MARK, ""])
def test_one_name_in_both_kinds_is_an_error(account: Account, text: str) -> None:
    """It names both, and says what to do; `twins` makes no difference, nothing may be deleted for it."""
    old, new = account.create(description=text), create(account, description=text)
    pages = "https://sandbox.pagerduty.com"
    urls = f"{pages}/schedules/{old} and {pages}/v3/schedules/{new}"
    for twins in (True, False):
        with pytest.raises(
            RotaError, match="A layer-based one and a shift-based one are called “In hours”"
        ) as e:
            read(account, twins=twins)
        assert e.value.message.endswith(f"{urls}.")
        assert e.value.hint == (
            "Give `id:` in the file, under in-hours, or rename one of them in PagerDuty; "
            "`rota migrate in-hours --to shifts` finishes a move that was interrupted."
        )


@pytest.mark.parametrize("ours", ["layers", "shifts"])
def test_a_marker_says_more_than_a_name(account: Account, ours: str) -> None:
    """Of two of one name it is the marked one."""
    old = account.create(description=MARK if ours == "layers" else "")
    new = create(account, description=MARK if ours == "shifts" else "")
    assert read(account).schedules["in-hours"].id == {"layers": old, "shifts": new}[ours]


def test_what_another_rota_claims_is_in_nobodys_way(account: Account) -> None:
    """By its id, or by its marker."""
    old = account.create(description="")
    other = create(account, description="Managed as code: other in acme/rota")
    wanted = {"in-hours": MARKED, "other": Wanted("Other", marker="Managed as code: other")}
    live = read(account, schedules=wanted)
    assert {key: state.id for key, state in live.schedules.items()} == {"in-hours": old, "other": other}
    wanted["other"] = Wanted("Other", id=other)
    assert read(account, schedules=wanted).schedules["in-hours"].id == old


def refusing(account: Account, status: int, path: str = "/v3/schedules") -> Reader:
    """A reader of an account that answers nothing but this to the list of shift-based schedules."""
    plain = account.wire.inner

    def handle(sent: httpx2.Request) -> httpx2.Response:
        if sent.url.path == path:
            return answer(status, error(message="Not in your plan."))
        return plain.handle_request(sent)

    transport = httpx2.MockTransport(handle)
    return Reader(lambda: client_on(transport, token="sandbox", read_only=True))


@pytest.mark.parametrize("status", [402, 403, 404])
def test_an_account_without_the_feature_has_none(account: Account, status: int) -> None:
    """A plan is made all the same, unless a rota is to be shift-based and is not there."""
    id_ = account.create()
    shifts = Wanted("Second", marker="Managed as code: second", kind="shifts")
    with refusing(account, status) as reader:
        live = reader.read(request(schedules={"in-hours": MARKED}))
        assert live.schedules["in-hours"].id == id_
        with pytest.raises(RotaError, match="Second is to be a shift-based schedule, but PagerDuty") as fault:
            reader.read(request(schedules={"second": shifts}))
    assert fault.value.hint == (
        "Take `kind: shifts` out of the file, or have the account's plan or the token changed."
    )


def test_a_list_that_fails_for_another_reason_fails_the_whole(account: Account) -> None:
    """Nothing is decided on half a reading."""
    with refusing(account, 400) as reader, pytest.raises(RemoteError):
        reader.read(request())


def test_everybody_who_is_seen_has_a_name(account: Account) -> None:
    """Answers about shifts give ids alone; those who are on together have a name together."""
    account.now = NOON - DAY
    ana, ben, cal, dee = account.people
    id_ = create(account, event(account, 0), event(account, 1, name="night from 2026-11-24"))
    account.now = NOON
    client = client_on(account.wire, token="sandbox")
    shift = {"type": "custom_shift", "start_time": "2026-12-02T09:00:00Z", "end_time": "2026-12-02T10:00:00Z"}
    member = {"type": "user_member", "user_id": cal}
    body = {"custom_shifts": [{**shift, "assignments": [{"type": "shift_assignment", "member": member}]}]}
    assert client.request("POST", f"/v3/schedules/{id_}/custom_shifts", json=body).is_success
    live = read(account, emails=frozenset({"ana@example.org"}))
    both, all_ = together((ana, ben)), together((ana, ben, cal))
    assert live.names[both] == UserState(both, "Ana and Ben", "")
    assert live.names[all_] == UserState(all_, "Ana, Ben and Cal", "")
    assert {live.names[user].name for user in (ana, ben, cal)} == {"Ana", "Ben", "Cal"}
    assert dee not in live.names
    start = NOON + timedelta(hours=21)
    assert live.schedules["in-hours"].rendered[:2] == (
        Segment(NOON, start, both),
        Segment(start, start + timedelta(hours=1), all_),
    )
    assert paths(account).count("/users/ID") == 1


def test_a_schedule_is_read_afresh_whatever_kind_it_is(account: Account) -> None:
    """Its id does not tell, so both are asked, and it is remembered."""
    id_, other = create(account), account.create(name="Other")
    for _ in range(2):
        state = account.reader.schedule(id_, NOON, NOON + DAY)
        assert state is not None
        assert state.kind == "shifts"
    assert [path for _, path in account.wire.calls].count(f"/schedules/{id_}") == 1
    found = account.reader.schedule(other, NOON, NOON + DAY)
    assert found is not None
    assert found.kind == "layers"
    assert account.reader.schedule("PGONE", NOON, NOON + DAY) is None


def test_an_account_is_read_with_its_shifts(account: Account) -> None:
    """One by one, chosen by their names and by what policies notify; listed with what is known of them."""
    id_ = create(account, name="Shifts")
    other = create(account, name="Other shifts")
    account.create(name="Layers")
    whole = account.reader.everything(AccountRequest("acme", NOON, NOON + 100 * DAY))
    assert [(s.name, s.kind) for s in whole.schedules] == [
        ("Layers", "layers"),
        ("Shifts", "shifts"),
        ("Other shifts", "shifts"),
    ]
    some = account.reader.everything(AccountRequest("acme", NOON, NOON + DAY, schedules=("Shifts",)))
    assert [s.id for s in some.schedules] == [id_]
    assert {o.name: (o.kind, o.description) for o in some.listed} == {
        "Layers": ("layers", MARK),
        "Shifts": ("shifts", MARK),
        "Other shifts": ("shifts", ""),
    }
    assert {some.names[user] for user in account.people[:2]} == {"Ana", "Ben"}
    assert other in {o.id for o in some.listed}


def test_the_shifts_of_a_team(account: Account) -> None:
    """Each is looked at for that: their list does not tell."""
    team = seed_team(account.store, "Support")
    create(account, name="Theirs")
    mine = create(account, name="Mine", team=team)
    found = account.reader.everything(AccountRequest("acme", NOON, NOON + DAY, teams=("Support",)))
    assert [s.id for s in found.schedules] == [mine]


def test_one_that_cannot_be_understood_does_not_stop_an_import(account: Account) -> None:
    """It is named with what is wrong about it; one that went meanwhile is left out."""
    odd, gone = create(account, name="Odd"), create(account, name="Gone")
    plain = account.wire.inner

    def handle(sent: httpx2.Request) -> httpx2.Response:
        if sent.url.path == f"/v3/schedules/{odd}":
            return answer(200, {"schedule": {"id": odd}})
        if sent.url.path == f"/v3/schedules/{gone}":
            return answer(404, error(message="Not Found"))
        return plain.handle_request(sent)

    with Reader(lambda: client_on(httpx2.MockTransport(handle), token="sandbox")) as reader:
        found = reader.everything(AccountRequest("acme", NOON, NOON + DAY))
    assert found.schedules == ()
    assert list(found.unread) == [odd]


Made = Callable[..., Account]


@pytest.mark.parametrize(
    "quirks",
    [
        Quirks(v3_events_listed=False),
        Quirks(v3_needs_early_access=True),
        Quirks(v3_errors_as_list=True),
        Quirks(v3_event_overlap="shifts"),
        Quirks(v3_member_count_from="effective_since"),
        Quirks(max_render_days=30),
    ],
)
def test_unknown_behaviours_do_not_matter(account: Account, quirks: Quirks) -> None:
    """What was written under any of them reads back the same."""
    id_ = create(account, event(account, 0, 1, 2), event(account, 3, name="night from 2026-11-24"))
    expected = account.reader.schedule(id_, NOON, NOON + 100 * DAY)
    app = create_app(account.store, clock=lambda: NOON, quirks=quirks)
    with Reader(lambda: client_on(httpx2.WSGITransport(app=app), token="sandbox")) as reader:
        assert reader.schedule(id_, NOON, NOON + 100 * DAY) == expected


def test_unknown_behaviours_can_be_written_to(account_with: Made) -> None:
    """All of those at once that do not stand against each other."""
    account = account_with(
        v3_events_listed=False, v3_needs_early_access=True, v3_errors_as_list=True, v3_event_overlap="shifts"
    )
    id_ = create(account)
    live = read(account)
    assert [e.users for e in live.schedules["in-hours"].layers] == [tuple(account.people[1::-1])]
    assert account.writer.delete_schedule(id_) == "deleted"
