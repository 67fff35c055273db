"""Both firms show every state there is, in both languages, and nothing that is still to come."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from impactreview.audit.models import Event
from impactreview.ballots import jobs as ballots
from impactreview.ballots.models import Ballot, Decision
from impactreview.ballots.terms import Audit, DecisionState
from impactreview.ballots.terms import State as BallotState
from impactreview.dashboard.rules.cases import case_state
from impactreview.dashboard.terms import CaseState
from impactreview.demo import running
from impactreview.demo.cast import Firm
from impactreview.demo.script import Alarm, Story
from impactreview.demo.stories import ALARMS, STORIES
from impactreview.escalations.models import Escalation
from impactreview.escalations.terms import State as EscalationState
from impactreview.governance.models import Membership
from impactreview.kernel.db import session
from impactreview.people.models import Person, RoleGrant
from impactreview.people.roles import Role
from impactreview.people.terms import State as Grant
from impactreview.policies.models import Policy
from impactreview.policies.terms import State as PolicyState
from impactreview.proposals.models import Proposal
from impactreview.proposals.queries.reading import readings
from impactreview.reviews import jobs as reviews
from impactreview.reviews.models import Concern, Review
from impactreview.reviews.queries import of as review_of
from impactreview.reviews.queries import seats
from tests.conftest import NewApp, close
from tests.site import signed_in, told, walk

SAME = {"Nordlicht Energie", "Küstenrad", ""}
"""What is called alike in both languages."""
UNTOLD = {CaseState.READY, CaseState.OVERRULED}
"""States that a story passes through and does not end in."""
UNTOLD_IN_SMALL = {
    CaseState.LAPSED,
    CaseState.CHANGES_REQUESTED,
    CaseState.IN_FORCE_OVERRULED,
    CaseState.CALLED_IN,
}
"""States that no story of the simple form comes to; tests/ballots knows them."""
NO_TEXT = {"fired", "poor", "vulnerable", "roles", "fields"}
"""What is no pair of texts, even where there are two."""


@pytest.fixture(scope="module", params=[("full", "de"), ("simple", "en")], ids=lambda it: it[0])
def demo(request: pytest.FixtureRequest, app_maker: NewApp) -> Iterator[tuple[str, Flask]]:
    form, language = request.param
    app = app_maker(FORM=form)
    told(app, form=form, language=language, data=app.config["DATA"])
    with app.app_context():
        yield form, app
    close(app)


def test_there_is_a_proposal_in_every_state(demo: tuple[str, Flask]) -> None:
    found = _states()
    expected = set(CaseState) - UNTOLD
    assert found == (expected - UNTOLD_IN_SMALL if demo[0] == "simple" else expected)


def _states() -> set[CaseState]:
    rows = session.execute(
        sa.select(
            Proposal.state, Review.state, Decision.state, Review.held_at, Decision.overruling_id
        )
        .outerjoin(Review, Review.proposal_id == Proposal.id)
        .outerjoin(Decision, Decision.proposal_id == Proposal.id)
    )
    return {
        case_state(
            proposal, review, decision, voting=held is not None, overruled=overruling is not None
        )
        for proposal, review, decision, held, overruling in rows
    }


def test_one_ballot_had_no_quorum_and_its_board_votes_again(demo: tuple[str, Flask]) -> None:
    found = session.scalars(sa.select(Ballot).where(Ballot.state == BallotState.DEFERRED)).all()
    assert len(found) == (1 if demo[0] == "full" else 0)
    for deferred in found:
        again = session.scalars(
            sa.select(Ballot).where(Ballot.proposal_id == deferred.proposal_id, Ballot.round == 2)
        ).one()
        assert again.state is BallotState.OPEN


def test_whatever_is_open_stays_so_for_a_day(demo: tuple[str, Flask]) -> None:
    open_now = session.scalars(sa.select(Ballot).where(Ballot.state == BallotState.OPEN)).all()
    assert open_now
    assert all(ballot.closes_at > datetime.now(UTC) for ballot in open_now)
    before = _states()
    reviews.settle_silence(datetime.now(UTC) + timedelta(days=1))
    ballots.close_due(datetime.now(UTC) + timedelta(days=1))
    assert _states() == before


def test_one_claim_was_called_in_and_says_why(demo: tuple[str, Flask]) -> None:
    found = session.scalars(sa.select(Decision).where(Decision.audit == Audit.WRONG)).all()
    assert [bool(each.audit_reason) for each in found] == ([True] if demo[0] == "full" else [])


def test_one_decision_was_taken_against_the_customers_side(demo: tuple[str, Flask]) -> None:
    query = sa.select(Decision).where(Decision.overruling_id.is_not(None))
    for decision in session.scalars(query):
        assert decision.state is DecisionState.ENACTED
        assert decision.review_months
    assert len(session.scalars(query).all()) == (1 if demo[0] == "full" else 0)


def test_one_case_is_restricted_and_was_opened_by_those_who_read_it(
    demo: tuple[str, Flask],
) -> None:
    found = session.scalars(sa.select(Proposal).where(Proposal.restricted)).all()
    assert len(found) == (1 if demo[0] == "full" else 0)
    for case in found:
        assert case.embargo_until is not None
        assert case.embargo_until > datetime.now(UTC).date()
        opened = {reading.person_id for reading in readings(case)}
        review = review_of(case)
        assert review is not None
        assert opened == {seat.person_id for seat in seats(review)} - {None}


def test_a_concern_waits_for_its_answer(demo: tuple[str, Flask]) -> None:
    assert session.scalars(sa.select(Concern).where(Concern.answer == "")).all()


def test_employees_have_raised_the_alarm(demo: tuple[str, Flask]) -> None:
    states = set(session.scalars(sa.select(Escalation.state)))
    suspended = session.scalars(
        sa.select(Policy).where(Policy.state == PolicyState.SUSPENDED)
    ).all()
    if demo[0] == "full":
        routed, closed = EscalationState.ROUTED, EscalationState.CLOSED
        assert states == {routed, EscalationState.TRIAGED, closed}
        assert len(suspended) == 1
    else:
        assert states == {EscalationState.ROUTED, EscalationState.TRIAGED}


def test_nothing_was_done_in_the_future(demo: tuple[str, Flask]) -> None:
    newest = session.scalar(sa.select(sa.func.max(Event.at)))
    assert newest is not None
    assert newest < datetime.now(UTC)


def test_everybody_holds_the_roles_and_places_they_were_cast_for(demo: tuple[str, Flask]) -> None:
    waiting = session.scalars(sa.select(RoleGrant).where(RoleGrant.state == Grant.PROPOSED)).all()
    unseated = session.scalars(sa.select(Membership).where(Membership.state == Grant.PROPOSED))
    assert not waiting
    assert not unseated.all()
    homeless = session.scalars(sa.select(Person.name).where(Person.unit_id.is_(None))).all()
    assert not homeless


def test_every_page_of_a_customer_advocate_is_there(demo: tuple[str, Flask]) -> None:
    form, app = demo
    shown = running.Demo(form=form, language="en", data=Path())
    seen = list(walk(app, signed_in(app, shown, "advocate"), "advocate"))
    assert len(seen) > 20
    assert {page.status for page in seen} <= {200, 302, 303}


def test_telling_it_again_changes_nothing(demo: tuple[str, Flask]) -> None:
    before = session.scalar(sa.select(sa.func.count()).select_from(Event))
    told(demo[1], form=demo[0], data=demo[1].config["DATA"])
    assert session.scalar(sa.select(sa.func.count()).select_from(Event)) == before


@pytest.mark.parametrize("firm", running.FIRMS.values(), ids=running.FIRMS)
def test_a_log_in_of_every_kind_is_shown(firm: Firm) -> None:
    shown = [player for player in firm.players if player.shown]
    assert len({player.shown for player in shown}) == len(shown) >= 5
    held = {role for player in shown for role in player.roles}
    assert {Role.ADMINISTRATOR, Role.ADVOCATE, Role.AUDITOR} <= held


@pytest.mark.parametrize("form", ["full", "simple"])
def test_everything_is_said_in_both_languages(form: str) -> None:
    things: list[Firm | Story | Alarm] = [running.FIRMS[form], *STORIES[form], *ALARMS[form]]
    for german, english in (pair for thing in things for pair in _pairs(thing)):
        assert bool(german) == bool(english)
        assert german in SAME or german != english, german


def _pairs(thing: Any) -> Iterator[tuple[str, str]]:
    """Every pair of texts, however deep it lies."""
    if isinstance(thing, tuple) and [type(each) for each in thing] == [str, str]:
        yield thing
        return
    named = fields(thing) if is_dataclass(thing) else ()
    inside = [getattr(thing, each.name) for each in named if each.name not in NO_TEXT]
    for each in inside or (thing if isinstance(thing, tuple) else ()):
        yield from _pairs(each)
