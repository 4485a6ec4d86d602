from types import ModuleType

import numpy as np

from quantboard.sandbox import api, guards, policy


def columns():
    close = np.arange(10.0).reshape(5, 2)
    return api.Columns(np.arange(5), ("A", "B"), dict.fromkeys(("open", "high", "low", "close"), close))


def test_no_module_and_no_class_with_a_memory_interface_is_offered():
    names = {**api.FIXED, **api.NAMES}
    assert not [name for name, value in names.items() if isinstance(value, ModuleType)]
    assert np.ndarray not in names.values()
    assert type not in names.values()


def test_about_250_numpy_functions():
    assert 250 <= len(policy.NUMPY) <= 320


def test_views_are_prefixes_and_the_same_object_again():
    held = columns()
    bars = held.visible(3)
    assert bars.close.shape == (3, 2)
    assert bars.n_bars == 3
    assert bars.symbols == ("A", "B")
    assert held.visible(3) is bars


def test_each_call_has_fresh_globals():
    one, two = (api.namespace(guards.Printer(), api.Memory()) for _ in range(2))
    assert one is not two
    assert one["__builtins__"] is not two["__builtins__"]


def test_repeated_questions_are_answered_from_memory_with_copies():
    bars = columns().visible(5)
    memory, asked = api.Memory(), []
    memory.watch(bars)

    def slow(x, n):
        asked.append(n)
        return x * n

    quick = memory.remembering("slow", slow)
    first, second = quick(bars.close, 2), quick(bars.close, 2)
    assert asked == [2]
    first[:] = 0
    np.testing.assert_array_equal(second, bars.close * 2)
    quick(bars.close, 2.0)
    quick(bars.close * 1, 2)
    assert asked == [2, 2.0, 2]


def test_c_code_may_import_only_what_is_loaded():
    assert api._import_loaded("numpy") is np
    try:
        api._import_loaded("never_heard_of")
    except ImportError:
        return
    raise AssertionError
