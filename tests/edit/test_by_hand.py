"""What no line of the file can say is told with a reason and a way out; the rest is said exactly."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from reconciler.config.loader import Loaded, load_texts
from reconciler.edit.by_hand import ByHand, Outcome, Proposal, propose, visible
from reconciler.edit.by_hand_words import Refused, new_key
from reconciler.edit.written import Form, in_brackets
from reconciler.intervals import Interval, Segment, instant, zone
from reconciler.state import OverrideState

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
FILE = """\
version: 1
time_zone: Europe/London
horizon: 13 weeks
people:
  ana: {name: Ana Ortiz, email: ana@example.org}
  ben: {name: Ben Ode, email: ben@example.org}
  cal: {name: Cal Roe, email: cal@example.org}
  team: {name: Team, email: team@example.org, mailbox: true}
hours:
  day: Mon-Fri 09:00-17:00
  night: outside day
rotas:
  web:
    name: Web
    hours: night
    turn: 1 week
    handover: Monday 09:00
    line_ups:
      - {from: 2026-03-02, people: [ana, ben]}
      - {from: 2026-06-01, pause: summer}
      - {from: 2026-06-15, people: [ana, ben]}
  day:
    name: Day
    hours: day
    turn: 1 week
    handover: Monday 09:00
    line_ups:
      - {from: 2026-03-02, people: [ben, ana]}
bank_holidays:
  calendar: england-and-wales
  window: day
  rules: {web: current, day: team}
overrides:
  - {rota: web, cover: ana, by: ben, from: 2026-03-05 17:00, until: 2026-03-06 09:00}
"""


@pytest.fixture
def loaded() -> Loaded:
    """Ana has the nights of this week, Ben those of the next; it is Wednesday noon."""
    return load_texts("rota.yaml", {"rota.yaml": FILE})


def utc(text: str) -> datetime:
    return instant(datetime.fromisoformat(text), zone("Europe/London"))


def hand(person: str | None, start: str, end: str, key: str = "web", **more: object) -> ByHand:
    """An override of somebody; local times."""
    override = OverrideState("Q1", utc(start), utc(end), person or "U9")
    given = {
        "who": (person or "Zoë Quill").title(),
        "email": f"{person or 'zoe'}@example.org",
        "shown": (override.interval,),
    } | more
    return ByHand(key, override, person, **given)  # type: ignore[arg-type]


def one(loaded: Loaded, made: ByHand) -> Outcome:
    (outcome,) = propose(loaded, [made], NOW).outcomes
    return outcome


def items(outcome: Outcome) -> list[str]:
    return [in_brackets(line.insertion.item, Form()) for line in outcome.lines]


def why(outcome: Outcome) -> tuple[str, str]:
    (refused,) = outcome.refused
    return refused.message, refused.hint


def test_an_override_over_two_turns_is_two_covers(loaded: Loaded) -> None:
    """Each names who would have been on by then."""
    outcome = one(loaded, hand("cal", "2026-03-07 09:00", "2026-03-10 09:00"))
    assert items(outcome) == [
        "{rota: web, cover: ana, by: cal, on: 2026-03-07..2026-03-08}",
        "{rota: web, cover: ben, by: cal, from: 2026-03-09 17:00, until: 2026-03-10 09:00}",
    ]
    # The hours of a working day between them are nobody's on this rota, and that is said.
    assert why(outcome)[0] == (
        "Web has nobody Mon 9 Mar 09:00 – 17:00 (not its hours), and PagerDuty pages Cal Roe"
    )


def test_what_has_begun_is_written_from_its_true_start(loaded: Loaded) -> None:
    """So the file tells later who was on, and the override is exactly what it wants."""
    outcome = one(loaded, hand("cal", "2026-03-04 10:00", "2026-03-04 15:00", key="day"))
    assert items(outcome) == [
        "{rota: day, cover: ben, by: cal, from: 2026-03-04 10:00, until: 2026-03-04 15:00}"
    ]


def test_a_turn_that_is_over_is_not_spoken_of(loaded: Loaded) -> None:
    """What is past can be changed by nobody."""
    late = datetime(2026, 3, 9, 12, tzinfo=UTC)
    made = hand("cal", "2026-03-08 09:00", "2026-03-09 20:00")
    (outcome,) = propose(loaded, [made], late).outcomes
    assert items(outcome) == [
        "{rota: web, cover: ben, by: cal, from: 2026-03-09 17:00, until: 2026-03-09 20:00}"
    ]


def test_seconds_are_left_out(loaded: Loaded) -> None:
    """The file has whole minutes; the override goes on saying the rest."""
    start, end = (
        utc("2026-03-04 18:00") + timedelta(seconds=20),
        utc("2026-03-04 20:00") + timedelta(seconds=5),
    )
    made = hand("cal", "2026-03-04 18:00", "2026-03-04 20:01", shown=(Interval(start, end),))
    assert items(one(loaded, made)) == [
        "{rota: web, cover: ana, by: cal, from: 2026-03-04 18:01, until: 2026-03-04 20:00}"
    ]


@pytest.mark.parametrize(
    ("until", "said"),
    [
        ("2026-04-03 17:00", "{rota: web, holiday: 2026-04-03, by: cal}"),
        ("2026-04-04 09:00", "{rota: web, holiday: 2026-04-03, by: cal, nights: true}"),
        (
            "2026-04-03 13:00",
            "{rota: web, cover: ana, by: cal, from: 2026-04-03 09:00, until: 2026-04-03 13:00}",
        ),
    ],
)
def test_a_bank_holiday_is_an_entry_of_its_own_where_all_of_it_is_taken(
    loaded: Loaded, until: str, said: str
) -> None:
    """With the night after it where that is theirs too; a part of the window is a cover."""
    assert items(one(loaded, hand("cal", "2026-04-03 09:00", until))) == [said]


def test_whoever_covers_already_is_relieved_by_name(loaded: Loaded) -> None:
    """Covers chain: Ana by Ben is in the file, and Ben by Cal joins it."""
    outcome = one(loaded, hand("cal", "2026-03-05 17:00", "2026-03-06 09:00"))
    assert items(outcome) == [
        "{rota: web, cover: ben, by: cal, from: 2026-03-05 17:00, until: 2026-03-06 09:00}"
    ]


def test_one_who_takes_back_what_a_cover_gave_away_is_refused(loaded: Loaded) -> None:
    """The cover would run in a circle: its line is to be shortened instead."""
    outcome = one(loaded, hand("ana", "2026-03-05 18:00", "2026-03-05 22:00"))
    assert outcome.lines == ()
    assert why(outcome) == (
        "a cover in the file says that Ben Ode relieves Ana Ortiz then",
        "shorten or delete that line",
    )
    assert outcome.refused[0].where is not None
    assert outcome.refused[0].where.line == FILE.split("\n").index("overrides:") + 2


def test_what_the_file_says_already_needs_no_line(loaded: Loaded) -> None:
    """The place that says it is named."""
    outcome = one(loaded, hand("ana", "2026-03-04 17:00", "2026-03-05 09:00"))
    assert (outcome.lines, outcome.refused) == ((), ())
    assert [FILE.split("\n")[where.line - 1].strip() for where in outcome.already] == [
        "- {from: 2026-03-02, people: [ana, ben]}"
    ]


def test_a_stranger_comes_with_the_line_that_brings_them_in(loaded: Loaded) -> None:
    """Their key is one that nobody has."""
    assert why(one(loaded, hand(None, "2026-03-04 18:00", "2026-03-04 20:00"))) == (
        "Zoë Quill (zoe@example.org) is not in the file",
        "put under people: zoe: {name: Zoë Quill, email: zoe@example.org}\nand run this again",
    )


@pytest.mark.parametrize(
    ("name", "key"),
    [("Ana Nym", "ana-nym"), ("Ana", "ana-2"), ("王", "person"), ("Nina", "nina"), ("Ben Ode", "ben-ode")],
)
def test_keys_of_new_people_are_free(name: str, key: str) -> None:
    """A first name, then more of the name, then a number."""
    assert new_key(name, {"ana", "ben"}) == key


def test_hours_in_which_the_rota_has_nobody_are_explained(loaded: Loaded) -> None:
    """With the rota that works then."""
    assert why(one(loaded, hand("cal", "2026-03-05 10:00", "2026-03-05 12:00"))) == (
        "Web has nobody Thu 5 Mar 10:00 – 12:00 (not its hours), and PagerDuty pages Cal Roe",
        "let it end with the hours of Web, or delete the override in PagerDuty; on then: Day",
    )


def test_a_pause_is_named(loaded: Loaded) -> None:
    """Nobody is on, on purpose."""
    assert why(one(loaded, hand("cal", "2026-06-02 17:00", "2026-06-02 20:00"))) == (
        "Web has nobody Tue 2 Jun 17:00 – 20:00 (it pauses), and PagerDuty pages Cal Roe",
        "delete the override in PagerDuty, or end the pause with a line-up: `rota line-up web --from DATE …`",
    )


def test_a_window_that_is_left_to_nobody_is_named() -> None:
    """With whoever works then, and the rule that would put a person on."""
    text = FILE.replace("day: team", "day: nobody").replace(
        "    name: Day\n", "    name: Day\n    kind: shifts\n"
    )
    loaded = load_texts("rota.yaml", {"rota.yaml": text})
    assert why(one(loaded, hand("cal", "2026-04-03 10:00", "2026-04-03 12:00", key="day"))) == (
        "Day has nobody Fri 3 Apr 10:00 – 12:00 (on purpose: Good Friday), and PagerDuty pages Cal Roe",
        "delete the override in PagerDuty, or give day the bank-holiday rule `current`; on then: Web",
    )


def test_a_mailboxs_window_is_nobodys_to_take(loaded: Loaded) -> None:
    """The rule of the file wins, whatever covers say."""
    message, hint = why(one(loaded, hand("cal", "2026-04-03 09:00", "2026-04-03 17:00", key="day")))
    assert message == "Fri 3 Apr 09:00 – 17:00 is a bank holiday, which Team takes whatever covers say"
    assert hint.startswith("delete the override in PagerDuty, and make one on the rota")


def test_a_mailbox_by_hand_outside_windows_is_refused(loaded: Loaded) -> None:
    """Nobody would be paged."""
    message, hint = why(one(loaded, hand("team", "2026-03-05 09:00", "2026-03-05 17:00", key="day")))
    assert message == "a mailbox pages nobody, and Thu 5 Mar 09:00 – 17:00 is no bank-holiday window of Day"
    assert "`rota adopt --ours Q1`" in hint


def test_a_mailbox_in_its_window_is_in_the_file_already(loaded: Loaded) -> None:
    """The rule says so."""
    outcome = one(loaded, hand("team", "2026-04-03 09:00", "2026-04-03 17:00", key="day"))
    assert (outcome.lines, outcome.refused) == ((), ())
    assert len(outcome.already) == 1


def test_a_holiday_that_somebody_else_has_in_the_file_is_changed_there() -> None:
    """An entry wins over covers; the rest of the override becomes a cover all the same."""
    text = FILE + "  - {rota: web, holiday: 2026-04-03, by: ben}\n"
    after = load_texts("rota.yaml", {"rota.yaml": text})
    outcome = one(after, hand("cal", "2026-04-03 09:00", "2026-04-04 09:00"))
    assert items(outcome) == [
        "{rota: web, cover: ana, by: cal, from: 2026-04-03 17:00, until: 2026-04-04 09:00}"
    ]
    assert why(outcome) == (
        "an entry of the file gives Fri 3 Apr 09:00 – 17:00 to Ben Ode, whatever covers say",
        "change that line: by: cal",
    )


def test_an_end_in_the_hour_that_comes_twice_is_refused(loaded: Loaded) -> None:
    """No clock time names it."""
    end = instant(datetime.fromisoformat("2026-10-25 01:30"), zone("Europe/London"))
    made = hand("cal", "2026-10-24 20:00", "2026-10-25 02:00")
    until = replace(made.override, end=end)
    outcome = one(loaded, replace(made, override=until, shown=(until.interval,)))
    assert why(outcome) == (
        "Sun 25 Oct 01:30 occurs twice that night, so no line can name it",
        "move that end of the override in PagerDuty by an hour",
    )


def test_overrides_of_two_people_on_each_other_are_not_guessed_at(loaded: Loaded) -> None:
    """Only the one who made theirs last knows what was meant."""
    part = Interval(utc("2026-03-04 18:00"), utc("2026-03-04 20:00"))
    made = hand("cal", "2026-03-04 18:00", "2026-03-04 20:00", shown=(), crossed=(("Ben Ode", part),))
    assert why(one(loaded, made)) == (
        "overrides of Cal and of Ben Ode lie on each other Wed 4 Mar 18:00 – 20:00",
        "delete the one that is not meant in PagerDuty, and run this again",
    )


def test_an_override_under_one_of_ours_pages_nobody_and_that_is_said(loaded: Loaded) -> None:
    """A mailbox was laid over it."""
    made = hand("cal", "2026-03-04 18:00", "2026-03-04 20:00", shown=())
    assert why(one(loaded, made)) == (
        "an override of the file lies on it Wed 4 Mar 18:00 – 20:00, so that Cal is not paged",
        "delete the one of Cal in PagerDuty",
    )


def test_a_rota_that_is_not_ours_gives_its_reason(loaded: Loaded) -> None:
    """As whoever looked it up found it."""
    stop = Refused("not here", "leave it")
    assert one(loaded, hand("cal", "2026-03-04 18:00", "2026-03-04 20:00", stop=stop)).refused == (stop,)


def test_two_overrides_in_one_turn_are_two_lines_by_date(loaded: Loaded) -> None:
    """Whatever order they are listed in."""
    made = [
        hand("cal", "2026-03-07 20:00", "2026-03-07 22:00"),
        hand("cal", "2026-03-04 20:00", "2026-03-04 22:00"),
    ]
    found: Proposal = propose(loaded, made, NOW)
    assert [outcome.made.override.start for outcome in found.outcomes] == [
        utc("2026-03-04 20:00"),
        utc("2026-03-07 20:00"),
    ]
    assert found.edit is not None
    places = [place.line for place in found.edit.places]
    assert places == sorted(places)


def test_where_ours_lies_on_top_an_override_is_not_seen() -> None:
    """What PagerDuty renders tells; beyond that, and before now, it counts as seen."""
    made = OverrideState("Q1", utc("2026-03-04 10:00"), utc("2026-03-05 10:00"), "cal")
    rendered = (
        Segment(NOW, utc("2026-03-04 14:00"), "cal"),
        Segment(utc("2026-03-04 14:00"), utc("2026-03-04 16:00"), "team"),
        Segment(utc("2026-03-04 16:00"), utc("2026-03-04 18:00"), "cal"),
    )
    over = Interval(NOW, utc("2026-03-04 18:00"))
    assert visible(made, rendered, over, NOW) == (
        Interval(utc("2026-03-04 10:00"), utc("2026-03-04 14:00")),
        Interval(utc("2026-03-04 16:00"), utc("2026-03-05 10:00")),
    )
