"""A case's ballot and determination as one reader may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from impactreview.ballots.models import Ballot, Condition, Decision, Elector, Vote
from impactreview.ballots.queries import ballots as queries
from impactreview.ballots.queries import boards
from impactreview.ballots.rules import deciding as decisions
from impactreview.ballots.rules import overruling, voting
from impactreview.ballots.rules.auditing import OPEN, why_not_audit
from impactreview.ballots.rules.electorate import barred
from impactreview.ballots.rules.overruling import Motion
from impactreview.ballots.rules.rule import Rule
from impactreview.ballots.rules.tally import Needed, Tally, missed, quorum_needs, tally
from impactreview.ballots.terms import ConditionState, DecisionState, State
from impactreview.governance.models import Board
from impactreview.governance.rules.plan import Plan
from impactreview.kernel.refusals import Missing
from impactreview.people.models import Person
from impactreview.proposals.models import Proposal
from impactreview.proposals.terms import ENDED
from impactreview.reviews.models import Review
from impactreview.reviews.queries import of as review_of
from impactreview.reviews.queries.circle import advocates, circle, presiding
from impactreview.reviews.rules.conflicts import excluded


@dataclass(frozen=True, kw_only=True)
class ElectorShown:
    """Somebody who may vote. What is None is not for this reader, who always knows their own."""

    elector: Elector
    has_voted: bool | None
    vote: Vote | None


@dataclass(frozen=True, kw_only=True)
class Turnout:
    """How many have voted, and what the quorum still needs. Nothing of how."""

    took_part: int
    eligible: int
    needs: Sequence[Needed]


@dataclass(frozen=True, kw_only=True)
class BallotShown:
    """One ballot, and what this reader may do with it."""

    ballot: Ballot
    rule: Rule
    electors: Sequence[ElectorShown]
    turnout: Turnout | None
    """For chair and clerk at any time, for others once the count is told."""
    tally: Tally | None
    """The count, once it is told: `rules.voting.is_told`."""
    missed: Sequence[Needed]
    """What it lacked, once that is told."""
    mine: Elector | None
    my_vote: Vote | None
    motion: Motion | None
    """What the top is asked, where this ballot is about overruling a board."""
    presides: bool
    may_cast: bool
    may_void: bool
    may_close: bool


@dataclass(frozen=True, kw_only=True)
class ConditionShown:
    """A condition, and what this reader may do with it."""

    condition: Condition
    may_claim: bool
    may_judge: bool
    may_hand_over: bool


@dataclass(frozen=True, kw_only=True)
class DecisionShown:
    """The determination, and what this reader may do with it."""

    decision: Decision
    conditions: Sequence[ConditionShown]
    missing: Sequence[Missing]
    runs: bool
    may_reason: bool
    may_set: bool
    may_enact: bool
    is_early: bool
    """It has passed, and the first day on which it can be put into force is still to come."""
    owns: bool
    motion: Motion | None
    """The public reasons of the top, where it has overruled the board."""
    may_ask_top: bool
    may_audit: bool


@dataclass(frozen=True, kw_only=True)
class BallotView:
    """What the case page shows of a case's ballots, the newest first, and its determination."""

    ballots: Sequence[BallotShown]
    decision: DecisionShown | None
    may_open: bool
    opens: Board | None
    """The board that would decide, where a ballot can be opened now."""
    may_confirm: bool
    stuck: bool
    """Whether the last ballot had no quorum and no board above can decide."""

    @property
    def current(self) -> BallotShown | None:
        """The newest ballot."""
        return self.ballots[0] if self.ballots else None

    @property
    def decided(self) -> BallotShown | None:
        """The ballot by which the board decided; one of the top about that is another."""
        asked = self.decision.decision.ballot_id if self.decision else None
        return next((each for each in self.ballots if each.ballot.id == asked), None)


def ballot_view(proposal: Proposal, reader: Person, at: datetime, *, on: date) -> BallotView:
    """Every ballot about `proposal` and what was decided, as `reader` may see it on that day."""
    review, decision = review_of(proposal), queries.decision_of(proposal)
    out = barred(circle(proposal))
    over = decision is not None or proposal.state in ENDED
    found = queries.ballots_of(proposal)
    void = any(each.state is State.VOID for each in found)
    eyes = _Eyes(reader=reader, at=at, on=on, out=out, case_is_over=over, called_off=void)
    shown = [_ballot(each, eyes) for each in found]
    ready = review is not None and voting.why_not_open(review, proposal) is None
    board = _deciding(review, out, on) if ready and review else None
    claim = ready and review is not None and review.plan["decides"]["kind"] == "nobody"
    last = shown[0].ballot if shown else None
    return BallotView(
        ballots=shown,
        decision=_decision(decision, reader, at, on, out) if decision else None,
        may_open=_runs(board, reader, out, on),
        opens=board,
        may_confirm=claim and review is not None and _may_confirm(review, reader, out, on),
        stuck=last is not None and last.state is State.DEFERRED and decision is None,
    )


def _runs(board: Board | None, reader: Person, out: frozenset[UUID], on: date) -> bool:
    return (
        board is not None
        and voting.why_not_preside(reader.id, boards.presiding(board, on), out) is None
    )


def _deciding(review: Review, out: frozenset[UUID], on: date) -> Board | None:
    plan = Plan.from_json(review.plan)
    if plan.decides.kind == "nobody":
        return None
    found = boards.deciding(review.proposal, plan, out=out, on=on)
    return found.board if found else None


def _may_confirm(review: Review, reader: Person, out: frozenset[UUID], on: date) -> bool:
    if reader.id == review.proposal.owner_id:
        return True
    watching = presiding(review.proposal, Plan.from_json(review.plan), on)
    return voting.why_not_preside(reader.id, watching, out) is None


@dataclass(frozen=True, kw_only=True)
class _Eyes:
    """Who looks at the ballots of a case, and when."""

    reader: Person
    at: datetime
    on: date
    out: frozenset[UUID]
    case_is_over: bool
    called_off: bool
    """Whether a ballot about this case was void before."""


def _ballot(ballot: Ballot, eyes: _Eyes) -> BallotShown:
    electors, votes = queries.electors(ballot), queries.last_votes(ballot)
    rule, by = Rule.from_json(ballot.rule), eyes.reader.id
    counted = tally(rule, *queries.as_counted(electors, votes))
    mine = next((each for each in electors if each.person_id == by), None)
    sits = by in boards.seated(ballot, eyes.on)
    runs = voting.why_not_preside(by, boards.presiding(ballot.board, eyes.on), eyes.out) is None
    told = voting.is_told(ballot, case_is_over=eyes.case_is_over)
    knows = told and voting.may_know_votes(
        by, mine, sits=sits, writes=runs and ballot.motion is None, out=eyes.out
    )
    kept = Tally.from_json(ballot.tally) if ballot.tally and told else None
    why_not_cast = voting.why_not_cast(ballot, mine, at=eyes.at, sits=sits, out=eyes.out)
    return BallotShown(
        ballot=ballot,
        rule=rule,
        electors=[
            ElectorShown(
                elector=each,
                has_voted=each.id in votes if runs or knows or each is mine else None,
                vote=votes.get(each.id) if knows or each is mine else None,
            )
            for each in electors
        ],
        turnout=_turnout(rule, counted) if runs or told else None,
        tally=kept,
        missed=missed(kept) if kept else (),
        mine=mine,
        my_vote=votes.get(mine.id) if mine else None,
        motion=Motion.from_json(ballot.motion) if ballot.motion else None,
        presides=runs,
        may_cast=why_not_cast is None,
        may_void=runs and voting.why_not_void(ballot, eyes.at, before=eyes.called_off) is None,
        may_close=runs
        and ballot.state is State.OPEN
        and voting.why_not_early(rule, counted) is None,
    )


def _turnout(rule: Rule, counted: Tally) -> Turnout:
    both = counted.company + counted.customer
    needs = tuple(quorum_needs(rule, counted.company, counted.customer))
    return Turnout(took_part=both.took_part, eligible=both.eligible, needs=needs)


def _decision(
    decision: Decision, reader: Person, at: datetime, on: date, out: frozenset[UUID]
) -> DecisionShown:
    running = boards.running(decision, at)
    runs = voting.why_not_preside(reader.id, running, out) is None
    judging = running | advocates()
    found = queries.conditions(decision)
    missing = decisions.missing_to_enact(decision, found, place="")
    owns, state = reader.id == decision.proposal.owner_id, decision.state
    in_time = decision.enactable_from <= on <= decision.lapses_on
    passed = state in decisions.PASSED
    return DecisionShown(
        decision=decision,
        conditions=[
            ConditionShown(
                condition=each,
                may_claim=decisions.why_not_claim(each, reader.id) is None
                and each.state is ConditionState.OPEN,
                may_judge=each.state is ConditionState.CLAIMED
                and decisions.why_not_judge(each, reader.id, may=judging, out=out) is None,
                may_hand_over=runs and each.state is ConditionState.OPEN and passed,
            )
            for each in found
        ],
        missing=missing if passed else [],
        runs=runs,
        may_reason=runs and state in decisions.STANDING,
        may_set=runs and passed,
        may_enact=owns and passed and in_time and not missing,
        is_early=passed and on < decision.enactable_from,
        owns=owns,
        motion=_motion(decision),
        may_audit=decision.audit in OPEN and _may_audit(decision, reader),
        may_ask_top=state is DecisionState.REJECTED and _may_ask_top(decision, reader, at, on, out),
    )


def _motion(decision: Decision) -> Motion | None:
    ballot = decision.overruling
    return Motion.from_json(ballot.motion) if ballot is not None and ballot.motion else None


def _may_audit(decision: Decision, reader: Person) -> bool:
    too_close = excluded(circle(decision.proposal))
    speaking = advocates()
    return why_not_audit(decision, reader.id, advocates=speaking, out=too_close) is None


def _may_ask_top(
    decision: Decision, reader: Person, at: datetime, on: date, out: frozenset[UUID]
) -> bool:
    review = review_of(decision.proposal)
    if review is None or decision.ballot is None:
        return False
    plan = Plan.from_json(review.plan)
    overrule = overruling.overrule_of(plan)
    if overrule is None or overruling.why_not_overrulable(decision, plan, on=on):
        return False
    body = boards.overruling(overrule, instead=decision.ballot.board, out=out, on=on)
    return body is not None and not (
        overruling.why_not_call(
            reader.id,
            presiding=boards.running(decision, at),
            body={each.person_id for each in body.electors},
            running=boards.presiding(body.board, on),
            out=out,
        )
        or overruling.why_not_again(queries.ballots_of(decision.proposal))
    )
