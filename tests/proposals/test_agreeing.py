"""Whoever is named as co-author or sponsor is tied to nothing before they have said yes."""

import json
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from impactreview.audit.acts import System, acting
from impactreview.audit.models import Event, Payload
from impactreview.kernel.db import session
from impactreview.kernel.refusals import NotNow, NotYours, Refusal, Unfinished, Unusable
from impactreview.notifications.models import Letter
from impactreview.people.models import Person
from impactreview.people.roles import Role
from impactreview.proposals import operations
from impactreview.proposals.models import Proposal
from impactreview.proposals.queries import authors
from impactreview.proposals.rules import access, asked_of, frozen_fields, missing
from impactreview.proposals.terms import Involvement, Tie
from impactreview.reviews.queries.circle import circle
from tests.conftest import NOON
from tests.given import Given
from tests.proposals.drafting import (
    asked,
    cast,
    draft,
    form_of,
    involved,
    named,
    neutral,
    released,
    said_of,
    submitted,
    wrote,
)
from tests.terms import GivenEvent

pytestmark = pytest.mark.database_near

Answer = Callable[..., None]
ANSWERS = (operations.agree, operations.decline)


def _answers(proposal: Proposal, person: Person, answer: Answer) -> None:
    with acting(by=person, at=NOON) as act:
        answer(act, proposal, by=person)


def _refused(proposal: Proposal, person: Person, answer: Answer) -> type[Refusal]:
    before = _events(proposal)
    with pytest.raises(Refusal) as refusal:
        _answers(proposal, person, answer)
    assert _events(proposal) == before
    return type(refusal.value)


def _events(proposal: Proposal) -> list[str]:
    """The kind of every entry of this proposal."""
    asked = sa.select(Event.kind).where(Event.stream == proposal.id).order_by(Event.version)
    return list(session.scalars(asked))


def _said(proposal: Proposal) -> dict[str, object]:
    """What its newest entry says, behind the commitments."""
    kept = sa.select(Payload).where(Payload.event_id == proposal.event_id)
    return {row.field: json.loads(row.value) for row in session.scalars(kept)}


def _ties(proposal: Proposal, person: Person) -> bool:
    """Whether this person is kept from judging it, by any of the questions that are asked."""
    around = circle(proposal)
    kept = person.id in around.authors or person.id == around.sponsor
    assert (person.id in authors(proposal)) == (person.id in around.authors)
    said = frozen_fields(proposal)["authors"]
    assert isinstance(said, list)
    assert (str(person.id) in said) == (person.id in around.authors)
    return kept


def test_who_was_asked_to_write_it_reads_it_and_is_tied_to_nothing(given: Given) -> None:
    proposal, other = draft(given), given.person()
    asked(proposal, other)
    assert asked_of(other, proposal) == [Tie.CO_AUTHOR]
    assert access.may_read_draft(other.id, proposal)
    assert not access.may_write(other.id, proposal)
    assert not _ties(proposal, other)
    with pytest.raises(NotYours):
        access.must_write(other, proposal)


def test_a_yes_makes_an_author_of_them(given: Given) -> None:
    proposal, other = draft(given), given.person()
    one = asked(proposal, other)
    _answers(proposal, other, operations.agree)
    assert one.agreed_at == NOON
    assert access.may_write(other.id, proposal)
    assert _ties(proposal, other)
    assert _events(proposal)[-1] == "proposal.person_agreed"
    said = _said(proposal)
    assert (said["actor"], said["parts"]) == (other.handle, ["co_author"])


def test_a_no_leaves_them_as_free_as_before(given: Given) -> None:
    proposal, other = draft(given), given.person()
    one = asked(proposal, other)
    _answers(proposal, other, operations.decline)
    assert (one.agreed_at, one.until) == (None, NOON)
    assert not access.may_read_draft(other.id, proposal)
    assert not _ties(proposal, other)
    assert _events(proposal)[-1] == "proposal.person_declined"
    submitted(proposal)
    assert not _ties(proposal, other)


def test_a_sponsor_is_asked_and_is_none_before_a_yes(given: Given) -> None:
    backer, other = given.person(), given.person()
    proposal = named(given, sponsor=backer)
    assert asked_of(backer, proposal) == [Tie.SPONSOR]
    assert not _ties(proposal, backer)
    _answers(proposal, backer, operations.agree)
    assert proposal.sponsor_agreed_at == NOON
    assert _ties(proposal, backer)
    proposal = named(given, sponsor=other)
    _answers(proposal, other, operations.decline)
    assert proposal.sponsor is None
    assert not access.may_read_draft(other.id, proposal)


def _in_both_parts(given: Given, both: Person) -> Proposal:
    """As it could be named before nobody could write a proposal and sponsor it."""
    proposal = named(given, co_authors=[both])
    with acting(by=System(), at=NOON) as act:
        proposal.sponsor = both
        act.record(GivenEvent.GIVEN, proposal)
    return proposal


def test_one_answer_is_enough_for_both_parts(given: Given) -> None:
    both = given.person()
    proposal = _in_both_parts(given, both)
    assert asked_of(both, proposal) == [Tie.CO_AUTHOR, Tie.SPONSOR]
    _answers(proposal, both, operations.agree)
    assert (proposal.sponsor_agreed_at, proposal.involved[0].agreed_at) == (NOON, NOON)
    again = _in_both_parts(given, both)
    _answers(again, both, operations.decline)
    assert (again.sponsor, again.involved[0].until) == (None, NOON)


def test_to_be_named_and_taken_off_again_makes_nobody_an_author(given: Given) -> None:
    """The way to rob somebody of their vote: name them, take them off, hand it in."""
    proposal, robbed, baited, author = draft(given), given.person(), given.person(), given.person()
    released(proposal, asked(proposal, robbed))
    trap = involved(proposal, baited, Involvement.CO_AUTHOR)
    wrote(proposal, proposal.owner, "A fee of twenty euros.")  # not what the yes was given for
    released(proposal, trap)
    part = involved(proposal, author, Involvement.CO_AUTHOR)
    wrote(proposal, author)
    released(proposal, part)
    version = submitted(proposal)
    said = version.content["proposal"]["authors"]
    assert set(said) == {str(proposal.owner_id), str(author.id)}
    assert not _ties(proposal, robbed)
    assert not _ties(proposal, baited)


def test_a_yes_can_be_taken_back_until_it_is_handed_in(given: Given) -> None:
    proposal = draft(given, sponsor=given.person())
    backer, author = proposal.sponsor, given.person()
    assert backer is not None
    involved(proposal, author, Involvement.CO_AUTHOR)
    for person in (backer, author):
        _answers(proposal, person, operations.leave)
        assert _events(proposal)[-1] == "proposal.person_released"
        assert not _ties(proposal, person)
        assert not access.may_read_draft(person.id, proposal)
        assert _refused(proposal, person, operations.leave) is NotNow
    assert str(author.id) not in submitted(proposal).content["proposal"]["authors"]


def test_who_has_written_in_it_leaves_and_stays_its_author(given: Given) -> None:
    proposal, author = draft(given), given.person()
    involved(proposal, author, Involvement.CO_AUTHOR)
    wrote(proposal, author)
    _answers(proposal, author, operations.leave)
    assert not access.may_write(author.id, proposal)
    assert str(author.id) in submitted(proposal).content["proposal"]["authors"]
    assert _refused(proposal, author, operations.leave) is NotNow


def test_nobody_leaves_what_is_handed_in_or_was_never_theirs(given: Given) -> None:
    proposal, author = draft(given, sponsor=given.person()), given.person()
    people = cast(given, proposal)
    asked(proposal, author)
    for name in ("owner", "commenter", "stranger", "former co-author", "auditor"):
        assert _refused(proposal, people[name], operations.leave) is NotNow
    assert _refused(proposal, author, operations.leave) is NotNow
    _answers(proposal, author, operations.agree)
    submitted(proposal)
    for person in (author, people["co-author"], people["sponsor"]):
        assert _refused(proposal, person, operations.leave) is NotNow


@pytest.mark.parametrize("writes", [True, False])
def test_who_is_taken_off_is_told_what_it_means(given: Given, writes: bool) -> None:
    proposal, author = draft(given), given.person()
    part = involved(proposal, author, Involvement.CO_AUTHOR)
    if writes:
        wrote(proposal, author)
    released(proposal, part)
    letters = session.scalars(sa.select(Letter).where(Letter.person_id == author.id)).all()
    told = [each.body for each in letters if "off" in each.subject]
    assert len(told) == 1
    assert ("stay an author" in told[0]) is writes


@pytest.mark.parametrize("part", list(Tie))
def test_nothing_is_handed_in_while_somebody_has_not_answered(given: Given, part: Tie) -> None:
    other = given.person(name="Mira Feld")
    values = {"sponsor": other} if part is Tie.SPONSOR else {"co_authors": [other]}
    proposal = named(given, **values)
    (lack,) = missing(proposal)
    assert lack.params == {"name": "Mira Feld"}
    assert lack.place.endswith("/edit#sponsor" if part is Tie.SPONSOR else "/people")
    with pytest.raises(Unfinished):
        submitted(proposal)
    _answers(proposal, other, operations.agree)
    assert submitted(proposal).number == 1


def test_another_sponsor_is_asked_anew(given: Given) -> None:
    first, second = given.person(), given.person()
    proposal = draft(given, sponsor=first)
    said = said_of(proposal, sponsor=second)
    with acting(by=proposal.owner, at=NOON) as act:
        operations.change(act, proposal, by=proposal.owner, said=said, seen=proposal.version)
    assert proposal.sponsor_agreed_at is None
    assert asked_of(second, proposal) == [Tie.SPONSOR]
    assert not _ties(proposal, first)


def test_nobody_answers_for_another_and_nobody_twice(given: Given) -> None:
    proposal, other = draft(given, sponsor=given.person()), given.person()
    people = cast(given, proposal)
    asked(proposal, other)
    for person in people.values():
        for answer in ANSWERS:
            assert _refused(proposal, person, answer) is NotNow
    _answers(proposal, other, operations.agree)
    for answer in ANSWERS:
        assert _refused(proposal, other, answer) is NotNow


def test_who_was_taken_off_or_has_left_answers_no_more(given: Given) -> None:
    proposal, off, gone = draft(given), given.person(), given.person()
    released(proposal, asked(proposal, off))
    assert _refused(proposal, off, operations.agree) is NotNow
    asked(proposal, gone)
    with acting(by=System(), at=NOON) as act:
        gone.deactivated_at = NOON
        act.record(GivenEvent.GIVEN, gone)
    assert _refused(proposal, gone, operations.agree) is NotYours


def test_who_came_to_speak_for_the_customers_meanwhile_can_not_agree(given: Given) -> None:
    proposal, other = draft(given), given.person()
    asked(proposal, other)
    given.role(other, Role.ADVOCATE)
    assert _refused(proposal, other, operations.agree) is Unusable
    _answers(proposal, other, operations.decline)


def test_an_owner_does_not_sponsor_their_own(given: Given) -> None:
    owner = given.person()
    with pytest.raises(Unusable):
        named(given, owner, sponsor=owner)


def test_the_owner_is_told_without_the_title(given: Given) -> None:
    for answer in ANSWERS:
        proposal, other = draft(given, title="Secret fee"), given.person(name="Mira Feld")
        asked(proposal, other)
        _answers(proposal, other, answer)
        letter = session.scalars(
            sa.select(Letter).where(Letter.person_id == proposal.owner_id)
        ).one()
        assert letter.params == {"code": proposal.code, "name": "Mira Feld"}
        assert "Secret" not in letter.subject + letter.body


# --- the page


def _page(proposal: Proposal) -> str:
    return f"/proposals/{proposal.code}/invitation"


def test_home_leads_to_the_question_and_the_page_to_the_answer(
    given: Given, client: FlaskClient
) -> None:
    other, board = given.person(), given.board(name="Board of fares")
    given.member(board, other)
    proposal = named(given, sponsor=other)
    browser = given.signed_in(client, other)
    assert _page(proposal) in browser.get("/").text
    assert _page(proposal) in browser.get(f"/proposals/{proposal.code}").text
    page = browser.get(_page(proposal)).text
    assert proposal.title in page
    assert "Board of fares" in page
    assert browser.post(_page(proposal), data={"key": "a"}).status_code == 422
    assert browser.post(_page(proposal), data={"key": "a", "answer": "maybe"}).status_code == 422
    for _ in range(2):  # a second click leads to the same place
        answer = browser.post(_page(proposal), data={"key": "a", "answer": "yes"})
        assert (answer.status_code, answer.location) == (303, f"/proposals/{proposal.code}")
    assert asked_of(other, proposal) == []
    assert _page(proposal) not in browser.get("/").text
    again = browser.post(_page(proposal), data={"key": "b", "answer": "yes"})
    assert again.status_code == 409
    assert "Take my name off" in browser.get(_page(proposal)).text
    for _ in range(2):
        gone = browser.post(_page(proposal), data={"key": "c", "answer": "no"})
        assert (gone.status_code, gone.location) == (303, "/")
    assert proposal.sponsor is None
    assert browser.get(_page(proposal)).status_code == 404


def test_a_no_leads_home_and_the_draft_is_gone(given: Given, client: FlaskClient) -> None:
    proposal, other = draft(given), given.person()
    asked(proposal, other)
    browser = given.signed_in(client, other)
    for _ in range(2):
        answer = browser.post(_page(proposal), data={"key": "a", "answer": "no"})
        assert (answer.status_code, answer.location) == (303, "/")
    assert browser.get(f"/proposals/{proposal.code}").status_code == 404


def test_for_everybody_else_there_is_no_such_page(given: Given, client: FlaskClient) -> None:
    proposal = draft(given, sponsor=given.person())
    takes_part = {"co-author", "sponsor"}
    for name, person in cast(given, proposal).items():
        if name in takes_part:
            continue
        browser = given.signed_in(client, person)
        never = browser.get("/proposals/D-1999-001/invitation")
        found = browser.get(_page(proposal))
        assert (found.status_code, neutral(found)) == (404, neutral(never))
        assert browser.post(_page(proposal), data={"answer": "yes"}).status_code == 404


def test_the_list_says_who_has_not_answered_and_who_will_not_vote(
    given: Given, client: FlaskClient
) -> None:
    other, backer = given.person(name="Mira Feld"), given.person(name="Ole Sand")
    given.member(given.board(name="Board of fares"), other)
    proposal = named(given, sponsor=backer, co_authors=[other])
    page = given.signed_in(client, proposal.owner).get(f"/proposals/{proposal.code}/people").text
    assert page.count("has not answered") == 2
    assert "Board of fares" in page
    given.agreed(proposal)
    page = client.get(f"/proposals/{proposal.code}/people").text
    assert "has not answered" not in page
    assert "Board of fares" in page


def test_a_sponsor_who_is_the_owner_is_told_at_the_field(given: Given, client: FlaskClient) -> None:
    owner = given.person()
    browser = given.signed_in(client, owner)
    sent = form_of(given.unit(), sponsor=owner.email)
    answer = browser.post("/proposals/new", data=sent)
    assert answer.status_code == 422
    assert "The owner stands in the proposal already." in answer.text


@pytest.mark.parametrize("who", ["owner", "left", "advocate"])
def test_what_is_wrong_with_a_co_author_is_told_at_the_field(
    given: Given, client: FlaskClient, who: str
) -> None:
    people = {
        "owner": given.person(),
        "left": given.person(deactivated_at=NOON),
        "advocate": given.person(Role.ADVOCATE),
    }
    browser = given.signed_in(client, people["owner"])
    answer = browser.post(
        "/proposals/new", data=form_of(given.unit(), co_authors=people[who].email)
    )
    assert answer.status_code == 422
    assert 'href="#co_authors"' in answer.text
    assert 'id="co_authors-error"' in answer.text
