"""The panels of a run's report over REST: the same numbers as on its page, thinned where a screen needs no more."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Response
from fastapi.responses import JSONResponse, PlainTextResponse
from pydantic import BaseModel, Field

from quantboard.api.answers import PARQUET, TABLE, answer, attachment, paged
from quantboard.api.auth import Asking
from quantboard.api.fields import PLAIN, Body, Id
from quantboard.api.paging import Page
from quantboard.api.paging import Wanted as Part
from quantboard.core.backtest.views.breakdown import Group
from quantboard.core.backtest.views.expenses import Expenses
from quantboard.core.backtest.views.journal import Asked, Order
from quantboard.core.backtest.views.selection import Selection
from quantboard.services import (
    comments,
    report_costs,
    report_curves,
    report_files,
    report_holdings,
    report_orders,
    report_trades,
    spreadsheets,
)
from quantboard.services.comments import CommentView

report = APIRouter(prefix="/api/v1/backtests", tags=["reports"])
Day = Annotated[str, Query(pattern=r"^(\d{4}-\d{2}-\d{2})?$", description="`YYYY-MM-DD`, inclusive.")]
Name = Annotated[str, Query(max_length=64, pattern=PLAIN)]
Word = Annotated[str, Query(max_length=32, pattern=r"^-?[a-z_]*$")]
Most = Annotated[int, Query(alias="max", ge=100, le=5_000, description="Thinned to about this many, keeping extremes.")]
Kind = Annotated[str, Query(alias="format", pattern="^(csv|xlsx|parquet)$")]
FILE: Mapping[str, Any] = {
    "responses": {200: {"content": {**TABLE, spreadsheets.MEDIA: TABLE[PARQUET]}}},
    "response_class": Response,
}


class Curves(BaseModel):
    """Equity and what belongs to it, at the same instants."""

    n_bars: int = Field(description="How many bars the period has.")
    at: list[str]
    equity: list[float | None]
    benchmark: list[float | None]
    drawdown: list[float | None] = Field(description="Fraction below the peak, at most 0.")


class Costs(BaseModel):
    """What trading cost."""

    costs: dict[str, float | None] = Field(description="Money, costs positive; shares are fractions.")
    years: list[dict[str, float]]


class Log(BaseModel):
    """One line of the log."""

    at: str
    kind: str
    symbol: str
    units: float | None
    price: float | None
    pnl: float | None
    reason: str
    trade: int = Field(description="The number of the trade that ended, or -1.")


class Said(Body):
    """A remark."""

    text: str = Field(min_length=1, max_length=comments.LONGEST)


def chosen(  # noqa: PLR0913 -- one for each filter
    symbol: Name = "",
    side: Word = "",
    reason: Word = "",
    outcome: Word = "",
    from_on: Annotated[Day, Query(alias="from")] = "",
    to_on: Annotated[Day, Query(alias="to")] = "",
    sort: Word = "entry_at",
) -> Selection:
    """Which trades, in which order; a dependency."""
    return Selection(symbol, side, reason, outcome, from_on, to_on, sort).checked()


def asked(  # noqa: PLR0913 -- one for each filter
    state: Word = "",
    symbol: Name = "",
    side: Word = "",
    from_on: Annotated[Day, Query(alias="from")] = "",
    to_on: Annotated[Day, Query(alias="to")] = "",
    q: Annotated[str, Query(max_length=200, pattern=PLAIN, description="Words that must all occur.")] = "",
    sort: Word = "at",
) -> Asked:
    """Which orders or lines; a dependency."""
    return Asked(state, symbol, side, from_on, to_on, q, sort).checked()


Chosen = Annotated[Selection, Depends(chosen)]
Sought = Annotated[Asked, Depends(asked)]


@report.get("/{backtest_id}/report/curves", response_model=Curves)
def curves(backtest_id: Id, actor: Asking, first: Annotated[Day, Query(alias="from")] = "",
           last: Annotated[Day, Query(alias="to")] = "", most: Most = 2_000) -> Any:  # fmt: skip
    """Equity, benchmark and drawdown, thinned; all bars are at `/equity`."""
    return JSONResponse(report_curves.equity(actor, backtest_id, (first, last), most))


@report.get("/{backtest_id}/report/drawdowns", response_model=list[dict[str, Any]])
def drawdowns(backtest_id: Id, actor: Asking, most: Annotated[int, Query(alias="max", ge=1, le=100)] = 5) -> Any:
    """The deepest drawdowns with their days."""
    return JSONResponse(report_curves.drawdowns(actor, backtest_id, most))


@report.get("/{backtest_id}/report/rolling", response_model=dict[str, Any])
def rolling(
    backtest_id: Id,
    actor: Asking,
    window: Annotated[str, Query(pattern="^(1m|3m|6m|1y)$")] = "1m",
    most: Most = 2_000,
) -> Any:
    """Sharpe, volatility and beta over a moving window."""
    return JSONResponse(report_curves.rolled(actor, backtest_id, window, most))


@report.get("/{backtest_id}/report/exposure", response_model=dict[str, list[Any]])
def exposure(backtest_id: Id, actor: Asking, most: Most = 2_000) -> Any:
    """Gross and net exposure, turnover, and the number of holdings."""
    return JSONResponse(report_curves.exposure(actor, backtest_id, most))


@report.get("/{backtest_id}/report/periods", response_model=list[dict[str, Any]])
def periods(backtest_id: Id, actor: Asking) -> Any:
    """Returns by month and year, newest first."""
    return answer(report_curves.periods(actor, backtest_id))


@report.get("/{backtest_id}/report/distribution", response_model=dict[str, Any])
def distribution(
    backtest_id: Id, actor: Asking, per: Annotated[str, Query(pattern="^(bar|day|week|month)$")] = "bar"
) -> Any:
    """Counts of returns in equal bins."""
    return JSONResponse(report_curves.distribution(actor, backtest_id, per))


@report.get("/{backtest_id}/report/trades", response_model=Page[dict[str, Any]])
def trades(backtest_id: Id, actor: Asking, wanted: Chosen, part: Part) -> Any:
    """The trades that the filters choose, in the order asked for; `index` is the number in the run."""
    return paged(report_trades.page(actor, backtest_id, wanted, part.limit, part.offset))


@report.get("/{backtest_id}/report/trades/file", **FILE)
def trades_file(backtest_id: Id, actor: Asking, wanted: Chosen, kind: Kind = "csv") -> Any:
    """The same, all of them, as CSV, Excel or Parquet."""
    return _file(report_files.trades(actor, backtest_id, wanted, kind))


@report.get("/{backtest_id}/report/groups/{by}", response_model=list[Group])
def groups(backtest_id: Id, by: Annotated[str, Path(pattern="^(symbol|reason|side)$")], actor: Asking) -> Any:
    """The closed trades by symbol, exit reason or side."""
    return answer(report_trades.groups(actor, backtest_id, by))


@report.get("/{backtest_id}/report/excursions", response_model=dict[str, Any])
def excursions(backtest_id: Id, actor: Asking, most: Most = 2_000) -> Any:
    """MAE, MFE and return of the closed trades."""
    return JSONResponse(report_trades.points(actor, backtest_id, most))


@report.get("/{backtest_id}/report/holdings", response_model=dict[str, Any])
def holdings(backtest_id: Id, actor: Asking, on: Day = "") -> Any:
    """The positions at the end of a day; of the last one with a position by default."""
    return JSONResponse(report_holdings.held(actor, backtest_id, on).as_json())


@report.get("/{backtest_id}/report/holdings/over-time", response_model=dict[str, Any])
def holdings_over_time(backtest_id: Id, actor: Asking, most: Most = 500) -> Any:
    """Weights of the largest symbols over time."""
    return JSONResponse(report_holdings.over_time(actor, backtest_id, most))


@report.get("/{backtest_id}/report/orders", response_model=Page[Order])
def orders(backtest_id: Id, actor: Asking, sought: Sought, part: Part) -> Any:
    """Every order with what became of it."""
    return paged(report_orders.orders(actor, backtest_id, sought, part.limit, part.offset))


@report.get("/{backtest_id}/report/orders/file", **FILE)
def orders_file(backtest_id: Id, actor: Asking, sought: Sought, kind: Kind = "csv") -> Any:
    """The same, all of them, as CSV, Excel or Parquet."""
    return _file(report_files.orders(actor, backtest_id, sought, kind))


@report.get("/{backtest_id}/report/log", response_model=Page[Log])
def log(backtest_id: Id, actor: Asking, sought: Sought, part: Part, kind: Word = "") -> Any:
    """What happened in the run, in order of time."""
    return paged(report_orders.log(actor, backtest_id, sought, kind, (part.limit, part.offset)))


@report.get("/{backtest_id}/report/log.txt", response_class=PlainTextResponse)
def log_text(backtest_id: Id, actor: Asking, sought: Sought, kind: Word = "") -> Any:
    """The same as a text file."""
    text = report_orders.log_text(actor, backtest_id, sought, kind)
    return PlainTextResponse(text, headers=attachment(f"log-{backtest_id[:12]}.txt"))


@report.get("/{backtest_id}/report/costs", response_model=Costs)
def costs(backtest_id: Id, actor: Asking) -> Any:
    """What trading cost, by kind and by year."""
    found: Expenses = report_costs.costs(actor, backtest_id)
    return JSONResponse({"costs": found.as_dict(), "years": report_costs.by_year(actor, backtest_id)})


@report.get("/{backtest_id}/comments", response_model=list[CommentView])
def comments_of(backtest_id: Id, actor: Asking) -> Any:
    """What people said about the run, the oldest first."""
    return answer(comments.comments(actor, backtest_id))


@report.post("/{backtest_id}/comments", response_model=CommentView, status_code=201)
def comment(backtest_id: Id, said: Said, actor: Asking) -> Any:
    """Say something about it."""
    return answer(comments.add(actor, backtest_id, said.text), 201)


@report.patch("/comments/{comment_id}", response_model=CommentView)
def change_comment(comment_id: Id, said: Said, actor: Asking) -> Any:
    """Say your own remark in other words."""
    return answer(comments.edit(actor, comment_id, said.text))


@report.delete("/comments/{comment_id}", status_code=204)
def delete_comment(comment_id: Id, actor: Asking) -> Response:
    """Take your own remark back."""
    comments.delete(actor, comment_id)
    return Response(status_code=204)


def _file(made: report_files.Made) -> Response:
    headers = attachment(made.name, **{"X-Rows": str(made.n_rows)})
    return Response(made.body, media_type=made.media, headers=headers)
