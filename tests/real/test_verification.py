"""A result of one worker, verified by another."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from quantboard.research import strategy_source
from quantboard.services import tasks, verification
from tests.real.test_backtest_killed import is_over, submitted, until

pytestmark = pytest.mark.real


class Watched:
    def __init__(self, task_id):
        self.task_id = task_id


def verified(actor, backtest_id):
    task_id = verification.verify(actor, backtest_id)
    assert until(actor, Watched(task_id), is_over, 300).status == "succeeded"
    return task_id, verification.verdict(actor, backtest_id)


def test_another_worker_finds_the_same_and_then_what_was_changed(ann, start, place):
    first = start()
    made = submitted(ann, strategy_source("double_moving_average"))
    assert until(ann, made, is_over, 300).status == "succeeded"
    first.stop()
    second = start()
    task_id, found = verified(ann, made.id)
    assert (found.state, found.difference) == ("same", None)
    makers = [tasks.attempts_of(ann, one)[0].worker for one in (made.task_id, task_id)]
    assert makers[0] != makers[1]
    assert len(second.events("backtest.verified")) == 1
    (file,) = (place / "results").glob("*/*/equity.parquet")
    table = pq.read_table(file)
    values = table.column("equity").to_pylist()
    values[9] += 0.01
    pq.write_table(table.set_column(table.column_names.index("equity"), "equity", pa.array(values)), file)
    _, found = verified(ann, made.id)
    assert found.state == "differs"
    assert (found.difference["table"], found.difference["row"]) == ("equity", 10)
