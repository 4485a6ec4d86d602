"""What is known of one indicator: words, parameters, outputs and how it is drawn. Plain data that loads no numbers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

CATEGORIES = (
    "trend",
    "momentum",
    "volatility",
    "volume",
    "support-resistance",
    "cycle",
    "pattern",
    "statistic",
    "financial",
    "tool",
)
COLUMNS = ("open", "high", "low", "close", "volume")
MOST_BARS = 100_000
SLIDER_TIMES = 5  # a slider ends at so many times the default, the form at the true limit


@dataclass(frozen=True)
class Param:
    """One parameter: a whole number or a number from ``low`` to ``high``."""

    name: str
    kind: str  # int, float
    default: float
    low: float
    high: float

    @property
    def slider_high(self) -> float:
        """Where a slider ends."""
        return min(self.high, max(self.default * SLIDER_TIMES, self.low + 20 if self.kind == "int" else 1.0))


@dataclass(frozen=True)
class Output:
    """One answer: its name, the palette's name of its colour, and line, band, histogram or mark."""

    name: str
    colour: str
    style: str


@dataclass(frozen=True)
class Entry:
    """One built-in of the dialect."""

    code: str
    name_en: str
    name_zh: str
    category: str
    meaning: str
    meaning_zh: str
    formula: str
    inputs: tuple[str, ...]  # x and y stand for any series, other names for columns of bars
    params: tuple[Param, ...] = ()
    outputs: tuple[Output, ...] = ()
    warm_up: Callable[..., int] = field(default=lambda *_: 0)  # parameters → rows without a value at the start
    is_overlay: bool = False
    levels: tuple[float, ...] = ()
    rules: tuple[str, ...] = ()  # comparisons of parameters, such as fast < slow
    kernel: str = ""  # "family.name" of the kernel, or of the function of columns that calls it
    fixed: tuple[float, ...] = ()  # numbers the kernel gets before the parameters
    call: str = ""  # "module.name" of a function with an own way of taking its arguments
    kernels: tuple[str, ...] = ()  # further kernels that it needs
    talib: str = ""  # the function of TA-Lib that it equals
    source: str = ""
    spelt: str = ""  # how it is called, where that does not follow from inputs and parameters

    @property
    def name(self) -> str:
        """The name in code."""
        return self.code

    @property
    def takes_bars(self) -> bool:
        """Whether the first argument is ``bars``."""
        return bool(self.inputs) and self.inputs[0] not in ("x", "y")

    @property
    def arguments(self) -> tuple[str, ...]:
        """The names of what comes before the parameters."""
        return ("bars",) if self.takes_bars else self.inputs

    @property
    def usage(self) -> str:
        """``sma(x, n)``."""
        return self.spelt or f"{self.code}({', '.join((*self.arguments, *(one.name for one in self.params)))})"

    @property
    def is_drawn(self) -> bool:
        """Whether it gives curves of its own that a preview can show."""
        return bool(self.outputs)

    def defaults(self) -> dict[str, float]:
        """The parameters as they come."""
        return {one.name: int(one.default) if one.kind == "int" else one.default for one in self.params}

    def warm_up_of(self, params: dict[str, Any]) -> int:
        """Rows without a value at the start, with these parameters."""
        return self.warm_up(*(params[one.name] for one in self.params))


def params(text: str) -> tuple[Param, ...]:
    """``"n=20:1:5000 up=2.0:0:10"`` as parameters; without limits from 1 to 100 000."""
    found = []
    for word in text.split():
        name, _, rest = word.partition("=")
        default, low, high = [*rest.split(":"), *("1", str(MOST_BARS))[rest.count(":") :]]
        found.append(Param(name, "float" if "." in default else "int", float(default), float(low), float(high)))
    return tuple(found)


def outputs(text: str) -> tuple[Output, ...]:
    """``"upper:muted:band middle:slow"`` as outputs; lines unless it says otherwise."""
    found = []
    for word in text.split():
        name, colour, style = [*word.split(":"), *("strategy", "line")[word.count(":") :]]
        found.append(Output(name, colour, style))
    return tuple(found)


def made(category: str, names: str, shape: str, texts: str, formula: str, **more: Any) -> Entry:
    """An entry from short forms.

    ``names`` is ``code | English | 中文``, ``shape`` is ``inputs | parameters | outputs`` (``^`` before the outputs
    draws them over the price), ``texts`` is ``meaning | 意义``.
    """
    code, name_en, name_zh = (word.strip() for word in names.split("|"))
    taken, given, answered = (word.strip() for word in shape.split("|"))
    meaning, meaning_zh = (word.strip() for word in texts.split("|"))
    return Entry(
        code,
        name_en,
        name_zh,
        category,
        meaning,
        meaning_zh,
        formula,
        tuple(taken.split()),
        params(given),
        outputs(answered.lstrip("^")),
        is_overlay=answered.startswith("^"),
        **more,
    )
