"""Every example of docs/api.md is run, in its order, against the application."""

import json
import re
import runpy
import shlex
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import httpx
import pytest
from serving import Server

from quantboard.services import tokens

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(sh|python)\n(.*?)```", TEXT, re.DOTALL)
FLAGS = {"-N": 0, "-H": 1, "-T": 1, "-o": 1, "--json": 1}
NAMES = {"task_id": "TASK", "dataset_id": "DATASET", "backtest_id": "BACKTEST"}


def commands(block, known):
    """The curl lines of a block, as words with their variables filled in."""
    joined = block.replace("\\\n", " ")
    words, found = shlex.split(joined, comments=False), []
    for word in words:
        if word == "curl":
            found.append([])
        else:
            found[-1].append(re.sub(r"\$([A-Z]+)", lambda name: known[name[1]], word))
    return found


def curl(words, folder):
    """What curl would do with these words; the answer."""
    given, rest = {}, list(words)
    headers, url = {}, ""
    while rest:
        word = rest.pop(0)
        if word in FLAGS:
            value = rest.pop(0) if FLAGS[word] else True
            if word == "-H":
                headers.update([value.split(": ", 1)])
            else:
                given[word] = value
        else:
            assert not word.startswith("-"), word
            url = word
    if "--json" in given:
        answer = httpx.post(url, headers=headers, json=json.loads(given["--json"]), timeout=300)
    elif "-T" in given:
        answer = httpx.put(url, headers=headers, content=(folder / given["-T"]).read_bytes(), timeout=300)
    else:
        answer = httpx.get(url, headers=headers, timeout=300)
    if "-o" in given:
        (folder / given["-o"]).write_bytes(answer.content)
    return answer


@pytest.fixture
def place(bob, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "kaggle.csv").write_bytes((ROOT / "tests" / "data" / "kaggle.csv").read_bytes())
    _, secret = tokens.create(bob, "Documentation", ["read", "write", "run"])
    with Server(monkeypatch) as server:
        yield server.url, secret, tmp_path


def test_the_examples_do_what_they_say(place, capsys):
    url, secret, folder = place
    known, seen = {"QB": url, "TOKEN": secret}, []
    for block in (block for language, block in BLOCKS if language == "sh"):
        for words in commands(block, known):
            answer = curl(words, folder)
            seen.append((answer.status_code, words[-1].removeprefix(url)))
            if answer.headers["content-type"].endswith("json"):
                told = answer.json()
                known |= {name: told[key] for key, name in NAMES.items() if told.get(key)}
                if "/uploads/kaggle.csv" in words[-1]:
                    known["UPLOAD"] = told["id"]
    assert [status for status, path in seen if "Pricse" in path] == [404]
    assert all(status in (200, 201, 202) for status, path in seen if "Pricse" not in path), seen
    assert (folder / "trades.parquet").read_bytes()[:4] == b"PAR1"
    assert "</html>" in (folder / "report.html").read_text(encoding="utf-8")
    script = folder / "example.py"
    script.write_text("".join(block for language, block in BLOCKS if language == "python"), encoding="utf-8")
    names = runpy.run_path(str(script), {"URL": url, "TOKEN": secret})
    assert names["run"].result_hash == names["qb"].backtests.result(names["run"].id)["result_hash"]
    assert "option.bad_value cash" in capsys.readouterr().out
    names["qb"].close()


def test_the_error_it_shows_is_the_one_that_is_told(place):
    url, secret, _ = place
    shown = json.loads(re.search(r"```json\n(.*?)```", TEXT, re.DOTALL)[1])
    told = httpx.get(
        f"{url}/api/v1/datasets/find", params={"name": "Pricse"}, headers={"Authorization": f"Bearer {secret}"}
    ).json()
    assert told.keys() == shown.keys()
    assert {**told, "hint": "", "request_id": ""} == {**shown, "hint": "", "request_id": ""}
