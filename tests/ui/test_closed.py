import gc
import weakref

import pytest
import reflex as rx
from reflex.istate.manager.memory import StateManagerMemory

from quantboard.ui.closed import KEPT_S, ClosedTabs, trimmer
from quantboard.ui.session import SessionState


@pytest.fixture
async def states():
    made = StateManagerMemory()
    yield made
    await made.close()


def tab(name):
    return rx.BaseStateToken(ident=name, cls=rx.State)


async def visit(states, name):
    async with states.modify_state(tab(name)) as root:
        session = await root.get_state(SessionState)
        session.name = name


async def test_a_closed_tab_is_forgotten_after_minutes_and_an_open_one_stays(states):
    for name in ("open", "shut"):
        await visit(states, name)
    closed = ClosedTabs()
    assert closed.forget(states, {"open"}, 0.0) == 0
    assert closed.forget(states, {"open"}, KEPT_S - 1) == 0
    assert closed.forget(states, {"open"}, KEPT_S) == 1
    assert [token.ident for _, token in states._token_expires_at.values()] == ["open"]
    assert list(states.states) == [tab("open").cache_key]
    assert closed.forget(states, {"open"}, KEPT_S * 10) == 0


async def test_a_tab_that_comes_back_finds_its_state_and_its_time_begins_anew(states):
    await visit(states, "t")
    closed = ClosedTabs()
    closed.forget(states, set(), 0.0)
    closed.forget(states, {"t"}, KEPT_S - 1)
    assert (await (await states.get_state(tab("t"))).get_state(SessionState)).name == "t"
    assert closed.forget(states, set(), KEPT_S + 1) == 0
    assert closed.forget(states, set(), KEPT_S * 2) == 0
    assert closed.forget(states, set(), KEPT_S * 2 + 1) == 1


async def test_what_a_closed_tab_still_works_at_is_left_to_it(states):
    await visit(states, "t")
    closed = ClosedTabs()
    closed.forget(states, set(), 0.0)
    async with states.modify_state(tab("t")) as root:
        assert closed.forget(states, set(), KEPT_S * 2) == 0
        (await root.get_state(SessionState)).name = "late"
    assert (await (await states.get_state(tab("t"))).get_state(SessionState)).name == "late"
    assert closed.forget(states, set(), KEPT_S * 3) == 1


async def test_nothing_of_a_forgotten_tab_stays_in_memory(states):
    closed, left = ClosedTabs(), []
    for n in range(20):
        await visit(states, f"tab {n}")
        left.append(weakref.ref(await states.get_state(tab(f"tab {n}"))))
    closed.forget(states, set(), 0.0)
    assert closed.forget(states, set(), KEPT_S) == 20
    gc.collect()
    assert not any(one() for one in left)
    assert not states.states
    assert not states._states_locks
    closed.forget(states, set(), KEPT_S + 1)
    assert not closed._since


async def test_a_tab_that_comes_back_later_begins_anew(states):
    await visit(states, "t")
    closed = ClosedTabs()
    closed.forget(states, set(), 0.0)
    closed.forget(states, set(), KEPT_S)
    assert (await (await states.get_state(tab("t"))).get_state(SessionState)).name == ""
    await visit(states, "t")
    assert closed.forget(states, {"t"}, KEPT_S * 5) == 0


def test_trimming_gives_back_what_was_freed_in_the_midst_of_what_stays():
    psutil = pytest.importorskip("psutil")
    import ctypes
    import sys

    if not sys.platform.startswith("linux") or not hasattr(ctypes.CDLL(None), "malloc_trim"):
        pytest.skip("only glibc keeps what was freed")
    kept, freed = [], []
    for _ in range(4000):
        freed.append(bytearray(20_000))
        kept.append(bytearray(600))
    full = psutil.Process().memory_info().rss
    del freed
    trimmer()()
    assert full - psutil.Process().memory_info().rss > 40 * 2**20
    assert len(kept) == 4000
