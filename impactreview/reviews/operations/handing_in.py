"""Handing a proposal in: the version is frozen, the plan is made, people are seated."""

from dataclasses import replace

from impactreview.audit.acts import Act
from impactreview.governance.rules.calendar import day_in
from impactreview.governance.rules.plan import Plan
from impactreview.governance.rules.rule_sets import RuleSetContent
from impactreview.kernel.refusals import NotNow, Unfinished
from impactreview.people.models import Person
from impactreview.proposals import operations as proposals
from impactreview.proposals import queries as proposal_queries
from impactreview.proposals.lifecycle import LIFECYCLE as PROPOSAL
from impactreview.proposals.models import Proposal, Version
from impactreview.proposals.rules import frozen_attachments, frozen_fields, must_own
from impactreview.proposals.terms import Step as ProposalStep
from impactreview.reviews.lifecycle import LIFECYCLE
from impactreview.reviews.models import Review
from impactreview.reviews.operations import letters
from impactreview.reviews.operations.readiness import close, settle
from impactreview.reviews.operations.seating import due, seat_by_plan
from impactreview.reviews.queries import circle as people
from impactreview.reviews.queries import reviews as queries
from impactreview.reviews.queries.circle import Around
from impactreview.reviews.queries.drawing import finished
from impactreview.reviews.queries.preview import plan_for
from impactreview.reviews.queries.reviews import Heard
from impactreview.reviews.queries.standing import now as standing
from impactreview.reviews.rules import changes, demands
from impactreview.reviews.rules.freezing import Drawn, frozen, still_missing, wrote
from impactreview.reviews.rules.standing import Hashes
from impactreview.reviews.terms import Event, State, Step


def submit_for_review(
    act: Act, proposal: Proposal, *, by: Person, rules: RuleSetContent, zone: str
) -> Review:
    """The proposal with its analysis is frozen, routed and read from now on; see `hand_in`.

    Raises NotYours, NotNow, or Unfinished with everything that is missing and where it is mended;
    nothing is then written.
    """
    act.lock(proposal)
    must_own(by, proposal)
    PROPOSAL.after(proposal.state, ProposalStep.SUBMIT)
    drawn = finished(proposal, today=day_in(act.at, zone))
    return hand_in(act, proposal, by=by, drawn=drawn, rules=rules, zone=zone)


def hand_in(
    act: Act, proposal: Proposal, *, by: Person, drawn: Drawn, rules: RuleSetContent, zone: str
) -> Review:
    """The proposal with this finished analysis is frozen, routed and read from now on.

    The first time it goes by `rules`; a revision goes by the rules that its case began with.
    Raises NotYours for all but the owner, NotNow for what is no draft, Unfinished where the level
    demands more than there is; nothing is then written.
    """
    act.lock(proposal)
    must_own(by, proposal)
    PROPOSAL.after(proposal.state, ProposalStep.SUBMIT)
    review = queries.of(proposal) if proposal.number else None
    if review is not None:
        act.lock(review)
        rules = queries.rules_for(proposal) or rules
    around = people.around(proposal)
    plan = plan_for(proposal, drawn, rules, around=around)
    missing = still_missing(proposal, drawn, plan)
    if missing:
        raise Unfinished("The proposal can not be handed in yet.", missing)
    before = queries.hashes(proposal.id).get(proposal.number) if review else None
    version = _freeze(act, proposal, by, drawn)
    if review is None:
        review = _open(act, proposal, rules)
        _route(act, review, plan, drawn)
        said: Heard = ()
    else:
        _resume(act, review, plan, version, before=before or {}, zone=zone)
        _route(act, review, plan, drawn)
        act.settle()  # what was said counts against the version that was just written
        said = queries.heard(review)
    around = replace(around, wrote=wrote(version))
    _seat(act, review, plan, around, said, zone=zone)
    return review


def _freeze(act: Act, proposal: Proposal, by: Person, drawn: Drawn) -> Version:
    attachments = frozen_attachments(proposal_queries.attachments(proposal))
    version = frozen(drawn, frozen_fields(proposal), attachments)
    return proposals.submit(act, proposal, by=by, version=version)


def _open(act: Act, proposal: Proposal, rules: RuleSetContent) -> Review:
    review = act.add(
        Review(
            proposal=proposal,
            proposal_id=proposal.id,
            state=State.TRIAGED,
            number=proposal.number,
            plan={},
            rules=dict(rules.document),
            unmet=[],
            opened_at=act.at,
            resumed_at=None,
            closed_at=None,
            rests_until=None,
            held_at=None,
        )
    )
    act.record(Event.OPENED, review, number=review.number)
    return review


def _resume(
    act: Act,
    review: Review,
    plan: Plan,
    version: Version,
    *,
    before: Hashes,
    zone: str,
) -> None:
    old = Plan.from_json(review.plan)
    major = changes.is_major(
        before,
        version.section_hashes,
        level_moved=(old.gross, old.residual) != (plan.gross, plan.residual),
    )
    review.state = LIFECYCLE.after(review.state, Step.RESUME)
    review.number, review.resumed_at = version.number, act.at
    review.rests_until = None if major is None else plan.rests_until(act.at, major=major, zone=zone)
    act.record(Event.RESUMED, review, number=review.number, major=major)


def _route(act: Act, review: Review, plan: Plan, drawn: Drawn) -> None:
    open_demands = demands.unmet(plan.demands, drawn.content, drawn.asked)
    review.plan, review.unmet = plan.to_json(), [demand.name for demand in open_demands]
    # A restricted case is known to its board from the beginning; the register goes by this.
    board = people.board_of(review.proposal, plan) if review.proposal.restricted else None
    review.board_id = board.id if board else None
    act.record(
        Event.ROUTED,
        review,
        number=review.number,
        rule_set=plan.rule_set,
        content_hash=plan.rule_set_hash,
        gross=plan.gross,
        residual=plan.residual,
        fired=[fired.rule for fired in plan.fired],
    )


def _seat(act: Act, review: Review, plan: Plan, around: Around, said: Heard, *, zone: str) -> None:
    _call_again(act, review, plan, said, zone=zone)
    there = [seat for seat, _ in said]
    made = seat_by_plan(act, review, plan, there, around=around, zone=zone)
    review.state = LIFECYCLE.after(review.state, Step.SEAT)
    act.record(
        Event.SEATED,
        review,
        number=review.number,
        people=[seat.person.handle for seat in made if seat.person],
        empty=[f"{seat.kind.value} {seat.scope}".strip() for seat in made if seat.person is None],
    )
    settle(
        act,
        review,
        said=[*said, *((seat, None) for seat in made)],
        raised=() if review.resumed_at is None else None,  # nobody could speak before
    )


def _call_again(act: Act, review: Review, plan: Plan, said: Heard, *, zone: str) -> None:
    """Whoever holds a seat and has not spoken of what stands now gets time to do so, and a letter.

    Nobody does before the first version.
    """
    if not said:
        return
    spoken = {seat.id: seat.position for seat in standing(review, act.at, said=said).seats}
    for seat, _ in said:
        position = spoken[seat.id]
        if seat.person is not None and (position is None or not position.is_current):
            seat.due_at = due(act, seat, plan, zone)
            letters.outdated(act, seat, zone=zone)


def withdraw_case(act: Act, proposal: Proposal, *, by: Person, why: str) -> None:
    """The proposal is taken back for good, and with it its review.

    Raises NotYours for all but the owner, NotNow where it was determined or has ended, or a ballot
    is open, Unusable without a reason; nothing is then written.
    """
    act.lock(proposal)
    review = queries.of(proposal)
    must_own(by, proposal)
    if review is not None:
        act.lock(review)
        if review.held_at is not None:
            raise NotNow("A ballot is open: until it closes, nothing changes here.")
        close(act, review, why=why)
    proposals.withdraw(act, proposal, by=by, why=why)
