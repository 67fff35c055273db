"""What tests of ballots begin with."""

import pytest

from tests.ballots.house import House
from tests.given import Given


@pytest.fixture
def house(given: Given) -> House:
    return House(given)
