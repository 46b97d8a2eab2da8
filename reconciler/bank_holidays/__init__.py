"""Which dates are bank holidays and act, and whether what we know of them agrees with GOV.UK."""

from reconciler.bank_holidays.calendar import HolidayDay, acting, days, next_acting
from reconciler.bank_holidays.feed import Feed, parse_feed
from reconciler.bank_holidays.published import Known, known, last_known
from reconciler.bank_holidays.verify import compare

__all__ = [
    "Feed",
    "HolidayDay",
    "Known",
    "acting",
    "compare",
    "days",
    "known",
    "last_known",
    "next_acting",
    "parse_feed",
]
