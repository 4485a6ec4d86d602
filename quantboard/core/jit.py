"""The one decorator that compiles: the house options of Numba.

Serial, without fastmath (a result must be the same bits everywhere) and cached on disk, since a kernel takes about
0.12 s to compile and 3 ms to load. The cache folder is chosen by the process (``NUMBA_CACHE_DIR``) before this import.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

Kernel = TypeVar("Kernel", bound=Callable[..., Any])


def kernel(function: Kernel) -> Kernel:
    """Compile ``function`` on its first call; typed as the identity so that callers keep its signature."""
    return cast(Kernel, njit(cache=True, nogil=True, error_model="numpy")(function))
