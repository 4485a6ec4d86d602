import numpy as np

from quantboard.core.backtest.market import scene_of
from quantboard.core.backtest.solo import loop
from tests.core.backtest.worlds import random_bars, random_decision, spec_for


def test_what_does_not_fit_goes_to_the_general_loop() -> None:
    rng = np.random.default_rng(1)
    for options, n_symbols in (({"trailing": 0.1}, 1), ({"max_bars": 3}, 1), ({"fill": "close"}, 1), ({}, 2)):
        bars = random_bars(rng, 30, n_symbols, halts=0.0)
        spec, chosen = spec_for(bars, "signals", **options)
        scene = scene_of(spec, chosen, random_decision(rng, bars, "signals", short=False), 0, 30)
        assert not loop.fits(scene.run, scene.market)
