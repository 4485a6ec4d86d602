"""The manual that ships with the product: topics, questions, terms, metrics and error codes, and the search over them.

It lies as Markdown in ``library/guide/<language>/``. A topic is a file, the others are sections ``## key`` of one file
each. Both begin with lines ``name: value`` up to the first blank line; ``title`` is always among them.
"""

import fnmatch
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from quantboard.errors import NotFound
from quantboard.store import library

LANGUAGES = ("en", "zh-CN")
TOPIC, QUESTION, TERM, METRIC, ERROR = "topic", "question", "term", "metric", "error"
COLLECTIONS = {QUESTION: "faq", TERM: "glossary", METRIC: "metrics", ERROR: "errors"}
_HEAD = re.compile(r"([a-z_]+): ?(.*)")


class NoSuchTopic(NotFound):
    """The manual has no such page."""

    code = "help.unknown_topic"


@dataclass(frozen=True)
class Article:
    """One thing that is explained; ``facts`` are the lines above its text: formula, inputs, good, fair, poor …"""

    kind: str
    key: str
    title: str
    text: str
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def page(self) -> str:
        """The page of the manual that shows it."""
        return self.key if self.kind == TOPIC else COLLECTIONS[self.kind]

    @property
    def anchor(self) -> str:
        """Its place on that page; a topic is a page of its own."""
        return "" if self.kind == TOPIC else self.key

    @property
    def summary(self) -> str:
        """One line on it: as its author gave it, else the beginning of its text."""
        return self.facts.get("summary") or _plain(self.text.split("\n\n", 1)[0])


@cache
def topics(language: str) -> tuple[Article, ...]:
    """The pages of the manual, in reading order."""
    made = [_article(TOPIC, key, text) for key, text in library.guide_topics(_known(language)).items()]
    return tuple(sorted(made, key=lambda one: int(one.facts.get("order", "99"))))


@cache
def collection(kind: str, language: str) -> tuple[Article, ...]:
    """All questions, terms, metrics or error codes, in the order of their file."""
    sections = ("\n" + library.guide_text(_known(language), COLLECTIONS[kind])).split("\n## ")[1:]
    made = tuple(_article(kind, *section.split("\n", 1)) for section in sections)
    if _known(language) == LANGUAGES[0]:
        return made
    first = {one.key: one.facts for one in collection(kind, LANGUAGES[0])}
    return tuple(replace(one, facts={**_shared(first.get(one.key, {})), **one.facts}) for one in made)


def _shared(facts: Mapping[str, str]) -> dict[str, str]:
    """What needs no translation is written once."""
    return {name: facts[name] for name in ("formula", "inputs", "group", "sample") if name in facts}


@cache
def everything(language: str) -> tuple[Article, ...]:
    """The whole manual."""
    return (*topics(language), *(one for kind in COLLECTIONS for one in collection(kind, language)))


def topic(key: str, language: str) -> Article:
    """One page of the manual; raises ``NoSuchTopic``."""
    for one in topics(language):
        if one.key == key:
            return one
    known = ", ".join(one.key for one in topics(language))
    raise NoSuchTopic(f"The manual has no page {key!r}.", f"There are {known}.")


def article(kind: str, key: str, language: str) -> Article | None:
    """One question, term, metric or error code, where the manual has it."""
    return next((one for one in collection(kind, language) if one.key == key), None)


def card(key: str, language: str) -> Article | None:
    """The term, or else the metric, of that key; a metric also under its name for one side."""
    plain = key.removesuffix("_long").removesuffix("_short")
    return article(TERM, plain, language) or article(METRIC, plain, language)


def topic_of(path: str, language: str) -> Article:
    """What the page at ``path`` is about: the longest of the topics' patterns that fits."""
    plain = path.split("?")[0].rstrip("/") or "/"
    fitting = [
        (len(pattern), one)
        for one in topics(language)
        for pattern in one.facts.get("pages", "").split()
        if fnmatch.fnmatchcase(plain, pattern)
    ]
    return max(fitting, key=lambda pair: pair[0])[1] if fitting else topics(language)[0]


def _article(kind: str, key: str, text: str) -> Article:
    lines = text.strip().splitlines()
    facts: dict[str, str] = {}
    while lines and (found := _HEAD.fullmatch(lines[0])):
        facts[found[1]] = found[2].strip()
        lines.pop(0)
    return Article(kind, key.strip(), facts.pop("title", key.strip()), "\n".join(lines).strip(), facts)


def _known(language: str) -> str:
    return language if language in LANGUAGES else LANGUAGES[0]


def _plain(text: str) -> str:
    return re.sub(r"[*`]|\[([^\]]*)\]\([^)]*\)", lambda found: found[1] or "", " ".join(text.split()))
