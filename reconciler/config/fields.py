"""The kinds of value that models are made of: how each is read from text, and what editors know of it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    BeforeValidator,
    Field,
    PlainValidator,
    WithJsonSchema,
)
from pydantic.json_schema import SkipJsonSchema

from reconciler.config import dates, names, scalars
from reconciler.config.scalars import ScalarFault
from reconciler.config.values import DateRange, Handover, Turn
from reconciler.errors import Where

T = TypeVar("T")

PLACE = "\0where"
"""The key under which the loader hands an entry its place; no file can write it."""


def kind_of(value: object) -> str:
    """What a value of the file looks like to the person who wrote it."""
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "a mapping"
    return "a list" if isinstance(value, list | tuple) else f'"{value}"'


def _reader(kind: type[T] | tuple[type[T], ...], parse: Callable[[str], T], expected: str) -> PlainValidator:
    """A validator that reads text with `parse`, lets finished values through, and refuses everything else."""

    def read(value: object) -> T:
        if isinstance(value, kind) and not (isinstance(value, bool) and kind is int):
            return value
        if isinstance(value, str):
            return parse(value)
        raise ScalarFault(f"{kind_of(value)} stands here", found=kind_of(value), expected=expected)

    return PlainValidator(read)


def _text_reader(parse: Callable[[str], str], expected: str) -> PlainValidator:
    """Like `_reader` for texts, which are always read."""

    def read(value: object) -> str:
        if isinstance(value, str):
            return parse(value)
        raise ScalarFault(f"{kind_of(value)} stands here", found=kind_of(value), expected=expected)

    return PlainValidator(read)


def text_schema(pattern: str | None, description: str, *examples: str, **more: Any) -> WithJsonSchema:
    """What an editor is told of a text."""
    shape: dict[str, Any] = {"type": "string", "description": description, **more}
    if pattern is not None:
        shape["pattern"] = f"^(?:{pattern})$"
    if examples:
        shape["examples"] = list(examples)
    return WithJsonSchema(shape)


_CLOCK = "([01][0-9]|2[0-3]):[0-5][0-9]"
DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_DAY = "[A-Za-z]{3,9}"
_AMOUNT = "[1-9][0-9]* ?"

Day = Annotated[
    date,
    _reader(date, dates.parse_date, "a date like `2026-12-24`"),
    text_schema(DATE, "A date.", "2026-12-24"),
]
WallTime = Annotated[
    datetime,
    _reader(datetime, dates.parse_wall_time, "a date and a time like `2026-12-24 17:00`"),
    text_schema(f"{DATE}[ T]{_CLOCK}", "A date and a time, in the zone of the rota.", "2026-12-24 17:00"),
]
WhenField = Annotated[
    date | datetime,
    _reader((date, datetime), dates.parse_when, "a date like `2026-12-24`"),
    text_schema(f"{DATE}([ T]{_CLOCK})?", "A date; with a time for turns of hours.", "2026-12-07"),
]


def _days(*, or_times: bool) -> PlainValidator:
    """A reader of whole dates; a list of them is refused with the range that it makes."""

    def read(value: object) -> DateRange:
        if isinstance(value, DateRange):
            return value
        if isinstance(value, str):
            return dates.parse_date_range(value, or_times=or_times)
        hint = dates.dates_advice(value) if isinstance(value, list) else None
        found = kind_of(value)
        raise ScalarFault(f"{found} stands here", found=found, expected=dates.A_DATE_RANGE, hint=hint)

    return PlainValidator(read)


_DAYS_SCHEMA = text_schema(
    f"{DATE}( *\\.\\. *{DATE})?", "A date, or two dates, both included.", "2026-12-08..2026-12-10"
)
DateRangeField = Annotated[DateRange, _days(or_times=False), _DAYS_SCHEMA]
CoveredDays = Annotated[DateRange, _days(or_times=True), _DAYS_SCHEMA]


def _length(like: str) -> PlainValidator:
    """A reader of lengths of time whose advice suits the key: a horizon is not half an hour long."""
    return _reader(
        timedelta, lambda text: scalars.parse_duration(text, like), f"a length of time like `{like}`"
    )


def _length_schema(like: str) -> WithJsonSchema:
    return text_schema(f"{_AMOUNT}(m|mins?|minutes?|h|hours?|d|days?|w|weeks?)", "A length of time.", like)


Horizon = Annotated[timedelta, _length("13 weeks"), _length_schema("13 weeks")]
Delay = Annotated[timedelta, _length("15 minutes"), _length_schema("15 minutes")]
"""How long until somebody is paged, or the next one is."""
Rest = Annotated[timedelta, _length("11 hours"), _length_schema("11 hours")]
Run = Annotated[timedelta, _length("14 days"), _length_schema("14 days")]
TurnField = Annotated[
    Turn,
    _reader(Turn, scalars.parse_turn, "a length of time like `1 week`"),
    text_schema(
        f"{_AMOUNT}(h|hours?|d|days?|w|weeks?)", "How long a turn is.", "1 week", "1 day", "12 hours"
    ),
]
HandoverField = Annotated[
    Handover,
    _reader(Handover, scalars.parse_handover, "a day and a time, like `Monday 09:00`"),
    text_schema(
        f"({_DAY} )?{_CLOCK}",
        "When turns change hands: day and time, or a time for turns of days.",
        "Monday 09:00",
    ),
]
Bool = Annotated[
    bool, _reader(bool, scalars.parse_bool, "true or false"), WithJsonSchema({"type": "boolean"})
]
Whole = Annotated[
    int,
    _reader(int, scalars.parse_whole, "a whole number"),
    WithJsonSchema({"type": "integer", "minimum": 0}),
]
Percent = Annotated[
    int,
    _reader(int, scalars.parse_percent, "a percentage like `30%`"),
    text_schema("(100|[0-9]{1,2}) ?%", "A percentage.", "30%"),
]
Name = Annotated[
    str,
    _text_reader(names.parse_name, "a name"),
    text_schema(None, "The name as PagerDuty shows it.", minLength=1, maxLength=names.MAX_NAME),
]
Email = Annotated[
    str,
    _text_reader(names.parse_email, "an e-mail address"),
    text_schema(r"[^\s@]+@[^\s@]+", "The address of the PagerDuty user.", "ana.ortiz@example.gov.uk"),
]
Zone = Annotated[
    str,
    _text_reader(names.parse_zone, "an IANA time zone, like `Europe/London`"),
    text_schema("UTC|[A-Za-z_]+(/[A-Za-z0-9_+-]+)+", "An IANA time zone, never an offset.", "Europe/London"),
]


def _version(text: str) -> Literal[1]:
    if text.strip() != "1":
        raise ScalarFault(
            f'"{text}" is a version that is not known here', found=text, expected="1", hint="write 1"
        )
    return 1


def _read_version(value: object) -> Literal[1]:
    return 1 if value == 1 else _version(str(value))


Version = Annotated[
    Literal[1],
    PlainValidator(_read_version),
    WithJsonSchema({"const": 1, "description": "The version of this format."}),
]


def as_list(value: object) -> object:
    """One name may be written without brackets."""
    return (value,) if isinstance(value, str) else value


Names = Annotated[
    tuple[str, ...],
    BeforeValidator(as_list),
    WithJsonSchema(
        {
            "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
            "description": "One name, or a list of names.",
        }
    ),
]


def _clock_or_moment(value: object) -> str:
    if not isinstance(value, str):
        raise ScalarFault(
            f"{kind_of(value)} stands here", found=kind_of(value), expected="a time like `11:00`"
        )
    plain = scalars.squeeze(value)
    if "-" in plain:
        return f"{dates.parse_wall_time(plain):%Y-%m-%d %H:%M}"
    return f"{scalars.parse_time(plain):%H:%M}"


clock_time = PlainValidator(_clock_or_moment, json_schema_input_type=str)
"""A time of day or a wall time, kept as text in its one spelling."""


def _place(value: object) -> Where:
    if isinstance(value, Where):
        return value
    raise ScalarFault("where cannot be written", found=kind_of(value), expected="nothing")


WhereField = SkipJsonSchema[
    Annotated[Where, PlainValidator(_place), Field(alias=PLACE, exclude=True, repr=False)]
]


def which_override(value: object) -> str | None:
    """Which kind of override an entry is: the one of `cover`, `swap` and `holiday` that it carries."""
    if isinstance(value, dict):
        return next((kind for kind in ("cover", "swap", "holiday") if kind in value), None)
    return getattr(value, "kind", None)
