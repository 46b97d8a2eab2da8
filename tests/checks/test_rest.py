"""Rest after a night, and days off."""

from tests.checks.looking import file, found, place, told, weekly

# In the week from 30 Nov ana has the nights and ben the days.
NIGHTS = weekly("ana", "ben", hours="night")
DAYS = weekly("ben", "ana", hours="day")


def test_a_night_and_the_day_after_it_on_two_rotas_is_told_once_for_the_pair() -> None:
    """The night ends at 09:00 and the day begins at 09:00, every morning of the week."""
    data = file({"nights": NIGHTS, "days": weekly("ana", "ben", hours="day")})
    (finding,) = found(data, "rest")
    assert finding.severity == "warning"
    assert finding.message == (
        "Ben Ode comes from a night on nights to days on Thu 26 Nov 09:00 with less than 11 hours off "
        "and 208 more times within a year (also Ana Ortiz)"
    )
    assert finding.hint == (
        "put the people of one of the two in another order, so that a night and a day do not meet"
    )
    assert place(data, finding, 8) == '"people"'


def test_nights_of_one_turn_are_what_a_turn_means() -> None:
    """Eight hours between two nights of one turn are no fault: being on call is not work."""
    assert found(file({"nights": NIGHTS}), "rest") == []


def test_a_day_before_a_night_is_no_fault() -> None:
    """The day ends on Friday, the nights begin on Monday evening."""
    assert told(file({"nights": weekly("cal", "dee", hours="night"), "days": DAYS}), "rest") == []


def test_one_evening_taken_over_by_somebody_who_has_the_day_is_told_at_the_cover() -> None:
    """The cover is the line to change; the lists are right."""
    cover = {"rota": "nights", "cover": "ana", "by": "cal", "on": "2026-12-01"}
    data = file({"nights": NIGHTS, "days": weekly("cal", hours="day")}, overrides=[cover])
    (finding,) = found(data, "rest")
    assert finding.message == (
        "Cal Roe comes from a night on nights to days on Wed 2 Dec 09:00 with less than 11 hours off"
    )
    assert place(data, finding, 5) == '"cal"'
    assert finding.hint == "let somebody else take one of the two"


def test_layers_of_one_rota_that_move_in_step_are_told() -> None:
    """Week and weekend go to the same person, back to back; with another order they do not."""
    hours = {"week": "Mon 11:00-Fri 11:00", "weekend": "Fri 11:00-Mon 11:00"}

    def stacked(*weekend: str) -> dict[str, object]:
        layers = [
            {"name": "week", **weekly("ana", "ben", "cal", hours="week", handover="Monday 11:00")},
            {"name": "end", **weekly(*weekend, hours="weekend", handover="Friday 11:00", since="2026-11-06")},
        ]
        return file({"web": {"layers": layers}}, hours=hours)

    (finding,) = found(stacked("ana", "ben", "cal"), "back-to-back")
    assert (finding.severity, finding.message) == (
        "info",
        (
            "Ana Ortiz has the layers week and end of web back to back on Fri 27 Nov 11:00 "
            "and 52 more times within a year (also Ben Ode and Cal Roe)"
        ),
    )
    assert finding.hint == "if a break is meant, put the people of one of the layers in another order"
    assert told(stacked("ben", "cal", "ana"), "back-to-back") == [
        (
            "info: Ben Ode has the layers end and week of web back to back on Mon 30 Nov 11:00 "
            "and 51 more times within a year (also Cal Roe and Ana Ortiz)"
        )
    ]
    assert found(stacked("cal", "ana", "ben"), "back-to-back") == []
    assert found(stacked("ana", "ben", "cal"), "rest") == []


def test_a_follower_has_nothing_to_add_to_what_its_leader_is_told() -> None:
    """It has the same layers and the same order."""
    hours = {"week": "Mon 11:00-Fri 11:00", "weekend": "Fri 11:00-Mon 11:00"}
    layers = [
        {"name": "week", **weekly("ana", "ben", "cal", hours="week", handover="Monday 11:00")},
        {
            "name": "end",
            **weekly("ana", "ben", "cal", hours="weekend", handover="Friday 11:00", since="2026-11-06"),
        },
    ]
    data = file({"web": {"layers": layers}, "second": {"follows": "web"}}, hours=hours)
    assert len(found(data, "back-to-back")) == 1


def test_from_second_to_first_in_line_nobody_needs_rest() -> None:
    """Being on call is not work: what follows the night is no working day."""
    rotas = {"first": weekly("ana", "ben", "cal"), "second": {"follows": "first"}}
    assert found(file(rotas), "rest") == []
    assert found(file(rotas), "back-to-back") == []


def test_a_night_is_three_hours_between_eleven_and_six() -> None:
    """An early start is no night, nor is a late evening."""
    rotas = {"early": weekly("ana", hours="early"), "noon": weekly("ana", hours="noon")}

    def after(early: str) -> int:
        hours = {"early": early, "noon": "Mon-Fri 14:00-18:00"}
        return len(found(file(rotas, hours=hours), "rest"))

    assert after("Mon-Fri 04:00-12:00") == 0
    assert after("Mon-Fri 03:00-12:00") == 1
    assert after("Mon-Fri 18:00-01:59") == 0
    assert after("Mon-Fri 23:30-04:00") == 1


def test_the_least_rest_can_be_set() -> None:
    """From 09:00 to 17:00 there are eight hours."""
    rotas = {"nights": weekly("ana", hours="night"), "late": weekly("ana", hours="late")}
    data = file(rotas, hours={"night": "Mon-Fri 22:00-06:00", "late": "Mon-Fri 14:00-18:00"})
    assert [f.message.partition(" with ")[2][:22] for f in found(data, "rest")] == ["less than 11 hours off"]
    assert found({**data, "checks": {"rest": "8 hours"}}, "rest") == []


def test_rest_is_time_that_passes_not_what_the_clock_shows() -> None:
    """From 01:00 to 11:30 there are ten and a half hours, but for the Sunday on which the clocks go back."""
    rotas = {"nights": weekly("ana", hours="night"), "noon": weekly("ana", hours="noon")}
    hours = {"night": "Fri 22:00-Sun 01:00", "noon": "Sun 11:30-12:00"}
    assert told(file(rotas, hours=hours), "rest") == [
        (
            "warning: Ana Ortiz comes from a night on nights to noon on Sun 29 Nov 11:30 "
            "with less than 11 hours off and 50 more times within a year"
        )
    ]


def test_more_than_two_weeks_without_a_day_off_are_told() -> None:
    """Ana has three turns in a row, ben two, also where the clocks go back within them."""
    rotas = {"web": weekly("ana", "ana", "ana", "ben", "ben", "cal")}
    (finding,) = found(file(rotas), "run")
    assert finding.message == (
        "Ana Ortiz is on call Mon 14 Dec 09:00 – Mon 4 Jan 2027 09:00 without a day off (limit 2 weeks) "
        "and 7 more times within a year"
    )
    assert finding.hint == "put more people into web, or let somebody cover a day"


def test_weeks_of_working_days_have_their_weekends() -> None:
    """Somebody alone in hours has Saturday and Sunday off."""
    assert found(file({"days": weekly("ana", hours="day")}), "run") == []


def test_somebody_alone_around_the_clock_is_told_without_dates() -> None:
    """It began before now and ends after a year."""
    data = file({"web": weekly("ana")})
    assert told(data, "run") == [
        "warning: Ana Ortiz is on call all year round without a day off (limit 2 weeks)"
    ]
    assert found({**data, "checks": {"run": "60 weeks"}}, "run") == []


def test_a_run_that_has_begun_is_told_until_its_end() -> None:
    """When it began is past."""
    line_ups = [{"from": "2026-11-02", "people": ["ana"]}, {"from": "2026-11-30", "people": ["ben", "cal"]}]
    data = file({"web": {**weekly("ana"), "line_ups": line_ups}})
    assert told(data, "run") == [
        "warning: Ana Ortiz is on call until Mon 30 Nov 09:00 without a day off (limit 2 weeks)"
    ]


def test_a_run_that_does_not_end_is_told_from_its_beginning() -> None:
    """Nobody relieves them within the year."""
    line_ups = [{"from": "2026-11-02", "people": ["ben", "cal"]}, {"from": "2026-12-07", "people": ["ana"]}]
    data = file({"web": {**weekly("ana"), "line_ups": line_ups}})
    assert told(data, "run") == [
        "warning: Ana Ortiz is on call from Mon 7 Dec 09:00 on without a day off (limit 2 weeks)"
    ]
