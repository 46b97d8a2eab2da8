"""On-calls: who is paged by which level of which policy, now or in the next 90 days."""

import pytest

from tests.sandbox.harness import Account, Json


def rows(pd: Account, *query: tuple[str, str]) -> list[tuple[str, int, str, str | None]]:
    oncalls = pd.get("/oncalls", *query).json["oncalls"]
    return [
        (
            row["escalation_policy"]["summary"],
            row["escalation_level"],
            row["user"]["summary"],
            row["schedule"] and row["schedule"]["summary"],
        )
        for row in oncalls
    ]


def spans(pd: Account, *query: tuple[str, str]) -> list[tuple[str | None, str | None]]:
    return [(row["start"], row["end"]) for row in pd.get("/oncalls", *query).json["oncalls"]]


def test_there_is_a_row_for_every_policy_and_level_that_uses_a_schedule(pd: Account) -> None:
    """The same person appears once per use."""
    key = pd.new_schedule()
    rule = pd.rule(("schedule_reference", key))
    pd.new_policy(rule, rule, name="A")
    pd.new_policy(rule, name="B")
    assert rows(pd) == [("A", 1, "P1", "Primary"), ("A", 2, "P1", "Primary"), ("B", 1, "P1", "Primary")]


def test_a_schedule_that_no_policy_uses_does_not_appear(pd: Account) -> None:
    """On-calls are about paging."""
    pd.new_schedule()
    assert rows(pd) == []


def test_a_user_named_by_a_policy_is_on_call_for_ever(pd: Account) -> None:
    """There is neither schedule nor start nor end."""
    pd.new_policy(pd.rule(("user_reference", pd.people[0])))
    assert rows(pd) == [("24x7", 1, "P1", None)]
    assert spans(pd) == [(None, None)]


def test_turns_have_their_true_ends(pd: Account) -> None:
    """Now is the default window, and it clips nothing."""
    pd.new_policy(pd.rule(("schedule_reference", pd.new_schedule(pd.layer(1, 2)))))
    pd.at("2026-03-03T15:00:00+00:00")
    assert spans(pd) == [("2026-03-03T12:00:00Z", "2026-03-04T12:00:00Z")]
    assert spans(pd, ("time_zone", "Europe/Prague")) == [
        ("2026-03-03T13:00:00+01:00", "2026-03-04T13:00:00+01:00")
    ]


def test_turns_of_one_user_that_touch_are_one_row(pd: Account) -> None:
    """Back to back turns without an end in sight end never, as was recorded."""
    key = pd.new_schedule(pd.layer(1))
    pd.new_policy(pd.rule(("schedule_reference", key)))
    pd.at("2026-03-20T15:00:00+00:00")
    assert spans(pd) == [("2026-03-02T12:00:00Z", None)]
    pd.add_overrides(key, pd.override(2, "2026-04-20T12:00:00Z", "2026-04-20T18:00:00Z"))
    assert spans(pd) == [("2026-03-02T12:00:00Z", "2026-04-20T12:00:00Z")]


def test_a_window_shows_all_its_turns(pd: Account) -> None:
    """One row for each turn that touches it."""
    pd.new_policy(pd.rule(("schedule_reference", pd.new_schedule(pd.layer(1, 2, 3)))))
    query = [("since", "2026-03-02T12:00:00Z"), ("until", "2026-03-05T12:00:00Z")]
    assert [name for _, _, name, _ in rows(pd, *query)] == ["P1", "P2", "P3"]


def test_earliest_keeps_the_first_row_per_policy_level_and_user(pd: Account) -> None:
    """Later turns of the same person are left out."""
    pd.new_policy(pd.rule(("schedule_reference", pd.new_schedule(pd.layer(1, 2)))))
    query = [("since", "2026-03-02T12:00:00Z"), ("until", "2026-03-06T12:00:00Z")]
    assert len(rows(pd, *query)) == 4
    assert spans(pd, *query, ("earliest", "true")) == [
        ("2026-03-02T12:00:00Z", "2026-03-03T12:00:00Z"),
        ("2026-03-03T12:00:00Z", "2026-03-04T12:00:00Z"),
    ]


@pytest.mark.parametrize(
    "query",
    [
        [("until", "2026-06-01T00:00:00Z")],
        [("since", "2026-06-01T00:00:00Z")],
        [("since", "2026-03-05T00:00:00Z"), ("until", "2026-03-04T00:00:00Z")],
    ],
)
def test_the_window_reaches_90_days_ahead_at_most(pd: Account, query: list[tuple[str, str]]) -> None:
    """A day more is refused, and so is a window that ends before it starts."""
    assert pd.get("/oncalls", *query).status == 400
    assert pd.get("/oncalls", ("until", "2026-05-31T12:00:00Z")).status == 200


def test_filters_narrow_the_rows(pd: Account) -> None:
    """By user, policy and schedule; a literal null asks for users whom a policy names."""
    key = pd.new_schedule(pd.layer(1))
    policy = pd.new_policy(pd.rule(("schedule_reference", key), ("user_reference", pd.people[1])), name="A")
    pd.new_policy(pd.rule(("schedule_reference", key)), name="B")
    scheduled, named, other = ("A", 1, "P1", "Primary"), ("A", 1, "P2", None), ("B", 1, "P1", "Primary")
    assert rows(pd, ("user_ids[]", pd.people[1])) == [named]
    assert rows(pd, ("escalation_policy_ids[]", policy["id"])) == [scheduled, named]
    assert rows(pd, ("schedule_ids[]", key)) == [scheduled, other]
    assert rows(pd, ("schedule_ids[]", key), ("schedule_ids[]", "null")) == [scheduled, named, other]


def test_includes_show_whole_objects(pd: Account) -> None:
    """Users, schedules and policies instead of references."""
    pd.new_policy(pd.rule(("schedule_reference", pd.new_schedule())))
    parts = [("include[]", part) for part in ("users", "schedules", "escalation_policies")]
    row: Json = pd.get("/oncalls", *parts).json["oncalls"][0]
    assert row["user"]["email"] == "p1@example.org"
    assert row["schedule"]["time_zone"] == "Europe/London"
    assert len(row["escalation_policy"]["escalation_rules"]) == 1


def test_a_page_holds_25_rows_by_default(pd: Account) -> None:
    """The rest is silently left to the next page."""
    pd.new_policy(pd.rule(("schedule_reference", pd.new_schedule(pd.layer(1, 2)))))
    query = [("since", "2026-03-02T12:00:00Z"), ("until", "2026-05-01T12:00:00Z")]
    reply = pd.get("/oncalls", *query)
    assert (len(reply.json["oncalls"]), reply.json["more"]) == (25, True)
