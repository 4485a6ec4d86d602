"""What the page of a new strategy knows: the template in the address, or an empty source."""

from typing import Any

import reflex as rx

from quantboard.errors import Conflict, InvalidInput
from quantboard.services import strategies
from quantboard.ui import routes
from quantboard.ui.call import call
from quantboard.ui.errors import hint_of, told
from quantboard.ui.session import actor_of, language_of
from quantboard.ui.strategies.editing import Editing
from quantboard.ui.text.catalogue import CHINESE, say

BLANK = "blank"
SKELETON = """name = "{name}"
params = Params(
    length=Int(20, 2, 200, help="{help}"),
)

def signals(bars, p):
    average = sma(bars.close, p.length)
    return Signals(entry=cross_above(bars.close, average), exit=cross_below(bars.close, average))
"""


class TemplateState(Editing, rx.State):
    """The form that makes a strategy."""

    key: str = ""
    texts: rx.Field[dict[str, str]] = rx.field(default_factory=dict)
    style: str = ""

    @rx.event
    async def load(self) -> None:
        """When the page opens: always afresh."""
        actor, language = await actor_of(self), await language_of(self)
        key = str(self.template_key)
        self._texts = None if key == BLANK else await call(strategies.template, key)
        self.key, self.fields, self.name_error = key, [], ""
        if self._texts is None:
            wanted, source = say(language, "strategies.blank_name"), _skeleton(language)
            self.texts, self.style = {}, ""
        else:
            view = self._texts
            wanted, source, self.style = view.name[language == CHINESE], view.source, view.style
            pairs = {"name": view.name, "what": view.what, "logic": view.logic, "market": view.market}
            self.texts = {f"{part}{end}": pair[n] for part, pair in pairs.items() for n, end in ((0, ""), (1, "_zh"))}
        self.name = await call(strategies.free_name, actor, wanted)
        await self._take(source, {})
        self.doc_rev += 1
        self.is_changed, self.is_loaded = False, True

    @rx.event
    async def create(self) -> Any:
        """Save it, and open it."""
        made = await self._create()
        return made if isinstance(made, list) else rx.redirect(routes.strategy(made))

    @rx.event
    async def create_and_test(self) -> Any:
        """Save it, and open the run form with it."""
        made = await self._create()
        return made if isinstance(made, list) else rx.redirect(f"{routes.NEW_BACKTEST}?strategy={made}")

    async def _create(self) -> str | list[Any]:
        actor, language = await actor_of(self), await language_of(self)
        if not self._is_ready():
            return [rx.toast.error(say(language, "strategies.fix_first"))]
        values = {field.name: field.value for field in self.fields}
        template = None if self.key == BLANK else self.key
        try:
            view = await call(strategies.create, actor, self.name, self.source, values, template)
        except (InvalidInput, Conflict) as problem:
            self._show(problem.field, told(problem))
            return [rx.toast.error(told(problem), description=hint_of(problem.code, problem.hint) or None)]
        return view.id


def _skeleton(language: str) -> str:
    texts = {"name": "strategies.blank_name", "help": "strategies.blank_help"}
    return SKELETON.format(**{slot: say(language, key) for slot, key in texts.items()})
