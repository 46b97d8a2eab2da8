"""The draft of a file as text that a person would have written, in one file or in a folder of several."""

from collections.abc import Iterable, Sequence

from reconciler.importing.draft import Draft, Hours, Person, Policy, Rota, Rotation, Stint
from reconciler.importing.emit import brackets, comment, flow, scalar
from reconciler.importing.hours import lines, outside
from reconciler.wording import count

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MANY = 800
"""Rotas beyond which they share one file: a file includes at most a thousand."""
_PAUSE = "nobody, as in PagerDuty"
_HOUR = 60
_LONG = 120

Lines = list[str]


def one_file(draft: Draft, *, name: str, region: str) -> dict[str, str]:
    """Everything in one file."""
    sections = [_head(draft, region), _people(draft), _hours(draft), _rotas(draft.rotas, draft)]
    sections += [_policies(draft.policies), _bank_holidays(draft)]
    return {name: _text(sections)}


def folder(draft: Draft, *, name: str, region: str) -> dict[str, str]:
    """A file for the people, one for each rota, one for the policies; the first one includes them.

    So two changes to two rotas do not touch one file.
    """
    many = len(draft.rotas) > _MANY
    files: dict[str, list[Lines]] = {
        "people.yaml": [_people(draft)],
        "policies.yaml": [_policies(draft.policies)],
    }
    rotas = {"rotas.yaml": draft.rotas} if many else {f"rotas/{r.key}.yaml": (r,) for r in draft.rotas}
    files |= {path: [_rotas(part, draft)] for path, part in rotas.items()}
    files = {path: sections for path, sections in files.items() if any(sections)}
    whole = [path for path in files if "/" not in path] + ([] if many else ["rotas/*.yaml"])
    include = [f"include: {brackets_of_paths([*whole, 'overrides/*.yaml'])}"]
    head = [*_head(draft, region), *include]
    found = {name: _text([head, _hours(draft), _bank_holidays(draft)])}
    beside = {path: _text([[_EDITOR.format(up="../" * path.count("/"))], *s]) for path, s in files.items()}
    return found | beside


def brackets_of_paths(paths: Iterable[str]) -> str:
    """A list of file names; stars are fine where they do not begin a text."""
    return f"[{', '.join(paths)}]"


_EDITOR = "# yaml-language-server: $schema={up}rota.schema.json"


def _text(sections: Iterable[Sequence[str]]) -> str:
    return "\n\n".join("\n".join(section) for section in sections if section) + "\n"


def _head(draft: Draft, region: str) -> Lines:
    kind = [f"kind: {draft.kind}"] if draft.kind != "layers" else []
    source = f"source: {scalar(draft.source)}" if draft.source else None
    return [
        _EDITOR.format(up=""),
        "#",
        "# Who is on call, as PagerDuty had it. `rota plan` says what would change there.",
        "version: 1",
        f"time_zone: {draft.time_zone}",
        "horizon: 13 weeks",
        *kind,
        source or "# source: https://github.com/example/rota   # named in the description of what is managed",
        f"pagerduty: {{region: {region}}}",
    ]


def _people(draft: Draft) -> Lines:
    if not draft.people:
        return []
    return ["people:", *(f"  {scalar(person.key)}: {_person(person)}" for person in draft.people)]


def _person(person: Person) -> str:
    entry = {"name": scalar(person.name), "email": scalar(person.email)}
    return flow(entry | ({"mailbox": "true"} if person.mailbox else {}))


def _hours(draft: Draft) -> Lines:
    out: Lines = []
    for number, (name, periods) in enumerate(draft.hours):
        rest = outside(periods, draft.hours[:number])
        if rest is not None:
            out.append(f"  {name}: outside {rest}")
        elif len(periods) == 1:
            out.append(f"  {name}: {_windows(lines(periods[0].windows))}")
        else:
            out.append(f"  {name}:")
            for period in periods:
                start = {} if period.start is None else {"from": f"{period.start}"}
                out.append(f"    - {flow({**start, 'windows': _windows(lines(period.windows))})}")
    return ["hours:", *out] if out else []


def _windows(texts: Sequence[str]) -> str:
    return scalar(texts[0]) if len(texts) == 1 else brackets(texts)


def _rotas(rotas: Sequence[Rota], draft: Draft) -> Lines:
    out: Lines = []
    for number, rota in enumerate(rotas):
        out += ([""] if number else []) + _rota(rota, draft)
    return ["rotas:", *out] if out else []


def _rota(rota: Rota, draft: Draft) -> Lines:
    out = [f"  {scalar(rota.key)}:", f"    name: {scalar(rota.name)}"]
    if rota.with_id:
        out.append(f"    id: {scalar(rota.id)}")
    if rota.kind != draft.kind:
        out.append(f"    kind: {rota.kind}")
    if rota.reason is not None:
        return [*out, f"    managed: false  # {comment(rota.reason)}"]
    if rota.time_zone != draft.time_zone and rota.follows is None:
        out.append(f"    time_zone: {rota.time_zone}")
    if rota.follows is not None:
        return [*out, f"    follows: {scalar(rota.follows)}", f"    offset: {rota.offset}"]
    if len(rota.layers) == 1:
        return [*out, *_layer(rota.layers[0], draft, "    ")]
    out.append("    layers:")
    for layer in rota.layers:
        out += [f"      - name: {scalar(layer.name)}", *_layer(layer, draft, " " * 8)]
    return out


def _layer(layer: Rotation, draft: Draft, indent: str) -> Lines:
    first = layer.stints[0]
    out: Lines = []
    if first.hours is not None:
        out.append(f"{indent}hours: {_name(draft, first.hours)}")
    out.append(f"{indent}turn: {first.turn}")
    if first.handover is not None:
        out.append(f"{indent}handover: {scalar(str(first.handover))}")
    out.append(f"{indent}line_ups:")
    before = first
    for item in layer.stints:
        out.append(f"{indent}  - {_line_up(item, before, draft)}")
        before = item
    return out


def _line_up(item: Stint, before: Stint, draft: Draft) -> str:
    """A line-up with what it changes of the one before it."""
    entry = {"from": f"{item.at:%Y-%m-%d}" if item.handover is not None else f"{item.at:%Y-%m-%d %H:%M}"}
    if item.turn != before.turn:
        entry["turn"] = str(item.turn)
    if item.handover is not None and item.handover != before.handover:
        entry["handover"] = scalar(str(item.handover))
    if item.hours != before.hours and item.hours is not None:
        entry["hours"] = _name(draft, item.hours)
    if item.users:
        keys = {person.user: person.key for person in draft.people}
        entry["people"] = brackets(keys[user] for user in item.users)
    else:
        entry["pause"] = scalar(_PAUSE)
    return f"{flow(entry)}  # {_DAYS[item.at.weekday()]}"


def _name(draft: Draft, hours: Hours) -> str:
    return scalar(draft.hours_name(hours) or "")


def _policies(policies: Sequence[Policy]) -> Lines:
    out: Lines = []
    for policy in policies:
        if policy.reason is not None:
            out.append(f"  # {comment(policy.name)} stays in PagerDuty alone: {comment(policy.reason)}")
            continue
        out.append(f"  {scalar(policy.key)}:")
        out.append(f"    name: {scalar(policy.name)}")
        if policy.with_id:
            out.append(f"    id: {scalar(policy.id)}")
        if policy.description is not None:
            out.append(f"    description: {scalar(policy.description)}")
        if policy.repeat:
            out.append(f"    repeat: {policy.repeat}")
        out.append("    levels:")
        for level in policy.levels:
            notify = scalar(level.notify[0]) if len(level.notify) == 1 else brackets(level.notify)
            out.append(f"      - {flow({'notify': notify, 'escalate_after': _wait(level.minutes)})}")
        if policy.services:
            out.append(f"    # used by: {', '.join(map(comment, policy.services))}")
    return ["policies:", *out] if any(p.reason is None for p in policies) else out


def _wait(minutes: int) -> str:
    if minutes % _HOUR == 0 and minutes > _LONG:
        return count(minutes // _HOUR, "hour")
    return count(minutes, "minute")


def _bank_holidays(draft: Draft) -> Lines:
    """What holds on bank holidays; where nothing is known of them, how it would be written."""
    if (bank := draft.bank) is not None:
        rules = [f"    {scalar(key)}: {rule}" for key, rule in bank.rules.items()]
        window = scalar(_name(draft, bank.window))
        return ["bank_holidays:", f"  calendar: {bank.calendar}", f"  window: {window}", "  rules:", *rules]
    return [
        "# bank_holidays:                  # who is on call on a bank holiday, written as overrides",
        "#   calendar: england-and-wales    # or scotland, northern-ireland",
        "#   window: in-hours               # whose slot on that day it is about",
        "#   rules: {}                      # rota: current, or the key of a mailbox",
    ]
