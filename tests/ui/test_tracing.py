import asyncio
import json
from types import SimpleNamespace

import pytest

from quantboard import log
from quantboard.ui.tracing import Tracing, event_id, short

NAME = "reflex___state____state.quantboard___ui___data___list_state____list_state.load"


async def handled(fails):
    await Tracing().preprocess(None, None, SimpleNamespace(name=NAME))
    log.logger("services").info("thing.happened")
    if fails:
        raise ValueError


@pytest.mark.parametrize(("fails", "outcome"), [(False, "ok"), (True, "failed")])
async def test_an_event_and_all_it_does_share_an_id(capsys, fails, outcome):
    log.set_up("debug", as_json=True)
    task = asyncio.create_task(handled(fails), name=f"reflex_event|{NAME}|the-tabs-token|txid")
    await asyncio.wait([task])
    await asyncio.sleep(0)
    log.set_up()
    happened, finished = (json.loads(line) for line in capsys.readouterr().err.splitlines())
    assert (finished["event"], finished["name"], finished["outcome"]) == ("event.finished", "list_state.load", outcome)
    assert happened["request_id"] == finished["request_id"] != ""
    assert finished["duration_ms"] >= 0
    assert "the-tabs-token" not in json.dumps(finished)
    assert len(finished["tab"]) == 8
    assert log.request_id() == ""


def test_outside_of_an_event_an_id_is_made():
    assert event_id() != event_id()
    assert short(NAME) == "list_state.load"
