"""The tests of tables, services, jobs, API and shell again, on PostgreSQL."""

import os
import subprocess
import sys

import pytest
from servers import ROOT

pytestmark = pytest.mark.real
ROOMS = ("db", "services", "jobs", "api", "cli")


def test_every_room_that_stores_on_postgres(postgres_url):
    rooms = [f"tests/{room}" for room in ROOMS]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *rooms, "-m", "not real and not e2e and not slow"],
        cwd=ROOT,
        env={**os.environ, "QUANTBOARD_DATABASE_TEST": postgres_url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
