"""Verbs of governance, one module for each theme; the sole writers of this room's tables."""
