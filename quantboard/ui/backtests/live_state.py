"""What the page of a run knows while it lives: its curve, its log, and how it is paused, let go on and stopped."""

from typing import Any

import reflex as rx

from quantboard.core.task import LIVE, Status
from quantboard.errors import NotFound
from quantboard.services import backtests, preferences, steering, tasks
from quantboard.ui.backtests.live_view import KINDS, MOST_LINES, Curve, LogLine, curve_of, fills_of, filtered, steps_of
from quantboard.ui.call import call
from quantboard.ui.live import hub, into
from quantboard.ui.look import LookState
from quantboard.ui.session import actor_of, language_of

LOG_BYTES = 24_000
ASK = "window.Notification && Notification.requestPermission()"


class LiveState(rx.State):
    """One run that has not ended. Everything is read again whenever the page opens."""

    run_id: str = ""
    status: str = ""
    is_live: bool = False
    is_mine: bool = False
    is_pausing: bool = False
    is_stopping: bool = False
    curve: Curve = Curve()
    lines: rx.Field[list[LogLine]] = rx.field(default_factory=list)  # those that fit the filter
    kind: str = ""
    date: str = ""
    symbol: str = ""
    has_log: bool = False
    _task_id: str = ""
    _cash: float = 100_000.0
    _stage: str = ""
    _n_fills: int = 0
    _steps: rx.Field[list[LogLine]] = rx.field(default_factory=list)
    _fills: rx.Field[list[LogLine]] = rx.field(default_factory=list)

    @rx.event
    async def load(self) -> None:
        """With the page of the run."""
        self._begin(str(self.backtest_id))
        actor = await actor_of(self)
        try:
            report = await call(backtests.report, actor, self.run_id)
        except NotFound:
            return
        self.is_mine, self._task_id = report.marks.is_mine, report.task_id
        self._cash = float(report.request.get("cash") or 100_000.0)
        self.status, self.is_live = report.status, report.status in LIVE
        if not self.is_live or not self.is_mine:
            return
        hub.watch(f"task:{self._task_id}", self.router.session.client_token, into(LiveState))
        await self._follow(tasks.message_of(await call(tasks.view, actor, self._task_id)))

    @rx.event
    async def pause(self) -> None:
        """Hold it at its next step."""
        self._see(await call(steering.pause, await actor_of(self), self.run_id))

    @rx.event
    async def resume(self) -> None:
        """Let it go on."""
        self._see(await call(steering.resume, await actor_of(self), self.run_id))

    @rx.event
    async def stop(self) -> None:
        """End it, and keep what it has reached."""
        self._see(await call(steering.stop, await actor_of(self), self.run_id))
        self.is_stopping = self.is_live

    @rx.event
    def choose_kind(self, kind: str) -> None:
        """Fills, steps, warnings, or all."""
        self.kind = kind if kind in KINDS else ""
        self._show()

    @rx.event
    def type_date(self, date: str) -> None:
        """The beginning of a date, such as 2009-03."""
        self.date = date[:20]
        self._show()

    @rx.event
    def type_symbol(self, symbol: str) -> None:
        """A part of a symbol."""
        self.symbol = symbol[:60]
        self._show()

    @rx.event
    async def notify(self) -> Any:
        """Be told on the desktop from now on; the browser asks whether that is wanted."""
        await call(preferences.set_preferences, await actor_of(self), {"notifications": True})
        (await self.get_state(LookState)).notifications = True
        return rx.call_script(ASK)

    def _begin(self, run_id: str) -> None:
        if run_id != self.run_id:
            self.run_id, self.kind, self.date, self.symbol = run_id, "", "", ""
        self.status, self.curve, self.lines = "", Curve(), []
        self.is_live = self.is_mine = self.is_pausing = self.is_stopping = self.has_log = False
        self._stage, self._n_fills, self._steps, self._fills = "", 0, [], []

    def _see(self, view: Any) -> None:
        self.status, self.is_live = view.status, view.status in LIVE
        self.is_pausing = False

    async def _take(self, message: dict[str, Any]) -> None:
        if message["task"] == self._task_id:
            await self._follow(message)

    async def _follow(self, message: dict[str, Any]) -> None:
        language, detail = await language_of(self), message.get("detail") or {}
        self.status, self.is_live = message["status"], message["status"] in LIVE
        self.is_pausing = bool(message.get("pause_requested", self.is_pausing)) and self.status == Status.RUNNING
        self.is_stopping = bool(message.get("cancel_requested") or self.is_stopping) and self.is_live
        drawn = curve_of(detail, self._cash)
        if drawn is not None:
            self.curve = drawn
        fresh, self._n_fills = fills_of(detail, self._n_fills, language)
        here = f"{self.status} {message['stage']}"
        is_new_stage, self._stage = here != self._stage, here
        if is_new_stage:
            log = await call(tasks.log_of, await actor_of(self), self._task_id, most=LOG_BYTES)
            self._steps = steps_of(log, language)
        if fresh or is_new_stage:
            self._fills = [*self._fills, *fresh][-MOST_LINES:]
            self._show()

    def _show(self) -> None:
        self.has_log = bool(self._steps or self._fills)
        self.lines = filtered([*self._steps, *self._fills], self.kind, self.date, self.symbol)
