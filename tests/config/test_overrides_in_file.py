"""Claims about covers, swaps and holiday entries as a file writes them."""

# ruff: noqa: E501 - messages are compared whole, so they stand whole

import pytest

from tests.config.helpers import BASE, findings, only, read

TWO_CLOCKS = """\
  two:
    name: Two
    layers:
      - {name: a, turn: 1 week, handover: Monday 08:00, line_ups: [{from: 2026-01-05, people: [ana]}]}
      - {name: b, turn: 1 week, handover: Monday 20:00, line_ups: [{from: 2026-01-05, people: [ben]}]}
  hourly: {name: Hourly, turn: 12 hours, line_ups: [{from: 2026-01-05 08:00, people: [ana, ben]}]}
  second: {name: Second, follows: two}
"""
RULES = """\
bank_holidays:
  calendar: england-and-wales
  window: in-hours
  rules: {web: current, hourly: current, two: post}
"""
FILE = BASE.replace("name: Cal Roe", "left: 2027-01-31, name: Cal Roe") + TWO_CLOCKS + RULES


def entry(text: str) -> str:
    return f"{FILE}overrides:\n  - {{{text}}}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "rota: wbe, cover: ana, by: ben, on: 2027-01-04",
            'unknown-rota: there is no "wbe" in rotas (did you mean web?)',
        ),
        (
            "rota: scs, cover: ana, by: ben, on: 2027-01-04",
            (
                "unmanaged-rota: scs is not managed here, so a cover entry cannot change it "
                "(change it where it is owned, or take it over by giving it line_ups)"
            ),
        ),
        (
            "rota: web, cover: bne, by: ana, on: 2027-01-04",
            'unknown-person: there is no "bne" in people (did you mean ben?)',
        ),
        (
            "rota: web, cover: ana, by: post, on: 2027-01-04",
            (
                "mailbox-on-call: post is a mailbox and cannot be on call "
                "(name a person; a mailbox only gets bank-holiday windows and policy levels)"
            ),
        ),
        (
            "rota: web, cover: ana, by: ana, on: 2027-01-04",
            "self-cover: ana cannot cover themself (name who takes over)",
        ),
        (
            "rota: web, cover: ana, by: ben",
            (
                "cover-when: a cover of ana by ben has no time "
                "(add `on: 2026-12-24`, or from and until with times)"
            ),
        ),
        (
            "rota: web, cover: ana, by: ben, from: 2027-01-04 09:00",
            "cover-when: a cover of ana by ben has no until (add `until: 2027-01-05 09:00`)",
        ),
        (
            "rota: web, cover: ana, by: ben, until: 2027-01-04 09:00",
            "cover-when: a cover of ana by ben has no from (add `from: 2027-01-03 17:00`)",
        ),
        (
            "rota: web, cover: ana, by: ben, on: 2027-01-04, until: 2027-01-04 09:00",
            "cover-when: a cover has both on and until (`on:` means whole days; keep either it or from and until)",
        ),
        (
            "rota: web, cover: ana, by: ben, from: 2027-01-04 09:00, until: 2027-01-04 09:00",
            (
                "cover-when: a cover ends at 2027-01-04 09:00, before it has begun (2027-01-04 09:00) "
                "(give a later until, like `until: 2027-01-05 09:00`)"
            ),
        ),
        (
            "rota: web, cover: ana, by: ben, from: 2027-03-28 01:30, until: 2027-03-29 09:00",
            (
                "wall-time: 2027-03-28 01:30 does not exist in Europe/London "
                "(the clocks go forward: write 2027-03-28 02:00)"
            ),
        ),
        (
            "rota: web, cover: ana, by: ben, from: 2027-10-30 09:00, until: 2027-10-31 01:00",
            (
                "wall-time: 2027-10-31 01:00 occurs twice in Europe/London "
                "(the clocks go back: write a time before or after the repeated hour)"
            ),
        ),
        (
            "rota: web, cover: ana, by: cal, on: 2027-02-01",
            "left: cal leaves on 2027-01-31 and cannot work on 2027-02-01 (name somebody else, or drop the entry)",
        ),
        (
            "rota: web, cover: ana, by: cal, from: 2027-02-01 09:00, until: 2027-02-01 10:00",
            "left: cal leaves on 2027-01-31 and cannot work on 2027-02-01 (name somebody else, or drop the entry)",
        ),
        (
            "rota: two, cover: ana, by: ben, on: 2027-01-04",
            (
                "give-times: `on:` means handover to handover, but layers of two change at 08:00 and 20:00 "
                "(instead of `on` give times: `from: 2027-01-04 08:00, until: 2027-01-05 08:00`)"
            ),
        ),
        (
            "rota: second, cover: ana, by: ben, on: 2027-01-04",
            (
                "give-times: `on:` means handover to handover, but layers of second change at 08:00 and 20:00 "
                "(instead of `on` give times: `from: 2027-01-04 08:00, until: 2027-01-05 08:00`)"
            ),
        ),
        (
            "rota: hourly, cover: ana, by: ben, on: 2027-01-04",
            (
                "give-times: `on:` means handover to handover, but turns of hourly are counted in hours "
                "(instead of `on` give times: `from: 2027-01-04 09:00, until: 2027-01-05 09:00`)"
            ),
        ),
        (
            "rota: hourly, holiday: 2026-12-25, by: ben, nights: true",
            (
                "give-times: `nights:` means handover to handover, but turns of hourly are counted in hours "
                "(drop nights, and add a cover with times for the night)"
            ),
        ),
        (
            "rota: web, swap: {ana: 2027-01-04}",
            (
                "swap-people: a swap has two people, not 1 "
                "(write `swap: {ana: 2027-01-27, ben: 2027-02-10}`: whose turns, by the date on which they begin)"
            ),
        ),
        (
            "rota: web, swap: {ana: 2027-01-04, bne: 2027-01-11}",
            'unknown-person: there is no "bne" in people (did you mean ben?)',
        ),
        (
            "rota: web, swap: {cal: 2027-01-04, ana: 2027-02-01}",
            "left: cal leaves on 2027-01-31 and cannot work on 2027-02-01 (name somebody else, or drop the entry)",
        ),
        (
            "rota: web, swap: {ana: 2027-01-04, ben: 2027-03-28 01:30}",
            (
                "wall-time: 2027-03-28 01:30 does not exist in Europe/London "
                "(the clocks go forward: write 2027-03-28 02:00)"
            ),
        ),
        (
            "rota: second, holiday: 2026-12-25, by: ben",
            "no-rule: second has no bank-holiday rule (add `second: current` to the rules of bank_holidays)",
        ),
        (
            "rota: two, holiday: 2026-12-25, by: ben",
            (
                "no-rule: on bank holidays two goes to post, a mailbox "
                "(name the rota that is called out on that day instead)"
            ),
        ),
    ],
)
def test_an_override_that_cannot_hold_is_refused(text: str, expected: str) -> None:
    """Whatever the file alone shows to be impossible is said before anything is planned."""
    assert only(entry(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "rota: web, cover: ana, by: ben, on: 2027-01-04..2027-01-06",
        "rota: second, cover: ana, by: ben, from: 2027-01-04 09:00, until: 2027-01-05 09:00",
        "rota: web, swap: {ana: 2027-01-04, ben: 2027-01-11}",
        "rota: hourly, swap: {ana: 2027-01-04 08:00, ben: 2027-01-04 20:00}",
        "rota: web, holiday: 2026-12-25, by: ben, nights: true",
        "rota: web, cover: cal, by: ana, on: 2027-02-01",
    ],
)
def test_an_override_that_may_hold_is_left_to_the_shift_engine(text: str) -> None:
    """Who is on call at that time is not asked here."""
    assert not findings(entry(text))


def test_one_holiday_has_one_volunteer_for_a_rota() -> None:
    """Two entries for a rota and a date contradict each other."""
    text = (
        entry("rota: web, holiday: 2026-12-25, by: ben") + "  - {rota: web, holiday: 2026-12-25, by: ana}\n"
    )
    assert only(text) == (
        "holiday-twice: web has two entries for 2026-12-25 (the other in rota.yaml:32) (keep one of them)"
    )


def test_an_override_written_twice_is_an_error() -> None:
    """Two pull requests for one swap are noticed."""
    text = entry("rota: web, cover: ana, by: ben, on: 2027-01-04")
    more = "overrides:\n  - {by: ben, cover: ana, rota: web, on: 2027-01-04..2027-01-04}\n"
    assert only(f"include: [more.yaml]\n{text}", more=more) == (
        "override-twice: this cover stands in the file twice (first in rota.yaml:33) (keep one of them)"
    )


def test_a_holiday_entry_without_bank_holidays_has_no_rule() -> None:
    """Without a calendar there is no window to work."""
    text = f"{BASE}overrides:\n  - {{rota: web, holiday: 2026-12-25, by: ben}}\n"
    assert only(text).startswith("no-rule: web has no bank-holiday rule")


def test_a_fault_in_a_rota_does_not_make_its_overrides_look_wrong() -> None:
    """A rota with a fault of form still exists for those who name it."""
    text = entry("rota: web, cover: ana, by: ben, on: 2027-01-04").replace(
        "turn: 1 week\n    h", "turn: 1 wek\n    h", 1
    )
    assert only(text) == 'bad-value: turn of rota web: "wek" is not a unit of time (did you mean `1 week`?)'


def test_the_kinds_of_override_are_told_apart() -> None:
    """Each entry knows what it is."""
    kinds = [
        "{rota: web, cover: ana, by: ben, on: 2027-01-04}",
        "{rota: web, swap: {ana: 2027-01-04, ben: 2027-01-11}}",
        "{rota: web, holiday: 2026-12-25, by: ben}",
    ]
    file = read(f"{FILE}overrides: [{', '.join(kinds)}]\n").file
    assert [override.kind for override in file.overrides] == ["cover", "swap", "holiday"]
