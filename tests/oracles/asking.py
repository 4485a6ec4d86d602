"""Asks another engine: where it is installed, in an environment of its own or in this one."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

PROGRAM = Path(__file__).with_name("peer.py")
SETTING = "QUANTBOARD_ORACLES_PYTHON_TEST"  # an interpreter that has the group "oracles", where this one has it not
MUST = "QUANTBOARD_ORACLES_TEST"  # "must": a missing engine fails instead of being left out
PATIENCE_S = 300


def ask(name: str, folder: Path, **given) -> dict[str, np.ndarray]:
    """What the engine tells of these arrays."""
    module = name.split("_")[0]
    python = next((one for one in (sys.executable, os.environ.get(SETTING, "")) if one and has(one, module)), None)
    if python is None:
        said = f"{module} is not installed: uv pip install --group oracles, or set {SETTING} to a Python that has it"
        if os.environ.get(MUST) == "must":
            pytest.fail(said)
        pytest.skip(said)
    source, place = folder / f"{name}.npz", folder / f"{name}-told.npz"
    np.savez(source, **given)
    command = [python, str(PROGRAM), name, str(source), str(place)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S, check=False, env=plain())
    assert done.returncode == 0, done.stderr[-3000:]
    with np.load(place) as told:
        return dict(told)


def has(python: str, module: str) -> bool:
    if python == sys.executable:
        return importlib.util.find_spec(module) is not None
    code = f"import importlib.util as u, sys; sys.exit(u.find_spec({module!r}) is None)"
    return subprocess.run([python, "-c", code], check=False, timeout=60).returncode == 0


def plain() -> dict[str, str]:
    """Its kernels go to a cache of their own, not beside ours."""
    folder = Path(os.environ["QUANTBOARD_CACHE_DIR"]) / "oracles"
    folder.mkdir(exist_ok=True)
    return {**os.environ, "NUMBA_CACHE_DIR": str(folder), "MPLCONFIGDIR": str(folder), "MPLBACKEND": "Agg"}
