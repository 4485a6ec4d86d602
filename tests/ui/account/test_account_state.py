import pytest
from instance import PASSWORD

from quantboard.services import accounts, sessions, tokens
from quantboard.ui.account.account_state import SECRET, AccountState
from quantboard.ui.account.devices import named
from tests.ui.tabs import state_of, tree

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/141.0 Safari/537.36 Edg/141.0"


@pytest.fixture
async def page(ann, bob):
    accounts.sign_in("Bob", PASSWORD, "192.0.2.1", FIREFOX)
    made = state_of(tree(accounts.sign_in("Bob", PASSWORD)), AccountState)
    await made.load()
    return made


def secret_of(events):
    event, focus = events
    assert f"{SECRET}-copy" in str(focus.args)
    said = {str(name): str(value).strip('"') for name, value in event.args}
    assert said["ref"] == f"ref_{SECRET.replace('-', '_')}"
    return said["value"]


@pytest.mark.parametrize(
    ("agent", "known"),
    [
        (FIREFOX, ("Firefox", "Linux")),
        (PHONE, ("Safari", "iPhone")),
        (EDGE, ("Edge", "Windows")),
        ("curl/8.5", ("curl", "")),
        ("", ("", "")),
    ],
)
def test_browsers_are_named(agent, known):
    assert named(agent) == known


async def test_sessions_are_listed_this_one_first(page):
    assert [row.is_here for row in page.sessions] == [True, False]
    assert page.sessions[1].device == "Firefox on Linux"
    await page.end_others()
    assert [row.is_here for row in page.sessions] == [True]


async def test_ending_this_session_leads_out(bob, page):
    event = await page.end_session(page.sessions[0].id)
    assert "/login" in repr(event)
    assert len(sessions.list_sessions(bob)) == 1


async def test_a_token_is_shown_once_and_kept_nowhere(bob, page):
    await page.set_making(True)
    assert page.allowed == {"read": True, "write": True, "run": True, "admin": False}
    assert page.scopes["read"]
    page.set_token_name("notebook")
    page.set_scope("run", True)
    page.set_scope("fly", True)
    secret = secret_of(await page.make_token())
    assert tokens.actor_of_token(secret).scopes == {"read", "run"}
    assert secret not in repr(page.dict())
    assert (page.tokens[0].name, page.tokens[0].scopes, page.has_secret) == ("notebook", ["read", "run"], True)
    renewed = secret_of(await page.renew_token(page.tokens[0].id))
    assert tokens.actor_of_token(secret) is None
    assert tokens.actor_of_token(renewed)
    await page.revoke_token(page.tokens[0].id)
    assert (page.tokens, [row.state for row in page.ended]) == ([], ["revoked"])


async def test_a_token_without_name_stays_in_the_dialog(page):
    await page.set_making(True)
    assert await page.make_token() is None
    assert (page.token_problem != "", page.is_making, page.has_secret) == (True, True, False)


async def test_nobody_touches_the_tokens_of_others(ann, page):
    foreign, _ = tokens.create(ann, "mine", ["read"])
    for deed in (page.revoke_token, page.renew_token):
        with pytest.raises(tokens.NoSuchToken):
            await deed(foreign.id)
    foreign = sessions.known(accounts.sign_in("Ann", PASSWORD))
    with pytest.raises(sessions.NoSuchSession):
        await page.end_session(foreign.session_id)
