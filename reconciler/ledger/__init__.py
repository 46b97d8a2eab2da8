"""Where the record of what was written is kept."""
