"""A decision comes into force: as a new policy, or as the next version of one."""

from datetime import date
from hashlib import sha256

from impactreview.audit.acts import Act
from impactreview.kernel.refusals import NotNow
from impactreview.people.models import Person, Unit
from impactreview.policies.models import Policy
from impactreview.policies.operations.writing import begin, word
from impactreview.policies.queries import book as queries
from impactreview.policies.terms import Event, Origin, State


def enact(
    act: Act,
    *,
    title: str,
    owner: Person,
    unit: Unit | None,
    text: str,
    html: str,
    on: date,
    review_by: date | None,
    amends: Policy | None,
    by: Person,
    note: str = "",
    against_customers: bool = False,
) -> Policy:
    """What was decided is in force from `on`: under the next code, or in place of older words.

    A policy that is amended keeps its code, its title and its owner; while it is suspended it
    stays so. `note` names the case; with `against_customers` the policy says for as long as it has
    these words that the top has overruled the customers' side. Raises NotNow where the amended one
    was withdrawn; nothing is then written.
    """
    if amends is None:
        policy, number = _new(act, title=title, owner=owner, unit=unit, on=on), 1
    else:
        policy, number = _amended(act, amends)
    policy.origin, policy.review_by = Origin.DECIDED, review_by
    policy.against_customers = against_customers
    word(act, policy, number=number, text=text, html=html, since=on, note=note, by=by)
    act.record(
        Event.ENACTED,
        policy,
        number=number,
        content_hash=sha256(text.encode()).hexdigest(),
        valid_from=on.isoformat(),
        review_by=review_by.isoformat() if review_by else None,
        decision=note,
        against_customers=against_customers,
    )
    return policy


def _new(act: Act, *, title: str, owner: Person, unit: Unit | None, on: date) -> Policy:
    return begin(
        act,
        code="",
        title=title,
        owner=owner,
        unit=unit,
        origin=Origin.DECIDED,
        since=on,
        review_by=None,
    )


def _amended(act: Act, amends: Policy) -> tuple[Policy, int]:
    """The policy whose words are replaced, and the number of the new ones."""
    policy = act.lock(amends)
    if policy.state is State.WITHDRAWN:
        raise NotNow("The policy that this amends was withdrawn.")
    return policy, queries.newest_version(policy).number + 1
