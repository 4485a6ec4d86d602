"""The built-ins under the names that a strategy uses: the one door for sandbox, chart, sweep and notebook."""

from collections.abc import Callable, Iterable
from typing import Any

from quantboard.core.indicators import built, kernels
from quantboard.core.indicators.catalog import BY_CODE, CATALOG

BUILTINS: dict[str, Callable[..., Any]] = {entry.code: built.function(entry) for entry in CATALOG}
MEANINGS: dict[str, str] = {entry.code: entry.meaning for entry in CATALOG}
DOORS: tuple[Any, ...] = (kernels.wild, kernels.endless)  # every call passes them


def warm(names: Iterable[str] | None = None) -> None:
    """Load (or compile) the kernels of the named built-ins, by default of all, so that none compiles later."""
    for kernel in DOORS:
        kernel.ready()
    for name in BY_CODE if names is None else names:
        built.ready(BY_CODE[name])
