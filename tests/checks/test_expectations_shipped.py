"""The expectations of the shipped rota.yaml hold, and each way to break the rota fails the right one."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from reconciler.checks import expectations
from reconciler.checks.ground import Ground
from reconciler.config.loader import load_texts
from reconciler.errors import Finding
from reconciler.render import findings as render

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
ROOT = Path(__file__).parents[2]
SHIPPED = (ROOT / "rota.yaml").read_text(encoding="utf-8")
VOLUNTEER = (
    "  - {rota: out-of-hours-engineering, holiday: 2026-12-25, by: ben, nights: true, reason: volunteered}\n"
)
LAST = "people: [ana, ben, cal, eve, dee]}\n"
FIRST_LEVEL = "- {notify: in-hours-engineering, escalate_after: 5 minutes}"


def found(*changes: tuple[str, str], now: datetime = NOW) -> list[Finding]:
    """What the shipped file's expectations say after changes of its text."""
    text = SHIPPED
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    file = load_texts("rota.yaml", {"rota.yaml": text}).file
    return list(expectations.check(Ground(file, now)))


@pytest.mark.parametrize(
    "now", [NOW, datetime(2026, 3, 28, 23, tzinfo=UTC), datetime(2026, 10, 24, tzinfo=UTC)]
)
def test_the_shipped_rota_keeps_what_it_promises(now: datetime) -> None:
    """Seen from three days, two of them on the eve of a clock change."""
    assert found(now=now) == []


GAP = [
    ("out-of-hours: outside in-hours", "out-of-hours: [Mon-Fri 17:00-08:30, Sat 08:30-Mon 09:00]"),
    (
        "weekday, at: 11:00, within: 1 minute, pages: in-hours-comms",
        "minute, within: 20 minutes, pages: anyone",
    ),
]
PAUSE = f"""{LAST}\
      - {{from: 2027-04-05, pause: spring}}
      - {{from: 2027-04-19, people: [ana, ben]}}
"""
LEADS = "whoever holds GaaP SCS Escalation (not managed here)"


@pytest.mark.parametrize(
    ("changes", "message", "hint"),
    [
        pytest.param(
            [("    out-of-hours-engineering: current\n", ""), (VOLUNTEER, "")],
            (
                "24x7 must page Out of hours engineering within 15 minutes, but an alert on "
                "Fri 25 Dec 11:00 (Christmas Day) goes: +0 min PaaS team (mailbox), "
                f"+5 min {LEADS}, +35 min PaaS team (mailbox); "
                "it goes wrong 7 more times in the year ahead and is never right again"
            ),
            "give out-of-hours-engineering a bank-holiday rule: `current` puts whoever is on there",
            id="no bank-holiday rule",
        ),
        pytest.param(
            [(FIRST_LEVEL, FIRST_LEVEL.replace("5 minutes", "20 minutes"))],
            (
                "24x7 must page Out of hours engineering within 15 minutes, but an alert on "
                "Fri 25 Dec 11:00 (Christmas Day) goes: +0 min PaaS team (mailbox), +20 min Ben Ode, "
                f"+35 min {LEADS}, +65 min PaaS team (mailbox); "
                "it goes wrong 7 more times in the year ahead and is never right again"
            ),
            (
                "Ben Ode is paged only after 20 minutes: shorten `escalate_after` before that, "
                "or write `within: 20 minutes`"
            ),
            id="a long first delay",
        ),
        pytest.param(
            [(LAST, PAUSE)],
            (
                "24x7 must page Out of hours engineering within 1 minute, but an alert on "
                f"Tue 6 Apr 2027 03:00 goes: +0 min {LEADS}, +30 min PaaS team (mailbox); "
                "it is right again on Tue 20 Apr 2027 03:00 and goes wrong 9 more times in the year ahead"
            ),
            "Out of hours engineering is paused then: end the pause, or change what is expected",
            id="a pause",
        ),
        pytest.param(
            GAP,
            (
                "Comms must page somebody within 20 minutes, but an alert on Thu 26 Nov 08:30 goes: "
                "+0 min PaaS team (mailbox); it stays wrong until Thu 26 Nov 09:00 "
                "and goes wrong 209 more times in the year ahead"
            ),
            "put somebody on one of its rotas then, or name a person at a level",
            id="a gap before the handover",
        ),
    ],
)
def test_each_way_to_break_it_fails_the_right_expectation(
    changes: list[tuple[str, str]], message: str, hint: str
) -> None:
    """The first alert that goes wrong, what it does instead, and what to change."""
    (finding,) = found(*changes)
    assert finding.message == message
    assert (finding.hint or "").splitlines()[0] == hint


def test_the_failure_in_the_documents_is_what_is_printed() -> None:
    """The page shows the finding of a first level that waits for 20 minutes."""
    text = SHIPPED.replace(FIRST_LEVEL, FIRST_LEVEL.replace("5 minutes", "20 minutes"))
    loaded = load_texts("rota.yaml", {"rota.yaml": text})
    failed = [loaded.pinpoint(finding) for finding in expectations.check(Ground(loaded.file, NOW))]
    printed = render.text(failed, loaded.sources, width=80, color=False)
    page = (ROOT / "docs" / "editing.md").read_text(encoding="utf-8")
    assert f"$ rota check\n{printed}```\n" in page
