"""What the indicator pages show."""

from collections.abc import Sequence
from dataclasses import dataclass

from quantboard.core.indicators.entry import Param
from quantboard.services.indicators import IndicatorValues, IndicatorView
from quantboard.ui import routes


@dataclass(frozen=True)
class IndicatorCard:
    """One entry in the gallery."""

    code: str
    name: str
    name_zh: str
    category: str
    usage: str
    meaning: str
    meaning_zh: str
    n_used: int
    is_favourite: bool
    is_off: bool
    href: str


@dataclass(frozen=True)
class ParamRow:
    """One parameter in the form."""

    name: str
    value: str
    low: str
    high: str
    slider_high: str
    step: str
    error: str = ""


def card_of(view: IndicatorView) -> IndicatorCard:
    """A gallery card."""
    return IndicatorCard(
        view.code,
        view.name_en,
        view.name_zh,
        view.category,
        view.usage,
        view.meaning,
        view.meaning_zh,
        view.n_used,
        view.is_favourite,
        view.is_off,
        routes.indicator(view.code),
    )


def row_of(param: Param, value: str, error: str = "") -> ParamRow:
    """A form row with what was typed."""
    step = "1" if param.kind == "int" else "0.05"
    return ParamRow(param.name, value, f"{param.low:g}", f"{param.high:g}", f"{param.slider_high:g}", step, error)


def table_of(found: IndicatorValues, n: int) -> list[list[str]]:
    """The last ``n`` rows as text, newest first; a gap is a dash."""
    columns: Sequence[Sequence[float | None]] = [found.close, *found.outputs.values()]
    rows = range(len(found.times) - 1, max(len(found.times) - n, 0) - 1, -1)
    return [[found.times[row], *(_number(column[row]) for column in columns)] for row in rows]


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:,.4f}" if abs(value) < 1e6 else f"{value:,.0f}"
