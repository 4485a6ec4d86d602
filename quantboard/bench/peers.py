"""Other engines on the same arrays, each in a process of its own, so that nothing of theirs is loaded here."""

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from quantboard.core.bars import Bars
from quantboard.settings import settings

PROGRAM = Path(__file__).with_name("peer_jobs.py")
PATIENCE_S = 900
FRESH = "j6"  # measured as a whole process
REPEATS, SLOW_S = 5, 4.0


class PeerFailed(Exception):
    """Another engine did not do the job; the text is its last line."""


class Peers:
    """Arrays are given under the name of a job; ``tell`` says what each peer took for it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.python = str(settings().bench_python or sys.executable)

    def give(self, job: str, bars: Bars | None, codes: np.ndarray | None, **arrays: np.ndarray | None) -> None:
        """Write down what the peers shall work on."""
        given: dict[str, Any] = {name: array for name, array in arrays.items() if array is not None}
        if bars is not None and codes is not None:
            given |= {"stamps": bars.stamps, "codes": codes, **bars.columns}
        np.savez(self.folder / f"{job}.npz", **given)

    def tell(self, job: str, names: tuple[str, ...]) -> str:
        """``raptorbt 0.13.4 1.1 ms, vectorbt: not installed``."""
        return ", ".join(self._one(job, name) for name in names)

    def _one(self, job: str, name: str) -> str:
        command = [self.python, str(PROGRAM), name, job, str(self.folder)]
        try:
            if job == FRESH:
                runs = [self._asked(command)]
                if runs[0]["process"] < SLOW_S:
                    runs += [self._asked(command) for _ in range(REPEATS - 1)]
                middle = statistics.median(run["process"] for run in runs)
                told = {**runs[0], "wall": middle, "repeats": len(runs)}
            else:
                told = self._asked(command)
        except subprocess.TimeoutExpired:
            return f"{name}: more than {PATIENCE_S} s"
        except PeerFailed as error:
            return f"{name}: failed ({error})"
        if "missing" in told:
            return f"{name}: not installed"
        cpu = f", CPU {_span(told['cpu'])}" if "cpu" in told else ""
        once = "" if told["repeats"] > 1 else ", once"
        return f"{name} {told['version']} {_span(told['wall'])}{cpu}{once}"

    def _asked(self, command: list[str]) -> dict[str, Any]:
        """Its answer, and how long its whole process lasted."""
        start = time.perf_counter()
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
        if done.returncode:
            raise PeerFailed((done.stderr.strip().splitlines() or ["no word"])[-1][:120])
        told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return {**told, "process": time.perf_counter() - start}


def _span(seconds: float) -> str:
    return f"{seconds:.3g} s" if seconds >= 1 else f"{seconds * 1000:.3g} ms"
