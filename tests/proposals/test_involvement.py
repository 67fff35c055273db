"""Who joins a proposal, who is taken off, and who is told."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from impactreview.audit.acts import acting
from impactreview.audit.models import Event
from impactreview.kernel.db import session
from impactreview.kernel.refusals import NotNow, NotYours, Refusal, Unusable
from impactreview.notifications.models import Letter
from impactreview.people.models import Person
from impactreview.people.roles import Role
from impactreview.proposals import operations
from impactreview.proposals.models import Involved, Proposal
from impactreview.proposals.queries import authors, involved_ids
from impactreview.proposals.terms import Involvement
from tests.conftest import NOON
from tests.given import Given
from tests.proposals.drafting import (
    cast,
    draft,
    form_of,
    involved,
    named,
    neutral,
    released,
    said_of,
    submitted,
)

pytestmark = pytest.mark.database_near

DAY = NOON.date().replace(year=2027)


def _events(proposal: Proposal) -> list[str]:
    found = session.scalars(
        sa.select(Event.kind).where(Event.stream == proposal.id).order_by(Event.version)
    )
    return list(found)


def _letters(person: Person) -> list[Letter]:
    return list(session.scalars(sa.select(Letter).where(Letter.person_id == person.id)))


def test_a_co_author_joins_and_leaves_with_an_entry_each(given: Given) -> None:
    proposal, other = draft(given), given.person()
    one = involved(proposal, other, Involvement.CO_AUTHOR)
    assert authors(proposal) == {proposal.owner_id, other.id}
    assert involved_ids(proposal) == {other.id}
    released(proposal, one)
    assert authors(proposal) == {proposal.owner_id}
    assert one.until == NOON
    assert _events(proposal)[1:] == [
        "proposal.person_involved",
        "proposal.person_agreed",
        "proposal.person_released",
    ]


@pytest.mark.parametrize("part", list(Involvement))
def test_whoever_joins_gets_a_letter_without_the_title(given: Given, part: Involvement) -> None:
    proposal = draft(given, title="Secret fee", restricted=True, embargo_until=DAY)
    other = given.person()
    involved(proposal, other, part)
    (letter,) = _letters(other)
    assert letter.params["code"] == proposal.code
    assert "Secret" not in f"{letter.subject} {letter.body} {letter.params}"
    assert letter.path.startswith(f"/proposals/{proposal.code}")


def test_a_sponsor_gets_a_letter_once(given: Given) -> None:
    sponsor = given.person()
    draft(given, sponsor=sponsor)
    assert len(_letters(sponsor)) == 1


def _refused(proposal: Proposal, person: Person, part: Involvement) -> type[Refusal]:
    before = _events(proposal)
    with pytest.raises(Refusal) as refusal:
        involved(proposal, person, part)
    assert _events(proposal) == before
    return type(refusal.value)


def test_who_can_not_join(given: Given) -> None:
    proposal, here = draft(given), given.person()
    assert _refused(proposal, proposal.owner, Involvement.CO_AUTHOR) is Unusable
    assert _refused(proposal, given.person(deactivated_at=NOON), Involvement.COMMENTER) is Unusable
    assert _refused(proposal, here, Involvement.READER) is Unusable  # an open proposal has none
    involved(proposal, here, Involvement.COMMENTER)
    assert _refused(proposal, here, Involvement.CO_AUTHOR) is Unusable


@pytest.mark.parametrize("role", [Role.ADVOCATE, Role.DEPUTY_ADVOCATE])
def test_an_owner_can_not_tie_who_speaks_for_the_customers(given: Given, role: Role) -> None:
    """Whoever writes or sponsors does not judge: named so, the advocate would lose the seat."""
    proposal, advocate = draft(given), given.person(role)
    with pytest.raises(Unusable, match="speaks for the customers"):
        involved(proposal, advocate, Involvement.CO_AUTHOR)
    with pytest.raises(Unusable, match="speaks for the customers"):
        draft(given, sponsor=advocate)
    assert involved(proposal, advocate, Involvement.COMMENTER)


def test_nobody_writes_a_proposal_and_sponsors_it(given: Given, client: FlaskClient) -> None:
    one, other = given.person(), given.person()
    proposal = named(given, sponsor=one, co_authors=[other])
    given.signed_in(client, proposal.owner)
    sent = {"email": one.email, "involvement": "co_author"}
    page = client.post(f"/proposals/{proposal.code}/people", data=sent)
    assert page.status_code == 422
    assert "is named as sponsor. Nobody writes a proposal and sponsors it." in page.text
    form = form_of(proposal.unit, version=str(proposal.version), sponsor=other.email)
    page = client.post(f"/proposals/{proposal.code}/edit", data=form)
    assert page.status_code == 422
    assert "is named as co-author. Nobody writes a proposal and sponsors it." in page.text
    assert proposal.sponsor == one
    assert [each.person for each in proposal.involved] == [other]
    with pytest.raises(Unusable) as refused:
        named(given, sponsor=one, co_authors=[one])
    assert refused.value.params["place"] == "co_authors"


def test_who_was_a_co_author_can_sponsor_it_and_a_sponsor_may_be_asked_to_comment(
    given: Given,
) -> None:
    proposal, one = draft(given), given.person()
    released(proposal, involved(proposal, one, Involvement.CO_AUTHOR))
    said = said_of(proposal, sponsor=one)
    with acting(by=proposal.owner, at=NOON) as act:
        operations.change(act, proposal, by=proposal.owner, said=said, seen=proposal.version)
    assert proposal.sponsor == one
    assert involved(proposal, one, Involvement.COMMENTER).person == one


def test_authors_are_fixed_once_submitted_others_may_still_join(given: Given) -> None:
    proposal = draft(given, restricted=True, embargo_until=DAY)
    author = involved(proposal, given.person(), Involvement.CO_AUTHOR)
    submitted(proposal)
    assert _refused(proposal, given.person(), Involvement.CO_AUTHOR) is NotNow
    with pytest.raises(NotNow):
        released(proposal, author)
    reader = involved(proposal, given.person(), Involvement.READER)
    released(proposal, reader)
    with pytest.raises(NotNow):
        released(proposal, reader)


def test_only_the_owner_says_who_joins(given: Given) -> None:
    proposal = draft(given, sponsor=given.person())
    other, part = given.person(), Involvement.COMMENTER
    for name, person in cast(given, proposal).items():
        if name == "owner":
            continue
        with pytest.raises(NotYours), acting(by=person, at=NOON) as act:
            operations.involve(act, proposal, by=person, person=other, involvement=part)
        with pytest.raises(NotYours), acting(by=person, at=NOON) as act:
            operations.release(act, proposal, by=person, involved=proposal.involved[0])


def _people(proposal: Proposal) -> str:
    return f"/proposals/{proposal.code}/people"


def _sent(browser: FlaskClient, proposal: Proposal, **fields: Any) -> int:
    answer = browser.post(_people(proposal), data={"involvement": "commenter", **fields})
    return answer.status_code


def test_the_owner_adds_and_takes_off_on_the_page(given: Given, client: FlaskClient) -> None:
    proposal, other = draft(given), given.person(name="Mira Feld")
    browser = given.signed_in(client, proposal.owner)
    assert _sent(browser, proposal, email=other.email.upper(), key="a") == 303
    assert _sent(browser, proposal, email=other.email.upper(), key="a") == 303
    page = browser.get(_people(proposal)).text
    assert "Mira Feld" in page
    one = session.scalars(sa.select(Involved).where(Involved.person_id == other.id)).one()
    release = f"{_people(proposal)}/{one.id}/release"
    assert browser.post(release, data={"key": "b"}).status_code == 303
    assert browser.post(release, data={"key": "b"}).status_code == 303
    assert browser.post(release, data={"key": "c"}).status_code == 409
    assert _events(proposal)[1:] == ["proposal.person_involved", "proposal.person_released"]


def test_the_page_tells_what_is_wrong(given: Given, client: FlaskClient) -> None:
    proposal = draft(given)
    browser = given.signed_in(client, proposal.owner)
    for fields in (
        {"email": ""},
        {"email": "nobody@example.org"},
        {"email": "x" * 300},
        {"email": given.person().email, "involvement": "reader"},
        {"email": given.person().email, "involvement": "owner"},
        {"email": given.person().email, "involvement": ""},
    ):
        assert _sent(browser, proposal, **fields) == 422, fields
    assert len(_events(proposal)) == 1


def test_a_part_of_another_proposal_is_not_found_here(given: Given, client: FlaskClient) -> None:
    owner = given.person()
    mine, other = draft(given, owner), draft(given)
    one = involved(other, given.person(), Involvement.COMMENTER)
    browser = given.signed_in(client, owner)
    assert browser.post(f"{_people(mine)}/{one.id}/release").status_code == 404
    assert one.until is None


def test_the_page_shows_readers_no_form_and_strangers_nothing(
    given: Given, client: FlaskClient
) -> None:
    proposal = draft(given, sponsor=given.person())
    for name, person in cast(given, proposal).items():
        browser = given.signed_in(client, person)
        answer = browser.get(_people(proposal))
        if name in {"owner", "co-author", "commenter", "sponsor"}:
            assert answer.status_code == 200
            assert ('name="email"' in answer.text) is (name == "owner")
            status = _sent(browser, proposal, email=given.person().email)
            assert status == (303 if name == "owner" else 403)
        else:
            missing = browser.get("/proposals/D-1999-001/people")
            assert (answer.status_code, neutral(answer)) == (404, neutral(missing))
            assert _sent(browser, proposal, email=given.person().email) == 404
