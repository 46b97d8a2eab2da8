"""The bank holidays that GOV.UK had published by a certain day, kept here so that a check needs no network.

Source: https://www.gov.uk/bank-holidays.json and the file in alphagov/frontend that it is made from
(Crown copyright, Open Government Licence v3.0). When GOV.UK publishes another year, add a line to the
table, one-off days to the list below it, and move `AS_OF`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from reconciler.bank_holidays.titles import SUBSTITUTE, typeset
from reconciler.config.values import Region

AS_OF = date(2026, 8, 21)
"""The day on which GOV.UK's data were last seen to be what this table says."""

SOURCE = "the table of GOV.UK's bank holidays that comes with rota"

_EVERYWHERE: tuple[Region, ...] = ("england-and-wales", "scotland", "northern-ireland")
_NOT_SCOTLAND: tuple[Region, ...] = ("england-and-wales", "northern-ireland")
_SCOTLAND: tuple[Region, ...] = ("scotland",)
_NORTHERN_IRELAND: tuple[Region, ...] = ("northern-ireland",)

_COLUMNS: tuple[tuple[str, tuple[Region, ...]], ...] = (
    ("New Year's Day", _EVERYWHERE),
    ("2nd January", _SCOTLAND),
    ("St Patrick's Day", _NORTHERN_IRELAND),
    ("Good Friday", _EVERYWHERE),
    ("Easter Monday", _NOT_SCOTLAND),
    ("Early May bank holiday", _EVERYWHERE),
    ("Spring bank holiday", _EVERYWHERE),
    ("Battle of the Boyne (Orangemen's Day)", _NORTHERN_IRELAND),
    ("Summer bank holiday", _SCOTLAND),
    ("Summer bank holiday", _NOT_SCOTLAND),
    ("St Andrew's Day", _SCOTLAND),
    ("Christmas Day", _EVERYWHERE),
    ("Boxing Day", _EVERYWHERE),
)

# A star marks a substitute day.
_YEARS = """
2019  01-01  01-02  03-18* 04-19  04-22  05-06  05-27  07-12  08-05  08-26  12-02* 12-25  12-26
2020  01-01  01-02  03-17  04-10  04-13  05-08  05-25  07-13* 08-03  08-31  11-30  12-25  12-28*
2021  01-01  01-04* 03-17  04-02  04-05  05-03  05-31  07-12  08-02  08-30  11-30  12-27* 12-28*
2022  01-03* 01-04* 03-17  04-15  04-18  05-02  06-02  07-12  08-01  08-29  11-30  12-27* 12-26
2023  01-02* 01-03* 03-17  04-07  04-10  05-01  05-29  07-12  08-07  08-28  11-30  12-25  12-26
2024  01-01  01-02  03-18* 03-29  04-01  05-06  05-27  07-12  08-05  08-26  12-02* 12-25  12-26
2025  01-01  01-02  03-17  04-18  04-21  05-05  05-26  07-14* 08-04  08-25  12-01* 12-25  12-26
2026  01-01  01-02  03-17  04-03  04-06  05-04  05-25  07-13* 08-03  08-31  11-30  12-25  12-28*
2027  01-01  01-04* 03-17  03-26  03-29  05-03  05-31  07-12  08-02  08-30  11-30  12-27* 12-28*
2028  01-03* 01-04* 03-17  04-14  04-17  05-01  05-29  07-12  08-07  08-28  11-30  12-25  12-26
"""

# Days beside the regular ones; a date that the table has as well only gets another title.
_ONE_OFFS: tuple[tuple[date, str, tuple[Region, ...]], ...] = (
    (date(2020, 5, 8), "Early May bank holiday (VE day)", _EVERYWHERE),
    (date(2022, 6, 3), "Platinum Jubilee bank holiday", _EVERYWHERE),
    (date(2022, 9, 19), "Bank Holiday for the State Funeral of Queen Elizabeth II", _EVERYWHERE),
    (date(2023, 5, 8), "Bank holiday for the coronation of King Charles III", _EVERYWHERE),
    (date(2026, 6, 15), "World Cup bank holiday", _SCOTLAND),
)


@dataclass(frozen=True, slots=True)
class Known:
    """What GOV.UK publishes for one region: titles by date in order, seen on `as_of`, called `source`.

    It speaks for the time from its first event to its last and is silent about any other: a date after
    the last event is unknown, not a working day.
    """

    region: Region
    titles: Mapping[date, str]
    as_of: date
    source: str

    @property
    def first(self) -> date:
        """The date of the first event."""
        return min(self.titles)

    @property
    def last(self) -> date:
        """The date of the last event."""
        return max(self.titles)


@lru_cache(maxsize=8)
def known(region: Region) -> Known:
    """What this table has for a region."""
    titles = dict(sorted(_regular(region)))
    titles |= {day: typeset(name) for day, name, where in _ONE_OFFS if region in where}
    return Known(region, MappingProxyType(dict(sorted(titles.items()))), AS_OF, SOURCE)


def last_known(region: Region) -> date:
    """The last date for which this table has anything to say."""
    return known(region).last


def _regular(region: Region) -> Iterator[tuple[date, str]]:
    for line in _YEARS.split("\n")[1:-1]:
        year, *cells = line.split()
        for (name, where), cell in zip(_COLUMNS, cells, strict=True):
            if region in where:
                suffix = SUBSTITUTE if cell.endswith("*") else ""
                yield date.fromisoformat(f"{year}-{cell.rstrip('*')}"), typeset(name) + suffix
