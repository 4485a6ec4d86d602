"""Every sentence on screen, by key, in English and Simplified Chinese.

A feature's sentences lie in ``ui/text/<feature>.py`` as ``TEXT = {"key": ("English", "中文")}``; each such file is
found by itself. Keys read ``feature.thing``. Pages say ``t("data.title")``, with values
``t("data.n_rows", n=State.n_rows)``; handlers, which have no Var, say ``say(language, "data.done", name=name)``.
"""

import importlib
import pkgutil
from difflib import get_close_matches
from functools import cache

import reflex as rx

from quantboard.ui import text

ENGLISH, CHINESE = "en", "zh-CN"
LANGUAGES = {ENGLISH: "English", CHINESE: "中文"}


class LanguageState(rx.State):
    """The language of this tab."""

    language: str = ""  # until it is known what the browser or the account wants


@cache
def catalogue() -> dict[str, tuple[str, str]]:
    """Every feature's sentences; a key must stand in one file only."""
    found: dict[str, tuple[str, str]] = {}
    for module in pkgutil.iter_modules(text.__path__):
        texts = getattr(importlib.import_module(f"{text.__name__}.{module.name}"), "TEXT", {})
        twice = found.keys() & texts.keys()
        if twice:
            raise KeyError(f"said twice, the second time in ui/text/{module.name}.py: {sorted(twice)}")
        found.update(texts)
    return found


def both(key: str) -> tuple[str, str]:
    """A sentence in English and in Chinese."""
    try:
        return catalogue()[key]
    except KeyError:
        near = get_close_matches(key, catalogue(), 1)
        raise KeyError(f"no sentence '{key}' in ui/text" + (f"; is '{near[0]}' meant?" if near else "")) from None


def t(key: str, **values: object) -> rx.Var[str]:
    """A sentence that follows the tab's language; ``values`` may be Vars."""
    english, chinese = both(key)
    if values:
        english, chinese = english.format(**values), chinese.format(**values)
    return rx.cond(LanguageState.language == CHINESE, chinese, english)


def say(language: str, key: str, **values: object) -> str:
    """The same for handlers: plain text in one language."""
    english, chinese = both(key)
    return (chinese if language == CHINESE else english).format(**values)


def preferred(accept_language: str) -> str:
    """The language that a browser asks for."""
    return CHINESE if accept_language.strip().lower().startswith("zh") else ENGLISH
