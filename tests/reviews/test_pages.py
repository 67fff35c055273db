"""Pages of reviews: who gets in, what they show, what a repeated or broken request does."""

import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from impactreview.audit.acts import acting
from impactreview.governance.queries.rule_sets import packaged
from impactreview.kernel.db import session
from impactreview.people.models import Person
from impactreview.people.roles import Role
from impactreview.proposals.models import Proposal
from impactreview.proposals.terms import State as ProposalState
from impactreview.reviews import operations
from impactreview.reviews.models import Concern, Position, Review, Seat
from impactreview.reviews.operations.readiness import close, hold
from impactreview.reviews.queries import reviews as queries
from impactreview.reviews.queries.drawing import check
from impactreview.reviews.terms import ConcernState, SeatKind, Stand, State
from tests.analyses.entering import Owner
from tests.proposals.drafting import opened
from tests.reviews.firm import HARM, Firm, drawn
from tests.terms import GivenEvent

OBJECTING = {"what": HARM.what, "whom": HARM.whom, "remedy": HARM.remedy}


class Visitor:
    """Somebody signed in, at the pages of one case."""

    def __init__(self, firm: Firm, client: FlaskClient, proposal: Proposal) -> None:
        self.firm, self.client = firm, client
        self.base = f"/proposals/{proposal.code}"

    def comes(self, person: Person) -> "Visitor":
        self.firm.given.signed_in(self.client, person)
        return self

    def get(self, page: str) -> Any:
        return self.client.get(f"{self.base}/{page}")

    def post(self, page: str, **data: Any) -> Any:
        return self.client.post(f"{self.base}/{page}", data=data)


@pytest.fixture
def review(firm: Firm) -> Review:
    return firm.hand_in()


@pytest.fixture
def visitor(firm: Firm, client: FlaskClient, review: Review) -> Visitor:
    return Visitor(firm, client, review.proposal)


def number(model: type) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def words(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def test_a_reader_declares_reads_and_takes_a_position(
    firm: Firm, visitor: Visitor, review: Review
) -> None:
    visitor.comes(firm.reader)
    first = visitor.get("position")
    assert first.location.endswith("/position/declare")
    assert "Before you read" in visitor.get("position/declare").text
    assert visitor.post("position/declare").status_code == 422
    declared = visitor.post("position/declare", declared="y", key="a")
    assert declared.location.endswith("/position")
    page = visitor.get("position")
    assert "Who pays late pays five euros." in page.text
    given = visitor.post("position", number="1", stand="approve", key="b")
    assert (given.status_code, given.location) == (303, visitor.base)
    again = visitor.post("position", number="1", stand="approve", key="b")
    assert again.status_code == 303
    assert number(Position) == 1


def test_the_seat_of_whoever_has_not_come_yet_says_so(
    firm: Firm, visitor: Visitor, review: Review
) -> None:
    firm.given.comes_in(firm.advocate)
    visitor.comes(firm.owner)
    page = words(visitor.get("review").text)
    awaited = "was invited and has not signed in yet"
    assert f"{firm.reader.name} {awaited}" in page
    assert firm.advocate.name in page
    assert f"{firm.advocate.name} {awaited}" not in page


def test_an_objection_without_its_concern_is_told_at_its_fields(
    firm: Firm, visitor: Visitor, review: Review
) -> None:
    firm.declare(review, firm.reader)
    visitor.comes(firm.reader)
    answer = visitor.post("position", number="1", stand="object", reason="Because")
    assert answer.status_code == 422
    for text in ("Say what the concern is.", "Say whom it harms.", "Say what would remove it."):
        assert text in answer.text
    assert "Because" in answer.text
    assert number(Concern) == 0
    answer = visitor.post("position", number="1", stand="object", reason="Because", **OBJECTING)
    assert answer.status_code == 303
    assert number(Concern) == 1


@pytest.mark.parametrize("level", [0, 2])
def test_who_reads_a_claim_is_told_what_a_yes_means(
    firm: Firm, client: FlaskClient, level: int
) -> None:
    review = firm.hand_in(analysis=drawn(level))
    reader = next(seat.person for seat in queries.seats(review) if seat.person)
    firm.declare(review, reader)
    page = Visitor(firm, client, review.proposal).comes(reader).get("position").text
    assert ("Its owner says: no customer feels this" in page) is (level == 0)
    assert ("You confirm that no customer feels this." in page) is (level == 0)


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({}, 422),
        ({"stand": "approve"}, 422),
        ({"number": "1"}, 422),
        ({"number": "x", "stand": "approve"}, 409),
        ({"number": "²", "stand": "approve"}, 409),
        ({"number": "99999999999999999999", "stand": "approve"}, 409),
        ({"number": "2", "stand": "approve"}, 409),
        ({"number": "1", "stand": "recused"}, 422),
        ({"number": "1", "stand": "yes"}, 422),
        ({"number": "1", "stand": "abstain"}, 422),
        ({"number": "1", "stand": "approve_with_conditions"}, 422),
        ({"number": "1", "stand": "approve", "reason": "x" * 10_001}, 422),
        ({"number": "1", "stand": "object", "reason": "x", "what": "x" * 10_001}, 422),
    ],
)
def test_bad_positions_are_refused_and_nothing_is_written(
    firm: Firm, visitor: Visitor, review: Review, data: dict[str, str], status: int
) -> None:
    firm.declare(review, firm.reader)
    visitor.comes(firm.reader)
    assert visitor.post("position", **data).status_code == status
    assert number(Position) == 0


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "a\x00b", "🙂" * 500, "\u202eabc"])
def test_odd_texts_come_back_faithfully_and_harmless(
    firm: Firm, visitor: Visitor, review: Review, text: str
) -> None:
    firm.declare(review, firm.reader)
    visitor.comes(firm.reader)
    data = {**OBJECTING, "what": text}
    answer = visitor.post("position", number="1", stand="object", reason=text, **data)
    assert answer.status_code == 303
    page = visitor.get("concerns/1")
    assert page.status_code == 200
    assert "<script>alert" not in page.text


PAGES = (
    "position",
    "position/declare",
    "position/leave",
    "request-changes",
    "concerns/new",
)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", ["owner", "author", "sponsor", "head", "trainee", "clerk", "boss"])
def test_abuse_12_pages_of_a_seat_are_shut_for_who_has_none(
    firm: Firm, visitor: Visitor, page: str, name: str
) -> None:
    visitor.comes(firm.people[name])
    assert visitor.get(page).status_code == 403
    data = {"declared": "y", "stand": "approve", "number": "1", "reason": "x", **OBJECTING}
    assert visitor.post(page, **data).status_code == 403
    assert number(Position) == number(Concern) == 0


@pytest.mark.parametrize("page", [*PAGES, "submit", "take-back", "concerns/1"])
def test_a_stranger_to_a_restricted_case_gets_the_404_of_what_never_was(
    firm: Firm, client: FlaskClient, page: str
) -> None:
    case = firm.hand_in(restricted=True, embargo_until=firm.given.at.date())
    visitor = Visitor(firm, client, case.proposal).comes(firm.hire("stranger"))
    there, not_there = visitor.get(page), client.get(f"/proposals/D-1999-999/{page}")
    assert there.status_code == not_there.status_code == 404
    assert _without_address(there.text) == _without_address(not_there.text)
    assert visitor.post(page, reason="x", declared="y").status_code == 404


def _without_address(text: str) -> str:
    return re.sub(r'(D-\d{4}-\d{3}|name="csrf_token" value="[^"]*")', "", text)


def test_seats_and_the_board_see_a_restricted_case(firm: Firm, client: FlaskClient) -> None:
    case = firm.hand_in(restricted=True, embargo_until=firm.given.at.date())
    visitor = Visitor(firm, client, case.proposal)
    opened(case.proposal, firm.reader, firm.clerk)
    assert visitor.comes(firm.reader).get("position/declare").status_code == 200
    assert visitor.comes(firm.clerk).get("position").status_code == 403
    with acting(by=firm.it_reader, at=firm.given.at) as act:
        operations.recuse(act, case, by=firm.it_reader, reason="x", zone="Europe/Berlin")
    assert visitor.comes(firm.it_reader).get("position").status_code == 404


def test_before_it_is_handed_in_there_is_nothing_to_judge(firm: Firm, client: FlaskClient) -> None:
    visitor = Visitor(firm, client, firm.draft())
    assert visitor.comes(firm.owner).get("position").status_code == 404
    assert visitor.comes(firm.reader).get("position").status_code == 404
    assert visitor.comes(firm.reader).get("submit").status_code == 404
    assert visitor.comes(firm.owner).get("take-back").status_code == 404


def test_what_is_missing_stands_on_the_page_with_its_links(firm: Firm, client: FlaskClient) -> None:
    proposal = firm.draft()
    visitor = Visitor(firm, client, proposal).comes(firm.owner)
    page = visitor.get("submit")
    assert page.status_code == 200
    assert f"/proposals/{proposal.code}/quick-test" in page.text
    answer = visitor.post("submit", declared="y")
    assert answer.status_code == 422
    assert "Answer the quick test first." in answer.text
    assert visitor.post("submit").status_code == 422
    assert proposal.state is ProposalState.DRAFT
    assert visitor.comes(firm.author).get("submit").status_code == 200
    assert visitor.comes(firm.author).post("submit", declared="y").status_code == 403


def test_all_that_is_missing_is_listed_each_with_its_question(
    firm: Firm, client: FlaskClient
) -> None:
    proposal = firm.draft()
    visitor = Visitor(firm, client, proposal).comes(firm.owner)
    Owner(client, proposal).screen(price_terms="yes")
    found = check(proposal, packaged("full"), at=firm.given.at, zone="Europe/Berlin").missing
    assert len(found) > 12
    places = [one.place for one in found]
    assert _linked(visitor.get("submit").text, "needs") == places
    answer = visitor.post("submit", declared="y")
    assert answer.status_code == 422
    told = _linked(answer.text, "missing")
    assert told
    assert set(told) <= set(places)


def _linked(page: str, card: str) -> list[str]:
    """Where the lines of this list lead."""
    found = re.search(rf'<(section|ul) class="[^"]*\b{card}\b.*?</\1>\s*<', page, re.S)
    assert found is not None
    return re.findall(r'<li><a href="([^"]+)"', found[0])


def test_a_case_handed_in_leads_from_its_check_to_itself(firm: Firm, visitor: Visitor) -> None:
    answer = visitor.comes(firm.owner).get("submit")
    assert (answer.status_code, answer.location) == (302, visitor.base)
    assert visitor.post("submit", declared="y").status_code == 409


def test_a_seat_is_left_on_its_page(firm: Firm, visitor: Visitor, review: Review) -> None:
    visitor.comes(firm.reader)
    assert visitor.get("position/leave").status_code == 200
    assert visitor.post("position/leave", reason="").status_code == 422
    answer = visitor.post("position/leave", reason="My brother.", key="a")
    assert (answer.status_code, answer.location) == (303, visitor.base)
    again = visitor.post("position/leave", reason="My brother.", key="a")
    assert (again.status_code, again.location) == (303, visitor.base)
    assert visitor.post("position/leave", reason="My brother.", key="b").status_code == 403
    assert visitor.get("position").status_code == 403


def test_changes_are_asked_for_on_their_page(firm: Firm, visitor: Visitor, review: Review) -> None:
    visitor.comes(firm.reader)
    assert visitor.get("request-changes").status_code == 200
    assert visitor.post("request-changes", reason="Say more.").status_code == 409  # not declared
    firm.declare(review, firm.reader)
    assert visitor.post("request-changes", reason="").status_code == 422
    assert visitor.post("request-changes", reason="Say more.").status_code == 303
    assert firm.state(review) is State.CHANGES_REQUESTED


def test_the_advocate_calls_in_on_the_page_as_long_as_there_is_time(
    firm: Firm, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = firm.hand_in(analysis=drawn(1))
    firm.declare(review, firm.advocate)
    due = firm.seat(review, SeatKind.ADVOCATE).due_at
    assert due is not None
    visitor = Visitor(firm, client, review.proposal).comes(firm.advocate)
    clock = [due + timedelta(seconds=1), due]
    monkeypatch.setattr("impactreview.reviews.views.positions.now", lambda: clock[0])
    assert "Call the case in" not in visitor.get("position").text
    assert visitor.post("position/call-in", key="late").status_code == 409
    clock.pop(0)
    assert "Call the case in" in visitor.get("position").text
    assert visitor.post("position/call-in", key="a").status_code == 303


def test_a_finished_review_offers_no_request_for_changes(
    firm: Firm, visitor: Visitor, review: Review
) -> None:
    firm.declare(review, firm.reader)
    visitor.comes(firm.reader)
    assert "/request-changes" in visitor.get("position").text
    firm.everybody_approves(review)
    visitor.comes(firm.reader)
    assert "/request-changes" not in visitor.get("position").text
    page = visitor.get("request-changes")
    assert (page.status_code, "<form" in page.text.split("<h1")[1]) == (200, False)
    assert "The review is finished." in page.text
    refused = visitor.post("request-changes", reason="Say more.", key="late")
    assert refused.status_code == 409
    assert "The review is finished." in refused.text
    assert firm.state(review) is State.READY


def test_a_concern_goes_its_way_on_its_page(firm: Firm, visitor: Visitor, review: Review) -> None:
    firm.declare(review, firm.reader)
    visitor.comes(firm.reader)
    assert visitor.post("concerns/new", what="", whom="x", remedy="y").status_code == 422
    made = visitor.post("concerns/new", **OBJECTING, key="a")
    assert made.location.endswith("/concerns/1")
    assert "Take it back" in visitor.get("concerns/1").text
    assert "Your answer" not in visitor.get("concerns/1").text
    assert visitor.post("concerns/1", answer="x").status_code == 403
    visitor.comes(firm.owner)
    assert "Your answer" in visitor.get("concerns/1").text
    assert visitor.post("concerns/1", answer="").status_code == 422
    assert visitor.post("concerns/1", answer="We cap it.").status_code == 303
    for step in ("resolve", "withdraw", "contest"):
        assert visitor.post(f"concerns/1/{step}").status_code == 403
    assert "Carry it to the board" in visitor.comes(firm.clerk).get("concerns/1").text
    assert visitor.post("concerns/1/contest").status_code == 303
    assert queries.concerns(review)[0].state is ConcernState.CONTESTED
    assert visitor.comes(firm.reader).post("concerns/1/resolve").status_code == 303
    assert queries.concerns(review)[0].state is ConcernState.RESOLVED
    assert visitor.post("concerns/1/withdraw").status_code == 409


@pytest.mark.parametrize("page", ["concerns/2", "concerns/0", "concerns/99999999999999999999"])
def test_there_is_no_such_concern(firm: Firm, visitor: Visitor, page: str) -> None:
    assert visitor.comes(firm.owner).get(page).status_code == 404


def test_a_concern_belongs_to_its_case(firm: Firm, visitor: Visitor, review: Review) -> None:
    other = firm.hand_in()
    person = firm.holder(other, SeatKind.DOMAIN)
    firm.say(other, person, Stand.OBJECT, concern=HARM)
    assert visitor.comes(firm.owner).get("concerns/1").status_code == 404


def test_the_clerk_has_a_seat_filled_on_the_page(firm: Firm, client: FlaskClient) -> None:
    review = firm.hand_in(analysis=drawn(4))
    seat = firm.seat(review, SeatKind.INDEPENDENT)
    firm.given.role(firm.hire("sage"), Role.EXPERT, "independent")
    visitor = Visitor(firm, client, review.proposal)
    page = f"seats/{seat.id}/fill"
    assert visitor.comes(firm.owner).post(page).status_code == 403
    assert visitor.comes(firm.clerk).post(page).status_code in (303, 403)
    foreign = firm.seat(firm.hand_in(), SeatKind.DOMAIN)
    assert visitor.post(f"seats/{foreign.id}/fill").status_code == 404


def test_a_submitted_case_is_taken_back(firm: Firm, visitor: Visitor, review: Review) -> None:
    assert visitor.comes(firm.reader).post("take-back", reason="x").status_code == 403
    visitor.comes(firm.owner)
    assert visitor.get("take-back").status_code == 200
    assert visitor.post("take-back", reason="").status_code == 422
    assert visitor.post("take-back", reason="Too early.").status_code == 303
    assert firm.state(review) is State.CLOSED


def test_get_never_changes_anything(firm: Firm, visitor: Visitor, review: Review) -> None:
    firm.declare(review, firm.reader)
    visitor.comes(firm.reader)
    for page in ("position/call-in", "concerns/1/resolve", f"seats/{review.id}/fill"):
        assert visitor.get(page).status_code in (404, 405)
    assert number(Seat) == 3


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_page_speaks_the_readers_language(
    firm: Firm, visitor: Visitor, review: Review, language: str
) -> None:
    firm.say(review, firm.it_reader, Stand.OBJECT, concern=HARM)
    with acting(by=firm.reader, at=firm.given.at) as act:
        firm.reader.language = language
        act.record(GivenEvent.GIVEN, firm.reader)
    visitor.comes(firm.reader)
    before, after = PAGES[1:3], ("position", "request-changes", "concerns/new", "concerns/1")
    pages = {page: visitor.get(page) for page in before}
    firm.declare(review, firm.reader)
    pages |= {page: visitor.get(page) for page in after}
    german = {
        "position/declare": "Bevor Sie lesen",
        "concerns/1": "Einwand C-1",
        "position/leave": "Sitz abgeben",
        "position": "Ihr Votum",
        "request-changes": "Um Änderungen bitten",
        "concerns/new": "Einwand erheben",
    }
    for page, answer in pages.items():
        assert answer.status_code == 200
        assert (german[page] in answer.text) is (language == "de")
        assert answer.text.count("<h1") == 1


def test_sections_that_changed_are_named_by_their_titles(
    firm: Firm, visitor: Visitor, review: Review
) -> None:
    firm.say(review, firm.reader, Stand.APPROVE)
    firm.revise(review, firm.it_reader, drawn(answers={"L.notice": "By letter"}))
    page = visitor.comes(firm.reader).get("position")
    assert "There is a newer version" in page.text
    assert "L " in words(page.text)
    assert "on version 1 these changed" in words(page.text)


def test_names_are_escaped_once(firm: Firm, visitor: Visitor, review: Review) -> None:
    with acting(by=firm.reader, at=firm.given.at) as act:
        firm.reader.name = "O'Neil <b>& Sons</b>"
        act.record(GivenEvent.GIVEN, firm.reader)
    page = visitor.comes(firm.owner).get("review")
    assert page.status_code == 200
    assert "O&#39;Neil &lt;b&gt;&amp; Sons" in page.text
    assert "&amp;#39;" not in page.text
    assert "&amp;amp;" not in page.text
    assert "owner&#39;s line reads." in page.text


@pytest.mark.parametrize("page", PAGES)
def test_while_authors_make_changes_no_form_is_offered_that_could_only_fail(
    firm: Firm, visitor: Visitor, review: Review, page: str
) -> None:
    firm.declare(review, firm.reader)
    firm.ask_for_changes(review, firm.it_reader, "Ask those who pay late.")
    for person in (firm.reader, firm.it_reader, firm.advocate):
        visitor.comes(person)
        if page == "concerns/new" and person is firm.advocate:
            assert visitor.get(page).location.endswith("/position/declare")
            continue
        answer = visitor.get(page)
        assert answer.status_code == 200
        assert "its authors revise it now" in answer.text
        assert "Ask those who pay late." in answer.text
        assert "It_Reader, on version 1" in answer.text
        assert '<form method="post" data-guard' not in answer.text
        assert 'name="reason"' not in answer.text
        assert visitor.post(page, reason="").status_code == 409
    assert number(Position) == number(Concern) == 0


@pytest.mark.parametrize("page", PAGES)
def test_what_can_be_said_again_has_its_form_again(
    firm: Firm, visitor: Visitor, review: Review, page: str
) -> None:
    firm.declare(review, firm.reader)
    firm.revise(review, firm.it_reader, drawn(), text="Who pays late pays four euros.")
    answer = visitor.comes(firm.reader).get(page)
    if page == "position/declare":
        assert answer.location.endswith("/position")
    else:
        assert "data-guard" in answer.text
        assert "Say more." not in answer.text


def test_a_review_that_is_over_or_under_a_ballot_offers_no_position(
    firm: Firm, visitor: Visitor, review: Review
) -> None:
    firm.declare(review, firm.reader)
    firm.everybody_approves(review)
    with acting(by=firm.owner, at=firm.given.at) as act:
        hold(act, review)
    visitor.comes(firm.reader)
    page = visitor.get("position")
    assert (page.status_code, 'name="stand"' in page.text) == (200, False)
    assert "A ballot is open" in page.text
    with acting(by=firm.owner, at=firm.given.at) as act:
        close(act, review, why="Enough.")
    page = visitor.get("position")
    assert (page.status_code, 'name="stand"' in page.text) == (200, False)
    assert "The review is over." in page.text
