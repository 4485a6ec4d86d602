import numpy as np
import pytest

from quantboard.sandbox.guards import Denied, OutputLimit, Printer, Table, attribute, augment, writable

DENIED = [
    (np.ones(2), "tofile"), (np.ones(2), "dump"), (np.ones(2), "data"), (np.ones(2), "base"), (np.ones(2), "ctypes"),
    (np.ones(2), "view"), (np.ones(2), "setflags"), (np.ones(2), "getfield"), (np.ones(2), "strides"),
    (np.float64(1), "tofile"), (np.float64(1), "dumps"), (np.float64(1), "data"), (np.add, "at"), (np.add, "types"),
    ("x", "format"), ("x", "encode"), ("x", "format_map"), (str, "format"), (str, "maketrans"), (int, "from_bytes"),
    (dict, "items"), (np.float64, "mean"), (ValueError(), "with_traceback"), (len, "anything"),
    (lambda: 1, "func_code"), ((i for i in ()), "gi_frame"), ((i for i in ()), "throw"), (np, "load"),
]  # fmt: skip


@pytest.mark.parametrize(("thing", "name"), DENIED, ids=lambda value: str(value)[:20])
def test_denied(thing, name):
    with pytest.raises(Denied) as caught:
        attribute(thing, name)
    assert caught.value.advice


def test_allowed():
    assert attribute(np.ones(2), "sum")() == 2
    assert attribute([1], "index")(1) == 0
    assert attribute(np.float64(2), "round")() == 2
    assert attribute(np.ones(2).dtype, "name") == "float64"
    assert attribute(np.maximum, "accumulate")([1, 3, 2]).tolist() == [1, 3, 3]
    assert attribute(ValueError(1), "args") == (1,)


def test_a_table_is_all_that_it_holds():
    bars = Table("bars", {"close": 1, "open": 2})
    assert attribute(bars, "close") == 1
    with pytest.raises(Denied, match="bars has no 'clsoe'") as caught:
        attribute(bars, "clsoe")
    assert caught.value.advice == "Did you mean close?"
    with pytest.raises(Denied):
        attribute(bars, "values")
    with pytest.raises(Denied):
        bars.close = 3
    assert repr(bars) == "<bars>"


def test_only_containers_may_be_written():
    items = {"a": 1}
    writable(items)["a"] = 2
    augment(items, "a", "+=", 3)
    assert items == {"a": 5}
    for thing in ((), "x", Table("p", {}), np, type, lambda: 1):
        with pytest.raises(Denied):
            writable(thing)


def test_a_subclass_is_not_its_base():
    class Sly(dict):
        pass

    with pytest.raises(Denied):
        writable(Sly())


def test_printing_is_capped():
    printer = Printer(cap=10)
    printer.put("abc", 1)
    with pytest.raises(OutputLimit):
        printer.put("x" * 100)
    assert printer.text() == "abc 1\nxxxx"
    with pytest.raises(Denied):
        Printer().put("x", sep=1)
