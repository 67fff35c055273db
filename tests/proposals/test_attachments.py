"""Files on a proposal: which are taken, where they lie, who gets them back, and how."""

import json
import stat
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from impactreview.audit.acts import acting
from impactreview.audit.models import Event
from impactreview.kernel.db import session
from impactreview.kernel.files import Damaged, keep
from impactreview.kernel.refusals import NotNow, NotYours, Unusable
from impactreview.people.roles import Role
from impactreview.proposals import operations
from impactreview.proposals.models import Attachment, Proposal
from impactreview.proposals.queries import attachments
from impactreview.proposals.rules.attachments import KINDS, clean_name, must_be_taken
from impactreview.proposals.terms import Involvement
from tests.conftest import NOON
from tests.given import Given
from tests.proposals.drafting import cast, draft, involved, neutral, submitted

pytestmark = pytest.mark.database_near

BAD = Path(__file__).parents[3] / "shared/data/bad-inputs/uploads-generated"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"
ODT = b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.text" + b"x"
ODS = b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
RIGHT = {
    "a.pdf": PDF,
    "a.PDF": PDF,
    "a.png": b"\x89PNG\r\n\x1a\n....",
    "a.jpg": b"\xff\xd8\xff\xe0....",
    "a.jpeg": b"\xff\xd8\xff\xe0....",
    "a.gif": b"GIF89a....",
    "a.webp": b"RIFF\x00\x00\x00\x00WEBPVP8 ",
    "a.txt": "Grüße".encode(),
    "b.txt": "Grüße".encode("cp1252"),
    "c.txt": "Grüße".encode("utf-16"),
    "a.csv": b"a;b\r\n1;2\r\n",
    "a.docx": b"PK\x03\x04....[Content_Types].xml....word/document.xml",
    "a.xlsx": b"PK\x03\x04....[Content_Types].xml....xl/workbook.xml",
    "a.pptx": b"PK\x03\x04....[Content_Types].xml....ppt/presentation.xml",
    "a.odt": ODT,
    "a.ods": ODS,
}


def _path(proposal: Proposal) -> str:
    return f"/proposals/{proposal.code}/attachments"


def _send(browser: FlaskClient, proposal: Proposal, name: str, content: bytes) -> TestResponse:
    if len(content) < 400_000:
        return browser.post(_path(proposal), data={"file": (BytesIO(content), name)})
    head = f'--xx\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = head.encode() + content + b"\r\n--xx--\r\n"  # the client would leave a file open
    kind = "multipart/form-data; boundary=xx"
    return browser.post(_path(proposal), data=body, content_type=kind)


def _hanging(proposal: Proposal) -> list[Attachment]:
    return list(attachments(proposal))


def _folder(app: Flask) -> Path:
    return Path(app.config["DATA"]) / "attachments"


@pytest.mark.parametrize("name", RIGHT)
def test_each_kind_is_known_by_name_and_bytes(name: str) -> None:
    must_be_taken(name, RIGHT[name])


def test_every_kind_is_tried_above() -> None:
    assert set(KINDS) == {Path(name).suffix.lower() for name in RIGHT}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b""),
        ("a.pdf", PDF + bytes(10_000_000)),
        ("a.pdf", b"<html>" + PDF),
        ("a.png", PDF),
        ("a.gif", b"GIF88a"),
        ("a.webp", b"RIFF\x00\x00\x00\x00WAVE"),
        ("a.txt", b"MZ\x00\x01"),
        ("a.csv", b"a;\x1b[31m"),
        ("c.txt", "a\x00b".encode("utf-16")),
        ("a.docx", b"PK\x03\x04 xl/ [Content_Types].xml"),
        ("a.docx", b"PK\x03\x04 evil"),
        ("a.odt", ODS),
        ("a.svg", b"<svg/>"),
        ("a.html", b"<p>"),
        ("a.zip", b"PK\x03\x04"),
        ("a.exe", PDF),
        ("pdf", PDF),
        (".pdf", PDF),
    ],
)
def test_what_is_not_what_it_says_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(Unusable):
        must_be_taken(name, content)


@pytest.mark.parametrize(
    ("given_name", "cleaned"),
    [
        ("../../etc/a.pdf", "a.pdf"),
        ("C:\\files\\a.pdf", "a.pdf"),
        ("a\x00.pdf", "a.pdf"),
        ("a.pdf\r\nSet-Cookie: x=1", "a.pdfSet-Cookie: x=1"),
        ("\u202egnp.pdf", "gnp.pdf"),
        ("a.pdf.", "a.pdf"),
        (" . a  b .pdf ", "a b.pdf"),
        ("A\u0301.pdf", "\xc1.pdf"),
        ("a" * 300 + ".pdf", "a" * 116 + ".pdf"),
        ("x." + "y" * 300, "x." + "y" * 118),
        ("\U0001f469\u200d\U0001f4bb.pdf", "\U0001f469\u200d\U0001f4bb.pdf"),
    ],
)
def test_names_are_cleaned(given_name: str, cleaned: str) -> None:
    assert clean_name(given_name) == cleaned


@pytest.mark.parametrize("name", ["", " ", ".", "..", "/", "a/", "\u202e", "\x00"])
def test_a_name_of_which_nothing_is_left_is_refused(name: str) -> None:
    with pytest.raises(Unusable):
        clean_name(name)


def test_a_file_comes_back_byte_for_byte_as_a_download_and_nothing_else(
    given: Given, client: FlaskClient, app: Flask
) -> None:
    proposal = draft(given)
    browser = given.signed_in(client, proposal.owner)
    assert _send(browser, proposal, "Größe 5.pdf", PDF).status_code == 303
    (file,) = _hanging(proposal)
    digest = sha256(PDF).hexdigest()
    assert (file.content_hash, file.size, file.name) == (digest, len(PDF), "Größe 5.pdf")
    blob = _folder(app) / digest
    assert blob.read_bytes() == PDF
    assert stat.S_IMODE(blob.stat().st_mode) == 0o600
    answer = browser.get(f"{_path(proposal)}/{file.id}")
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
    assert _send(browser, proposal, "a.pdf", PDF).status_code == 303
    assert _send(browser, proposal, "b.pdf", PDF).status_code == 422
    (file,) = _hanging(proposal)
    remove = f"{_path(proposal)}/{file.id}/remove"
    assert browser.post(remove, data={"key": "x"}).status_code == 303
    assert browser.post(remove, data={"key": "x"}).status_code == 303
    assert browser.post(remove, data={"key": "y"}).status_code == 409
    assert _hanging(proposal) == []
    assert browser.get(f"{_path(proposal)}/{file.id}").status_code == 404
    assert _send(browser, proposal, "b.pdf", PDF).status_code == 303


def test_twenty_files_hang_and_no_more(given: Given, client: FlaskClient) -> None:
    proposal = draft(given)
    browser = given.signed_in(client, proposal.owner)
    for number in range(20):
        assert _send(browser, proposal, f"{number}.txt", b"n%d" % number).status_code == 303
    answer = _send(browser, proposal, "21.txt", b"too many")
    assert answer.status_code == 422
    assert "At most 20 files" in answer.text
    assert len(_hanging(proposal)) == 20


def test_too_large_is_told_before_anything_is_kept(
    given: Given, client: FlaskClient, app: Flask
) -> None:
    proposal = draft(given)
    browser = given.signed_in(client, proposal.owner)
    before = sorted(_folder(app).glob("*"))
    assert _send(browser, proposal, "a.pdf", PDF + bytes(10_000_001)).status_code == 422
    assert _send(browser, proposal, "a.pdf", PDF + bytes(32_000_000)).status_code == 413
    assert sorted(_folder(app).glob("*")) == before
    assert _hanging(proposal) == []


def test_who_hangs_and_takes_away(given: Given, client: FlaskClient) -> None:
    proposal = draft(given, sponsor=given.person())
    _send(given.signed_in(client, proposal.owner), proposal, "a.pdf", PDF)
    (file,) = _hanging(proposal)
    reads = {"co-author", "commenter", "sponsor"}
    for name, person in cast(given, proposal).items():
        if name in {"owner", "co-author"}:
            continue
        browser, expected = given.signed_in(client, person), 403 if name in reads else 404
        assert _send(browser, proposal, "b.txt", b"b").status_code == expected, name
        assert browser.post(f"{_path(proposal)}/{file.id}/remove").status_code == expected, name
        with pytest.raises(NotYours), acting(by=person, at=NOON) as act:
            operations.attach(act, proposal, by=person, name="b.txt", content_hash="0" * 64, size=1)
        with pytest.raises(NotYours), acting(by=person, at=NOON) as act:
            operations.detach(act, proposal, by=person, attachment=file)
    assert [each.id for each in _hanging(proposal)] == [file.id]


def test_a_draft_s_file_is_a_404_for_everybody_but_its_readers(
    given: Given, client: FlaskClient
) -> None:
    proposal = draft(given, sponsor=given.person())
    _send(given.signed_in(client, proposal.owner), proposal, "a.pdf", PDF)
    (file,) = _hanging(proposal)
    for name, person in cast(given, proposal).items():
        browser = given.signed_in(client, person)
        answer = browser.get(f"{_path(proposal)}/{file.id}")
        if name in {"owner", "co-author", "commenter", "sponsor"}:
            assert answer.data == PDF
        else:
            never = browser.get(f"/proposals/D-1999-001/attachments/{uuid4()}")
            assert (answer.status_code, neutral(answer)) == (404, neutral(never))


def _attached(app: Flask, proposal: Proposal, content: bytes) -> Attachment:
    """A file that came at NOON, as everything that `given` makes."""
    kept, by = keep(_folder(app), content), proposal.owner
    with acting(by=by, at=NOON) as act:
        return operations.attach(
            act, proposal, by=by, name="a.txt", content_hash=kept, size=len(content)
        )


def test_what_was_frozen_is_seen_with_the_case_what_came_later_is_not(
    given: Given, client: FlaskClient, app: Flask
) -> None:
    proposal, stranger = draft(given), given.person()
    file = _attached(app, proposal, b"early")
    early = f"{_path(proposal)}/{file.id}"
    assert given.signed_in(client, stranger).get(early).status_code == 404
    submitted(proposal)
    assert client.get(early).data == b"early"
    with acting(by=proposal.owner, at=NOON) as act:
        operations.reopen(act, proposal, why="The numbers are old.")
    owner = given.signed_in(client, proposal.owner)
    assert owner.post(f"{early}/remove").status_code == 303
    assert _send(owner, proposal, "late.txt", b"late").status_code == 303
    (late,) = _hanging(proposal)
    assert owner.get(f"{_path(proposal)}/{late.id}").data == b"late"
    given.signed_in(client, stranger)
    assert client.get(early).data == b"early"
    assert client.get(f"{_path(proposal)}/{late.id}").status_code == 404


def test_bytes_that_are_not_those_that_came_are_not_given_out(
    given: Given, client: FlaskClient, app: Flask
) -> None:
    proposal = draft(given)
    file = _attached(app, proposal, b"as it came")
    (_folder(app) / file.content_hash).write_bytes(b"as somebody made it")
    with pytest.raises(Damaged):
        given.signed_in(client, proposal.owner).get(f"{_path(proposal)}/{file.id}")


def test_a_restricted_case_gives_its_files_to_its_circle_alone(
    given: Given, client: FlaskClient, app: Flask
) -> None:
    day = NOON.date().replace(year=2027)
    proposal = draft(given, restricted=True, embargo_until=day)
    file = _attached(app, proposal, b"x")
    submitted(proposal)
    reader, seat = given.person(), given.person()
    involved(proposal, reader, Involvement.READER)
    path = f"{_path(proposal)}/{file.id}"
    expected = {
        reader: 200,
        given.person(Role.ADVOCATE): 200,
        given.person(Role.AUDITOR): 200,
        given.person(Role.ADMINISTRATOR): 404,
        given.person(): 404,
        seat: 404,
    }
    for person, status in expected.items():
        assert given.signed_in(client, person).get(path).status_code == status
    seat_id, code = seat.id, proposal.code
    app.extensions["case_circle"] = lambda asked: {seat_id} if asked.code == code else set()
    try:
        assert given.signed_in(client, seat).get(path).status_code == 200
    finally:
        del app.extensions["case_circle"]


def test_a_file_of_another_proposal_is_not_found_here(given: Given, client: FlaskClient) -> None:
    owner = given.person()
    mine, other = draft(given, owner), draft(given)
    _send(given.signed_in(client, other.owner), other, "a.pdf", PDF)
    (file,) = _hanging(other)
    browser = given.signed_in(client, owner)
    assert browser.get(f"{_path(mine)}/{file.id}").status_code == 404
    assert browser.post(f"{_path(mine)}/{file.id}/remove").status_code == 404
    assert browser.get(f"{_path(mine)}/no-uuid").status_code == 404
    assert _hanging(other) == [file]


def test_nothing_hangs_on_what_was_submitted(given: Given, client: FlaskClient) -> None:
    proposal = draft(given)
    browser = given.signed_in(client, proposal.owner)
    _send(browser, proposal, "a.pdf", PDF)
    (file,) = _hanging(proposal)
    submitted(proposal)
    assert browser.get(_path(proposal)).status_code == 200
    assert _send(browser, proposal, "b.txt", b"b").status_code == 409
    assert browser.post(f"{_path(proposal)}/{file.id}/remove").status_code == 409
    with pytest.raises(NotNow), acting(by=proposal.owner, at=NOON) as act:
        operations.detach(act, proposal, by=proposal.owner, attachment=file)
    assert _hanging(proposal) == [file]


def _bad_files() -> list[Any]:
    if not BAD.is_dir():
        return [pytest.param(None, marks=pytest.mark.skip(reason=f"{BAD} is not here"))]
    names = {"EXPECT.json", "filenames.json", "gen_uploads.py"}
    return [path for path in sorted(BAD.iterdir()) if path.name not in names]


def _refused_or_given_back(
    browser: FlaskClient, proposal: Proposal, app: Flask, name: str, content: bytes
) -> None:
    home = Path(app.config["DATA"])
    outside = {path for path in home.rglob("*") if path.parent != _folder(app)} | {_folder(app)}
    answer = _send(browser, proposal, name, content)
    assert answer.status_code in {303, 422}
    now = {path for path in home.rglob("*") if path.parent != _folder(app)} | {_folder(app)}
    assert now == outside
    hanging = _hanging(proposal)
    if answer.status_code == 422:
        assert 'id="file-error"' in answer.text
        assert hanging == []
        return
    (file,) = hanging
    assert (_folder(app) / file.content_hash).read_bytes() == content
    assert len(file.name) <= 120
    assert file.name.isprintable() or "\u200d" in file.name
    back = browser.get(f"{_path(proposal)}/{file.id}")
    assert back.data == content
    assert back.headers["Content-Disposition"].startswith("attachment;")
    assert "\n" not in back.headers["Content-Disposition"]
    assert browser.get(_path(proposal)).status_code == 200


@pytest.mark.parametrize("path", _bad_files(), ids=lambda path: path.name if path else "none")
def test_a_bad_file_is_refused_or_lies_inert(
    given: Given, client: FlaskClient, app: Flask, path: Path
) -> None:
    proposal = draft(given)
    browser = given.signed_in(client, proposal.owner)
    _refused_or_given_back(browser, proposal, app, path.name, path.read_bytes())


def _bad_names() -> list[Any]:
    if not (BAD / "filenames.json").is_file():
        return [pytest.param(None, marks=pytest.mark.skip(reason=f"{BAD} is not here"))]
    names: list[Any] = json.loads((BAD / "filenames.json").read_text(encoding="utf-8"))
    return names


@pytest.mark.parametrize("name", _bad_names(), ids=lambda name: ascii(name)[:30])
def test_a_bad_name_is_refused_or_cleaned(
    given: Given, client: FlaskClient, app: Flask, name: str
) -> None:
    proposal = draft(given)
    browser = given.signed_in(client, proposal.owner)
    _refused_or_given_back(browser, proposal, app, name, PDF)
