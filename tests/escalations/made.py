"""How a policy came to be: proposals, versions, ballots and reviews, laid down as they end up."""

from datetime import date, datetime
from itertools import count
from typing import Any, TypeVar

import sqlalchemy as sa

from impactreview.audit.acts import System, acting
from impactreview.ballots.models import Ballot, Decision, Elector, Vote
from impactreview.ballots.terms import Choice, DecisionState
from impactreview.ballots.terms import State as BallotState
from impactreview.governance.terms import Chamber
from impactreview.impact.terms import Door, Form
from impactreview.kernel.db import Base
from impactreview.people.models import Person
from impactreview.policies.models import Policy
from impactreview.proposals.models import Involved, Proposal, Version
from impactreview.proposals.terms import Involvement, State
from impactreview.reviews.models import Position, Review, Seat
from impactreview.reviews.terms import SeatKind, Stand
from impactreview.reviews.terms import State as ReviewState
from tests.escalations.scene import AT
from tests.given import Given
from tests.terms import GivenEvent

_numbers = count(1)
_EMPTY: dict[type, Any] = {str: "", int: 0, dict: {}, bool: False}
Row = TypeVar("Row", bound=Base)


def _whole(model: type[Row], **values: Any) -> Row:
    """A row with what matters here; what else its table needs is left empty."""
    table = model.__table__
    assert isinstance(table, sa.Table)
    for column in table.columns:
        needed = not column.nullable and column.default is None and not column.foreign_keys
        kind = column.type.python_type
        if needed and not column.primary_key and kind in _EMPTY and column.key != "version":
            values.setdefault(column.key, _EMPTY[kind])
    return model(**values)


def proposal(given: Given, owner: Person, **values: Any) -> Proposal:
    made: dict[str, Any] = {
        "code": f"D-2026-{next(_numbers):03}",
        "title": "Sell more",
        "state": State.SUBMITTED,
        "owner": owner,
        "unit": given.unit(),
        "door": Door.TWO_WAY,
        "text": "More.",
        "html": "<p>More.</p>",
        "created_at": AT,
    }
    return given.stored(_whole(Proposal, **{**made, **values}))


def co_author(proposal: Proposal, person: Person, **values: Any) -> None:
    with acting(by=System(), at=AT) as act:
        made = {"involvement": Involvement.CO_AUTHOR, "since": AT, "agreed_at": AT}
        act.add(_whole(Involved, proposal=proposal, person=person, **{**made, **values}))
        act.record(GivenEvent.GIVEN, proposal)


def version(proposal: Proposal, *authors: Person, frozen_by: Person) -> None:
    with acting(by=System(), at=AT) as act:
        act.add(
            _whole(
                Version,
                proposal=proposal,
                number=1,
                content={"proposal": {"authors": [str(author.id) for author in authors]}},
                content_hash="0" * 64,
                section_hashes={},
                template_hash="0" * 64,
                form=Form.SHORT,
                gross=2,
                residual=2,
                assessment={},
                frozen_at=AT,
                frozen_by=frozen_by,
            )
        )
        act.record(GivenEvent.GIVEN, proposal)


def ballot(given: Given, proposal: Proposal, votes: dict[Person, list[Choice]]) -> Ballot:
    made = _whole(
        Ballot,
        proposal=proposal,
        number=1,
        board=given.board(),
        round=1,
        state=BallotState.CLOSED,
        rule={},
        opened_at=AT,
        opens_at=AT,
        closes_at=AT,
    )
    with acting(by=System(), at=AT) as act:
        act.add(made)
        for person, choices in votes.items():
            elector = act.add(_whole(Elector, ballot=made, person=person, chamber=Chamber.COMPANY))
            for serial, choice in enumerate(choices, start=1):
                act.add(_whole(Vote, elector=elector, serial=serial, choice=choice, cast_at=AT))
        act.record(GivenEvent.GIVEN, made)
    return made


def decision(
    given: Given,
    proposal: Proposal,
    policy: Policy | None,
    *,
    ballot: Ballot | None = None,
    state: DecisionState = DecisionState.ENACTED,
    decided_at: datetime = AT,
) -> Decision:
    return given.stored(
        _whole(
            Decision,
            proposal=proposal,
            ballot=ballot,
            number=1,
            state=state,
            level=2,
            decided_at=decided_at,
            enactable_from=date(2026, 1, 1),
            lapses_on=date(2026, 12, 31),
            policy=policy,
        )
    )


def review(given: Given, proposal: Proposal, stands: dict[Person, list[Stand]]) -> Review:
    made = _whole(
        Review,
        proposal=proposal,
        state=ReviewState.CLOSED,
        number=1,
        rules={},
        plan={},
        opened_at=AT,
    )
    with acting(by=System(), at=AT) as act:
        act.add(made)
        for person, given_stands in stands.items():
            seat = act.add(
                _whole(Seat, review=made, kind=SeatKind.CONFIRMER, person=person, why="Who?")
            )
            for serial, stand in enumerate(given_stands, start=1):
                act.add(
                    _whole(
                        Position,
                        seat=seat,
                        serial=serial,
                        person=person,
                        number=1,
                        section_hashes={},
                        stand=stand,
                        reason="So.",
                        given_at=AT,
                    )
                )
        act.record(GivenEvent.GIVEN, made)
    return made
