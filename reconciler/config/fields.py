"""The kinds of value that the models are made of: how each is read from text, and how an editor is told of it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    TypeAdapter,
    WithJsonSchema,
)
from pydantic.json_schema import SkipJsonSchema

from reconciler.config import names, scalars, windows
from reconciler.config.scalars import ScalarFault
from reconciler.config.values import DateRange, Handover, HoursPeriod, Outside, Turn, WeeklyWindow
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


def _schema(pattern: str | None, description: str, *examples: str, **more: Any) -> WithJsonSchema:
    shape: dict[str, Any] = {"type": "string", "description": description, **more}
    if pattern is not None:
        shape["pattern"] = f"^(?:{pattern})$"
    if examples:
        shape["examples"] = list(examples)
    return WithJsonSchema(shape)


_CLOCK = "([01][0-9]|2[0-3]):[0-5][0-9]"
_DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_DAY = "[A-Za-z]{3,9}"
_AMOUNT = "[1-9][0-9]* ?"

Day = Annotated[
    date,
    _reader(date, scalars.parse_date, "a date like `2026-12-24`"),
    _schema(_DATE, "A date.", "2026-12-24"),
]
WallTime = Annotated[
    datetime,
    _reader(datetime, scalars.parse_wall_time, "a date and a time like `2026-12-24 17:00`"),
    _schema(f"{_DATE}[ T]{_CLOCK}", "A date and a time, in the zone of the rota.", "2026-12-24 17:00"),
]
WhenField = Annotated[
    date | datetime,
    _reader((date, datetime), scalars.parse_when, "a date like `2026-12-24`"),
    _schema(f"{_DATE}([ T]{_CLOCK})?", "A date; with a time for turns of hours.", "2026-12-07"),
]
DateRangeField = Annotated[
    DateRange,
    _reader(DateRange, scalars.parse_date_range, "a date, or two like `2026-12-08..2026-12-10`"),
    _schema(f"{_DATE}( *\\.\\. *{_DATE})?", "A date, or two dates, both included.", "2026-12-08..2026-12-10"),
]
DurationField = Annotated[
    timedelta,
    _reader(timedelta, scalars.parse_duration, "a length of time like `30 minutes`"),
    _schema(
        f"{_AMOUNT}(m|mins?|minutes?|h|hours?|d|days?|w|weeks?)",
        "A length of time.",
        "30 minutes",
        "11 hours",
    ),
]
TurnField = Annotated[
    Turn,
    _reader(Turn, scalars.parse_turn, "a length of time like `1 week`"),
    _schema(f"{_AMOUNT}(h|hours?|d|days?|w|weeks?)", "How long a turn is.", "1 week", "1 day", "12 hours"),
]
HandoverField = Annotated[
    Handover,
    _reader(Handover, scalars.parse_handover, "a day and a time, like `Monday 09:00`"),
    _schema(
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
    _schema("(100|[0-9]{1,2}) ?%", "A percentage.", "30%"),
]
Name = Annotated[
    str,
    _text_reader(names.parse_name, "a name"),
    _schema(None, "The name as PagerDuty shows it.", minLength=1, maxLength=names.MAX_NAME),
]
Email = Annotated[
    str,
    _text_reader(names.parse_email, "an e-mail address"),
    _schema(r"[^\s@]+@[^\s@]+", "The address of the PagerDuty user.", "ana.ortiz@example.gov.uk"),
]
Zone = Annotated[
    str,
    _text_reader(names.parse_zone, "an IANA time zone, like `Europe/London`"),
    _schema("UTC|[A-Za-z_]+(/[A-Za-z0-9_+-]+)+", "An IANA time zone, never an offset.", "Europe/London"),
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


def _as_list(value: object) -> object:
    """One name may be written without brackets."""
    return (value,) if isinstance(value, str) else value


Names = Annotated[
    tuple[str, ...],
    BeforeValidator(_as_list),
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
        return f"{scalars.parse_wall_time(plain):%Y-%m-%d %H:%M}"
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

Part = WeeklyWindow | Outside
_PART_SCHEMA = _schema(
    None, "Weekly windows.", "Mon-Fri 09:00-17:00", "Fri 17:00-Mon 09:00", "outside in-hours"
)


def _line(value: object) -> tuple[Part, ...]:
    if isinstance(value, str):
        return windows.parse_windows(value)
    raise ScalarFault(f"{kind_of(value)} stands here", found=kind_of(value), expected=windows.EXPECTED)


_Line = Annotated[tuple[Part, ...], PlainValidator(_line), _PART_SCHEMA]
_Lines = Annotated[
    tuple[_Line, ...],
    BeforeValidator(_as_list),
    Field(min_length=1),
    WithJsonSchema(
        {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]},
    ),
]


class DatedHours(BaseModel):
    """What a set of hours is from a date on, as it is written."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    where: WhereField = Where("rota.yaml", 1)
    start: Day | None = Field(default=None, alias="from")
    windows: _Lines


_LINES: TypeAdapter[tuple[tuple[Part, ...], ...]] = TypeAdapter(_Lines)
_DATED: TypeAdapter[tuple[DatedHours, ...]] = TypeAdapter(tuple[DatedHours, ...])


def _join(lines: tuple[tuple[Part, ...], ...]) -> tuple[Part, ...]:
    return tuple(dict.fromkeys(part for line in lines for part in line))


def _hours(value: object) -> tuple[HoursPeriod, ...]:
    """Hours in any of their three forms: a line, a list of lines, a list with dates."""
    if isinstance(value, tuple) and all(isinstance(period, HoursPeriod) for period in value):
        return value
    if isinstance(value, str):
        return (HoursPeriod(None, _line(value)),)
    if isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
        dated = _DATED.validate_python(value)
        return tuple(HoursPeriod(period.start, _join(period.windows)) for period in dated)
    if isinstance(value, list) and value and not any(isinstance(item, dict) for item in value):
        return (HoursPeriod(None, _join(_LINES.validate_python(value))),)
    mixed = isinstance(value, list) and value
    raise ScalarFault(
        "windows with and without dates are mixed" if mixed else f"{kind_of(value)} stands here",
        found=kind_of(value),
        expected=windows.EXPECTED,
        hint="give every entry of the list the form {from: 2027-01-04, windows: ...}" if mixed else None,
    )


HoursField = Annotated[
    tuple[HoursPeriod, ...],
    PlainValidator(_hours),
    WithJsonSchema(
        {
            "description": "Weekly windows: a line, a list of lines, or a list of {from, windows}.",
            "anyOf": [
                {"type": "string", "examples": ["Mon-Fri 09:00-17:00", "outside in-hours"]},
                {"type": "array", "minItems": 1, "items": {"type": "string"}},
                {
                    "type": "array",
                    "minItems": 1,
                    "items": {
                        "type": "object",
                        "additionalProperties": False,
                        "required": ["windows"],
                        "properties": {
                            "from": {"type": "string", "pattern": f"^{_DATE}$"},
                            "windows": {
                                "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
                            },
                        },
                    },
                },
            ],
        }
    ),
]


def which_override(value: object) -> str | None:
    """Which kind of override an entry is: the one of `cover`, `swap` and `holiday` that it carries."""
    if isinstance(value, dict):
        return next((kind for kind in ("cover", "swap", "holiday") if kind in value), None)
    return getattr(value, "kind", None)
