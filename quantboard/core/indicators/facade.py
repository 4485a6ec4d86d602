"""The built-ins under the names that a strategy uses: the one door for sandbox, chart, sweep and notebook."""

from collections.abc import Callable, Iterable
from typing import Any

from quantboard.core.indicators import kernels
from quantboard.core.indicators.catalog import CATALOG

BUILTINS: dict[str, Callable[..., Any]] = {entry.name: entry.call for entry in CATALOG}
MEANINGS: dict[str, str] = {entry.name: entry.meaning for entry in CATALOG}


def warm(names: Iterable[str] | None = None) -> None:
    """Load (or compile) the kernels of the named built-ins, by default of all, so that none compiles later."""
    wanted = set(BUILTINS if names is None else names)
    for kernel in {kernel for entry in CATALOG if entry.name in wanted for kernel in entry.kernels}:
        getattr(kernels, kernel).ready()
