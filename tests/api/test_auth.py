import httpx
import pytest

from quantboard.api.app import build
from quantboard.api.auth import COOKIE, safe_next
from quantboard.services import accounts

PASSWORD = "difference engine 9"
FORM = {"name": "Ada Byron", "password": PASSWORD, "confirm": PASSWORD}


@pytest.fixture
def api(instance):
    return build()


def browser(api, **options):
    transport = httpx.ASGITransport(api, **options)
    return httpx.AsyncClient(transport=transport, base_url="http://localhost:8000")


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("/data/1?x=2", "/data/1?x=2"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("", "/"),
        ("/a\nb", "/"),
    ],
)
def test_a_sign_in_ends_on_our_own_pages(given, taken):
    assert safe_next(given) == taken


async def test_wrong_passwords_lead_back_to_the_form(api, ann):
    accounts.add_user(ann, "Ada Byron", PASSWORD)
    async with browser(api) as client:
        answer = await client.post("/auth/login", data={"name": "Ada Byron", "password": "no", "next": "//evil"})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/login?problem=account.wrong_password&next=%2F"
    assert COOKIE not in answer.cookies


async def test_signing_in_and_out(api, ann):
    accounts.add_user(ann, "Ada Byron", PASSWORD)
    async with browser(api) as client:
        form = {"name": "ada byron", "password": PASSWORD, "next": "/data"}
        answer = await client.post("/auth/login", data=form)
        assert answer.headers["location"] == "/data"
        assert "HttpOnly" in answer.headers["set-cookie"]
        assert "SameSite=lax" in answer.headers["set-cookie"]
        token = answer.cookies[COOKIE]
        assert accounts.actor_of(token).name == "Ada Byron"
        await client.post("/auth/logout")
    assert accounts.actor_of(token) is None


@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"origin": "http://evil.example"}]
)
async def test_other_sites_may_not_post(api, headers):
    async with browser(api) as client:
        answer = await client.post("/auth/login", data={"name": "a", "password": "b"}, headers=headers)
    assert answer.status_code == 403
    assert answer.json()["code"] == "request.cross_site"


async def test_the_first_account_needs_loopback_or_the_token(instance):
    api = build()
    token = accounts.open_first_account()
    async with browser(api, client=("192.0.2.7", 5000)) as client:
        refused = await client.post("/auth/first", data=FORM)
        assert "account.wrong_token" in refused.headers["location"]
        assert accounts.needs_first_account()
        made = await client.post("/auth/first", data={**FORM, "token": token})
    assert made.headers["location"] == "/welcome/mode"
    assert not accounts.needs_first_account()


async def test_loopback_opens_the_first_account(instance):
    async with browser(build(), client=("127.0.0.1", 5000)) as client:
        differing = await client.post("/auth/first", data={**FORM, "confirm": "another one 123"})
        assert "account.passwords_differ" in differing.headers["location"]
        made = await client.post("/auth/first", data=FORM)
    assert accounts.actor_of(made.cookies[COOKIE]).name == "Ada Byron"


async def test_a_proxy_is_not_loopback(instance):
    async with browser(build(), client=("127.0.0.1", 5000)) as client:
        answer = await client.post("/auth/first", data=FORM, headers={"x-forwarded-for": "203.0.113.9"})
    assert "account.wrong_token" in answer.headers["location"]
