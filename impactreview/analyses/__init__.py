"""Analyses: what one proposal would do to which customers, answer by answer."""
