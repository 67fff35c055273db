"""Positions: who may take one, what it is bound to, what a new version does to it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from impactreview.audit.acts import acting
from impactreview.audit.models import Event as LogEvent
from impactreview.kernel.db import session
from impactreview.kernel.refusals import NotNow, NotYours, Refusal, Stale, Unfinished, Unusable
from impactreview.notifications.models import Letter
from impactreview.people.models import Person
from impactreview.people.roles import Role
from impactreview.proposals.models import Involved, Proposal
from impactreview.proposals.terms import Involvement
from impactreview.proposals.terms import State as ProposalState
from impactreview.reviews import operations
from impactreview.reviews.models import Concern, Position, Review, Seat
from impactreview.reviews.operations.readiness import finish
from impactreview.reviews.queries import reviews as queries
from impactreview.reviews.queries.standing import now as standing
from impactreview.reviews.queries.view import review_view
from impactreview.reviews.queries.waiting import seats_of
from impactreview.reviews.rules.concerns import ConcernText
from impactreview.reviews.terms import Event, SeatKind, Stand, State
from tests.reviews.firm import BERLIN, HARM, Firm, drawn
from tests.terms import GivenEvent

pytestmark = pytest.mark.database_near


def last_event(review: Review) -> str | None:
    return session.scalar(
        sa.select(LogEvent.kind)
        .where(LogEvent.stream == review.id)
        .order_by(LogEvent.version.desc())
        .limit(1)
    )


def positions(review: Review) -> list[Position]:
    return list(session.scalars(sa.select(Position).join(Seat).order_by(Position.serial)))


def must_refuse(
    firm: Firm, person: Person, refusal: type[Refusal], act_of: Callable[..., Any]
) -> None:
    before = len(session.scalars(sa.select(LogEvent.id)).all())
    with pytest.raises(refusal), acting(by=person, at=firm.given.at) as act:
        act_of(act)
    assert len(session.scalars(sa.select(LogEvent.id)).all()) == before


def approve(review: Review, person: Person, **values: Any) -> Callable[..., Any]:
    said = {"number": review.number, "stand": Stand.APPROVE, "reason": "", **values}
    return lambda act: operations.give_position(act, review, by=person, **said)


def test_when_everybody_has_approved_the_case_is_ready(firm: Firm) -> None:
    review = firm.hand_in()
    firm.say(review, firm.reader, Stand.APPROVE)
    firm.say(review, firm.it_reader, Stand.APPROVE_WITH_CONDITIONS, conditions="Write to all.")
    assert firm.state(review) is State.IN_REVIEW
    firm.say(review, firm.advocate, Stand.APPROVE)
    assert firm.state(review) is State.READY
    assert firm.needs(review) == []
    assert last_event(review) == Event.READY


def test_the_page_always_says_what_is_still_missing(firm: Firm) -> None:
    review = firm.hand_in()
    assert firm.needs(review) == [
        "ADVOCATE: Advocate has to declare to have no conflict, and take a position until ….",
        "DOMAIN: Reader has to declare to have no conflict, and take a position until ….",
        "OTHER_UNIT: It_Reader has to declare to have no conflict, and take a position until ….",
    ]
    firm.declare(review, firm.reader)
    assert "DOMAIN: Reader has to take a position until …." in firm.needs(review)


def test_material_opens_only_after_the_declaration(firm: Firm) -> None:
    review = firm.hand_in()
    must_refuse(firm, firm.reader, NotNow, approve(review, firm.reader))
    firm.declare(review, firm.reader)
    must_refuse(
        firm,
        firm.reader,
        NotNow,
        lambda act: operations.declare_no_conflict(act, review, by=firm.reader),
    )


@pytest.mark.parametrize("name", ["owner", "author", "sponsor", "head", "boss", "trainee", "clerk"])
def test_abuse_1_2_12_nobody_without_a_seat_takes_a_position(firm: Firm, name: str) -> None:
    review = firm.hand_in()
    person = firm.people[name]
    must_refuse(firm, person, NotYours, approve(review, person))
    must_refuse(
        firm, person, NotYours, lambda act: operations.declare_no_conflict(act, review, by=person)
    )
    must_refuse(
        firm,
        person,
        NotYours,
        lambda act: operations.raise_concern(act, review, by=person, text=HARM),
    )
    must_refuse(
        firm,
        person,
        NotYours,
        lambda act: operations.request_changes(act, review, by=person, reason="Because"),
    )
    assert positions(review) == []


def test_abuse_2_who_becomes_co_author_later_is_stopped_at_the_act(firm: Firm) -> None:
    review = firm.hand_in()
    firm.declare(review, firm.reader)
    with acting(by=firm.owner, at=firm.given.at) as act:
        act.add(
            Involved(
                proposal=review.proposal,
                person=firm.reader,
                involvement=Involvement.CO_AUTHOR,
                since=act.at,
                agreed_at=act.at,
                until=None,
            )
        )
        act.record(GivenEvent.GIVEN, review.proposal)
    must_refuse(firm, firm.reader, NotYours, approve(review, firm.reader))


def _becomes(firm: Firm, record: Person | Proposal, **values: Any) -> None:
    with acting(by=firm.boss, at=firm.given.at) as act:
        for name, value in values.items():
            setattr(record, name, value)
        act.record(GivenEvent.GIVEN, record)


def test_who_comes_into_the_owners_line_later_is_stopped_at_the_act(firm: Firm) -> None:
    review = firm.hand_in()
    firm.declare(review, firm.reader)
    _becomes(firm, firm.owner, manager=firm.reader)
    must_refuse(firm, firm.reader, NotYours, approve(review, firm.reader))


def test_who_becomes_sponsor_later_is_stopped_at_the_act(firm: Firm) -> None:
    review = firm.hand_in()
    firm.declare(review, firm.reader)
    _becomes(firm, review.proposal, sponsor=firm.reader, sponsor_agreed_at=firm.given.at)
    must_refuse(firm, firm.reader, NotYours, approve(review, firm.reader))


def test_who_has_left_takes_no_position_and_is_named(firm: Firm) -> None:
    review = firm.hand_in()
    firm.declare(review, firm.reader)
    _becomes(firm, firm.reader, deactivated_at=firm.given.at)
    must_refuse(firm, firm.reader, NotYours, approve(review, firm.reader))
    assert "DOMAIN: Reader has left. The seat has to be filled again." in firm.needs(review)


@pytest.mark.parametrize(
    ("values", "place"),
    [
        ({"stand": Stand.RECUSED}, "stand"),
        ({"stand": Stand.APPROVE_WITH_CONDITIONS}, "conditions"),
        ({"stand": Stand.ABSTAIN}, "reason"),
        ({"stand": Stand.OBJECT, "concern": HARM}, "reason"),
    ],
)
def test_a_position_that_is_not_whole_is_refused(
    firm: Firm, values: dict[str, Any], place: str
) -> None:
    review = firm.hand_in()
    firm.declare(review, firm.reader)
    with pytest.raises(Unusable) as refusal, acting(by=firm.reader, at=firm.given.at) as act:
        approve(review, firm.reader, **values)(act)
    assert refusal.value.params["place"] == place


@pytest.mark.parametrize("missing", ["what", "whom", "remedy"])
def test_an_objection_names_what_whom_and_what_would_remove_it(firm: Firm, missing: str) -> None:
    review = firm.hand_in()
    firm.declare(review, firm.reader)
    text = ConcernText(**{**vars(HARM), missing: ""})
    with pytest.raises(Unfinished) as refusal, acting(by=firm.reader, at=firm.given.at) as act:
        approve(review, firm.reader, stand=Stand.OBJECT, reason="Because", concern=text)(act)
    assert [each.place for each in refusal.value.missing] == [missing]
    assert session.scalars(sa.select(Concern)).all() == []


def test_a_claim_is_right_or_not(firm: Firm) -> None:
    review = firm.hand_in(analysis=drawn(0))
    person = firm.holder(review, SeatKind.CONFIRMER)
    firm.declare(review, person)
    with pytest.raises(Unusable), acting(by=person, at=firm.given.at) as act:
        approve(review, person, stand=Stand.APPROVE_WITH_CONDITIONS, reason="x", conditions="y")(
            act
        )


def test_the_last_position_counts(firm: Firm) -> None:
    review = firm.hand_in()
    firm.everybody_approves(review)
    firm.say(review, firm.reader, Stand.OBJECT, concern=HARM)
    assert firm.state(review) is State.IN_REVIEW
    assert last_event(review) == Event.UNREADY
    assert [position.serial for position in positions(review)][-1] == 2
    needs = firm.needs(review)
    assert "Concern C-1 is open: the owner has to answer it." in needs
    assert any("Reader objects" in need for need in needs)


def test_the_advocates_abstention_is_no_approval(firm: Firm) -> None:
    review = firm.hand_in()
    firm.say(review, firm.reader, Stand.APPROVE)
    firm.say(review, firm.it_reader, Stand.ABSTAIN)
    firm.say(review, firm.advocate, Stand.ABSTAIN)
    assert firm.state(review) is State.IN_REVIEW
    assert firm.needs(review) == ["ADVOCATE: Advocate abstains, which is no approval."]
    firm.say(review, firm.advocate, Stand.APPROVE)
    assert firm.state(review) is State.READY


def test_not_all_readers_may_abstain(firm: Firm) -> None:
    review = firm.hand_in()
    firm.say(review, firm.advocate, Stand.APPROVE)
    firm.say(review, firm.reader, Stand.ABSTAIN)
    firm.say(review, firm.it_reader, Stand.ABSTAIN)
    assert firm.state(review) is State.IN_REVIEW
    assert firm.needs(review) == ["Everybody who read abstains: at least one has to judge."]


def test_abuse_21_an_approval_of_an_older_version_is_outdated_by_section(firm: Firm) -> None:
    review = firm.hand_in()
    firm.say(review, firm.reader, Stand.APPROVE)
    worse = {"places": [{"id": "p", "segment": "All", "effect": "worse", "kinds": ["time"]}]}
    firm.revise(review, firm.it_reader, drawn(rows=worse))
    assert review.number == 2
    assert (
        "DOMAIN: the position of Reader is outdated, because what stands in C changed."
        in firm.needs(review)
    )


def test_an_approval_stays_where_nothing_changed(firm: Firm) -> None:
    review = firm.hand_in()
    firm.say(review, firm.reader, Stand.APPROVE)
    firm.revise(review, firm.it_reader, drawn())
    assert not any("Reader is outdated" in need for need in firm.needs(review))
    assert review.rests_until is None


def test_abuse_27_going_back_to_an_old_text_brings_no_old_approval_back(firm: Firm) -> None:
    review = firm.hand_in()
    firm.say(review, firm.reader, Stand.APPROVE)
    original = review.proposal.text
    firm.revise(review, firm.it_reader, drawn(), text="Who pays late pays ten euros.")
    firm.revise(review, firm.it_reader, drawn(), text=original)
    assert review.number == 3
    assert (
        "DOMAIN: the position of Reader is outdated, because what stands in proposal changed."
        in firm.needs(review)
    )


def test_abuse_28_an_objection_outlives_every_version(firm: Firm) -> None:
    review = firm.hand_in()
    firm.say(review, firm.reader, Stand.OBJECT, concern=HARM)
    for text in ("Four euros.", "Three euros."):
        firm.revise(review, firm.it_reader, drawn(), text=text)
    (reader,) = [seat for seat in standing(review, firm.given.at).seats if seat.name == "Reader"]
    assert reader.position is not None
    assert reader.position.stand is Stand.OBJECT
    assert reader.position.is_current
    assert "Concern C-1 is open: the owner has to answer it." in firm.needs(review)


def test_an_abstention_was_about_its_version_alone(firm: Firm) -> None:
    review = firm.hand_in()
    firm.say(review, firm.reader, Stand.ABSTAIN)
    firm.revise(review, firm.it_reader, drawn())
    assert "DOMAIN: the abstention of Reader was about an earlier version." in firm.needs(review)


def test_abuse_23_a_new_figure_is_a_major_change_whatever_anybody_calls_it(firm: Firm) -> None:
    review = firm.hand_in(analysis=drawn(2))
    firm.revise(review, firm.reader, drawn(2), text="Who pays late pays fifty euros.")
    assert review.rests_until == firm.given.at.replace(hour=22, minute=59, second=59) + timedelta(
        days=7
    )
    assert any("The case rests" in need for need in firm.needs(review))


def test_abuse_24_even_a_blank_more_is_another_text(firm: Firm) -> None:
    review = firm.hand_in()
    firm.say(review, firm.reader, Stand.APPROVE)
    firm.revise(
        review, firm.it_reader, drawn(), text=review.proposal.text.replace("pays", "pаys")
    )  # a Cyrillic letter
    assert any("Reader is outdated" in need for need in firm.needs(review))


def test_a_minor_change_rests_for_less(firm: Firm) -> None:
    review = firm.hand_in(analysis=drawn(2))
    firm.revise(review, firm.reader, drawn(2, answers={"L.notice": "By letter"}))
    assert review.rests_until is not None
    assert (review.rests_until - firm.given.at).days == 3


def test_when_the_rest_is_over_time_alone_makes_it_ready(firm: Firm) -> None:
    review = firm.hand_in(analysis=drawn(2))
    firm.revise(review, firm.reader, drawn(2, answers={"L.notice": "By letter"}))
    firm.everybody_approves(review)
    assert firm.state(review) is State.IN_REVIEW
    with pytest.raises(NotNow), acting(by=firm.clerk, at=firm.given.at) as act:
        finish(act, review)
    with acting(by=firm.clerk, at=firm.later(days=4)) as act:
        finish(act, review)
    assert firm.state(review) is State.READY


def test_a_position_names_the_version_that_was_read(firm: Firm) -> None:
    review = firm.hand_in()
    firm.declare(review, firm.reader)
    firm.revise(review, firm.it_reader, drawn(), text="Now ten euros.")
    must_refuse(firm, firm.reader, Stale, approve(review, firm.reader, number=1))
    firm.say(review, firm.reader, Stand.APPROVE)


def test_a_position_keeps_the_hashes_of_what_was_read(firm: Firm) -> None:
    review = firm.hand_in()
    firm.say(review, firm.reader, Stand.APPROVE)
    (position,) = positions(review)
    assert position.section_hashes == queries.hashes(review.proposal_id)[1]


def test_changes_are_asked_for_with_a_reason_and_the_authors_are_told(firm: Firm) -> None:
    review = firm.hand_in()
    firm.declare(review, firm.reader)
    must_refuse(
        firm,
        firm.reader,
        Unusable,
        lambda act: operations.request_changes(act, review, by=firm.reader, reason=""),
    )
    firm.ask_for_changes(review, firm.reader)
    assert firm.state(review) is State.CHANGES_REQUESTED
    assert review.proposal.state is ProposalState.DRAFT
    told = session.scalars(
        sa.select(Letter.person_id).where(Letter.subject.startswith("Changes are asked for"))
    ).all()
    assert set(told) == {firm.owner.id, firm.author.id}


def test_while_changes_are_made_nobody_takes_a_position(firm: Firm) -> None:
    review = firm.hand_in()
    firm.declare(review, firm.it_reader)
    firm.ask_for_changes(review, firm.reader)
    must_refuse(firm, firm.it_reader, NotNow, approve(review, firm.it_reader))


def test_while_changes_are_made_its_authors_are_awaited_and_no_reader(firm: Firm) -> None:
    review = firm.hand_in()
    firm.say(review, firm.it_reader, Stand.OBJECT, concern=HARM)
    firm.ask_for_changes(review, firm.reader)
    revise, concern = firm.needs(review)
    assert "its authors have to revise it, and its owner hands it in again" in revise
    assert concern == "Concern C-1 is open: the owner has to answer it."
    firm.hand_in(review.proposal, drawn())
    assert revise not in firm.needs(review)
    assert any("has to take a position" in need for need in firm.needs(review))


def test_a_case_that_is_ready_can_not_be_sent_back(firm: Firm) -> None:
    review = firm.hand_in()
    firm.everybody_approves(review)
    must_refuse(
        firm,
        firm.reader,
        NotNow,
        lambda act: operations.request_changes(act, review, by=firm.reader, reason="Late"),
    )


def test_a_new_version_gives_outdated_seats_new_time_and_a_letter(firm: Firm) -> None:
    review = firm.hand_in()
    before = firm.seat(review, SeatKind.DOMAIN).due_at
    firm.later(days=10)
    firm.revise(review, firm.it_reader, drawn(), text="Now ten euros.")
    after = firm.seat(review, SeatKind.DOMAIN).due_at
    assert before is not None
    assert after is not None
    assert after > before
    told = session.scalars(
        sa.select(Letter.person_id).where(Letter.subject.startswith("There is a new version"))
    ).all()
    assert firm.reader.id in told


def test_abuse_13_who_has_a_conflict_leaves_and_says_nothing_more(firm: Firm) -> None:
    other = firm.hire("zoe", Role.REVIEWER, unit=firm.sales)
    review = firm.hand_in()
    firm.declare(review, firm.reader)
    with acting(by=firm.reader, at=firm.given.at) as act:
        after = operations.recuse(act, review, by=firm.reader, reason="My brother.", zone=BERLIN)
    assert after.person is other
    assert after.declared_at is None
    must_refuse(firm, firm.reader, NotYours, approve(review, firm.reader))
    assert last_event(review) == Event.RECUSED


def test_whoever_left_never_gets_a_seat_in_this_case_again(firm: Firm) -> None:
    review = firm.hand_in()
    with acting(by=firm.reader, at=firm.given.at) as act:
        after = operations.recuse(act, review, by=firm.reader, reason="My brother.", zone=BERLIN)
    assert after.person is None
    assert any("a reviewer outside the owner's line is missing" in n for n in firm.needs(review))


def test_when_the_advocate_leaves_the_deputy_follows(firm: Firm) -> None:
    review = firm.hand_in()
    with acting(by=firm.advocate, at=firm.given.at) as act:
        operations.recuse(act, review, by=firm.advocate, reason="My brother.", zone=BERLIN)
    assert firm.holder(review, SeatKind.ADVOCATE) is firm.deputy


def test_leaving_needs_a_reason_and_a_seat(firm: Firm) -> None:
    review = firm.hand_in()
    for person, reason, refusal in (
        (firm.reader, "", Unusable),
        (firm.clerk, "Tired", NotYours),
    ):
        must_refuse(
            firm,
            person,
            refusal,
            lambda act, person=person, reason=reason: operations.recuse(
                act, review, by=person, reason=reason, zone=BERLIN
            ),
        )


def test_the_clerk_has_an_empty_seat_sought_anew(firm: Firm) -> None:
    review = firm.hand_in(analysis=drawn(4))
    seat = firm.seat(review, SeatKind.INDEPENDENT)

    def fill(by: Person) -> Callable[..., Any]:
        return lambda act: operations.fill_seat(
            act, review, by=by, seat=seat, on=firm.given.at.date(), zone=BERLIN
        )

    must_refuse(firm, firm.clerk, NotNow, fill(firm.clerk))
    sage = firm.hire("sage")
    firm.given.role(sage, Role.EXPERT, "independent")
    for person in (firm.owner, firm.reader, firm.advocate):
        must_refuse(firm, person, NotYours, fill(person))
    with acting(by=firm.clerk, at=firm.given.at) as act:
        fill(firm.clerk)(act)
    assert seat.person is sage
    assert seat.due_at is not None
    must_refuse(firm, firm.clerk, NotNow, fill(firm.clerk))


def test_who_kept_silent_past_the_date_is_replaced_and_the_clock_runs_on(firm: Firm) -> None:
    zoe = firm.hire("zoe", Role.REVIEWER, unit=firm.sales)
    review = firm.hand_in()
    seat = firm.seat(review, SeatKind.DOMAIN)
    due, on = seat.due_at, firm.given.at.date()
    args: dict[str, Any] = {"by": firm.chair, "seat": seat, "on": on, "zone": BERLIN}
    must_refuse(firm, firm.chair, NotNow, lambda act: operations.fill_seat(act, review, **args))
    with acting(by=firm.chair, at=firm.later(days=9)) as act:
        after = operations.fill_seat(act, review, **args)
    assert seat.ended_at is not None
    assert after.person is zoe
    assert after.due_at == due
    letter = sa.select(Letter.body).where(Letter.person_id == zoe.id)
    assert "before it came to you" in session.scalars(letter).one()


def test_silence_of_the_advocate_who_was_told_is_consent_after_three_working_days(
    firm: Firm,
) -> None:
    review = firm.hand_in(analysis=drawn(1))
    firm.say(review, firm.reader, Stand.APPROVE)
    assert firm.state(review) is State.IN_REVIEW
    assert firm.needs(review) == ["ADVOCATE: Advocate may call the case in until …."]
    late = firm.given.at.replace(hour=23, minute=30) + timedelta(days=3)
    assert firm.needs(review, late) == []
    with acting(by=firm.clerk, at=late) as act:
        finish(act, review)
    assert firm.state(review) is State.READY


def test_the_advocate_calls_a_case_in_and_then_must_be_heard(firm: Firm) -> None:
    review = firm.hand_in(analysis=drawn(1))
    firm.say(review, firm.reader, Stand.APPROVE)
    must_refuse(
        firm,
        firm.reader,
        NotNow,
        lambda act: operations.call_in(act, review, by=firm.reader, zone=BERLIN),
    )
    with acting(by=firm.advocate, at=firm.given.at) as act:
        operations.call_in(act, review, by=firm.advocate, zone=BERLIN)
    assert last_event(review) == Event.CALLED_IN
    assert "ADVOCATE: Advocate has to declare" in firm.needs(review, firm.later(days=30))[0]
    firm.say(review, firm.advocate, Stand.APPROVE)
    assert firm.state(review) is State.READY


def test_after_the_time_nobody_calls_in(firm: Firm) -> None:
    review = firm.hand_in(analysis=drawn(1))
    firm.later(days=7)
    must_refuse(
        firm,
        firm.advocate,
        NotNow,
        lambda act: operations.call_in(act, review, by=firm.advocate, zone=BERLIN),
    )


def test_positions_of_others_are_shut_until_ones_own_is_given(firm: Firm) -> None:
    review = firm.hand_in()
    firm.say(review, firm.reader, Stand.APPROVE)

    def opened(person: Person) -> set[str]:
        view = review_view(review.proposal, person, at=firm.given.at, on=firm.given.at.date())
        assert view is not None
        return {shown.seat.name for shown in view.seats if shown.opened}

    assert opened(firm.it_reader) == {"It_Reader"}
    assert opened(firm.owner) == set()
    assert opened(firm.clerk) == set()
    assert opened(firm.reader) == {"Reader", "It_Reader", "Advocate"}
    firm.say(review, firm.it_reader, Stand.APPROVE)
    firm.say(review, firm.advocate, Stand.APPROVE)
    assert opened(firm.owner) == {"Reader", "It_Reader", "Advocate"}


def test_what_waits_for_a_reader_leaves_with_the_position_and_comes_back_with_a_version(
    firm: Firm,
) -> None:
    review = firm.hand_in()
    (waiting,) = seats_of(firm.reader)
    assert (waiting.code, waiting.kind, waiting.gross) == (
        review.proposal.code,
        SeatKind.DOMAIN,
        2,
    )
    firm.say(review, firm.reader, Stand.APPROVE)
    assert not seats_of(firm.reader)
    firm.revise(review, firm.it_reader, drawn(), text="Ten euros.")
    (again,) = seats_of(firm.reader)
    assert again.outdated == ("proposal",)
    assert not seats_of(firm.owner)


def test_while_a_ballot_is_open_nothing_moves(firm: Firm) -> None:
    review = firm.hand_in()
    must_refuse(firm, firm.clerk, NotNow, lambda act: operations.hold(act, review))
    firm.everybody_approves(review)
    with acting(by=firm.clerk, at=firm.given.at) as act:
        operations.hold(act, review)
    must_refuse(firm, firm.clerk, NotNow, lambda act: operations.hold(act, review))
    must_refuse(firm, firm.reader, NotNow, approve(review, firm.reader))
    must_refuse(
        firm,
        firm.reader,
        NotNow,
        lambda act: operations.recuse(act, review, by=firm.reader, reason="x", zone=BERLIN),
    )
    with acting(by=firm.clerk, at=firm.given.at) as act:
        operations.release(act, review)
    must_refuse(firm, firm.clerk, NotNow, lambda act: operations.release(act, review))
    firm.say(review, firm.reader, Stand.OBJECT, concern=HARM)
    assert firm.state(review) is State.IN_REVIEW


def test_after_the_end_nothing_moves(firm: Firm) -> None:
    review = firm.hand_in()
    firm.declare(review, firm.reader)
    with acting(by=firm.clerk, at=firm.given.at) as act:
        operations.close(act, review, why="Determined.")
    assert last_event(review) == Event.CLOSED
    must_refuse(firm, firm.reader, NotNow, approve(review, firm.reader))
    must_refuse(firm, firm.clerk, NotNow, lambda act: operations.close(act, review, why="Again."))
