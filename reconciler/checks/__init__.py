"""Lint for the rota itself: findings with stable ids, severities and hints, which the file can switch off."""
