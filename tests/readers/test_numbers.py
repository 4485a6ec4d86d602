import math

import numpy as np
import pyarrow as pa
import pytest

from quantboard.readers.numbers import decimal_of, number, numbers


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("10.5", ".", 10.5), ("2,671.89", ".", 2671.89), ("1'234.5", ".", 1234.5), ("$122.15", ".", 122.15),
        ("18.41B", ".", 18.41e9), ("0.5%", ".", 0.005), ("(12.5)", ".", -12.5), ("-3", ".", -3),
        ("1.2E+08", ".", 1.2e8),
        ("2.671,89", ",", 2671.89), ("134,54", ",", 134.54), ("4.630.365", ",", 4630365), ("1,5万", ",", 15000),
    ],
)  # fmt: skip
def test_cells(text, decimal, value):
    assert number(text, decimal) == pytest.approx(value)


@pytest.mark.parametrize("text", ["", "-", "N/A", "#N/A", "null", "None", "NaN"])
def test_words_for_nothing(text):
    assert math.isnan(number(text))


@pytest.mark.parametrize("text", ["halted", "1.2.3", "15O.12", "n/d", "#VALUE!", "—", "2605,910", "1,23,456"])
def test_what_is_no_number(text):
    assert number(text) is None


def test_columns_of_text_and_of_numbers():
    values, bad = numbers(pa.array(["1", None, "x", "inf", "2,000"]), ".")
    assert bad.tolist() == [False, False, True, True, False]
    assert (values[0], values[4]) == (1, 2000)
    assert np.isnan(values[1:4]).all()
    assert numbers(pa.array([1.3196], pa.float32()), ".")[0][0] == 1.3196
    assert numbers(pa.array([1, None], pa.int64()), ".")[0][0] == 1


def test_the_decimal_mark():
    assert decimal_of(["10.5", "11.25"]) == "."
    assert decimal_of(["2,671.89"]) == "."
    assert decimal_of(["2.671,89", "3.000"]) == ","
    assert decimal_of(["12", "13"]) == "."
