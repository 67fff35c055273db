"""Indicators: the figures that a decision says it will move, and by how much."""
