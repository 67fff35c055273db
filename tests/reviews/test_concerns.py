"""Concerns: raised, answered, and settled by nobody but who raised them."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from impactreview.audit.acts import acting
from impactreview.audit.models import Event as LogEvent
from impactreview.kernel.db import session
from impactreview.kernel.refusals import NotNow, NotYours, Refusal, Unfinished, Unusable
from impactreview.notifications.models import Letter
from impactreview.people.models import Person
from impactreview.reviews import operations
from impactreview.reviews.models import Concern, Review
from impactreview.reviews.queries import reviews as queries
from impactreview.reviews.rules.concerns import ConcernText
from impactreview.reviews.terms import ConcernState, Event, SeatKind, Stand, State
from tests.reviews.firm import HARM, Firm, drawn

pytestmark = pytest.mark.database_near

ANSWER = "We cap it at five euros."


def refused(firm: Firm, by: Person, refusal: type[Refusal], act_of: Callable[..., Any]) -> None:
    before = len(session.scalars(sa.select(LogEvent.id)).all())
    with pytest.raises(refusal), acting(by=by, at=firm.given.at) as act:
        act_of(act)
    assert len(session.scalars(sa.select(LogEvent.id)).all()) == before


def objected(firm: Firm, **values: Any) -> tuple[Review, Concern]:
    review = firm.hand_in(**values)
    firm.say(review, firm.reader, Stand.OBJECT, concern=HARM)
    (concern,) = queries.concerns(review)
    return review, concern


def do(firm: Firm, by: Person, verb: Callable[..., Any], *args: Any, **values: Any) -> Any:
    with acting(by=by, at=firm.given.at) as act:
        return verb(act, *args, by=by, **values)


def test_an_objection_opens_a_named_concern_and_tells_the_owner(firm: Firm) -> None:
    _, concern = objected(firm)
    assert (concern.code, concern.state, concern.number) == ("C-1", ConcernState.OPEN, 1)
    assert (concern.what, concern.whom, concern.remedy) == tuple(vars(HARM).values())
    assert not concern.by_advocate
    letter = session.scalars(
        sa.select(Letter).where(Letter.subject.startswith("A concern about"))
    ).one()
    assert letter.person_id == firm.owner.id
    assert "dear" not in str(letter.params)


def test_a_concern_of_the_advocate_is_known_as_one(firm: Firm) -> None:
    review = firm.hand_in()
    firm.declare(review, firm.advocate)
    concern = do(firm, firm.advocate, operations.raise_concern, review, text=HARM)
    assert concern.by_advocate


def test_a_concern_says_all_three_things(firm: Firm) -> None:
    review = firm.hand_in()
    firm.declare(review, firm.reader)
    for name in ("what", "whom", "remedy"):
        text = ConcernText(**{**vars(HARM), name: ""})
        refused(
            firm,
            firm.reader,
            Unfinished,
            lambda act, text=text: operations.raise_concern(act, review, by=firm.reader, text=text),
        )


def test_the_owner_answers_and_who_raised_it_is_told(firm: Firm) -> None:
    _, concern = objected(firm)
    for person in (firm.author, firm.reader, firm.chair, firm.sponsor):
        refused(
            firm,
            person,
            NotYours,
            lambda act, person=person: operations.answer_concern(
                act, concern, by=person, answer=ANSWER
            ),
        )
    refused(
        firm,
        firm.owner,
        Unusable,
        lambda act: operations.answer_concern(act, concern, by=firm.owner, answer=""),
    )
    do(firm, firm.owner, operations.answer_concern, concern, answer=ANSWER)
    assert concern.answer == ANSWER
    told = session.scalars(
        sa.select(Letter.person_id).where(Letter.subject.startswith("Your concern about"))
    ).all()
    assert told == [firm.reader.id]


@pytest.mark.parametrize(
    "verb", [operations.resolve_concern, operations.withdraw_concern], ids=["resolve", "withdraw"]
)
def test_only_who_raised_a_concern_settles_it(firm: Firm, verb: Callable[..., Any]) -> None:
    review, concern = objected(firm)
    for person in (firm.owner, firm.author, firm.it_reader, firm.advocate, firm.chair, firm.clerk):
        refused(firm, person, NotYours, lambda act, person=person: verb(act, concern, by=person))
    do(firm, firm.reader, verb, concern)
    assert concern.settled_at == firm.given.at
    refused(firm, firm.reader, NotNow, lambda act: verb(act, concern, by=firm.reader))
    assert any("Reader objects" in need for need in firm.needs(review))
    firm.everybody_approves(review)
    assert firm.state(review) is State.READY


def test_a_concern_is_carried_to_the_board_only_when_answered_and_only_by_some(firm: Firm) -> None:
    review, concern = objected(firm)
    on = firm.given.at.date()
    for person in (firm.advocate, firm.chair, firm.clerk):
        refused(
            firm,
            person,
            NotNow,
            lambda act, person=person: operations.contest_concern(act, concern, by=person, on=on),
        )
    do(firm, firm.owner, operations.answer_concern, concern, answer=ANSWER)
    for person in (firm.owner, firm.author, firm.it_reader, firm.reader, firm.deputy, firm.boss):
        refused(
            firm,
            person,
            NotYours,
            lambda act, person=person: operations.contest_concern(act, concern, by=person, on=on),
        )
    do(firm, firm.advocate, operations.contest_concern, concern, on=on)
    assert concern.state is ConcernState.CONTESTED
    firm.say(review, firm.it_reader, Stand.APPROVE)
    firm.say(review, firm.advocate, Stand.APPROVE)
    assert firm.state(review) is State.READY


@pytest.mark.parametrize("name", ["chair", "clerk"])
def test_chair_and_clerk_carry_a_concern_to_the_board(firm: Firm, name: str) -> None:
    _, concern = objected(firm)
    do(firm, firm.owner, operations.answer_concern, concern, answer=ANSWER)
    person = firm.people[name]
    do(firm, person, operations.contest_concern, concern, on=firm.given.at.date())
    assert concern.state is ConcernState.CONTESTED


def test_a_contested_concern_can_still_be_resolved_by_who_raised_it(firm: Firm) -> None:
    _, concern = objected(firm)
    do(firm, firm.owner, operations.answer_concern, concern, answer=ANSWER)
    do(firm, firm.clerk, operations.contest_concern, concern, on=firm.given.at.date())
    do(firm, firm.reader, operations.resolve_concern, concern)
    assert concern.state is ConcernState.RESOLVED


def test_where_nobody_decides_nothing_is_carried_to_a_board(firm: Firm) -> None:
    review = firm.hand_in(analysis=drawn(0))
    confirmer = firm.holder(review, SeatKind.CONFIRMER)
    firm.say(review, confirmer, Stand.OBJECT, concern=HARM)
    (concern,) = queries.concerns(review)
    do(firm, firm.owner, operations.answer_concern, concern, answer=ANSWER)
    refused(
        firm,
        firm.clerk,
        NotNow,
        lambda act: operations.contest_concern(
            act, concern, by=firm.clerk, on=firm.given.at.date()
        ),
    )


def test_a_second_objection_needs_no_second_concern(firm: Firm) -> None:
    review, _ = objected(firm)
    firm.say(review, firm.reader, Stand.OBJECT)
    assert len(queries.concerns(review)) == 1


def test_concerns_persist_over_versions_and_block_each(firm: Firm) -> None:
    review, concern = objected(firm)
    firm.revise(review, firm.it_reader, drawn(), text="Four euros.")
    assert concern.state is ConcernState.OPEN
    firm.everybody_approves(review)
    assert firm.state(review) is State.IN_REVIEW
    assert "Concern C-1 is open: the owner has to answer it." in firm.needs(review)


def test_a_concern_is_answered_and_resolved_while_changes_are_made(firm: Firm) -> None:
    review, concern = objected(firm)
    firm.ask_for_changes(review, firm.it_reader)
    do(firm, firm.owner, operations.answer_concern, concern, answer=ANSWER)
    do(firm, firm.reader, operations.resolve_concern, concern)
    assert firm.state(review) is State.CHANGES_REQUESTED


def test_who_left_the_seat_can_still_resolve_an_old_concern(firm: Firm) -> None:
    review, concern = objected(firm)
    do(firm, firm.reader, operations.recuse, review, reason="My brother.", zone="Europe/Berlin")
    assert concern.state is ConcernState.OPEN
    do(firm, firm.reader, operations.resolve_concern, concern)


def test_after_the_end_no_concern_moves(firm: Firm) -> None:
    review, concern = objected(firm)
    with acting(by=firm.clerk, at=firm.given.at) as act:
        operations.close(act, review, why="Determined.")
    refused(
        firm,
        firm.reader,
        NotNow,
        lambda act: operations.resolve_concern(act, concern, by=firm.reader),
    )
    refused(
        firm,
        firm.owner,
        NotNow,
        lambda act: operations.answer_concern(act, concern, by=firm.owner, answer=ANSWER),
    )


def test_everything_done_to_a_concern_is_in_the_log(firm: Firm) -> None:
    review, concern = objected(firm)
    do(firm, firm.owner, operations.answer_concern, concern, answer=ANSWER)
    do(firm, firm.clerk, operations.contest_concern, concern, on=firm.given.at.date())
    do(firm, firm.reader, operations.withdraw_concern, concern)
    kinds = session.scalars(sa.select(LogEvent.kind).where(LogEvent.stream == review.id)).all()
    assert {
        Event.CONCERN_RAISED,
        Event.CONCERN_ANSWERED,
        Event.CONCERN_CONTESTED,
        Event.CONCERN_WITHDRAWN,
    } <= set(kinds)
