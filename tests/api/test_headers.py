import json

import httpx
import pytest

from quantboard.api.headers import SecurityHeaders, content_policy
from quantboard.settings import settings


async def plain(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b""})


@pytest.mark.parametrize(
    ("path", "caching"), [("/assets/app-1a2b.js", "public, max-age=31536000, immutable"), ("/data/", "no-cache")]
)
async def test_every_answer_is_dressed(path, caching, tmp_path):
    hashes = tmp_path / "csp.json"
    hashes.write_text(json.dumps(["'sha256-abc='"]))
    wrapped = SecurityHeaders(plain, content_policy(hashes))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(wrapped), base_url="http://localhost") as client:
        headers = (await client.get(path)).headers
    assert headers["cache-control"] == caching
    assert "script-src 'self' 'unsafe-eval' 'sha256-abc='" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


def test_without_a_build_no_inline_script_runs(tmp_path):
    assert "'unsafe-inline'" not in content_policy(tmp_path / "none").split("style-src")[0]


async def headers_of(scheme="http", hops=0, given=(), *, monkeypatch):
    monkeypatch.setenv("QUANTBOARD_PROXY_HOPS", str(hops))
    settings.cache_clear()
    wrapped = SecurityHeaders(plain, "default-src 'self'")
    async with httpx.AsyncClient(transport=httpx.ASGITransport(wrapped), base_url=f"{scheme}://localhost") as client:
        found = (await client.get("/", headers=dict(given))).headers
    settings.cache_clear()
    return found


async def test_nobody_may_frame_it_or_take_its_files(monkeypatch):
    found = await headers_of(monkeypatch=monkeypatch)
    assert found["x-frame-options"] == "DENY"
    assert found["cross-origin-resource-policy"] == "same-origin"
    assert "camera=()" in found["permissions-policy"]


async def test_encryption_is_insisted_on_where_there_is_some_and_no_stranger_can_claim_it(monkeypatch):
    forwarded = {"x-forwarded-proto": "https"}
    name = "strict-transport-security"
    assert name not in await headers_of(monkeypatch=monkeypatch)
    assert name in await headers_of("https", monkeypatch=monkeypatch)
    assert name not in await headers_of(given=forwarded, monkeypatch=monkeypatch)
    assert name in await headers_of(hops=1, given=forwarded, monkeypatch=monkeypatch)
