"""The forms of browsers: join, reset, change, renew; asked over HTTP as a browser does."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import sqlalchemy as sa

from quantboard.api.auth import COOKIE
from quantboard.core.access import Role
from quantboard.db.base import now
from quantboard.db.session import writing
from quantboard.db.sign_ins import SignIn
from quantboard.services import accounts, invitations, resets, sessions
from quantboard.settings import settings
from tests.api.asking import asking
from tests.instance import PASSWORD

NEW = "another good secret"


def where(answer):
    parts = urlsplit(answer.headers["location"])
    return parts.path, {name: values[0] for name, values in parse_qs(parts.query).items()}, parts.fragment


async def test_an_invitation_makes_an_account_and_signs_in(ann):
    _, key = invitations.invite(ann, Role.VIEWER)
    form = {"key": key, "name": "Dora", "password": NEW, "confirm": NEW}
    async with asking() as browser:
        answer = await browser.post("/auth/join", data=form)
        assert (answer.status_code, where(answer)[0]) == (303, "/welcome/mode")
        me = (await browser.get("/api/v1/account")).json()
        again = await browser.post("/auth/join", data={**form, "name": "Eve"})
    assert (me["name"], me["role"], me["deeds"]) == ("Dora", "viewer", ["see"])
    assert where(again)[:2] == ("/join", {"problem": "invitation.over", "name": "Eve"})
    assert where(again)[2] == key


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"confirm": "something else"}, "account.passwords_differ"),
        ({"password": "password12", "confirm": "password12"}, "account.weak_password"),
        ({"name": "Ann"}, "account.name_taken"),
        ({"name": "<b>"}, "account.bad_name"),
        ({"key": "guess"}, "invitation.over"),
    ],
)
async def test_a_problem_leads_back_to_the_form_and_spends_nothing(ann, changes, problem):
    _, key = invitations.invite(ann)
    async with asking() as browser:
        answer = await browser.post(
            "/auth/join", data={"key": key, "name": "Dora", "password": NEW, "confirm": NEW, **changes}
        )
    assert where(answer)[1]["problem"] == problem
    assert COOKIE not in answer.cookies
    assert "password" not in where(answer)[1]
    assert invitations.look(key)


async def test_a_reset_link_sets_a_password_once(ann, bob):
    old = accounts.sign_in("Bob", PASSWORD)
    _, key = resets.make_link(ann, bob.user_id)
    form = {"key": key, "password": NEW, "confirm": NEW}
    async with asking() as browser:
        answer = await browser.post("/auth/reset", data=form)
        assert where(answer)[0] == "/"
        assert (await browser.get("/api/v1/account")).json()["name"] == "Bob"
        again = await browser.post("/auth/reset", data=form)
    assert where(again) == ("/reset", {"problem": "reset.over"}, key)
    assert accounts.actor_of(old) is None


async def test_a_changed_password_gives_a_new_cookie_and_ends_the_rest(bob):
    elsewhere = accounts.sign_in("Bob", PASSWORD)
    async with asking(bob) as browser:
        before = browser.cookies[COOKIE]
        wrong = await browser.post("/auth/password", data={"old": "no", "password": NEW, "confirm": NEW})
        assert where(wrong)[:2] == ("/account", {"problem": "account.wrong_password"})
        answer = await browser.post("/auth/password", data={"old": PASSWORD, "password": NEW, "confirm": NEW})
        assert where(answer)[:2] == ("/account", {"done": "password"})
        assert answer.cookies[COOKIE] not in (before, elsewhere)
        assert (await browser.get("/api/v1/account")).json()["name"] == "Bob"
    assert accounts.actor_of(before) is None
    assert accounts.actor_of(elsewhere) is None


async def test_strangers_change_no_password(ann):
    async with asking() as browser:
        answer = await browser.post("/auth/password", data={"old": PASSWORD, "password": NEW, "confirm": NEW})
    assert where(answer)[1] == {"problem": "session.missing"}


@pytest.mark.parametrize("path", ["join", "reset", "password", "renew", "login", "logout", "first"])
async def test_other_sites_post_nothing(bob, path):
    async with asking(bob) as browser:
        answer = await browser.post(f"/auth/{path}", headers={"sec-fetch-site": "cross-site"})
        assert answer.status_code == 403
        assert (await browser.get("/api/v1/account")).status_code == 200


async def test_signing_in_again_ends_the_former_session(bob):
    async with asking(bob) as browser:
        before = browser.cookies[COOKIE]
        answer = await browser.post(
            "/auth/login", data={"name": "Bob", "password": PASSWORD}, headers={"user-agent": "Firefox\x1f/1"}
        )
    assert accounts.actor_of(before) is None
    assert accounts.actor_of(answer.cookies[COOKIE]) == bob
    assert [one.device for one in sessions.list_sessions(bob)] == ["Firefox/1"]


async def test_renewing_changes_an_old_token_only(bob):
    async with asking(bob) as browser:
        before = browser.cookies[COOKIE]
        young = await browser.post("/auth/renew")
        assert (young.status_code, COOKIE in young.cookies) == (204, False)
        with writing() as w:
            w.execute(sa.update(SignIn).values(rotated_at=now() - timedelta(days=1)))
        old = await browser.post("/auth/renew")
        assert old.cookies[COOKIE] != before
        assert (await browser.get("/api/v1/account")).status_code == 200
        assert accounts.actor_of(before) == bob  # for requests that are on their way
    async with asking() as stranger:
        assert COOKIE not in (await stranger.post("/auth/renew")).cookies


async def test_the_cookie_is_for_tls_where_the_browser_speaks_it(bob, monkeypatch):
    monkeypatch.setenv("QUANTBOARD_PROXY_HOPS", "1")
    settings.cache_clear()
    headers = {"x-forwarded-proto": "https", "x-forwarded-for": "203.0.113.9"}
    async with asking() as browser:
        answer = await browser.post("/auth/login", data={"name": "Bob", "password": PASSWORD}, headers=headers)
    said = answer.headers["set-cookie"]
    assert all(part in said for part in ("Secure", "HttpOnly", "SameSite=lax", "Path=/"))
    assert [one.address for one in sessions.list_sessions(bob)] == ["203.0.113.9"]


async def test_guessing_is_slowed_behind_a_proxy_by_the_true_address(bob, monkeypatch):
    monkeypatch.setenv("QUANTBOARD_PROXY_HOPS", "1")
    settings.cache_clear()
    async with asking() as browser:

        async def try_it(password, address):
            form = {"name": "Bob", "password": password}
            answer = await browser.post("/auth/login", data=form, headers={"x-forwarded-for": f"1.2.3.4, {address}"})
            return where(answer)[1].get("problem")

        tries = [await try_it("wrong", "203.0.113.9") for _ in range(6)]
        assert tries == ["account.wrong_password"] * 5 + ["account.too_many_tries"]
        assert await try_it(PASSWORD, "203.0.113.9") == "account.too_many_tries"
        assert await try_it(PASSWORD, "203.0.113.10") is None


async def test_forms_are_short(ann):
    async with asking() as browser:
        long = await browser.post("/auth/login", data={"name": "Ann", "password": "x" * 2_000_000})
        assert (long.status_code, long.json()["code"]) == (413, "request.too_large")
        usual = await browser.post("/auth/login", data={"name": "Ann", "password": PASSWORD})
        assert where(usual)[0] == "/"
