"""The audit of claims: a lot that anybody can draw again, one who looks, and what is called in."""

from fractions import Fraction
from typing import Any

import pytest
from flask.testing import FlaskClient

from impactreview.audit.acts import acting
from impactreview.ballots import jobs, operations
from impactreview.ballots.models import Decision
from impactreview.ballots.queries import auditing as queries
from impactreview.ballots.rules.auditing import is_drawn
from impactreview.ballots.terms import Audit, DecisionState, Event
from impactreview.kernel.db import session
from impactreview.kernel.refusals import NotNow, NotYours, Unusable
from impactreview.people.models import Person
from tests.ballots.house import House, facts_of, must_refuse
from tests.reading import subjects
from tests.reviews.firm import BERLIN, drawn

pytestmark = pytest.mark.database_near


def claimed(house: House) -> Decision:
    """A claim that was confirmed and written down."""
    review = house.hand_in(analysis=drawn(0))
    house.everybody_approves(review)
    with acting(by=house.owner, at=house.given.at) as act:
        return operations.decide_without_ballot(act, review, by=house.owner, zone=BERLIN)


def auditing(decision: Decision, by: Person, *, right: bool, reason: str = "I looked.") -> Any:
    return lambda act: operations.audit_claim(act, decision, by=by, right=right, reason=reason)


def found(house: House, decision: Decision, *, right: bool) -> None:
    with acting(by=house.advocate, at=house.given.at) as act:
        auditing(decision, house.advocate, right=right)(act)


@pytest.fixture
def all_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("impactreview.ballots.rules.auditing.is_drawn", lambda *_: True)


@pytest.mark.parametrize(
    ("first", "share", "drawn_by_it"),
    [
        (0, "1/20", True),
        (int(Fraction(2**64, 20)), "1/20", True),
        (int(Fraction(2**64, 20)) + 1, "1/20", False),
        (2**64 - 1, "1/1", True),
        (0, "0/1", False),
    ],
)
def test_a_lot_is_the_first_eight_bytes_of_the_leaf(
    *, first: int, share: str, drawn_by_it: bool
) -> None:
    assert is_drawn(first.to_bytes(8, "big") + b"x" * 24, share) is drawn_by_it


def test_every_claim_gets_one_lot_that_follows_from_the_log(house: House) -> None:
    decisions = [claimed(house) for _ in range(3)]
    assert jobs.draw_audits(house.given.at) == 3
    assert jobs.draw_audits(house.given.at) == 0
    for decision in decisions:
        session.refresh(decision)
        leaf = queries.leaf_of(decision)
        assert leaf is not None
        assert (decision.audit is Audit.DRAWN) is is_drawn(leaf, "1/20")
        kind, facts = facts_of(decision)[-1]
        assert kind == Event.AUDIT_DRAWN
        assert facts["leaf_hash"] == leaf.hex()


def test_what_a_board_decided_is_not_drawn(house: House) -> None:
    decision = house.decided()
    assert decision.audit is Audit.NOT_ASKED
    assert jobs.draw_audits(house.given.at) == 0
    must_refuse(house, house.advocate, NotNow, auditing(decision, house.advocate, right=False))


@pytest.mark.usefixtures("all_drawn")
def test_the_advocate_hears_of_the_lot_and_finds_it_right(house: House) -> None:
    decision = claimed(house)
    jobs.draw_audits(house.given.at)
    session.refresh(decision)
    assert decision.audit is Audit.DRAWN
    for person in (house.advocate, house.deputy):
        assert "The claim %(code)s was drawn for audit" in subjects(person)
    assert list(queries.drawn(decision.decided_at.date())) == [decision]
    found(house, decision, right=True)
    assert (decision.audit, decision.state) == (Audit.RIGHT, DecisionState.APPROVED)
    must_refuse(house, house.advocate, NotNow, auditing(decision, house.advocate, right=False))
    assert queries.figures() == queries.Figures(claims=1, drawn=1, wrong=0)


def test_any_claim_can_be_called_in_and_is_then_not_put_into_force(house: House) -> None:
    decision = claimed(house)
    must_refuse(house, house.advocate, NotNow, auditing(decision, house.advocate, right=True))
    found(house, decision, right=False)
    assert (decision.audit, decision.state) == (Audit.WRONG, DecisionState.CALLED_IN)
    assert [kind for kind, _ in facts_of(decision)[-2:]] == [Event.AUDITED, Event.CALLED_IN]
    assert "The claim %(code)s was called in" in subjects(house.owner)
    must_refuse(
        house,
        house.owner,
        NotNow,
        lambda act: operations.enact(act, decision, by=house.owner, on=house.today),
    )


def test_what_is_in_force_already_stays_so_and_its_board_hears(house: House) -> None:
    decision = claimed(house)
    house.enact(decision)
    found(house, decision, right=False)
    assert (decision.audit, decision.state) == (Audit.WRONG, DecisionState.ENACTED)
    assert "The claim %(code)s was called in" in subjects(house.chair)


@pytest.mark.parametrize("name", ["owner", "author", "sponsor", "chair", "executive", "stranger"])
def test_nobody_but_the_advocate_looks(house: House, name: str) -> None:
    decision, by = claimed(house), house.people[name]
    must_refuse(house, by, NotYours, auditing(decision, by, right=False))


def test_it_needs_a_reason(house: House) -> None:
    decision = claimed(house)
    by = house.advocate
    must_refuse(house, by, Unusable, auditing(decision, by, right=False, reason=""))


@pytest.mark.usefixtures("all_drawn")
def test_home_list_and_page_lead_to_it(house: House, client: FlaskClient) -> None:
    decision = claimed(house)
    jobs.draw_audits(house.given.at)
    page = f"/proposals/{decision.proposal.code}/decision/audit"
    house.given.signed_in(client, house.advocate)
    assert page in client.get("/").text
    assert "Drawn for audit" in client.get("/claims").text
    assert client.get(page).status_code == 200
    empty = client.post(page, data={"finding": "right", "reason": ""})
    assert empty.status_code == 422
    told = client.post(page, data={"finding": "right", "reason": "No letter goes to customers."})
    assert told.status_code == 303
    assert "No letter goes to customers." in client.get(told.location).text
    assert page not in client.get("/").text
