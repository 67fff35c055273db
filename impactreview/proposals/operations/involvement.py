"""Who stands beside the owner of a proposal: joins, and is taken off again."""

from dataclasses import dataclass

from impactreview.audit.acts import Act
from impactreview.notifications import operations as letters
from impactreview.people.models import Person
from impactreview.people.queries.roles import speaks_for_customers
from impactreview.proposals.models import Involved, Proposal
from impactreview.proposals.operations.agreeing import let_go
from impactreview.proposals.rules import access
from impactreview.proposals.rules import involvement as rules
from impactreview.proposals.terms import Event, Involvement


@dataclass(frozen=True)
class _Letter:
    """What somebody is told who has joined; never the title, which a mail server could keep."""

    subject: str
    body: str


_LETTERS = {
    Involvement.CO_AUTHOR: _Letter(
        subject="Will you write the proposal %(code)s with %(owner)s?",
        body="%(owner)s asks you to be co-author of the proposal %(code)s. You can read the draft, "
        "and change it once you have agreed. An author does not review it and has no vote on it. "
        "If you do not want that, decline: then nothing is kept from you.",
    ),
    Involvement.COMMENTER: _Letter(
        subject="Your view of the proposal %(code)s is wanted",
        body="%(owner)s has asked for your view of the proposal %(code)s. You can read the draft.",
    ),
    Involvement.READER: _Letter(
        subject="You may read the proposal %(code)s",
        body="%(owner)s has put you on the list of those who may read the restricted proposal "
        "%(code)s once it is submitted. Please do not speak of it with others.",
    ),
}

_STILL_AUTHOR = (
    "%(owner)s has taken your name off the proposal %(code)s. You have written in it, so you stay "
    "an author of its next version: you do not review it and have no vote on it."
)
_FREE = (
    "%(owner)s has taken your name off the proposal %(code)s. You have written nothing in it, so "
    "nothing is kept from you."
)


def involve(
    act: Act, proposal: Proposal, *, by: Person, person: Person, involvement: Involvement
) -> Involved:
    """`person` stands beside the owner from now on, and gets a letter.

    A co-author is asked by it, and is none before they have agreed. Raises NotYours for all but
    the owner, NotNow or Unusable; nothing is then written.
    """
    act.lock(proposal)
    access.must_own(by, proposal)
    involved = welcome(act, proposal, person, involvement)
    act.record(Event.PERSON_INVOLVED, proposal, person=person.handle, involvement=involvement.value)
    return involved


def welcome(
    act: Act,
    proposal: Proposal,
    person: Person,
    involvement: Involvement,
    *,
    place: str = "email",
) -> Involved:
    """The same, of a proposal that the caller holds and records. Raises NotNow or Unusable.

    `place` is the field that names them, and the one at which a refusal stands.
    """
    rules.must_be_welcome(proposal, person, involvement, place=place)
    if involvement is Involvement.CO_AUTHOR:
        rules.must_be_free(person, speaks=speaks_for_customers(person), place=place)
    involved = act.add(
        Involved(
            proposal=proposal,
            person=person,
            person_id=person.id,
            involvement=involvement,
            since=act.at,
        )
    )
    letter = _LETTERS[involvement]
    letters.write(
        act,
        to=person,
        subject=letter.subject,
        body=letter.body,
        path=_leads_to(proposal, involvement),
        code=proposal.code,
        owner=proposal.owner.name,
    )
    return involved


def release(act: Act, proposal: Proposal, *, by: Person, involved: Involved) -> None:
    """That person no longer stands beside the owner, and is told; that they did stays known.

    A co-author who has written in it stays its author; who has not is as free as before. Raises
    NotYours for all but the owner, NotNow where it was done already or the proposal has gone on;
    nothing is then written.
    """
    act.lock(proposal)
    access.must_own(by, proposal)
    rules.must_stand(involved)
    rules.must_be_open(proposal, involved.involvement)
    let_go(act, proposal, involved)
    act.record(
        Event.PERSON_RELEASED,
        proposal,
        person=involved.person.handle,
        involvement=involved.involvement.value,
    )
    if involved.involvement is Involvement.CO_AUTHOR:
        _tell_released(act, proposal, involved)


def _tell_released(act: Act, proposal: Proposal, involved: Involved) -> None:
    letters.write(
        act,
        to=involved.person,
        subject="Your name is off the proposal %(code)s",
        body=_STILL_AUTHOR if involved.agreed_at else _FREE,
        path="",
        code=proposal.code,
        owner=proposal.owner.name,
    )


def ask_sponsor(act: Act, proposal: Proposal, sponsor: Person) -> None:
    """Whoever was named as sponsor gets a letter that asks them."""
    letters.write(
        act,
        to=sponsor,
        subject="Will you sponsor the proposal %(code)s?",
        body="%(owner)s has named you as sponsor of the proposal %(code)s. You can read the draft. "
        "A sponsor does not review it and has no vote on it. If you do not want that, decline: "
        "then nothing is kept from you.",
        path=_asks(proposal),
        code=proposal.code,
        owner=proposal.owner.name,
    )


def _leads_to(proposal: Proposal, involvement: Involvement) -> str:
    if involvement is Involvement.CO_AUTHOR:
        return _asks(proposal)
    return f"/proposals/{proposal.code}"


def _asks(proposal: Proposal) -> str:
    return f"/proposals/{proposal.code}/invitation"
