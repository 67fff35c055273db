"""Letters about power: whoever watches learns when it is proposed, given, ended or laid open."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from impactreview.audit.acts import Act
from impactreview.notifications import operations as letters
from impactreview.people.models import Person, RoleGrant
from impactreview.people.queries import directory
from impactreview.people.queries.roles import customer_speakers
from impactreview.people.roles import POWERFUL, Role

ROLES_PAGE = "/people/roles"
_WATCHING = (Role.ADMINISTRATOR, Role.AUDITOR, Role.TOP)
"""Who is told, beside those who speak for the customers, when somebody's power goes with them."""


@dataclass(frozen=True, kw_only=True)
class Lost:
    """What somebody who left had until then: roles, and the names of the boards they sat on."""

    roles: tuple[Role, ...]
    offices: tuple[str, ...]

    @property
    def is_power(self) -> bool:
        """Whether two people had given any of it."""
        return bool(self.offices) or not POWERFUL.isdisjoint(self.roles)


def tell_of_proposals(act: Act, by: Person, grants: Sequence[RoleGrant]) -> None:
    """Every administrator who may confirm one of `grants` learns that it waits."""
    for administrator in _administrators(but={by.id}):
        waiting = sum(grant.person_id != administrator.id for grant in grants)
        if waiting:
            letters.write(
                act,
                to=administrator,
                subject="Roles wait for a second person",
                body=(
                    "%(by)s proposed roles that carry power: %(count)s. They wait until another"
                    " administrator confirms or declines them."
                ),
                path=ROLES_PAGE,
                by=by.name,
                count=str(waiting),
            )


def tell_given(act: Act, by: Person, grants: Sequence[RoleGrant]) -> None:
    """Every administrator, and each holder, learns which roles that carry power were given."""
    for grant in _powerful(grants):
        for reader in _readers(grant, alone=len(grants) == 1):
            letters.write(
                act,
                to=reader,
                subject="A role that carries power was given",
                body=(
                    "%(name)s holds the role “%(role)s” from now on. %(proposer)s proposed it,"
                    " %(by)s confirmed it. If this surprises you, ask them."
                ),
                path=_page_of(grant.person),
                name=grant.person.name,
                role=grant.role,
                proposer=grant.proposed_by.name if grant.proposed_by else "impactreview",
                by=by.name,
            )
    if len(grants) > 1:
        _tell_of_many(act, by, grants)


def tell_ended(act: Act, by: Person, grants: Sequence[RoleGrant]) -> None:
    """Every administrator, and the holder while here, learns which role was ended."""
    for grant in _powerful(grants):
        for reader in _readers(grant, alone=True):
            letters.write(
                act,
                to=reader,
                subject="A role that carries power was ended",
                body=(
                    "%(name)s holds the role “%(role)s” no longer. %(by)s ended it."
                    " If this surprises you, ask them."
                ),
                path=_page_of(grant.person),
                name=grant.person.name,
                role=grant.role,
                by=by.name,
            )


def tell_left(act: Act, by: Person, person: Person, lost: Lost, reason: str) -> None:
    """Whoever watches learns who was deactivated by whom and why, and what ended with it."""
    for reader in _watchers(by) if lost.is_power else ():
        letters.write(
            act,
            to=reader,
            subject="Somebody with power was deactivated: %(name)s",
            body=(
                "%(by)s deactivated %(name)s. Roles and places on boards that ended with it:"
                " %(lost)s. If this surprises you, ask them. The reason given: %(reason)s"
            ),
            path=_page_of(person),
            by=by.name,
            name=person.name,
            lost=lost.roles + lost.offices,
            reason=reason,
        )


def tell_returned(act: Act, by: Person, person: Person, lost: Lost) -> None:
    """Whoever watches learns who was let in again by whom, and what they have no longer."""
    for reader in _watchers(by) if lost.is_power else ():
        letters.write(
            act,
            to=reader,
            subject="Somebody who had power was let in again: %(name)s",
            body=(
                "%(by)s let %(name)s return, as an employee. What ended when they left stays ended:"
                " %(lost)s. To give it anew takes two people. If this surprises you, ask them."
            ),
            path=_page_of(person),
            by=by.name,
            name=person.name,
            lost=lost.roles + lost.offices,
        )


def tell_declined(act: Act, by: Person, grant: RoleGrant, reason: str) -> None:
    """Whoever proposed a role learns that another person declined it, and why."""
    if grant.proposed_by is None or grant.proposed_by_id == by.id:
        return
    letters.write(
        act,
        to=grant.proposed_by,
        subject="A role that you proposed was declined",
        body="%(by)s declined the role “%(role)s” for %(name)s. The reason: %(reason)s",
        path=_page_of(grant.person),
        by=by.name,
        role=grant.role,
        name=grant.person.name,
        reason=reason,
    )


def tell_of_link(act: Act, by: Person, person: Person) -> None:
    """`person` and every other administrator learn that `by` can let somebody in as them."""
    readers = {person.id: person} | {each.id: each for each in _administrators(but={by.id})}
    for reader in readers.values():
        letters.write(
            act,
            to=reader,
            subject="A one-time link was made for an account",
            body=(
                "%(by)s made a one-time link with which a new password can be set for the account"
                " of %(name)s. If this surprises you, ask them."
            ),
            path=_page_of(person),
            by=by.name,
            name=person.name,
        )


def tell_of_address(act: Act, person: Person, *, by: Person | None) -> None:
    """The address that `person` had until now learns that it is another.

    So does every other administrator, where `by` is not `person`; None: whoever runs the server.
    """
    others = () if by == person else _administrators(but={by.id} if by else ())
    told = {each.id: each for each in others}
    for reader in ({person.id: person} | told).values():
        letters.write(
            act,
            to=reader,
            subject="The e-mail address of an account was changed",
            body=(
                "%(by)s changed the e-mail address of %(name)s. Links for a new password go to the"
                " new one. If this surprises you, ask them."
            ),
            path=_page_of(person),
            by=by.name if by else "impactreview",
            name=person.name,
        )


def tell_of_links(act: Act, by: Person, number: int) -> None:
    """Every other administrator learns for how many accounts `by` holds a first link."""
    for administrator in _administrators(but={by.id}):
        letters.write(
            act,
            to=administrator,
            subject="One-time links were made for new accounts",
            body=(
                "%(by)s made one-time links for everybody who had no password yet: %(count)s."
                " Whoever has a link sets the password. If this surprises you, ask them."
            ),
            path="/people",
            by=by.name,
            count=str(number),
        )


def _tell_of_many(act: Act, by: Person, grants: Sequence[RoleGrant]) -> None:
    for administrator in _administrators():
        letters.write(
            act,
            to=administrator,
            subject="Roles that carry power were given",
            body="%(by)s confirmed roles that an import had proposed: %(count)s.",
            path=ROLES_PAGE,
            by=by.name,
            count=str(len(grants)),
        )


def _readers(grant: RoleGrant, *, alone: bool) -> Iterable[Person]:
    """Whom a letter about `grant` goes to; where many are given at once, to its holder alone."""
    readers = {each.id: each for each in _administrators()} if alone else {}
    if grant.person.deactivated_at is None:
        readers[grant.person_id] = grant.person
    return readers.values()


def _watchers(by: Person) -> Iterable[Person]:
    """Everybody who watches over power and is here, but for whoever acts."""
    watching = [person for role in _WATCHING for person in directory.holders(role)]
    found = {person.id: person for person in (*watching, *customer_speakers())}
    return [person for person in found.values() if person.id != by.id]


def _administrators(but: Collection[UUID] = ()) -> Iterable[Person]:
    for person in directory.holders(Role.ADMINISTRATOR):
        if person.deactivated_at is None and person.id not in but:
            yield person


def _powerful(grants: Sequence[RoleGrant]) -> Iterable[RoleGrant]:
    return (grant for grant in grants if grant.role in POWERFUL)


def _page_of(person: Person) -> str:
    return f"/people/{person.id}"
