"""What the page of one backtest knows: its progress while it runs, its report afterwards."""

from typing import Any

import reflex as rx

from quantboard.charts.distribution import distribution_figure
from quantboard.charts.equity import equity_figure
from quantboard.charts.exposure import exposure_figure
from quantboard.charts.monthly import yearly_figure
from quantboard.charts.report import report_html
from quantboard.charts.style import as_plain
from quantboard.core.access import Role
from quantboard.core.backtest.result import BacktestResult
from quantboard.core.task import ENDED, Status
from quantboard.errors import NotFound
from quantboard.services import backtests, tasks
from quantboard.ui import format, routes
from quantboard.ui.backtests import report_view as view
from quantboard.ui.call import call
from quantboard.ui.errors import hint_kept, meaning_of, told_kept
from quantboard.ui.live import hub, into
from quantboard.ui.look import LookState
from quantboard.ui.parts.tabs import address_of
from quantboard.ui.session import actor_of, language_of
from quantboard.ui.sharing import Sharing
from quantboard.ui.text.catalogue import catalogue, say
from quantboard.ui.text.phrases import spoken

LOADING, MISSING, LIVE, FAILED, CANCELLED, DONE = "loading", "missing", "live", "failed", "cancelled", "done"
TABS = ("trades", "chart", "risk", "metrics", "assumptions", "code")
EMPTY: dict[str, Any] = {"data": [], "layout": {}}


class ReportState(Sharing, rx.State):
    """One backtest. Everything is read again from its id whenever the page opens."""

    phase: str = LOADING
    run_id: str = ""
    name: str = ""
    strategy: str = ""
    strategy_id: str = ""
    dataset: str = ""
    dataset_id: str = ""
    period: str = ""
    symbols: str = ""
    interval: str = ""
    made: str = ""

    fraction: float = 0.0
    stage: str = ""
    detail: str = ""
    eta: str = ""
    error: str = ""
    hint: str = ""
    meaning: str = ""
    line: str = ""

    result_hash: str = ""
    verified: str = ""  # "same", "differs" or nothing
    same_as: str = ""
    warnings: rx.Field[list[str]] = rx.field(default_factory=list)
    tiles: rx.Field[list[view.Tile]] = rx.field(default_factory=list)
    months: rx.Field[list[view.YearRow]] = rx.field(default_factory=list)
    equity: rx.Field[dict[str, Any]] = rx.field(default_factory=dict)
    years: rx.Field[dict[str, Any]] = rx.field(default_factory=dict)
    spread: rx.Field[dict[str, Any]] = rx.field(default_factory=dict)
    exposure: rx.Field[dict[str, Any]] = rx.field(default_factory=dict)
    account_metrics: rx.Field[list[view.MetricGroup]] = rx.field(default_factory=list)
    trade_metrics: rx.Field[list[view.MetricRow]] = rx.field(default_factory=list)
    manifest: rx.Field[list[view.Fact]] = rx.field(default_factory=list)
    rejected: rx.Field[list[str]] = rx.field(default_factory=list)
    code: str = ""
    is_code_hidden: bool = False
    can_repeat: bool = False

    trades: rx.Field[list[view.TradeRow]] = rx.field(default_factory=list)
    n_trades: int = 0
    page: int = 0
    sorted_by: str = "entry_at"
    is_ascending: bool = True

    tab: str = "trades"
    is_log: bool = False
    chart_symbol: str = ""
    chart_symbols: rx.Field[list[str]] = rx.field(default_factory=list)
    markers: rx.Field[list[dict[str, Any]]] = rx.field(default_factory=list)
    focus: rx.Field[dict[str, int]] = rx.field(default_factory=dict)
    _task_id: str = ""

    @rx.event
    async def load(self) -> None:
        """Read the row; follow the task while it lives, show the report once it is there."""
        backtest_id = str(self.backtest_id)
        if backtest_id != self.run_id:
            self._forget()
            self.run_id = backtest_id
        asked = self.router.url.query_parameters.get("tab", "")
        if asked in TABS:
            self.tab = asked
        await self._read()

    @rx.event
    async def cancel(self) -> None:
        """Stop the run."""
        await call(backtests.cancel, await actor_of(self), self.run_id)

    @rx.event
    async def again(self) -> Any:
        """The same specification once more, to see that the result is the same."""
        made = await call(backtests.run_again, await actor_of(self), self.run_id)
        self._forget()
        return rx.redirect(routes.backtest(made.id))

    @rx.event
    async def download(self) -> Any:
        """The report as one HTML file."""
        report = await call(backtests.report, await actor_of(self), self.run_id)
        if report.result is None:
            return None
        is_red_up = (await self.get_state(LookState)).colours == "red_up"
        page = await call(report_html, report.result, report.source, report.name, is_red_up=is_red_up)
        return rx.download(data=page, filename=f"backtest-{report.result.result_hash[:12]}.html")

    @rx.event
    def set_tab(self, tab: str | list[str]) -> Any:
        """Turn to another part of the report; the address says which."""
        wanted = tab if isinstance(tab, str) else tab[0]
        if wanted not in TABS:
            return None
        self.tab = wanted
        return address_of(wanted)

    @rx.event
    def set_log(self, is_log: bool) -> None:
        """Linear or logarithmic equity."""
        self.is_log = is_log

    @rx.event
    async def sort(self, column: str) -> None:
        """Sort the trades by a column; once more turns the order around."""
        if column not in view.SORTS:
            return
        numbers_first_high = column in ("pnl", "gain", "units", "bars_held", "mfe", "mae")
        self.is_ascending = not self.is_ascending if column == self.sorted_by else not numbers_first_high
        self.sorted_by, self.page = column, 0
        await self._turn()

    @rx.event
    async def turn(self, pages: int) -> None:
        """Leaf through the trades."""
        last = max(0, (self.n_trades - 1) // view.PAGE)
        self.page = min(max(self.page + int(pages), 0), last)
        await self._turn()

    @rx.event
    async def show_trade(self, index: int) -> Any:
        """The candles around one trade."""
        result = await self._result()
        if result is None or not 0 <= int(index) < len(result.trades):
            return None
        trades = result.trades
        start = int(trades.entry_at[index])
        stop = int(result.stamps[-1]) if trades.is_open[index] else int(trades.exit_at[index])
        self._chart(result, result.symbols[int(trades.symbol[index])])
        row = int(result.stamps.searchsorted(start))
        end = int(result.stamps.searchsorted(stop))
        room = max(30, end - row)
        last = len(result.stamps) - 1
        first, final = (int(result.stamps[k]) // 1_000_000 for k in (max(row - room, 0), min(end + room, last)))
        self.focus = {"from": first, "to": final}
        return self.set_tab("chart")

    @rx.event
    async def choose_symbol(self, symbol: str) -> None:
        """Another symbol's candles."""
        result = await self._result()
        if result is not None and symbol in result.symbols:
            self._chart(result, symbol)

    def _forget(self) -> None:
        """Nothing of the run before flashes up under the address of the next."""
        self.reset()  # type: ignore[no-untyped-call]

    async def _result(self) -> BacktestResult | None:
        report = await call(backtests.report, await actor_of(self), self.run_id)
        return report.result

    async def _read(self) -> None:
        actor, language = await actor_of(self), await language_of(self)
        try:
            report = await call(backtests.report, actor, self.run_id)
        except NotFound:
            self.phase = MISSING
            return
        self.name, self.strategy, self.dataset = report.name, report.strategy_name, report.dataset_name
        self.strategy_id = (report.strategy_id or "") if report.has_strategy else ""
        self.dataset_id = report.dataset_id if report.has_data else ""
        self.is_code_hidden = report.is_source_hidden
        is_open = report.has_data and not report.is_source_hidden
        self.can_repeat = actor.role is not Role.VIEWER and (report.marks.is_mine or is_open)
        self._show_marks(report.marks, report.created_at)
        self.made = format.instant(report.created_at)
        self._task_id = report.task_id
        if report.result is None:
            message = await self._message(report)
            if message["status"] == Status.SUCCEEDED:  # between the two looks
                report = await call(backtests.report, actor, self.run_id)
            else:
                self._follow(message, language)
        if report.result is not None:
            self._show(report, report.result, language)

    async def _message(self, report: Any) -> dict[str, Any]:
        """Where it stands; one's own run is followed from now on, another's is told as it is."""
        actor = await actor_of(self)
        if not report.marks.is_mine:
            seen = await call(backtests.view, actor, self.run_id)
            return {"detail": {}, **{name: getattr(seen, name) for name in ("status", "progress", "stage", "error")}}
        task = await call(tasks.view, actor, report.task_id)
        hub.watch(f"task:{report.task_id}", self.router.session.client_token, into(ReportState))
        return tasks.message_of(task)

    def _kind(self) -> str:
        return "backtest"

    def _object_id(self) -> str:
        return self.run_id

    async def _after_delete(self, ids: list[str]) -> list[Any]:  # noqa: ARG002 -- the mixin's signature
        return [rx.redirect(routes.BACKTESTS)]

    async def _take(self, message: dict[str, Any]) -> None:
        if message["task"] != self._task_id or self.phase == DONE:
            return
        self._follow(message, await language_of(self))
        if message["status"] == Status.SUCCEEDED:
            await self._read()  # the task tray says that it is done

    def _follow(self, message: dict[str, Any], language: str) -> None:
        status, stage = message["status"], message["stage"] or "waiting"
        self.phase = LIVE
        self.fraction = message["progress"] or 0.0
        waiting = status in (Status.QUEUED, Status.RETRYING)
        key = f"report.stage_{'waiting' if waiting else stage}"
        self.stage = say(language, key if key in catalogue() else "report.running")
        date = str((message["detail"] or {}).get("date", ""))
        self.detail = format.day(date) if date else ""
        eta = message.get("eta_s")
        self.eta = say(language, "report.eta", eta=format.duration(eta)) if (eta or 0.0) >= 1 else ""
        if status in ENDED and status != Status.SUCCEEDED:
            problem = message.get("error") or {}
            self.phase = CANCELLED if status == Status.CANCELLED else FAILED
            self.error, self.hint = told_kept(problem, language), hint_kept(problem, language)
            self.meaning = meaning_of(problem["code"]) if problem.get("code") else ""

    def _show(self, report: Any, result: BacktestResult, language: str) -> None:
        def word(key: str) -> str:
            return say(language, f"report.{key}")

        spec = result.spec
        self.period, self.interval = format.span(str(spec.from_on), str(spec.to_on)), spec.interval
        self.symbols = ", ".join(spec.symbols[:6]) + (" …" if len(spec.symbols) > 6 else "")
        self.result_hash, self.verified = result.result_hash[:12], report.verified
        self.same_as = report.same_as or ""
        self.warnings = [spoken(warning, language) for warning in result.warnings]
        self.tiles, self.months = view.tiles_of(result, language), view.months_of(result)
        names = {key: word(key) for key in ("strategy", "benchmark", "drawdown", "maximum")}
        self.equity = as_plain(equity_figure(result, names))
        self.years = as_plain(yearly_figure(result, (word("strategy"), word("benchmark"))))
        self.spread = as_plain(distribution_figure(result, word("bars")))
        self.exposure = as_plain(exposure_figure(result, (word("gross"), word("net"))))
        self.account_metrics = view.account_metrics(result, language)
        self.trade_metrics = view.trade_metrics(result, language)
        self.manifest = view.manifest_of(result, report.manifest, language)
        self.rejected = [view.refusal_of(one, language) for one in result.rejected[:50]]
        self.code, self.n_trades = report.source, len(result.trades)
        self.chart_symbols = list(result.symbols)
        self._chart(result, self.chart_symbol or result.symbols[0])
        self._list(result, language)
        self.phase = DONE

    def _chart(self, result: BacktestResult, symbol: str) -> None:
        self.chart_symbol = symbol
        self.markers = view.markers_of(result, symbol)
        self.focus = {}

    def _list(self, result: BacktestResult, language: str) -> None:
        order = view.order_of(result.trades, self.sorted_by, ascending=self.is_ascending)
        start = self.page * view.PAGE
        self.trades = view.trade_rows(result, order[start : start + view.PAGE], language)

    async def _turn(self) -> None:
        result = await self._result()
        if result is not None:
            self._list(result, await language_of(self))
