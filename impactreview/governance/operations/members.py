"""Places on boards: proposed by one, confirmed or declined by another, ended."""

from collections.abc import Sequence
from datetime import date

from impactreview.audit.acts import Act
from impactreview.audit.leaf import Fact
from impactreview.governance.models import Board, Membership
from impactreview.governance.operations import alarms
from impactreview.governance.queries import boards
from impactreview.governance.queries import seats as queries
from impactreview.governance.rules import seats as rules
from impactreview.governance.rules.seats import Place
from impactreview.governance.terms import Event
from impactreview.kernel.refusals import Unusable
from impactreview.people.lifecycle import GRANT
from impactreview.people.models import Person
from impactreview.people.operations.roles import administrator, must
from impactreview.people.terms import State, Step


def propose(act: Act, board: Board, *, person: Person, place: Place, on: date) -> Membership:
    """`person` is proposed for `place` on `board`; another administrator has to confirm it.

    A place whose last day has passed is ended on the way. Raises NotYours for anybody but an
    administrator and for a proposal about oneself, NotNow where the place is taken, Unusable where
    it is none; nothing is then written.
    """
    by = administrator(act)
    act.lock(board)
    membership = propose_unannounced(act, board, person=person, place=place, by=by, on=on)
    alarms.proposed(act, [membership])
    return membership


def propose_unannounced(
    act: Act, board: Board, *, person: Person, place: Place, by: Person, on: date
) -> Membership:
    """As `propose`, but without its letters: whoever proposes many writes one about all."""
    others = queries.open_places([board.id])
    must(rules.why_not_propose(person, place, by=by.id, others=others, on=on))
    for past in others:
        if past.person_id == person.id:  # only a place that is over can be left here
            _close(act, past, "")
            act.settle()  # one open place a person: the old one goes before the new one comes
    membership = act.add(
        Membership(
            board=board,
            person=person,
            office=place.office,
            chamber=place.chamber,
            state=State.PROPOSED,
            term_from=place.term_from,
            term_until=place.term_until,
            proposed_by=by,
            confirmed_by=None,
            proposed_at=act.at,
            ended_at=None,
            reason="",
        )
    )
    act.record(Event.MEMBER_PROPOSED, membership, **_facts(membership))
    return membership


def confirm(act: Act, membership: Membership, *, on: date) -> Membership:
    """The place is held from the first day of its term on.

    Raises NotYours for whoever proposed it or gets it and for anybody but an administrator, NotNow
    where it is no longer proposed or its office is taken; nothing is then written.
    """
    _seat(act, membership, by=administrator(act), on=on)
    alarms.seated(act, membership)
    return membership


def confirm_all(act: Act, memberships: Sequence[Membership], *, on: date) -> Sequence[Membership]:
    """Every one of these places is held; one letter tells the administrators of all of them.

    Raises Unusable where there is none, and what `confirm` raises for any of them; nothing is
    then written.
    """
    by = administrator(act)
    if not memberships:
        raise Unusable("Nothing here waits for you.")
    boards.standing()  # every board at once and in one order: two of these never block each other
    for membership in memberships:
        _seat(act, membership, by=by, on=on)
        act.settle()  # the next one must see that this office is taken now
    alarms.all_seated(act, memberships)
    return memberships


def decline(act: Act, membership: Membership, *, reason: str) -> Membership:
    """The place is not given, for this reason.

    Raises NotYours for anybody but an administrator, NotNow where it is no longer proposed;
    nothing is then written.
    """
    administrator(act)
    act.lock(membership)
    membership.state = GRANT.after(membership.state, Step.DECLINE)
    membership.ended_at, membership.reason = act.at, reason
    act.record(Event.MEMBER_DECLINED, membership, reason=reason, **_facts(membership))
    return membership


def end(act: Act, membership: Membership, *, reason: str) -> Membership:
    """The place is held no longer, for this reason.

    Raises NotYours for anybody but an administrator, NotNow where it is not held; nothing is then
    written.
    """
    administrator(act)
    act.lock(membership.board)
    act.lock(membership)
    _close(act, membership, reason)
    alarms.ended(act, membership)
    return membership


def end_all(act: Act, person: Person, *, reason: str, on: date) -> None:
    """`person`, who leaves, sits on no board any more and is proposed for none, for this reason.

    A place whose last day has passed is ended without a letter. Raises NotYours for anybody but an
    administrator; nothing is then written.
    """
    administrator(act)
    if not queries.open_of(person):
        return
    boards.standing()  # every board at once and in one order: two of these never block each other
    for place in queries.open_of(person):
        act.lock(place)
        if place.state is State.PROPOSED:
            decline(act, place, reason=reason)
        elif place.state is State.HELD and rules.is_over(place, on):
            _close(act, place, reason)
        elif place.state is State.HELD:
            end(act, place, reason=reason)


def _seat(act: Act, membership: Membership, *, by: Person, on: date) -> None:
    act.lock(membership.board)
    act.lock(membership)
    others = queries.open_places([membership.board_id])
    must(rules.why_not_confirm(membership, by=by.id, others=others, on=on))
    membership.state = GRANT.after(membership.state, Step.CONFIRM)
    membership.confirmed_by = by
    act.record(Event.MEMBER_SEATED, membership, **_facts(membership))


def _close(act: Act, membership: Membership, reason: str) -> None:
    membership.state = GRANT.after(membership.state, Step.END)
    membership.ended_at, membership.reason = act.at, reason
    act.record(Event.MEMBER_ENDED, membership, reason=reason, **_facts(membership))


def _facts(membership: Membership) -> dict[str, Fact]:
    until = membership.term_until
    return {
        "board": membership.board.reference,
        "person": membership.person.handle,
        "office": membership.office.value,
        "chamber": membership.chamber.value if membership.chamber else None,
        "term_from": membership.term_from.isoformat(),
        "term_until": until.isoformat() if until else None,
    }
