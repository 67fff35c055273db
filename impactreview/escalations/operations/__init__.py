"""Verbs of escalations, one module for each theme; the sole writers of this room's tables."""

from impactreview.escalations.operations.closing import answer, close, propose_closing, reopen
from impactreview.escalations.operations.determining import determine, submit, vote
from impactreview.escalations.operations.handling import acknowledge, reply, triage, write
from impactreview.escalations.operations.measures import agree, ask, refuse
from impactreview.escalations.operations.raising import raise_
from impactreview.escalations.operations.routing import route

__all__ = [
    "acknowledge",
    "agree",
    "answer",
    "ask",
    "close",
    "determine",
    "propose_closing",
    "raise_",
    "refuse",
    "reopen",
    "reply",
    "route",
    "submit",
    "triage",
    "vote",
    "write",
]
