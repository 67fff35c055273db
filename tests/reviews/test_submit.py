"""From the pages of an analysis to a review under way, with decisions that were really taken."""

import html

import pytest
from flask.testing import FlaskClient

from impactreview.audit.acts import acting
from impactreview.impact.terms import Door, Form
from impactreview.proposals.queries import newest_version
from impactreview.proposals.terms import State as ProposalState
from impactreview.reviews.queries import of, review_view
from impactreview.reviews.queries import reviews as queries
from impactreview.reviews.terms import SeatKind, Stand, State
from tests.analyses.entering import Owner
from tests.cases import CASES, Case, section_fields
from tests.reviews.firm import Firm, drawn
from tests.terms import GivenEvent

pytestmark = pytest.mark.database_near


def owner_of(firm: Firm, client: FlaskClient, **values: object) -> Owner:
    firm.given.signed_in(client, firm.owner)
    return Owner(client, firm.draft(**values))


def hand_in(owner: Owner) -> int:
    page = f"/proposals/{owner.proposal.code}/submit"
    return owner.client.post(page, data={"declared": "y", "key": "hand-in"}).status_code


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.language)
def test_a_real_case_is_handed_in_and_goes_the_way_of_iv(
    firm: Firm, client: FlaskClient, case: Case
) -> None:
    told = {"title": case.title, "door": case.door, "text": case.text, "sponsor": None}
    owner = owner_of(firm, client, functions=["IT"], **told)
    owner.enter(case)
    page = client.get(f"/proposals/{owner.proposal.code}/submit")
    assert page.status_code == 200
    assert hand_in(owner) == 303, client.get(f"/proposals/{owner.proposal.code}/submit").text
    version, review = newest_version(owner.proposal), of(owner.proposal)
    assert version is not None
    assert review is not None
    assert (version.form, version.gross, version.residual) == (Form.FULL, 4, 4)
    assert version.content["analysis"]["rows"]["places"]
    assert set("0ABCDEFGHIJKLMN") <= set(version.section_hashes)
    kinds = {seat.kind for seat in queries.seats(review)}
    assert {SeatKind.INDEPENDENT, SeatKind.EXPERT, SeatKind.ADVOCATE} <= kinds
    assert review.state is State.IN_REVIEW


@pytest.mark.parametrize("case", CASES[:1], ids=lambda case: case.language)
def test_who_is_named_in_the_analysis_alone_neither_reads_nor_stands_for_it(
    firm: Firm, client: FlaskClient, case: Case
) -> None:
    """The analysis names functions of which nobody would be seated, and people nobody asked."""
    told = {"title": case.title, "door": case.door, "text": case.text, "sponsor": None}
    owner = owner_of(firm, client, **told)
    owner.enter(case)
    said = section_fields(case, "A", owner.proposal.owner.handle)
    said = {name: value for name, value in said.items() if not name.startswith("A-sponsor")}
    owner.send("A", {**said, "A-owner": firm.boss.handle, "A-sponsor": firm.advocate.handle})
    page = f"/proposals/{owner.proposal.code}"
    places = [
        f"{page}/edit#functions",
        f"{page}/analysis/A#A-owner",
        f"{page}/analysis/A#A-sponsor",
    ]
    shown = client.get(f"{page}/submit").text
    refused = client.post(f"{page}/submit", data={"declared": "y", "key": "hand-in"})
    assert refused.status_code == 422
    for text in (shown, refused.text):
        assert all(f'href="{place}"' in text for place in places)
    assert of(owner.proposal) is None
    assert 'id="functions"' in client.get(f"{page}/edit").text
    for field in ("A-owner", "A-sponsor"):
        assert f'id="{field}"' in client.get(f"{page}/analysis/A").text


def test_a_claim_is_handed_in_after_the_quick_test_alone(firm: Firm, client: FlaskClient) -> None:
    owner = owner_of(firm, client)
    owner.screen()
    assert hand_in(owner) == 303
    review = of(owner.proposal)
    assert review is not None
    assert [seat.kind for seat in queries.seats(review)] == [SeatKind.CONFIRMER]
    firm.say(review, firm.cto, Stand.APPROVE)
    assert firm.state(review) is State.READY


def test_a_claim_about_what_can_not_be_taken_back_is_none(firm: Firm, client: FlaskClient) -> None:
    owner = owner_of(firm, client, door=Door.ONE_WAY)
    owner.screen()
    assert hand_in(owner) == 422
    assert owner.proposal.state is ProposalState.DRAFT


def test_a_claim_that_the_door_makes_untrue_is_told_of_once(
    firm: Firm, client: FlaskClient
) -> None:
    owner = owner_of(firm, client)
    owner.screen()
    with acting(by=firm.owner, at=firm.given.at) as act:
        owner.proposal.door = Door.ONE_WAY
        act.record(GivenEvent.GIVEN, owner.proposal)
    page = client.get(f"/proposals/{owner.proposal.code}/submit").text
    assert page.count("/analysis#form") == 1
    assert "The short form is needed" in page
    assert "This is not without effect on customers" not in page
    assert 'id="form"' in client.get(owner.base).text
    assert hand_in(owner) == 422


def test_a_claim_that_came_back_is_not_offered_again(firm: Firm, client: FlaskClient) -> None:
    """Whoever was to confirm it asked for changes: an analysis, then, or nothing."""
    review = firm.hand_in(analysis=drawn(0, form=Form.NONE))
    firm.ask_for_changes(review, firm.holder(review, SeatKind.CONFIRMER))
    firm.given.signed_in(client, firm.owner)
    owner = Owner(client, review.proposal)
    owner.screen()
    assert owner.analysis.form is Form.SHORT
    page = client.get(owner.base).text
    assert "asked for changes instead of confirming that" in page
    assert 'value="none"' not in page
    refused = owner.try_to_send("form", {"form": "none"})
    assert refused.status_code == 422
    assert "asked for changes instead of confirming that" in refused.text
    assert owner.analysis.form is Form.SHORT


def test_a_claim_that_came_back_is_not_handed_in_again(firm: Firm, client: FlaskClient) -> None:
    firm.given.signed_in(client, firm.owner)
    owner = Owner(client, firm.draft())
    owner.screen()
    assert hand_in(owner) == 303
    review = of(owner.proposal)
    assert review is not None
    firm.ask_for_changes(review, firm.holder(review, SeatKind.CONFIRMER))
    page = f"/proposals/{owner.proposal.code}/submit"
    assert client.get(page).text.count("/analysis#form") == 1
    answer = client.post(page, data={"declared": "y", "key": "again"})
    assert answer.status_code == 422
    assert "The short form is needed" in answer.text
    assert review.number == 1


def test_an_unfinished_analysis_is_listed_with_its_pages_and_freezes_nothing(
    firm: Firm, client: FlaskClient
) -> None:
    owner = owner_of(firm, client)
    owner.screen(price_terms="yes")
    answer = client.post(
        f"/proposals/{owner.proposal.code}/submit", data={"declared": "y", "key": "hand-in"}
    )
    assert answer.status_code == 422
    assert f"/proposals/{owner.proposal.code}/analysis/A#A-customer" in answer.text
    assert of(owner.proposal) is None
    assert newest_version(owner.proposal) is None
    assert (
        review_view(owner.proposal, firm.owner, at=firm.given.at, on=firm.given.at.date()) is None
    )


def _handed_in(owner: Owner) -> str:
    assert hand_in(owner) == 303
    return html.unescape(owner.client.get(f"/proposals/{owner.proposal.code}").text)


def test_whoever_hands_in_is_told_that_readers_got_a_letter(
    firm: Firm, client: FlaskClient
) -> None:
    owner = owner_of(firm, client)
    owner.screen()
    assert "Whoever has to read it got a letter." in _handed_in(owner)


def test_a_seat_that_nobody_may_take_says_who_has_to_do_what_before_and_after(
    firm: Firm, client: FlaskClient
) -> None:
    owner = owner_of(firm, client)
    owner.screen()
    with acting(by=firm.owner, at=firm.given.at) as act:
        for person in firm.people.values():
            if person is not firm.owner:
                person.deactivated_at = firm.given.at
                act.record(GivenEvent.GIVEN, person)
    needed = "The administrator must give somebody the role of a reviewer."
    assert needed in client.get(f"/proposals/{owner.proposal.code}/submit").text
    page = _handed_in(owner)
    assert "nobody could be seated to read it yet" in page
    assert "got a letter" not in page
    assert needed in page
