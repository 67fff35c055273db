"""The words of the dashboard."""

from enum import StrEnum


class CaseState(StrEnum):
    """Where a case stands, in one word. The order is that of its course."""

    DRAFT = "draft"
    CHANGES_REQUESTED = "changes_requested"
    IN_REVIEW = "in_review"
    READY = "ready"
    VOTING = "voting"
    APPROVED = "approved"
    IN_FORCE = "in_force"
    OVERRULED = "overruled"
    IN_FORCE_OVERRULED = "in_force_overruled"
    REJECTED = "rejected"
    LAPSED = "lapsed"
    CALLED_IN = "called_in"
    WITHDRAWN = "withdrawn"
