"""PagerDuty over HTTP: the one way out, JSON to frozen state and back, reading, and writing."""
