"""What time does to ballots: they close, decisions lapse, and lots are drawn for claims."""

from datetime import datetime

from impactreview.audit.acts import System, acting
from impactreview.ballots.operations import close_by_clock, lapse
from impactreview.ballots.operations.auditing import draw
from impactreview.ballots.queries import auditing
from impactreview.ballots.queries import ballots as queries
from impactreview.kernel.refusals import NotNow, Stale


def close_due(at: datetime) -> int:
    """Every ballot whose time is over is counted; gives how many. Idempotent.

    Who is due is read from the data at `at`, so a worker that slept for days catches up once.
    """
    closed = 0
    for ballot_id in queries.due(at):
        ballot = queries.by_id(ballot_id)
        if ballot is None:
            continue
        try:
            with acting(by=System(), at=at) as act:
                close_by_clock(act, ballot)
            closed += 1
        except (NotNow, Stale):  # another worker, or the chair, was first
            continue
    return closed


def lapse_due(at: datetime) -> int:
    """Every determination that nobody put into force within 180 days lapses. Idempotent."""
    lapsed = 0
    for decision_id in queries.overdue(at):
        decision = queries.decision_by_id(decision_id)
        if decision is None:
            continue
        try:
            with acting(by=System(), at=at) as act:
                lapse(act, decision, on=at.date())
            lapsed += 1
        except (NotNow, Stale):
            continue
    return lapsed


def draw_audits(at: datetime) -> int:
    """The lot is drawn for every claim that has none yet; how many lots were drawn. Idempotent."""
    drawn = 0
    for decision_id in auditing.waiting_for_the_lot():
        decision = queries.decision_by_id(decision_id)
        if decision is None:
            continue
        try:
            with acting(by=System(), at=at) as act:
                draw(act, decision)
            drawn += 1
        except (NotNow, Stale):
            continue
    return drawn
