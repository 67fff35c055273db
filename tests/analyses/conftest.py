"""A draft of one owner, who is signed in."""

import pytest
from flask.testing import FlaskClient

from tests.analyses.entering import Owner
from tests.given import Given


@pytest.fixture
def owner(given: Given, client: FlaskClient) -> Owner:
    proposal = given.proposal(given.person(name="Tim Owner"))
    given.signed_in(client, proposal.owner)
    return Owner(client, proposal)
