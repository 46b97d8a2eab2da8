"""One sentence for every key of a rota file, as editors show it beside the key."""

_LINE_UPS = "Who is on call, in which order, from which date on."
_HANDOVER = "When turns change hands: a day and a time, or for turns of days a time alone."
_TURN = "How long a turn is: hours, days or weeks."
_HOURS = "The hours in which this pages; absent means around the clock."
_REASON = "Why; shown in plans."
_OVERRIDDEN = "The rota in which it happens."

DESCRIPTIONS: dict[str, dict[str, str]] = {
    "RotaFile": {
        "version": "The version of this format.",
        "time_zone": "The IANA time zone in which times are read, like Europe/London.",
        "horizon": "How far ahead bank-holiday windows are written.",
        "kind": (
            "How PagerDuty builds the schedules, where a rota does not say so itself: layers, or shifts. "
            "Absent: as they are; new ones are made of layers."
        ),
        "source": "The address of this repository, named in the description of what is managed.",
        "pagerduty": "The PagerDuty account.",
        "include": "Further files, as globs relative to this one: lists join, maps unite.",
        "people": "Everybody who is named below, by a short key.",
        "hours": "Named sets of weekly windows.",
        "rotas": "On-call rotas; each is a schedule in PagerDuty.",
        "policies": "Escalation policies: who is notified, and after how long the next.",
        "bank_holidays": "What happens on bank holidays.",
        "overrides": "Covers, swaps, and who volunteers on a bank holiday.",
        "leave": "When people are away: checked, never acted on.",
        "expect": "Tests of the rota, run by `rota check`.",
        "checks": "Limits of the checks, and those that are switched off.",
        "safety": "What a plan may do without being accepted by name.",
        "announce": "Slack channels that are told who is on call.",
    },
    "PagerDutyAccount": {
        "region": "The service region of the account.",
        "team": "The PagerDuty team given to what is created.",
    },
    "Person": {
        "name": "The name as people write it.",
        "email": "The address of the PagerDuty user; people are matched by it.",
        "mailbox": "An address that only gets e-mail; never in a rotation.",
        "region": "Where the person keeps bank holidays; only leads to warnings.",
        "left": "The last day; old line-ups may still name the person.",
    },
    "Rota": {
        "name": "The name of the schedule in PagerDuty.",
        "id": "The id of the schedule, where names are not enough to find it.",
        "kind": (
            "How PagerDuty builds this schedule, where it is not as the file says: layers, or shifts. "
            "With `managed: false` it says how policies must refer to it."
        ),
        "role": "A text that says what this role does.",
        "time_zone": "The zone of this rota, where it is not the file's.",
        "calendar": "The bank holidays of this rota, where they are not the file's.",
        "managed": "false: owned elsewhere, may be named in policies, never changed.",
        "hours": _HOURS,
        "turn": _TURN,
        "handover": _HANDOVER,
        "line_ups": _LINE_UPS,
        "layers": "Several rotations in one rota; later layers win over earlier ones.",
        "follows": "Another rota whose line-ups are used, turned by `offset`.",
        "offset": "By how many places the line-ups of the followed rota are turned.",
    },
    "Layer": {
        "name": "The name of the layer, once in the rota.",
        "hours": _HOURS,
        "turn": _TURN,
        "handover": _HANDOVER,
        "line_ups": _LINE_UPS,
    },
    "LineUp": {
        "from": "The handover at which it begins; the first person takes the turn that begins then.",
        "people": "The people, in order.",
        "pause": "Nobody is on call until the next line-up, for this reason.",
        "turn": "A new length of turns, from here on.",
        "handover": "A new handover, from here on.",
        "hours": "New hours, from here on.",
    },
    "Policy": {
        "name": "The name of the escalation policy in PagerDuty.",
        "id": "The id of the policy, where names are not enough to find it.",
        "description": "What the policy is for.",
        "repeat": "How often it starts again from the top, 0 to 9 times.",
        "levels": "The steps, in order.",
    },
    "Level": {
        "notify": "The rotas and people who are notified.",
        "escalate_after": "How long until the next level is notified.",
    },
    "BankHolidays": {
        "calendar": "Whose bank holidays act.",
        "window": "The hours whose slot on that date is the window.",
        "holder": "Who has the window when a handover falls at its start or inside it.",
        "rules": (
            "For each rota, who has the window: `current`, a person (usually a mailbox), or with "
            "`kind: shifts` also `nobody`."
        ),
        "extra": "Days that the organisation keeps as bank holidays.",
        "ignore": "Bank holidays on which the office is open.",
    },
    "ExtraDay": {"date": "The day.", "name": "What it is called."},
    "IgnoredDay": {"date": "The bank holiday.", "reason": "Why it does not act."},
    "Cover": {
        "rota": _OVERRIDDEN,
        "cover": "The person who is on call according to the file.",
        "by": "The person who takes over.",
        "from": "From when, with a time.",
        "until": "Until when, with a time.",
        "on": "A date or two, both included; each runs from handover time to handover time.",
        "reason": _REASON,
    },
    "Swap": {
        "rota": _OVERRIDDEN,
        "swap": "Two people, each with the date on which their turn begins; they exchange these turns.",
        "reason": _REASON,
    },
    "HolidayEntry": {
        "rota": _OVERRIDDEN,
        "holiday": "The bank holiday.",
        "by": "The person who works its window.",
        "nights": "The whole day from its handover time, not the window alone.",
        "reason": _REASON,
    },
    "Leave": {
        "person": "Who is away.",
        "on": "The calendar days: a date, or two like 2027-08-03..2027-08-14.",
    },
    "Expectation": {
        "policy": "The policy that is tried.",
        "every": (
            "How often in the coming year: on a kind of day, or every minute. A weekday is Monday to Friday "
            "except bank holidays; a weeknight begins on Monday to Friday, and its times before noon are on "
            "the next date; a bank holiday is a date that closes a rota of the policy."
        ),
        "at": "The time of day in the file's zone; or, without `every`, a date and a time.",
        "within": "How long after the alert the page comes at the latest.",
        "pages": (
            "The rota or person who must be paged, or anyone: at least one person. A mailbox counts only "
            "where it is named itself."
        ),
    },
    "Checks": {
        "rest": "The least time off between a night on call and a working day after it.",
        "run": "The longest time on call without 24 hours off.",
        "page_within": "How soon a person, not a mailbox, must be paged.",
        "off": "Checks that are switched off.",
    },
    "CheckOff": {"id": "The check.", "reason": "Why it is switched off."},
    "Safety": {"mass": "The share of shift hours that may move without being accepted by name."},
    "Announcement": {
        "channel": "The Slack channel, by name (with or without #) or id.",
        "rotas": "The rotas that it is told about.",
        "target": "Where the text goes.",
        "template": (
            "The text. {KEY} is whoever has a rota, {KEY.until} until when, {KEY.next} who comes then, "
            "{KEY.now} who is on call at this moment, {KEY.name} the rota's name. What stands in [square "
            "brackets] falls away where there is nothing to say or no room. Absent: "
            "`{KEY.name}: {KEY}[ until {KEY.until}]` "
            "for each rota."
        ),
        "group": "A Slack user group, by handle or id, that is set to the people who have the rotas.",
    },
}
