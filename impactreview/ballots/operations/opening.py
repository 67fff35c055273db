"""How a ballot opens: the rule and those who may vote are frozen, and everybody is told."""

from datetime import datetime

from impactreview.audit.acts import Act
from impactreview.ballots.models import Ballot, Elector
from impactreview.ballots.operations import letters
from impactreview.ballots.queries import boards
from impactreview.ballots.queries.boards import Convened
from impactreview.ballots.rules import voting as rules
from impactreview.ballots.rules.electorate import barred
from impactreview.ballots.rules.rule import Rule, rule_of
from impactreview.ballots.terms import Event, State
from impactreview.governance.models import Board
from impactreview.governance.rules.calendar import (
    NO_HOLIDAYS,
    Holidays,
    day_in,
    working_days_after,
)
from impactreview.governance.rules.plan import Plan
from impactreview.kernel.refusals import NotNow
from impactreview.people.models import Person
from impactreview.proposals.models import Proposal
from impactreview.reviews import operations as reviews
from impactreview.reviews.models import Review
from impactreview.reviews.queries.circle import circle


def open_ballot(
    act: Act,
    review: Review,
    *,
    by: Person,
    board: Board,
    zone: str,
    holidays: Holidays = NO_HOLIDAYS,
) -> Ballot:
    """The deciding board votes on the current version until the end of the period of notice.

    Where too many of it wrote the proposal or sponsor it, the next board above decides. Raises
    NotYours for all but chair and clerk, NotNow where the case is not ready, another board decides
    or no board could make a quorum; nothing is then written.
    """
    act.lock(review)
    proposal, plan, on = review.proposal, Plan.from_json(review.plan), day_in(act.at, zone)
    out = barred(circle(proposal))
    refusal = rules.why_not_preside(by.id, boards.presiding(board, on), out)
    refusal = refusal or rules.why_not_open(review, proposal)
    if refusal:
        raise refusal
    if plan.decides.kind == "nobody":
        raise NotNow("Nobody votes about a claim that was confirmed.")
    convened = boards.deciding(proposal, plan, out=out, on=on)
    if convened is None:
        raise NotNow("No board could make a quorum without those who wrote this or sponsor it.")
    if convened.board.id != board.id:
        raise NotNow("%(board)s decides about this case.", board=convened.board.name)
    reviews.hold(act, review)
    days = plan.notice_days or rules.VOTING_DAYS
    closes = working_days_after(act.at, days, zone, holidays)
    rule = rule_of(plan.decides)
    return call(act, proposal, convened, rule, by=by, closes=closes, number=1, zone=zone)


def call(
    act: Act,
    proposal: Proposal,
    convened: Convened,
    rule: Rule,
    *,
    by: Person | None,
    closes: datetime,
    number: int,
    zone: str,
) -> Ballot:
    """A ballot of this board is open from now on; `number` is its round. The caller has checked."""
    ballot = act.add(
        Ballot(
            proposal=proposal,
            proposal_id=proposal.id,
            number=proposal.number,
            board=convened.board,
            board_id=convened.board.id,
            round=number,
            state=State.OPEN,
            rule=rule.to_json(),
            zone=zone,
            opened_by=by,
            opened_at=act.at,
            opens_at=act.at,
            closes_at=closes,
            closed_at=None,
            end_reason="",
            tally=None,
        )
    )
    electors = [
        Elector(ballot=ballot, person_id=each.person_id, chamber=each.chamber, recused_at=None)
        for each in convened.electors
    ]
    for elector in electors:
        act.add(elector)
    act.record(
        Event.OPENED,
        ballot,
        number=ballot.number,
        board=convened.board.reference,
        round=number,
        rule=ballot.rule,
        electors=[[f"person/{each.person_id}", each.chamber.value] for each in electors],
        closes_at=closes.isoformat(),
    )
    act.settle()
    letters.opened(act, ballot)
    return ballot
