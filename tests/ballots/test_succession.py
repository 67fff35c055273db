"""A proposal whose owner has left: an administrator gives it to somebody who has no say in it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from impactreview.audit.acts import System, acting
from impactreview.audit.models import Event as LogEvent
from impactreview.ballots import operations
from impactreview.ballots.queries import ballots as queries
from impactreview.ballots.rules.electorate import barred
from impactreview.ballots.terms import Choice
from impactreview.kernel.db import session
from impactreview.kernel.refusals import NotNow, Unusable
from impactreview.notifications.models import Letter
from impactreview.people.models import Person
from impactreview.people.queries.sign_in import credential_for
from impactreview.people.roles import Role
from impactreview.policies.queries import newest_version
from impactreview.proposals.models import Proposal
from impactreview.proposals.operations import involve, withdraw
from impactreview.proposals.rules import authors_of_next
from impactreview.proposals.terms import Event, Involvement
from impactreview.reviews.queries.circle import circle
from impactreview.reviews.terms import SeatKind
from tests.ballots.house import House, facts_of, must_refuse
from tests.conftest import NOON, NewApp
from tests.given import Given
from tests.reviews.firm import drawn
from tests.terms import GivenEvent

pytestmark = pytest.mark.database_near

WHY = "They have built it together."
SUBJECT = "The proposal %(code)s has another owner"
KEPT: dict[str, Any] = {"restricted": True, "embargo_until": date(2099, 1, 1)}
UNTOLD = "Nobody can be named who does not know of it already, or who has a say in it."


def leaves(house: House, person: Person | None = None) -> None:
    with acting(by=System(), at=house.given.at) as act:
        person = person or house.owner
        person.deactivated_at = house.given.at
        act.record(GivenEvent.GIVEN, person)


def administrator(house: House) -> Person:
    return house.people.get("administrator") or house.hire("administrator", Role.ADMINISTRATOR)


def came(house: House, person: Person) -> Person:
    """Somebody who has set a password."""
    return person if credential_for(person) else house.given.comes_in(person)


def name(house: House, proposal: Proposal, owner: Person, why: str = WHY) -> None:
    by = administrator(house)
    came(house, owner)
    with acting(by=by, at=house.given.at) as act:
        operations.name_owner(act, proposal, by=by, owner=owner, why=why, on=house.today)


def refused(
    house: House, proposal: Proposal, owner: Person, kind: type[NotNow | Unusable], why: str = WHY
) -> str:
    by = administrator(house)
    before = proposal.owner
    came(house, owner)
    refusal = must_refuse(
        house,
        by,
        kind,
        lambda act: operations.name_owner(
            act, proposal, by=by, owner=owner, why=why, on=house.today
        ),
    )
    session.refresh(proposal)
    assert proposal.owner == before
    return refusal.message


def told() -> set[str]:
    asked = sa.select(Letter.address).where(Letter.subject == SUBJECT)
    return set(session.scalars(asked))


# --- what becomes of it


@pytest.mark.parametrize("who", ["stranger", "author", "sponsor"])
def test_a_draft_gets_another_owner_and_all_whom_it_concerns_are_told(
    house: House, who: str
) -> None:
    proposal, new = house.draft(), house.people[who]
    leaves(house)
    name(house, proposal, new)
    assert proposal.owner == new
    hears = {who, "author", "sponsor", "advocate", "deputy"}
    assert told() == {house.people[each].email for each in hears}
    kind, facts = facts_of(proposal)[-1]
    assert kind == Event.HANDED_OVER.value
    assert facts["owner"] == new.handle
    assert facts["before"] == house.owner.handle
    assert facts["reason"] == WHY


def test_all_who_see_to_it_hear_of_it_and_nothing_of_what_it_says(house: House) -> None:
    proposal, handler = house.hand_in(sponsor=None, co_authors=[]).proposal, house.hire("h")
    other = house.hire("second", Role.ADMINISTRATOR)
    leaves(house)
    name(house, proposal, handler)
    run = {house.chair, house.vice, house.clerk}
    watch = {house.advocate, house.deputy, other, *run}
    assert told() == {each.email for each in {handler, *watch}}
    assert administrator(house).email not in told()
    for letter in session.scalars(sa.select(Letter).where(Letter.subject == SUBJECT)):
        assert proposal.title not in f"{letter.params}"
        assert letter.params["reason"] == WHY


@pytest.mark.parametrize("restricted", [True, False])
def test_of_a_draft_and_a_restricted_case_the_letter_tells_the_code_alone(
    house: House, restricted: bool
) -> None:
    proposal = house.hand_in(**KEPT).proposal if restricted else house.draft()
    other = house.hire("second", Role.ADMINISTRATOR)
    leaves(house)
    name(house, proposal, house.author)
    asked = sa.select(Letter).where(Letter.subject == SUBJECT, Letter.address == other.email)
    letter = session.scalars(asked).one()
    assert not letter.path
    assert letter.params["code"] == proposal.code
    assert proposal.title not in f"{letter.params}"


@pytest.mark.parametrize("who", ["author", "sponsor"])
def test_the_new_owner_stands_in_no_other_part(house: House, who: str) -> None:
    proposal, new = house.draft(), house.people[who]
    leaves(house)
    name(house, proposal, new)
    assert new.id not in {each.person_id for each in proposal.involved if each.until is None}
    assert proposal.sponsor != new


def test_whoever_had_it_never_judges_it(house: House) -> None:
    review = house.hand_in()
    proposal, before = review.proposal, house.owner
    house.later(days=1)
    leaves(house)
    name(house, proposal, house.stranger)
    assert before.id in circle(proposal).authors
    assert before.id in authors_of_next(proposal)
    assert house.stranger.id in circle(proposal).authors


def test_whoever_owned_it_for_a_while_never_judges_it(house: House) -> None:
    review = house.ready(4)
    proposal, interim = review.proposal, house.stranger
    leaves(house)
    name(house, proposal, interim)
    house.later(days=1)
    leaves(house, interim)
    name(house, proposal, house.author)
    with acting(by=System(), at=house.given.at) as act:
        interim.deactivated_at = None
        act.record(GivenEvent.GIVEN, interim)
    board = house.boards[house.board_name(review)]
    house.given.member(board, interim)
    assert interim.id in circle(proposal).authors
    assert interim.id in barred(circle(proposal))
    ballot = house.open(review)
    assert interim.id not in {each.person_id for each in queries.electors(ballot)}


def test_the_new_owner_goes_on_with_it(house: House) -> None:
    review = house.hand_in()
    proposal = review.proposal
    leaves(house)
    name(house, proposal, house.stranger)
    house.people["owner"] = house.stranger
    house.revise(review, house.holder(review, SeatKind.DOMAIN), analysis=drawn(3))
    assert proposal.number == 2
    with acting(by=house.stranger, at=house.given.at) as act:
        withdraw(act, proposal, by=house.stranger, why="Nobody needs it.")


# --- who may not own it


@pytest.mark.parametrize("who", ["advocate", "deputy", "reader", "chair", "cu_1", "co_alt"])
def test_nobody_who_has_a_say_in_it_owns_it(house: House, who: str) -> None:
    review = house.hand_in()
    reader = house.holder(review, SeatKind.DOMAIN)
    leaves(house)
    person = reader if who == "reader" else house.people[who]
    refused(house, review.proposal, person, Unusable)


def test_nobody_owns_it_whose_line_reads_it(house: House) -> None:
    review = house.hand_in()
    reader = house.holder(review, SeatKind.DOMAIN)
    led = house.hire("led", manager=house.hire("middle", manager=reader))
    leading = house.hire("leading")
    with acting(by=System(), at=house.given.at) as act:
        reader.manager = leading
        act.record(GivenEvent.GIVEN, reader)
    leaves(house)
    for person in (led, leading):
        said = refused(house, review.proposal, person, Unusable)
        assert "in the line of" in said


def test_a_speaker_for_the_customers_owns_not_even_a_draft(house: House) -> None:
    proposal = house.draft()
    leaves(house)
    assert "speaks for the customers" in refused(house, proposal, house.advocate, Unusable)


def test_an_administrator_gives_it_to_somebody_else_who_is_here(house: House) -> None:
    proposal, gone = house.draft(), house.hire("gone")
    leaves(house)
    leaves(house, gone)
    refused(house, proposal, administrator(house), Unusable)
    refused(house, proposal, gone, Unusable)
    refused(house, proposal, house.stranger, Unusable, why=" ")
    refused(house, proposal, house.stranger, Unusable, why="x" * 2001)


def test_nobody_owns_it_who_has_never_signed_in(house: House) -> None:
    proposal, made = house.draft(), house.hire("made")
    leaves(house)
    by = administrator(house)
    said = must_refuse(
        house,
        by,
        Unusable,
        lambda act: operations.name_owner(
            act, proposal, by=by, owner=made, why=WHY, on=house.today
        ),
    )
    assert "has never signed in" in said.message


@pytest.mark.parametrize("handed_in", [True, False])
def test_a_restricted_case_goes_only_to_who_knows_of_it(house: House, handed_in: bool) -> None:
    proposal = house.draft(**KEPT)
    for person, part in (
        (house.hire("named"), Involvement.READER),
        (house.hire("helps"), Involvement.COMMENTER),
    ):
        with acting(by=house.owner, at=house.given.at) as act:
            involve(act, proposal, by=house.owner, person=person, involvement=part)
    if handed_in:
        house.hand_in(proposal)
    leaves(house)
    gone = house.hire("gone", deactivated_at=house.given.at)
    for person in (house.stranger, house.reader, house.chair, house.advocate, house.cu_1, gone):
        assert refused(house, proposal, person, Unusable) == UNTOLD
    for knows in ("named", "helps", "author", "sponsor"):
        name(house, proposal, house.people[knows])
        leaves(house, house.people[knows])


def test_a_named_reader_of_a_restricted_case_with_a_say_in_it_is_refused_alike(
    house: House,
) -> None:
    proposal = house.draft(**KEPT)
    for person in (house.chair, house.advocate):
        with acting(by=house.owner, at=house.given.at) as act:
            part = Involvement.READER
            involve(act, proposal, by=house.owner, person=person, involvement=part)
    house.hand_in(proposal)
    leaves(house)
    for person in (house.chair, house.advocate):
        assert refused(house, proposal, person, Unusable) == UNTOLD


def test_who_was_asked_to_write_and_has_not_answered_knows_nothing(house: House) -> None:
    proposal = house.draft(**KEPT)
    with acting(by=house.owner, at=house.given.at) as act:
        part = Involvement.CO_AUTHOR
        involve(act, proposal, by=house.owner, person=house.stranger, involvement=part)
    leaves(house)
    assert refused(house, proposal, house.stranger, Unusable) == UNTOLD


# --- when


def test_nobody_is_put_in_the_place_of_an_owner_who_is_here(house: House) -> None:
    refused(house, house.draft(), house.stranger, NotNow)


def test_nothing_changes_while_a_ballot_is_open(house: House) -> None:
    ballot = house.ballot()
    leaves(house)
    assert "ballot is open" in refused(house, ballot.proposal, house.stranger, NotNow)
    house.everybody(ballot)
    house.close(ballot)
    name(house, ballot.proposal, house.stranger)
    decision = house.decision(ballot.proposal)
    house.reason(decision)
    policy = house.enact(decision)
    assert policy.owner == house.stranger
    assert newest_version(policy).written_by == house.owner


def test_what_is_over_keeps_its_owner(house: House) -> None:
    rejected = house.decided(choice=Choice.NO).proposal
    done = house.decided()
    house.reason(done)
    house.enact(done)
    taken_back = house.draft()
    with acting(by=house.owner, at=house.given.at) as act:
        withdraw(act, taken_back, by=house.owner, why="Nobody needs it.")
    leaves(house)
    for proposal in (rejected, done.proposal, taken_back):
        refused(house, proposal, house.stranger, NotNow)


# --- the pages


@pytest.fixture
def admin(house: House, client: FlaskClient) -> Person:
    found = administrator(house)
    house.given.signed_in(client, found)
    return found


def test_administrators_find_it_and_name_somebody(
    house: House, client: FlaskClient, admin: Person
) -> None:
    proposal = house.hand_in().proposal
    path, case = f"/proposals/{proposal.code}/owner", f"/proposals/{proposal.code}"
    assert path not in client.get("/").text
    leaves(house)
    home = client.get("/").text
    assert path in home
    assert proposal.title in home
    assert "Owner has left" in client.get(case).text
    assert path in client.get(f"{case}/history").text
    sent = {"owner": came(house, house.stranger).email, "reason": WHY, "key": "k"}
    first, again = client.post(path, data=sent), client.post(path, data=sent)
    assert (first.status_code, first.location) == (303, "/")
    assert (again.status_code, again.location) == (303, "/")
    assert path not in client.get("/").text
    assert "has left" not in client.get(case).text
    told_why = client.get(f"{case}/history").text
    assert f"From {house.owner.name} to {house.stranger.name}." in told_why
    assert WHY in told_why
    assert client.get(path).status_code == 409
    house.given.signed_in(client, house.stranger)
    assert "Withdraw the proposal" in client.get(case).text


def test_others_read_that_nobody_goes_on_and_do_not_come_in(
    house: House, client: FlaskClient
) -> None:
    proposal = house.hand_in().proposal
    path, case = f"/proposals/{proposal.code}/owner", f"/proposals/{proposal.code}"
    leaves(house)
    for who in (house.sponsor, house.author, house.stranger, house.chair):
        house.given.signed_in(client, who)
        shown = client.get(case).text
        assert "An administrator names a new owner." in shown
        assert path not in shown
        assert client.get(path).status_code == 403
        sent = {"owner": who.email, "reason": WHY}
        assert client.post(path, data=sent).status_code == 403
    session.refresh(proposal)
    assert proposal.owner == house.owner


@pytest.mark.parametrize("restricted", [True, False])
def test_no_word_of_what_is_kept_from_an_administrator_is_told(
    house: House, client: FlaskClient, admin: Person, restricted: bool
) -> None:
    proposal = house.hand_in(**KEPT).proposal if restricted else house.draft()
    new = came(house, house.author if restricted else house.stranger)
    path, case = f"/proposals/{proposal.code}/owner", f"/proposals/{proposal.code}"
    assert client.get(path).status_code == 404
    sent = {"owner": new.email, "reason": WHY}
    assert client.post(path, data=sent).status_code == 404
    leaves(house)
    for page in (client.get("/").text, client.get(path).text):
        assert proposal.code in page
        assert proposal.title not in page
        assert proposal.text not in page
    assert client.get(case).status_code == 404
    assert client.post(path, data={"owner": "", "reason": ""}).status_code == 422
    refused = client.post(path, data={**sent, "owner": admin.email})
    assert refused.status_code == 422
    assert client.post(path, data=sent).status_code == 303
    assert client.get(case).status_code == 404
    assert client.get(path).status_code == 404
    session.refresh(proposal)
    assert proposal.owner == new


def test_while_a_ballot_is_open_nothing_waits_for_an_administrator(
    house: House, client: FlaskClient, admin: Person
) -> None:
    proposal = house.ballot().proposal
    leaves(house)
    path = f"/proposals/{proposal.code}/owner"
    assert path not in client.get("/").text
    shown = client.get(f"/proposals/{proposal.code}").text
    assert "Owner has left" in shown
    assert path not in shown
    assert client.get(path).status_code == 409


def test_of_many_who_name_somebody_at_once_one_does(new_app: NewApp) -> None:
    app, many = new_app(), 6
    with app.app_context():
        given = Given(at=NOON)
        path = f"/proposals/{given.proposal(given.person(deactivated_at=NOON)).code}/owner"
        admins = [given.person(Role.ADMINISTRATOR) for _ in range(many)]
        clients = [given.signed_in(app.test_client(), each) for each in admins]
        addresses = [given.came().email for _ in range(many)]

    def turn(number: int) -> int:
        sent = {"owner": addresses[number], "reason": WHY}
        with app.app_context():
            return clients[number].post(path, data=sent).status_code

    with ThreadPoolExecutor(many) as pool:
        answers = sorted(pool.map(turn, range(many)))
    assert answers == [303] + [404] * (many - 1)
    with app.app_context():
        kinds = session.scalars(sa.select(LogEvent.kind)).all()
        assert kinds.count(Event.HANDED_OVER.value) == 1
