"""Proposals: a decision that somebody wants taken, from the first word to the frozen version."""
