"""The starter strategies that ship with the product, and what people should know of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from quantboard.core.strategy.params import Declaration
from quantboard.services.checking import passed
from quantboard.store import library


@dataclass(frozen=True)
class TemplateView:
    """A starter strategy: its source, and what people should know of it. Texts are (English, Chinese)."""

    key: str
    name: tuple[str, str]
    what: tuple[str, str]
    logic: tuple[str, str]
    market: tuple[str, str]
    style: str
    param_labels: Mapping[str, tuple[str, str]]
    param_helps: Mapping[str, tuple[str, str]]
    declaration: Declaration
    source: str


def templates() -> list[TemplateView]:
    """The starter strategies, easiest first."""
    return sorted((template(key) for key in library.strategy_keys()), key=lambda one: (_order(one.key), one.key))


@cache
def template(key: str) -> TemplateView:
    """One starter strategy; raises ``UnknownTemplate``."""
    source, about = library.strategy_source(key), library.strategy_about(key)
    given = about.get("params", {})
    return TemplateView(
        key=key,
        name=_pair(about["name"]),
        what=_pair(about["what"]),
        logic=_pair(about["logic"]),
        market=_pair(about["market"]),
        style=str(about["style"]),
        param_labels={name: _pair(texts["label"]) for name, texts in given.items()},
        param_helps={name: _pair(texts["help"]) for name, texts in given.items()},
        declaration=passed(source),
        source=source,
    )


def param_texts(key: str | None) -> dict[str, tuple[tuple[str, str], tuple[str, str]]]:
    """Label and help, English and Chinese, of the parameters of the template that a strategy was made from."""
    if key not in library.strategy_keys():
        return {}
    made = template(key)
    return {name: (label, made.param_helps[name]) for name, label in made.param_labels.items()}


def _pair(texts: Mapping[str, str]) -> tuple[str, str]:
    return texts["en"], texts["zh"]


def _order(key: str) -> int:
    return int(library.strategy_about(key).get("order", 99))
