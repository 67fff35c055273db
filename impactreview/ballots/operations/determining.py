"""The determination: made by a ballot or without one, then given its reasons."""

from datetime import date, datetime
from hashlib import sha256

from impactreview.audit.acts import Act
from impactreview.ballots.models import Ballot, Condition, Decision
from impactreview.ballots.operations import letters
from impactreview.ballots.queries import ballots as queries
from impactreview.ballots.queries import boards
from impactreview.ballots.rules import deciding as rules
from impactreview.ballots.rules import voting
from impactreview.ballots.rules.deciding import Window
from impactreview.ballots.rules.electorate import barred
from impactreview.ballots.rules.tally import Tally
from impactreview.ballots.terms import Audit, ConditionState, DecisionState, Event, Outcome
from impactreview.governance.rules.calendar import NO_HOLIDAYS, Holidays, day_in
from impactreview.governance.rules.plan import Plan
from impactreview.kernel.refusals import NotNow, Refusal
from impactreview.people.models import Person
from impactreview.proposals.queries import version_of
from impactreview.reviews import operations as reviews
from impactreview.reviews.models import Review
from impactreview.reviews.queries import circle as people
from impactreview.reviews.queries import of as review_of
from impactreview.reviews.rules.freezing import starts_on


def determine(act: Act, ballot: Ballot, counted: Tally, *, holidays: Holidays) -> Decision:
    """What the ballot came to is the determination of this case, and its review is over."""
    review = review_of(ballot.proposal)
    if review is None:
        raise NotNow("This is no longer possible: the state has changed.")
    approved = counted.result is Outcome.APPROVED
    state = DecisionState.APPROVED if approved else DecisionState.REJECTED
    decision = _decide(act, review, state, zone=ballot.zone, ballot=ballot, holidays=holidays)
    if approved and decision.level >= rules.ACCEPTED_FROM:
        have_accepted(act, decision, ballot)
    letters.determined(act, decision, queries.electors(ballot))
    return decision


def decide_without_ballot(act: Act, review: Review, *, by: Person, zone: str) -> Decision:
    """The claim that no customer is touched is confirmed, so nobody has to decide.

    The owner, or chair and clerk of the board that watches over the case, have this written down.
    Raises NotYours for anybody else, NotNow where the claim is not confirmed or somebody has to
    decide; nothing is then written.
    """
    act.lock(review)
    proposal, plan = review.proposal, Plan.from_json(review.plan)
    watching = people.presiding(proposal, plan, day_in(act.at, zone))
    refusal = None
    if by.id != proposal.owner_id:
        refusal = voting.why_not_preside(by.id, watching, barred(people.circle(proposal)))
    refusal = refusal or voting.why_not_open(review, proposal)
    if refusal:
        raise refusal
    if plan.decides.kind != "nobody":
        raise NotNow("A board or its head has to decide about this case.")
    decision = _decide(act, review, DecisionState.APPROVED, zone=zone, ballot=None)
    letters.determined(act, decision, [])
    return decision


def _decide(
    act: Act,
    review: Review,
    state: DecisionState,
    *,
    zone: str,
    ballot: Ballot | None,
    holidays: Holidays = NO_HOLIDAYS,
) -> Decision:
    plan, on = Plan.from_json(review.plan), day_in(act.at, zone)
    version = version_of(review.proposal, review.number)
    starts = starts_on(version) if version else None
    window = rules.window(on, plan.objection_days, starts, holidays)
    decision = act.add(_decision(act, review, state, plan, ballot=ballot, window=window))
    act.record(
        Event.DETERMINED,
        decision,
        number=decision.number,
        state=state.value,
        level=decision.level,
        ballot=ballot.reference if ballot else None,
        enactable_from=window.opens.isoformat(),
        lapses_on=decision.lapses_on.isoformat(),
        review_months=decision.review_months,
        ends_months=plan.ends_months,
    )
    act.settle()
    reviews.close(act, review, why=state.value)
    return decision


def _decision(
    act: Act,
    review: Review,
    state: DecisionState,
    plan: Plan,
    *,
    ballot: Ballot | None,
    window: Window,
) -> Decision:
    return Decision(
        proposal=review.proposal,
        proposal_id=review.proposal_id,
        ballot=ballot,
        ballot_id=ballot.id if ballot else None,
        number=review.number,
        state=state,
        level=plan.residual,
        reasons="" if ballot else rules.CONFIRMED.message,
        minority="",
        decided_at=act.at,
        enactable_from=window.opens,
        lapses_on=window.closes,
        review_months=plan.review_months,
        enacted_on=None,
        policy=None,
        audit=Audit.NOT_ASKED if ballot else Audit.WAITING,
    )


def have_accepted(act: Act, decision: Decision, ballot: Ballot) -> None:
    """A named executive has to accept in writing what remains, before it begins.

    Nobody accepts for their own work. Where every executive is barred it goes up to the boards
    above, and from there back to who runs the ballot and can hand it to an executive to come.
    """
    out = barred(people.circle(decision.proposal))
    named = boards.who_may_accept(ballot, day_in(act.at, ballot.zone), out)
    put(
        act,
        decision,
        text=rules.ACCEPTANCE.message,
        owner=named,
        due_on=decision.enactable_from,
        before_start=True,
    )


def put(
    act: Act, decision: Decision, *, text: str, owner: Person, due_on: date, before_start: bool
) -> Condition:
    """There is one more condition, and its owner is told. The caller has checked."""
    condition = act.add(
        Condition(
            decision=decision,
            serial=len(queries.conditions(decision)) + 1,
            text=text,
            owner=owner,
            owner_id=owner.id,
            due_on=due_on,
            before_start=before_start,
            state=ConditionState.OPEN,
            proof="",
            refusal="",
            claimed_at=None,
            verified_by=None,
            verified_at=None,
        )
    )
    act.record(
        Event.CONDITION_SET,
        decision,
        condition=condition.serial,
        owner=owner.handle,
        due_on=due_on.isoformat(),
        before_start=before_start,
        text_hash=_hash(text),
    )
    act.settle()
    letters.condition_set(act, condition)
    return condition


def give_reasons(
    act: Act, decision: Decision, *, by: Person, reasons: str, minority: str = ""
) -> Decision:
    """The board has said why it decided so, and what the minority said.

    Raises NotYours for all but chair and clerk, NotNow once it is in force, Unusable without
    reasons; nothing is then written.
    """
    act.lock(decision)
    refusal = rules.why_not_reason(decision) or why_not_run(decision, by, act.at)
    refusal = refusal or rules.why_not_text(reasons, "reasons")
    if refusal is None and minority:
        refusal = rules.why_not_text(minority, "minority")
    if refusal:
        raise refusal
    decision.reasons, decision.minority = reasons, minority
    act.record(Event.REASONED, decision, reasons_hash=_hash(reasons), minority_hash=_hash(minority))
    letters.reasoned(act, decision)
    return decision


def why_not_run(decision: Decision, by: Person, at: datetime) -> Refusal | None:
    """What keeps `by` from acting for the board that decided; None: nothing."""
    out = barred(people.circle(decision.proposal))
    return voting.why_not_preside(by.id, boards.running(decision, at), out)


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()
