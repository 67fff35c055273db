"""Who may open and who may write: each page of an analysis, each relation to its proposal."""

import re

import pytest
from flask.testing import FlaskClient

from impactreview.audit.models import Event
from tests.analyses.entering import Owner
from tests.analyses.test_writing import FIGURE, VOICE
from tests.given import Given
from tests.proposals.drafting import cast, submitted
from tests.reading import number_of

pytestmark = pytest.mark.database_near

WRITES = {"owner", "co-author"}
READS = {*WRITES, "commenter", "sponsor"}
READING = ("quick-test", "analysis", "analysis/A", "analysis/B", "analysis/why")
"""Pages that every reader sees; all others are for those who write."""


@pytest.fixture
def scene(given: Given, client: FlaskClient) -> Owner:
    owner = Owner(client, given.agreed(given.proposal(given.person(), sponsor=given.person())))
    given.signed_in(client, owner.proposal.owner)
    owner.screen(price_terms="yes")
    owner.place()
    owner.send("F/evidence", VOICE)
    owner.send("G/forecast", FIGURE)
    return owner


def _forms(owner: Owner) -> dict[str, dict[str, str]]:
    """Every form of an analysis, and what is sent in it."""
    row = owner.rows("places")[0]["id"]
    voice, figure = owner.rows("evidence")[0]["id"], owner.rows("forecasts")[0]["id"]
    return {
        "quick-test": {"0-promise": "yes"},
        "analysis/A": {"A-customer": "Mine"},
        "analysis/form": {"form": "full"},
        "analysis/B/rows/places/new": {"places-segment": "Mine"},
        f"analysis/C/rows/places/{row}": {"places-scale": "1"},
        "analysis/F/evidence": VOICE,
        f"analysis/F/rows/evidence/{voice}": {**VOICE, "finding": "Mine", "version": "1"},
        "analysis/G/forecast": FIGURE,
        f"analysis/G/rows/forecasts/{figure}": {**FIGURE, "unit": "Mine", "version": "1"},
        f"analysis/F/rows/evidence/{voice}/drop": {},
        f"analysis/G/rows/forecasts/{figure}/drop": {},
        f"analysis/B/rows/places/{row}/remove": {},
    }


def _without_token(page: str) -> str:
    """A page without what each making of it makes anew."""
    return re.sub(r'name="csrf_token" value="[^"]*"', "", page)


ONLY_SENT = ("/drop", "/remove", "/form")


def test_only_owner_and_co_authors_write(given: Given, scene: Owner) -> None:
    forms = _forms(scene)
    for name, person in cast(given, scene.proposal).items():
        if name in WRITES:
            continue
        given.signed_in(scene.client, person)
        before = number_of(Event)
        for path, data in forms.items():
            status = scene.try_to_send(f"/proposals/{scene.proposal.code}/{path}", data).status_code
            assert status == (403 if name in READS else 404), (name, path)
        assert number_of(Event) == before, name


@pytest.mark.parametrize("name", sorted(WRITES))
def test_owner_and_co_authors_write_everything(given: Given, scene: Owner, name: str) -> None:
    person = cast(given, scene.proposal)[name]
    given.signed_in(scene.client, person)
    for path, data in _forms(scene).items():
        scene.send(f"/proposals/{scene.proposal.code}/{path}", data)


def test_readers_read_and_strangers_find_nothing(given: Given, scene: Owner) -> None:
    base = f"/proposals/{scene.proposal.code}"
    nothing = None
    for name, person in cast(given, scene.proposal).items():
        given.signed_in(scene.client, person)
        for path in (*READING, *_forms(scene)):
            if path.endswith(ONLY_SENT):
                continue
            answer = scene.client.get(f"{base}/{path}")
            if name in WRITES:
                assert answer.status_code == 200, (name, path)
            elif name in READS:
                assert answer.status_code == (200 if path in READING else 403), (name, path)
            else:
                assert answer.status_code == 404, (name, path)
                never = scene.client.get(f"/proposals/D-2026-999/{path}")
                here = answer.text.replace(scene.proposal.code, "D-2026-999")
                assert _without_token(here) == _without_token(never.text), (name, path)
                nothing = answer
    assert nothing is not None


def test_nobody_writes_once_it_is_submitted(given: Given, scene: Owner) -> None:
    forms = _forms(scene)
    submitted(scene.proposal)
    before = number_of(Event)
    for path, data in forms.items():
        answer = scene.try_to_send(f"/proposals/{scene.proposal.code}/{path}", data)
        assert answer.status_code == 409, path
    assert number_of(Event) == before
    given.signed_in(scene.client, given.person())
    for path in READING:
        answer = scene.client.get(f"/proposals/{scene.proposal.code}/{path}")
        assert answer.status_code == 200, path
        assert "Save" not in answer.text
        assert "<textarea" not in answer.text


def test_who_is_not_signed_in_is_asked_to(scene: Owner) -> None:
    stranger = scene.client.application.test_client()
    for path in (*READING, *_forms(scene)):
        answer = stranger.get(f"/proposals/{scene.proposal.code}/{path}")
        assert answer.status_code in {302, 303, 405}, path
        assert answer.status_code == 405 or "/sign-in" in str(answer.location)
