"""The manual as its pages and the drawer show it."""

from dataclasses import dataclass

from quantboard.services import help, manual_search
from quantboard.services.help import COLLECTIONS, TOPIC, Article
from quantboard.ui import routes
from quantboard.ui.parts.prose.render import card_of, html_of
from quantboard.ui.text.catalogue import say

KINDS = {page: kind for kind, page in COLLECTIONS.items()}


@dataclass(frozen=True)
class Hit:
    """One line of a list: what it is, and where it leads."""

    kind: str
    title: str
    summary: str
    href: str


@dataclass(frozen=True)
class Shown:
    """One article, ready to be drawn; ``key`` is empty where there is none."""

    key: str = ""
    title: str = ""
    summary: str = ""
    html: str = ""
    href: str = ""


def href_of(article: Article) -> str:
    """The address of an article."""
    place = f"#{article.anchor}" if article.anchor else ""
    return routes.help_topic(article.page) + place


def hit_of(article: Article, language: str) -> Hit:
    """An article as a line."""
    return Hit(say(language, f"help.kind_{article.kind}"), article.title, article.summary, href_of(article))


def hits_of(query: str, language: str, most: int = manual_search.MOST) -> list[Hit]:
    """What a search finds, as lines."""
    return [hit_of(one, language) for one in manual_search.search(query, language, most)]


def shown(article: Article, language: str) -> Shown:
    """An article in full."""
    html = html_of(article.text) if article.kind == TOPIC else card_of(article, language)
    return Shown(article.key, article.title, article.summary, html, href_of(article))


def at(href: str, language: str) -> Shown | None:
    """The article at an address of the manual."""
    page, _, key = href.removeprefix(f"{routes.HELP}/").partition("#")
    if page in KINDS:
        found = help.article(KINDS[page], key, language)
        return shown(found, language) if found else None
    known = {one.key: one for one in help.topics(language)}
    return shown(known[page], language) if page in known else None


def found_in(kind: str, query: str, language: str) -> frozenset[str]:
    """Keys of the entries of one collection in which ``query`` occurs."""
    every = len(help.everything(language))
    return frozenset(one.key for one in manual_search.search(query, language, every) if one.kind == kind)
