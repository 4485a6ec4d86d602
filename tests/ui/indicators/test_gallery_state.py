"""The gallery: found in both languages, filtered, marked."""

import pytest

from quantboard.core.access import Actor
from quantboard.core.indicators.catalog import CATALOG
from quantboard.services import accounts
from quantboard.ui.indicators.gallery_state import AT_FIRST, GalleryState
from tests.instance import PASSWORD
from tests.ui.handlers import tab


@pytest.fixture
def gallery(bob: Actor):
    cookie = accounts.sign_in(bob.name, PASSWORD)
    return tab(cookie, {}, {}).get_substate(GalleryState.get_full_name().split(".")[1:])


async def test_search_category_favourites_and_more(gallery):
    await gallery.load()
    assert (gallery.n_found, len(gallery.cards)) == (len(CATALOG), AT_FIRST)
    await gallery.show_more()
    assert len(gallery.cards) == 2 * AT_FIRST
    await gallery.search("布林")
    assert {"bbands", "percent_b", "bandwidth"} <= {one.code for one in gallery.cards}
    await gallery.choose("pattern")
    assert gallery.n_found == 0
    await gallery.clear()
    await gallery.mark("kdj", True)
    await gallery.show_favourites(True)
    assert [one.code for one in gallery.cards] == ["kdj"]
    assert gallery.cards[0].href == "/indicators/kdj"
    await gallery.mark("kdj", False)
    assert gallery.n_found == 0
