"""The commands and health checks of ``compose.yaml`` as processes: PostgreSQL, a broker with a password, two webs."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
import yaml
from servers import ROOT

from quantboard.queue.embedded import find_server
from tests.e2e.conftest import free_port
from tests.real.conftest import _empty

pytestmark = pytest.mark.real
SERVICES = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
QUANTBOARD = [sys.executable, "-m", "quantboard.cli.main"]
STARTS_WITHIN_S = 120


@contextlib.contextmanager
def valkey(folder: Path, password: str, port: int):
    words = [find_server(), "--port", str(port), "--bind", "127.0.0.1", "--requirepass", password]
    kept = ["--dir", str(folder), "--appendonly", "yes", "--save", "", "--maxmemory-policy", "noeviction"]
    with subprocess.Popen([*words, *kept], stdout=subprocess.DEVNULL) as server:
        yield
        server.terminate()


@pytest.fixture
def environment(tmp_path, postgres_url, request):
    """What the containers get, with this machine's places; secrets come from the script, by files."""
    secrets, port = tmp_path / "secrets", free_port()
    subprocess.run(["sh", ROOT / "deploy" / "make-secrets.sh", secrets, "127.0.0.1", "127.0.0.1"], check=True)
    password = (secrets / "valkey_password").read_text()
    (secrets / "quantboard_redis_url").write_text(f"redis://:{password}@127.0.0.1:{port}/0")
    (secrets / "quantboard_database").write_text(_empty(postgres_url))
    kept = {name: value for name, value in os.environ.items() if not name.startswith("QUANTBOARD_")}
    told = {name: str(value) for name, value in SERVICES["web"]["environment"].items()}
    with valkey(tmp_path, password, port):
        yield (
            kept
            | told
            | {
                "QUANTBOARD_ALLOWED_ORIGINS": '["https://board.example.org"]',
                "QUANTBOARD_SECRETS_DIR": str(secrets),
                "QUANTBOARD_DATA_DIR": str(tmp_path / "data"),
                "QUANTBOARD_CACHE_DIR": os.environ["QUANTBOARD_CACHE_DIR"],
                "QUANTBOARD_BACKUP_DIR": str(tmp_path / "backups"),
                "QUANTBOARD_PORT": str(free_port()),
            }
        )


@contextlib.contextmanager
def running(name, environment, folder):
    told = folder / f"{name}.log"
    with told.open("w") as out:
        process = subprocess.Popen(
            [*QUANTBOARD, *SERVICES[name]["command"]], env=environment, cwd=ROOT, stdout=out, stderr=out
        )
    try:
        until = time.monotonic() + STARTS_WITHIN_S
        while check(SERVICES[name], environment).returncode:
            assert process.poll() is None, told.read_text()[-3000:]
            assert time.monotonic() < until, check(SERVICES[name], environment).stdout + told.read_text()[-3000:]
            time.sleep(0.5)
        yield process
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0, told.read_text()[-3000:]
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def check(service, environment):
    """The container's health check."""
    words = service["healthcheck"]["test"]
    assert words[:2] == ["CMD", "quantboard"]
    return quantboard(environment, *words[2:])


def quantboard(environment, *words):
    return subprocess.run([*QUANTBOARD, *words], env=environment, cwd=ROOT, capture_output=True, text=True, check=False)


def test_a_hosted_instance_starts_works_is_backed_up_and_stops(environment, tmp_path):
    subprocess.run([*QUANTBOARD, "build"], cwd=ROOT, check=True, capture_output=True)
    assert check(SERVICES["web"], environment).returncode == 1  # nothing is migrated yet
    done = quantboard(environment, *SERVICES["migrate"]["command"])
    assert done.returncode == 0, done.stderr
    password = (tmp_path / "secrets" / "valkey_password").read_text()
    token = (tmp_path / "secrets" / "quantboard_metrics_token").read_text()
    base = f"http://127.0.0.1:{environment['QUANTBOARD_PORT']}"
    with running("worker", environment, tmp_path), running("web", environment, tmp_path):
        until = time.monotonic() + STARTS_WITHIN_S
        while True:
            with contextlib.suppress(httpx.TransportError):
                ready = httpx.get(f"{base}/readyz", headers={"Authorization": f"Bearer {token}"})
                if ready.status_code == 200:
                    break
            assert time.monotonic() < until, (tmp_path / "web.log").read_text()[-3000:]
            time.sleep(0.5)
        assert ready.json()["sandbox"]["ok"] is True
        assert httpx.get(f"{base}/metrics").status_code == 403  # behind a proxy nobody counts as this machine
        metrics = httpx.get(f"{base}/metrics", headers={"Authorization": f"Bearer {token}"}).text
        assert "quantboard_workers 1.0" in metrics
        loaded = quantboard(environment, "sample", "load", "--json")
        assert loaded.returncode == 0, loaded.stderr
        made = quantboard(environment, "backup", "--json")
        assert made.returncode == 0, made.stderr
        assert json.loads(made.stdout)["n_files"] > 0
    logs = (tmp_path / "web.log").read_text() + (tmp_path / "worker.log").read_text()
    assert "worker.stopped" in logs
    assert not [secret for secret in (password, token) if secret in logs]
