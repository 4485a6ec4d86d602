"""What the page of one backtest knows: its progress while it runs, the head of its report afterwards."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from quantboard.charts.equity import View, equity_figure, is_thinned
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
from quantboard.ui.backtests.report_tabs import TabState, seen_as
from quantboard.ui.backtests.report_trades_state import TradesState, stamp_of
from quantboard.ui.backtests.report_words import assumptions
from quantboard.ui.call import call
from quantboard.ui.errors import hint_kept, meaning_of, told_kept
from quantboard.ui.live import hub, into
from quantboard.ui.look import LookState
from quantboard.ui.session import actor_of, language_of
from quantboard.ui.sharing import Sharing
from quantboard.ui.text.catalogue import catalogue, say
from quantboard.ui.text.phrases import spoken

LOADING, MISSING, LIVE, FAILED, CANCELLED, DONE = "loading", "missing", "live", "failed", "cancelled", "done"
N_SHADED = 5


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
    flags: rx.Field[list[view.FlagRow]] = rx.field(default_factory=list)
    benchmark: str = ""
    tiles: rx.Field[list[view.Tile]] = rx.field(default_factory=list)
    months: rx.Field[list[view.YearRow]] = rx.field(default_factory=list)
    equity: rx.Field[dict[str, Any]] = rx.field(default_factory=dict)
    years: rx.Field[dict[str, Any]] = rx.field(default_factory=dict)
    account_metrics: rx.Field[list[view.MetricGroup]] = rx.field(default_factory=list)
    trade_metrics: rx.Field[list[view.MetricRow]] = rx.field(default_factory=list)
    manifest: rx.Field[list[view.Fact]] = rx.field(default_factory=list)
    assumptions: rx.Field[list[str]] = rx.field(default_factory=list)
    code: str = ""
    code_digest: str = ""
    is_code_hidden: bool = False
    can_repeat: bool = False

    is_log: bool = False
    is_percent: bool = False
    is_shaded: bool = False
    has_band: bool = False
    is_band: bool = False
    can_zoom: bool = False  # a closer look shows more
    seen_from: str = ""
    seen_to: str = ""
    months_of: str = "strategy"
    n_trades: int = 0
    unfinished: str = ""
    _shown_in: str = ""
    _task_id: str = ""

    @rx.event
    async def load(self) -> None:
        """Read the row; follow the task while it lives, show the report once it is there."""
        backtest_id = str(self.backtest_id)
        if backtest_id != self.run_id:
            self._forget()
            self.run_id = backtest_id
        (await self.get_state(TabState))._read_address()
        if self.phase != DONE or self._shown_in != await seen_as(self):
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
    async def set_log(self, is_log: bool) -> None:
        """Linear or logarithmic equity."""
        self.is_log = is_log
        if self.is_percent:
            await self._draw()

    @rx.event
    async def set_percent(self, is_percent: bool) -> None:
        """Money, or percent of the initial cash."""
        self.is_percent = is_percent
        await self._draw()

    @rx.event
    async def shade(self) -> None:
        """Mark the deepest drawdowns, or no longer."""
        self.is_shaded = not self.is_shaded
        await self._draw()

    @rx.event
    async def show_band(self) -> None:
        """Show between which curves the equity lies where bars were ambiguous, or no longer."""
        self.is_band = not self.is_band
        await self._draw()

    @rx.event
    async def look_at(self, span: dict[str, str]) -> None:
        """Another part of the time axis: of a long run it is drawn in more detail."""
        ends = [str(span.get(name, ""))[:32] for name in ("from", "to")]
        if any(end and stamp_of(end) is None for end in ends):
            return
        self.seen_from, self.seen_to = ends
        if self.can_zoom:
            await self._draw()

    @rx.event
    def show_seen(self) -> Any:
        """The trades of the part that is in sight."""
        return TradesState.show_between(self.seen_from[:10], self.seen_to[:10])

    @rx.event
    async def set_months(self, whose: str | list[str]) -> None:
        """Months of the strategy, of the benchmark, or their difference."""
        wanted = whose if isinstance(whose, str) else whose[0]
        result = await self._result()
        if wanted in view.MONTHS_OF and result is not None:
            self.months_of, self.months = wanted, await call(view.months_of, result, wanted)

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
            await self._show(report, report.result, language)

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
        if message["status"] in (Status.SUCCEEDED, Status.CANCELLED):
            await self._read()  # the task tray says that it is done; a stopped run may have kept a part

    def _follow(self, message: dict[str, Any], language: str) -> None:
        status, stage = message["status"], message["stage"] or "waiting"
        self.phase = LIVE
        self.fraction = message["progress"] or 0.0
        waiting = status in (Status.QUEUED, Status.RETRYING)
        key = f"report.stage_{'waiting' if waiting else stage}"
        self.stage = say(language, key if key in catalogue() else "report.running")
        date = str((message["detail"] or {}).get("date", ""))
        self.detail = format.stamp(date) if date else ""
        eta = message.get("eta_s")
        self.eta = say(language, "report.eta", eta=format.duration(eta)) if (eta or 0.0) >= 1 else ""
        if status in ENDED and status != Status.SUCCEEDED:
            problem = message.get("error") or {}
            self.phase = CANCELLED if status == Status.CANCELLED else FAILED
            self.error, self.hint = told_kept(problem, language), hint_kept(problem, language)
            self.meaning = meaning_of(problem["code"]) if problem.get("code") else ""

    async def _show(self, report: Any, result: BacktestResult, language: str) -> None:
        spec = result.spec
        self.period, self.interval = format.span(str(spec.from_on), str(spec.to_on)), spec.interval
        self.symbols = ", ".join(spec.symbols[:6]) + (" …" if len(spec.symbols) > 6 else "")
        self.result_hash, self.verified = result.result_hash[:12], report.verified
        self.same_as = report.same_as or ""
        self.unfinished = format.stamp(report.reached or "") if report.is_unfinished else ""
        self.code, self.code_digest, self.n_trades = report.source, spec.strategy_digest[:12], len(result.trades)
        self.has_band, self.can_zoom = result.honesty.band is not None, is_thinned(result)
        shown = await call(overview, report, result, language)
        for name, value in vars(shown).items():
            setattr(self, name, value)
        self.equity = await call(drawn, result, self._view(result), language)
        self.phase, self._shown_in = DONE, await seen_as(self)

    def _view(self, result: BacktestResult) -> View:
        rows = None
        if self.can_zoom and self.seen_from and self.seen_to:
            ends = [stamp_of(end) or 0 for end in (self.seen_from, self.seen_to)]
            first, last = (int(result.stamps.searchsorted(end)) for end in ends)
            rows = (first, min(last + 1, len(result.stamps)))
        return View(
            is_percent=self.is_percent,
            is_rebased=self.is_log,
            n_shaded=N_SHADED if self.is_shaded else 0,
            rows=rows,
            has_brush=True,
            has_band=self.is_band,
        )

    async def _draw(self) -> None:
        result = await self._result()
        if result is not None:
            self.equity = await call(drawn, result, self._view(result), await language_of(self))


@dataclass(frozen=True)
class Overview:
    """What stands on the page above its tabs, and what its still tabs show."""

    warnings: list[str]
    flags: list[view.FlagRow]
    benchmark: str
    tiles: list[view.Tile]
    months: list[view.YearRow]
    years: dict[str, Any]
    account_metrics: list[view.MetricGroup]
    trade_metrics: list[view.MetricRow]
    manifest: list[view.Fact]
    assumptions: list[str]


def overview(report: Any, result: BacktestResult, language: str) -> Overview:
    """All of it, off the event loop."""
    benchmark = view.benchmark_name(result, language)
    return Overview(
        warnings=[spoken(warning, language) for warning in view.unflagged(result)],
        flags=view.flags_of(result, language),
        benchmark=benchmark,
        tiles=view.tiles_of(result, language),
        months=view.months_of(result),
        years=as_plain(yearly_figure(result, (say(language, "report.strategy"), benchmark))),
        account_metrics=view.account_metrics(result, language),
        trade_metrics=view.trade_metrics(result, language),
        manifest=view.manifest_of(result, report.manifest, language),
        assumptions=assumptions(result, language),
    )


def drawn(result: BacktestResult, how: View, language: str) -> dict[str, Any]:
    """Equity and drawdown as they are looked at."""
    names = {key: say(language, f"report.{key}") for key in ("strategy", "drawdown", "maximum")}
    names["benchmark"] = view.benchmark_name(result, language)
    return as_plain(equity_figure(result, names, view=how))
