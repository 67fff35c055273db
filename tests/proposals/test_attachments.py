"""Files on a proposal: who hangs and who gets them, where they lie, how they come back."""

import stat
from hashlib import sha256
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from impactreview.audit.acts import acting
from impactreview.audit.models import Event
from impactreview.kernel.db import session
from impactreview.kernel.files import Damaged
from impactreview.kernel.refusals import NotNow, NotYours
from impactreview.people.current import current_person
from impactreview.people.roles import Role
from impactreview.proposals import operations
from impactreview.proposals.terms import Involvement
from tests.conftest import NOON
from tests.given import Given
from tests.proposals.drafting import cast, draft, involved, neutral, opened, submitted
from tests.proposals.hanging import PDF, attached, folder, hanging, path, send

pytestmark = pytest.mark.database_near


def test_a_file_comes_back_byte_for_byte_as_a_download_and_nothing_else(
    given: Given, client: FlaskClient, app: Flask
) -> None:
    proposal = draft(given)
    browser = given.signed_in(client, proposal.owner)
    assert send(browser, proposal, "Größe 5.pdf", PDF).status_code == 303
    (file,) = hanging(proposal)
    digest = sha256(PDF).hexdigest()
    assert (file.content_hash, file.size, file.name) == (digest, len(PDF), "Größe 5.pdf")
    blob = folder(app) / digest
    assert blob.read_bytes() == PDF
    assert stat.S_IMODE(blob.stat().st_mode) == 0o600
    answer = browser.get(f"{path(proposal)}/{file.id}")
    assert (answer.status_code, answer.data) == (200, PDF)
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert session.get_one(Event, proposal.event_id).kind == "proposal.attached"


def test_the_same_file_hangs_once_and_one_taken_away_may_come_again(
    given: Given, client: FlaskClient
) -> None:
    proposal = draft(given)
    browser = given.signed_in(client, proposal.owner)
    assert send(browser, proposal, "a.pdf", PDF).status_code == 303
    assert send(browser, proposal, "b.pdf", PDF).status_code == 422
    (file,) = hanging(proposal)
    remove = f"{path(proposal)}/{file.id}/remove"
    assert browser.post(remove, data={"key": "x"}).status_code == 303
    assert browser.post(remove, data={"key": "x"}).status_code == 303
    assert browser.post(remove, data={"key": "y"}).status_code == 409
    assert hanging(proposal) == []
    assert browser.get(f"{path(proposal)}/{file.id}").status_code == 404
    assert send(browser, proposal, "b.pdf", PDF).status_code == 303


def test_twenty_files_hang_and_no_more(given: Given, client: FlaskClient) -> None:
    proposal = draft(given)
    browser = given.signed_in(client, proposal.owner)
    for number in range(20):
        assert send(browser, proposal, f"{number}.txt", b"n%d" % number).status_code == 303
    answer = send(browser, proposal, "21.txt", b"too many")
    assert answer.status_code == 422
    assert "At most 20 files" in answer.text
    assert len(hanging(proposal)) == 20


def test_too_large_is_told_before_anything_is_kept(
    given: Given, client: FlaskClient, app: Flask
) -> None:
    proposal = draft(given)
    browser = given.signed_in(client, proposal.owner)
    before = sorted(folder(app).glob("*"))
    assert send(browser, proposal, "a.pdf", PDF + bytes(10_000_001)).status_code == 422
    answer = send(browser, proposal, "a.pdf", PDF + bytes(32_000_000))
    assert answer.status_code == 413
    assert "larger than 30 MB" in answer.text
    assert sorted(folder(app).glob("*")) == before
    assert hanging(proposal) == []


def test_who_hangs_and_takes_away(given: Given, client: FlaskClient) -> None:
    proposal = draft(given, sponsor=given.person())
    send(given.signed_in(client, proposal.owner), proposal, "a.pdf", PDF)
    (file,) = hanging(proposal)
    reads = {"co-author", "commenter", "sponsor"}
    for name, person in cast(given, proposal).items():
        if name in {"owner", "co-author"}:
            continue
        browser, expected = given.signed_in(client, person), 403 if name in reads else 404
        assert send(browser, proposal, "b.txt", b"b").status_code == expected, name
        assert browser.post(f"{path(proposal)}/{file.id}/remove").status_code == expected, name
        with pytest.raises(NotYours), acting(by=person, at=NOON) as act:
            operations.attach(act, proposal, by=person, name="b.txt", content_hash="0" * 64, size=1)
        with pytest.raises(NotYours), acting(by=person, at=NOON) as act:
            operations.detach(act, proposal, by=person, attachment=file)
    assert [each.id for each in hanging(proposal)] == [file.id]


def test_a_draft_s_file_is_a_404_for_everybody_but_its_readers(
    given: Given, client: FlaskClient
) -> None:
    proposal = draft(given, sponsor=given.person())
    send(given.signed_in(client, proposal.owner), proposal, "a.pdf", PDF)
    (file,) = hanging(proposal)
    for name, person in cast(given, proposal).items():
        browser = given.signed_in(client, person)
        answer = browser.get(f"{path(proposal)}/{file.id}")
        if name in {"owner", "co-author", "commenter", "sponsor"}:
            assert answer.data == PDF
        else:
            never = browser.get(f"/proposals/D-1999-001/attachments/{uuid4()}")
            assert (answer.status_code, neutral(answer)) == (404, neutral(never))


def test_what_was_frozen_is_seen_with_the_case_what_came_later_is_not(
    given: Given, client: FlaskClient, app: Flask
) -> None:
    proposal, stranger = draft(given), given.person()
    file = attached(app, proposal, b"early")
    early = f"{path(proposal)}/{file.id}"
    assert given.signed_in(client, stranger).get(early).status_code == 404
    submitted(proposal)
    assert client.get(early).data == b"early"
    with acting(by=proposal.owner, at=NOON) as act:
        operations.reopen(act, proposal, why="The numbers are old.")
    owner = given.signed_in(client, proposal.owner)
    assert owner.post(f"{early}/remove").status_code == 303
    assert send(owner, proposal, "late.txt", b"late").status_code == 303
    (late,) = hanging(proposal)
    assert owner.get(f"{path(proposal)}/{late.id}").data == b"late"
    given.signed_in(client, stranger)
    assert client.get(early).data == b"early"
    assert client.get(f"{path(proposal)}/{late.id}").status_code == 404


def test_bytes_that_are_not_those_that_came_are_not_given_out(
    given: Given, client: FlaskClient, app: Flask
) -> None:
    proposal = draft(given)
    file = attached(app, proposal, b"as it came")
    (folder(app) / file.content_hash).write_bytes(b"as somebody made it")
    with pytest.raises(Damaged):
        given.signed_in(client, proposal.owner).get(f"{path(proposal)}/{file.id}")


def test_a_restricted_case_gives_its_files_to_its_circle_alone(
    given: Given, client: FlaskClient, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = NOON.date().replace(year=2027)
    proposal = draft(given, restricted=True, embargo_until=day)
    file = attached(app, proposal, b"x")
    submitted(proposal)
    reader, seat = given.person(), given.person()
    involved(proposal, reader, Involvement.READER)
    place = f"{path(proposal)}/{file.id}"
    expected = {
        reader: 200,
        given.person(Role.ADVOCATE): 200,
        given.person(Role.AUDITOR): 200,
        given.person(Role.ADMINISTRATOR): 404,
        given.person(): 404,
        seat: 404,
    }
    for person, status in expected.items():
        answer = given.signed_in(client, person).get(place)
        assert answer.status_code == (303 if status == 200 else 404)
        if status == 200:
            opened(proposal, person)
            assert given.signed_in(client, person).get(place).status_code == 200
    seat_id, code = seat.id, proposal.code
    monkeypatch.setattr(
        "impactreview.dashboard.views.door.is_of_its_board",
        lambda asked, _: current_person().id == seat_id and asked.code == code,
    )
    opened(proposal, seat)
    assert given.signed_in(client, seat).get(place).status_code == 200


def test_a_file_of_another_proposal_is_not_found_here(given: Given, client: FlaskClient) -> None:
    owner = given.person()
    mine, other = draft(given, owner), draft(given)
    send(given.signed_in(client, other.owner), other, "a.pdf", PDF)
    (file,) = hanging(other)
    browser = given.signed_in(client, owner)
    assert browser.get(f"{path(mine)}/{file.id}").status_code == 404
    assert browser.post(f"{path(mine)}/{file.id}/remove").status_code == 404
    assert browser.get(f"{path(mine)}/no-uuid").status_code == 404
    assert hanging(other) == [file]


def test_nothing_hangs_on_what_was_submitted(given: Given, client: FlaskClient) -> None:
    proposal = draft(given)
    browser = given.signed_in(client, proposal.owner)
    send(browser, proposal, "a.pdf", PDF)
    (file,) = hanging(proposal)
    submitted(proposal)
    assert browser.get(path(proposal)).status_code == 200
    assert send(browser, proposal, "b.txt", b"b").status_code == 409
    assert browser.post(f"{path(proposal)}/{file.id}/remove").status_code == 409
    with pytest.raises(NotNow), acting(by=proposal.owner, at=NOON) as act:
        operations.detach(act, proposal, by=proposal.owner, attachment=file)
    assert hanging(proposal) == [file]
