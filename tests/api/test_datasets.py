"""From a file to a dataset and back, over REST."""

import csv
import io
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from quantboard.core.progress import silent
from quantboard.queue.names import HEAVY
from quantboard.services import datasets, imports, leases
from tests.api.asking import asking

ROOT = "/api/v1/datasets"
FILE = Path(__file__).parents[1] / "data" / "kaggle.csv"


@pytest.fixture
async def client(bob):
    async with asking(bob) as made:
        yield made


def work_off(task_id):
    held, payload = leases.claim(HEAVY, imports.prepare, task_id=task_id)
    answer = imports.execute(payload, silent)
    assert leases.finish(held, lambda session: imports.finish(session, held, answer))


async def test_from_upload_to_dataset(client):
    upload = (await client.put("/api/v1/uploads/kaggle.csv", content=FILE.read_bytes())).json()
    look = (await client.post(f"/api/v1/uploads/{upload['id']}/preview", json={})).json()
    assert {"date", "open", "close"} <= set(look["roles"])
    assert look["n_kept"] > 0
    asked = {"name": "Kaggle", "files": [{"upload_id": upload["id"]}]}
    started = (await client.post(f"{ROOT}/imports", json=asked)).json()
    assert (await client.get(ROOT)).json()["total"] == 0
    work_off(started["task_id"])
    one = (await client.get(f"{ROOT}/{started['dataset_id']}")).json()
    assert (one["name"], one["symbols"], one["versions"][0]["number"]) == ("Kaggle", ["AAA", "BBB"], 1)
    assert one["report"]["rows_read"] == look["n_rows"]
    assert (await client.get(f"{ROOT}/find", params={"name": "kaggle"})).json()["id"] == one["id"]
    assert (await client.get(f"{ROOT}/{one['id']}/symbols")).json() == ["AAA", "BBB"]
    near = (await client.get(f"{ROOT}/find", params={"name": "Kagle"})).json()
    assert (near["code"], near["hint"]) == ("dataset.unknown", "Did you mean Kaggle?")
    taken = (await client.post(f"{ROOT}/imports", json=asked)).json()
    assert (taken["code"], taken["field"]) == ("dataset.name_taken", "name")


async def test_an_upload_can_be_dropped(client):
    upload = (await client.put("/api/v1/uploads/a.csv", content=b"Date,Close\n")).json()
    assert (await client.delete(f"/api/v1/uploads/{upload['id']}")).status_code == 204
    gone = await client.post(f"/api/v1/uploads/{upload['id']}/preview", json={})
    assert (gone.status_code, gone.json()["code"]) == (404, "upload.missing")


async def test_bars_in_every_form(client, bob):
    view = datasets.load_sample_now(bob, silent)
    at, asked = f"{ROOT}/{view.id}/bars", {"symbol": "IBM", "from": "2012-01-03", "to": "2012-01-31", "ma": "5"}
    found = (await client.get(at, params={**asked, "format": "json"})).json()
    columns = found["columns"]
    assert (found["symbol"], found["rows"], columns["time"][0]) == ("IBM", 20, "2012-01-03")
    text = (await client.get(at, params={**asked, "format": "csv"})).text
    lines = list(csv.DictReader(io.StringIO(text)))
    assert [float(line["close"]) for line in lines] == columns["close"]
    body = (await client.get(at, params={**asked, "format": "parquet"})).content
    assert pq.read_table(io.BytesIO(body)).column("ma5").to_pylist() == columns["ma5"]
    young = (await client.get(at, params={"to": "2000-03-10", "ma": "50", "format": "json"})).json()
    assert young["columns"]["ma50"][0] is None


async def test_a_whole_dataset_as_a_file(client, bob, instance):
    view = datasets.load_sample_now(bob, silent)
    for kind in ("csv", "parquet"):
        answer = await client.get(f"{ROOT}/{view.id}/export", params={"format": kind})
        assert answer.headers["content-disposition"].startswith("attachment; ")
        assert int(answer.headers["x-rows"]) == view.n_rows
    assert pq.read_table(io.BytesIO(answer.content)).num_rows == view.n_rows
    assert not list((instance / "tmp").iterdir())


async def test_rename_share_delete_restore(client, bob, vic):
    view = datasets.load_sample_now(bob, silent)
    at = f"{ROOT}/{view.id}"
    assert (await client.patch(at, json={"name": "Prices", "visibility": "team"})).json()["name"] == "Prices"
    async with asking(vic) as other:
        assert (await other.get(at)).json()["owner_name"] == "Bob"
        refused = await other.delete(at)
        assert (refused.status_code, refused.json()["code"]) == (403, "access.role_too_low")
    assert (await client.delete(at)).status_code == 204
    assert [one["name"] for one in (await client.get("/api/v1/trash")).json()["items"]] == ["Prices"]
    assert (await client.post(f"{at}/restore", json={"name": "Prices again"})).json()["name"] == "Prices again"


async def test_lists_are_pages(client, bob):
    datasets.load_sample_now(bob, silent)
    page = (await client.get(ROOT, params={"limit": 1, "q": "sample", "sort": "-name"})).json()
    assert (page["total"], page["limit"], page["offset"], len(page["items"])) == (1, 1, 0, 1)
    assert (await client.get(ROOT, params={"q": "nothing like it"})).json()["total"] == 0
    wrong = (await client.get(ROOT, params={"sort": "colour"})).json()
    assert (wrong["code"], wrong["field"]) == ("list.bad_request", "sort")


async def test_the_sample_is_one_job(client):
    first, again = (await client.post(f"{ROOT}/sample")).json(), (await client.post(f"{ROOT}/sample")).json()
    assert first == again
    assert first["dataset_id"]
