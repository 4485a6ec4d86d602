"""What the list of backtests knows."""

from typing import Any

import reflex as rx

from quantboard.core.access import Actor
from quantboard.core.listing import Page, Wanted, Whose
from quantboard.core.task import LIVE, Status
from quantboard.errors import InvalidInput
from quantboard.services import backtests, run_notes
from quantboard.ui.backtests.list_view import FILTERS, METRICS, MORE, RunRow, filter_of, row_of
from quantboard.ui.backtests.report_state import ReportState
from quantboard.ui.call import call
from quantboard.ui.deleting import RELOADS
from quantboard.ui.errors import told
from quantboard.ui.listing import Listing
from quantboard.ui.live import hub, into
from quantboard.ui.session import actor_of, language_of
from quantboard.ui.text.catalogue import say

EDITED = ("name", "note", "tags")


class BacktestListState(Listing, rx.State):
    """Every run that this person may see."""

    sorted_by: str = "-made"
    rows: rx.Field[list[RunRow]] = rx.field(default_factory=list)
    asked: rx.Field[dict[str, str]] = rx.field(default_factory=lambda: dict.fromkeys(FILTERS, ""))
    strategies: rx.Field[list[tuple[str, str]]] = rx.field(default_factory=list)
    datasets: rx.Field[list[tuple[str, str]]] = rx.field(default_factory=list)
    owners: rx.Field[list[tuple[str, str]]] = rx.field(default_factory=list)
    tags: rx.Field[list[str]] = rx.field(default_factory=list)
    more: str = "cagr"  # the metric that is shown beside the usual ones
    is_open: bool = False  # the filters
    edited: str = ""  # the run whose name, note and tags are open
    edit: rx.Field[dict[str, str]] = rx.field(default_factory=lambda: dict.fromkeys(EDITED, ""))
    edit_error: str = ""

    @rx.event
    async def load(self) -> None:
        """When the page opens; runs that live move by themselves."""
        actor = await actor_of(self)
        hub.watch(f"tasks:{actor.user_id}", self.router.session.client_token, into(BacktestListState))
        (await self.get_state(ReportState))._forget()
        query = self.router.url.query_parameters
        if "status" in query or "whose" in query:
            self.words, self._offset = "", 0
            self.status = query.get("status", "") if query.get("status", "") in tuple(Status) else ""
            self.whose = query.get("whose", "") if query.get("whose", "") in tuple(Whose) else str(Whose.ALL)
        self.edited = ""
        await self._read_choices(actor)
        await self._read()

    @rx.event
    async def choose_status(self, status: str) -> None:
        """Runs in one state, or in any."""
        self.status, self._offset = (status if status in tuple(Status) else ""), 0
        await self._read()

    @rx.event
    async def narrow(self, name: str, value: str) -> None:
        """One of the filters."""
        if name in FILTERS:
            self.asked = {**self.asked, name: str(value)[:120]}
            self.n_filters, self._offset = sum(bool(one) for one in self.asked.values()), 0
            await self._read()

    @rx.event
    def open_filters(self) -> None:
        """Show the filters, or hide them."""
        self.is_open = not self.is_open

    @rx.event
    async def order_by(self, key: str) -> None:
        """Order by a column or a metric, the best or the newest first; what is no column yet becomes one."""
        if key in MORE:
            self.more = key
        is_name = key in ("name", "dataset", "strategy")
        self.sorted_by, self._offset = (key if is_name else f"-{key}"), 0
        await self._read()
        await self._keep()

    @rx.event
    async def show_metric(self, key: str) -> None:
        """Another metric beside the usual ones."""
        if key in METRICS:
            self.more = key
            await self._read()

    @rx.event
    async def set_favourite(self, backtest_id: str, is_favourite: bool) -> None:
        """Mark a run, or no longer."""
        await call(run_notes.describe, await actor_of(self), backtest_id, is_favourite=is_favourite)
        await self._read()

    @rx.event
    def open_edit(self, backtest_id: str) -> None:
        """Name, note and tags of one run."""
        found = next((row for row in self.rows if row.id == backtest_id), None)
        if found is not None:
            self.edited, self.edit_error = backtest_id, ""
            self.edit = {"name": found.name, "note": found.note, "tags": ", ".join(found.tags)}

    @rx.event
    def close_edit(self, is_open: bool) -> None:
        """Not after all."""
        if not is_open:
            self.edited = ""

    @rx.event
    def type_edit(self, name: str, text: str) -> None:
        """One of the three."""
        if name in EDITED:
            self.edit = {**self.edit, name: str(text)[:4000]}

    @rx.event
    async def save_edit(self) -> Any:
        """Keep them."""
        actor, one, fields = await actor_of(self), self.edited, self.edit
        tags = fields["tags"].replace("，", ",").split(",")
        try:
            await call(backtests.rename, actor, one, fields["name"])
            await call(run_notes.describe, actor, one, note=fields["note"], tags=tags)
        except InvalidInput as problem:
            self.edit_error = told(problem)
            return None
        self.edited = ""
        await self._read_choices(actor)
        await self._read()
        return rx.toast.success(say(await language_of(self), "runs.saved"))

    async def _read_choices(self, actor: Actor) -> None:
        found = await call(run_notes.choices, actor)
        self.strategies, self.datasets = list(found.strategies), list(found.datasets)
        self.owners, self.tags = list(found.owners), list(found.tags)

    def _drop_filters(self) -> None:
        self.n_filters, self.asked = 0, dict.fromkeys(FILTERS, "")

    def _kind(self) -> str:
        return "backtest"

    async def _ask(self, actor: Actor, wanted: Wanted) -> Page[Any]:
        return await call(backtests.page, actor, wanted, filter_of(self.asked, self.sorted_by))

    async def _fill(self, found: Page[Any]) -> None:
        language = await language_of(self)
        self.rows = [row_of(view, self.more, language) for view in found.items]

    async def _take(self, message: dict[str, Any]) -> None:
        if message["kind"] == "backtest.run" and (message["status"] not in LIVE or len(self.rows) == 0):
            await self._read()


RELOADS["backtest"] = BacktestListState.load
