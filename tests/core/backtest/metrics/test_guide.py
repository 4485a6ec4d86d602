from pathlib import Path

from quantboard.core.backtest.metrics.guide import DEFINITIONS, definition, markdown

PAGE = Path(__file__).parents[4] / "docs" / "metrics.md"


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == markdown(), (
        "python -m quantboard.core.backtest.metrics.guide > docs/metrics.md"
    )


def test_every_metric_is_defined() -> None:
    assert all(text for text in DEFINITIONS.values())
    assert definition("win_rate_long") == definition("win_rate")
