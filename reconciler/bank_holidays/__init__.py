"""Which dates are bank holidays and act, and whether what we know of them agrees with GOV.UK."""

from reconciler.bank_holidays.calendar import HolidayDay, acting, days, next_acting

__all__ = ["HolidayDay", "acting", "days", "next_acting"]
