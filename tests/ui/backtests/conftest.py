import os
import sys
from pathlib import Path

import pytest
import reflex as rx
from reflex.istate.data import RouterData

sys.path.insert(0, str(Path(__file__).parents[2] / "charts"))

from quantboard.sandbox.server import ForkServer
from quantboard.services import accounts
from tests.instance import PASSWORD
from tests.services.backtesting import sample


@pytest.fixture(scope="module")
def server():
    made = ForkServer(cache_dir=os.environ.get("NUMBA_CACHE_DIR"))
    yield made
    made.close()


@pytest.fixture
def data(ann):
    return sample(ann)


@pytest.fixture
def tab(ann):
    """A state as a signed-in tab of Ann's has it; values stand for what its address holds."""
    cookie = f"qb_session={accounts.sign_in('Ann', PASSWORD)}"

    def opened(kind, language="en", **query):
        root = rx.State(_reflex_internal_init=True)
        path = "/backtests?" + "&".join(f"{name}={value}" for name, value in query.items())
        root.router = RouterData.from_router_data(
            {
                "headers": {"cookie": cookie, "accept-language": language, "origin": "http://localhost"},
                "query": query,
                "asPath": path,
                "pathname": "/backtests",
                "token": "tab",
            }
        )
        state = root.get_substate(kind.get_full_name().split(".")[1:])
        state.__dict__["backtest_id"] = query.get("backtest_id", "")  # the application adds this var with the page
        return state

    return opened
