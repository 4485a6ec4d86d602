from datetime import timedelta

import pytest
import reflex as rx
import sqlalchemy as sa
from reflex.istate.data import RouterData

from quantboard.db.base import now
from quantboard.db.session import writing
from quantboard.db.sign_ins import SignIn
from quantboard.services import accounts, preferences, sessions
from quantboard.ui.gate import INTERNAL, PUBLIC, Gate, IdentityState
from quantboard.ui.home.home_state import HomeState
from quantboard.ui.session import SessionState, SignedOut, actor_of, token_of
from quantboard.ui.shell import ShellState
from quantboard.ui.text.catalogue import LanguageState

PASSWORD = "difference engine 9"


def tree(cookie="", language="en-GB"):
    root = rx.State(_reflex_internal_init=True)
    router = {"headers": {"cookie": cookie, "accept-language": language}, "query": {}, "pathname": "/"}
    root.router = RouterData.from_router_data(router)
    return root


def state_of(root, kind):
    return root.get_substate(kind.get_full_name().split(".")[1:])


@pytest.fixture
def token(instance, ann):
    accounts.add_user(ann, "Ada", PASSWORD)
    return accounts.sign_in("Ada", PASSWORD)


@pytest.mark.parametrize(
    ("header", "found"), [("a=b; qb_session=xyz", "xyz"), ("", ""), ("qb_session=", ""), ("\x00;;=", "")]
)
def test_the_token_is_read_from_the_cookie(header, found):
    assert token_of(tree(header)) == found


async def test_a_signed_in_tab_knows_its_person(token):
    root = tree(f"qb_session={token}", "zh-CN")
    session = state_of(root, SessionState)
    await session.load()
    assert (session.name, session.mode) == ("Ada", "")
    assert (await actor_of(session)).name == "Ada"


async def test_a_stranger_has_no_actor(instance):
    with pytest.raises(SignedOut):
        await actor_of(state_of(tree(), SessionState))


async def test_choosing_and_switching_the_mode_is_kept(token):
    session = state_of(tree(f"qb_session={token}"), SessionState)
    await session.choose_mode("beginner")
    await session.switch_mode()
    actor = accounts.actor_of(token)
    assert (session.mode, preferences.preferences(actor)["mode"]) == ("expert", "expert")
    await session.choose_mode("wizard")
    assert preferences.preferences(actor)["mode"] == "expert"


async def test_a_stranger_is_greeted_in_his_language(instance):
    root = tree(language="zh-TW,zh;q=0.9")
    await state_of(root, SessionState).greet()
    assert state_of(root, LanguageState).language == "zh-CN"


class Event:
    def __init__(self, name):
        self.name = name


async def passes(root, name):
    return await Gate().preprocess(None, root, Event(name)) is None


async def test_the_gate_denies_by_default(instance):
    root = tree()
    assert not await passes(root, f"{HomeState.get_full_name()}.load")
    assert not await passes(root, f"{ShellState.get_full_name()}.ask_mode")
    for name in (*PUBLIC, *INTERNAL):
        assert await passes(root, name)


async def test_the_gate_lets_people_in(token):
    assert await passes(tree(f"qb_session={token}"), f"{HomeState.get_full_name()}.load")


async def test_a_tab_that_changes_hands_is_wiped(token, ann):
    root = tree(f"qb_session={token}")
    name = f"{HomeState.get_full_name()}.load"
    assert await passes(root, name)
    state_of(root, ShellState).is_asking_mode = True
    accounts.add_user(ann, "Grace", PASSWORD)
    root.router = tree(f"qb_session={accounts.sign_in('Grace', PASSWORD)}").router
    assert await passes(root, name)
    assert not state_of(root, ShellState).is_asking_mode
    assert state_of(root, IdentityState)._user_id


async def test_home_counts_and_steps(token):
    home = state_of(tree(f"qb_session={token}"), HomeState)
    await home.load()
    assert (home.is_loaded, home.n_datasets, [step.key for step in home.steps]) == (
        True,
        0,
        ["data", "strategy", "backtest"],
    )
    await home.skip("data")
    assert home.steps[0].is_skipped
    await home.hide_steps()
    assert home.is_closed


async def test_a_tab_survives_that_its_cookie_grew_old(token):
    root = tree(f"qb_session={token}")
    name = f"{HomeState.get_full_name()}.load"
    assert await passes(root, name)
    with writing() as w:
        w.execute(sa.update(SignIn).values(rotated_at=now() - timedelta(days=1)))
    assert "/auth/renew" in repr(await state_of(root, SessionState).load())
    new = sessions.renew(token)
    assert sessions.known(new)
    with writing() as w:
        w.execute(sa.update(SignIn).values(previous_until=now() - timedelta(seconds=1)))
    assert await passes(root, name)
    assert not await passes(tree(f"qb_session={token}"), name)


async def test_a_tab_of_an_ended_session_is_shown_out(token):
    root = tree(f"qb_session={token}")
    name = f"{HomeState.get_full_name()}.load"
    assert await passes(root, name)
    accounts.sign_out_everywhere(accounts.actor_of(token))
    shown = await Gate().preprocess(None, root, Event(name))
    assert "location.assign" in repr(shown)
    assert not state_of(root, IdentityState)._user_id
    with pytest.raises(SignedOut):
        await actor_of(state_of(root, SessionState))
