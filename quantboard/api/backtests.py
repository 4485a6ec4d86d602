"""Backtests over REST: run, follow, read, compare, list, delete; the same services as the pages."""

import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Response
from fastapi.responses import HTMLResponse, JSONResponse
from pydantic import BaseModel, Field

from quantboard.api.answers import (
    GIVES_CODE,
    GIVES_TABLE,
    MAKES_JOB,
    OnlyOnce,
    answer,
    attachment,
    download,
    file_answer,
    paged,
)
from quantboard.api.auth import Asking
from quantboard.api.datasets import Return
from quantboard.api.fields import Body, Id, ObjectId, Source, Values
from quantboard.api.paging import Page, cut
from quantboard.api.paging import Wanted as Part
from quantboard.api.runs import RunChange, filtered, wanted_runs
from quantboard.charts.report import report_html
from quantboard.core.backtest.spec import parse_request
from quantboard.core.listing import RunFilter, Wanted
from quantboard.services import backtests as service
from quantboard.services import choices, exports, preferences, run_notes, sharing, trash
from quantboard.services.backtests import BacktestView

backtests = APIRouter(prefix="/api/v1/backtests", tags=["backtests"])
KIND = "backtest"
EXAMPLE = {
    "symbols": ["AAPL", "IBM"],
    "from": "2005-01-01",
    "cash": 100000,
    "commission": 0.0005,
    "params": {"fast": 10},
}


class NewBacktest(Body):
    """What to run on which data: a saved strategy, a template, or a source of which only the run is kept."""

    dataset_id: ObjectId
    strategy_id: ObjectId | None = None
    template: str | None = Field(default=None, max_length=80, examples=["double_moving_average"])
    source: Source | None = None
    name: str = Field(default="", max_length=120)
    options: Values = Field(
        default_factory=dict,
        max_length=60,
        description="`params`, `symbols`, `from`, `to`, `cash`, `commission`, `slippage`, `stamp_duty`, `stop_loss`, "
        "`take_profit`, `stops_from`, `size`, `whole_units`, `short`, `fill`, `benchmark` and all others that "
        "`quantboard backtest run --help` tells of.",
        examples=[EXAMPLE],
    )


class Metrics(BaseModel):
    """The figures of a run; `GET /api/v1/metrics` defines them."""

    metrics: dict[str, float | None] = Field(description="Fractions, unless said otherwise; null where undefined.")
    metrics_na: dict[str, str] = Field(description="Why a metric is null.")
    intervals: dict[str, list[float]] = Field(
        description="95 % confidence intervals (low, high), where a metric has one."
    )
    samples: dict[str, int] = Field(description="On how many bars, trades, months and so on a metric rests.")
    sides: dict[str, dict[str, float | None]] = Field(
        description="What is told of `all`, `long` and `short` positions."
    )
    sides_na: dict[str, dict[str, str]] = Field(description="Why something of a side is null.")
    bars_per_year: float
    final_equity: float


class Result(Metrics):
    """Everything that decided a run and everything that came out, as `quantboard backtest run --json` prints it."""

    result_hash: str = Field(description="Equal for equal trades and equity, on every machine.")
    spec: dict[str, Any]
    spec_digest: str
    data_hash: str
    n_bars: int
    warnings: list[str]
    flags: list[dict[str, Any]] = Field(description="What to know before trusting it: see `…/honesty`.")
    n_rejected: int = Field(description="How many orders were not filled.")
    rejected: list[dict[str, str]] = Field(description="The first 10 000 of them, and why.")
    trades: list[dict[str, Any]]


class Equity(BaseModel):
    """The curves of a run, one value a bar."""

    at: list[str]
    equity: list[float | None]
    cash: list[float | None]
    gross: list[float | None] = Field(description="Σ|value held|, in money.")
    net: list[float | None]
    traded: list[float | None] = Field(description="Value bought and sold on the bar.")
    benchmark: list[float | None]


class Remarks(BaseModel):
    """What a run had to say."""

    warnings: list[str]
    rejected: list[dict[str, str]]


@backtests.get("", response_model=Page[BacktestView])
def listed(
    actor: Asking, asked: Annotated[Wanted, Depends(wanted_runs)], only: Annotated[RunFilter, Depends(filtered)]
) -> Any:
    """The runs that you may see, newest first; failed and stopped ones too, with the reason.

    Order by `made`, `finished`, `name`, `dataset`, `strategy` or a headline: `return`, `cagr`, `excess`, `sharpe`,
    `sortino`, `calmar`, `drawdown`, `volatility`, `trades`, `win_rate`, `profit_factor`, `turnover`, `exposure`,
    `final_equity`.
    """
    return paged(service.page(actor, asked, only))


@backtests.post("", **MAKES_JOB)
def submit(asked: NewBacktest, actor: Asking, once: OnlyOnce) -> Any:
    """Start a run as a job; what can be told to be wrong at once is refused at once."""
    request = parse_request(asked.options)
    wish = choices.chosen(actor, asked.strategy_id, asked.template, asked.source)
    return once.start(lambda: service.submit_chosen(actor, wish, asked.dataset_id, request, asked.name))


@backtests.get("/{backtest_id}", response_model=BacktestView)
def one(backtest_id: Id, actor: Asking) -> Any:
    """Where a run stands, and its headline metrics once it is done."""
    return answer(service.view(actor, backtest_id).as_json())


@backtests.get("/{backtest_id}/result", response_model=Result)
def result(backtest_id: Id, actor: Asking) -> Any:
    """The object that the shell prints with `--json`."""
    _, found = exports.finished(actor, backtest_id)
    return Response(json.dumps(found.as_json(), allow_nan=False), media_type="application/json")


@backtests.get("/{backtest_id}/metrics", response_model=Metrics)
def metrics(backtest_id: Id, actor: Asking) -> Any:
    """All its metrics, for all trades and for long and short ones."""
    _, found = exports.finished(actor, backtest_id)
    names = ("metrics", "metrics_na", "bars_per_year", "final_equity")
    return answer({**{name: getattr(found, name) for name in names}, **found.certainty.as_dict()})


@backtests.get("/{backtest_id}/equity", response_model=Equity)
def equity(backtest_id: Id, actor: Asking) -> Any:
    """Its curves, bar by bar."""
    return JSONResponse(exports.equity_columns(actor, backtest_id))


@backtests.get("/{backtest_id}/trades", response_model=Page[dict[str, Any]])
def trades(backtest_id: Id, actor: Asking, part: Part) -> Any:
    """Its round trips, in order of their entry; the exit of an open one is null."""
    _, found = exports.finished(actor, backtest_id)
    return JSONResponse(cut(found.trades.rows(found.symbols, found.spec.interval), part))


@backtests.get("/{backtest_id}/log", response_model=Remarks)
def log(backtest_id: Id, actor: Asking) -> Any:
    """Its warnings, and the orders that were not filled. What the job itself did is the log of its task."""
    _, found = exports.finished(actor, backtest_id)
    return JSONResponse({"warnings": list(found.warnings), "rejected": found.rejected})


@backtests.get("/{backtest_id}/tables/{table}", **GIVES_TABLE)
def table(
    backtest_id: Id,
    table: Annotated[str, Path(pattern="^(equity|positions|fills|trades)$")],
    actor: Asking,
    kind: Annotated[str, Query(alias="format", pattern="^(csv|parquet)$")] = "csv",
) -> Any:
    """One of its tables as a file: `equity`, `positions`, `fills` or `trades`."""
    made = exports.table_file(actor, backtest_id, table, kind)
    return file_answer(made.path, made.name, made.media, made.n_rows)


@backtests.get("/{backtest_id}/report.html", response_class=HTMLResponse)
def page(backtest_id: Id, actor: Asking) -> Any:
    """The report as one file."""
    about, found = exports.finished(actor, backtest_id)
    is_red_up = preferences.preferences(actor)["colours"] == "red_up"
    text = report_html(found, about.source, about.name, is_red_up=is_red_up)
    return HTMLResponse(text, headers=attachment(f"backtest-{found.result_hash[:12]}.html"))


@backtests.get("/{backtest_id}/source.py", **GIVES_CODE)
def source(backtest_id: Id, actor: Asking) -> Any:
    """The code that ran; empty where its strategy is not shared with you."""
    found = service.report(actor, backtest_id)
    return download(found.source, f"{found.strategy_name}.py", "text/x-python; charset=utf-8")


@backtests.post("/{backtest_id}/again", **MAKES_JOB)
def again(backtest_id: Id, actor: Asking, once: OnlyOnce) -> Any:
    """The same once more: its `verified` says whether the result hash is equal."""
    return once.start(lambda: service.run_again(actor, backtest_id))


@backtests.post("/{backtest_id}/cancel", response_model=BacktestView)
def cancel(backtest_id: Id, actor: Asking) -> Any:
    """Stop a run that has not ended."""
    service.cancel(actor, backtest_id)
    return answer(service.view(actor, backtest_id).as_json())


@backtests.patch("/{backtest_id}", response_model=BacktestView)
def change(backtest_id: Id, asked: RunChange, actor: Asking) -> Any:
    """Rename it, write a note or tags, make it a favourite, or share it with the team."""
    if asked.name is not None:
        service.rename(actor, backtest_id, asked.name)
    if any(value is not None for value in (asked.note, asked.tags, asked.is_favourite)):
        run_notes.describe(actor, backtest_id, note=asked.note, tags=asked.tags, is_favourite=asked.is_favourite)
    if asked.visibility is not None:
        sharing.share(actor, KIND, [backtest_id], asked.visibility)
    return answer(service.view(actor, backtest_id).as_json())


@backtests.delete("/{backtest_id}", status_code=204)
def delete(backtest_id: Id, actor: Asking) -> Response:
    """Move it into the trash; one that runs is stopped."""
    service.delete(actor, backtest_id)
    return Response(status_code=204)


@backtests.post("/{backtest_id}/restore", response_model=BacktestView)
def restore(backtest_id: Id, actor: Asking, asked: Return | None = None) -> Any:
    """Take it out of the trash."""
    trash.restore(actor, KIND, backtest_id, (asked and asked.name) or "")
    return answer(service.view(actor, backtest_id).as_json())
