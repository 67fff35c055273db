"""Files and names that have broken other houses: refused, or stored and given back inert."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from impactreview.proposals.models import Proposal
from tests.given import Given
from tests.proposals.drafting import draft
from tests.proposals.hanging import PDF, folder, hanging, path, send

pytestmark = pytest.mark.database_near

BAD = Path(__file__).parents[3] / "shared/data/bad-inputs/uploads-generated"


def _bad_files() -> list[Any]:
    if not BAD.is_dir():
        return [pytest.param(None, marks=pytest.mark.skip(reason=f"{BAD} is not here"))]
    names = {"EXPECT.json", "filenames.json", "gen_uploads.py"}
    return [each for each in sorted(BAD.iterdir()) if each.name not in names]


def _outside(app: Flask) -> set[Path]:
    """What lies in the house's folder, but for the files themselves and the gate before them."""
    place = folder(app)
    found = {each for each in Path(app.config["DATA"]).rglob("*") if each.parent != place}
    return found - {place, place.with_name("attachments.gate")}


def _refused_or_given_back(
    browser: FlaskClient, proposal: Proposal, app: Flask, name: str, content: bytes
) -> None:
    outside = _outside(app)
    answer = send(browser, proposal, name, content)
    assert answer.status_code in {303, 422}
    assert _outside(app) == outside
    there = hanging(proposal)
    if answer.status_code == 422:
        assert 'id="file-error"' in answer.text
        assert there == []
        return
    (file,) = there
    assert (folder(app) / file.content_hash).read_bytes() == content
    assert len(file.name) <= 120
    assert file.name.isprintable() or "\u200d" in file.name
    back = browser.get(f"{path(proposal)}/{file.id}")
    assert back.data == content
    assert back.headers["Content-Disposition"].startswith("attachment;")
    assert "\n" not in back.headers["Content-Disposition"]
    assert browser.get(path(proposal)).status_code == 200


@pytest.mark.parametrize("file", _bad_files(), ids=lambda file: file.name if file else "none")
def test_a_bad_file_is_refused_or_lies_inert(
    given: Given, client: FlaskClient, app: Flask, file: Path
) -> None:
    proposal = draft(given)
    browser = given.signed_in(client, proposal.owner)
    _refused_or_given_back(browser, proposal, app, file.name, file.read_bytes())


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
