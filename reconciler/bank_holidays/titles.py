"""The titles that GOV.UK gives to bank holidays, for the names that the `holidays` package uses."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

SUBSTITUTE = " (substitute day)"
"""How we mark what GOV.UK's feed has as the note "Substitute day"."""

_OBSERVED = " (observed)"
_APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"

# Plain apostrophes here; GOV.UK's come in with `typeset`.
_TITLES: Mapping[str, str] = MappingProxyType(
    {
        "New Year Holiday": "2nd January",
        "Saint Patrick's Day": "St Patrick's Day",
        "May Day": "Early May bank holiday",
        "Spring Bank Holiday": "Spring bank holiday",
        "Battle of the Boyne": "Battle of the Boyne (Orangemen's Day)",
        "Summer Bank Holiday": "Summer bank holiday",
        "Late Summer Bank Holiday": "Summer bank holiday",
        "Saint Andrew's Day": "St Andrew's Day",
        "Diamond Jubilee of Elizabeth II": "Queen's Diamond Jubilee",
        "Platinum Jubilee of Elizabeth II": "Platinum Jubilee bank holiday",
        "State Funeral of Queen Elizabeth II": "Bank Holiday for the State Funeral of Queen Elizabeth II",
        "Coronation of Charles III": "Bank holiday for the coronation of King Charles III",
        "Scotland's participation in the FIFA World Cup final": "World Cup bank holiday",
    }
)

# The early May bank holiday was moved to 8 May in these years, for the anniversaries of VE day.
_VE_DAY = {("May Day", 1995), ("May Day", 2020)}


def typeset(text: str) -> str:
    """The text with apostrophes as GOV.UK writes them (U+2019)."""
    return text.replace("'", _APOSTROPHE)


def title(name: str, year: int) -> str:
    """The GOV.UK title of a name from the package; one that GOV.UK never used keeps the package's words."""
    plain = name.removesuffix(_OBSERVED)
    out = typeset(_TITLES.get(plain, plain))
    if (plain, year) in _VE_DAY:
        out += " (VE day)"
    return out + SUBSTITUTE if name != plain else out


def joined(titles: Sequence[str]) -> str:
    """One title for a date that carries several.

    Where 1 January is a Sunday, Scotland's 2 January is its substitute too. GOV.UK has listed it under
    that title since 2023, and 3 January as the substitute of the 2nd (in 2012 and 2017 it was the reverse).
    """
    substitutes = [title for title in titles if title.endswith(SUBSTITUTE)]
    return ", ".join(substitutes or titles)
