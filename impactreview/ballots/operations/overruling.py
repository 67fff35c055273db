"""Overruling: the top is asked in writing to set the customer chamber's no aside, and votes."""

from datetime import date

from impactreview.audit.acts import Act
from impactreview.ballots.lifecycle import DECISION
from impactreview.ballots.models import Ballot, Decision
from impactreview.ballots.operations import announcing as letters
from impactreview.ballots.operations.determining import have_accepted
from impactreview.ballots.operations.opening import Called, call
from impactreview.ballots.queries import ballots as queries
from impactreview.ballots.queries import boards
from impactreview.ballots.queries.boards import Convened
from impactreview.ballots.rules import deciding, voting
from impactreview.ballots.rules import overruling as rules
from impactreview.ballots.rules.electorate import barred
from impactreview.ballots.rules.overruling import Motion
from impactreview.ballots.rules.pack import hash_of
from impactreview.ballots.rules.rule import rule_of_overruling
from impactreview.ballots.rules.tally import Tally
from impactreview.ballots.terms import DecisionStep, Event, Outcome
from impactreview.governance.rules.calendar import (
    NO_HOLIDAYS,
    Holidays,
    day_in,
    working_days_after,
)
from impactreview.governance.rules.plan import Overrule, Plan
from impactreview.kernel.refusals import NotNow
from impactreview.people.models import Person
from impactreview.reviews import operations as reviews
from impactreview.reviews.models import Review
from impactreview.reviews.queries import concerns
from impactreview.reviews.queries import of as review_of
from impactreview.reviews.queries.circle import circle
from impactreview.reviews.terms import ConcernState


def ask_the_top(
    act: Act,
    decision: Decision,
    *,
    by: Person,
    motion: Motion,
    zone: str,
    holidays: Holidays = NO_HOLIDAYS,
) -> Ballot:
    """The top votes on setting the customer chamber's no aside, for the reasons of `motion`.

    Everybody who sees the case reads them, and the customers' side is told at once. Raises
    NotYours for all but those who run the board and the top, NotNow where there is nothing to
    overrule, it is being voted on or nobody could, Unfinished without reasons or an answer to each
    concern that was carried to the board; nothing is then written.
    """
    act.lock(decision)
    review, on = _review_of(decision), day_in(act.at, zone)
    plan = Plan.from_json(review.plan)
    overrule, instead = _must_be_overrulable(decision, plan, on)
    out = barred(circle(decision.proposal))
    body = boards.overruling(overrule, instead=instead.board, out=out, on=on)
    convened = _must_call(act, decision, by, body, zone)
    rules.must_be_whole(motion, _contested(review))
    days = plan.notice_days or voting.VOTING_DAYS
    ballot = call(
        act,
        Called(
            proposal=decision.proposal,
            convened=convened,
            rule=rule_of_overruling(overrule),
            by=by,
            closes=working_days_after(act.at, days, zone, holidays),
            round=queries.last_round(decision.proposal) + 1,
            zone=zone,
            motion=motion.to_json(by=by.handle),
        ),
    )
    letters.top_asked(act, decision, boards.customers_side(decision))
    return ballot


def _must_be_overrulable(decision: Decision, plan: Plan, on: date) -> tuple[Overrule, Ballot]:
    """By what rule, and the ballot that is set aside. Raises NotNow where nothing can be."""
    refusal = rules.why_not_overrulable(decision, plan, on=on)
    overrule = rules.overrule_of(plan)
    if refusal or overrule is None or decision.ballot is None:
        raise refusal or NotNow("The rules of this case let nobody overrule the board.")
    return overrule, decision.ballot


def settle_overruling(
    act: Act, ballot: Ballot, counted: Tally, *, holidays: Holidays = NO_HOLIDAYS
) -> None:
    """What the top's ballot came to: the rejection stays, or is overruled for all to see.

    An overruled decision has its windows anew, a review earlier than the rules would have it, and
    says for good that it was taken against the customers' side.
    """
    decision = queries.decision_of(ballot.proposal)
    if decision is None:
        raise NotNow("This is no longer possible: the state has changed.")
    act.lock(decision)
    if counted.result is Outcome.APPROVED:
        _overrule(act, decision, ballot, holidays)
    else:
        letters.stays_rejected(act, decision, _concerned(decision, ballot))


def _overrule(act: Act, decision: Decision, ballot: Ballot, holidays: Holidays) -> None:
    review, on = _review_of(decision), day_in(act.at, ballot.zone)
    plan = Plan.from_json(review.plan)
    overrule = rules.overrule_of(plan)
    if overrule is None or ballot.motion is None:
        raise NotNow("The rules of this case let nobody overrule the board.")
    decision.state = DECISION.after(decision.state, DecisionStep.OVERRULE)
    decision.overruling, decision.overruling_id = ballot, ballot.id
    # The day on which it starts is in it already, where it lies ahead.
    window = deciding.window(on, plan.objection_days, decision.enactable_from, holidays)
    decision.enactable_from, decision.lapses_on = window.opens, window.closes
    decision.review_months = rules.review_months(plan, overrule)
    _record(act, decision, ballot, overrule)
    act.settle()
    reviews.overrule_concerns(act, review)
    if decision.level >= deciding.ACCEPTED_FROM:
        have_accepted(act, decision, ballot)
    letters.overruled(act, decision, _concerned(decision, ballot))


def _record(act: Act, decision: Decision, ballot: Ballot, overrule: Overrule) -> None:
    act.record(
        Event.OVERRULED,
        decision,
        number=decision.number,
        ballot=ballot.reference,
        by=overrule.by,
        share=overrule.share,
        motion_hash=hash_of(ballot.motion or {}),
        enactable_from=decision.enactable_from.isoformat(),
        lapses_on=decision.lapses_on.isoformat(),
        review_months=decision.review_months,
    )


def _must_call(
    act: Act, decision: Decision, by: Person, convened: Convened | None, zone: str
) -> Convened:
    """Who is asked. Raises NotYours where `by` may not ask, NotNow where nobody can be asked."""
    on = day_in(act.at, zone)
    refusal = rules.why_not_call(
        by.id,
        presiding=boards.running(decision, act.at),
        body={each.person_id for each in convened.electors} if convened else (),
        running=boards.presiding(convened.board, on) if convened else (),
        out=barred(circle(decision.proposal)),
    ) or rules.why_not_again(queries.ballots_of(decision.proposal))
    if refusal:
        raise refusal
    if convened is None:
        raise NotNow("Nobody of the top may vote on this: it is their own work.")
    return convened


def _contested(review: Review) -> set[int]:
    return {each.serial for each in concerns(review) if each.state is ConcernState.CONTESTED}


def _review_of(decision: Decision) -> Review:
    review = review_of(decision.proposal)
    if review is None:
        raise NotNow("This is no longer possible: the state has changed.")
    return review


def _concerned(decision: Decision, ballot: Ballot) -> list[Person]:
    """The owner, the customers' side, whoever raised a concern, and both boards."""
    review = review_of(decision.proposal)
    raised = [each.raised_by for each in concerns(review)] if review else []
    voted = [each.person for each in queries.electors(ballot)]
    before = [each.person for each in queries.electors(decision.ballot)] if decision.ballot else []
    side = boards.customers_side(decision)
    return [decision.proposal.owner, *side, *raised, *voted, *before]
