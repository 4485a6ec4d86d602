"""Chunks of a sweep over a few threads: the kernels give the interpreter free while they run."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, as_completed

from quantboard.core.progress import Step

CHUNK = 2_500
THREADS = 2


def spread(n: int, size: int, work: Callable[[int, int], None], on_step: Step, threads: int) -> None:
    """``work(start, stop)`` for chunks of ``0 … n``; ``on_step`` looks after each, and may raise ``Cancelled``.

    Chunks write to places of their own, so that neither their order nor the number of threads shows in a result.
    """
    borders = [(start, min(start + size, n)) for start in range(0, n, size)]
    done = 0
    with ThreadPoolExecutor(max(1, min(threads, len(borders)))) as pool:
        waiting: dict[Future[None], int] = {pool.submit(work, *border): border[1] - border[0] for border in borders}
        try:
            for ended in as_completed(waiting):
                ended.result()
                done += waiting[ended]
                on_step(done / n, "sweep", {"done": str(done), "of": str(n)})
        except BaseException:
            for future in waiting:
                future.cancel()
            raise


def chunk_of(n: int, threads: int) -> int:
    """Sets a chunk: about ``CHUNK``, and at least one chunk a thread."""
    return max(1, min(CHUNK, -(-n // max(threads, 1))))
