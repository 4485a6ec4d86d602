"""What the page of a dataset's versions knows and does."""

from dataclasses import asdict, dataclass
from typing import Any

import reflex as rx

from quantboard.errors import NotFound
from quantboard.services import datasets, versions
from quantboard.services.versions import Difference
from quantboard.ui import routes
from quantboard.ui.call import call
from quantboard.ui.data.views import FindingRow, finding_rows
from quantboard.ui.format import instant, whole
from quantboard.ui.session import actor_of, language_of
from quantboard.ui.text.catalogue import catalogue, say

PART = 50


@dataclass(frozen=True)
class VersionRow:
    """One version in the history."""

    number: str
    made: str
    step: str
    rows: str
    hash: str
    files: str


@dataclass(frozen=True)
class SymbolRow:
    """How one symbol differs."""

    symbol: str
    added: str
    removed: str
    changed: str
    columns: str


@dataclass(frozen=True)
class CellRow:
    """One cell that differs."""

    at: str
    column: str
    kind: str
    before: str
    after: str


@dataclass(frozen=True)
class UseRow:
    """A run on the data."""

    name: str
    href: str
    strategy: str
    version: str
    made: str


class VersionsState(rx.State):
    """The versions of the dataset in the address."""

    id: str = ""
    name: str = ""
    is_missing: bool = False
    is_loaded: bool = False
    can_change: bool = False
    versions: rx.Field[list[VersionRow]] = rx.field(default_factory=list)
    numbers: rx.Field[list[str]] = rx.field(default_factory=list)
    before: str = "1"
    after: str = "1"
    symbol: str = ""
    symbols: rx.Field[list[SymbolRow]] = rx.field(default_factory=list)
    cells: rx.Field[list[CellRow]] = rx.field(default_factory=list)
    span: str = ""
    offset: int = 0
    total: int = 0
    uses: rx.Field[list[UseRow]] = rx.field(default_factory=list)
    repairs: rx.Field[list[FindingRow]] = rx.field(default_factory=list)
    is_previewed: bool = False

    @rx.event
    async def load(self) -> None:
        """When the page opens, or the id in the address changes."""
        wanted = str(self.dataset_id)
        actor, language = await actor_of(self), await language_of(self)
        try:
            found = await call(datasets.dataset, actor, wanted)
        except NotFound:
            self.is_missing, self.is_loaded, self.name = True, False, ""
            return
        self.is_missing, self.id, self.name = False, wanted, found.view.name
        self.can_change = found.view.can_change
        self.versions = [_version(one, language) for one in reversed(found.versions)]
        self.numbers = [str(one.number) for one in found.versions]
        self.before, self.after = self.numbers[max(len(self.numbers) - 2, 0)], self.numbers[-1]
        uses = await call(versions.used_by, actor, wanted)
        self.uses = [
            UseRow(
                one.name,
                routes.backtest(one.backtest_id),
                one.strategy,
                str(one.version or ""),
                instant(one.created_at),
            )
            for one in uses
        ]
        self.repairs, self.is_previewed, self.symbol, self.offset = [], False, "", 0
        await self._compare()
        self.is_loaded = True

    @rx.event
    async def choose_before(self, number: str) -> None:
        """The version to compare from."""
        if number in self.numbers:
            self.before, self.symbol, self.offset = number, "", 0
            await self._compare()

    @rx.event
    async def choose_after(self, number: str) -> None:
        """The version to compare to."""
        if number in self.numbers:
            self.after, self.symbol, self.offset = number, "", 0
            await self._compare()

    @rx.event
    async def look_at(self, symbol: str) -> None:
        """The cells of another symbol."""
        if symbol in [row.symbol for row in self.symbols]:
            self.symbol, self.offset = symbol, 0
            await self._compare()

    @rx.event
    async def earlier(self) -> None:
        """The part before."""
        self.offset = max(self.offset - PART, 0)
        await self._compare()

    @rx.event
    async def later(self) -> None:
        """The next part."""
        if self.offset + PART < self.total:
            self.offset += PART
            await self._compare()

    @rx.event
    async def preview_repair(self) -> None:
        """What a repair would change."""
        found = await call(versions.preview_repair, await actor_of(self), self.id)
        self.repairs = finding_rows([asdict(one) for one in found], [], await language_of(self))
        self.is_previewed = True

    @rx.event
    async def repair(self) -> Any:
        """Make the repaired version, as a job."""
        await call(versions.submit_repair, await actor_of(self), self.id)
        self.is_previewed, self.repairs = False, []
        return rx.toast.info(say(await language_of(self), "versions.repair_started"))

    async def _compare(self) -> None:
        ends = [(self.id, int(number)) for number in (self.before, self.after)]
        part = (PART, self.offset)
        found = await call(versions.difference, await actor_of(self), *ends, symbol=self.symbol, part=part)
        self._show(found, await language_of(self))

    def _show(self, found: Difference, language: str) -> None:
        self.symbol, self.total = found.symbol, found.total
        self.symbols = [
            SymbolRow(
                one.symbol,
                whole(one.added),
                whole(one.removed),
                whole(one.changed),
                ", ".join(f"{name} {whole(count)}" for name, count in one.columns.items()),
            )
            for one in found.symbols
        ]
        self.cells = [
            CellRow(
                one.at, one.column, say(language, f"versions.kind_{one.kind}"), _number(one.before), _number(one.after)
            )
            for one in found.cells
        ]
        last = found.offset + len(found.cells)
        values = {"symbol": found.symbol, "first": whole(found.offset + 1), "last": whole(last)}
        self.span = say(language, "versions.cells_of", **values, total=whole(found.total)) if found.cells else ""


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.10g}"


def _version(one: datasets.VersionView, language: str) -> VersionRow:
    key = f"versions.step_{one.step}"
    step = say(language, key) if key in catalogue() else one.step
    files = ", ".join(str(file["name"]) for file in one.files) or "–"
    rows = f"{whole(one.rows_kept)} / {whole(one.rows_read)}"
    return VersionRow(str(one.number), instant(one.created_at), step, rows, one.data_hash[:16], files)
