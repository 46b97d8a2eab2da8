"""What is unknown or changeable about the real PagerDuty, as named settings of the look-alike."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Quirks:
    """One setting per behaviour that differs between accounts, dates or reports."""

    omitted_layer: Literal["ended", "kept"] = "ended"
    """What happens to a layer left out of a PUT: its end becomes now, or it stays untouched at the base."""
    put_drops_overrides: bool = False
    """Whether a PUT takes the overrides with it: those to come go, one that runs ends."""
    put_reply_order: Literal["reversed", "as_sent"] = "reversed"
    """The order of layers in the reply to a PUT: winner first as in a GET, or as they were sent."""
    offset_anchor_bug: bool = True
    """An anchor sent with an offset other than zero is read as if its wall time were UTC."""
    handoff: Literal["wall_clock", "elapsed"] = "wall_clock"
    """Whether turns change at the same local time over a clock change, or after a fixed number of seconds."""
    restriction_end: Literal["wall_clock", "elapsed"] = "wall_clock"
    """Whether a restriction's duration is counted on the local clock or in seconds that really pass."""
    merge_entries: bool = False
    """Whether touching entries of one user come back as one, within the turns that the window touches."""
    max_render_days: int | None = None
    """The longest window that is rendered, in days; None sets no limit."""
    list_includes: bool = True
    """Whether the list of schedules honours include[] at all."""
    create_status: Literal[201, 200] = 201
    """The status that answers POST /schedules."""
    past_override: Literal["refuse", "clamp"] = "refuse"
    """An override or custom shift in the past: refused, or stored with both ends at now, never to act."""
    started_override: Literal["clamp", "refuse"] = "clamp"
    """An override or custom shift that has begun and is not over: its start becomes now, or it is refused."""
    max_override_batch: int = 100
    """How many overrides or custom shifts one POST may carry."""
    overrides_get_status: Literal[200, 201] = 200
    """The status that answers GET /schedules/{id}/overrides (the specification says 201)."""
    accept_deleted_users: bool = False
    """Whether a layer that names a deleted user is accepted in a POST or PUT."""
    v3_rotations_in_body: Literal["refused", "accepted", "required"] = "refused"
    """Rotations in a POST of a shift-based schedule: refused, made with their events, or insisted on."""
    v3_needs_early_access: bool = False
    """Whether shift-based schedules are there only for those who send the early-access header."""
    v3_events_listed: bool = True
    """Whether a shift-based schedule shows the events inside its rotations, or leaves them to be fetched."""
    v3_event_overlap: Literal["effective", "shifts"] = "effective"
    """What may not overlap in a rotation: the times from effective_since to effective_until, or shifts."""
    v3_member_count_from: Literal["start_time", "effective_since"] = "start_time"
    """From where an event's shifts are counted through its members: its first one, or its first to act."""
    v3_span: Literal["wall_clock", "elapsed"] = "wall_clock"
    """Whether an event's shift ends at a local time, or after the seconds that its first one took."""
    v3_errors_as_list: bool = False
    """Whether shift-based schedules give the reasons of a refusal as a list instead of a map of fields."""
    v3_override_of_absent: Literal["nothing", "puts_on"] = "nothing"
    """What an override of somebody who is not on does: nothing, or it puts the other one on all the same."""
    v3_delete_running_override: Literal["truncate", "refuse"] = "truncate"
    """A DELETE of a shift-based override that runs: its end becomes now, or it is refused."""
