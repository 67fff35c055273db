"""One's own list: what is in it, in which order, page by page, in few questions."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from impactreview.audit.acts import acting
from impactreview.impact.terms import Door
from impactreview.kernel.db import db
from impactreview.people.models import Person
from impactreview.proposals import operations
from impactreview.proposals.queries.book import own
from impactreview.proposals.terms import Involvement
from tests.conftest import NOON
from tests.given import Given
from tests.proposals.drafting import draft, involved, released

pytestmark = pytest.mark.database_near


def test_it_holds_what_one_owns_writes_or_sponsors_and_nothing_else(given: Given) -> None:
    me = given.person()
    mine, with_others, backed = draft(given, me), draft(given), draft(given, sponsor=me)
    involved(with_others, me, Involvement.CO_AUTHOR)
    left, read = draft(given), draft(given)
    released(left, involved(left, me, Involvement.CO_AUTHOR))
    involved(read, me, Involvement.COMMENTER)
    draft(given)
    assert {each.code for each in own(me)} == {mine.code, with_others.code, backed.code}


def _many(given: Given, owner: Person, number: int) -> list[str]:
    unit, codes = given.unit(), []
    for step in range(number):
        with acting(by=owner, at=NOON + timedelta(minutes=step // 2)) as act:
            made = operations.draft(
                act, owner=owner, unit=unit, title=f"No. {step}", door=Door.TWO_WAY, text=""
            )
        codes.append(made.code)
    return codes


def test_pages_follow_each_other_without_gap_or_repetition(
    given: Given, client: FlaskClient
) -> None:
    me = given.person()
    codes = _many(given, me, 53)
    browser = given.signed_in(client, me)
    first = browser.get("/proposals").text
    shown = [code for code in codes if f">{code}<" in first]
    assert len(shown) == 50
    older = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = browser.get(older).text
    assert {code for code in codes if f">{code}<" in second} == set(codes) - set(shown)
    assert 'rel="next"' not in second


@pytest.mark.parametrize("cursor", ["x", "e30=", "%7F", "W10=", "9" * 5000])
def test_a_cursor_nobody_gave_begins_at_the_top(
    given: Given, client: FlaskClient, cursor: str
) -> None:
    me = given.person()
    code = draft(given, me).code
    answer = given.signed_in(client, me).get("/proposals", query_string={"before": cursor})
    assert answer.status_code == 200
    assert code in answer.text


def test_it_asks_the_database_five_times_at_most(
    given: Given, client: FlaskClient, app: Flask
) -> None:
    me = given.person()
    _many(given, me, 30)
    browser = given.signed_in(client, me)
    asked: list[str] = []
    engine = db.engine

    def note(_: object, __: object, statement: str, *___: object) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            asked.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        assert browser.get("/proposals").status_code == 200
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
    assert 0 < len(asked) <= 5, asked
