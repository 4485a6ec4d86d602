"""The run itself: rows → plain work for the child → files in place, then the rows that show them."""

import platform
import socket
import time
from dataclasses import dataclass
from importlib.metadata import version as version_of
from typing import Any

from quantboard.core.backtest.run import backtest
from quantboard.core.backtest.spec import parse_request
from quantboard.core.progress import Paused, Step
from quantboard.db import backtests as rows
from quantboard.db.base import new_id, now
from quantboard.db.session import Session, session
from quantboard.log import logger
from quantboard.sandbox import runner
from quantboard.sandbox.outcomes import SourceRejected
from quantboard.services.checkpoints import Memory, key_of
from quantboard.services.leases import Claim
from quantboard.settings import settings
from quantboard.store import bars as store_bars
from quantboard.store import results as files

log = logger("services")
SAME, DIFFERS = "same", "differs"
HEADLINES = (
    *("total_return", "cagr", "benchmark_total_return", "sharpe", "sortino", "calmar", "max_drawdown", "volatility"),
    *("n_trades", "win_rate", "profit_factor", "turnover", "time_in_market"),
)
PACKAGES = ("quantboard", "numpy", "numba")


@dataclass(frozen=True)
class BacktestWork:
    """What the child is given."""

    backtest_id: str
    result_id: str
    source: str
    request: dict[str, Any]
    version_id: str
    memory_mb: int
    time_limit_s: float
    task_id: str


def prepare(asking: Session, claim: Claim) -> BacktestWork | None:
    """The row behind a claimed run → plain data; every attempt gets a result id of its own."""
    row = rows.get(asking, claim.params["backtest_id"])
    if row is None:  # deleted meanwhile
        return None
    row.task_id = claim.id
    row.version_id = row.version_id or rows.newest_version(asking, row.dataset_id)  # of the import it waited for
    asking.add(row)
    memory, seconds = settings().sandbox_memory_mb, settings().sandbox_time_limit_s
    return BacktestWork(row.id, new_id(), row.source, row.request, row.version_id, memory, seconds, claim.id)


def execute(doing: BacktestWork | None, on_step: Step, line: socket.socket) -> dict[str, Any]:
    """Read, evaluate, simulate, measure and store; no database here. The answer holds what ``finish`` writes down."""
    if doing is None:
        return {}
    started = time.perf_counter()
    request = parse_request(doing.request)
    on_step(0.01, "load", {})
    bars = store_bars.read(doing.version_id, request.symbols)
    with runner.connect(line, memory_mb=doing.memory_mb, time_limit_s=doing.time_limit_s) as box:
        verdict = box.check(doing.source)
        if verdict.declaration is None or not verdict.ok:
            raise SourceRejected(verdict.errors)
        memory = Memory(doing.task_id, key_of(doing.source, doing.request, doing.version_id))
        decide = memory.deciding(box.evaluate)
        try:
            result = backtest(doing.source, verdict.declaration, bars, request, decide, on_step, course=memory.course)
        except Paused:
            memory.keep()
            raise
    manifest = {
        "dataset_version": doing.version_id,
        "python": platform.python_version(),
        **{name: version_of(name) for name in PACKAGES},
        "elapsed_s": f"{time.perf_counter() - started:.3f}",
    }
    on_step(0.97, "store", {})
    files.write(doing.result_id, result, doing.source, manifest)
    memory.forget()
    return {
        "backtest_id": doing.backtest_id,
        "result_id": doing.result_id,
        "spec": result.spec.as_dict(),
        "spec_digest": result.spec.digest(),
        "data_hash": result.spec.data_hash,
        "result_hash": result.result_hash,
        "metrics": {name: result.metrics.get(name) for name in HEADLINES} | {"final_equity": result.final_equity},
    }


def finish(asking: Session, claim: Claim, answer: dict[str, Any]) -> str | None:
    """The answer of the child → the row; says whether an earlier run of the same specification had the same hash."""
    row = rows.get(asking, answer["backtest_id"]) if answer else None
    if row is None:
        if answer:
            files.remove(answer["result_id"])
        return None
    replaced = row.result_id
    for name in ("spec", "spec_digest", "data_hash", "result_id", "result_hash", "metrics"):
        setattr(row, name, answer[name])
    former = rows.earlier(asking, row.owner_id, row.spec_digest or "", row.id)
    if former is not None:
        row.same_as = former.id
        row.verified = SAME if former.result_hash == row.result_hash else DIFFERS
    row.finished_at = now()
    asking.add(row)
    asking.flush()
    if replaced and replaced != row.result_id:
        files.remove(replaced)
    log.info(
        "backtest.finished", backtest_id=row.id, task_id=claim.id, result_hash=row.result_hash, verified=row.verified
    )
    return row.id


def unshown_results(after_s: float = 86_400.0) -> list[str]:
    """What attempts left that were fenced off or killed before their rows were written."""
    old = files.older_than(after_s)
    with session() as asking:
        shown = rows.results_of(asking, old)
    return [result_id for result_id in old if result_id not in shown]


def expire_results(after_s: float = 86_400.0) -> int:
    """Remove results that no run shows; how many."""
    lone = unshown_results(after_s)
    for result_id in lone:
        files.remove(result_id)
    return len(lone)
