"""A restricted case: its cover, who has opened it, and the day from which its decision is told."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from impactreview.audit.acts import System, acting
from impactreview.audit.models import Event as LogEvent
from impactreview.dashboard.queries.door import is_of_its_board, standing
from impactreview.dashboard.queries.policy import decisions_of
from impactreview.dashboard.queries.register import Filter, lines
from impactreview.governance.terms import Office
from impactreview.kernel.db import session
from impactreview.people.models import Person
from impactreview.people.roles import Role
from impactreview.proposals.models import Attachment, Proposal, Reading
from impactreview.proposals.operations.reading import open_case
from impactreview.proposals.terms import Event, Involvement
from impactreview.reviews.models import Review
from impactreview.reviews.operations import recuse
from impactreview.reviews.operations.seating import replace
from impactreview.reviews.terms import SeatKind, Stand
from tests.ballots.house import House
from tests.dashboard.test_queries import CASE, counted
from tests.given import Given
from tests.proposals.drafting import involved, opened
from tests.proposals.hanging import attached
from tests.reading import number_of
from tests.reviews.firm import BERLIN, HARM
from tests.terms import GivenEvent

pytestmark = pytest.mark.database_near

SECRETS = ("Who pays late pays five euros.", HARM.what, HARM.whom)
LATER = date(2099, 1, 1)
SHOWING = {
    "analyses.tasks",
    "analyses.why",
    "ballots.ballot",
    "dashboard.case",
    "dashboard.case_history",
    "dashboard.case_review",
    "proposals.download",
    "proposals.people",
    "reviews.concern",
}
"""Views that show something of the case to whoever sees it."""


@pytest.fixture
def house(given: Given) -> House:
    return House(given)


@pytest.fixture
def review(house: House, app: Flask) -> Review:
    """A restricted case under review, with a file, a concern and a reader on its list."""
    proposal = house.draft(restricted=True, embargo_until=LATER)
    attached(app, proposal, b"Some words.")
    involved(proposal, house.stranger, Involvement.READER)
    review = house.hand_in(proposal)
    house.say(review, house.it_reader, Stand.OBJECT, concern=HARM)
    return review


class Visitor:
    """Somebody signed in, at the pages of one case."""

    def __init__(self, house: House, client: FlaskClient, proposal: Proposal) -> None:
        self.house, self.client = house, client
        self.base = f"/proposals/{proposal.code}"

    def comes(self, person: Person) -> "Visitor":
        self.house.given.signed_in(self.client, person)
        return self

    def get(self, page: str = "") -> Any:
        return self.client.get(f"{self.base}{page}")

    def opens(self, to: str = "", key: str = "") -> Any:
        address = f"{self.base}/cover" + (f"?to={to}" if to else "")
        return self.client.post(address, data={"key": key or uuid4().hex})


@pytest.fixture
def visitor(house: House, client: FlaskClient, review: Review) -> Visitor:
    return Visitor(house, client, review.proposal)


def _pages(app: Flask, review: Review) -> list[tuple[Rule, str]]:
    """Every address below a case, but for its cover."""
    file = session.scalars(sa.select(Attachment)).one()
    named: dict[str, Any] = {
        "code": review.proposal.code,
        "serial": 1,
        "section_id": "B",
        "table": "places",
        "attachment_id": file.id,
    }
    rules = [each for each in app.url_map.iter_rules() if "/proposals/<code>" in each.rule]
    found = []
    for rule in rules:
        values = {name: named.get(name, UUID(int=7)) for name in rule.arguments}
        built = rule.build(values)
        assert built is not None
        found.append((rule, built[1].replace("//localhost", "")))
    return [each for each in found if each[0].endpoint != "proposals.cover"]


def test_every_page_of_the_case_leads_to_its_cover_and_nothing_is_told_before(
    app: Flask, house: House, client: FlaskClient, review: Review
) -> None:
    pages, cover = _pages(app, review), f"/proposals/{review.proposal.code}/cover"
    before = number_of(LogEvent)
    for person in (house.reader, house.sponsor, house.clerk, house.advocate, house.stranger):
        house.given.signed_in(client, person)
        led = set()
        for rule, path in pages:
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                answer = client.open(path, method=method, data={"key": uuid4().hex})
                assert not [each for each in SECRETS if each in answer.text], path
                assert answer.status_code in {303, 403, 404}, (path, answer.status_code)
                if answer.status_code == 303:
                    assert answer.location.startswith(cover)
                    led.add(rule.endpoint)
        assert led >= SHOWING
    assert number_of(LogEvent) == before


def test_one_act_opens_the_case_with_its_entry_and_leads_on(
    house: House, visitor: Visitor, review: Review
) -> None:
    answer = visitor.comes(house.reader).get("/position/declare")
    assert answer.status_code == 303
    page = visitor.client.get(answer.location)
    assert page.status_code == 200
    assert "Opening it is recorded" in page.text
    assert SECRETS[0] not in page.text
    done = visitor.client.post(answer.location, data={"key": uuid4().hex})
    assert done.status_code == 303
    assert done.location == f"{visitor.base}/position/declare"
    assert visitor.get("/position/declare").status_code == 200
    assert SECRETS[0] in visitor.get().text
    (reading,) = session.scalars(sa.select(Reading))
    assert (reading.person_id, reading.number) == (house.reader.id, 1)
    entry = session.get_one(LogEvent, reading.event_id)
    assert (entry.kind, entry.stream) == (Event.READ.value, reading.id)


def test_it_is_asked_once_also_after_a_new_version_and_for_a_second_click(
    house: House, visitor: Visitor
) -> None:
    visitor.comes(house.reader)
    key = uuid4().hex
    assert [visitor.opens(key=key).status_code for _ in range(2)] == [303, 303]
    assert visitor.opens().status_code == 409
    assert visitor.get("/cover").location == visitor.base
    assert number_of(Reading) == 1


@pytest.mark.parametrize(
    "to",
    [
        "https://example.org/proposals/",
        "//example.org",
        "/register",
        "/proposals/D-1999-001/review",
        "javascript:alert(1)",
        "{base}/../../admin",
        "{base}-2/review",
    ],
)
def test_the_cover_leads_nowhere_but_into_its_case(house: House, visitor: Visitor, to: str) -> None:
    answer = visitor.comes(house.reader).opens(to=to.format(base=visitor.base))
    assert answer.location == visitor.base


def test_authors_find_no_cover_and_can_not_open(house: House, visitor: Visitor) -> None:
    for person in (house.owner, house.author):
        visitor.comes(person)
        assert visitor.get().status_code == 200
        assert visitor.get("/cover").location == visitor.base
        assert visitor.opens().status_code == 403
    assert number_of(Reading) == 0


def test_whoever_may_not_know_of_it_finds_no_cover(house: House, visitor: Visitor) -> None:
    visitor.comes(house.people["trainee"])
    assert visitor.get("/cover").status_code == visitor.opens().status_code == 404
    assert number_of(Reading) == 0


def test_who_sits_on_the_board_that_was_asked_knows_of_it_also_without_a_vote(
    house: House, client: FlaskClient
) -> None:
    """Where the plan's board can not vote, the one above does, and its clerk has to run that."""
    scribe = house.given.person()
    house.given.member(house.boards["top"], scribe, office=Office.CLERK, chamber=None)
    barred: dict[str, Any] = {"co_authors": [house.chair, house.vice], "sponsor": None}
    ready = house.ready(1, restricted=True, embargo_until=LATER, **barred)
    visitor = Visitor(house, client, ready.proposal).comes(scribe)
    sought: dict[str, Any] = {"reader": scribe.id, "roles": frozenset[Role](), "on": house.today}
    assert visitor.get().status_code == 404
    assert not lines(Filter(), before=None, **sought)
    house.open(ready, by=house.executive, board="top")
    assert visitor.get().location.startswith(f"{visitor.base}/cover")
    assert [line.code for line in lines(Filter(), before=None, **sought)] == [ready.proposal.code]
    assert visitor.comes(house.given.person()).get().status_code == 404


def test_its_board_finds_a_restricted_case_in_the_register_from_the_beginning(
    house: House, review: Review
) -> None:
    def found(person: Person) -> bool:
        sought: dict[str, Any] = {"reader": person.id, "roles": frozenset(), "on": house.today}
        shown = lines(Filter(), before=None, **sought)
        return review.proposal.code in {line.code for line in shown}

    assert all(found(person) for person in (house.chair, house.clerk, house.co_1))
    assert not found(house.people["trainee"])
    assert not found(house.given.person())


def test_whoever_leaves_the_circle_is_out_though_they_have_opened_it(
    house: House, visitor: Visitor, review: Review
) -> None:
    opened(review.proposal, house.stranger)
    assert visitor.comes(house.stranger).get().status_code == 200
    _release(review.proposal)
    assert visitor.get().status_code == visitor.get("/cover").status_code == 404


def _release(proposal: Proposal) -> None:
    with acting(by=System(), at=proposal.created_at) as act:
        for each in proposal.involved:
            each.until = each.since
        act.record(GivenEvent.GIVEN, proposal)


def test_an_open_case_has_no_cover(house: House, client: FlaskClient) -> None:
    visitor = Visitor(house, client, house.hand_in().proposal).comes(house.reader)
    assert visitor.get().status_code == 200
    assert visitor.get("/cover").location == visitor.base
    assert visitor.opens().status_code == 409
    assert number_of(Reading) == 0


def test_a_draft_has_no_cover_before_it_is_handed_in(house: House, client: FlaskClient) -> None:
    draft = house.draft(restricted=True, embargo_until=LATER)
    visitor = Visitor(house, client, draft).comes(house.sponsor)
    assert visitor.get().status_code == 200
    assert visitor.opens().status_code == 409


def test_who_has_opened_it_is_told_to_who_answers_for_it_and_to_auditors(
    house: House, visitor: Visitor, review: Review
) -> None:
    auditor = house.given.person(Role.AUDITOR)
    told = [house.owner, house.author, house.clerk, house.chair, auditor]
    others = [house.reader, house.sponsor, house.stranger, house.advocate]
    opened(review.proposal, *(each for each in (*told[2:], *others)))
    for person in told:
        page = visitor.comes(person).get("/history").text
        assert "Who has opened it" in page
        assert page.count("3 Mar 2026, 13:00") >= len(told[2:]) + len(others)
    for person in others:
        assert "Who has opened it" not in visitor.comes(person).get("/history").text


def test_a_restricted_case_stays_within_the_budget_of_a_case(
    house: House, visitor: Visitor, review: Review
) -> None:
    people = [house.reader, house.clerk, house.advocate, house.sponsor, house.stranger]
    opened(review.proposal, *people)
    for person in (house.owner, house.author, *people):
        visitor.comes(person)
        with counted() as said:
            assert visitor.get().status_code == 200
        assert len(said) <= CASE, person.name


# --- the day from which its decision is told


def _decided(house: House, on: date | None) -> Proposal:
    proposal = house.decided().proposal
    with acting(by=System(), at=house.given.at) as act:
        proposal.restricted, proposal.embargo_until = True, on
        act.record(GivenEvent.GIVEN, proposal)
    return proposal


@pytest.mark.parametrize(
    ("until", "told"),
    [(-400, True), (0, True), (1, False), (None, False)],
    ids=["long over", "this day", "tomorrow", "no day"],
)
def test_what_was_decided_is_told_to_everybody_from_its_day_on(
    house: House,
    client: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
    until: int | None,
    told: bool,
) -> None:
    day = house.given.at.date()
    monkeypatch.setattr("impactreview.dashboard.views.door.today", lambda: day)
    proposal = _decided(house, None if until is None else day + timedelta(days=until))
    visitor = Visitor(house, client, proposal).comes(house.stranger)
    assert visitor.get("/decision").status_code == (200 if told else 404)
    assert visitor.get("/cover").status_code == (302 if told else 404)
    seen = lines(Filter(), reader=house.stranger.id, roles=frozenset(), on=day, before=None)
    assert [line.code for line in seen] == ([proposal.code] if told else [])


def test_what_is_not_decided_stays_restricted_after_its_day(
    house: House, client: FlaskClient
) -> None:
    day = house.given.at.date()
    review = house.hand_in(restricted=True, embargo_until=day)
    assert not standing(review.proposal, house.stranger.id, LATER).told
    assert Visitor(house, client, review.proposal).comes(house.stranger).get().status_code == 404


def test_the_policy_names_its_restricted_decision_from_the_day_on(house: House) -> None:
    policy = house.given.policy()
    decision = house.decided()
    proposal = decision.proposal
    with acting(by=System(), at=house.given.at) as act:
        proposal.restricted, proposal.embargo_until = True, LATER
        decision.policy_id = policy.id
        act.record(GivenEvent.GIVEN, proposal)
        act.record(GivenEvent.GIVEN, decision)
    assert not decisions_of(policy, LATER - timedelta(days=1))
    assert [made.code for made in decisions_of(policy, LATER)] == [proposal.code]


def test_the_moment_is_that_of_the_act(house: House, review: Review) -> None:
    at = datetime.fromisoformat("2026-03-04T09:30:00+00:00")
    with acting(by=house.clerk, at=at) as act:
        reading = open_case(act, review.proposal, by=house.clerk)
    assert reading.opened_at == at


def test_door_and_register_go_by_one_circle(house: House, review: Review) -> None:
    """Also for who had a seat that somebody else has now, and for who left one for a conflict."""
    proposal, on = review.proposal, house.today
    ended = house.seat(review, SeatKind.DOMAIN)
    before, left = ended.person, house.holder(review, SeatKind.OTHER_UNIT)
    assert before is not None
    with acting(by=System(), at=house.given.at) as act:
        replace(act, ended, zone=BERLIN)
        act.record(GivenEvent.GIVEN, review)
    with acting(by=left, at=house.given.at) as act:
        recuse(act, review, by=left, reason="My sister.", zone=BERLIN)
    known = {}
    for name, person in house.people.items():
        stands = standing(proposal, person.id, on)
        found = lines(Filter(), reader=person.id, roles=frozenset(), on=on, before=None)
        known[name] = bool(found)
        assert (stands.named or is_of_its_board(proposal, stands)) is known[name], name
    names = {person.id: name for name, person in house.people.items()}
    assert known[names[before.id]]
    assert not known[names[left.id]]
    assert known["stranger"]
    assert not known["cto"]
