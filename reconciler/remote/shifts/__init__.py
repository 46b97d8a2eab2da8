"""Shift-based schedules (PagerDuty's v3 API): another wire format of the same frozen state."""
