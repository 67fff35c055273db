"""What those who may vote do: they vote, change their vote, leave; and a ballot is called off."""

from hashlib import sha256

from impactreview.audit.acts import Act
from impactreview.ballots.lifecycle import LIFECYCLE
from impactreview.ballots.models import Ballot, Elector, Vote
from impactreview.ballots.operations import letters
from impactreview.ballots.queries import ballots as queries
from impactreview.ballots.queries import boards
from impactreview.ballots.rules import voting as rules
from impactreview.ballots.rules.electorate import alternates, barred
from impactreview.ballots.terms import Choice, Event, State, Step
from impactreview.governance.queries import sitting
from impactreview.governance.rules.calendar import day_in
from impactreview.kernel.refusals import NotNow, Unusable
from impactreview.people.models import Person
from impactreview.reviews import operations as reviews
from impactreview.reviews.queries import of as review_of
from impactreview.reviews.queries.circle import circle


def cast(act: Act, ballot: Ballot, *, by: Person, choice: Choice, reason: str = "") -> Vote:
    """`by` has voted; until the ballot closes another vote takes the place of this one.

    Raises NotYours for who may not vote here, NotNow outside its time, Unusable for a no or an
    abstention without a reason; nothing is then written.
    """
    act.lock(ballot)
    here = boards.sits(ballot, day_in(act.at, ballot.zone))
    elector, last, sits = queries.voter(ballot, by.id, here)
    refusal = rules.why_not_cast(
        ballot,
        elector,
        at=act.at,
        sits=sits,
        out=barred(circle(ballot.proposal)),
    ) or rules.why_not_vote(choice, reason, overrules=ballot.motion is not None)
    if refusal:
        raise refusal
    assert elector is not None  # noqa: S101 - the rule has refused who is none; says so to mypy
    vote = act.add(
        Vote(
            elector=elector,
            serial=last.serial + 1 if last else 1,
            choice=choice,
            reason=reason,
            cast_at=act.at,
        )
    )
    act.record(
        Event.VOTED,
        ballot,
        elector=by.handle,
        choice=choice.value,
        serial=vote.serial,
        reason_hash=sha256(reason.encode()).hexdigest(),
    )
    return vote


def recuse_elector(act: Act, ballot: Ballot, *, by: Person, reason: str) -> Elector:
    """`by` may not vote any more, and a vote already cast does not count.

    An alternate of the same chamber who sits on the board votes instead. Raises NotYours for who
    may not vote here, NotNow after the close, Unusable without a reason; nothing is then written.
    """
    act.lock(ballot)
    elector = queries.elector_of(ballot, by.id)
    refusal = rules.why_not_elector(ballot, elector, act.at)
    if refusal:
        raise refusal
    assert elector is not None  # noqa: S101 - the rule has refused who is none; says so to mypy
    if not reason:
        raise Unusable("Say what the conflict is.", place="reason")
    follows = _step_in(act, ballot, elector)
    elector.recused_at, elector.recusal = act.at, reason
    act.record(
        Event.RECUSED,
        ballot,
        elector=by.handle,
        chamber=elector.chamber.value,
        follows=f"person/{follows.person_id}" if follows else None,
    )
    act.settle()
    if follows:
        letters.called(act, follows)
    letters.recused(act, ballot)
    return elector


def _step_in(act: Act, ballot: Ballot, gone: Elector) -> Elector | None:
    if ballot.rule["head"] or (
        ballot.motion
        and gone.person_id not in boards.members(ballot.board, day_in(act.at, ballot.zone))
    ):
        return None
    out = barred(circle(ballot.proposal)) | {each.person_id for each in queries.electors(ballot)}
    places = sitting(ballot.board, day_in(act.at, ballot.zone))
    free = alternates(places, gone.chamber, out)
    if not free:
        return None
    follows = Elector(
        ballot=ballot, person_id=free[0].person_id, chamber=gone.chamber, recused_at=None
    )
    return act.add(follows)


def void(act: Act, ballot: Ballot, *, by: Person | None, reason: str) -> None:
    """The ballot is called off: its votes count for nothing, the case is ready for another one.

    Chair and clerk may once in a case, in the first half of its time; `by` is None where the text
    has changed.
    Raises NotYours, NotNow or Unusable; nothing is then written.
    """
    act.lock(ballot)
    if by is None:
        if not rules.is_stale(ballot, ballot.proposal):
            raise NotNow("What is voted on has not changed.")
    else:
        on = day_in(act.at, ballot.zone)
        out = barred(circle(ballot.proposal))
        refusal = rules.why_not_preside(by.id, boards.presiding(ballot.board, on), out)
        before = queries.was_called_off(ballot.proposal)
        refusal = refusal or rules.why_not_void(ballot, act.at, before=before)
        if refusal:
            raise refusal
    if not reason:
        raise Unusable("Say why the ballot is called off.", place="reason")
    ballot.state = LIFECYCLE.after(ballot.state, Step.VOID)
    ballot.closed_at, ballot.end_reason = act.at, reason
    act.record(Event.VOIDED, ballot, number=ballot.number, reason=reason)
    let_go(act, ballot)
    letters.voided(act, ballot)


def let_go(act: Act, ballot: Ballot) -> None:
    """The review that this ballot held moves again, unless it is over."""
    review = review_of(ballot.proposal)
    if review is not None and review.held_at is not None:
        reviews.release(act, review)


def must_be_open(ballot: Ballot) -> None:
    """Raise NotNow for a ballot that is over."""
    if ballot.state is not State.OPEN:
        raise NotNow("This ballot is over.")
