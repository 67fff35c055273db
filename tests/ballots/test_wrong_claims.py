"""What a claim that was found to be wrong means for the next five proposals of its owner."""

import pytest
from flask.testing import FlaskClient

from impactreview.analyses.queries.claims import FOLLOWING
from impactreview.analyses.terms import Event
from impactreview.audit.acts import Act, acting
from impactreview.ballots import jobs, operations
from impactreview.ballots.models import Decision
from impactreview.governance.queries.rule_sets import packaged
from impactreview.impact.terms import Form
from impactreview.kernel.db import session
from impactreview.kernel.refusals import NotYours, Unfinished
from impactreview.people.models import Person
from impactreview.proposals.models import Proposal
from impactreview.reviews.models import Review
from impactreview.reviews.operations import hand_in
from impactreview.reviews.queries import of as review_of
from impactreview.reviews.rules.freezing import Drawn
from impactreview.reviews.terms import SeatKind
from tests.analyses.entering import Owner
from tests.ballots.house import House, must_refuse
from tests.reading import kinds
from tests.reviews.firm import BERLIN, drawn

pytestmark = pytest.mark.database_near

REASON = "A claim of its owner that no customer is touched was found to be wrong"


def claimed(house: House) -> Decision:
    """A claim that was confirmed and written down."""
    review = house.hand_in(analysis=drawn(0))
    house.everybody_approves(review)
    with acting(by=house.owner, at=house.given.at) as act:
        return operations.decide_without_ballot(act, review, by=house.owner, zone=BERLIN)


def found(house: House, decision: Decision, *, right: bool = False) -> None:
    house.later(hours=1)
    by = house.advocate
    with acting(by=by, at=house.given.at) as act:
        operations.audit_claim(act, decision, by=by, right=right, reason="I looked.")
    house.later(hours=1)


def way(review: Review) -> tuple[int, int]:
    return review.plan["gross"], review.plan["residual"]


def is_raised(review: Review) -> bool:
    return "wrong_claim" in {fired["rule"] for fired in review.plan["fired"]}


def next_one(house: House, gross: int = 1, residual: int | None = None) -> Review:
    house.later(hours=1)
    return house.hand_in(analysis=drawn(gross, residual))


def test_the_next_five_go_the_way_of_level_two_and_the_sixth_its_own(house: House) -> None:
    found(house, claimed(house))
    raised = [next_one(house) for _ in range(FOLLOWING)]
    assert [way(review) for review in raised] == [(2, 2)] * FOLLOWING
    assert all(is_raised(review) for review in raised)
    assert {seat.kind for seat in raised[0].seats} >= {SeatKind.DOMAIN, SeatKind.ADVOCATE}
    sixth = next_one(house)
    assert way(sixth) == (1, 1)
    assert not is_raised(sixth)


def test_a_way_that_is_harder_already_is_not_changed(house: House) -> None:
    found(house, claimed(house))
    assert way(next_one(house, 4, 3)) == (4, 3)


def test_a_claim_that_is_right_or_not_looked_into_raises_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("impactreview.ballots.rules.auditing.is_drawn", lambda *_: True)
    decision = claimed(house)
    assert way(next_one(house)) == (1, 1)
    assert jobs.draw_audits(house.given.at) == 1
    session.refresh(decision)
    found(house, decision, right=True)
    assert way(next_one(house)) == (1, 1)


def test_what_was_handed_in_before_goes_on_as_it_began(house: House) -> None:
    decision, before = claimed(house), next_one(house)
    found(house, decision)
    house.revise(before, house.holder(before, SeatKind.DOMAIN), drawn(1))
    assert before.number == 2
    assert way(before) == (1, 1)


def test_a_revision_of_one_of_the_five_stays_one_of_them(house: House) -> None:
    found(house, claimed(house))
    first = next_one(house)
    for _ in range(FOLLOWING):
        next_one(house)
    house.revise(first, house.holder(first, SeatKind.DOMAIN), drawn(1))
    assert first.number == 2
    assert way(first) == (2, 2)
    assert not is_raised(next_one(house))


def test_another_wrong_claim_counts_anew(house: House) -> None:
    decisions = [claimed(house), claimed(house)]
    found(house, decisions[0])
    for _ in range(FOLLOWING - 1):
        next_one(house)
    found(house, decisions[1])
    assert [is_raised(next_one(house)) for _ in range(FOLLOWING + 1)] == [True] * FOLLOWING + [
        False
    ]


def test_proposals_of_others_go_their_own_way(house: House) -> None:
    found(house, claimed(house))
    other = house.hire("other", unit=house.sales, manager=house.people["head"])
    review = _handed_in_by(house, other)
    assert way(review) == (1, 1)
    assert is_raised(next_one(house))


def _handed_in_by(house: House, owner: Person) -> Review:
    mine = house.people["owner"]
    house.people["owner"] = owner
    try:
        return house.hand_in(house.draft(owner=owner), drawn(1))
    finally:
        house.people["owner"] = mine


def test_the_next_claim_needs_an_analysis_and_says_why(house: House) -> None:
    found(house, claimed(house))
    proposal, claim = house.draft(), drawn(0, form=Form.NONE)
    refusal = must_refuse(
        house, house.owner, Unfinished, lambda act: _hand_in(house, act, proposal, claim)
    )
    assert isinstance(refusal, Unfinished)
    said = {one.message for one in refusal.missing if one.place.endswith("#form")}
    assert said == {"It goes at least the way of level %(level)s, so an analysis is needed."}
    assert way(next_one(house, 0)) == (2, 2)


def test_the_next_claim_is_not_offered(house: House, client: FlaskClient) -> None:
    found(house, claimed(house))
    proposal = house.draft()
    owner = Owner(house.given.signed_in(client, house.owner), proposal)
    owner.screen()
    assert owner.analysis.form is Form.SHORT
    page = client.get(owner.base).text
    assert REASON in page
    assert 'value="none"' not in page
    refused = owner.try_to_send("form", {"form": "none"})
    assert refused.status_code == 422
    assert REASON in refused.text
    assert owner.analysis.form is Form.SHORT


def test_a_claim_made_before_one_was_found_wrong_has_to_become_an_analysis(
    house: House, client: FlaskClient
) -> None:
    decision, proposal = claimed(house), house.draft()
    owner = Owner(house.given.signed_in(client, house.owner), proposal)
    owner.screen()
    assert owner.analysis.form is Form.NONE
    found(house, decision)
    assert "The short form is needed</h2>" in client.get(owner.base).text
    page = client.get(f"/proposals/{proposal.code}/submit").text
    assert page.count("/analysis#form") == 1
    assert REASON in page
    owner.send("form", {"form": "short"})
    assert "The short form is needed" not in client.get(owner.base).text


def _hand_in(house: House, act: Act, proposal: Proposal, analysis: Drawn) -> Review:
    rules = packaged(house.form)
    return hand_in(act, proposal, by=house.owner, drawn=analysis, rules=rules, zone=BERLIN)


def test_the_log_of_the_case_tells_it_once_and_of_a_refusal_nothing(house: House) -> None:
    decision = claimed(house)
    review = review_of(decision.proposal)
    assert review is not None
    said = {"by": house.owner, "right": False, "reason": "No."}
    must_refuse(
        house,
        house.owner,
        NotYours,
        lambda act: operations.audit_claim(act, decision, **said),  # type: ignore[arg-type]
    )
    assert Event.CLAIM_WRONG not in kinds(decision.proposal)
    found(house, decision)
    assert kinds(decision.proposal).count(Event.CLAIM_WRONG) == 1


def test_the_reason_stands_on_the_case(house: House, client: FlaskClient) -> None:
    found(house, claimed(house))
    review = next_one(house)
    browser = house.given.signed_in(client, house.stranger)
    assert REASON in browser.get(f"/proposals/{review.proposal.code}/review").text
    after = [next_one(house) for _ in range(FOLLOWING)][-1]
    assert REASON not in browser.get(f"/proposals/{after.proposal.code}/review").text
