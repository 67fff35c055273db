"""The town in which the pages of the house are looked at."""

from pathlib import Path

import pytest

from tests.conftest import NewApp
from tests.house.settled import Towns


@pytest.fixture(scope="session")
def towns(
    app_maker: NewApp,
    shared: Path,
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> Towns:
    """Hands out towns, each a copy of its own."""
    are_files = request.config.getoption("--database") == "sqlite"
    return Towns(app_maker, shared, tmp_path_factory.mktemp("towns"), are_files=are_files)
