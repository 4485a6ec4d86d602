import pytest

from quantboard.core.honesty.origin import GENERAL, hint_of, line_of, located
from tests.core.honesty.clean import CLEAN
from tests.core.honesty.leaking import LEAKING


def test_the_first_other_value_is_the_origin():
    full = [(2, "a", "a", "5:1"), (3, "b", "f", "1.0"), (4, "c", "a", "5:7")]
    cut = [(2, "a", "a", "5:1"), (3, "b", "f", "2.0"), (4, "c", "a", "5:8")]
    assert line_of(full, cut, 10) == 3
    assert line_of(full, full, 10) == 0


def test_lengths_may_differ():
    full = [(2, "n", "i", "100"), (3, "m", "i", "50")]
    assert line_of(full, [(2, "n", "i", "90"), (3, "m", "i", "50")], 10) == 0
    assert line_of(full, [(2, "n", "i", "90"), (3, "m", "i", "45")], 10) == 3


def test_another_way_is_an_origin_too():
    assert line_of([(2, "a", "f", "1"), (4, "b", "f", "1")], [(2, "a", "f", "1"), (6, "b", "f", "1")], 10) == 4
    assert line_of([(2, "a", "f", "1")], [(2, "a", "f", "1"), (6, "b", "f", "1")], 10) == 0


@pytest.mark.parametrize("name", LEAKING)
def test_every_leak_of_the_corpus_has_a_hint_of_its_own(name):
    line = next(line for line in LEAKING[name].splitlines() if "# leaks" in line)
    assert hint_of(line)


def test_plain_lines_have_none():
    assert hint_of("    fast, slow = sma(bars.close, 5), sma(bars.close, 20)") == ""
    assert hint_of("    past[3:] = bars.close[:-3]") != GENERAL
    assert hint_of("x = 1  # close[::-1]") == ""


def test_without_a_line_the_text_is_searched():
    source = "\n# np.flip(x)\nx = 1\ny = np.flip(x)\n"
    assert located(source, 0)[0] == 4
    assert located(source, 3) == (3, GENERAL)
    assert located(CLEAN["averages"], 0) == (0, GENERAL)
    assert located("", 0) == (0, GENERAL)
