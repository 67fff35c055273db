"""The top overrules the customer chamber: in writing, for all to see, and never as an approval."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from impactreview.audit.acts import acting
from impactreview.ballots import jobs, operations
from impactreview.ballots.models import Ballot, Decision
from impactreview.ballots.queries import ballot_view
from impactreview.ballots.queries import ballots as queries
from impactreview.ballots.rules.overruling import Motion
from impactreview.ballots.rules.pack import hash_of
from impactreview.ballots.terms import DecisionState, Event, State
from impactreview.governance.rules.calendar import add_months, add_working_days
from impactreview.governance.terms import BoardKind, Chamber
from impactreview.kernel.refusals import NotNow, NotYours, Unfinished, Unusable
from impactreview.people.models import Person
from impactreview.people.roles import Role
from impactreview.reviews import queries as reading
from impactreview.reviews.queries import concerns
from impactreview.reviews.rules.needs import met
from impactreview.reviews.terms import ConcernState, Met
from tests.ballots.house import NO, YES, House, facts_of, must_refuse
from tests.given import Given
from tests.home import at_home
from tests.reading import subjects
from tests.reviews.firm import BERLIN

pytestmark = pytest.mark.database_near
MOTION = Motion(reasons="Without it we can not go on.", answers={})


def rejected(house: House, gross: int = 4) -> Decision:
    """The company's side agrees, one of the customers' does not."""
    ballot = house.ballot(gross)
    for elector in list(queries.electors(ballot)):
        no = elector.person == house.cu_1
        house.cast(ballot, elector.person, NO if no else YES)
    house.close(ballot)
    decision = house.decision(ballot.proposal)
    assert decision.state is DecisionState.REJECTED
    return decision


def asking(decision: Decision, by: Person, motion: Motion = MOTION) -> Any:
    return lambda act: operations.ask_the_top(act, decision, by=by, motion=motion, zone=BERLIN)


def asked(house: House, decision: Decision, by: Person | None = None) -> Ballot:
    by = by or house.chair
    with acting(by=by, at=house.given.at) as act:
        ballot: Ballot = asking(decision, by)(act)
    return ballot


def overruled(house: House, gross: int = 4) -> Decision:
    decision = rejected(house, gross)
    ballot = asked(house, decision)
    house.everybody(ballot)
    house.close(ballot)
    assert decision.state is DecisionState.OVERRULED
    return decision


def test_the_top_overrules_in_writing_and_it_is_reviewed_earlier(house: House) -> None:
    decision = rejected(house)
    ballot = asked(house, decision)
    assert ballot.board == house.boards["top"]
    assert {each.person for each in queries.electors(ballot)} == {
        house.executive,
        house.top_customer,
    }
    house.everybody(ballot)
    house.close(ballot)
    assert decision.state is DecisionState.OVERRULED
    assert decision.overruling == ballot
    assert decision.review_months == 1
    assert decision.enactable_from == add_working_days(house.today, 10) + timedelta(days=1)
    kind, facts = facts_of(decision)[1]
    assert kind == Event.OVERRULED
    assert facts["ballot"] == ballot.reference
    assert facts["by"] == "top"
    assert ballot.motion is not None
    assert ballot.motion["by"] == house.chair.handle
    for person in (house.advocate, house.cu_1, house.owner):
        assert "The top is asked to overrule the board about %(code)s" in subjects(person)
        assert "The board was overruled about %(code)s" in subjects(person)


def test_it_comes_into_force_with_its_mark_and_without_the_reasons_of_the_board(
    house: House,
) -> None:
    decision = overruled(house)
    (condition,) = queries.conditions(decision)
    assert condition.owner == house.executive
    house.meet(condition)
    house.at_end_of(decision.enactable_from)
    assert at_home(house.owner, "ballots.enact", house.given.at) == [decision.proposal.code]
    policy = house.enact(decision)
    assert policy.review_by == add_months(house.today, 1)
    assert decision.state is DecisionState.ENACTED
    assert decision.overruling_id is not None
    assert policy.against_customers


def test_what_was_overruled_lapses_as_everything_does(house: House) -> None:
    decision = overruled(house)
    assert jobs.lapse_due(house.given.at + timedelta(days=181)) == 1
    assert decision.state is DecisionState.LAPSED


@pytest.mark.parametrize("name", ["owner", "author", "sponsor", "advocate", "co_1", "stranger"])
def test_only_who_runs_the_board_or_sits_at_the_top_asks(house: House, name: str) -> None:
    decision, by = rejected(house), house.people[name]
    must_refuse(house, by, NotYours, asking(decision, by))
    view = ballot_view(decision.proposal, by, house.given.at, on=house.today)
    assert view.decision is not None
    assert not view.decision.may_ask_top


@pytest.mark.parametrize("name", ["chair", "vice", "clerk", "executive", "top_customer"])
def test_the_button_stands_where_the_door_is_open(house: House, name: str) -> None:
    decision, by = rejected(house), house.people[name]
    view = ballot_view(decision.proposal, by, house.given.at, on=house.today)
    assert view.decision is not None
    assert view.decision.may_ask_top
    asked(house, decision, by)
    view = ballot_view(decision.proposal, by, house.given.at, on=house.today)
    assert view.decision is not None
    assert not view.decision.may_ask_top


def test_where_the_company_refused_too_there_is_nothing_to_overrule(house: House) -> None:
    ballot = house.ballot(4)
    house.everybody(ballot, NO)
    house.close(ballot)
    must_refuse(house, house.chair, NotNow, asking(house.decision(ballot.proposal), house.chair))


@pytest.mark.parametrize("gross", [2, 3])
def test_below_level_iv_of_the_full_form_nobody_overrules(house: House, gross: int) -> None:
    ballot = house.ballot(gross)
    house.everybody(ballot, NO)
    house.close(ballot)
    must_refuse(house, house.chair, NotNow, asking(house.decision(ballot.proposal), house.chair))


def test_an_approval_is_not_overruled(house: House) -> None:
    must_refuse(house, house.chair, NotNow, asking(house.decided(4), house.chair))


def test_the_top_is_asked_once_and_not_after_half_a_year(house: House) -> None:
    decision = rejected(house)
    ballot = asked(house, decision)
    must_refuse(house, house.chair, NotNow, asking(decision, house.chair))
    house.everybody(ballot, NO)
    house.close(ballot)
    assert decision.state is DecisionState.REJECTED
    assert "The proposal %(code)s stays rejected" in subjects(house.cu_1)
    must_refuse(house, house.chair, NotNow, asking(decision, house.chair))
    late = rejected(house)
    house.at_end_of(late.lapses_on + timedelta(days=1))
    must_refuse(house, house.chair, NotNow, asking(late, house.chair))


def test_silence_and_abstention_of_the_top_are_against_it(house: House) -> None:
    decision = rejected(house)
    ballot = asked(house, decision)
    house.cast(ballot, house.executive, YES)
    house.close(ballot)
    assert ballot.state is State.CLOSED
    assert decision.state is DecisionState.REJECTED


@pytest.mark.parametrize("choice", [YES, NO])
def test_every_vote_of_the_top_gives_its_reason(house: House, choice: Any) -> None:
    ballot = asked(house, rejected(house))
    must_refuse(
        house,
        house.executive,
        Unusable,
        lambda act: operations.cast(act, ballot, by=house.executive, choice=choice),
    )


def test_reasons_and_an_answer_to_each_concern_are_needed(house: House) -> None:
    review = house.hand_in_contested()
    ballot = house.open(review)
    for elector in list(queries.electors(ballot)):
        house.cast(ballot, elector.person, NO if elector.person == house.cu_1 else YES)
    house.close(ballot)
    decision = house.decision(ballot.proposal)
    refused = must_refuse(house, house.chair, Unfinished, asking(decision, house.chair))
    assert isinstance(refused, Unfinished)
    assert [each.place for each in refused.missing] == ["answer_1"]
    empty = Motion(reasons="", answers={1: "We pay it back."})
    must_refuse(house, house.chair, Unfinished, asking(decision, house.chair, empty))
    whole = Motion(reasons="It has to be.", answers={1: "We pay it back."})
    with acting(by=house.chair, at=house.given.at) as act:
        top = asking(decision, house.chair, whole)(act)
    house.everybody(top)
    house.close(top)
    (concern,) = concerns(review)
    assert concern.state is ConcernState.OVERRULED
    assert house.needs(review) == []
    now = reading.now(review, house.given.at)
    (seat,) = [each for each in now.seats if each.person_id == concern.raised_by_id]
    assert met(seat, now) is Met.OVERRIDDEN
    assert facts_of(review)[-1][0] == "review.concern_overruled"


def test_whose_work_it_is_votes_not_even_at_the_top(house: House) -> None:
    house.given.role(house.sponsor, Role.TOP)
    house.given.member(house.boards["top"], house.sponsor)
    ballot = asked(house, rejected(house))
    assert house.sponsor not in {each.person for each in queries.electors(ballot)}


class TestSimpleForm:
    """One board and one named top."""

    @pytest.fixture
    def firm(self, given: Given) -> House:
        house = House(given, "simple")
        house.close_board("top")
        return house

    @pytest.mark.parametrize(("gross", "months"), [(3, 3), (4, 1)])
    def test_the_named_top_overrules_with_half_the_review_period(
        self, firm: House, gross: int, months: int
    ) -> None:
        decision = rejected(firm, gross)
        ballot = asked(firm, decision)
        assert ballot.board == decision.ballot.board  # type: ignore[union-attr]
        assert [each.person for each in queries.electors(ballot)] == [firm.executive]
        firm.cast(ballot, firm.executive, YES)
        firm.close(ballot)
        assert decision.state is DecisionState.OVERRULED
        assert decision.review_months == months

    def test_who_is_not_the_top_any_more_can_not_vote(self, firm: House) -> None:
        ballot = asked(firm, rejected(firm, 3))
        firm.end_role(firm.executive, Role.TOP)
        must_refuse(
            firm,
            firm.executive,
            NotYours,
            lambda act: operations.cast(act, ballot, by=firm.executive, choice=YES, reason="So."),
        )

    def test_where_the_top_is_the_owner_only_somebody_from_outside_overrules(
        self, firm: House
    ) -> None:
        firm.given.role(firm.owner, Role.TOP)
        decision = rejected(firm, 3)
        must_refuse(firm, firm.chair, NotNow, asking(decision, firm.chair))
        outside = firm.given.person(name="Outside")
        board = firm.given.board(kind=BoardKind.INDEPENDENT, name="outside")
        firm.given.member(board, outside, chamber=Chamber.CUSTOMER)
        ballot = asked(firm, decision)
        assert [each.person for each in queries.electors(ballot)] == [outside]

    def test_no_alternate_of_the_board_steps_in_for_the_top(self, firm: House) -> None:
        ballot = asked(firm, rejected(firm, 3))
        firm.recuse(ballot, firm.executive)
        assert len(queries.electors(ballot)) == 1
        firm.close(ballot)
        assert firm.decision(ballot.proposal).state is DecisionState.REJECTED


def test_nobody_accepts_what_remains_of_their_own_work(house: House) -> None:
    """Where every executive is barred it goes up, and never to one of those whose work it is."""
    house.end_role(house.executive, Role.TOP)
    house.given.role(house.sponsor, Role.TOP)
    decision = house.decided(4)
    (condition,) = queries.conditions(decision)
    assert condition.owner == house.executive  # the chair of the board above
    must_refuse(
        house,
        house.chair,
        NotYours,
        lambda act: operations.hand_over(act, condition, by=house.chair, to=house.sponsor),
    )


def test_a_ballot_freezes_what_lay_before_those_who_vote(house: House) -> None:
    ballot = house.open(house.hand_in_contested())
    pack = ballot.pack
    assert ballot.pack_hash == hash_of(pack)
    assert len(pack["positions"]) > 1
    assert [concern[:2] for concern in pack["concerns"]] == [["C-1", "contested"]]
    assert facts_of(ballot)[0][1]["pack_hash"] == ballot.pack_hash


def test_the_pages_say_overruled_and_never_approved(
    house: House, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("overruling", "voting", "room"):
        monkeypatch.setattr(f"impactreview.ballots.views.{module}.now", lambda: house.given.at)
    monkeypatch.setattr("impactreview.ballots.views.room.today", lambda: house.today)
    decision = rejected(house)
    case = f"/proposals/{decision.proposal.code}"
    house.given.signed_in(client, house.chair)
    form = client.get(f"{case}/decision/overrule")
    assert form.status_code == 200
    assert client.post(f"{case}/decision/overrule", data={"reasons": ""}).status_code == 422
    sent = client.post(f"{case}/decision/overrule", data={"reasons": "We can not go on."})
    assert sent.status_code == 303
    ballot = house.newest(decision.proposal)
    shown = client.get(f"{case}/ballot").text
    assert "The top is asked to overrule the board" in shown
    assert "We can not go on." in shown
    house.everybody(ballot)
    house.close(ballot)
    house.given.signed_in(client, house.stranger)
    for page in (case, f"{case}/decision"):
        assert "Overruled" in client.get(page).text
    assert "Allowed against the customers" in client.get("/register?state=overruled").text
    assert decision.proposal.code not in client.get("/register?state=approved").text
