"""The client against the application on a real socket."""

from pathlib import Path

import httpx
import pyarrow.parquet as pq
import pytest

from quantboard import errors
from quantboard.client.connect import Client
from quantboard.client.line import NotOurs, ServerAway
from quantboard.research import strategy_source
from quantboard.services import archives, tasks, tokens
from quantboard.services.work import work

DATA = Path(__file__).parents[1] / "data"
SOURCE = strategy_source("double_moving_average")


def test_from_a_file_to_a_result(client, tmp_path):
    seen = []
    made = client.datasets.import_files("Prices", [DATA / "kaggle.csv"], on_task=seen.append)
    assert (made.name, made.symbols) == ("Prices", ["AAA", "BBB"])
    assert made.json["report"]["rows_read"] > 0
    assert [one.name for one in client.datasets.list(q="pri")] == ["Prices"]
    assert client.datasets.export(made.id, tmp_path / "all.parquet") == made.n_rows
    assert pq.read_table(tmp_path / "all.parquet").num_rows == made.n_rows
    bars = client.datasets.bars(made.id, "AAA")["columns"]
    assert len(bars["close"]) == len(bars["time"])
    shared = client.datasets.change(made.id, visibility="team")
    assert shared.visibility == "team"
    client.datasets.delete(made.id)
    with pytest.raises(errors.NotFound) as raised:
        client.datasets.get(made.id)
    assert raised.value.code == "dataset.unknown"
    assert client.datasets.restore(made.id, "Back").name == "Back"


def test_a_run_and_its_parts(client, tmp_path):
    data = client.datasets.load_sample()
    saved = client.strategies.create("Averages", source=SOURCE)
    seen = []
    asked = {"symbols": ["IBM"], "from_on": "2010-01-01", "params": {"fast": 5}}
    run = client.backtests.run(data.id, strategy_id=saved.id, on_task=seen.append, **asked)
    assert run.status == "succeeded"
    assert {one.status for one in seen} <= {"queued", "running", "succeeded"}
    result = client.backtests.result(run.id)
    assert result["result_hash"] == run.result_hash
    assert client.backtests.equity(run.id)["equity"][-1] == result["final_equity"]
    client.backtests.save_tables(run.id, tmp_path / "out")
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        *(f"{name}.parquet" for name in ("equity", "positions", "fills", "trades")),
        "report.html",
    }
    checked = client.backtests.honesty(run.id)
    assert checked["flags"] == result["flags"]
    assert checked["lookahead"]["clean"]
    verdict = client.backtests.verify(run.id)
    assert (verdict["state"], verdict["result_hash"]) == ("same", run.result_hash)
    client.backtests.archive(run.id, tmp_path / "run.zip", with_data=False)
    assert archives.verify_file(tmp_path / "run.zip").outcome == "unchecked"
    again = client.backtests.again(run.id)
    client.tasks.done(again.task_id)
    assert client.backtests.get(again.backtest_id).verified == "same"
    kinds = [kind for kind, _ in client.tasks.events(again.task_id)]
    assert kinds[-2:] == ["metrics", "end"]


def test_a_job_that_fails_raises_its_own_error(client):
    (broken := Path(DATA / "kaggle.csv")).exists()
    with pytest.raises(errors.InvalidInput) as raised:
        client.datasets.import_files("Broken", [broken], close="Nothing")
    assert raised.value.code == "columns.unknown"
    assert raised.value.hint


def test_refusals_are_our_errors(client):
    with pytest.raises(errors.InvalidInput) as raised:
        client.strategies.create("", source=SOURCE)
    assert (raised.value.code, raised.value.field) == ("input.invalid", "name")
    with pytest.raises(errors.CodeRejected) as raised:
        client.strategies.create("Bad", source="import os")
    assert raised.value.findings[0]["line"] == 1
    assert raised.value.exit_status == 2
    with pytest.raises(errors.NotFound):
        client.tasks.get("none")


def test_tasks_are_steered(client, bob):
    job = next(iter(tasks.traits.TRAITS))
    with work() as w:
        one = tasks.submit(w, bob, job, {"backtest_id": "b" * 32}, title="Waits", priority=0)
        tasks.claims.pause(w.session, one)
    assert client.tasks.get(one).status == "paused"
    assert client.tasks.change(one, title="Renamed").title == "Renamed"
    assert client.tasks.list(status="paused").total == 1
    assert client.tasks.counts() == {"paused": 1}
    assert client.tasks.cancel(one).is_over
    assert client.tasks.wait(one).status == "cancelled"
    assert client.tasks.history(one)[0]["kind"] == "submitted"
    client.tasks.delete(one)
    assert client.tasks.list().total == 0


def test_who_may_what(server, client, vic):
    assert client.me()["name"] == "Bob"
    assert client.system()["parts"]["database"]["why"] is not None
    _, secret = tokens.create(vic, "Looks", ["read"])
    with Client(server.url, secret) as viewer, pytest.raises(errors.NotAllowed) as raised:
        viewer.strategies.create("Mine", source=SOURCE)
    assert raised.value.code == "token.scope_missing"
    with Client(server.url, "qb_wrong") as stranger, pytest.raises(errors.NotAllowed) as raised:
        stranger.datasets.list()
    assert raised.value.code == "token.refused"


def test_who_does_not_answer():
    with Client("http://127.0.0.1:9") as nobody, pytest.raises(ServerAway) as raised:
        nobody.datasets.list()
    assert "http://127.0.0.1:9" in raised.value.message
    other = httpx.MockTransport(lambda _request: httpx.Response(200, text="<html>"))
    with Client("http://other", transport=other) as wrong, pytest.raises(NotOurs):
        wrong.datasets.list()


def test_a_broken_line_makes_no_second_job():
    keys, answers = [], []

    def flaky(request):
        keys.append(request.headers["idempotency-key"])
        if len(keys) < 3:
            raise httpx.ReadError("cut")
        return httpx.Response(202, json={"task_id": "t", "dataset_id": "d", "backtest_id": None})

    with Client("http://flaky", transport=httpx.MockTransport(flaky)) as made:
        answers.append(made.line.start("/datasets/sample"))
    assert len(keys) == 3
    assert len(set(keys)) == 1
