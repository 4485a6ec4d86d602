"""The terms and metrics of the manual by key, for what is drawn when the pages are built."""

from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from quantboard.services import help


@dataclass(frozen=True)
class Entry:
    """The name of a term in both languages, and its text."""

    name_en: str
    name_zh: str
    text_en: str
    text_zh: str
    formula: str = ""


@cache
def glossary() -> dict[str, Entry]:
    """All that ``explain`` can explain; where a term is a metric too, the term."""
    found = {}
    for kind in (help.METRIC, help.TERM):
        chinese = {one.key: one for one in help.collection(kind, "zh-CN")}
        for one in help.collection(kind, "en"):
            other = chinese[one.key]
            found[one.key] = Entry(one.title, other.title, one.text, other.text, one.facts.get("formula", ""))
    return found


def entry(term: str) -> Entry:
    """The names and texts of ``term``."""
    if term not in glossary():
        near = get_close_matches(term, glossary(), 1)
        raise KeyError(f"no term '{term}' in library/guide" + (f"; is '{near[0]}' meant?" if near else ""))
    return glossary()[term]
