"""What the command palette asks the server: objects by a few letters, and what is no address."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from quantboard.services import help as manual
from quantboard.services import manual_search, search
from quantboard.ui import routes
from quantboard.ui.call import call
from quantboard.ui.session import SessionState, actor_of, language_of
from quantboard.ui.shell_state import ShellState
from quantboard.ui.text.catalogue import CHINESE, ENGLISH

ADDRESS = {
    "dataset": routes.dataset,
    "strategy": routes.strategy,
    "backtest": routes.backtest,
    "task": routes.task,
}
MOST_RECENT, N_EACH, N_TOPICS = 6, 6, 5


@dataclass(frozen=True)
class Line:
    """One object in the palette."""

    kind: str
    id: str
    label: str
    href: str
    recent: bool = False


class CommandState(rx.State):
    """Answers of the last search; the palette itself lives in the browser."""

    hits: rx.Field[list[Line]] = rx.field(default_factory=list)
    hits_for: str = ""

    @rx.event(supersedes=True)
    async def search(self, words: str, recent: list[list[str]]) -> None:
        """Objects and topics of these words; with none, what was opened last."""
        actor, asked = await actor_of(self), str(words)[: search.LONGEST].strip()
        if asked:
            found = [_line(hit) for hit in await call(search.find, actor, asked, N_EACH)]
            found += await call(_topics, asked, await language_of(self))
        else:
            found = [_line(hit, recent=True) for hit in await call(search.named, actor, _pairs(recent))]
        self.hits, self.hits_for = found, asked

    @rx.event
    async def act(self, name: str) -> Any:
        """Do what the palette offers besides going somewhere."""
        if name in ("theme-light", "theme-dark", "theme-system"):
            await (await self.get_state(SessionState)).set_theme(name.removeprefix("theme-"))
        elif name == "language":
            other = ENGLISH if await language_of(self) == CHINESE else CHINESE
            return await (await self.get_state(SessionState)).set_language(other)
        elif name == "mode":
            (await self.get_state(ShellState)).is_asking_mode = True
        elif name == "close-drawer":
            (await self.get_state(ShellState)).is_drawer_open = False
        elif name == "sign-out":
            return rx.call_script("document.getElementById('sign-out-form').submit()")
        return None


def _line(hit: search.Hit, *, recent: bool = False) -> Line:
    return Line(hit.kind, hit.id, hit.name, ADDRESS[hit.kind](hit.id), recent)


def _topics(words: str, language: str) -> list[Line]:
    found = manual_search.search(words, language)[:N_TOPICS]
    return [Line("topic", f"{one.kind}:{one.key}", one.title, _place(one)) for one in found]


def _place(article: manual.Article) -> str:
    address = routes.help_topic(article.page)
    return f"{address}#{article.anchor}" if article.anchor else address


def _pairs(recent: Any) -> list[tuple[str, str]]:
    pairs = recent[:MOST_RECENT] if isinstance(recent, list) else []
    return [(str(pair[0]), str(pair[1])) for pair in pairs if isinstance(pair, list) and len(pair) == 2]
