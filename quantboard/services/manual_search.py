"""Finding words in the manual: whole words, beginnings, near misses, Chinese; the title counts more than the text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from quantboard.services.help import LANGUAGES, Article, everything

MOST = 20
_WORD = re.compile(r"[a-z0-9]+(?:[._][a-z0-9]+)*")
_CHINESE = re.compile(r"[㐀-鿿]+")
_IDLE_WORDS = "a an and are be can do does for how i in is it my of on or the to what when which why with"
_IDLE = frozenset(_IDLE_WORDS.split(" "))
WHOLE, BEGINNING, NEAR = 3.0, 2.0, 1.0
MOST_PAIRS, SOME_PAIRS = 0.6, 0.3  # of a run of Chinese; some are enough where nothing else was found
TITLE, OTHER_TITLE, TEXT = 4.0, 3.0, 1.0


@dataclass(frozen=True)
class _Entry:
    """An article with its words by where they stand, most telling first."""

    article: Article
    words: tuple[frozenset[str], ...]
    texts: tuple[str, ...]


def search(query: str, language: str, most: int = MOST) -> list[Article]:
    """The articles in which every word of ``query`` occurs, the best first."""
    asked = query.lower().replace("’", "'")[:200]
    words = [word for word in _WORD.findall(asked) if word not in _IDLE] or _WORD.findall(asked)
    runs = _CHINESE.findall(asked)
    if not words and not runs:
        return []
    meant = {word: _meant(word, language) for word in words}
    for share in (MOST_PAIRS, SOME_PAIRS) if runs else (MOST_PAIRS,):
        scored = [(_score(one, meant, runs, share), -n, one.article) for n, one in enumerate(_index(language))]
        found = sorted((one for one in scored if one[0] > 0), key=lambda one: one[:2], reverse=True)
        if found:
            return [article for _, _, article in found[:most]]
    return []


def _score(entry: _Entry, meant: dict[str, frozenset[str]], runs: list[str], least: float) -> float:
    total = 0.0
    for word, alike in meant.items():
        found = _of_word(entry, word, alike)
        if not found:
            return 0.0
        total += found
    for run in runs:
        found = _of_run(entry, run, least)
        if not found:
            return 0.0
        total += found
    return total


def _of_word(entry: _Entry, word: str, alike: frozenset[str]) -> float:
    weights = (TITLE, OTHER_TITLE, TEXT)
    best = 0.0
    for weight, words in zip(weights, entry.words, strict=True):
        if word in words:
            best = max(best, weight * WHOLE)
        elif any(one.startswith(word) for one in words):
            best = max(best, weight * BEGINNING)
        elif alike & words:
            best = max(best, weight * NEAR)
    return best + best / (10 + 10 * len(entry.words[0])) if best else 0.0  # of equals the shortest title


def _of_run(entry: _Entry, run: str, least: float) -> float:
    """A run of Chinese: whole where it occurs, else by its pairs of characters, of which a share must occur."""
    best = 0.0
    for weight, text in zip((TITLE, OTHER_TITLE, TEXT), entry.texts, strict=True):
        if run in text:
            best = max(best, weight * WHOLE)
        elif len(run) > 2:
            pairs = [run[n : n + 2] for n in range(len(run) - 1)]
            share = sum(pair in text for pair in pairs) / len(pairs)
            best = max(best, weight * NEAR * share if share >= least else 0.0)
    return best + best / (10 + 10 * len(entry.texts[0])) if best else 0.0


def _meant(word: str, language: str) -> frozenset[str]:
    """Words of the manual that a misspelt one may stand for."""
    vocabulary = _vocabulary(language)
    if len(word) < 4 or any(known.startswith(word) for known in vocabulary):
        return frozenset()
    return frozenset(get_close_matches(word, vocabulary, n=4, cutoff=0.75))


@cache
def _vocabulary(language: str) -> tuple[str, ...]:
    return tuple(sorted({word for entry in _index(language) for words in entry.words for word in words}))


@cache
def _index(language: str) -> tuple[_Entry, ...]:
    """Each article also under its title in the other language, and its key."""
    other = next(one for one in LANGUAGES if one != language) if language in LANGUAGES else LANGUAGES[1]
    titles = {(one.kind, one.key): one.title for one in everything(other)}
    return tuple(_entry(one, titles.get((one.kind, one.key), "")) for one in everything(language))


def _entry(article: Article, other_title: str) -> _Entry:
    shown = [value for name, value in article.facts.items() if name not in ("pages", "order", "inputs", "sample")]
    key = f"{article.key} {article.key.replace('_', ' ').replace('.', ' ').replace('-', ' ')}"
    texts = (article.title, f"{other_title} {key}", f"{article.text} {' '.join(shown)}")
    lowered = tuple(text.lower() for text in texts)
    return _Entry(article, tuple(_words(text) for text in lowered), lowered)


def _words(text: str) -> frozenset[str]:
    return frozenset(_split(_WORD.findall(text)))


def _split(words: Iterable[str]) -> Iterable[str]:
    for word in words:
        yield word
        if "_" in word or "." in word:
            yield from re.split(r"[._]", word)
