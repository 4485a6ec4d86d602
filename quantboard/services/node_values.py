"""The values of one node of a drawing on a dataset: a table of the last bars and a small curve."""

import atexit
import os
from dataclasses import dataclass
from functools import cache

import numpy as np

from quantboard.core.access import Actor, Deed, require
from quantboard.core.arrays import Vector
from quantboard.core.bars import stamp_text
from quantboard.core.builder.graph import Graph
from quantboard.core.builder.preview import preview_source
from quantboard.core.strategy.params import resolve
from quantboard.sandbox.runner import Sandbox
from quantboard.services import datasets
from quantboard.services.checking import passed
from quantboard.settings import settings

MOST_ROWS, MOST_POINTS, SECONDS = 20, 160, 10.0


@dataclass(frozen=True)
class NodeValues:
    """What a node gives for one symbol. ``None`` is no value; true and false are 1 and 0."""

    node: str
    symbol: str
    rows: tuple[tuple[str, float | None], ...]  # the last bars, newest first
    curve: tuple[float | None, ...]
    n_bars: int
    n_values: int
    first_at: str
    least: float | None
    most: float | None


@cache
def _box(pid: int) -> Sandbox:  # noqa: ARG001 -- one a process: a forked child must not use its parent's
    made = Sandbox(memory_mb=settings().sandbox_memory_mb, time_limit_s=SECONDS, cache_dir=str(settings().numba_cache))
    atexit.register(made.close)
    return made


def values(actor: Actor, graph: Graph, node_id: str, dataset_id: str, symbol: str = "") -> NodeValues:
    """Run what a node needs, in the sandbox; raises ``NotDrawn`` for one that computes nothing."""
    require(actor, Deed.RUN, what="strategy")
    source = preview_source(graph, node_id)
    params = resolve(passed(source), {})
    bars = datasets.bars_of(actor, dataset_id)
    chosen = symbol if symbol in bars.symbols else bars.symbols[0]
    decision = _box(os.getpid()).evaluate(source, bars, params)
    assert decision.weights is not None  # the preview's source answers with weights
    column = decision.weights[:, bars.symbols.index(chosen)]
    is_value = np.isfinite(column)
    stamps = [stamp_text(one, bars.interval) for one in bars.stamps[-MOST_ROWS:]]
    rows = tuple(zip(stamps[::-1], map(_plain, column[-MOST_ROWS:][::-1]), strict=True))
    first = int(np.argmax(is_value)) if is_value.any() else -1
    known = column[is_value]
    return NodeValues(
        node_id,
        chosen,
        rows,
        _thinned(column),
        len(column),
        len(known),
        stamp_text(bars.stamps[first], bars.interval) if first >= 0 else "",
        float(known.min()) if len(known) else None,
        float(known.max()) if len(known) else None,
    )


def _thinned(column: Vector) -> tuple[float | None, ...]:
    step = max(-(-len(column) // MOST_POINTS), 1)
    return tuple(map(_plain, column[::-1][::step][::-1]))


def _plain(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
