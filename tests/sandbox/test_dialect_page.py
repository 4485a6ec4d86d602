"""The examples of docs/strategy-dialect.md pass the check and run."""

import re
from pathlib import Path

import numpy as np
import pytest

from quantboard.sandbox import policy
from quantboard.store import library

PAGE = (Path(__file__).parents[2] / "docs" / "strategy-dialect.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", PAGE, re.S)


def test_the_page_has_its_examples():
    assert len(EXAMPLES) == 3
    assert EXAMPLES[0] == library.strategy_source("double_moving_average")


@pytest.mark.parametrize("source", EXAMPLES, ids=lambda source: source.split('"')[1])
def test_an_example_runs(box, three, source):
    verdict = box.check(source)
    assert verdict.findings == ()
    decision = box.evaluate(source, three, {})
    panel = decision.weights if decision.signals is None else decision.signals
    assert panel.shape == three.close.shape
    assert np.nan_to_num(panel).any()


def test_the_page_names_every_built_in_and_rhythm():
    for name in (*policy.REBALANCE, *policy.RESULTS):
        assert name in PAGE
    assert abs(len(policy.NUMPY) - 310) < 15
