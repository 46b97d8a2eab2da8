"""A wanted policy against what PagerDuty holds: levels by position; what is unmanaged goes back as read."""

from reconciler.desired.policies import WantedLevel, WantedPolicy
from reconciler.plan import digest
from reconciler.plan.actions import Change, CreatePolicy, RuleWrite, TargetWrite, UpdatePolicy
from reconciler.state import PolicyState, RuleState
from reconciler.wording import count


def create(wanted: WantedPolicy, team: str | None) -> CreatePolicy:
    """The action that makes a policy."""
    text = f"new policy, {count(len(wanted.levels), 'level')}"
    return CreatePolicy(
        key=wanted.key,
        name=wanted.name,
        description=with_marker(wanted.description or "", wanted.marker),
        repeat=wanted.repeat,
        rules=tuple(RuleWrite(None, level.delay_minutes, level.targets) for level in wanted.levels),
        team=team,
        changes=(Change("create", "policy", wanted.key, text),),
    )


def update(wanted: WantedPolicy, live: PolicyState, names: dict[str, str]) -> UpdatePolicy | None:
    """The action that brings a policy in line, or None. `names` gives people's words for target ids."""
    changes: list[Change] = []
    if wanted.name != " ".join(live.name.split()):
        changes.append(Change("rename", "policy", wanted.key, f"{live.name} → {wanted.name}"))
    if wanted.repeat != live.repeat:
        text = f"repeat {live.repeat} → {wanted.repeat}"
        changes.append(Change("update", "policy", wanted.key, text))
    if wanted.description is not None and wanted.description.split() != _unmarked(live.description).split():
        changes.append(Change("update", "policy", wanted.key, "description rewritten"))
    changes += [
        Change("update", "policy", wanted.key, text) for text in _levels(wanted.levels, live.rules, names)
    ]
    if not changes:
        return None
    return UpdatePolicy(
        key=wanted.key,
        id=live.id,
        base=digest.of_policy(live),
        name=wanted.name,
        description=with_marker(
            wanted.description if wanted.description is not None else live.description, wanted.marker
        ),
        repeat=wanted.repeat,
        rules=_rules(wanted.levels, live.rules),
        teams=live.teams,
        handoff=live.handoff,
        changes=tuple(changes),
    )


def with_marker(description: str, marker: str) -> str:
    """A description that says, on a line of its own, that the object is managed here; once."""
    return f"{_unmarked(description)}\n{marker}".strip()


def _unmarked(description: str) -> str:
    lines = description.splitlines()
    return "\n".join(line for line in lines if not line.startswith("Managed as code:"))


def _same(level: WantedLevel, rule: RuleState) -> bool:
    return level.delay_minutes == rule.delay_minutes and _pairs(level) == [
        (t.type, t.id) for t in rule.targets
    ]


def _pairs(level: WantedLevel) -> list[tuple[str, str | None]]:
    return [(t.type, t.id) for t in level.targets]


def _rules(levels: tuple[WantedLevel, ...], live: tuple[RuleState, ...]) -> tuple[RuleWrite, ...]:
    """A level keeps the rule that notifies the same targets, else the one at its position, else is new."""
    free = list(live)
    held: dict[int, RuleState] = {}
    for i, level in enumerate(levels):
        alike = next((r for r in free if [(t.type, t.id) for t in r.targets] == _pairs(level)), None)
        if alike is not None:
            held[i] = alike
            free.remove(alike)
    for i in range(len(levels)):
        if i not in held and i < len(live) and live[i] in free:
            held[i] = live[i]
            free.remove(live[i])
    return tuple(
        RuleWrite(
            held[i].id if i in held else None,
            level.delay_minutes,
            level.targets,
            held[i].strategy if i in held else None,
        )
        for i, level in enumerate(levels)
    )


def _levels(levels: tuple[WantedLevel, ...], live: tuple[RuleState, ...], names: dict[str, str]) -> list[str]:
    out: list[str] = []
    for i in range(max(len(levels), len(live))):
        if i >= len(live):
            level = levels[i]
            out.append(
                f"new level {i + 1}: {_who(level, names)}, escalate after {level.delay_minutes} minutes"
            )
        elif i >= len(levels):
            out.append(f"level {i + 1} goes")
        elif not _same(levels[i], live[i]):
            level, rule = levels[i], live[i]
            if level.delay_minutes != rule.delay_minutes:
                delays = f"{rule.delay_minutes} → {level.delay_minutes} minutes"
                out.append(f"level {i + 1}: escalate after {delays}")
            before = ", ".join(names.get(t.id, t.name or t.id) for t in rule.targets)
            if _pairs(level) != [(t.type, t.id) for t in rule.targets]:
                after = _who(level, names)
                if after == before and any(t.type == "schedule_v3_reference" for t in level.targets):
                    after += ", now shift-based"
                out.append(f"level {i + 1}: {before} → {after}")
    return out


def _who(level: WantedLevel, names: dict[str, str]) -> str:
    return ", ".join(_name(target, names) for target in level.targets)


def _name(target: TargetWrite, names: dict[str, str]) -> str:
    key = target.id or target.rota or ""
    return names.get(key, key)
