"""Verbs of ballots, one module for each theme; the sole writers of this room's tables."""

from impactreview.ballots.operations.auditing import audit_claim
from impactreview.ballots.operations.closing import close_ballot, close_by_clock
from impactreview.ballots.operations.conditions import (
    claim,
    hand_over,
    refuse,
    set_condition,
    verify,
)
from impactreview.ballots.operations.determining import decide_without_ballot, give_reasons
from impactreview.ballots.operations.enacting import enact, lapse
from impactreview.ballots.operations.opening import open_ballot
from impactreview.ballots.operations.overruling import ask_the_top
from impactreview.ballots.operations.succession import name_owner
from impactreview.ballots.operations.voting import cast, recuse_elector, void

__all__ = [
    "ask_the_top",
    "audit_claim",
    "cast",
    "claim",
    "close_ballot",
    "close_by_clock",
    "decide_without_ballot",
    "enact",
    "give_reasons",
    "hand_over",
    "lapse",
    "name_owner",
    "open_ballot",
    "recuse_elector",
    "refuse",
    "set_condition",
    "verify",
    "void",
]
