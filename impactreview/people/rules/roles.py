"""Who may give a role, confirm one and end one. The same answers serve the button and the door.

A powerful role is given by two people: an administrator who proposes it, and another one, who is
not the person that gets it, who confirms it. Ending one takes a single administrator.
"""

from collections.abc import Collection
from uuid import UUID

from impactreview.kernel.refusals import NotNow, NotYours, Refusal, Unusable
from impactreview.people.models import Person, RoleGrant
from impactreview.people.roles import POWERFUL, Role
from impactreview.people.terms import Expertise, State

MOST_REASON = 500
LEAST_ADMINISTRATORS = 2
"""How many must remain when an administrator lays down their own role."""


def scope_of(role: Role, field: Expertise | None) -> str:
    """The scope of a role that is given: an expert's field, nothing for any other.

    Raises Unusable for the role everybody has, and for an expert without a field.
    """
    if role is Role.EMPLOYEE:
        raise Unusable("Every person is an employee already.", place="role")
    if role is not Role.EXPERT:
        return ""
    if field is None:
        raise Unusable("Say in which field this expert is asked.", place="field")
    return field.value


def why_not_propose(person: Person, role: Role, by: UUID) -> Refusal | None:
    """What keeps the administrator `by` from proposing `role` for `person`; None: nothing."""
    if person.deactivated_at is not None:
        return NotNow("%(name)s has left.", name=person.name)
    if role in POWERFUL and person.id == by:
        return NotYours("Nobody proposes themselves for a role that carries power.")
    return None


def why_not_confirm(grant: RoleGrant, by: UUID, administrators: Collection[UUID]) -> Refusal | None:
    """What keeps `by` from being the second person of `grant`; None: nothing."""
    if grant.state is not State.PROPOSED:
        return NotNow("This is no longer possible: the state has changed.")
    if by not in administrators:
        return NotYours("Only an administrator confirms a role.")
    if by == grant.proposed_by_id:
        return NotYours("You proposed this. Another administrator has to confirm it.")
    if by == grant.person_id:
        return NotYours("This role is for you. Another administrator has to confirm it.")
    if grant.person.deactivated_at is not None:
        return NotNow("%(name)s has left.", name=grant.person.name)
    return None


def why_not_end(grant: RoleGrant, by: UUID, administrators: Collection[UUID]) -> Refusal | None:
    """What keeps `by` from ending `grant`; None: nothing.

    `administrators` are those who hold the role before this step.
    """
    if grant.state is not State.HELD:
        return NotNow("This is no longer possible: the state has changed.")
    if grant.role is not Role.ADMINISTRATOR:
        return None
    left = set(administrators) - {grant.person_id}
    least = LEAST_ADMINISTRATORS if grant.person_id == by else 1
    if len(left) >= least:
        return None
    if grant.person_id == by:
        return NotNow("You can lay this role down when two other administrators remain.")
    return NotNow("At least one administrator has to remain.")


def why_not_deactivate(
    person: Person, by: UUID, administrators: Collection[UUID]
) -> Refusal | None:
    """What keeps `by` from deactivating `person`; None: nothing."""
    if person.deactivated_at is not None:
        return NotNow("%(name)s has left already.", name=person.name)
    if person.id == by:
        return NotYours("Nobody deactivates themselves. Ask another administrator.")
    if person.id in administrators and len(set(administrators) - {person.id}) < 1:
        return NotNow("At least one administrator has to remain.")
    return None
