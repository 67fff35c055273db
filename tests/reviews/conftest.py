"""What tests of reviews begin with."""

import pytest

from tests.given import Given
from tests.reviews.firm import Firm


@pytest.fixture
def firm(given: Given) -> Firm:
    return Firm(given)
