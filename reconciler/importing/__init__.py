"""The way back: what an account holds as a rota file that says the same, or the reason why it cannot."""
