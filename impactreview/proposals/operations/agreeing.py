"""Whoever was named as co-author or sponsor says yes or no: a name alone ties nobody."""

from dataclasses import dataclass

from impactreview.audit.acts import Act
from impactreview.audit.leaf import Fact
from impactreview.notifications import operations as letters
from impactreview.people.models import Person
from impactreview.people.queries.roles import speaks_for_customers
from impactreview.proposals.models import Involved, Proposal
from impactreview.proposals.queries.writers import has_written
from impactreview.proposals.rules import access, agreeing
from impactreview.proposals.rules.involvement import must_be_free
from impactreview.proposals.terms import Event, Involvement, Tie


@dataclass(frozen=True)
class _Letter:
    """What the owner is told; never the title, which a mail server could keep."""

    subject: str
    body: str


_YES = _Letter(
    subject="%(name)s takes part in your proposal %(code)s",
    body="%(name)s has agreed to what you asked in the proposal %(code)s.",
)
_NO = _Letter(
    subject="%(name)s does not take part in your proposal %(code)s",
    body="%(name)s has declined what you asked in the proposal %(code)s, and is off the list.",
)

_GONE = _Letter(
    subject="%(name)s no longer takes part in your proposal %(code)s",
    body="%(name)s has taken their name out of the proposal %(code)s.",
)


def agree(act: Act, proposal: Proposal, *, by: Person) -> None:
    """`by` takes the part that they were asked to take, and from now on judges nothing of it.

    Raises NotYours, NotNow where nothing is asked of them, Unusable where they have come to speak
    for the customers since; nothing is then written.
    """
    act.lock(proposal)
    ties = agreeing.must_be_asked(by, proposal)
    must_be_free(by, speaks=speaks_for_customers(by), place="")
    if Tie.CO_AUTHOR in ties:
        _own_part(proposal, by).agreed_at = act.at
    if Tie.SPONSOR in ties:
        proposal.sponsor_agreed_at = act.at
    _record(act, Event.PERSON_AGREED, proposal, by, ties)
    _tell(act, proposal, by, _YES)


def decline(act: Act, proposal: Proposal, *, by: Person) -> None:
    """`by` has no part in the proposal, and is as free to judge it as before.

    Raises NotYours, NotNow where nothing is asked of them; nothing is then written.
    """
    act.lock(proposal)
    ties = agreeing.must_be_asked(by, proposal)
    if Tie.CO_AUTHOR in ties:
        _own_part(proposal, by).until = act.at
    if Tie.SPONSOR in ties:
        proposal.sponsor = None
    _record(act, Event.PERSON_DECLINED, proposal, by, ties)
    _tell(act, proposal, by, _NO)


def leave(act: Act, proposal: Proposal, *, by: Person) -> None:
    """`by` takes back their yes. Whoever has written in it by then stays its author all the same.

    Raises NotYours, NotNow where it was handed in or they have no part in it; nothing is then
    written.
    """
    act.lock(proposal)
    ties = agreeing.must_hold(by, proposal)
    if Tie.CO_AUTHOR in ties:
        let_go(act, proposal, _own_part(proposal, by))
    if Tie.SPONSOR in ties:
        proposal.sponsor, proposal.sponsor_agreed_at = None, None
    _record(act, Event.PERSON_RELEASED, proposal, by, ties)
    _tell(act, proposal, by, _GONE)


def let_go(act: Act, proposal: Proposal, part: Involved) -> None:
    """Nobody stands in this part any more; who never wrote was no author by being named."""
    part.until = act.at
    if part.agreed_at is not None and not has_written(part.person, proposal):
        part.agreed_at = None


def _own_part(proposal: Proposal, by: Person) -> Involved:
    """The part that was asked of them; there is one, as they may stand on the list once."""
    standing = access.active(proposal)
    return next(
        each
        for each in standing
        if each.person_id == by.id and each.involvement is Involvement.CO_AUTHOR
    )


def _record(act: Act, event: Event, proposal: Proposal, by: Person, ties: list[Tie]) -> None:
    said: list[Fact] = [each.value for each in ties]
    act.record(event, proposal, person=by.handle, parts=said)


def _tell(act: Act, proposal: Proposal, by: Person, letter: _Letter) -> None:
    letters.write(
        act,
        to=proposal.owner,
        subject=letter.subject,
        body=letter.body,
        path=f"/proposals/{proposal.code}/people",
        code=proposal.code,
        name=by.name,
    )
