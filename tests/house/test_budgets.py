"""What the acts that everybody does ask of the database: a bounded number of statements each.

Every statement counts but those that begin and end transactions; the rows of one executemany are
one. The pages have their bounds in tests/dashboard/test_queries.py.
"""

from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from impactreview.reviews.terms import SeatKind
from tests.analyses.entering import Owner
from tests.ballots.house import House
from tests.dashboard.test_queries import counted, spoken_of
from tests.escalations.scene import scene
from tests.given import Given
from tests.proposals.drafting import draft, form_of
from tests.reviews.firm import Firm

pytestmark = pytest.mark.database_near

MOVED = {302, 303}
POSITION, VOTE, CHANGE, ANSWER, ESCALATION, SUBMIT = 10, 10, 9, 9, 10, 21
"""An act should need 10. Handing in needs more: it freezes, routes and seats in one transaction."""


def taken(client: FlaskClient, path: str, **form: object) -> int:
    """How many statements a form takes that is taken in."""
    with counted() as said:
        answer = client.post(path, data={"key": uuid4().hex, **form})
    assert answer.status_code in MOVED, answer.text
    return len(said)


def test_a_position(given: Given, client: FlaskClient) -> None:
    firm = Firm(given)
    review = spoken_of(firm)
    given.signed_in(client, firm.holder(review, SeatKind.DOMAIN))
    path, number = f"/proposals/{review.proposal.code}/position", review.number
    assert taken(client, path, number=number, stand="approve", reason="Again.") <= POSITION


def test_a_vote(given: Given, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    house = House(given)
    monkeypatch.setattr("impactreview.ballots.views.voting.now", lambda: given.at)
    ballot = house.ballot()
    given.signed_in(client, house.co_1)
    path = f"/proposals/{ballot.proposal.code}/ballot"
    assert taken(client, path, choice="yes", reason="") <= VOTE


def test_a_change_of_a_draft(given: Given, client: FlaskClient) -> None:
    proposal = draft(given)
    given.signed_in(client, proposal.owner)
    form = form_of(proposal.unit, version=str(proposal.version), title="Bills by letter")
    assert taken(client, f"/proposals/{proposal.code}/edit", **form) <= CHANGE


def test_an_answer(given: Given, client: FlaskClient) -> None:
    proposal = given.proposal(given.person())
    given.signed_in(client, proposal.owner)
    Owner(client, proposal).screen(price_terms="yes")
    path = f"/proposals/{proposal.code}/analysis/A"
    form = {"A-customer": "Everybody", "A-know-unknown": "y", "A-decision_on": "31.12.2026"}
    assert taken(client, path, **form) <= ANSWER


def test_an_escalation(given: Given, client: FlaskClient) -> None:
    told = scene(given)
    given.signed_in(client, told.reporter)
    form = {"harm": "It harms.", "whom": "Customers", "since": "2013", "mode": "confidential"}
    assert taken(client, f"/policies/{told.policy.code}/escalate", **form) <= ESCALATION


def test_handing_in(given: Given, client: FlaskClient) -> None:
    firm = Firm(given)
    proposal = firm.draft()
    given.signed_in(client, firm.owner)
    Owner(client, proposal).screen()
    assert taken(client, f"/proposals/{proposal.code}/submit", declared="y") <= SUBMIT
