"""From the file's words to PagerDuty's: layers, overrides, policies, and what must then render."""
