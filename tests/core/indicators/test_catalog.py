"""The list of built-ins: complete, said in both languages, and true about itself."""

import numpy as np
import pytest
import talib

from quantboard.core.indicators import built
from quantboard.core.indicators.catalog import BY_CODE, CATALOG
from quantboard.core.indicators.entry import CATEGORIES
from quantboard.core.indicators.facade import BUILTINS
from quantboard.palette import LIGHT
from tests.core.indicators.oracle import COLUMNS, Table, walk

GROUPS = ("Overlap Studies", "Momentum Indicators", "Volume Indicators", "Volatility Indicators", "Cycle Indicators")
MORE = ("Price Transform", "Statistic Functions", "Pattern Recognition")
DRAWN = [entry for entry in CATALOG if entry.is_drawn]


def test_there_are_enough_of_each_kind():
    assert len(DRAWN) >= 130
    assert len(BY_CODE) == len(CATALOG)
    counts = {kind: sum(entry.category == kind for entry in CATALOG) for kind in CATEGORIES}
    assert counts["pattern"] == 61
    assert counts["financial"] >= 10
    assert all(counts.values())


def test_every_indicator_of_talib_is_here():
    wanted = {name for group in (*GROUPS, *MORE) for name in talib.get_function_groups()[group]}
    assert wanted - {entry.talib for entry in CATALOG} == {"FRACTAL"}  # theirs marks a swing before it is confirmed


@pytest.mark.parametrize("entry", CATALOG, ids=lambda entry: entry.code)
def test_an_entry_is_whole(entry):
    assert entry.usage.startswith(f"{entry.code}(")
    assert BUILTINS[entry.code].__name__ == entry.code
    assert BUILTINS[entry.code].__doc__
    assert entry.name_en
    assert any("\u4e00" <= letter <= "\u9fff" for letter in entry.meaning_zh)
    assert entry.name_zh
    assert entry.meaning.endswith(".")
    assert entry.meaning_zh.endswith("。")
    assert entry.category in CATEGORIES
    assert all(one.low <= one.default <= one.high for one in entry.params)
    assert all(hasattr(LIGHT, one.colour) and one.style in STYLES for one in entry.outputs)
    names = {one.name for one in entry.params}
    assert all(set(rule.split(" < ")) <= names for rule in entry.rules)
    built.ready(entry)


STYLES = ("line", "band", "histogram", "mark", "none")


def columns_for(entry, columns):
    """Bars with whatever columns the entry reads."""
    more = {name: columns["close"] * 2 for name in entry.inputs if name not in (*COLUMNS, "x", "y")}
    return {**columns, **more}


def answers(entry, columns, params=()):
    call = BUILTINS[entry.code]
    series = {"x": columns["close"], "y": columns["high"]}
    given = (Table(columns),) if entry.takes_bars else tuple(series[one] for one in entry.inputs)
    answer = call(*given, *params)
    return answer if isinstance(answer, tuple) else (answer,)


def defaults(entry):
    return tuple(entry.defaults().values())


@pytest.mark.parametrize("entry", DRAWN, ids=lambda entry: entry.code)
def test_the_warm_up_is_as_long_as_it_says(entry):
    columns = columns_for(entry, walk(1, 900))
    found = answers(entry, columns, defaults(entry))
    assert len(found) == len(entry.outputs)
    first = max(int(np.argmin(np.isnan(one))) for one in found)
    if entry.category == "pattern" or entry.code in EARLY:
        assert first <= entry.warm_up_of(entry.defaults()) or entry.code == "fractal"
    else:
        assert first == entry.warm_up_of(entry.defaults())


EARLY = ("fractal", "supertrend", "ht_trendmode")  # begins with the first swing, or with zeros as TA-Lib does


@pytest.mark.parametrize("entry", DRAWN, ids=lambda entry: entry.code)
def test_the_future_moves_no_past_value(entry):
    before, after = columns_for(entry, walk(2, 700)), columns_for(entry, walk(3, 700))
    cut = 433
    mixed = {name: np.concatenate([panel[:cut], after[name][cut:]]) for name, panel in before.items()}
    short = {name: panel[:cut].copy() for name, panel in before.items()}
    told = answers(entry, before, defaults(entry))
    for changed in (mixed, short):
        for one, other in zip(told, answers(entry, changed, defaults(entry)), strict=True):
            np.testing.assert_array_equal(one[:cut], other[:cut])


@pytest.mark.parametrize("entry", DRAWN, ids=lambda entry: entry.code)
def test_rows_with_a_gap_are_skipped_and_panels_run_down_each_column(entry):
    columns = columns_for(entry, walk(4, 400))
    gap = np.arange(400) % 9 == 4
    gapped = {name: np.where(gap, np.nan, panel) for name, panel in columns.items()}
    packed = {name: panel[~gap].copy() for name, panel in columns.items()}
    stamps = Table(columns).stamps
    holed = _with(entry, gapped, stamps)
    for one, other in zip(holed, _with(entry, packed, stamps[~gap]), strict=True):
        assert np.isnan(one[gap]).all()
        np.testing.assert_array_equal(one[~gap], other)
    tall = _with(entry, {name: panel[:, None] for name, panel in columns.items()}, stamps)
    wide = _with(entry, {name: np.column_stack([gapped[name], columns[name]]) for name in columns}, stamps)
    flat = _with(entry, columns, stamps)
    for k, one in enumerate(flat):
        np.testing.assert_array_equal(one, tall[k][:, 0])
        np.testing.assert_array_equal(one, wide[k][:, 1])
        np.testing.assert_array_equal(holed[k], wide[k][:, 0])


def _with(entry, columns, stamps):
    if entry.takes_bars:
        answer = BUILTINS[entry.code](Table(columns, stamps), *defaults(entry))
        return answer if isinstance(answer, tuple) else (answer,)
    return answers(entry, columns, defaults(entry))


@pytest.mark.parametrize("entry", DRAWN, ids=lambda entry: entry.code)
@pytest.mark.parametrize("n", [0, 1, 2])
def test_almost_no_bars_are_no_accident(entry, n):
    columns = columns_for(entry, {name: panel[:n].copy() for name, panel in walk(5, 10).items()})
    assert all(one.shape == (n,) for one in answers(entry, columns, defaults(entry)))
