"""Letters about cases: one text for all of them. No title, no code, no cause, no other reader.

The reporter gets none: an address in the outbox, or in a mail server's log, would name them.
"""

from collections.abc import Collection, Iterable
from uuid import UUID

from impactreview.audit.acts import Act
from impactreview.notifications import operations as letters
from impactreview.people.models import Person
from impactreview.people.queries import directory
from impactreview.people.roles import Role

_TO_GIVE, _TO_ASK = "/people/roles/new?role=handler", "/people/roles"
"""Where an administrator gives the role, and where everybody sees who could give it."""


def tell(act: Act, people: Collection[UUID], *, but: UUID | None = None) -> None:
    """Each of these people learns that something waits for them, and nothing of what."""
    tell_people(act, directory.of_ids([each for each in people if each != but]))


def tell_people(act: Act, people: Iterable[Person]) -> None:
    """The same, of people who are known already."""
    for person in people:
        letters.write(
            act,
            to=person,
            subject="Something waits for you",
            body="There is activity that waits for you. Sign in to see it.",
            path="/",
        )


def tell_of_one_pair_of_hands(act: Act, excluded: frozenset[UUID]) -> None:
    """The top without conflict learns that a case is handled by one person alone."""
    for person in _holders(Role.TOP, excluded):
        letters.write(
            act,
            to=person,
            subject="A role needs one more person",
            body=(
                "A case is handled by one person, because there is no second one without conflict."
                " Have the role “handler” given to one more person."
            ),
            path=_TO_ASK,
        )


def tell_of_no_hands(act: Act, excluded: frozenset[UUID]) -> None:
    """Whoever can give the role, and is not in conflict, learns that a case waits for a handler.

    Where every administrator is in conflict the top learns it, else the duty executives. The letter
    leads to where the role is given, and for who can not give it to those who can.
    """
    ranks = (Role.ADMINISTRATOR, Role.TOP, Role.DUTY_EXECUTIVE)
    told = ((role, _holders(role, excluded)) for role in ranks)
    rank, people = next((each for each in told if each[1]), (Role.TOP, []))
    for person in people:
        letters.write(
            act,
            to=person,
            subject="A role needs one more person",
            body=(
                "A case waits for a handler without conflict. Have the role “handler” given to one"
                " more person; the case then finds its way by itself."
            ),
            path=_TO_GIVE if rank is Role.ADMINISTRATOR else _TO_ASK,
        )


def _holders(role: Role, excluded: frozenset[UUID]) -> list[Person]:
    return [person for person in directory.holders(role) if person.id not in excluded]
