"""A concern that has lost its voice: the customer advocate inherits it."""

from typing import Any

import pytest

from impactreview.audit.acts import System, acting
from impactreview.kernel.refusals import NotYours
from impactreview.people.models import Person
from impactreview.reviews import operations as reviews
from impactreview.reviews.models import Concern, Review
from impactreview.reviews.queries import concerns, review_view
from impactreview.reviews.terms import ConcernState, SeatKind, Stand
from tests.reviews.firm import HARM, Firm
from tests.terms import GivenEvent

pytestmark = pytest.mark.database_near


def objected(firm: Firm) -> tuple[Review, Concern, Person]:
    """A reader has objected, and the owner has answered."""
    review = firm.hand_in()
    reader = firm.holder(review, SeatKind.DOMAIN)
    firm.say(review, reader, Stand.OBJECT, concern=HARM)
    (concern,) = concerns(review)
    with acting(by=firm.owner, at=firm.given.at) as act:
        reviews.answer_concern(act, concern, by=firm.owner, answer="It is capped.")
    return review, concern, reader


def leave(firm: Firm, person: Person) -> None:
    with acting(by=System(), at=firm.given.at) as act:
        person.deactivated_at = act.at
        act.record(GivenEvent.GIVEN, person)


def resolve(firm: Firm, concern: Concern, by: Person) -> None:
    with acting(by=by, at=firm.given.at) as act:
        reviews.resolve_concern(act, concern, by=by)


def shown(firm: Firm, review: Review, by: Person) -> Any:
    at = firm.given.at
    view = review_view(review.proposal, by, at=at, on=at.date())
    assert view is not None
    return view.concerns[0]


@pytest.mark.parametrize("how", ["left", "silent"])
def test_abuse_42_the_advocate_inherits_what_nobody_speaks_for(firm: Firm, how: str) -> None:
    review, concern, reader = objected(firm)
    if how == "left":
        leave(firm, reader)
    else:
        firm.later(days=16)
    assert not shown(firm, review, firm.boss).may_settle
    with pytest.raises(NotYours):
        resolve(firm, concern, firm.owner)
    for by in (firm.advocate, firm.deputy):
        assert shown(firm, review, by).may_settle
        assert not shown(firm, review, by).may_withdraw
    assert any("customer advocate speaks for it" in each for each in firm.needs(review))
    resolve(firm, concern, firm.advocate)
    assert concern.state is ConcernState.RESOLVED


def test_as_long_as_somebody_speaks_for_it_the_advocate_does_not(firm: Firm) -> None:
    review, concern, reader = objected(firm)
    firm.later(days=10)
    assert not shown(firm, review, firm.advocate).may_settle
    with pytest.raises(NotYours):
        resolve(firm, concern, firm.advocate)
    assert shown(firm, review, reader).may_withdraw
    resolve(firm, concern, reader)


def test_even_an_heir_does_not_take_it_back(firm: Firm) -> None:
    _, concern, reader = objected(firm)
    leave(firm, reader)
    with pytest.raises(NotYours), acting(by=firm.advocate, at=firm.given.at) as act:
        reviews.withdraw_concern(act, concern, by=firm.advocate)


def test_time_alone_settles_nothing(firm: Firm) -> None:
    _, concern, reader = objected(firm)
    leave(firm, reader)
    firm.later(days=300)
    assert concern.state is ConcernState.OPEN
