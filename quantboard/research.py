"""The notebook's door: load bars, run a strategy, get a result, without a server or a database.

>>> from quantboard import research
>>> bars = research.load("prices.csv")
>>> result = research.run("double_moving_average", bars, params={"fast": 10, "slow": 30}, commission=0.0005)
>>> result.metrics["sharpe"], result.result_hash

The same specification on the same bars gives the same ``result_hash`` here, in the shell and in the browser.
"""

import inspect
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from quantboard.core.bars import Bars
from quantboard.core.progress import Step
from quantboard.errors import NotFound
from quantboard.settings import prepare_environment, settings

if TYPE_CHECKING:
    from quantboard.core.backtest.result import BacktestResult
    from quantboard.core.cleaning.quality import QualityReport
    from quantboard.core.strategy.decision import Decision
    from quantboard.core.strategy.params import Declaration
    from quantboard.readers.read import ReadResult
    from quantboard.sandbox.runner import Sandbox


class NoSuchFile(NotFound):
    """A file was named that is not there."""

    code = "file.not_found"


def load(path: str | Path, *, symbol: str | None = None, columns: Mapping[str, str] | None = None) -> Bars:
    """Read a file of prices as its import would: ``columns`` corrects the mapping (``{"date": "日期"}``).

    Rows that are no bars are left out; ``read`` tells which.
    """
    return read(path, symbol=symbol, columns=columns).rows.bars()


def read(path: str | Path, *, symbol: str | None = None, columns: Mapping[str, str] | None = None) -> "ReadResult":
    """The rows of a file, how it was read, and the report of its problems."""
    from quantboard.readers import read as reading

    file = Path(path).expanduser()
    if not file.is_file():
        raise NoSuchFile(f"There is no file {file}.", "Check the path.", field="data")
    hints = {**(columns or {}), **({"symbol_name": symbol} if symbol else {})}
    return reading.read(file, file.name, hints)


def left_out(report: "QualityReport") -> tuple[str, ...]:
    """One sentence when rows of a file were left out, so that no result hides it."""
    n_dropped = report.rows_read - report.rows_kept
    if not n_dropped:
        return ()
    why = "; ".join(f"{f.message} ({f.count})" for f in report.findings if f.severity == "error")
    return (f"{n_dropped} of {report.rows_read} rows of the file were left out: {why or 'incomplete'}.",)


def strategy_source(strategy: str | Path) -> str:
    """The source of a shipped template by its key, of a ``.py`` file by its path, or the text itself."""
    from quantboard.store import library

    text = str(strategy)
    if "\n" in text:
        return text
    if text.endswith(".py"):
        file = Path(text).expanduser()
        if not file.is_file():
            raise NoSuchFile(f"There is no file {file}.", "Check the path.", field="strategy")
        return file.read_text(encoding="utf-8")
    return library.strategy_source(text)


def sandbox(*, memory_mb: float | None = None, time_limit_s: float | None = None) -> "Sandbox":
    """A sandbox of one's own, for several runs: ``with research.sandbox() as box: research.run(…, box=box)``."""
    from quantboard.sandbox.runner import Sandbox

    prepare_environment()
    chosen = settings()
    return Sandbox(
        memory_mb=memory_mb or chosen.sandbox_memory_mb,
        time_limit_s=time_limit_s or chosen.sandbox_time_limit_s,
        cache_dir=str(chosen.numba_cache),
    )


def run(
    strategy: "str | Path | Callable[[Bars, Any], Any] | Decision",
    data: Bars | str | Path,
    *,
    box: "Sandbox | None" = None,
    on_step: Step | None = None,
    **options: Any,
) -> "BacktestResult":
    """Backtest ``strategy`` on ``data``. Options are those of the shell, with ``_`` for ``-``.

    A template, a file or a source runs in the sandbox. A function ``(bars, p)`` of yours, or a decision that you have
    made, runs in your own process: ``research.run(lambda bars, p: research.signals(entry=…, exit=…), bars)``.

    ``params``, ``symbols``, ``from_on``, ``to_on``, and those of ``core.backtest.options.RUN_OPTIONS``.
    """
    if not isinstance(strategy, str | Path):
        return run_own(strategy, data, on_step=on_step, **options)
    return run_source(strategy_source(strategy), data, box=box, on_step=on_step, **options)


def run_own(
    strategy: "Callable[[Bars, Any], Any] | Decision",
    data: Bars | str | Path,
    *,
    on_step: Step | None = None,
    **options: Any,
) -> "BacktestResult":
    """The same for a function of one's own, called once on the chosen bars, or for what it decided."""
    prepare_environment()
    from quantboard.core.backtest.run import backtest
    from quantboard.core.backtest.spec import parse_request
    from quantboard.core.strategy.decision import Decision, decided
    from quantboard.core.strategy.params import Declaration

    params = dict(options.pop("params", None) or {})
    request = parse_request(options)
    bars = data if isinstance(data, Bars) else load(data)
    chosen = bars.select(request.symbols if request.symbols is not None else bars.symbols)
    decision = strategy if isinstance(strategy, Decision) else decided(strategy(chosen, SimpleNamespace(**params)))
    kind = "signals" if decision.weights is None else "weights"
    declaration = Declaration(getattr(strategy, "__name__", "decision"), kind, rebalance=decision.rebalance)
    return backtest(_text_of(strategy, params), declaration, chosen, request, lambda *_: decision, on_step)


def signals(**levels: Any) -> "Decision":
    """Levels ``entry``, ``exit``, ``short_entry``, ``short_exit`` (and ``size`` and so on) as a decision."""
    from quantboard.core.strategy import decision

    return decision.signals(**levels)


def _text_of(strategy: Any, params: Mapping[str, Any]) -> str:
    """What stands for the source in the specification's digest: the function's text, where there is one."""
    try:
        text = inspect.getsource(strategy)
    except (OSError, TypeError):
        text = getattr(strategy, "__qualname__", type(strategy).__name__)
    return f"{text}\n{sorted(params.items())!r}"


def run_source(
    source: str, data: Bars | str | Path, *, box: "Sandbox | None" = None, on_step: Step | None = None, **options: Any
) -> "BacktestResult":
    """The same for a strategy whose source is at hand."""
    from quantboard.core.backtest.spec import parse_request

    request = parse_request(options)
    own: AbstractContextManager[Sandbox] = nullcontext(box) if box is not None else sandbox()
    with own as runner:
        bars = data if isinstance(data, Bars) else load(data)
        from quantboard.core.backtest.run import backtest

        return backtest(source, declared(runner, source), bars, request, runner.evaluate, on_step)


def declared(box: "Sandbox", source: str) -> "Declaration":
    """What ``source`` declares (name, parameters, exits); raises ``SourceRejected`` with the first finding."""
    from quantboard.sandbox.outcomes import SourceRejected

    verdict = box.check(source)
    if verdict.declaration is None or verdict.errors:
        raise SourceRejected(verdict.errors)
    return verdict.declaration


def symbols_of(text: str | Sequence[str] | None) -> tuple[str, ...] | None:
    """``"A, B"`` → ``("A", "B")``."""
    if text is None:
        return None
    parts = text.split(",") if isinstance(text, str) else text
    return tuple(part.strip() for part in parts if part.strip()) or None
