"""Look-ahead of a function of one's own, in one's own process: strategies, indicators and factors alike."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np

from quantboard.core.bars import Bars
from quantboard.core.honesty import lookahead
from quantboard.core.honesty.lookahead import Answer, Outputs, Verdict
from quantboard.core.honesty.origin import located
from quantboard.core.strategy.decision import Decision
from quantboard.errors import CodeFailed, QuantBoardError

Function = Callable[[Bars, Any], Any]


class OwnCodeFailed(CodeFailed):
    """A function of one's own failed on a shorter history."""

    code = "code.own_failed"


def look(function: Function, bars: Bars, params: Mapping[str, object], full: Decision | None = None) -> Verdict:
    """The verdict on ``function``, called as ``function(bars, p)``; one that gives no equal answers is not checked."""
    told = _answer(function, bars, params)
    if isinstance(told, QuantBoardError):
        raise told
    before = lookahead.outputs_of(full) if full is not None else None
    if before is None:
        before = lookahead.outputs_of(_outputs(function(bars, SimpleNamespace(**params))))
    if not lookahead.equal_outputs(before, lookahead.outputs_of(told)):
        return Verdict(True, unchecked="It gives another answer each time it is asked.")

    def decide(bars: Bars, params: Mapping[str, object], uptos: Sequence[int]) -> Sequence[Answer]:
        return [_answer(function, headed(bars, upto), params) for upto in uptos]

    verdict, move = lookahead.check(bars, params, told, decide)
    if move is None:
        return verdict
    return lookahead.with_line(verdict, *located(_text_of(function), 0))


def headed(bars: Bars, upto: int) -> Bars:
    """The first ``upto`` rows, as views."""
    columns = {name: panel[:upto] for name, panel in bars.columns.items()}
    return replace(bars, stamps=bars.stamps[:upto], columns=columns)


def _answer(function: Function, bars: Bars, params: Mapping[str, object]) -> Decision | Outputs | QuantBoardError:
    try:
        return _outputs(function(bars, SimpleNamespace(**params)))
    except QuantBoardError as problem:
        return problem
    except Exception as problem:  # noqa: BLE001 -- a person's own function may raise anything
        return OwnCodeFailed(f"{type(problem).__name__}: {problem}", "See where it fails.")


def _outputs(answer: Any) -> Decision | Outputs:
    if isinstance(answer, Decision | Mapping):
        return answer
    if isinstance(answer, tuple):
        return {f"output {place}": one for place, one in enumerate(answer, 1)}
    return {"output": np.asarray(answer)}


def _text_of(function: Function) -> str:
    try:
        return inspect.getsource(function)
    except (OSError, TypeError):
        return ""
