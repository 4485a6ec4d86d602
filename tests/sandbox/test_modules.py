import importlib
from types import ModuleType

from quantboard.sandbox import modules


def test_every_module_and_name_inside_has_a_table():
    keys = set(modules.MODULES.values())
    assert keys == set(modules.TABLES)
    assert {inner for names in modules.INSIDE.values() for inner in names.values()} <= keys
    assert set(modules.LABELS) == keys


def test_no_name_is_private_or_a_module():
    for path, key in modules.MODULES.items():
        if key in ("talib", "typing"):
            continue
        module = importlib.import_module(path)
        for name in modules.TABLES[key]:
            assert not name.startswith("_")
            assert not isinstance(getattr(module, name, None), ModuleType), f"{path}.{name}"


def test_compiled_names_do_not_collide():
    assert len(modules.COMPILED_IN) == sum(len(names) for names in modules.TABLES.values())


def test_no_special_method_that_python_calls_unseen():
    unseen = {"__getattr__", "__getattribute__", "__setattr__", "__del__", "__class__", "__reduce__", "__array__"}
    assert not modules.METHODS & unseen
