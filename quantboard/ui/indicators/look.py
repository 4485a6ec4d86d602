"""What both indicator pages share: their style sheet, and words in the reader's language."""

from typing import Any

import reflex as rx
from reflex_components_core.el.elements.typography import Div

from quantboard.core.indicators.entry import CATEGORIES
from quantboard.ui.text.catalogue import CHINESE, LanguageState, t

_css = rx.asset("indicators.css", shared=True)


class _Page(Div):
    """A box that brings the look of the indicator pages along."""

    def add_imports(self) -> dict[str, Any]:
        return {"": [_css.importable_path]}


def styled(*content: rx.Component) -> rx.Component:
    """The frame of an indicator page."""
    return _Page.create(*content)


def spoken(english: Any, chinese: Any) -> Any:
    """One of two texts, by the tab's language."""
    return rx.cond(LanguageState.language == CHINESE, chinese, english)


def category_of(kind: Any) -> Any:
    """A category in the reader's language."""
    pairs = [(name, t(f"indicators.{name}")) for name in CATEGORIES]
    return rx.match(kind, *pairs, kind)
