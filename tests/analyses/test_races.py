"""Two who answer one analysis at the same moment, with real threads."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from impactreview.analyses import queries
from impactreview.analyses.models import Analysis
from impactreview.analyses.operations.answering import answer
from impactreview.analyses.operations.screening import screen
from impactreview.analyses.rules.merging import fingerprint
from impactreview.audit.acts import acting
from impactreview.kernel.db import session
from impactreview.kernel.refusals import Stale
from impactreview.people.models import Person
from tests.conftest import NOON, NewApp
from tests.given import Given

pytestmark = pytest.mark.database_near

PATHS = ("A.customer", "A.problem", "A.benefit")
Values = Mapping[str, object]


def _screened(app: Flask) -> tuple[str, UUID]:
    with app.app_context():
        proposal = Given(at=NOON).proposal()
        with acting(by=proposal.owner, at=NOON) as act:
            screen(act, proposal, by=proposal.owner, answers={"0.price_terms": "yes"})
        return proposal.code, proposal.owner_id


def _at_once(app: Flask, turns: Sequence[Values]) -> tuple[list[bool], Values]:
    """All answer at the same moment, having seen blanks: who was taken in, and what stands then."""
    code, owner_id = _screened(app)
    barrier = Barrier(len(turns))

    def turn(values: Values) -> bool:
        with app.app_context():
            owner = session.get_one(Person, owner_id)
            barrier.wait()
            try:
                with acting(by=owner, at=NOON) as act:
                    held = queries.held(act, code)
                    assert held is not None
                    seen = dict.fromkeys(values, fingerprint(None))
                    answer(act, held, by=owner, values=values, seen=seen)
            except Stale:
                return False
            finally:
                session.remove()
            return True

    with ThreadPoolExecutor(len(turns)) as pool:
        taken = list(pool.map(turn, turns))
    with app.app_context():
        analysis = session.scalars(sa.select(Analysis)).one()
        return taken, queries.content(analysis)["answers"]


def test_answers_to_different_questions_are_all_kept(new_app: NewApp) -> None:
    turns = [{path: f"So is {path}."} for path in PATHS]
    taken, answers = _at_once(new_app(), turns)
    assert taken == [True] * len(PATHS)
    assert {path: answers[path] for path in PATHS} == {path: f"So is {path}." for path in PATHS}


def test_of_different_answers_to_one_question_the_first_stands(new_app: NewApp) -> None:
    turns = [{PATHS[0]: f"Answer {number}."} for number in range(4)]
    taken, answers = _at_once(new_app(), turns)
    assert taken.count(True) == 1
    assert answers[PATHS[0]] == f"Answer {taken.index(True)}."
