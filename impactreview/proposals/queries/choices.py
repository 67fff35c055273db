"""What a form about a proposal lets one choose, and what was chosen in it."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from impactreview.kernel.db import session
from impactreview.people.models import Person, Unit
from impactreview.people.rules.people import as_address
from impactreview.policies.models import Policy
from impactreview.policies.terms import State

MOST_POLICIES = 2_000


@dataclass(frozen=True)
class Chosen:
    """What is meant by the unit, the address and the policy that a form names; None: nothing."""

    unit: Unit | None
    sponsor: Person | None
    amends: Policy | None


_CHOSEN = (
    sa.select(Unit, Person, Policy)
    .select_from(Unit)
    .outerjoin(Person, Person.email == sa.bindparam("sponsor"))
    .outerjoin(Policy, Policy.code == sa.bindparam("amends"))
    .where(Unit.code == sa.bindparam("unit"))
)


def chosen(*, unit: str, sponsor: str, amends: str) -> Chosen:
    """The unit and the policy of these codes, and whoever has this address, in one query.

    Where there is no such unit, nothing else is looked for.
    """
    asked = {"unit": unit, "sponsor": as_address(sponsor), "amends": amends}
    found = session.execute(_CHOSEN, asked).one_or_none()
    return Chosen(*found) if found else Chosen(None, None, None)


def policies(beside: Policy | None = None) -> Sequence[tuple[str, str]]:
    """Code and title of every policy that stands, and of `beside`, by title; at most 2,000."""
    kept = Policy.state != State.WITHDRAWN
    if beside is not None:
        kept = kept | (Policy.id == beside.id)
    rows = session.execute(
        sa.select(Policy.code, Policy.title)
        .where(kept)
        .order_by(Policy.title, Policy.code)
        .limit(MOST_POLICIES)
    )
    return [(code, title) for code, title in rows]
