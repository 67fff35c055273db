"""The town in which the pages of the house are looked at."""

import pytest

from tests.conftest import NewApp
from tests.house.settled import Towns


@pytest.fixture(scope="session")
def towns(
    app_maker: NewApp, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Towns:
    """Hands out towns, each a copy of its own."""
    are_files = request.config.getoption("--database") == "sqlite"
    return Towns(app_maker, tmp_path_factory, are_files=are_files)
