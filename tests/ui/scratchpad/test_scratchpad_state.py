"""The scratchpad as a signed-in tab has it."""

import os

import pytest

from quantboard.core.progress import silent
from quantboard.queue.names import FAST
from quantboard.sandbox.server import ForkServer
from quantboard.services import accounts, leases, scratchpad
from quantboard.ui.scratchpad.scratchpad_state import EXAMPLES, ScratchpadState
from tests.instance import PASSWORD
from tests.ui.handlers import tab


@pytest.fixture
def state(bob):
    return tab(accounts.sign_in(bob.name, PASSWORD), {}, {}).get_substate(
        ScratchpadState.get_full_name().split(".")[1:]
    )


def work_off(task_id):
    with ForkServer(cache_dir=os.environ.get("NUMBA_CACHE_DIR"), built_ins=[]) as server:
        held, payload = leases.claim(FAST, scratchpad.prepare, task_id=task_id)
        answer = scratchpad.execute(payload, silent, server.lend())
        assert leases.finish(held, lambda asking: scratchpad.finish(asking, held, answer))


async def test_a_program_is_checked_run_and_shown(state, bob):
    await state.load()
    state.change("print('hello')\nresult = {'a': 1}")
    await state.check()
    assert (state.is_checked, state.diagnostics) == (True, [])
    await state.run()
    assert state.outcome == "queued"
    work_off(state._task_id)
    await state._take({"task": state._task_id})
    assert state.outcome == "ok"
    assert state.result == '{\n "a": 1\n}'
    assert state.printed == "hello\n"
    assert float(state.seconds) >= 0


async def test_an_error_shows_its_line_and_a_refusal_its_advice(state, bob):
    state.change("x = 1\nresult = x / 0")
    await state.run()
    work_off(state._task_id)
    await state._take({"task": state._task_id})
    assert state.error == "2: ZeroDivisionError: division by zero"
    state.change("import os")
    await state.check()
    assert "out of reach" in state.diagnostics[0]["suggestion"]


async def test_examples_may_run(state, bob):
    for name in EXAMPLES:
        state.take(name)
        assert scratchpad.check(bob, state.source).findings == ()
