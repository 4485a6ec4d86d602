import pandas as pd
import pytest

from quantboard.sandbox.guards import Denied, attribute, with_fields, writable
from quantboard.sandbox.offered import frames

frames.register()
OFFERED = frames.names()
FRAME = pd.DataFrame({"a": [1.0, 2.0, 4.0], "b": [3.0, 1.0, 2.0]}, index=pd.date_range("2020", periods=3))


def test_honest_use():
    assert attribute(FRAME, "mean")().tolist() == [7 / 3, 2.0]
    assert attribute(FRAME, "a").tolist() == [1.0, 2.0, 4.0]
    assert attribute(attribute(FRAME, "rolling")(2), "mean")().shape == (3, 2)
    assert attribute(FRAME, "agg")({"a": ["sum", "mean"]}).shape == (2, 1)
    assert attribute(FRAME, "apply")(lambda x: x.sum()).tolist() == [7.0, 6.0]
    assert attribute(FRAME.groupby("b"), "a").sum().tolist() == [2.0, 4.0, 1.0]
    assert attribute(FRAME.a, "corr")(FRAME.b, method="spearman") == pytest.approx(-0.5)
    assert attribute(FRAME, "pipe")(lambda x, n: len(x) + n, 1) == 4
    assert "2020-01-01" in attribute(FRAME, "to_string")()
    assert attribute(FRAME.index, "tz_localize")("UTC").tz is not None


@pytest.mark.parametrize(
    "name", ["to_csv", "to_pickle", "eval", "query", "plot", "style", "attrs", "to_json", "info", "to_sql"]
)
def test_doors_are_closed(name):
    with pytest.raises(Denied):
        attribute(FRAME, name)


@pytest.mark.parametrize(
    ("name", "values", "named"),
    [
        ("agg", ("to_csv",), {}), ("agg", ([["sum", "to_pickle"]],), {}), ("agg", ({"a": "__class__"},), {}),
        ("agg", (), {"x": ("a", "to_csv")}), ("apply", ("eval",), {}), ("transform", ("query",), {}),
        ("pivot_table", ("a", "b", None, "to_csv"), {}), ("pivot_table", (), {"aggfunc": ["to_csv"]}),
        ("rolling", (2,), {"win_type": "gaussian"}), ("rolling", (2,), {"method": "table"}),
        ("astype", ("datetime64[ns, dateutil//etc/passwd]",), {}), ("interpolate", (), {"method": "spline"}),
        ("pipe", (("to_csv", "x"),), {}), ("to_string", (), {"buf": "/tmp/x"}), ("apply", (len,), {"engine": "numba"}),
    ],
)  # fmt: skip
def test_texts_that_name_methods_or_files_are_refused(name, values, named):
    with pytest.raises(Denied) as caught:
        attribute(FRAME, name)(*values, **named)
    assert caught.value.advice


def test_offered_functions_are_guarded_too():
    for call, values, named in (
        ("pivot_table", (FRAME,), {"values": "a", "index": "b", "aggfunc": "to_csv"}),
        ("date_range", ("2020",), {"periods": 2, "tz": "dateutil//etc/passwd"}),
        ("crosstab", (FRAME.a, FRAME.b), {"values": FRAME.a, "aggfunc": "to_pickle"}),
    ):
        with pytest.raises(Denied):
            OFFERED[f"_pd_{call}"](*values, **named)
    assert attribute(OFFERED["_pd_MultiIndex"], "from_tuples")([(1, 2)]).nlevels == 2


def test_what_may_be_written():
    frame = FRAME.copy()
    writable(frame)["c"] = 1
    writable(frame.loc)[frame.index[0], "a"] = 9.0
    with_fields(frame).columns = ["x", "y", "z"]
    assert frame.columns.tolist() == ["x", "y", "z"]
    with pytest.raises(Denied) as caught:
        with_fields(frame).new = 1
    assert "x['new']" in caught.value.advice
    with pytest.raises(Denied):
        del with_fields(frame).columns


def test_a_warm_up_imports_nothing_later():
    frames.rehearse()
    made: dict = {}
    frames.install(made)
    assert "_pd_DataFrame" in made
    assert not [name for name in made if "read_" in name]
