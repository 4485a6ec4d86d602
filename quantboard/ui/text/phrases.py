"""Sentences that the engine, the readers and the sandbox say in English, said in Chinese.

Those rooms have one language, which is also that of the shell and of REST. Each of their sentences stands here as a
template, ``{n} bars …``, with its Chinese; results that were stored long ago are understood in the same way. Tables lie
in ``phrases_run.py``, ``phrases_code.py`` and ``phrases_python.py``.
"""

import re
from functools import cache

from quantboard.core.indicators.catalog import CATALOG
from quantboard.ui.text.phrases_code import CODE
from quantboard.ui.text.phrases_honesty import HONESTY
from quantboard.ui.text.phrases_programs import PROGRAMS
from quantboard.ui.text.phrases_python import PYTHON
from quantboard.ui.text.phrases_run import RUN

MEANINGS = {entry.meaning: entry.meaning_zh for entry in CATALOG}
_SLOT = re.compile(r"\{(\w+)\}")


def spoken(text: str, language: str) -> str:
    """``text`` in the reader's language, or as it is where its Chinese is not known."""
    return chinese_of(text) or text if language == "zh-CN" else text


@cache
def _templates() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The most definite first: a slot that takes everything comes last."""
    every = sorted(
        {**RUN, **CODE, **PROGRAMS, **PYTHON, **HONESTY}.items(), key=lambda pair: -len(_SLOT.sub("", pair[0]))
    )
    return tuple((_pattern(english), chinese) for english, chinese in every)


def _pattern(english: str) -> re.Pattern[str]:
    parts = _SLOT.split(english)
    seen: set[str] = set()
    made = []
    for place, part in enumerate(parts):
        if place % 2 == 0:
            made.append(re.escape(part))
        elif part in seen:
            made.append(f"(?P={part})")
        else:
            seen.add(part)
            made.append(f"(?P<{part}>.+?)")
    return re.compile("".join(made), re.S)


def chinese_of(text: str) -> str:
    """The Chinese of an English sentence, empty where it is not known."""
    if text in MEANINGS:
        return MEANINGS[text]
    for pattern, chinese in _templates():
        if found := pattern.fullmatch(text):
            return chinese.format(**{name: chinese_of(value) or value for name, value in found.groupdict().items()})
    return ""
