"""Who stands out from the noise, and who is named."""

from fractions import Fraction

import pytest

from reconciler.insight.fairness import Amounts, Balance, balance
from reconciler.insight.owed import Claim, half_a_turn, verdict
from tests.insight.support import TWO, YEAR, year
from tests.shifts.support import document, load, one, span

NONE = Fraction()


def line(person: str, hours: int, *, days: Fraction = NONE, here: bool = True) -> Balance:
    """A person with so many hours more or less than 256, over two turns."""
    done = Amounts(hours=Fraction(256 + hours), out_of_hours=Fraction(256 + hours), turns=Fraction(2))
    share = Amounts(hours=Fraction(256), out_of_hours=Fraction(256), turns=Fraction(2))
    return Balance("web", person, done + Amounts(bank_holidays=days), share, here)


def test_the_joiner_of_the_year_is_owed() -> None:
    """72 hours are more than half a turn; 41 and 31 hours are not."""
    found = verdict(balance(year(), ["web"], YEAR))
    assert found.ahead == ()
    assert found.owed == (Claim("cal", Fraction(217, 3), 0),)


@pytest.mark.parametrize(("hours", "told"), [(63, False), (64, True)])
def test_less_than_half_a_turn_is_noise(hours: int, told: object) -> None:
    """A turn has 128 hours here."""
    found = verdict((line("ana", hours), line("ben", -hours)))
    assert bool(found.ahead) is told
    assert bool(found.owed) is told


def test_the_furthest_two_of_either_side_are_named_in_their_order() -> None:
    """A sentence that names everybody names nobody."""
    found = verdict(
        (
            line("ana", 70),
            line("ben", 90),
            line("cal", 80),
            line("dee", -70),
            line("eve", -80),
            line("kit", -90),
        )
    )
    assert [claim.person for claim in found.ahead] == ["ben", "cal"]
    assert [claim.person for claim in found.owed] == ["kit", "eve"]


@pytest.mark.parametrize(("days", "told"), [("99/100", 0), ("1", 1), ("7/4", 1), ("2", 2)])
def test_bank_holidays_are_told_from_a_whole_one_on(days: str, told: int) -> None:
    """Also where the hours are even; parts are dropped."""
    found = verdict((line("ana", 0, days=Fraction(days)), line("ben", 0, days=-Fraction(days))))
    assert found.ahead == ((Claim("ana", Fraction(), told),) if told else ())
    assert found.owed == ((Claim("ben", Fraction(), told),) if told else ())


def test_somebody_can_be_ahead_in_hours_and_owed_a_bank_holiday() -> None:
    """Both are said."""
    found = verdict((line("ana", 70, days=Fraction(-1)), line("ben", -70, days=Fraction(1))))
    assert found.ahead == (Claim("ana", Fraction(70), 0), Claim("ben", Fraction(), 1))
    assert found.owed == (Claim("ben", Fraction(70), 0), Claim("ana", Fraction(), 1))


def test_whoever_has_left_is_owed_nothing_but_can_have_done_more() -> None:
    """Nobody can be given less who has nothing."""
    found = verdict((line("ana", -70, here=False), line("ben", 70, here=False)))
    assert (found.owed, found.ahead) == ((), (Claim("ben", Fraction(70), 0),))


def test_several_rotas_are_compared_by_what_is_worked_out_of_hours() -> None:
    """A week of days does not make up for a week of nights."""
    days = one({"from": "2026-01-05", "people": ["ben"]}, hours="day")
    nights = one({"from": "2026-01-05", "people": ["ana", "ana", "ben"]}, hours="night")
    file = load(document({"days": days, "nights": nights}))
    whole = span("2026-01-05 09:00", "2026-01-26 09:00")
    found = verdict(balance(file, ["days", "nights"], whole))
    assert found.measure == "out_of_hours"
    assert found.ahead == (Claim("ana", Fraction(64), 0),)
    assert verdict(balance(file, ["nights"], whole)).measure == "hours"


def test_rotas_of_the_working_day_alone_are_compared_by_their_hours() -> None:
    """There is nothing else to compare."""
    file = load(document({"web": one(TWO), "api": one(TWO)}))
    found = verdict(balance(file, ["web", "api"], span("2026-01-05 09:00", "2026-01-12 09:00")))
    assert found.measure == "hours"
    assert found.ahead == (Claim("ana", Fraction(40), 0),)


def test_the_longest_turn_of_several_rotas_is_the_measure_and_an_hour_at_least() -> None:
    """So that a rota of short turns does not make noise of the others'."""
    file = load(document({"web": one(TWO), "nights": one(TWO, hours="night")}))
    found = balance(file, ["web", "nights"], span("2026-01-05 09:00", "2026-01-19 09:00"))
    assert half_a_turn(found, "hours") == 64
    assert half_a_turn((), "hours") == 1


def test_nobody_is_owed_anything_where_nobody_works() -> None:
    """No balances, no verdict."""
    found = verdict(())
    assert (found.ahead, found.owed) == ((), ())
