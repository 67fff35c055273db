"""Freezing a version, opening the draft again, taking the proposal back."""

import json

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from impactreview.audit.acts import acting
from impactreview.audit.models import Event, Payload
from impactreview.impact.terms import Level
from impactreview.kernel.db import session
from impactreview.kernel.refusals import NotNow, NotYours, Stale, Unfinished, Unusable
from impactreview.proposals import operations
from impactreview.proposals.models import Proposal, Version
from impactreview.proposals.queries import by_code, newest_version, version_of
from impactreview.proposals.terms import Involvement, State
from tests.conftest import NOON
from tests.given import Given
from tests.proposals.drafting import (
    TEXT,
    cast,
    draft,
    frozen,
    involved,
    released,
    submitted,
    wrote,
)

pytestmark = pytest.mark.database_near

WHY = "The supplier has solved it."


def _kinds(proposal: Proposal) -> list[str]:
    found = session.scalars(
        sa.select(Event.kind).where(Event.stream == proposal.id).order_by(Event.version)
    )
    return list(found)


def _reopened(proposal: Proposal) -> None:
    with acting(by=proposal.owner, at=NOON) as act:
        operations.reopen(act, proposal, why="The second paragraph is not clear.")


def test_a_submitted_proposal_is_frozen_whole(given: Given) -> None:
    proposal = draft(given, functions=(given.unit(code="SALES").code,), channels=("App",))
    version = submitted(proposal)
    assert (proposal.state, proposal.number) == (State.SUBMITTED, 1)
    assert (version.number, version.frozen_by) == (1, proposal.owner)
    assert (version.gross_level, version.residual_level) == (Level.II, Level.I)
    said = version.content["proposal"]
    assert (said["text"], said["functions"], said["channels"]) == (TEXT, ["SALES"], ["App"])
    assert said["authors"] == [str(proposal.owner_id)]
    assert newest_version(proposal) is version
    assert version_of(proposal, 2) is None
    assert _kinds(proposal) == ["proposal.drafted", "proposal.submitted"]


def test_the_entry_holds_hashes_and_no_text(given: Given) -> None:
    proposal = draft(given, title="Nightly fee")
    submitted(proposal)
    kept = session.scalars(
        sa.select(Payload.value)
        .join(Event, Event.id == Payload.event_id)
        .where(Event.stream == proposal.id)
    ).all()
    leaves = session.scalars(sa.select(Event.leaf).where(Event.stream == proposal.id)).all()
    whole = "".join(kept) + "".join(leaf.decode() for leaf in leaves)
    assert "Nightly" not in whole
    assert "e-mail" not in whole
    assert json.loads(leaves[-1])["x"]["content_hash"] == "c" * 64


def test_the_second_click_finds_it_submitted(given: Given) -> None:
    proposal = draft(given)
    submitted(proposal)
    with pytest.raises(NotNow):
        submitted(proposal)
    assert proposal.number == 1


def test_only_the_owner_submits(given: Given) -> None:
    proposal = draft(given, sponsor=given.person())
    for name, person in cast(given, proposal).items():
        if name != "owner":
            with pytest.raises(NotYours), acting(by=person, at=NOON) as act:
                operations.submit(act, proposal, by=person, version=frozen(proposal))
    assert proposal.state is State.DRAFT
    assert session.scalar(sa.select(sa.func.count()).select_from(Version)) == 0


def test_without_a_text_it_is_unfinished_and_says_where(given: Given) -> None:
    proposal = draft(given, text="")
    with pytest.raises(Unfinished) as refused:
        submitted(proposal)
    assert [one.place for one in refused.value.missing] == [f"/proposals/{proposal.code}/edit#text"]
    assert proposal.state is State.DRAFT


def test_what_was_changed_after_it_was_read_is_not_frozen(given: Given) -> None:
    proposal = draft(given)
    read = frozen(proposal)
    read.content["proposal"]["text"] = "Something that does not stand there."
    with pytest.raises(Stale), acting(by=proposal.owner, at=NOON) as act:
        operations.submit(act, proposal, by=proposal.owner, version=read)
    assert (proposal.state, proposal.number) == (State.DRAFT, 0)


def test_an_opened_proposal_gets_a_second_version_and_keeps_the_first(given: Given) -> None:
    proposal = draft(given)
    first = submitted(proposal)
    _reopened(proposal)
    assert proposal.state is State.DRAFT
    second = submitted(proposal)
    assert (first.number, second.number, proposal.number) == (1, 2, 2)
    assert version_of(proposal, 1) is first
    with pytest.raises(NotNow):
        _reopened(draft(given))


def test_authors_of_a_version_are_all_who_could_write_it(given: Given) -> None:
    proposal, early, late = draft(given), given.person(), given.person()
    one = involved(proposal, early, Involvement.CO_AUTHOR)
    wrote(proposal, early)
    released(proposal, one)
    other = involved(proposal, late, Involvement.CO_AUTHOR)
    involved(proposal, given.person(), Involvement.COMMENTER)
    first = submitted(proposal)
    assert set(first.content["proposal"]["authors"]) == {
        str(proposal.owner_id),
        str(early.id),
        str(late.id),
    }
    _reopened(proposal)
    released(proposal, other)
    second = submitted(proposal)
    assert set(second.content["proposal"]["authors"]) == {str(proposal.owner_id)}


@pytest.mark.parametrize("was_submitted", [False, True])
def test_the_owner_withdraws_with_a_reason(given: Given, was_submitted: bool) -> None:
    proposal = draft(given)
    if was_submitted:
        submitted(proposal)
    with acting(by=proposal.owner, at=NOON) as act:
        operations.withdraw(act, proposal, by=proposal.owner, why=WHY)
    assert (proposal.state, proposal.ended_at, proposal.end_reason) == (State.WITHDRAWN, NOON, WHY)
    assert _kinds(proposal)[-1] == "proposal.withdrawn"


def test_nobody_else_withdraws_and_nobody_without_a_reason(given: Given) -> None:
    proposal = draft(given, sponsor=given.person())
    for name, person in cast(given, proposal).items():
        if name != "owner":
            with pytest.raises(NotYours), acting(by=person, at=NOON) as act:
                operations.withdraw(act, proposal, by=person, why=WHY)
    for why in ("", " \n ", "x" * 2001):
        with pytest.raises(Unusable), acting(by=proposal.owner, at=NOON) as act:
            operations.withdraw(act, proposal, by=proposal.owner, why=why)
    assert proposal.state is State.DRAFT


def test_the_page_withdraws_a_draft_once(given: Given, client: FlaskClient) -> None:
    proposal = draft(given)
    path, browser = f"/proposals/{proposal.code}/withdraw", given.signed_in(client, proposal.owner)
    assert browser.get(path).status_code == 200
    assert browser.post(path, data={"why": "", "key": "k"}).status_code == 422
    first = browser.post(path, data={"why": WHY, "key": "k"})
    second = browser.post(path, data={"why": WHY, "key": "k"})
    assert first.status_code == second.status_code == 303
    assert first.location == second.location == f"/proposals/{proposal.code}"
    assert _kinds(proposal).count("proposal.withdrawn") == 1
    assert browser.get(path).status_code == 409


def test_the_page_leaves_what_was_submitted_to_the_rooms_above(
    given: Given, client: FlaskClient
) -> None:
    proposal = draft(given)
    submitted(proposal)
    path, browser = f"/proposals/{proposal.code}/withdraw", given.signed_in(client, proposal.owner)
    assert browser.get(path).status_code == 409
    assert browser.post(path, data={"why": WHY}).status_code == 409
    kept = by_code(proposal.code)
    assert kept is not None
    assert kept.state is State.SUBMITTED


def test_the_page_is_the_owners(given: Given, client: FlaskClient) -> None:
    proposal = draft(given, sponsor=given.person())
    expected = {"owner": 200, "co-author": 403, "commenter": 403, "sponsor": 403}
    for name, person in cast(given, proposal).items():
        browser = given.signed_in(client, person)
        path = f"/proposals/{proposal.code}/withdraw"
        assert browser.get(path).status_code == expected.get(name, 404), name
        if name != "owner":
            assert browser.post(path, data={"why": WHY}).status_code == expected.get(name, 404)
    assert proposal.state is State.DRAFT
