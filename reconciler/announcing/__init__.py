"""What Slack is to say of who is on call: texts from templates, the people behind them, the next change."""
