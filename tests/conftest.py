"""Options of the test run, and the standards that most tests judge by."""

from __future__ import annotations

import getpass
import os
import tempfile

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


@pytest.fixture(scope="session")
def accept(request: pytest.FixtureRequest) -> bool:
    """Whether expected output is to be rewritten."""
    return bool(request.config.getoption("--accept"))
