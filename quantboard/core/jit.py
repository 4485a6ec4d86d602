"""The one decorator that compiles: the house options of Numba.

Serial, without fastmath (a result must be the same bits everywhere) and cached on disk, since a kernel takes about
0.12 s to compile and 3 ms to load. The cache folder is chosen by the process (``NUMBA_CACHE_DIR``) before this import.
"""

import threading
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
NUMBER = types.float64


class FixedKernel:
    """A kernel with one signature: compiled, or loaded from the cache, by ``ready`` or its first call, never again."""

    def __init__(self, function: Callable[..., Any], takes: tuple[Any, ...], **options: Any) -> None:
        self.__doc__ = function.__doc__
        self.__name__ = function.__name__
        compiled: Any = njit
        self.dispatcher = compiled(cache=True, nogil=True, error_model="numpy", **options)(function)
        self._takes = takes
        self._is_ready = False
        self._lock = threading.Lock()

    def ready(self) -> None:
        """Compile or load now, so that a later call in a locked process needs neither files nor executable memory."""
        with self._lock:  # two requests may be the first at the same time
            if not self._is_ready:
                self.dispatcher.compile(self._takes)
                self.dispatcher.disable_compile()
                self._is_ready = True

    def __call__(self, *arguments: Any) -> Any:
        if not self._is_ready:
            self.ready()
        return self.dispatcher(*arguments)


def part(function: Kernel) -> Kernel:
    """A piece of a kernel: only other kernels can call it.

    It has no entrance from Python and counts no references of its arrays, which the caller holds: without that a
    piece compiles in half the time, and a call with thirty arrays takes 50 ns instead of a microsecond. It may not
    make arrays.
    """
    compiled: Any = njit
    bare = {"_nrt": False, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}
    return cast(Kernel, compiled(cache=True, nogil=True, error_model="numpy", **bare)(function))


@overload
def kernel(function: Kernel) -> Kernel: ...
@overload
def kernel(*, takes: tuple[Any, ...], is_bare: bool = False) -> Callable[[Kernel], Kernel]: ...
def kernel(
    function: Kernel | None = None, *, takes: tuple[Any, ...] = (), is_bare: bool = False
) -> Kernel | Callable[[Kernel], Kernel]:
    """Compile ``function`` on its first call; typed as the identity so that callers keep its signature.

    With ``takes`` it has that signature only, whatever it is called with; a bare one makes no arrays (see ``part``).
    """
    if function is not None:
        return cast(Kernel, njit(cache=True, nogil=True, error_model="numpy")(function))

    def fix(fixed: Kernel) -> Kernel:
        return cast(Kernel, FixedKernel(fixed, takes, **({"_nrt": False} if is_bare else {})))

    return fix
