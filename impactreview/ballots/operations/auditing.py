"""The audit of claims: a lot is drawn, the customer advocate looks, and calls in what is wrong."""

from hashlib import sha256

from impactreview.analyses.operations.claims import find_claim_wrong
from impactreview.audit.acts import Act
from impactreview.ballots.lifecycle import DECISION
from impactreview.ballots.models import Decision
from impactreview.ballots.operations import announcing as letters
from impactreview.ballots.queries import auditing as queries
from impactreview.ballots.rules import auditing as rules
from impactreview.ballots.terms import Audit, DecisionState, DecisionStep, Event
from impactreview.governance.rules.plan import Plan
from impactreview.kernel.refusals import NotNow
from impactreview.people.models import Person
from impactreview.people.queries.roles import customer_speakers
from impactreview.reviews.queries import of as review_of
from impactreview.reviews.queries.circle import advocates, circle
from impactreview.reviews.rules.conflicts import excluded


def draw(act: Act, decision: Decision) -> bool:
    """The lot is drawn for a claim that was confirmed; advocates hear of it where it is drawn.

    Raises NotNow where it was drawn before; nothing is then written.
    """
    act.lock(decision)
    review, leaf = review_of(decision.proposal), queries.leaf_of(decision)
    if decision.audit is not Audit.WAITING or review is None or leaf is None:
        raise NotNow("The lot for this claim has been drawn already.")
    share = Plan.from_json(review.plan).audit_share
    drawn = share is not None and rules.is_drawn(leaf, share)
    decision.audit = Audit.DRAWN if drawn else Audit.NOT_DRAWN
    act.record(Event.AUDIT_DRAWN, decision, drawn=drawn, leaf_hash=leaf.hex(), share=share)
    if drawn:
        out = excluded(circle(decision.proposal))
        letters.drawn(act, decision, [each for each in customer_speakers() if each.id not in out])
    return drawn


def audit_claim(act: Act, decision: Decision, *, by: Person, right: bool, reason: str) -> Decision:
    """The customer advocate has looked into a claim that no customer is touched.

    A wrong one is called in: it can not be put into force any more; where it is in force already,
    its owner and the board hear that it has to be withdrawn or decided anew. The next five
    proposals of its owner go at least the way of level II. Raises NotYours for
    anybody else or who is too close, NotNow where it was looked into before or is found right
    without having been drawn, Unusable without a reason; nothing is then written.
    """
    act.lock(decision)
    out = excluded(circle(decision.proposal))
    refusal = rules.why_not_audit(decision, by.id, advocates=advocates(), out=out)
    refusal = refusal or rules.why_not_find(decision, reason, right=right)
    if refusal:
        raise refusal
    decision.audit = Audit.RIGHT if right else Audit.WRONG
    decision.audited_by, decision.audited_at, decision.audit_reason = by, act.at, reason
    digest = sha256(reason.encode()).hexdigest()
    act.record(Event.AUDITED, decision, right=right, reason_hash=digest)
    if not right:
        if decision.state is DecisionState.APPROVED:
            decision.state = DECISION.after(decision.state, DecisionStep.CALL_IN)
            act.record(Event.CALLED_IN, decision, number=decision.number)
        find_claim_wrong(act, decision.proposal)
        letters.called_in(act, decision, queries.concerned(decision, act.at))
    return decision
