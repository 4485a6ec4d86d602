import pytest

from quantboard.sandbox import classes, guards
from quantboard.sandbox.guards import USER, Denied


@pytest.fixture(autouse=True)
def forget():
    USER.clear()
    yield
    USER.clear()


def test_a_class_is_known_as_the_person_s_own():
    made = classes.make_class("A", (), {"x": 1})
    assert made in USER
    assert guards.attribute(made(), "x") == 1


@pytest.mark.parametrize("base", [dict, str, type, BaseException, SystemExit, int])
def test_library_classes_cannot_be_extended(base):
    with pytest.raises(Denied, match="cannot extend"):
        classes.make_class("A", (base,), {})


@pytest.mark.parametrize("name", ["__getattr__", "__del__", "__reduce__", "__class__", "__slots__", "__array__", "_x"])
def test_special_methods_that_reach_inside_are_refused(name):
    with pytest.raises(Denied, match="cannot hold"):
        classes.make_class("A", (), {name: 1})


def test_own_exceptions_show_their_fields_only():
    made = classes.make_class("Odd", (ValueError,), {"why": "x"})
    assert guards.attribute(made(1), "args") == (1,)
    assert guards.attribute(made(1), "why") == "x"
    with pytest.raises(Denied):
        guards.attribute(made(1), "with_traceback")


def test_a_dataclass_takes_its_fields_in_order():
    point = classes.dataclass(
        classes.make_class("Point", (), {"y": 2, "z": classes.field(default_factory=list)}, fields=("x", "y", "z"))
    )
    made = point(1, z=[3])
    assert (made.x, made.y, made.z) == (1, 2, [3])
    assert repr(made) == "Point(x=1, y=2, z=[3])"
    assert made == point(1, 2, [3])
    assert point(1).z is not point(1).z
    for wrong in ({}, {"x": 1, "q": 2}):
        with pytest.raises(TypeError):
            point(**wrong)
    with pytest.raises(TypeError):
        point(1, 2, 3, 4)


def test_a_dataclass_is_a_class_of_one_s_own():
    with pytest.raises(Denied):
        classes.dataclass(dict)
