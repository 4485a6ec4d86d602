import pytest

from quantboard.api.auth import COOKIE
from quantboard.core.access import Role
from quantboard.services import accounts, people, sessions, tokens
from tests.api.asking import asking
from tests.instance import PASSWORD

NEW = "another good secret"


def bearer(secret):
    return {"Authorization": f"Bearer {secret}"}


def token(person, *scopes):
    return bearer(tokens.create(person, "script", scopes)[1])


async def test_a_token_speaks_for_its_owner(bob):
    async with asking() as program:
        me = await program.get("/api/v1/account", headers=token(bob, "read", "run"))
    assert me.json() | {"token_id": ""} == {
        "id": bob.user_id,
        "name": "Bob",
        "role": "researcher",
        "deeds": ["run", "see"],
        "scopes": ["read", "run"],
        "token_id": "",
    }


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Bearer qb_guess", "bearer qb_x y", "Basic Ym9iOmJvYg=="])
async def test_what_is_no_token_lets_nobody_in(bob, header):
    async with asking() as program:
        answer = await program.get("/api/v1/account", headers={"Authorization": header})
    assert (answer.status_code, answer.json()["code"] in ("token.refused", "session.missing")) == (401, True)


async def test_a_bad_token_is_not_saved_by_a_cookie(bob):
    async with asking(bob) as browser:
        answer = await browser.get("/api/v1/account", headers=bearer("qb_guess"))
    assert answer.json()["code"] == "token.refused"


async def test_a_token_needs_no_origin_but_its_scope(bob):
    elsewhere = {"origin": "https://evil.example"}
    async with asking() as program:
        body = {"name": "child", "scopes": ["read"], "days": 5}
        made = await program.post("/api/v1/account/tokens", json=body, headers=token(bob, "write", "read") | elsewhere)
        refused = await program.post("/api/v1/account/tokens", json=body, headers=token(bob, "read") | elsewhere)
        stronger = await program.post(
            "/api/v1/account/tokens", json={**body, "scopes": ["run"]}, headers=token(bob, "write")
        )
    assert made.status_code == 201
    assert (refused.status_code, refused.json()["code"]) == (403, "token.scope_missing")
    assert (stronger.status_code, stronger.json()["code"]) == (403, "token.too_strong")


async def test_the_life_of_a_token(bob):
    async with asking(bob) as browser:
        body = {"name": "notebook", "scopes": ["read"], "days": 30}
        made = (await browser.post("/api/v1/account/tokens", json=body)).json()
        path = f"/api/v1/account/tokens/{made['token']['id']}"
        renewed = (await browser.post(f"{path}/renewal", json={"days": 60})).json()
        listed = (await browser.get("/api/v1/account/tokens")).json()
        assert (await browser.get("/api/v1/account", headers=bearer(made["secret"]))).status_code == 401
        assert (await browser.get("/api/v1/account", headers=bearer(renewed["secret"]))).status_code == 200
        assert (await browser.delete(path)).json()["state"] == "revoked"
        assert (await browser.get("/api/v1/account", headers=bearer(renewed["secret"]))).status_code == 401
    assert (listed["total"], listed["items"][0]["name"]) == (1, "notebook")
    assert renewed["secret"] not in str(listed)


async def test_tokens_and_sessions_of_others_are_absent(ann, bob):
    foreign, _ = tokens.create(ann, "mine", ["read"])
    session = sessions.known(accounts.sign_in("Ann", PASSWORD)).session_id
    async with asking(bob) as browser:
        for answer in (
            await browser.delete(f"/api/v1/account/tokens/{foreign.id}"),
            await browser.post(f"/api/v1/account/tokens/{foreign.id}/renewal", json={}),
            await browser.delete(f"/api/v1/account/sessions/{session}"),
        ):
            assert answer.status_code == 404


async def test_sessions_are_listed_and_ended(bob):
    accounts.sign_in("Bob", PASSWORD, "192.0.2.77", "Firefox")
    async with asking(bob) as browser:
        listed = (await browser.get("/api/v1/account/sessions")).json()
        other = next(one for one in listed["items"] if not one["is_here"])
        assert other["address"] == "192.0.2.77"
        assert (await browser.delete(f"/api/v1/account/sessions/{other['id']}")).status_code == 204
        accounts.sign_in("Bob", PASSWORD)
        assert (await browser.delete("/api/v1/account/sessions")).json() == {"count": 1}
        assert (await browser.get("/api/v1/account")).status_code == 200


async def test_no_program_touches_sessions_or_the_password(bob):
    async with asking() as program:
        headers = token(bob, "read", "write", "run")
        for answer in (
            await program.get("/api/v1/account/sessions", headers=headers),
            await program.delete("/api/v1/account/sessions", headers=headers),
            await program.put("/api/v1/account/password", json={"old": PASSWORD, "new": NEW}, headers=headers),
        ):
            assert (answer.status_code, answer.json()["code"]) == (403, "session.person_needed")


async def test_the_password_is_changed(bob):
    async with asking(bob) as browser:
        before = browser.cookies[COOKIE]
        wrong = await browser.put("/api/v1/account/password", json={"old": "no", "new": NEW})
        assert (wrong.status_code, wrong.json()["field"]) == (401, "old")
        weak = await browser.put("/api/v1/account/password", json={"old": PASSWORD, "new": "password12"})
        assert weak.json()["code"] == "account.weak_password"
        assert "password12" not in weak.text
        done = await browser.put("/api/v1/account/password", json={"old": PASSWORD, "new": NEW})
        assert done.cookies[COOKIE] != before
        assert (await browser.get("/api/v1/account")).status_code == 200
    assert accounts.actor_of(before) is None


async def test_a_new_role_binds_tokens_at_once(ann, bob):
    headers = token(bob, "read", "write", "run")
    people.change_role(ann, bob.user_id, Role.VIEWER)
    async with asking() as program:
        assert (await program.get("/api/v1/account", headers=headers)).json()["deeds"] == ["see"]
    people.deactivate(ann, bob.user_id)
    async with asking() as program:
        assert (await program.get("/api/v1/account", headers=headers)).status_code == 401
