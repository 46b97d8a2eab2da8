"""Texts that try to be more than texts, and rota files and accounts where they stand wherever a text can."""

import json
from datetime import datetime
from itertools import cycle, islice
from pathlib import Path

from reconciler.sandbox import Store, create_app
from tests.world import Data

MARK = "zq"
"""Stands in every one of these texts, so that it can be seen whether they are shown at all."""

LINES = (
    '=HYPERLINK("https://evil.example/zq","x")',
    "::error file=rota.yaml,line=1::zq %0A::set-env name=PATH::x ##[error]x",
    "[zq](https://evil.example) ![zq](https://evil.example/x.png) <https://evil.example>",
    "<script>alert('zq')</script><img src=x onerror=alert(1)> &lt;b&gt; &#64;ops",
    "@ops-team #12 GH-1 www.evil.example zq@example.org example/rota#3",
    "a | zq | **b** `c` ~~e~~ $f$ _g_ | |",
    "# zq heading",
    "- zq [ ] entry",
    "+zq",
    "1. zq",
    "> zq [!WARNING]",
    "=== zq",
    "--- zq ---",
    "~~~zq",
    "```zq",
    "<!-- zq -->",
    "</details></summary> zq <br>",
    "\\ zq \\` \\[x\\](https://evil.example) \\<b>",
    "[zq]: https://evil.example",
    "zq `a` b` ``c`` d",
    "::add-mask::zq",
    "zq ##[add-path]x %0D%0A::error::x",
    "<a href='javascript:zq'>x</a> [^1] :zq: https://evil.example",
    '"zq"; rm -rf / #',
)
"""What the file takes as a name."""

FREE = (
    "zq\n::set-output name=x::y\n# big\n\n| a |\n| - |",
    "zq\t=cmd|' /C calc'!A0",
    "\u202egnp.zq\u2066",
    "zq\u200b\u2060\u00ad\u061c\U000e0041x",
    "\n\n```\nzq",
    "\u00a0::error::zq",
    "\u3000::error::zq",
    "zq\n\n\n\n<details>\n\n# x",
)
"""What the file takes as a reason, besides."""

WILD = (
    "\x1b[31mzq\x1b[0m",
    "\x1b]8;;https://evil.example\x07zq\x1b]8;;\x07",
    "\x9b2Jzq\x9d0;x\x9c",
    "zq\r::error::x",
    "zq\x08\x08 \x7f\x00\x07",
    "zq\u2028::error::x\u2029# x",
    "zq\x85::error::x\x0b\x0c# x",
    "zq\ud800",
)
"""What only PagerDuty could say, besides."""

ROTATIONS = (0, 9, 17)
"""By how many places the texts are turned; together they put most texts into most places."""


class Deal:
    """Texts dealt out one by one, beginning with the one at `start`."""

    def __init__(self, texts: tuple[str, ...], start: int) -> None:
        self._texts = islice(cycle(texts), start % len(texts), None)

    def __call__(self) -> str:
        """The next text."""
        return next(self._texts)


def rota_file(turned: int) -> Data:
    """A right file in which every text is hostile, ready to be written as JSON."""
    name, reason = Deal(LINES, turned), Deal(FREE + LINES, turned)
    people = {key: {"name": name(), "email": f"{key}@example.org"} for key in ("ana", "ben", "cal", "dee")}
    # Two people of one name are told apart by their addresses.
    people["dee"] = {"name": people["ana"]["name"], "email": "|`_*[zq](x)&amp=@example.org"}
    week = {"turn": "1 week", "handover": "Monday 09:00"}
    rotas: Data = {
        "days": {
            "name": name(),
            "hours": "in-hours",
            **week,
            "line_ups": [
                {"from": "2026-01-05", "people": ["ana", "ben", "dee"]},
                {"from": "2026-12-28", "pause": reason()},
                {"from": "2027-01-11", "people": ["ben", "dee", "ana"]},
            ],
        },
        "nights": {
            "name": name(),
            "hours": "out-of-hours",
            **week,
            "line_ups": [{"from": "2026-01-05", "people": ["cal", "ana"]}],
        },
        "other": {"name": name(), "managed": False},
    }
    return {
        "version": 1,
        "time_zone": "Europe/London",
        "horizon": "13 weeks",
        "people": {**people, "post": {"name": name(), "email": "post@example.org", "mailbox": True}},
        "hours": {"in-hours": "Mon-Fri 09:00-17:00", "out-of-hours": "outside in-hours"},
        "rotas": rotas,
        "policies": {
            "all": {
                "name": name(),
                "levels": [
                    {"notify": "days", "escalate_after": "5 minutes"},
                    {"notify": ["nights", "other"], "escalate_after": "15 minutes"},
                    {"notify": "post", "escalate_after": "30 minutes"},
                ],
            }
        },
        "bank_holidays": {
            "calendar": "england-and-wales",
            "window": "in-hours",
            "rules": {"days": "post", "nights": "current"},
            "extra": [{"date": "2026-12-02", "name": reason()}, {"date": "2026-12-09", "name": name()}],
            "ignore": [{"date": "2026-12-25", "reason": reason()}],
        },
        "overrides": [
            {"rota": "nights", "holiday": "2026-12-02", "by": "ben", "reason": reason()},
            {"rota": "nights", "swap": {"ana": "2026-12-14", "cal": "2026-12-21"}, "reason": reason()},
            *(
                {"rota": "days", "cover": who, "by": by, "on": on, "reason": reason()}
                for who, by, on in (
                    ("ben", "ana", "2026-11-26"),
                    ("ben", "dee", "2026-11-27"),
                    ("dee", "ana", "2026-11-30"),
                )
            ),
        ],
        "leave": [{"person": "cal", "on": "2026-11-25..2026-12-20"}],
        "announce": [{"channel": f"#{name()}", "rotas": ["days", "nights"], "group": name()}],
    }


def written(data: Data) -> str:
    """As text; JSON is YAML."""
    return json.dumps(data, ensure_ascii=False, indent=1)


def faulty_file(turned: int) -> str:
    """A file that is wrong in many places, with hostile texts in all of them."""
    text = Deal(FREE + LINES, turned)
    data = rota_file(turned)
    data["people"][text()] = {"name": text(), "email": text(), text(): text()}
    data["people"]["eve"] = {"name": f"{text()}\n{text()}", "email": f"{text()} zq", "left": text()}
    data["hours"]["odd"] = text()
    data["rotas"]["days"]["hours"] = text()
    data["rotas"]["nights"]["line_ups"][0]["people"] = [text(), text(), "cal"]
    data["rotas"]["nights"]["turn"] = text()
    data["rotas"][text()] = {"name": text(), "follows": text()}
    data["policies"]["all"]["levels"][0] = {"notify": text(), "escalate_after": text()}
    data["bank_holidays"]["rules"][text()] = text()
    data["overrides"] += [{"rota": text(), "cover": text(), "by": text(), "on": text()}, {"rota": "days"}]
    data["include"] = [f"{text()}.yaml", text(), "../zq.yaml"]
    data["time_zone"] = text()
    data["source"] = [text()]
    data[text()] = text()
    return written(data)


def spoil(path: Path, turned: int, now: datetime) -> None:
    """Put hostile texts wherever PagerDuty keeps one, and have a stranger on call in two places."""
    store = Store(path)
    say = Deal(WILD + LINES + FREE, turned)
    for user in store.all("users"):
        store.save("users", {**user, "name": say()})
    for schedule in store.all("schedules"):
        layers = [{**layer, "name": say()} for layer in schedule["layers"]]
        foreign = not (schedule["description"] or "").startswith("Managed")
        renamed = {} if foreign else {"name": say()}
        store.save("schedules", {**schedule, **renamed, "layers": layers})
    for policy in store.all("escalation_policies"):
        store.save("escalation_policies", {**policy, "name": say()})
    stranger = {**store.all("users")[0], "id": "PSTRANGER", "name": say(), "email": f"{say()}@example.org"}
    store.save("users", stranger)
    parents = [s["id"] for s in store.all("schedules") if "Managed as code: days" in (s["description"] or "")]
    app = create_app(store, clock=lambda: now).test_client()
    for start, end in (("26T10", "26T11"), ("25T12", "25T14")):
        body = {
            "overrides": [
                {
                    "start": f"2026-11-{start}:00:00Z",
                    "end": f"2026-11-{end}:00:00Z",
                    "user": {"id": "PSTRANGER", "type": "user_reference"},
                }
            ]
        }
        made = app.post(
            f"/schedules/{parents[0]}/overrides",
            json=body,
            headers={"Authorization": "Token token=sandbox"},
        )
        assert made.status_code == 201, made.text
    store.close()
