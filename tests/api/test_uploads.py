"""Files come in by PUT."""

from pathlib import Path

import httpx
import pytest

from quantboard.api.app import build
from quantboard.api.auth import COOKIE
from quantboard.core.access import Actor
from quantboard.services import accounts
from quantboard.settings import settings

PASSWORD = "correct horse battery"
DATA = Path(__file__).parents[1] / "data"


@pytest.fixture
async def client(ann: Actor):
    token = accounts.sign_in("Ann", PASSWORD)
    transport = httpx.ASGITransport(build())
    async with httpx.AsyncClient(
        transport=transport, base_url="http://localhost:8000", cookies={COOKIE: token}
    ) as made:
        yield made


async def test_a_file_is_kept_under_an_id(client: httpx.AsyncClient, ann: Actor) -> None:
    body = (DATA / "kaggle.csv").read_bytes()
    answer = await client.put("/api/v1/uploads/沪深 300 (1).csv", content=body)
    assert answer.status_code == 201
    assert answer.json()["name"] == "沪深 300 (1).csv"
    kept = settings().data_dir / "uploads" / ann.user_id / answer.json()["id"]
    assert kept.read_bytes() == body


@pytest.mark.parametrize("name", [".hidden.csv", "a%2F..%2Fb.csv", "..%5Cx.csv"])
async def test_names_that_could_be_paths_are_refused(client: httpx.AsyncClient, name: str) -> None:
    answer = await client.put(f"/api/v1/uploads/{name}", content=b"x")
    assert answer.status_code in (404, 405, 422)
    assert not (settings().data_dir / "uploads").exists()


async def test_a_file_beyond_the_limit_leaves_nothing(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUANTBOARD_UPLOAD_LIMIT_MB", "1")
    settings.cache_clear()
    answer = await client.put("/api/v1/uploads/big.csv", content=b"x" * ((1 << 20) + 1))
    assert answer.status_code == 413
    assert answer.json()["code"] == "upload.too_large"
    assert list((settings().data_dir / "tmp").iterdir()) == []


async def test_strangers_and_other_sites_are_refused(client: httpx.AsyncClient) -> None:
    answer = await client.put("/api/v1/uploads/a.csv", content=b"x", headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    client.cookies.clear()
    assert (await client.put("/api/v1/uploads/a.csv", content=b"x")).status_code == 401
