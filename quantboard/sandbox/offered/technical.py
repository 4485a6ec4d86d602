"""TA-Lib's names, answered by our own built-ins: same names, same defaults, same warm-up."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from quantboard.core.indicators.facade import BUILTINS
from quantboard.sandbox.guards import Table
from quantboard.sandbox.talib_names import TALIB

SCALED = frozenset({"STDDEV"})


def _function(name: str) -> Callable[..., Any]:
    built_in, inputs, parameters = TALIB[name]

    def call(*given: Any, **named: Any) -> Any:
        series, chosen = _arguments(name, inputs, dict(parameters), given, named)
        arrays = [np.asarray(one, dtype=float) for one in series]
        times = chosen.pop("nbdev", 1.0) if name in SCALED else 1.0
        answer = BUILTINS[built_in](*_inputs(inputs, arrays), *chosen.values())
        answer = answer if times == 1.0 else answer * times
        return _like(series[0], answer)

    return call


def _inputs(labels: tuple[str, ...], arrays: list[Any]) -> list[Any]:
    """Series as they are, columns as ``bars``."""
    if labels[0].startswith("real"):
        return arrays
    return [Table("bars", dict(zip(labels, arrays, strict=True)))]


def _arguments(
    name: str, inputs: tuple[str, ...], parameters: dict[str, Any], given: tuple[Any, ...], named: dict[str, Any]
) -> tuple[list[Any], dict[str, Any]]:
    if len(given) < len(inputs):
        raise TypeError(f"{name} takes {', '.join(inputs)} first")
    if name in SCALED:
        parameters = {**parameters, "nbdev": 1.0}
    labels = list(parameters)
    chosen = {**parameters, **dict(zip(labels, given[len(inputs) :], strict=False))}
    for label, value in named.items():
        if label == "matype" and label not in parameters:
            if value != 0:
                raise ValueError(f"{name} knows the simple average only (matype=0)")
        elif label not in parameters:
            raise TypeError(f"{name} has no parameter '{label}'; it has {', '.join(labels)}")
        else:
            chosen[label] = value
    return list(given[: len(inputs)]), chosen


def _like(given: Any, answer: Any) -> Any:
    """As TA-Lib does: a pandas series for a series."""
    if type(answer) is tuple:
        return tuple(_like(given, one) for one in answer)
    kind = type(given)
    return kind(answer, index=given.index) if kind.__name__ == "Series" and hasattr(given, "index") else answer


def names() -> Mapping[str, object]:
    """Everything that this file offers, as it is compiled in."""
    return {f"_talib_{name}": _function(name) for name in TALIB}
