"""Handing in: the version is frozen, the plan is made, the right people are seated."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from impactreview.audit.acts import acting
from impactreview.audit.models import Event as LogEvent
from impactreview.audit.models import Payload
from impactreview.governance.queries.rule_sets import packaged
from impactreview.governance.rules.plan import Plan
from impactreview.impact.terms import Form
from impactreview.kernel.db import session
from impactreview.kernel.refusals import NotNow, NotYours, Unfinished
from impactreview.notifications.models import Letter
from impactreview.people.operations.passwords import set_password
from impactreview.people.roles import Role
from impactreview.people.rules.passwords import QUICK
from impactreview.proposals import operations as proposals
from impactreview.proposals import queries as proposal_queries
from impactreview.proposals.terms import State as ProposalState
from impactreview.reviews import operations
from impactreview.reviews.models import Review, Seat
from impactreview.reviews.queries import reviews as queries
from impactreview.reviews.queries.preview import preview
from impactreview.reviews.terms import Event, SeatKind, Stand, State
from tests.analyses.entering import Owner
from tests.given import Given
from tests.reviews.firm import BERLIN, Firm, drawn
from tests.terms import GivenEvent

pytestmark = pytest.mark.database_near


def kinds_of_events(stream: object) -> list[str]:
    return list(
        session.scalars(
            sa.select(LogEvent.kind).where(LogEvent.stream == stream).order_by(LogEvent.version)
        )
    )


def seated(review: Review) -> dict[SeatKind, str | None]:
    return {seat.kind: seat.person.name if seat.person else None for seat in queries.seats(review)}


def test_a_case_of_level_ii_seats_reader_other_unit_and_advocate(firm: Firm) -> None:
    review = firm.hand_in()
    assert firm.state(review) is State.IN_REVIEW
    assert seated(review) == {
        SeatKind.DOMAIN: "Reader",
        SeatKind.OTHER_UNIT: "It_Reader",
        SeatKind.ADVOCATE: "Advocate",
    }
    assert kinds_of_events(review.id) == [Event.OPENED, Event.ROUTED, Event.SEATED]


def test_the_version_is_frozen_with_content_levels_and_hashes(firm: Firm) -> None:
    review = firm.hand_in(analysis=drawn(3, 2))
    version = proposal_queries.newest_version(review.proposal)
    assert version is not None
    assert (version.number, version.gross, version.residual) == (1, 3, 2)
    assert version.content["proposal"]["text"] == "Who pays late pays five euros."
    assert version.content["analysis"]["answers"]["N.interest"] == "no"
    assert {"proposal", "attachments", "B", "C"} <= set(version.section_hashes)
    assert version.assessment["assessment"]["gross"] == 3
    assert len(version.content_hash) == 64


def test_the_plan_is_frozen_with_its_rules(firm: Firm) -> None:
    review = firm.hand_in(analysis=drawn(3, 2))
    plan = Plan.from_json(review.plan)
    assert plan.rule_set_hash == packaged("full").hash
    assert (plan.gross, plan.residual, plan.decides.kind) == (3, 2, "board")
    assert review.rules == packaged("full").document


def test_the_log_says_which_rules_fired_and_names_nobody(firm: Firm) -> None:
    review = firm.hand_in(analysis=drawn(3, 3, answers={"0.data_use": "unknown"}))
    rows = session.execute(
        sa.select(Payload.field, Payload.value)
        .join(LogEvent, LogEvent.id == Payload.event_id)
        .where(LogEvent.stream == review.id)
    ).all()
    facts = {field: json.loads(value) for field, value in rows}
    assert facts["fired"] == ["reads.3", "decides.3", "use_of_data"]
    assert facts["empty"] == ["expert data"]
    assert firm.reader.handle in facts["people"]
    assert "Reader" not in " ".join(value for _, value in rows)


def test_everybody_seated_gets_a_letter_that_does_not_say_what_it_is_about(firm: Firm) -> None:
    firm.hand_in()
    letters = session.scalars(sa.select(Letter)).all()
    told = {letter.person_id for letter in letters if letter.path.endswith("/position")}
    assert told == {firm.reader.id, firm.it_reader.id, firm.advocate.id}
    assert all("late payment" not in json.dumps(letter.params) for letter in letters)


def test_seats_are_due_at_the_end_of_a_working_day(firm: Firm) -> None:
    review = firm.hand_in()
    assert firm.seat(review, SeatKind.DOMAIN).due_at == datetime(
        2026, 3, 10, 22, 59, 59, tzinfo=UTC
    )


def test_abuse_1_and_3_nobody_of_the_owners_line_gets_a_seat(firm: Firm) -> None:
    for name in ("owner", "author", "head", "boss"):
        firm.given.role(firm.people[name], Role.REVIEWER)
    review = firm.hand_in(analysis=drawn(2))
    names = set(seated(review).values())
    assert names.isdisjoint({"Owner", "Author", "Head", "Boss", "Trainee", "Sponsor"})


def test_the_deputy_speaks_where_the_advocate_is_too_close(firm: Firm) -> None:
    firm.hire("owner", unit=firm.sales, manager=firm.advocate)
    review = firm.hand_in()
    assert firm.holder(review, SeatKind.ADVOCATE) is firm.deputy


def test_somebody_reads_for_each_function_touched(firm: Firm) -> None:
    second = firm.hire("second", Role.REVIEWER, unit=firm.given.unit(parent=firm.it, code="OPS"))
    review = firm.hand_in(functions=["IT"])
    function = firm.holder(review, SeatKind.FUNCTION, "IT")
    other = firm.holder(review, SeatKind.OTHER_UNIT)
    assert {function, other} == {firm.it_reader, second}


def test_experts_are_found_by_their_field(firm: Firm) -> None:
    expert = firm.hire("dpo")
    firm.given.role(expert, Role.EXPERT, "data")
    firm.given.role(firm.hire("lawyer"), Role.EXPERT, "legal")
    review = firm.hand_in(analysis=drawn(3, answers={"0.data_use": "yes"}))
    assert firm.holder(review, SeatKind.EXPERT, "data") is expert


def test_abuse_43_a_seat_that_nobody_can_fill_stays_empty_and_is_named(firm: Firm) -> None:
    review = firm.hand_in(analysis=drawn(4))
    assert firm.seat(review, SeatKind.INDEPENDENT).person is None
    assert any("an independent expert is missing" in need for need in firm.needs(review))
    firm.everybody_approves(review)
    assert firm.state(review) is State.IN_REVIEW


def test_whoever_reads_less_reads_next(firm: Firm) -> None:
    firm.hire("aaa", Role.REVIEWER, unit=firm.it)
    first = firm.holder(firm.hand_in(), SeatKind.OTHER_UNIT)
    second = firm.holder(firm.hand_in(), SeatKind.OTHER_UNIT)
    assert [first.name, second.name] == ["Aaa", "It_Reader"]


def test_a_claim_of_level_0_is_confirmed_by_who_leads_another_team(firm: Firm) -> None:
    review = firm.hand_in(analysis=drawn(0, form=Form.NONE))
    assert seated(review) == {SeatKind.CONFIRMER: "Cto"}
    firm.say(review, firm.cto, Stand.APPROVE)
    assert firm.state(review) is State.READY


def test_without_another_team_a_reviewer_confirms(firm: Firm) -> None:
    with acting(by=firm.owner, at=firm.given.at) as act:
        for name in ("it_reader", "it_head"):
            firm.people[name].manager = None
            act.record(GivenEvent.GIVEN, firm.people[name])
    review = firm.hand_in(analysis=drawn(0, form=Form.NONE))
    assert seated(review)[SeatKind.CONFIRMER] in {"It_Reader", "Reader"}


def test_a_short_analysis_that_ends_at_level_iii_must_become_a_full_one(firm: Firm) -> None:
    with pytest.raises(Unfinished) as refusal:
        firm.hand_in(analysis=drawn(3, form=Form.SHORT))
    assert refusal.value.missing[0].message.startswith("At level %(level)s a full analysis")
    assert session.scalars(sa.select(Review)).all() == []


def test_a_claim_that_is_not_without_effect_needs_an_analysis(firm: Firm) -> None:
    with pytest.raises(Unfinished):
        firm.hand_in(analysis=drawn(2, form=Form.NONE))


@pytest.mark.parametrize(
    ("level", "rows", "answers", "section"),
    [
        (2, {"alternatives": []}, {}, "H"),
        (3, {"alternatives": [{"kind": "do_nothing"}]}, {}, "H"),
        (3, {}, {"K.affected_why_not": ""}, "K"),
        (3, {}, {"K.affected": "yes"}, "K"),
    ],
)
def test_what_a_level_demands_is_missing_and_linked(
    firm: Firm, level: int, rows: dict[str, object], answers: dict[str, object], section: str
) -> None:
    proposal = firm.draft()
    with pytest.raises(Unfinished) as refusal:
        firm.hand_in(proposal, drawn(level, rows=rows, answers=answers))
    places = {missing.place for missing in refusal.value.missing}
    assert f"/proposals/{proposal.code}/analysis/{section}" in places
    assert proposal.state is ProposalState.DRAFT


@pytest.mark.parametrize(
    ("level", "evidence", "unmet"),
    [
        (1, [], "one_source"),
        (2, [], "source_for_each_worse_segment"),
        (2, [{"segment": "Others"}], "source_for_each_worse_segment"),
    ],
)
def test_who_has_no_evidence_leaves_it_to_the_board(
    firm: Firm, level: int, evidence: list[dict[str, str]], unmet: str
) -> None:
    review = firm.hand_in(analysis=drawn(level, rows={"evidence": evidence}))
    assert review.unmet == [unmet]
    assert any("the board has to ask for one" in need for need in firm.needs(review))
    firm.everybody_approves(review)
    assert firm.state(review) is State.READY


def test_what_only_a_board_can_ask_for_is_shown_and_does_not_block(firm: Firm) -> None:
    firm.given.role(firm.hire("sage"), Role.EXPERT, "independent")
    rows = {"evidence": [{"segment": "All", "source": "survey"}], "monitoring": []}
    review = firm.hand_in(analysis=drawn(4, rows=rows))
    assert review.unmet == ["pilot_or_test_first", "stop_criteria"]
    firm.everybody_approves(review)
    assert firm.state(review) is State.READY
    assert len(firm.needs(review)) == 2


def test_only_the_owner_hands_in(firm: Firm) -> None:
    proposal = firm.draft()
    for person in (firm.author, firm.sponsor, firm.reader):
        with (
            pytest.raises(NotYours),
            acting(by=person, at=firm.given.at) as act,
        ):
            operations.hand_in(
                act, proposal, by=person, drawn=drawn(), rules=packaged("full"), zone=BERLIN
            )
    assert proposal.state is ProposalState.DRAFT


def test_a_second_click_is_told_that_it_was_handed_in(firm: Firm) -> None:
    review = firm.hand_in()
    with pytest.raises(NotNow):
        firm.hand_in(review.proposal, drawn(3, rows={"evidence": []}))
    assert review.number == 1
    assert len(session.scalars(sa.select(Seat)).all()) == 3


def test_abuse_29_a_running_case_keeps_its_rules(firm: Firm) -> None:
    review = firm.hand_in()
    firm.form = "simple"
    firm.revise(review, firm.reader, drawn(), text="Who pays late pays four euros.")
    assert Plan.from_json(review.plan).rule_set_hash == packaged("full").hash


def test_in_the_simple_form_one_reviewer_and_the_advocate_read(given: Given) -> None:
    firm = Firm(given, form="simple")
    review = firm.hand_in(analysis=drawn(4, 3))
    assert set(seated(review)) == {SeatKind.DOMAIN, SeatKind.ADVOCATE}
    assert Plan.from_json(review.plan).decides.unanimous_customer


def test_whoever_wrote_this_version_does_not_judge_it_even_when_taken_off_the_list(
    firm: Firm,
) -> None:
    firm.given.role(firm.author, Role.REVIEWER)
    firm.given.role(firm.sponsor, Role.EMPLOYEE)
    proposal = firm.draft()
    involved = next(each for each in proposal.involved if each.person_id == firm.author.id)
    firm.change(proposal, "It is seven euros.", by=firm.author)
    with acting(by=firm.owner, at=firm.given.at) as act:
        proposals.release(act, proposal, by=firm.owner, involved=involved)
    review = firm.hand_in(proposal)
    assert "Author" not in seated(review).values()


def test_withdrawing_a_case_ends_its_review(firm: Firm) -> None:
    review = firm.hand_in()
    with acting(by=firm.owner, at=firm.given.at) as act:
        operations.withdraw_case(act, review.proposal, by=firm.owner, why="No longer needed.")
    assert firm.state(review) is State.CLOSED
    assert review.proposal.state is ProposalState.WITHDRAWN
    assert kinds_of_events(review.id)[-1] == Event.CLOSED


def test_a_case_is_not_withdrawn_under_an_open_ballot_nor_after_its_end(firm: Firm) -> None:
    review = firm.hand_in()
    firm.everybody_approves(review)
    for is_open in (True, False):
        with acting(by=firm.clerk, at=firm.given.at) as act:
            if is_open:
                operations.hold(act, review)
            else:
                operations.close(act, review, why="Determined.")
        with pytest.raises(NotNow), acting(by=firm.owner, at=firm.given.at) as act:
            operations.withdraw_case(act, review.proposal, by=firm.owner, why="Too late.")
    assert review.proposal.state is ProposalState.SUBMITTED


def test_a_stranger_can_not_withdraw_a_case(firm: Firm) -> None:
    review = firm.hand_in()
    with pytest.raises(NotYours), acting(by=firm.reader, at=firm.given.at) as act:
        operations.withdraw_case(act, review.proposal, by=firm.reader, why="Mine.")
    assert firm.state(review) is State.IN_REVIEW


def test_a_published_level_rises_the_seats_of_a_revision(firm: Firm) -> None:
    firm.given.role(firm.hire("sage"), Role.EXPERT, "independent")
    review = firm.hand_in(analysis=drawn(2))
    before = {seat.id for seat in queries.seats(review)}
    firm.revise(review, firm.reader, drawn(4))
    after = {seat.id: seat.kind for seat in queries.seats(review)}
    assert before < set(after)
    assert SeatKind.INDEPENDENT in after.values()


def test_abuse_54_a_lower_level_takes_no_seat_away(firm: Firm) -> None:
    review = firm.hand_in(analysis=drawn(3))
    before = {seat.id for seat in queries.seats(review)}
    firm.revise(review, firm.reader, drawn(1))
    assert before <= {seat.id for seat in queries.seats(review)}
    assert all(seat.must for seat in queries.seats(review))


def test_the_preview_says_what_then_happens(firm: Firm) -> None:
    proposal = firm.draft()
    shown = preview(proposal, drawn(3), packaged("full"), at=firm.given.at, zone=BERLIN)
    review = firm.hand_in(proposal, drawn(3))
    assert {(each.kind, each.name) for each in shown.readers} == set(seated(review).items())
    assert shown.board is not None
    assert shown.board.id == firm.boards["central"].id
    assert replace(shown.plan) == Plan.from_json(review.plan)


def _come_in(firm: Firm, *names: str) -> None:
    """These have set a password; all others are invited and have not."""
    for name in names:
        with acting(by=firm.people[name], at=firm.given.at) as act:
            set_password(act, firm.people[name], password_hash=QUICK.hashed("a long secret word"))


def test_who_can_not_come_in_yet_is_seated_only_where_nobody_else_may(firm: Firm) -> None:
    _come_in(firm, "deputy", "reader", "trainee")
    proposal = firm.draft()
    shown = preview(proposal, drawn(2), packaged("full"), at=firm.given.at, zone=BERLIN)
    awaited = {each.kind: (each.name, each.awaited) for each in shown.readers}
    assert awaited[SeatKind.ADVOCATE] == ("Deputy", False)
    assert awaited[SeatKind.DOMAIN] == ("Reader", False)
    assert awaited[SeatKind.OTHER_UNIT] == ("It_Reader", True)
    review = firm.hand_in(proposal)
    assert {kind: name for kind, (name, _) in awaited.items()} == seated(review)


def test_an_invited_manager_confirms_a_claim_rather_than_a_reviewer(firm: Firm) -> None:
    _come_in(firm, "reader")
    review = firm.hand_in(analysis=drawn(0, form=Form.NONE))
    assert seated(review) == {SeatKind.CONFIRMER: "Cto"}


def test_the_page_says_who_has_not_come_in_yet(firm: Firm, client: FlaskClient) -> None:
    firm.given.signed_in(client, firm.owner)
    owner = Owner(client, firm.draft())
    owner.screen()
    page = f"/proposals/{owner.proposal.code}/submit"
    words = "was invited and has not signed in yet"
    assert words in client.get(page).text
    _come_in(firm, "cto")
    assert words not in client.get(page).text


def test_the_preview_leaves_out_whoever_wrote_and_was_taken_off(firm: Firm) -> None:
    firm.given.role(firm.author, Role.REVIEWER)  # by name the first who would be chosen
    proposal = firm.draft()
    involved = next(each for each in proposal.involved if each.person_id == firm.author.id)
    firm.change(proposal, "It is seven euros.", by=firm.author)
    with acting(by=firm.owner, at=firm.given.at) as act:
        proposals.release(act, proposal, by=firm.owner, involved=involved)
    shown = preview(proposal, drawn(3), packaged("full"), at=firm.given.at, zone=BERLIN)
    assert "Author" not in {each.name for each in shown.readers}
    review = firm.hand_in(proposal, drawn(3))
    assert {(each.kind, each.name) for each in shown.readers} == set(seated(review).items())


def test_the_preview_names_who_was_asked_to_write_and_never_did(firm: Firm) -> None:
    firm.given.role(firm.author, Role.REVIEWER)
    proposal = firm.draft()
    involved = next(each for each in proposal.involved if each.person_id == firm.author.id)
    with acting(by=firm.owner, at=firm.given.at) as act:
        proposals.release(act, proposal, by=firm.owner, involved=involved)
    shown = preview(proposal, drawn(3), packaged("full"), at=firm.given.at, zone=BERLIN)
    assert "Author" in {each.name for each in shown.readers}
