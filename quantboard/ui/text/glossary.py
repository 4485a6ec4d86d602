"""The glossary of ``library/guide/glossary.md``, read when the pages are built."""

from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

FILE = Path(__file__).parents[2] / "library" / "guide" / "glossary.md"


@dataclass(frozen=True)
class Entry:
    """A term in both languages; the formula may be empty."""

    name_en: str
    name_zh: str
    text_en: str
    text_zh: str
    formula: str = ""


@cache
def glossary() -> dict[str, Entry]:
    """Sections ``## term`` with lines ``en:``, ``zh:`` (name — text) and, where there is one, ``formula:``."""
    entries = {}
    for section in FILE.read_text(encoding="utf-8").split("\n## ")[1:]:
        term, *lines = section.strip().splitlines()
        said = dict(line.split(": ", 1) for line in lines if ": " in line)
        (name_en, text_en), (name_zh, text_zh) = (said[key].split(" — ", 1) for key in ("en", "zh"))
        entries[term.strip()] = Entry(name_en, name_zh, text_en, text_zh, said.get("formula", ""))
    return entries


def entry(term: str) -> Entry:
    """The card of ``term``."""
    if term not in glossary():
        near = get_close_matches(term, glossary(), 1)
        raise KeyError(f"no term '{term}' in library/guide/glossary.md" + (f"; is '{near[0]}' meant?" if near else ""))
    return glossary()[term]
