"""Letters about places on boards: who gains or loses a voice is told, and so is whoever watches."""

from collections.abc import Sequence

from impactreview.audit.acts import Act
from impactreview.governance.models import Membership
from impactreview.governance.queries.seats import sitting
from impactreview.governance.terms import PRESIDING
from impactreview.notifications.operations import write
from impactreview.people.models import Person
from impactreview.people.queries import holders
from impactreview.people.roles import Role

MOST_NAMED = 20
"""How many new members one letter names."""

_WAITING = "/boards/proposals"


def proposed(act: Act, memberships: Sequence[Membership]) -> None:
    """Every other administrator knows that places wait for a second person."""
    knowing = {place.proposed_by for place in memberships}
    if len(memberships) == 1:
        knowing.add(memberships[0].person)
    for administrator in holders(Role.ADMINISTRATOR):
        if administrator in knowing:
            continue
        write(
            act,
            to=administrator,
            subject="Proposed for boards: waiting for a second person",
            body="Proposed places on boards: %(number)s. They count only when another"
            " administrator confirms them.",
            path=_WAITING,
            number=str(len(memberships)),
        )


def seated(act: Act, place: Membership) -> None:
    """The new member knows of the place, and every administrator knows who has been seated."""
    _tell_the_member(act, place)
    for administrator in _administrators_beside(place):
        write(
            act,
            to=administrator,
            subject="New on the board %(board)s: %(name)s",
            body="%(name)s now sits on the board %(board)s. If that is not right, end the term and"
            " ask who proposed and who confirmed it.",
            path=_page(place),
            board=place.board.name,
            name=place.person.name,
        )


def all_seated(act: Act, places: Sequence[Membership]) -> None:
    """Each new member knows of the place; every administrator gets one letter about all of them."""
    for place in places:
        _tell_the_member(act, place)
    named = [f"{place.person.name} ({place.board.name})" for place in places[:MOST_NAMED]]
    for administrator in holders(Role.ADMINISTRATOR):
        write(
            act,
            to=administrator,
            subject="%(number)s places on boards have been confirmed at once",
            body="%(number)s places on boards have been confirmed at once: %(names)s. If one of"
            " them is not right, end its term and ask who proposed and who confirmed it.",
            path="/boards",
            number=str(len(places)),
            names=", ".join(named) + (", ..." if len(places) > MOST_NAMED else ""),
        )


def ended(act: Act, place: Membership) -> None:
    """It is known to whoever had the place and is still here, runs the board, or administers."""
    if place.person.deactivated_at is None:
        write(
            act,
            to=place.person,
            subject="Your place on the board %(board)s has ended",
            body="Your place on the board %(board)s has ended. The reason given: %(reason)s",
            path=_page(place),
            board=place.board.name,
            reason=place.reason,
        )
    running = [
        each.person for each in sitting(place.board, act.at.date()) if each.office in PRESIDING
    ]
    beside = [person for person in running if person.id != place.person_id]
    for reader in {each.id: each for each in (*beside, *_administrators_beside(place))}.values():
        write(
            act,
            to=reader,
            subject="A place on the board %(board)s has ended: %(name)s",
            body="%(name)s no longer sits on the board %(board)s. The reason given: %(reason)s",
            path=_page(place),
            board=place.board.name,
            name=place.person.name,
            reason=place.reason,
        )


def _tell_the_member(act: Act, place: Membership) -> None:
    write(
        act,
        to=place.person,
        subject="You have a place on the board %(board)s",
        body="Two administrators have given you a place on the board %(board)s. Your office, your"
        " chamber and your term stand on its page.",
        path=_page(place),
        board=place.board.name,
    )


def _administrators_beside(place: Membership) -> Sequence[Person]:
    return [person for person in holders(Role.ADMINISTRATOR) if person.id != place.person_id]


def _page(place: Membership) -> str:
    return f"/boards/{place.board.slug}"
