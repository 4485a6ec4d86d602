"""What the page of one dataset knows and does."""

import datetime as dt
from typing import Any

import reflex as rx

from quantboard.errors import NotFound
from quantboard.services import datasets
from quantboard.ui import routes
from quantboard.ui.call import call
from quantboard.ui.data.gaps import GapRow, gap_rows
from quantboard.ui.data.views import FindingRow, finding_rows
from quantboard.ui.format import stamp, whole
from quantboard.ui.session import actor_of, language_of
from quantboard.ui.sharing import Sharing
from quantboard.ui.text.catalogue import say

LONGEST_AVERAGE = 1000
FIRST_COLUMNS = ("open", "high", "low", "close", "volume")


def focus_of(first: str, last: str) -> dict[str, Any]:
    """``?from=2009-03-02&to=2009-04-01`` → the range the chart jumps to, in seconds; nothing for what is no date."""
    try:
        ends = [dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC).timestamp() for text in (first, last or first)]
    except ValueError:
        return {}
    return {"from": ends[0], "to": ends[1]}


def _rank(column: str) -> tuple[int, str]:
    return (FIRST_COLUMNS.index(column) if column in FIRST_COLUMNS else len(FIRST_COLUMNS), column)


class DatasetState(Sharing, rx.State):
    """The dataset in the address, and how its candles are drawn."""

    id: str = ""
    name: str = ""
    new_name: str = ""
    symbols: rx.Field[list[str]] = rx.field(default_factory=list)
    symbol: str = ""
    kind: str = "candles"
    fast: str = "20"
    slow: str = "60"
    facts: rx.Field[dict[str, str]] = rx.field(default_factory=dict)
    findings: rx.Field[list[FindingRow]] = rx.field(default_factory=list)
    kept: str = ""
    read: str = ""
    calendar: str = ""
    gap_heads: rx.Field[list[str]] = rx.field(default_factory=list)
    gap_rows: rx.Field[list[GapRow]] = rx.field(default_factory=list)
    is_sample: bool = False
    is_loaded: bool = False
    focus: rx.Field[dict[str, Any]] = rx.field(default_factory=dict)

    @rx.var
    def averages(self) -> list[int]:
        """The periods that can be drawn."""
        given = [int(text) for text in (self.fast, self.slow) if text.strip().isdigit()]
        return [n for n in given if 1 <= n <= LONGEST_AVERAGE]

    @rx.event
    async def load(self) -> None:
        """When the page opens, or the id in the address changes."""
        wanted, query = str(self.dataset_id), self.router.url.query_parameters
        self.is_loaded = self.is_loaded and wanted == self.id
        actor, language = await actor_of(self), await language_of(self)
        try:
            found = await call(datasets.dataset, actor, wanted)
        except NotFound:
            self.is_missing, self.is_loaded, self.name = True, False, ""
            return
        view = found.view
        asked = query.get("symbol", "")
        if wanted != self.id or self.symbol not in view.symbols or asked:
            self.symbol = asked if asked in view.symbols else view.symbols[0]
        self.focus = focus_of(query.get("from", ""), query.get("to", ""))
        self.id, self.name, self.new_name = view.id, view.name, view.name
        self.symbols, self.is_sample = list(view.symbols), view.is_sample
        self._show_marks(view, view.created_at)
        self.facts = {
            "bars": whole(view.n_rows),
            "n_symbols": whole(len(view.symbols)),
            "interval": view.interval,
            "span": f"{stamp(view.first)} – {stamp(view.last)}",
            "zone": view.zone if view.interval[-1] in "smh" else "",
            "source": view.source,
            "version": str(found.versions[-1].number if found.versions else 1),
            "hash": view.data_hash,
            "columns": ", ".join(sorted(found.columns, key=_rank)),
        }
        self.findings = finding_rows(found.report.get("findings", []), found.notes, language)
        self.kept, self.read = whole(found.report.get("rows_kept")), whole(found.report.get("rows_read"))
        self.calendar = str(found.report.get("calendar", ""))
        self.gap_heads, self.gap_rows = gap_rows(found.report.get("coverage", []), language)
        self.is_loaded = True

    @rx.event
    def show(self, symbol: str) -> None:
        """Draw another symbol."""
        if symbol in self.symbols:
            self.symbol = symbol

    @rx.event
    def set_kind(self, kind: str | list[str]) -> None:
        """Candles or OHLC bars."""
        if kind in ("candles", "bars"):
            self.kind = str(kind)

    @rx.event
    def set_fast(self, text: str) -> None:
        """The period of the first average."""
        self.fast = text[:4]

    @rx.event
    def set_slow(self, text: str) -> None:
        """The period of the second average."""
        self.slow = text[:4]

    @rx.event
    def set_new_name(self, text: str) -> None:
        """The name as it is typed."""
        self.new_name = text

    @rx.event
    async def rename(self) -> Any:
        """Give it the typed name."""
        view = await call(datasets.rename, await actor_of(self), self.id, self.new_name)
        self.name = self.new_name = view.name
        self._show_marks(view)
        return rx.toast.success(say(await language_of(self), "data.renamed"))

    def _kind(self) -> str:
        return "dataset"

    def _object_id(self) -> str:
        return self.id

    async def _after_delete(self, ids: list[str]) -> list[Any]:  # noqa: ARG002 -- the mixin's signature
        return [rx.redirect(routes.DATA)]
