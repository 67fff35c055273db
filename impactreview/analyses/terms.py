"""The words of analyses."""

from enum import StrEnum


class Event(StrEnum):
    """What this room may write in the log. Never renamed once released."""

    SCREENED = "analysis.screened"
    FORM_CHOSEN = "analysis.form_chosen"
    CLAIM_WRONG = "analysis.claim_found_wrong"
    ANSWERED = "analysis.answered"
    ROW_ADDED = "analysis.row_added"
    ROW_REMOVED = "analysis.row_removed"
    EVIDENCE_CITED = "analysis.evidence_cited"
    EVIDENCE_DROPPED = "analysis.evidence_dropped"
    FORECAST_CITED = "analysis.forecast_cited"
    FORECAST_DROPPED = "analysis.forecast_dropped"
