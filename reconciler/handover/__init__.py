"""The note for the next turn, and the brief before a long weekend: frozen values from the file alone."""
