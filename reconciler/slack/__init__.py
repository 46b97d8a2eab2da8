"""Speaks to Slack: channels, people and user groups, with its awkward answers in plain words."""
