"""What the locked process costs: its start, and one crossing of a strategy."""

from quantboard import research
from quantboard.bench.engine_bench import seeded_bars
from quantboard.bench.timing import Row, median_ms, once_ms, row


def measure() -> list[Row]:
    """Start of the fork server to its first answer, then the shipped template on 5 000 bars."""
    source = research.strategy_source("double_moving_average")
    bars = seeded_bars(5_000)
    params = {"fast": 10, "slow": 30}
    with research.sandbox() as box:
        start = once_ms(lambda: box.check(source))
        check = median_ms(lambda: box.check(source))
        run = median_ms(lambda: box.evaluate(source, bars, params), 15)
    return [
        row("sandbox", "fork server, start to first answer", start, "ms"),
        row("sandbox", "check of a source", check, "ms"),
        row("sandbox", "one strategy on 5 000 bars, own locked process", run, "ms"),
    ]
