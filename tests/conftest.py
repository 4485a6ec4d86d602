"""One cache of compiled kernels and no stray setting for the whole session."""

import os
import tempfile
from pathlib import Path

for name in [name for name in os.environ if name.startswith("QUANTBOARD_") and not name.endswith("_TEST")]:
    del os.environ[name]

KERNELS = Path(tempfile.gettempdir()) / f"quantboard-tests-{os.getuid()}"
KERNELS.mkdir(mode=0o700, exist_ok=True)
os.environ["QUANTBOARD_CACHE_DIR"] = str(KERNELS)

from quantboard.settings import prepare_environment  # noqa: E402 — after the folder is chosen, before any kernel

prepare_environment()
