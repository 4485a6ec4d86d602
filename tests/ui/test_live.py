import asyncio

import pytest

from quantboard.core.access import Role
from quantboard.services import accounts, people, sessions
from quantboard.ui.live import PAUSE_S, Hub
from tests.instance import PASSWORD


def message(task="t1", owner="o1", status="running", progress=0.0):
    return {"task": task, "owner": owner, "status": status, "progress": progress}


@pytest.fixture
async def hub():
    made = Hub()
    made._wake = asyncio.Event()
    flushing = asyncio.create_task(made._flush())
    yield made
    flushing.cancel()
    await asyncio.gather(flushing, return_exceptions=True)


async def test_the_first_message_comes_at_once_then_the_newest(hub):
    seen = []

    async def push(token, told):
        seen.append((token, told["progress"]))

    hub.watch("task:t1", "tab", push)
    for n in range(10):
        hub.offer(message(progress=n / 10))
        await asyncio.sleep(0.005)
    assert seen == [("tab", 0.0)]
    await asyncio.sleep(PAUSE_S + 0.1)
    assert seen == [("tab", 0.0), ("tab", 0.9)]


async def test_tasks_of_one_owner_do_not_hide_each_other(hub):
    seen = []

    async def push(_token, told):
        seen.append(told["task"])

    hub.watch("tasks:o1", "tab", push)
    hub.offer(message("t1"))
    hub.offer(message("t2"))
    hub.offer(message("t3", owner="o2"))
    await asyncio.sleep(0.05)
    assert seen == ["t1", "t2"]


async def test_a_state_watches_one_topic_and_leaves(hub):
    async def push(_token, _told):
        pass

    async def other(_token, _told):
        pass

    hub.watch("task:t1", "tab", push)
    hub.watch("task:t2", "tab", push)
    hub.watch("tasks:o1", "tab", other)
    assert set(hub._watchers) == {"task:t2", "tasks:o1"}
    hub.leave("tab", push)
    assert set(hub._watchers) == {"tasks:o1"}
    hub.leave("tab")
    assert hub._watchers == {}


async def test_one_bad_tab_stops_nobody(hub):
    seen = []

    async def bad(_token, _told):
        raise RuntimeError("gone")

    async def slow(_token, _told):
        await asyncio.sleep(60)

    async def good(_token, told):
        seen.append(told["task"])

    for token, push in (("a", bad), ("b", slow), ("c", good)):
        hub.watch("task:t1", token, push)
    hub.offer(message())
    await asyncio.sleep(0.05)
    hub.offer(message(status="succeeded"))
    await asyncio.sleep(PAUSE_S + 0.1)
    assert seen == ["t1", "t1"]


async def test_a_busy_tab_is_given_the_newest_of_what_came_meanwhile(hub):
    seen, go_on = [], asyncio.Event()

    async def slow(_token, told):
        seen.append(told["progress"])
        await go_on.wait()

    hub.watch("task:t1", "tab", slow)
    for n in range(4):
        hub.offer(message(progress=n / 10))
        await asyncio.sleep(PAUSE_S + 0.05)
    assert seen == [0.0]
    go_on.set()
    await asyncio.sleep(0.05)
    assert seen == [0.0, 0.3]
    assert (hub._serving, hub._waiting) == ({}, {})


async def test_nothing_is_pushed_to_who_was_signed_out_or_has_another_role(ann, bob, vic):
    async def push(_token, _told):
        raise AssertionError

    hub = Hub()
    tabs = {}
    for actor in (ann, bob, vic):
        tabs[actor.name] = sessions.known(accounts.sign_in(actor.name, PASSWORD))
        hub.belongs(actor.name, tabs[actor.name].session_id, str(actor.role))
        hub.watch(f"tasks:{actor.user_id}", actor.name, push)
    sessions.end_all(tabs["Bob"].actor)
    people.change_role(ann, vic.user_id, Role.RESEARCHER)
    await hub._forget_ended()
    assert list(hub._watchers) == [f"tasks:{ann.user_id}"]
