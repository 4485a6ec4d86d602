"""What the fork server does once before it locks itself in, so that nothing is imported in a locked child."""

from typing import Any


def rehearse(*, with_tables: bool, with_built_ins: bool) -> None:
    """Walk once through everything that a run needs."""
    import numpy as np

    from quantboard.sandbox import answers, api, guards
    from quantboard.sandbox.check import examine
    from quantboard.sandbox.rewrite import compile_checked

    seen = examine("def signals(bars, p):\n    x = [1]\n    x[0] += 1\n    return Signals(entry=bars.close > 0)\n")
    assert seen.tree is not None
    assert seen.names is not None
    compile_checked(seen.tree, seen.names)
    prices = np.linspace(1.0, 2.0, 64).reshape(32, 2)
    bars = api.Columns(np.arange(32), ("A", "B"), dict.fromkeys(("open", "high", "low", "close"), prices)).visible(32)
    offered: Any = api.namespace(guards.Printer(), api.Memory())["__builtins__"]
    if with_built_ins:
        for answer in (offered["sma"](prices, 3), offered["atr"](bars, 3), offered["rank"](prices)):
            str(answer)
    answers.codes(api.Signals(entry=prices > 1), prices.shape)
    np.polyfit([1.0, 2.0, 3.0], [1.0, 2.0, 4.0], 1)
    np.nanmedian(prices)
    np.nanpercentile(prices, 50)
    np.datetime64("2020-01-31").astype("datetime64[M]")
    np.corrcoef(prices.T)
    np.linalg.lstsq(np.ones((3, 1)), np.ones(3), rcond=None)
    str(np.ones(3))
    np.random.default_rng(1).normal()
    _rehearse_a_program()
    if with_tables:
        from quantboard.sandbox.offered import frames

        frames.install(api.FIXED)
        frames.rehearse()


def _rehearse_a_program() -> None:
    from quantboard.sandbox import guards, results
    from quantboard.sandbox.check import examine_script
    from quantboard.sandbox.rewrite import compile_checked

    seen = examine_script("class A:\n    def f(self):\n        self.x = 1\n        self.x += 1\nresult = A()\n")
    assert seen.tree is not None
    assert seen.names is not None
    compile_checked(seen.tree, seen.names)
    results.told([1.0, "x", {"a": None}])
    guards.Printer().put("x")
