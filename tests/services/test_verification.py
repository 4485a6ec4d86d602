"""Re-run & verify: equal, or the first difference; by a job or at once."""

import os

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from quantboard.core.progress import silent
from quantboard.db import backtests as rows
from quantboard.db.session import session
from quantboard.jobs import verification as job
from quantboard.queue.names import HEAVY
from quantboard.sandbox.server import ForkServer
from quantboard.services import backtests, leases, sharing, tasks, verification
from quantboard.services.verification import NothingToVerify
from quantboard.store import paths
from tests.services.backtesting import asked, sample, work_off


@pytest.fixture(scope="module")
def server():
    made = ForkServer(cache_dir=os.environ.get("NUMBA_CACHE_DIR"))
    yield made
    made.close()


@pytest.fixture
def run(server, ann):
    made = asked(ann, sample(ann))
    work_off(server, made)
    return backtests.view(ann, made.id)


def verified(server, task_id):
    held, payload = leases.claim(HEAVY, verification.prepare, task_id=task_id)
    answer = verification.execute(payload, silent, server.lend())
    assert leases.finish(held, lambda asking: verification.finish(asking, held, answer))


def folder_of(run):
    with session() as asking:
        return paths.result(rows.get(asking, run.id).result_id)


def tampered(run, table, column, row, value):
    path = folder_of(run) / f"{table}.parquet"
    read = pq.read_table(path)
    values = read.column(column).to_pylist()
    values[row] = value
    place = read.column_names.index(column)
    pq.write_table(read.set_column(place, column, pa.array(values, read.schema.field(column).type)), path)


def test_the_kind_is_declared():
    assert job.KIND.job == "backtest.verify"
    assert job.KIND.needs_sandbox


def test_an_honest_result_is_the_same(server, ann, run):
    assert verification.verdict(ann, run.id) is None
    task_id = verification.verify(ann, run.id)
    running = verification.verdict(ann, run.id)
    assert (running.state, running.task_id, running.finished_at) == ("running", task_id, None)
    assert verification.verify(ann, run.id) == task_id
    verified(server, task_id)
    found = verification.verdict(ann, run.id)
    assert (found.state, found.difference) == ("same", None)
    assert found.result_hash == found.stored_hash == run.result_hash
    assert found.worker
    assert found.as_json()["finished_at"]
    assert tasks.view(ann, task_id).result_ref == run.id


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("trades", "exit_price", 1.0),
        ("equity", "equity", 5.0),
        ("fills", "commission", 0.0),
        ("positions", "AAPL", 9.0),
    ],
)
def test_a_changed_cell_is_named(server, ann, run, table, column, value):
    tampered(run, table, column, 2, value)
    task_id = verification.verify(ann, run.id)
    verified(server, task_id)
    found = verification.verdict(ann, run.id)
    assert found.state == "differs"
    assert (found.difference["table"], found.difference["row"], found.difference["column"]) == (table, 3, column)
    assert found.difference["stored"] == repr(value)
    assert found.difference["recomputed"] != repr(value)


def test_at_once_in_this_process(ann, run):
    found = verification.verify_now(ann, run.id)
    assert (found.state, found.result_hash) == ("same", run.result_hash)
    assert verification.verdict(ann, run.id).state == "same"


def test_a_cancelled_one_has_failed(ann, run):
    tasks.cancel(ann, verification.verify(ann, run.id))
    found = verification.verdict(ann, run.id)
    assert (found.state, found.error["code"]) == ("failed", "task.cancelled")


def test_a_run_without_a_result_cannot_be_verified(ann):
    made = asked(ann, sample(ann))
    for verify in (verification.verify, verification.verify_now):
        with pytest.raises(NothingToVerify):
            verify(ann, made.id)


def test_parts_that_are_private_cannot_be_computed_with(bob, ann, run):
    sharing.share(ann, "backtest", [run.id], "team")
    assert verification.verdict(bob, run.id) is None
    with pytest.raises(backtests.PartsPrivate):
        verification.verify(bob, run.id)


def test_deleted_meanwhile(ann, run):
    task_id = verification.verify(ann, run.id)
    held, _ = leases.claim(HEAVY, verification.prepare, task_id=task_id)
    backtests.delete(ann, run.id)
    answer = verification.execute(None, silent, None)
    assert answer == {}
    assert leases.finish(held, lambda asking: verification.finish(asking, held, answer))
