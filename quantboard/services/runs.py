"""The run itself: rows → plain work for the child → files in place, then the rows that show them."""

import platform
import socket
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from importlib.metadata import version as version_of
from typing import Any

from quantboard.core.backtest.result import BacktestResult
from quantboard.core.backtest.spec import parse_request
from quantboard.core.bars import Bars, stamp_text
from quantboard.core.honesty.data import facts_of
from quantboard.core.honesty.examine import Examiner, Look
from quantboard.core.progress import Cancelled, Paused, Step
from quantboard.db import backtests as rows
from quantboard.db.base import new_id, now
from quantboard.db.session import Session, session
from quantboard.log import logger
from quantboard.sandbox import leaks, runner
from quantboard.sandbox.outcomes import SourceRejected
from quantboard.services import partials
from quantboard.services.checkpoints import Memory, key_of
from quantboard.services.leases import Claim
from quantboard.settings import settings
from quantboard.store import bars as store_bars
from quantboard.store import results as files

log = logger("services")
SAME, DIFFERS = "same", "differs"
HEADLINES = (
    *("total_return", "cagr", "benchmark_total_return", "sharpe", "sortino", "calmar", "max_drawdown", "volatility"),
    *("n_trades", "win_rate", "profit_factor", "turnover", "time_in_market", "excess_return"),
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
    benchmark_version_id: str | None = None
    is_stopped: bool = False  # it was stopped while it was paused: only what it had reached is wanted


def prepare(asking: Session, claim: Claim) -> BacktestWork | None:
    """The row behind a claimed run → plain data; every attempt gets a result id of its own."""
    row = rows.get(asking, claim.params["backtest_id"])
    if row is None:  # deleted meanwhile
        return None
    row.task_id = claim.id
    row.version_id = row.version_id or rows.newest_version(asking, row.dataset_id)  # of the import it waited for
    asking.add(row)
    memory, seconds = settings().sandbox_memory_mb, settings().sandbox_time_limit_s
    work = BacktestWork(row.id, new_id(), row.source, row.request, row.version_id, memory, seconds, claim.id)
    is_stopped = bool(claim.params.get(partials.STOP))
    return replace(work, benchmark_version_id=row.benchmark_version_id, is_stopped=is_stopped)


def execute(doing: BacktestWork | None, on_step: Step, line: socket.socket) -> dict[str, Any]:
    """Read, evaluate, simulate, measure and store; no database here. The answer holds what ``finish`` writes down."""
    if doing is None:
        return {}
    started = time.perf_counter()
    request = parse_request(doing.request)
    on_step(0.01, "load", {})
    bars = store_bars.read(doing.version_id, request.symbols)
    reference = partials.reference_bars(request, doing.version_id, doing.benchmark_version_id)
    with runner.connect(line, memory_mb=doing.memory_mb, time_limit_s=doing.time_limit_s) as box:
        verdict = box.check(doing.source)
        if verdict.declaration is None or not verdict.ok:
            raise SourceRejected(verdict.errors)
        memory = Memory(doing.task_id, key_of(doing.source, doing.request, doing.version_id))
        asked = partials.Asked(doing.source, verdict.declaration, bars, request, reference)
        result, is_whole = partials.run(asked, memory, box.evaluate, on_step, is_stopped=doing.is_stopped)
        if is_whole:
            look = partial(leaks.look, box, doing.source)
            result, is_whole = _examined(doing, result, bars, memory, look, on_step)
    manifest = {
        "dataset_version": doing.version_id,
        "python": platform.python_version(),
        **{name: version_of(name) for name in PACKAGES},
        "elapsed_s": f"{time.perf_counter() - started:.3f}",
    }
    if is_whole:
        with suppress(Cancelled):  # too late: all is done
            on_step(0.97, "store", {})
    files.write(doing.result_id, result, doing.source, manifest)
    memory.forget()
    answer = {
        "backtest_id": doing.backtest_id,
        "result_id": doing.result_id,
        "spec": result.spec.as_dict(),
        "spec_digest": result.spec.digest(),
        "data_hash": result.spec.data_hash,
        "result_hash": result.result_hash,
        "metrics": {name: result.metrics.get(name) for name in HEADLINES} | {"final_equity": result.final_equity},
        "is_unfinished": not is_whole,
        "reached": None if is_whole else stamp_text(int(result.stamps[-1]), result.spec.interval),
    }
    if not is_whole:
        raise Cancelled(answer)
    return answer


def _examined(
    doing: BacktestWork, result: BacktestResult, bars: Bars, memory: Memory, look: Look, on_step: Step
) -> tuple[BacktestResult, bool]:
    """The result with what was checked of it; a pause keeps what the run itself has reached, a stop what there is."""
    assert memory.decision is not None
    facts = facts_of(store_bars.manifest_of(doing.version_id), result.spec.to_on)
    examiner = Examiner(doing.source, bars.select(result.symbols), memory.decision, look, facts)
    try:
        return replace(result, examined=examiner(result, on_step)), True
    except Paused:
        memory.keep()
        raise
    except Cancelled:
        return result, False


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
    row.is_unfinished, row.reached = answer["is_unfinished"], answer["reached"]
    former = None
    if not row.is_unfinished:
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
