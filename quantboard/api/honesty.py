"""How far a run can be trusted, over REST: its checks, its recomputation, its archive."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from quantboard.api.answers import MAKES_JOB, OnlyOnce, answer, file_answer
from quantboard.api.auth import Asking
from quantboard.api.fields import Id
from quantboard.services import archives, exports, verification
from quantboard.services.verification import VerdictView

honesty = APIRouter(prefix="/api/v1/backtests", tags=["backtests"])
ZIP = {"application/zip": {"schema": {"type": "string", "format": "binary"}}}


class FlagShape(BaseModel):
    """One doubt about a run; the manual explains each code."""

    code: str
    severity: str = Field(description="`error`, `warning` or `info`.")
    message: str
    values: dict[str, Any] = Field(description="Its numbers.")
    hint: str = Field(description="What to do.")


class Checks(BaseModel):
    """Everything that was checked of a run; null where it was not."""

    flags: list[FlagShape] = Field(description="The gravest first.")
    lookahead: dict[str, Any] | None = Field(
        description="`clean`, else `first_bar`, `symbol`, `output`, `line` of the code, `hint`; `unchecked`: why not."
    )
    cost_map: dict[str, Any] | None = Field(
        description="`total_return` by `commission` (rows) and `slippage` (columns); `break_even` is the largest cost "
        "on every fill at which the total return stays above 0."
    )
    delay_curve: dict[str, Any] | None = Field(description="`total_return` when acted upon `bars` later.")
    band: dict[str, Any] | None = Field(
        description="Where bars reached stop and target both: `low` and `high` equity under the three rules."
    )


@honesty.get("/{backtest_id}/honesty", response_model=Checks)
def checks(backtest_id: Id, actor: Asking) -> Any:
    """Its flags, look-ahead, cost map, delay curve and ambiguity band."""
    _, found = exports.finished(actor, backtest_id)
    return answer(found.honesty.as_dict())


@honesty.post("/{backtest_id}/verify", **MAKES_JOB)
def verify(backtest_id: Id, actor: Asking, once: OnlyOnce) -> Any:
    """Compute it once more in another process and compare; `…/verification` tells how it ended."""
    return once.start(lambda: verification.verify(actor, backtest_id))


@honesty.get("/{backtest_id}/verification", response_model=VerdictView)
def verdict(backtest_id: Id, actor: Asking) -> Any:
    """The last recomputation: `none`, `running`, `same`, `differs` with the first difference, or `failed`."""
    found = verification.verdict(actor, backtest_id)
    return answer((found or VerdictView("none", "")).as_json())


@honesty.get("/{backtest_id}/archive", response_class=Response, responses={200: {"content": ZIP}})
def archive(
    backtest_id: Id,
    actor: Asking,
    data: Annotated[bool, Query(description="false: the hash of the bars only.")] = True,
) -> Any:
    """Everything of a run in one file: what was asked, code, bars, results; `quantboard backtest verify` checks it."""
    made = archives.make(actor, backtest_id, with_data=data)
    return file_answer(made.path, made.name, made.media, made.n_rows)
