"""The three forms in which hours are written: a line, a list of lines, or a list with dates."""

from typing import Annotated

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    TypeAdapter,
    WithJsonSchema,
)

from reconciler.config import windows
from reconciler.config.fields import DATE, Day, WhereField, as_list, kind_of, text_schema
from reconciler.config.scalars import ScalarFault
from reconciler.config.values import HoursPeriod
from reconciler.config.windows import Part
from reconciler.errors import Where

_PART_SCHEMA = text_schema(
    None, "Weekly windows.", "Mon-Fri 09:00-17:00", "Fri 17:00-Mon 09:00", "outside in-hours"
)


def _line(value: object) -> tuple[Part, ...]:
    if isinstance(value, str):
        return windows.parse_windows(value)
    raise ScalarFault(f"{kind_of(value)} stands here", found=kind_of(value), expected=windows.EXPECTED)


_Line = Annotated[tuple[Part, ...], PlainValidator(_line), _PART_SCHEMA]
_Lines = Annotated[
    tuple[_Line, ...],
    BeforeValidator(as_list),
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
        hint="give every entry of the list the form {from: 2027-01-04, windows: Mon-Fri 09:00-17:00}"
        if mixed
        else None,
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
                            "from": {"type": "string", "pattern": f"^{DATE}$"},
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
