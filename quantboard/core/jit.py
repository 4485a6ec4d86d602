"""The one decorator that compiles: the house options of Numba.

Serial, without fastmath (a result must be the same bits everywhere) and cached on disk, since a kernel takes about
0.12 s to compile and 3 ms to load. The cache folder is chosen by the process (``NUMBA_CACHE_DIR``) before this import.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast, overload

from numba import njit, types

Kernel = TypeVar("Kernel", bound=Callable[..., Any])

READ = types.Array(types.float64, 1, "C", readonly=True)  # takes writable arrays too
READ_PANEL = types.Array(types.float64, 2, "C", readonly=True)
READ_MASK = types.Array(types.boolean, 1, "C", readonly=True)
WRITE = types.Array(types.float64, 1, "C")
WRITE_PANEL = types.Array(types.float64, 2, "C")
WRITE_MASK = types.Array(types.boolean, 1, "C")
COUNT = types.int64


class FixedKernel:
    """A kernel with one signature: compiled, or loaded from the cache, by ``ready`` or its first call, never again."""

    def __init__(self, function: Callable[..., Any], takes: tuple[Any, ...]) -> None:
        self.__doc__ = function.__doc__
        self.__name__ = function.__name__
        self.dispatcher = njit(cache=True, nogil=True, error_model="numpy")(function)
        self._takes = takes
        self._is_ready = False

    def ready(self) -> None:
        """Compile or load now, so that a later call in a locked process needs neither files nor executable memory."""
        if not self._is_ready:
            self.dispatcher.compile(self._takes)
            self.dispatcher.disable_compile()
            self._is_ready = True

    def __call__(self, *arguments: Any) -> Any:
        if not self._is_ready:
            self.ready()
        return self.dispatcher(*arguments)


@overload
def kernel(function: Kernel) -> Kernel: ...
@overload
def kernel(*, takes: tuple[Any, ...]) -> Callable[[Kernel], Kernel]: ...
def kernel(function: Kernel | None = None, *, takes: tuple[Any, ...] = ()) -> Kernel | Callable[[Kernel], Kernel]:
    """Compile ``function`` on its first call; typed as the identity so that callers keep its signature.

    With ``takes`` it has that signature only, whatever it is called with.
    """
    if function is not None:
        return cast(Kernel, njit(cache=True, nogil=True, error_model="numpy")(function))

    def fix(fixed: Kernel) -> Kernel:
        return cast(Kernel, FixedKernel(fixed, takes))

    return fix
