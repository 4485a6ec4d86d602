"""Markdown of the manual → HTML for the screen. Markup inside the text is shown as text, never obeyed."""

import re
from collections.abc import Sequence
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from quantboard.services.help import ERROR, QUESTION, Article
from quantboard.ui.text.catalogue import both, say

READINGS = ("good", "fair", "poor")
CODED = (ERROR,)


def _made() -> MarkdownIt:
    made = MarkdownIt("js-default", {"html": False, "linkify": False, "typographer": False})
    made.add_render_rule("table_open", lambda *_: '<div class="qb-prose-table" tabindex="0"><table>')
    made.add_render_rule("table_close", lambda *_: "</table></div>")
    made.core.ruler.push("anchors", _anchors)
    return made


def _anchors(state: Any) -> None:
    """Headings get an id; links that leave the product open beside it."""
    for place, token in enumerate(state.tokens):
        if token.type == "heading_open":
            token.attrSet("id", anchor(state.tokens[place + 1].content))
        for child in token.children or ():
            _leave(child)


def _leave(token: Token) -> None:
    if token.type == "link_open" and str(token.attrGet("href")).startswith("http"):
        token.attrSet("target", "_blank")
        token.attrSet("rel", "noopener noreferrer")


def anchor(heading: str) -> str:
    """The id of a heading."""
    return re.sub(r"[^\w]+", "-", heading.lower()).strip("-")


_MARKDOWN = _made()


def html_of(text: str) -> str:
    """One text."""
    return str(_MARKDOWN.render(text))


def cards_of(articles: Sequence[Article], language: str) -> str:
    """A collection: questions that unfold, or cards with their facts; a heading where the group changes."""
    parts: list[str] = []
    group = ""
    for one in articles:
        if one.facts.get("group", "") != group:
            group = one.facts.get("group", "")
            parts.append(f'<h2 id="{escape(anchor(group))}">{escape(_group(group, language))}</h2>')
        parts.append(_question(one) if one.kind == QUESTION else card_of(one, language))
    return "".join(parts)


def card_of(article: Article, language: str) -> str:
    """One term, metric or code."""
    key = escape(article.key)
    code = f" <code>{key}</code>" if article.kind in CODED and article.title != article.key else ""
    return (
        f'<section class="qb-card-entry" id="{key}"><h3>{escape(article.title)}{code}</h3>'
        f"{html_of(article.text)}{_facts(article, language)}</section>"
    )


def _question(article: Article) -> str:
    return (
        f'<details id="{escape(article.key)}"><summary>{escape(article.title)}</summary>'
        f"<div>{html_of(article.text)}</div></details>"
    )


def _facts(article: Article, language: str) -> str:
    lines = []
    if formula := article.facts.get("formula"):
        lines.append(_line(say(language, "help.formula"), f"<code>{escape(formula)}</code>"))
    if inputs := article.facts.get("inputs"):
        lines.append(_line(say(language, "help.inputs"), escape(inputs_of(inputs, language))))
    if sample := article.facts.get("sample"):
        lines.append(_line(say(language, "help.sample"), escape(say(language, f"help.sample_{sample}"))))
    if interval := article.facts.get("interval"):
        lines.append(_line(say(language, "help.interval"), escape(interval)))
    readings = [(name, article.facts[name]) for name in READINGS if name in article.facts]
    lines += [_line(say(language, f"help.{name}"), escape(reading)) for name, reading in readings]
    return f"<dl>{''.join(lines)}</dl>" if lines else ""


def inputs_of(names: str, language: str) -> str:
    """What goes into a number, in words; the file names it by key."""
    between = say(language, "help.and")
    return between.join(say(language, f"help.input_{name}") for name in names.split())


def _line(name: str, value: str) -> str:
    return f"<dt>{escape(name)}</dt><dd>{value}</dd>"


def _group(group: str, language: str) -> str:
    english, chinese = both(f"help.group_{group}")
    return english if language == "en" else chinese
