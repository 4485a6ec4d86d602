"""What the page of one drawing knows: the graph as Python has it, what it means, and what was tried with it."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from quantboard.core.backtest.spec import parse_request
from quantboard.core.builder.analysis import Analysis
from quantboard.core.builder.check import ERROR, Finding
from quantboard.core.builder.graph import BadGraph, Graph
from quantboard.errors import NotFound, QuantBoardError
from quantboard.services import backtests, builder, datasets, node_values
from quantboard.services.backtests import Chosen
from quantboard.services.strategies import VersionConflict
from quantboard.ui import routes
from quantboard.ui.builder.drawing import explained, fixed, in_words, parsed, path_of
from quantboard.ui.builder.specs import groups, specs
from quantboard.ui.call import call
from quantboard.ui.errors import told
from quantboard.ui.format import instant
from quantboard.ui.session import actor_of, language_of
from quantboard.ui.text.catalogue import CHINESE, say

TABS = ("problems", "code", "values", "test")
NO_GRAPH: dict[str, Any] = {"nodes": [], "edges": []}


@dataclass(frozen=True)
class Problem:
    """One line of the list."""

    place: int
    node: str
    severity: str
    message: str
    hint: str
    can_fix: bool


@dataclass(frozen=True)
class ValueRow:
    """One bar of a node's values."""

    at: str
    value: str


@dataclass(frozen=True)
class SnapshotRow:
    """One picture to go back to."""

    id: str
    name: str
    made: str


class BuilderState(rx.State):
    """The drawing in the address."""

    id: str = ""
    is_loaded: bool = False
    is_missing: bool = False
    name: str = ""
    strategy_id: str = ""
    specs: rx.Field[list[dict[str, Any]]] = rx.field(default_factory=list)
    groups: rx.Field[list[dict[str, Any]]] = rx.field(default_factory=list)
    graph: rx.Field[dict[str, Any]] = rx.field(default_factory=lambda: dict(NO_GRAPH))
    graph_rev: int = 0
    status: rx.Field[dict[str, str]] = rx.field(default_factory=dict)
    words: rx.Field[dict[str, str]] = rx.field(default_factory=dict)
    sentence: str = ""
    problems: rx.Field[list[Problem]] = rx.field(default_factory=list)
    n_errors: int = 0
    n_warnings: int = 0
    why_not: str = ""
    code: str = ""
    code_rev: int = 0
    code_typed: str = ""
    code_problem: str = ""
    selected: str = ""
    selected_lines: str = ""
    focus: str = ""
    focus_rev: int = 0
    tab: str = "problems"
    saved: str = ""
    conflict: str = ""
    choices: rx.Field[list[tuple[str, str]]] = rx.field(default_factory=list)
    dataset_id: str = ""
    symbols: rx.Field[list[str]] = rx.field(default_factory=list)
    symbol: str = ""
    values: rx.Field[list[ValueRow]] = rx.field(default_factory=list)
    values_told: str = ""
    values_problem: str = ""
    curve: str = ""
    snapshots: rx.Field[list[SnapshotRow]] = rx.field(default_factory=list)
    _graph: Graph = Graph()
    _revision: int = 0
    _findings: tuple[Finding, ...] = ()
    _lines: dict[str, tuple[int, ...]] = {}  # noqa: RUF012 -- Reflex copies it

    @rx.event
    async def load(self) -> None:
        """When the page opens, or the id in the address changes."""
        actor, language = await actor_of(self), await language_of(self)
        self.specs, self.groups = specs(language), groups(language)
        try:
            view = await call(builder.get, actor, str(self.draft_key))
        except NotFound:
            self.is_missing, self.is_loaded = True, False
            return
        if not self.choices:
            found = await call(datasets.list_datasets, actor)
            self.choices = [(one.id, one.name) for one in found]
            if self.choices:
                await self.choose_data(self.choices[0][0])
        self.id, self.strategy_id = view.id, view.strategy_id or ""
        self.is_missing, self.conflict = False, ""
        await self._show(view, anew=True)
        self.snapshots = await self._pictures()
        self.is_loaded = True

    @rx.event
    async def draw(self, delta: dict[str, Any]) -> Any:
        """What changed on the canvas: kept at once."""
        if int(delta.get("rev", -1)) != self.graph_rev or not self.is_loaded:
            return None
        try:
            graph = builder.changed(self._graph, delta)
        except BadGraph as problem:
            self.graph_rev += 1  # what the canvas shows is no graph: show the last good one
            return rx.toast.error(told(problem), description=problem.hint or None)
        return await self._keep(graph)

    @rx.event
    async def set_name(self, name: str) -> Any:
        """The name of the drawing and of what it becomes."""
        if not name.strip() or name == self.name:
            return None
        return await self._keep(Graph(name.strip()[:120], self._graph.nodes, self._graph.edges))

    @rx.event
    async def select(self, node_id: str) -> None:
        """A node was chosen on the canvas: its lines in the code are marked."""
        self.selected = node_id
        lines = self._lines.get(node_id, ())
        self.selected_lines = ", ".join(map(str, lines))
        if node_id and self.tab == "values":
            await self.show_values()

    @rx.event
    def refused(self, why: str) -> Any:
        """A wire that does not fit was drawn."""
        return rx.toast.warning(why) if why else None

    @rx.event
    async def does(self, deed: str) -> Any:
        """A key of the canvas."""
        return await self.commit() if deed == "save" else await self.test()

    @rx.event
    def set_tab(self, tab: str) -> Any:
        """Another tab below the canvas."""
        if tab in TABS:
            self.tab = tab
        return BuilderState.show_values if self.tab == "values" else None

    @rx.event
    def jump(self, node_id: str) -> None:
        """Show a node on the canvas."""
        self.focus, self.focus_rev, self.selected = node_id, self.focus_rev + 1, node_id

    @rx.event
    async def fix(self, place: int) -> Any:
        """Do what a problem suggests; undo takes it back."""
        if not 0 <= place < len(self._findings):
            return None
        graph = fixed(self._graph, self._findings[place])
        return None if graph is None else await self._keep(graph, anew=True)

    @rx.event
    def type_code(self, text: str) -> None:
        """The code as it is edited."""
        self.code_typed = text

    @rx.event
    async def take_code(self) -> Any:
        """Draw what was typed."""
        try:
            graph = await call(parsed, self.code_typed, self._graph)
        except BadGraph as problem:
            self.code_problem = told(problem)
            return None
        self.code_problem = ""
        return await self._keep(graph, anew=True)

    @rx.event
    async def choose_data(self, dataset_id: str) -> None:
        """The data that nodes and tests run on."""
        view = await call(datasets.dataset, await actor_of(self), dataset_id)
        self.dataset_id, self.symbols = dataset_id, list(view.view.symbols)[:500]
        self.symbol = self.symbols[0] if self.symbols else ""

    @rx.event
    async def choose_symbol(self, symbol: str) -> None:
        """The symbol whose values are shown."""
        self.symbol = symbol
        await self.show_values()

    @rx.event
    async def show_values(self) -> None:
        """Run to the chosen node, and no further."""
        self.values, self.curve, self.values_told = [], "", ""
        language = await language_of(self)
        if not self.selected or not self.dataset_id:
            self.values_problem = say(language, "builder.values_choose" if self.dataset_id else "builder.no_data")
            return
        try:
            seen = await call(
                node_values.values, await actor_of(self), self._graph, self.selected, self.dataset_id, self.symbol
            )
        except QuantBoardError as problem:
            self.values_problem = told(problem)
            return
        self.values_problem = ""
        self.values = [ValueRow(at, "–" if value is None else f"{value:.6g}") for at, value in seen.rows]
        self.curve = path_of(seen.curve)
        self.values_told = say(
            language, "builder.values_told", n=seen.n_values, of=seen.n_bars, first=seen.first_at or "–"
        )

    @rx.event
    async def test(self) -> Any:
        """A quick test: the drawing as it is, on the chosen data, as a run of its own."""
        actor, language = await actor_of(self), await language_of(self)
        if self.n_errors or not self.dataset_id:
            return rx.toast.error(self.why_not or say(language, "builder.no_data"))
        source = await call(builder.source, self._graph)
        name = say(language, "builder.test_name", name=self.name)
        chosen = Chosen(self.name, source)
        run = await call(backtests.submit_chosen, actor, chosen, self.dataset_id, parse_request({}), name)
        return rx.redirect(routes.backtest(run.id))

    @rx.event
    async def commit(self) -> Any:
        """The drawing becomes a strategy, or its next version."""
        actor, language = await actor_of(self), await language_of(self)
        if self.n_errors:
            return rx.toast.error(self.why_not)
        try:
            made = await call(builder.commit, actor, self.id)
        except VersionConflict as problem:
            self.conflict = told(problem)
            return None
        except QuantBoardError as problem:
            return rx.toast.error(told(problem), description=problem.hint or None)
        self.is_loaded = False
        return [rx.toast.success(say(language, "builder.committed")), rx.redirect(routes.strategy(made.id))]

    @rx.event
    async def discard(self) -> Any:
        """Throw the drawing away."""
        await call(builder.discard, await actor_of(self), self.id)
        self.is_loaded = False
        return rx.redirect(routes.BUILDER)

    @rx.event
    async def take_snapshot(self) -> Any:
        """Keep a picture of how it stands."""
        number = len(self.snapshots) + 1
        name = say(await language_of(self), "builder.snapshot_name", n=number)
        await call(builder.take_snapshot, await actor_of(self), self.id, name)
        self.snapshots = await self._pictures()
        return rx.toast.success(say(await language_of(self), "builder.snapshot_taken"))

    @rx.event
    async def restore(self, snapshot_id: str) -> None:
        """Go back to a picture."""
        view = await call(builder.restore, await actor_of(self), self.id, snapshot_id, self._revision)
        await self._show(view, anew=True)

    async def _pictures(self) -> list[SnapshotRow]:
        found = await call(builder.snapshots, await actor_of(self), self.id)
        return [SnapshotRow(one.id, one.name, instant(one.created_at)) for one in found]

    async def _keep(self, graph: Graph, *, anew: bool = False) -> Any:
        try:
            view = await call(builder.put, await actor_of(self), self.id, graph, self._revision)
        except builder.DraftConflict as problem:
            self.conflict = told(problem)
            return rx.toast.error(told(problem), description=problem.hint or None)
        except QuantBoardError as problem:
            return rx.toast.error(told(problem), description=problem.hint or None)
        await self._show(view, anew=anew)
        return None

    async def _show(self, view: builder.DraftView, *, anew: bool = False) -> None:
        self._graph, self._revision, self.name = view.graph, view.revision, view.name
        if anew:
            self.graph, self.graph_rev = view.graph.as_dict(), self.graph_rev + 1
        self.saved = instant(view.updated_at)
        language = await language_of(self)
        self._explain(await call(explained, view.graph, language), language)

    def _explain(self, meaning: Analysis, language: str) -> None:
        number = int(language == CHINESE)
        self._findings, self._lines = meaning.findings, dict(meaning.lines)
        self.status, self.words, self.sentence = meaning.status, dict(meaning.words), meaning.sentence
        self.problems = [
            Problem(
                place, one.node, one.severity, in_words(one.message, number), in_words(one.hint, number), bool(one.fix)
            )
            for place, one in enumerate(meaning.findings)
        ]
        self.n_errors = sum(one.severity == ERROR for one in meaning.findings)
        self.n_warnings = len(meaning.findings) - self.n_errors
        self.why_not = self.problems[0].message if self.n_errors else ""
        if meaning.source and meaning.source != self.code:
            self.code, self.code_typed, self.code_rev = meaning.source, meaning.source, self.code_rev + 1
