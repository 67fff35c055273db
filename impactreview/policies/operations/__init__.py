"""Verbs of policies, one module for each theme; the sole writers of this room's tables."""

from impactreview.policies.operations.states import resume, suspend, withdraw

__all__ = ["resume", "suspend", "withdraw"]
