"""Fills an embedded PagerDuty with an account: what its API would have made of the file, but sooner.

Users, overrides and policies are copies of what the API makes: it looks at all of them for each new one.
"""

from datetime import datetime
from pathlib import Path

from bench.account import NOW, PER_TEAM, Account, Json, email, override_body, policy_body, schedule_body
from bench.sequential import Known
from reconciler.sandbox import Store, seed_schedule, seed_user


def filled(account: Account, path: Path, *, people_only: bool = False) -> Path:
    """A new PagerDuty in a file that holds what the account's rota file says, or its people alone."""
    store = Store(path)
    try:
        fill(account, store, people_only=people_only)
    finally:
        store.close()
    return path


def known_in(path: Path) -> Known:
    """What a state file would know of all that a PagerDuty holds."""
    store = Store(path)
    try:
        return known_of(store)
    finally:
        store.close()


def known_of(store: Store) -> Known:
    """Ids and addresses, in the order in which they were made."""
    return Known(
        [str(schedule["id"]) for schedule in store.all("schedules")],
        [str(policy["id"]) for policy in store.all("escalation_policies")],
        [str(user["email"]) for user in store.all("users")],
    )


def fill(account: Account, store: Store, *, people_only: bool = False) -> None:
    """Fill an empty PagerDuty with what the file says, or with its people alone."""
    with store.transaction():
        users = _users(account, store)
        if people_only:
            return
        covered = set(account.covered)
        made: dict[int, list[str]] = {team: [] for team in account.teams}
        for team in account.teams:
            for number in account.rotas(team):
                made[team].append(seed_schedule(store, lambda: NOW, schedule_body(number, users[team])))
                if number in covered:
                    _override(store, made[team][-1], override_body(number, users[team]))
        for team, schedules in made.items():
            _policy(store, policy_body(team, schedules))


def _users(account: Account, store: Store) -> list[list[str]]:
    first = seed_user(store, name="Person 0 0", email=email(0, 0))
    pattern = store.get("users", first)
    if pattern is None:
        raise RuntimeError("the user that was just made is not there")
    ids: list[list[str]] = []
    for team in account.teams:
        ids.append([])
        for member in range(PER_TEAM):
            id_ = first if (team, member) == (0, 0) else store.new_id()
            names = {"name": f"Person {team} {member}", "email": email(team, member)}
            store.save("users", {**pattern, **names, "id": id_})
            ids[-1].append(id_)
    return ids


def _override(store: Store, schedule: str, body: Json) -> None:
    start, end = (datetime.fromisoformat(body[edge]).isoformat() for edge in ("start", "end"))
    document = {"id": store.new_id("Q", 13), "start": start, "end": end, "user": body["user"]["id"]}
    store.save("overrides", document, schedule)


def _policy(store: Store, body: Json) -> None:
    rules = [
        {
            "id": store.new_id(),
            "escalation_delay_in_minutes": rule["escalation_delay_in_minutes"],
            "targets": [{"kind": "schedules", "id": target["id"]} for target in rule["targets"]],
            "strategy": "assign_to_everyone",
        }
        for rule in body["escalation_rules"]
    ]
    headline = {key: body[key] for key in ("name", "description", "num_loops")}
    handoff = {"on_call_handoff_notifications": "if_has_services"}
    store.save(
        "escalation_policies",
        {"id": store.new_id(), **headline, **handoff, "escalation_rules": rules, "teams": []},
    )
