"""What ships with the product as data: starter strategies, the sample and the manual. Read, never imported."""

import tomllib
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path
from typing import Any

from quantboard.errors import NotFound

STRATEGIES = files("quantboard") / "library" / "strategies"
SAMPLE = files("quantboard") / "library" / "samples" / "stocks.csv.gz"
GUIDE = files("quantboard") / "library" / "guide"


class UnknownTemplate(NotFound):
    """No starter strategy has this key."""

    code = "strategy.unknown_template"


def strategy_keys() -> tuple[str, ...]:
    """The keys of the starter strategies, such as ``double_moving_average``."""
    names = (entry.name for entry in STRATEGIES.iterdir())
    return tuple(sorted(name[:-3] for name in names if name.endswith(".py") and not name.startswith("_")))


def strategy_source(key: str) -> str:
    """The source of one starter strategy; raises ``UnknownTemplate`` with the nearest key."""
    keys = strategy_keys()
    if key not in keys:
        near = get_close_matches(key, keys, n=1)
        hint = f"Did you mean {near[0]}?" if near else f"There are {', '.join(keys)}; or name a file that ends in .py."
        raise UnknownTemplate(f"There is no strategy {key!r}.", hint, field="strategy")
    return (STRATEGIES / f"{key}.py").read_text(encoding="utf-8")


def strategy_about(key: str) -> dict[str, Any]:
    """What people should know of one starter strategy, in both languages."""
    text = (STRATEGIES / f"{key}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def sample_path() -> Path:
    """The shipped sample: daily bars of five US stocks, 2000 to 2013."""
    return Path(str(SAMPLE))


def guide_text(language: str, name: str) -> str:
    """One collection of the manual as Markdown: faq, glossary, metrics or errors."""
    return (GUIDE / language / f"{name}.md").read_text(encoding="utf-8")


def guide_topics(language: str) -> dict[str, str]:
    """The pages of the manual by key, as Markdown."""
    pages = [entry for entry in (GUIDE / language / "topics").iterdir() if entry.name.endswith(".md")]
    return {page.name[:-3]: page.read_text(encoding="utf-8") for page in sorted(pages, key=lambda page: page.name)}
