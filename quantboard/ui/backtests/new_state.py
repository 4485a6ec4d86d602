"""What the run form knows: strategies and data to choose from, every field, what is wrong, what will happen."""

import re
from dataclasses import replace
from typing import Any

import reflex as rx

from quantboard.core.access import Actor
from quantboard.core.strategy.params import Declaration
from quantboard.errors import InvalidInput, NotFound
from quantboard.services import backtests, datasets, estimates, preferences, setups, strategies
from quantboard.services.setups import SetupView
from quantboard.ui import routes
from quantboard.ui.backtests import form
from quantboard.ui.backtests.costly import Weight, weighed
from quantboard.ui.backtests.options import ADVANCED, COSTS, DEFAULTS, FLAGS, MARKET, ORDERS, UNIVERSE, changed
from quantboard.ui.backtests.presets import MARKETS, market_of
from quantboard.ui.backtests.report_state import ReportState
from quantboard.ui.backtests.summary import Names, summary
from quantboard.ui.call import call
from quantboard.ui.errors import hint_of, told
from quantboard.ui.session import actor_of, language_of
from quantboard.ui.text.catalogue import CHINESE, say

MOST_SYMBOLS = 500
FOLDED = (UNIVERSE, COSTS, MARKET, ORDERS, ADVANCED)
REMEMBERED = "run"  # the name under which the account keeps the last run's values


class NewBacktestState(rx.State):
    """The form. What is typed stays text until ``form.check`` reads it."""

    is_loaded: bool = False
    strategy_options: rx.Field[list[list[str]]] = rx.field(default_factory=list)
    dataset_options: rx.Field[list[list[str]]] = rx.field(default_factory=list)
    benchmark_options: rx.Field[list[list[str]]] = rx.field(default_factory=list)
    strategy_id: str = ""
    dataset_id: str = ""
    fields: rx.Field[dict[str, str]] = rx.field(default_factory=lambda: dict(DEFAULTS))
    params: rx.Field[list[form.ParamField]] = rx.field(default_factory=list)
    rules: str = ""
    errors: rx.Field[dict[str, str]] = rx.field(default_factory=dict)
    symbols: rx.Field[list[str]] = rx.field(default_factory=list)
    chosen: rx.Field[list[str]] = rx.field(default_factory=list)
    pasted: str = ""
    not_there: str = ""
    first: str = ""
    last: str = ""
    summary: rx.Field[list[str]] = rx.field(default_factory=list)
    market: str = ""  # the one whose usual values the fields are
    unfolded: rx.Field[list[str]] = rx.field(default_factory=list)  # sections opened by what was filled in
    n_set: rx.Field[dict[str, int]] = rx.field(default_factory=lambda: dict.fromkeys(FOLDED, 0))
    reason: str = ""
    is_starting: bool = False
    weight: Weight = Weight()  # what the run will take
    loaded: str = ""  # the set-up that the values come from
    setup_id: str = ""
    n_symbols: int = 0
    _known: rx.Field[list[str]] = rx.field(default_factory=list)  # every symbol of the dataset
    _facts: estimates.Facts | None = None
    _declared: Declaration | None = None

    @rx.event
    async def load(self) -> None:
        """Offer what there is; start from ``?like=RUN``, ``?strategy=ID``, ``?dataset=ID`` or the last run's values."""
        self.is_starting, self.unfolded = False, []
        actor, query = await actor_of(self), self.router.url.query_parameters
        made, data = await call(strategies.list_strategies, actor), await call(datasets.list_datasets, actor)
        self.strategy_options = [[one.id, one.name] for one in made]
        self.dataset_options = [[one.id, one.name] for one in data]
        self.benchmark_options = [["", say(await language_of(self), "run.choose")], *self.dataset_options]
        await self._fill(await self._start(query), query)
        self.is_loaded = True
        if query.get("like") or query.get("setup"):
            self._unfold()
        await self._check()

    async def _fill(self, start: dict[str, Any], query: Any) -> None:
        """Take over values; what the address names comes first, what is not there any more is replaced."""
        self.fields = {**DEFAULTS, **{k: v for k, v in start.get("fields", {}).items() if k in DEFAULTS}}
        self.setup_id, self.loaded = start.get("setup_id", ""), start.get("loaded", "")
        ids = [one[0] for one in self.strategy_options]
        chosen = _first_of([query.get("strategy"), start.get("strategy_id"), *ids[:1]], ids)
        await self._take_strategy(chosen, start.get("params", {}) if start.get("strategy_id") in (chosen, None) else {})
        ids = [one[0] for one in self.dataset_options]
        chosen = _first_of([query.get("dataset"), start.get("dataset_id"), *ids[:1]], ids)
        if chosen != start.get("dataset_id"):  # another dataset has its own symbols and period
            self.fields = {**self.fields, "from": "", "to": ""}
        await self._take_dataset(chosen, start.get("symbols") if chosen == start.get("dataset_id") else None)

    @rx.event
    async def choose_strategy(self, strategy_id: str) -> None:
        """Another strategy: its own parameters."""
        await self._take_strategy(strategy_id, {})
        await self._check()

    @rx.event
    async def choose_dataset(self, dataset_id: str) -> None:
        """Other data: its own symbols and period."""
        await self._take_dataset(dataset_id, None)
        self.fields = {**self.fields, "from": self.first, "to": self.last}
        await self._check()

    @rx.event
    async def set_field(self, name: str, value: str) -> None:
        """One field was typed in."""
        if name in DEFAULTS:
            self.fields = {**self.fields, name: str(value)[:200]}
            await self._check()

    @rx.event
    async def set_flag(self, name: str, is_on: bool) -> None:
        """One switch was turned."""
        if name in FLAGS:
            self.fields = {**self.fields, name: "true" if is_on else ""}
            await self._check()

    @rx.event
    async def set_param(self, name: str, value: str) -> None:
        """One parameter was changed."""
        self.params = [replace(one, value=str(value)[:200]) if one.name == name else one for one in self.params]
        await self._check()

    @rx.event
    async def set_param_flag(self, name: str, is_on: bool) -> None:
        """A yes-or-no parameter was turned."""
        word = "true" if is_on else "false"
        self.params = [replace(one, value=word) if one.name == name else one for one in self.params]
        await self._check()

    @rx.event
    async def toggle(self, symbol: str) -> None:
        """Take a symbol in, or leave it out."""
        if symbol in self.symbols:
            taken = set(self.chosen) ^ {symbol}
            self.chosen = [one for one in self._known if one in taken]
            await self._check()

    @rx.event
    async def choose_all(self, are_all: bool) -> None:
        """All symbols, or none."""
        self.chosen = list(self._known) if are_all else []
        await self._check()

    @rx.event
    async def paste_symbols(self, text: str) -> None:
        """Take exactly the symbols of a list; say which the dataset does not have."""
        self.pasted, self.not_there = str(text)[:8000], ""
        wanted = {one.upper(): one for one in re.split(r"[\s,;，；、]+", self.pasted) if one}
        if not wanted:
            return
        self.chosen = [one for one in self._known if one.upper() in wanted]
        missing = wanted.keys() - {one.upper() for one in self._known}
        if missing:
            names = ", ".join(wanted[one] for one in sorted(missing)[:10])
            self.not_there = say(await language_of(self), "run.not_there", symbols=names)
        await self._check()

    @rx.event
    async def preset(self, years: str) -> None:
        """The last years of the data, or all of it."""
        if not self.last:
            return
        start = form.start_of(years, self.last, self.first)
        self.fields = {**self.fields, "from": start, "to": self.last}
        await self._check()

    @rx.event
    async def take_market(self, market: str) -> None:
        """Fill costs and rules with what is usual on a market, and show what was filled."""
        if market in MARKETS:
            self.fields = {**self.fields, **MARKETS[market]}
            self._unfold()
            await self._check()

    @rx.event
    async def use_defaults(self) -> None:
        """Everything but strategy and data as it is at first: parameters, period, symbols, money, orders."""
        liked = form.liked(await call(preferences.preferences, await actor_of(self)))
        self.fields = {**DEFAULTS, **liked, "from": self.first, "to": self.last}
        self.chosen = list(self._known)
        await self._take_strategy(self.strategy_id, {})
        await self._check()

    @rx.event
    async def shorten(self) -> None:
        """The shorter period that is offered for a costly run."""
        if self.weight.shorter_from:
            self.fields = {**self.fields, "from": self.weight.shorter_from}
            await self._check()

    @rx.event
    async def start(self) -> Any:
        """Submit; a bad field that only the data can tell comes back to its place."""
        await self._check()
        actor = await actor_of(self)
        if self.reason:
            return None
        self.is_starting = True
        try:
            request = form.request_of(self.fields, self.params, self._symbols())
            name = self.fields["name"]
            asked = (self.strategy_id, self.dataset_id, request, name, self.setup_id or None)
            view = await call(backtests.submit, actor, *asked)
        except InvalidInput as problem:
            self.is_starting = False
            self.errors = {
                **self.errors,
                form.place(
                    problem.field, self.fields
                ): f"{told(problem)} {hint_of(problem.code, problem.hint)}".strip(),
            }
            self.params = form.with_errors(self.params, self.errors)
            self.reason = say(await language_of(self), "run.fix_fields")
            return None
        self.fields = {**self.fields, "name": ""}  # the next run is another one
        await self._remember(actor)
        (await self.get_state(ReportState))._forget()
        return rx.redirect(routes.backtest(view.id))

    async def _load_setup(self, found: SetupView) -> None:
        """Take over the values of a set-up; its fields that are set are shown."""
        await self._fill(form.values_of_setup(found), {})
        self._unfold()
        await self._check()

    def _symbols(self) -> list[str] | None:
        """The chosen symbols; ``None`` for all of them."""
        return None if len(self.chosen) == len(self._known) else list(self.chosen)

    async def _start(self, query: Any) -> dict[str, Any]:
        try:
            if query.get("like"):
                report = await call(backtests.report, await actor_of(self), str(query["like"]))
                return form.values_of(report.strategy_id, report.dataset_id, report.request)
            if query.get("setup"):
                found = await call(setups.get, await actor_of(self), str(query["setup"]))
                return form.values_of_setup(found)
        except NotFound:
            return {}
        actor = await actor_of(self)
        start = await call(preferences.layout, actor, REMEMBERED)
        if not all(isinstance(start.get(part, {}), dict) for part in ("fields", "params")):
            start = {}
        fields = {name: str(value) for name, value in start.get("fields", {}).items()}
        return {**start, "fields": fields | form.liked(await call(preferences.preferences, actor))}

    async def _remember(self, actor: Actor) -> None:
        last = {
            "strategy_id": self.strategy_id,
            "dataset_id": self.dataset_id,
            "params": {one.name: one.value for one in self.params},
            "symbols": self._symbols(),
            "fields": dict(self.fields),
        }
        await call(preferences.keep_layout, actor, REMEMBERED, last)

    async def _take_strategy(self, strategy_id: str, given: Any) -> None:
        self.strategy_id = strategy_id if strategy_id in [one[0] for one in self.strategy_options] else ""
        self._declared, stored, words = None, {}, {}
        if self.strategy_id:
            view = await call(strategies.get, await actor_of(self), self.strategy_id)
            self._declared, stored = view.declaration, dict(view.params)
            n = 1 if await language_of(self) == CHINESE else 0
            texts = await call(strategies.param_texts, view.template)
            words = {name: (labels[n], helps[n]) for name, (labels, helps) in texts.items()}
        declared = self._declared
        self.params = form.fields_of(declared, {**stored, **given}, words) if declared else []
        self.rules = ", ".join(form.in_labels(rule, self.params) for rule in declared.rules) if declared else ""
        if declared and declared.kind == "weights":
            self.fields = {**self.fields, "size_kind": "weights"}
        elif self.fields["size_kind"] == "weights":
            self.fields = {**self.fields, "size_kind": "even"}

    async def _take_dataset(self, dataset_id: str, symbols: Any) -> None:
        views = await call(datasets.list_datasets, await actor_of(self))
        view = next((one for one in views if one.id == dataset_id), None)
        self.dataset_id = view.id if view else ""
        self.pasted, self.not_there = "", ""
        self._known = list(view.symbols) if view else []
        self.symbols, self.n_symbols = self._known[:MOST_SYMBOLS], len(self._known)
        self._facts = estimates.Facts(view.n_rows, len(view.symbols), view.first[:10], view.last[:10]) if view else None
        self.first, self.last = (view.first[:10], view.last[:10]) if view else ("", "")
        self.fields = {
            **self.fields,
            "from": self.fields["from"] or self.first,
            "to": self.fields["to"] or self.last,
        }
        if self.fields["benchmark"] == "symbol" and self.fields["benchmark_symbol"].strip() not in self._known:
            self.fields = {**self.fields, "benchmark": DEFAULTS["benchmark"], "benchmark_symbol": ""}
        wanted = set(symbols) if isinstance(symbols, list | tuple) else set()
        self.chosen = [one for one in self._known if one in wanted] or list(self._known)

    def _unfold(self) -> None:
        """Show what is set: sections close only by hand."""
        self.unfolded = sorted({*self.unfolded, *(one for one in FOLDED if changed(self.fields, one))})

    async def _check(self) -> None:
        language, declaration = await language_of(self), self._declared
        self.errors, self.summary, self.reason, self.weight = {}, [], "", Weight()
        self.market = market_of(self.fields)
        self.n_set = {section: len(changed(self.fields, section)) for section in FOLDED}
        missing = {
            "run.need_strategy": self.strategy_id,
            "run.need_data": self.dataset_id,
            "run.need_symbols": self.chosen,
        }
        for key, value in missing.items():
            if not value:
                self.reason = say(language, key)
                return
        if declaration is None:
            self.reason = say(language, "run.broken_strategy")
            return
        found = form.check(self.fields, self.params, self._symbols(), declaration)
        missing_names = form.unknown_names(self.fields, self._known)
        self.errors, self.params = {**missing_names, **found.errors}, form.with_errors(self.params, found.errors)
        if found.request is None:
            self.reason = say(language, "run.fix_fields")
            return
        if form.BLOCKING & missing_names.keys():
            self.reason = say(language, "run.fix_fields")
            return
        of_data = {one[0]: one[1] for one in self.dataset_options}
        named = {one[0]: one[1] for one in self.strategy_options}
        used = [one for one in self.chosen if one not in (found.request.exclude or ())]
        names = Names(named[self.strategy_id], of_data[self.dataset_id], used, (self.first, self.last), of_data)
        shown = replace(found.request, params=form.labelled(found.request.params, self.params))
        self.summary = summary(language, shown, names)
        if self._facts is not None:
            self.weight = weighed(language, self._facts, len(used), self.fields["from"], self.fields["to"])
            if self.weight.is_too_big:
                self.reason = self.weight.too_big


def _first_of(asked: list[Any], known: list[str]) -> str:
    return next((str(one) for one in asked if one in known), "")
