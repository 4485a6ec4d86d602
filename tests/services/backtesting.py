"""A dataset, a strategy, and a worker's steps taken one by one, for the tests of runs."""

from pathlib import Path

from quantboard.core.backtest.spec import parse_request
from quantboard.core.progress import silent
from quantboard.core.strategy.params import Declaration, Param
from quantboard.queue.names import HEAVY
from quantboard.research import strategy_source
from quantboard.services import backtests, datasets, leases, runs

SOURCE = strategy_source("double_moving_average")
DECLARATION = Declaration(
    "Double moving average",
    "signals",
    (Param("fast", "int", 10, 2, 200), Param("slow", "int", 30, 5, 400)),
    ("fast < slow",),
)
CHOSEN = backtests.Chosen("Double moving average", SOURCE, None, DECLARATION)


def sample(actor):
    return datasets.load_sample_now(actor, silent)


def request(**fields):
    return parse_request({"symbols": "AAPL", "commission": 0.001, **fields})


def asked(actor, dataset, source=SOURCE, name="", **fields):
    chosen = backtests.Chosen("Double moving average", source, None, DECLARATION if source == SOURCE else None)
    return backtests.submit_chosen(actor, chosen, dataset.id, request(**fields), name)


def work_off(server, view):
    """What supervisor and child do."""
    held, payload = leases.claim(HEAVY, runs.prepare, task_id=view.task_id)
    answer = runs.execute(payload, silent, server.lend())
    assert leases.finish(held, lambda asking: runs.finish(asking, held, answer))
    return held


def files_of(data_dir: Path) -> list[Path]:
    return sorted(path for path in (data_dir / "results").glob("*/*"))
