"""One app and one browser a file of tests, one visitor a test."""

import pytest
from served import Watched, browsing, serving


@pytest.fixture(scope="module")
def place():
    with browsing() as browser, serving() as address:
        yield browser, address


@pytest.fixture
def app(place):
    watched = Watched(*place)
    yield watched
    watched.context.close()
    watched.nothing_wrong()
