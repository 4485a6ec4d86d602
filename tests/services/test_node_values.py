import numpy as np
import pytest

from quantboard.core.builder.parsing import graph_of
from quantboard.core.builder.source import NotDrawn
from quantboard.services import datasets, node_values
from tests.services.objects import some_dataset

GRAPH = graph_of("def signals(bars, p):\n    fast = sma(bars.close, 2)\n    return Signals(entry=bars.close > fast)\n")


def test_a_node_shows_its_values_on_a_dataset(ann):
    data = some_dataset(ann)
    bars = datasets.bars_of(ann, data.id)
    seen = node_values.values(ann, GRAPH, "fast", data.id)
    close = bars.close[:, 0]
    mean = close[np.isfinite(close)][-2:].mean()
    assert (seen.symbol, seen.n_bars, seen.n_values) == (bars.symbols[0], len(close), np.isfinite(close).sum() - 1)
    shown = [value for _, value in seen.rows if value is not None]
    assert shown[0] == pytest.approx(mean)
    (condition,) = [one.id for one in GRAPH.nodes if one.kind == "greater"]
    told = node_values.values(ann, GRAPH, condition, data.id)
    flags = [value for (at, value), row in zip(told.rows, seen.rows, strict=True) if row[1] is not None]
    assert set(flags) <= {0.0, 1.0}
    assert flags[0] == float(close[np.isfinite(close)][-1] > mean)


def test_what_computes_nothing_is_told(ann):
    data = some_dataset(ann)
    with pytest.raises(NotDrawn):
        node_values.values(ann, GRAPH, "nobody", data.id)
