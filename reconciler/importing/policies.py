"""Escalation policies as entries of the file; what it does not say of them stays in PagerDuty as it is."""

from collections.abc import Mapping
from dataclasses import replace

from reconciler.config.scalars import MAX_DURATION
from reconciler.importing.draft import CannotSayError, Level, Policy
from reconciler.importing.names import cleaned, exact
from reconciler.state import AccountState, PolicyState, RuleState, Target

_MOST_LOOPS = 9
_MARK = "Managed as code:"


def policy(
    blocked: str | None,
    held: PolicyState,
    key: str,
    notified: Mapping[str, str],
    account: AccountState,
    *,
    with_id: bool,
) -> Policy:
    """One policy; `notified` gives keys by the ids of targets, `blocked` says why it is left out anyway."""
    plain = Policy(
        key,
        held.id,
        cleaned(held.name, "Policy"),
        services=account.services.get(held.id, ()),
        with_id=with_id,
    )
    if blocked is not None:
        return replace(plain, reason=blocked)
    try:
        return _said(held, plain, notified, account)
    except CannotSayError as fault:
        return replace(plain, reason=str(fault))


def _said(held: PolicyState, plain: Policy, notified: Mapping[str, str], account: AccountState) -> Policy:
    """A policy with its levels. Raises CannotSayError."""
    name = exact(held.name)
    if held.repeat > _MOST_LOOPS:
        raise CannotSayError(f"it repeats {held.repeat} times; a file has at most {_MOST_LOOPS}")
    if not held.rules:
        raise CannotSayError("it has no level")
    levels = tuple(_level(n, rule, notified, account) for n, rule in enumerate(held.rules, start=1))
    description = _description(held.description)
    return replace(plain, name=name, repeat=held.repeat, levels=levels, description=description)


def _level(number: int, rule: RuleState, notified: Mapping[str, str], account: AccountState) -> Level:
    if not rule.targets:
        raise CannotSayError(f"its level {number} notifies nobody")
    if not 1 <= rule.delay_minutes <= MAX_DURATION.total_seconds() // 60:
        raise CannotSayError(f"its level {number} escalates after {rule.delay_minutes} minutes")
    keys = [_target(number, target, notified, account) for target in rule.targets]
    if len(set(keys)) < len(keys):
        raise CannotSayError(f"its level {number} notifies somebody twice")
    return Level(tuple(keys), rule.delay_minutes)


def _target(number: int, target: Target, notified: Mapping[str, str], account: AccountState) -> str:
    if target.id in notified:
        return notified[target.id]
    name = target.name or account.names.get(target.id) or "somebody"
    if target.type == "user_reference":
        why = "has no PagerDuty account any more"
        if target.id in account.users:
            why = "has an e-mail address that a file cannot hold"
    elif target.type == "schedule_v3_reference":
        why = "is a shift-based schedule whose name does not tell it apart"
    else:
        why = "is a schedule that this key cannot see"
    raise CannotSayError(f"{name}, whom its level {number} notifies, {why}")


def _description(text: str) -> str | None:
    """What people wrote of it, on one line; None where there is nothing, or nothing that a file can hold."""
    lines = [line for line in text.splitlines() if not line.startswith(_MARK)]
    plain = " ".join(" ".join(lines).split())
    return plain if plain.isprintable() and plain else None
