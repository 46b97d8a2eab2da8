"""The plan: frozen data that says what would be written, in which order, and whose shifts move."""
