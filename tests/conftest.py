"""Options of the test run, and the standards that most tests judge by."""

from __future__ import annotations

import getpass
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

# What was worked out of the standards is kept from one test to the next, away from the developer's own cache.
os.environ["XDG_CACHE_HOME"] = os.path.join(tempfile.gettempdir(), f"hardmate-tests-{getpass.getuser()}")  # noqa: PTH118

# A gate gives the same answer on every machine: there the laws try the same examples each time, elsewhere new ones.
settings.register_profile("gate", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None)
settings.load_profile("gate" if os.environ.get("CI") else "search")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="write what the cases print into their expected.txt")
    parser.addoption("--interop", action="store_true", help="run what needs Node and the npm registry as well")
    parser.addoption("--agree", action="store_true", help="hold both solvers against each other on every revision")


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Folders of tests hold modules; folders in them, hundreds, hold what is tried, and to look there takes seconds."""
    return True if collection_path.is_dir() and Path(__file__).parent in collection_path.parents[1:] else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long begins first, or else one core waits at the end for what the other has begun last."""
    items.sort(key=lambda item: item.get_closest_marker("takes_long") is None)


@pytest.fixture(scope="session")
def accept(request: pytest.FixtureRequest) -> bool:
    """Whether expected output is to be rewritten."""
    return bool(request.config.getoption("--accept"))
