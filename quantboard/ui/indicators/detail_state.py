"""What the page of one indicator knows: the entry, the form, and its values on a dataset."""

from dataclasses import replace
from typing import Any

import reflex as rx

from quantboard.charts.indicators import indicator_figure
from quantboard.charts.style import as_plain
from quantboard.core.indicators.catalog import BY_CODE
from quantboard.errors import InvalidInput
from quantboard.services import datasets, indicators
from quantboard.services.indicators import Look
from quantboard.ui import routes
from quantboard.ui.call import call
from quantboard.ui.errors import hint_of, told
from quantboard.ui.indicators.views import IndicatorCard, ParamRow, card_of, row_of, table_of
from quantboard.ui.session import actor_of, language_of
from quantboard.ui.text.catalogue import say

SHOWN, LISTED = 500, 60
READ = {"x": "x (close)", "y": "y (high)"}  # what the preview takes for any series


class IndicatorState(rx.State):
    """One entry of the catalogue."""

    code: str = ""
    card: rx.Field[IndicatorCard | None] = rx.field(default=None)
    formula: str = ""
    inputs: str = ""
    outputs: rx.Field[list[str]] = rx.field(default_factory=list)
    warm_up: int = 0
    rules: str = ""
    origin: str = ""
    example: str = ""
    is_drawn: bool = True
    choices: rx.Field[list[tuple[str, str]]] = rx.field(default_factory=list)
    data_id: str = ""
    symbols: rx.Field[list[tuple[str, str]]] = rx.field(default_factory=list)
    symbol: str = ""
    params: rx.Field[list[ParamRow]] = rx.field(default_factory=list)
    picture: rx.Field[dict[str, Any]] = rx.field(default_factory=dict)
    table: rx.Field[list[list[str]]] = rx.field(default_factory=list)
    problem: str = ""
    hint: str = ""
    is_loaded: bool = False

    @rx.event
    async def load(self) -> None:
        """When the page opens, always afresh."""
        self.is_loaded = False
        actor = await actor_of(self)
        view = await call(indicators.indicator, actor, str(self.indicator_code))
        entry = BY_CODE[view.code]
        self.code, self.card, self.formula, self.warm_up = view.code, card_of(view), view.formula, view.warm_up
        self.inputs, self.outputs = (
            ", ".join(READ.get(one, one) for one in view.inputs),
            [one.name for one in view.outputs],
        )
        self.rules, self.origin, self.example = ", ".join(view.rules), view.source, view.example
        self.is_drawn = entry.is_drawn
        self.params = [row_of(one, f"{one.default:g}") for one in entry.params]
        self.choices = [(one.id, one.name) for one in await call(datasets.list_datasets, actor)]
        if self.data_id not in dict(self.choices):
            self.data_id = self.choices[0][0] if self.choices else ""
        await self._take_symbols()
        await self._compute()
        self.is_loaded = True

    @rx.event
    async def choose_data(self, value: str) -> None:
        """Another dataset."""
        if value in dict(self.choices):
            self.data_id = value
            await self._take_symbols()
            await self._compute()

    @rx.event
    async def choose_symbol(self, value: str) -> None:
        """Another symbol."""
        if value in dict(self.symbols):
            self.symbol = value
            await self._compute()

    @rx.event
    async def set_param(self, param: str, value: str) -> None:
        """A parameter was typed or slid."""
        self.params = [replace(one, value=value[:40]) if one.name == param else one for one in self.params]
        await self._compute()

    @rx.event
    async def mark(self, wanted: bool) -> None:
        """Favourite or no longer."""
        if self.card is not None:
            await call(indicators.mark, await actor_of(self), self.code, wanted)
            self.card = replace(self.card, is_favourite=wanted)

    @rx.event
    async def switch(self, is_off: bool) -> None:
        """Off for everybody, or on again; administrators only."""
        if self.card is not None:
            await call(indicators.switch, await actor_of(self), self.code, is_off)
            self.card = replace(self.card, is_off=is_off)

    @rx.event
    async def copy(self) -> Any:
        """The line into the clipboard."""
        return [rx.set_clipboard(self.example), rx.toast.success(say(await language_of(self), "indicators.copied"))]

    @rx.event
    def use(self) -> Any:
        """The line into the clipboard, and on to an empty strategy."""
        return [rx.set_clipboard(self.example), rx.redirect(routes.new_strategy("blank"))]

    async def _take_symbols(self) -> None:
        names: list[str] = []
        if self.data_id:
            names = list((await call(datasets.find, await actor_of(self), self.data_id)).symbols)
        self.symbols = [(name, name) for name in names[:2000]]
        if self.symbol not in names:
            self.symbol = names[0] if names else ""

    async def _compute(self) -> None:
        self.problem = self.hint = ""
        self.params = [replace(one, error="") for one in self.params]
        if not self.data_id or not self.is_drawn:
            self.picture, self.table = {}, []
            return
        typed = {one.name: one.value for one in self.params}
        look = Look(symbol=self.symbol, rows=SHOWN)
        try:
            found = await call(indicators.values, await actor_of(self), self.code, self.data_id, typed, look)
        except InvalidInput as problem:
            self._show(problem)
            return
        entry = BY_CODE[self.code]
        close = (say(await language_of(self), "indicators.close"), found.close)
        self.picture = as_plain(indicator_figure(found.times, close, found.outputs, entry))
        self.table = table_of(found, LISTED)
        self.warm_up, self.example = found.warm_up, indicators.example(entry, found.params)

    def _show(self, problem: InvalidInput) -> None:
        known = [one.name for one in self.params]
        if problem.field in known:
            self.params = [
                replace(one, error=told(problem)) if one.name == problem.field else one for one in self.params
            ]
        else:
            self.picture, self.table = {}, []
            self.problem, self.hint = told(problem), hint_of(problem.code, problem.hint) or ""
