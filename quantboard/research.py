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
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from quantboard.core.bars import Bars
from quantboard.core.progress import Step, silent
from quantboard.errors import CodeFailed, NotFound
from quantboard.settings import prepare_environment, settings

if TYPE_CHECKING:
    from quantboard.core.backtest.result import BacktestResult
    from quantboard.core.backtest.sweep.crossing import Crossing
    from quantboard.core.backtest.sweep.table import Sweep
    from quantboard.core.cleaning.quality import QualityReport
    from quantboard.core.honesty.lookahead import Verdict
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

    ``params``, ``symbols``, ``from_on``, ``to_on``, and those of ``core.backtest.options.RUN_OPTIONS``; ``reference``
    are the bars of a benchmark that ``benchmark="data:…:SYMBOL"`` names.
    """
    if not isinstance(strategy, str | Path):
        return run_own(strategy, data, on_step=on_step, **options)
    return run_source(strategy_source(strategy), data, box=box, on_step=on_step, **options)


def run_own(
    strategy: "Callable[[Bars, Any], Any] | Decision",
    data: Bars | str | Path,
    *,
    on_step: Step | None = None,
    reference: Bars | None = None,
    **options: Any,
) -> "BacktestResult":
    """The same for a function of one's own, called once on the chosen bars, or for what it decided."""
    prepare_environment()
    from quantboard.core.backtest.run import backtest, reference_of
    from quantboard.core.backtest.spec import parse_request
    from quantboard.core.backtest.spec import symbols_of as used
    from quantboard.core.honesty.examine import Witness
    from quantboard.core.strategy.decision import Decision, decided
    from quantboard.core.strategy.params import Declaration

    params = dict(options.pop("params", None) or {})
    request = parse_request(options)
    bars = data if isinstance(data, Bars) else load(data)
    chosen, reference = bars.select(used(request, bars.symbols)), reference or reference_of(request, bars)
    decision = strategy if isinstance(strategy, Decision) else decided(strategy(chosen, SimpleNamespace(**params)))
    kind = "signals" if decision.weights is None else "weights"
    declaration = Declaration(getattr(strategy, "__name__", "decision"), kind, rebalance=decision.rebalance)
    source = _text_of(strategy, params)
    witness = Witness(source, None if isinstance(strategy, Decision) else _look_of(strategy, params))
    decide = witness.deciding(lambda *_: decision)
    request = replace(request, symbols=chosen.symbols, exclude=None)
    return witness.examined(backtest(source, declaration, chosen, request, decide, on_step, reference=reference))


def _look_of(function: "Callable[[Bars, Any], Any]", params: Mapping[str, object]) -> "Callable[..., Verdict]":
    """The check of a function of one's own, under the parameters that it was given."""
    from quantboard.core.honesty import own

    def look(bars: Bars, _: object = None, full: "Decision | None" = None) -> "Verdict":
        return own.look(function, bars, params, full)

    return look


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
    source: str,
    data: Bars | str | Path,
    *,
    box: "Sandbox | None" = None,
    on_step: Step | None = None,
    reference: Bars | None = None,
    **options: Any,
) -> "BacktestResult":
    """The same for a strategy whose source is at hand; ``reference`` are the bars of a benchmark from elsewhere."""
    from quantboard.core.backtest.spec import parse_request

    request = parse_request(options)
    own: AbstractContextManager[Sandbox] = nullcontext(box) if box is not None else sandbox()
    with own as runner:
        bars = data if isinstance(data, Bars) else load(data)
        from quantboard.core.backtest.run import backtest
        from quantboard.core.honesty.examine import Witness

        witness = Witness(source, partial(_look_at, runner, source))
        decide = witness.deciding(runner.evaluate)
        result = backtest(source, declared(runner, source), bars, request, decide, on_step, reference=reference)
        return witness.examined(result, None if box is not None else on_step or silent)


def _look_at(box: "Sandbox", source: str, bars: Bars, params: Mapping[str, object], full: "Decision") -> "Verdict":
    """The check of a source, in the sandbox of its run or, where that was closed meanwhile, in another."""
    from quantboard.sandbox import leaks

    if not box.is_closed:
        return leaks.look(box, source, bars, params, full)
    with sandbox() as other:
        return leaks.look(other, source, bars, params, full, box.usage.cpu_s if box.usage is not None else None)


def check_lookahead(
    strategy: "str | Path | Callable[[Bars, Any], Any]",
    data: Bars | str | Path | None = None,
    *,
    box: "Sandbox | None" = None,
    params: Mapping[str, object] | None = None,
) -> "Verdict":
    """Does ``strategy`` know the future? It is run on histories that end early, and on ones whose future is noise.

    Without ``data`` on bars made up for the purpose. A source runs in the sandbox, a function in your own process;
    a function may return a decision, an array, or a dict of them, so that indicators and factors are checked alike.
    """
    prepare_environment()
    from quantboard.core.honesty.noise import made_up

    bars = made_up() if data is None else data if isinstance(data, Bars) else load(data)
    if not isinstance(strategy, str | Path):
        return _look_of(strategy, params or {})(bars)
    from quantboard.core.strategy.params import resolve
    from quantboard.sandbox import leaks

    source = strategy_source(strategy)
    own: AbstractContextManager[Sandbox] = nullcontext(box) if box is not None else sandbox()
    with own as runner:
        values = resolve(declared(runner, source), params or {})
        return leaks.look(runner, source, bars, values, runner.evaluate(source, bars, values))


def crossing(fast: Sequence[int], slow: Sequence[int], *, average: str = "sma", both_ways: bool = False) -> "Crossing":
    """Every pair of a ``fast`` and a longer ``slow`` average, for ``sweep``: the fastest of all sweeps."""
    prepare_environment()
    from quantboard.core.backtest.sweep.crossing import crossing_of

    return crossing_of(fast, slow, average, both_ways=both_ways)


def sweep(
    strategy: "str | Path | Crossing",
    data: Bars | str | Path,
    sets: Mapping[str, Sequence[object]] | Sequence[Mapping[str, object]] = (),
    *,
    box: "Sandbox | None" = None,
    threads: int = 2,
    on_step: Step | None = None,
    **options: Any,
) -> "Sweep":
    """Many parameter sets of ``strategy`` on ``data``; options are those of ``run``, but for ``params``.

    ``sets`` is a list of parameter sets, or values by name, of which all combinations are taken that the strategy's
    rules allow. ``research.crossing(fast=range(5, 50), slow=range(60, 200, 5))`` needs neither source nor sets.
    ``research.sweep(…).best("sharpe")`` lists the best; trades are those of single runs exactly, equity to 1e-9.
    """
    prepare_environment()
    from quantboard.core.backtest.spec import parse_request
    from quantboard.core.backtest.sweep.run import Asked, sets_of, sweep_crossings, sweep_source
    from quantboard.core.progress import silent

    request, step = parse_request(options), on_step or silent
    if not isinstance(strategy, str | Path):
        return sweep_crossings(strategy, data if isinstance(data, Bars) else load(data), request, step, threads)
    source = strategy_source(strategy)
    own: AbstractContextManager[Sandbox] = nullcontext(box) if box is not None else sandbox()
    with own as runner:
        bars = data if isinstance(data, Bars) else load(data)
        asked = Asked(source, declared(runner, source), partial(_evaluate_many, runner))
        return sweep_source(asked, bars, request, sets_of(asked.declaration, sets), step, threads)


def _evaluate_many(
    box: "Sandbox", source: str, bars: Bars, sets: Sequence[Mapping[str, object]]
) -> "Sequence[Decision | CodeFailed]":
    from quantboard.sandbox.runner import Call

    return box.evaluate_many(source, bars, [Call(one) for one in sets])


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
