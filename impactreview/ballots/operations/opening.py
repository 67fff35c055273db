"""How a ballot opens: the rule and those who may vote are frozen, and everybody is told."""

from dataclasses import dataclass
from datetime import datetime

from impactreview.audit.acts import Act
from impactreview.audit.leaf import Fact
from impactreview.ballots.models import Ballot, Elector
from impactreview.ballots.operations import letters
from impactreview.ballots.queries import ballots as queries
from impactreview.ballots.queries import boards, packs
from impactreview.ballots.queries.boards import Convened
from impactreview.ballots.rules import voting as rules
from impactreview.ballots.rules.electorate import barred
from impactreview.ballots.rules.pack import hash_of
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
    convened = _must_decide(board, boards.deciding(proposal, plan, out=out, on=on))
    reviews.hold(act, review)
    days = plan.notice_days or rules.VOTING_DAYS
    closes = working_days_after(act.at, days, zone, holidays)
    return call(
        act,
        Called(
            proposal=proposal,
            convened=convened,
            rule=rule_of(plan.decides),
            by=by,
            closes=closes,
            round=queries.last_round(proposal) + 1,
            zone=zone,
        ),
    )


def _must_decide(board: Board, convened: Convened | None) -> Convened:
    """Those of `board` who vote. Raises NotNow where another board decides, or none could."""
    if convened is None:
        raise NotNow("No board could make a quorum without those who wrote this or sponsor it.")
    if convened.board.id != board.id:
        raise NotNow("%(board)s decides about this case.", board=convened.board.name)
    return convened


@dataclass(frozen=True, kw_only=True)
class Called:
    """A ballot as it is called: about what, of whom, by which rule, until when."""

    proposal: Proposal
    convened: Convened
    rule: Rule
    by: Person | None
    """None: the clock."""
    closes: datetime
    round: int
    zone: str
    motion: dict[str, Fact] | None = None
    """What the top is asked, where it is asked to overrule."""


def call(act: Act, called: Called) -> Ballot:
    """The ballot is open from now on, its pack frozen. The caller has checked."""
    pack = packs.pack_of(called.proposal, called.motion)
    ballot = act.add(_ballot(act, called, pack))
    electors = [
        act.add(Elector(ballot=ballot, person_id=each.person_id, chamber=each.chamber))
        for each in called.convened.electors
    ]
    act.record(
        Event.OPENED,
        ballot,
        number=ballot.number,
        board=ballot.board.reference,
        round=ballot.round,
        rule=ballot.rule,
        electors=[[f"person/{each.person_id}", each.chamber.value] for each in electors],
        closes_at=ballot.closes_at.isoformat(),
        pack_hash=ballot.pack_hash,
    )
    act.settle()
    letters.opened(act, ballot)
    return ballot


def _ballot(act: Act, called: Called, pack: dict[str, Fact]) -> Ballot:
    board, proposal = called.convened.board, called.proposal
    return Ballot(
        proposal=proposal,
        proposal_id=proposal.id,
        number=proposal.number,
        board=board,
        board_id=board.id,
        round=called.round,
        state=State.OPEN,
        rule=called.rule.to_json(),
        zone=called.zone,
        pack=pack,
        pack_hash=hash_of(pack),
        motion=called.motion,
        opened_by=called.by,
        opened_at=act.at,
        opens_at=act.at,
        closes_at=called.closes,
        closed_at=None,
        end_reason="",
        tally=None,
    )
