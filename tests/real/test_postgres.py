"""The tests of tables and services again, on PostgreSQL."""

import os
import subprocess
import sys

import pytest
from servers import ROOT

pytestmark = pytest.mark.real


@pytest.mark.parametrize("room", ["db", "services"])
def test_room_on_postgres(room, postgres_url):
    command = [sys.executable, "-m", "pytest", f"tests/{room}", "-m", "not real and not e2e", "-x"]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "QUANTBOARD_DATABASE_TEST": postgres_url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
