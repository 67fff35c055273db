"""Writing a proposal: the first draft, and every change to it while it is one."""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256

from impactreview.audit.acts import Act
from impactreview.audit.leaf import Fact, canonical
from impactreview.impact.terms import Door
from impactreview.kernel.refusals import Stale, Unusable
from impactreview.people.models import Person, Unit
from impactreview.people.queries import choices
from impactreview.people.queries.roles import speaks_for_customers
from impactreview.policies.models import Policy
from impactreview.proposals.models import Proposal, ProposalCode
from impactreview.proposals.operations.involvement import ask_sponsor, welcome
from impactreview.proposals.rules import access, details, frozen
from impactreview.proposals.rules.details import Details
from impactreview.proposals.rules.involvement import must_be_free, must_not_write
from impactreview.proposals.terms import Event, Involvement, State
from impactreview.web.markdown import safe_html


def draft(
    act: Act,
    *,
    owner: Person,
    unit: Unit,
    title: str,
    door: Door,
    text: str,
    wished_on: date | None = None,
    functions: Sequence[str] = (),
    channels: Sequence[str] = (),
    sponsor: Person | None = None,
    amends: Policy | None = None,
    restricted: bool = False,
    embargo_until: date | None = None,
    co_authors: Sequence[Person] = (),
) -> Proposal:
    """A proposal is begun, with a code of its own; its owner and the co-authors can write it.

    Raises Unusable or NotYours; nothing is then written.
    """
    said = Details(
        title=title,
        unit=unit,
        door=door,
        text=text,
        wished_on=wished_on,
        functions=tuple(functions),
        channels=tuple(channels),
        sponsor=sponsor,
        amends=amends,
        restricted=restricted,
        embargo_until=embargo_until,
    )
    return begin(act, said, owner=owner, co_authors=co_authors)


def begin(act: Act, said: Details, *, owner: Person, co_authors: Sequence[Person] = ()) -> Proposal:
    """The same, of what is said already in one piece."""
    details.must_be_here(owner, place="owner")
    _must_be_sound(said, list(vars(said)), owner)
    proposal = act.add(
        Proposal(
            code="",
            owner=owner,
            owner_id=owner.id,
            state=State.DRAFT,
            number=0,
            created_at=act.at,
            end_reason="",
            involved=[],
        )
    )
    _say(proposal, said)
    proposal.code = details.code_of(act.at.year, act.next_number(ProposalCode, str(act.at.year)))
    for person in co_authors:
        welcome(act, proposal, person, Involvement.CO_AUTHOR, place="co_authors")
    _ask_sponsor(act, proposal, sorted(vars(said)))
    _record(act, Event.DRAFTED, proposal, sorted(vars(said)))
    return proposal


def change(act: Act, proposal: Proposal, *, by: Person, said: Details, seen: int) -> None:
    """The proposal says what `said` says.

    Raises NotYours, NotNow, Stale where it is no longer at the version `seen`, Unusable for what
    no proposal may say or where nothing would change; nothing is then written.
    """
    act.lock(proposal)
    access.must_write(by, proposal)
    if proposal.version != seen:
        raise Stale("Somebody else changed this meanwhile.")
    changed = details.changed_fields(proposal, said)
    if not changed:
        raise Unusable("You have changed nothing.")
    _must_be_sound(said, changed, proposal.owner)
    if "sponsor" in changed and said.sponsor is not None:
        must_not_write(proposal, said.sponsor)
    _say(proposal, said)
    _ask_sponsor(act, proposal, changed)
    _record(act, Event.CHANGED, proposal, changed)


def _must_be_sound(said: Details, changed: Sequence[str], owner: Person) -> None:
    known = choices.units_by_code(said.functions) if "functions" in changed else said.functions
    details.must_be_sound(said, units=known, changed=changed)
    if "sponsor" in changed and said.sponsor is not None:
        if said.sponsor.id == owner.id:
            raise Unusable("The owner stands in the proposal already.", place="sponsor")
        speaks = speaks_for_customers(said.sponsor)
        must_be_free(said.sponsor, speaks=speaks, place="sponsor")


def _say(proposal: Proposal, said: Details) -> None:
    for name, value in vars(said).items():
        setattr(proposal, name, list(value) if name in details.LISTS else value)
    proposal.html = safe_html(said.text)


def _ask_sponsor(act: Act, proposal: Proposal, changed: Sequence[str]) -> None:
    """Whoever is named now has said nothing yet."""
    if "sponsor" not in changed:
        return
    proposal.sponsor_agreed_at = None
    if proposal.sponsor is not None:
        ask_sponsor(act, proposal, proposal.sponsor)


def _record(act: Act, event: Event, proposal: Proposal, fields: Sequence[str]) -> None:
    """The entry says which fields were written and the hash of all of them, no text of theirs."""
    written: list[Fact] = list(fields)
    content_hash = sha256(canonical(frozen.frozen_fields(proposal))).hexdigest()
    act.record(
        event,
        proposal,
        fields=written,
        content_hash=content_hash,
        owner=proposal.owner.handle,
        sponsor=proposal.sponsor.handle if proposal.sponsor else None,
    )
