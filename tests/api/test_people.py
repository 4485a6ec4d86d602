import pytest

from quantboard.services import accounts, invitations, resets, tokens
from tests.api.asking import asking
from tests.instance import PASSWORD

ID = "f" * 32
EVERY = [
    ("GET", "/people", None),
    ("POST", "/people", {"name": "Eve", "password": PASSWORD}),
    ("GET", f"/people/{ID}", None),
    ("PATCH", f"/people/{ID}", {"role": "admin"}),
    ("GET", f"/people/{ID}/affected", None),
    ("POST", f"/people/{ID}/reset-link", {}),
    ("DELETE", f"/people/{ID}/sessions", None),
    ("DELETE", f"/people/{ID}/tokens", None),
    ("POST", f"/people/{ID}/transfer", {"to": ID}),
    ("GET", "/invitations", None),
    ("POST", "/invitations", {}),
    ("DELETE", f"/invitations/{ID}", None),
    ("GET", "/audit", None),
]


@pytest.mark.parametrize(("method", "path", "body"), EVERY)
async def test_only_administrators_manage_people(ann, bob, method, path, body):
    async with asking(bob) as browser:
        assert (await browser.request(method, f"/api/v1{path}", json=body)).status_code == 403
    async with asking() as stranger:
        assert (await stranger.request(method, f"/api/v1{path}", json=body)).status_code == 401
        _, secret = tokens.create(ann, "weak", ["read", "write", "run"])
        headers = {"Authorization": f"Bearer {secret}"}
        answer = await stranger.request(method, f"/api/v1{path}", json=body, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "token.scope_missing")


async def test_an_administrators_token_manages(ann):
    _, secret = tokens.create(ann, "admin script", ["admin"])
    async with asking() as program:
        headers = {"Authorization": f"Bearer {secret}"}
        made = await program.post("/api/v1/people", json={"name": "Eve", "password": PASSWORD}, headers=headers)
    assert (made.status_code, made.json()["role"]) == (201, "researcher")


async def test_the_life_of_a_person(ann, bob, vic):
    async with asking(ann) as browser:
        listed = (await browser.get("/api/v1/people", params={"q": "bo", "sort": "-seen"})).json()
        assert [one["name"] for one in listed["items"]] == ["Bob"]
        path = f"/api/v1/people/{bob.user_id}"
        changed = (await browser.patch(path, json={"name": "Robert", "role": "reviewer"})).json()
        assert (changed["name"], changed["role"]) == ("Robert", "reviewer")
        link = (await browser.post(f"{path}/reset-link", json={"hours": 2})).json()
        assert link["link"].startswith("http://localhost:8000/reset#")
        assert resets.look(link["link"].partition("#")[2]).name == "Robert"
        accounts.sign_in("Robert", PASSWORD)
        assert (await browser.get(f"{path}/affected")).json()["n_sessions"] == 1
        assert (await browser.delete(f"{path}/sessions")).json() == {"count": 1}
        assert (await browser.delete(f"{path}/tokens")).json() == {"count": 0}
        assert (await browser.post(f"{path}/transfer", json={"to": ann.user_id})).json()["dataset"] == 0
        assert (await browser.patch(path, json={"is_active": False})).json()["is_active"] is False
        assert (await browser.patch(path, json={"is_active": True})).json()["is_active"] is True
        last = await browser.patch(f"/api/v1/people/{ann.user_id}", json={"role": "viewer"})
        assert (last.status_code, last.json()["code"]) == (409, "person.last_admin")


async def test_the_life_of_an_invitation(ann):
    async with asking(ann) as browser:
        made = (await browser.post("/api/v1/invitations", json={"role": "viewer", "note": "Dora"})).json()
        key = made["link"].partition("/join#")[2]
        assert invitations.look(key).role == "viewer"
        listed = (await browser.get("/api/v1/invitations")).json()
        assert key not in str(listed)
        ended = await browser.delete(f"/api/v1/invitations/{listed['items'][0]['id']}")
        assert ended.json()["state"] == "revoked"
        bad = await browser.post("/api/v1/invitations", json={"days": 99})
        assert bad.status_code == 422


async def test_the_log_is_filtered(ann, bob):
    async with asking(ann) as browser:
        await browser.patch(f"/api/v1/people/{bob.user_id}", json={"role": "viewer"})
        found = (await browser.get("/api/v1/audit", params={"event": "account.role", "severity": "high"})).json()
        assert (found["total"], found["items"][0]["name"]) == (1, "Ann")
        assert found["items"][0]["address"] == "192.0.2.9"
        assert (await browser.get("/api/v1/audit", params={"severity": "loud"})).status_code == 422
