"""Questions about ballots, one module for each theme; those that other rooms ask stand here."""

from impactreview.ballots.queries.ballots import ballots_of, by_id, decision_of
from impactreview.ballots.queries.boards import deciding, runs_where_it_stands
from impactreview.ballots.queries.view import ballot_view

__all__ = [
    "ballot_view",
    "ballots_of",
    "by_id",
    "deciding",
    "decision_of",
    "runs_where_it_stands",
]
