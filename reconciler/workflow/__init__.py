"""The stages, in order: load, desired, live, plan, apply, verify. The outside world comes in as arguments."""
