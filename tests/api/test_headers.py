import json

import httpx
import pytest

from quantboard.api.headers import SecurityHeaders, content_policy


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
