"""A run in one file: whole, checked offline, and what was tampered with is named."""

import json
import os
import shutil
import zipfile

import pytest

from quantboard.sandbox.runner import Sandbox
from quantboard.sandbox.server import ForkServer
from quantboard.services import archives, backtests, sharing
from quantboard.services.exports import Unfinished
from quantboard.store import run_archive
from quantboard.store.run_archive import NoRunArchive, UnsafeArchive
from tests.services.backtesting import asked, sample, work_off


@pytest.fixture(scope="module")
def server():
    made = ForkServer(cache_dir=os.environ.get("NUMBA_CACHE_DIR"))
    yield made
    made.close()


@pytest.fixture(autouse=True)
def warm(server, monkeypatch):
    """The check's own sandbox over the warm server of this module."""
    monkeypatch.setattr(archives, "Sandbox", lambda **given: Sandbox(server=server, **{**given, "cache_dir": None}))


@pytest.fixture
def run(server, ann):
    made = asked(ann, sample(ann))
    work_off(server, made)
    return backtests.view(ann, made.id)


@pytest.fixture
def packed(ann, run, tmp_path):
    made = archives.make(ann, run.id)
    return shutil.move(made.path, tmp_path / made.name)


def rewritten(path, change, *, fix_hashes=False):
    """The same archive with ``change(name, bytes) → bytes``; ``fix_hashes``: by somebody who knows the format."""
    import hashlib

    with zipfile.ZipFile(path) as source:
        parts = {name: change(name, source.read(name)) for name in source.namelist()}
    if fix_hashes:
        about = json.loads(parts["manifest.json"])
        for name, entry in about["entries"].items():
            entry |= {"size": len(parts[name]), "sha256": hashlib.sha256(parts[name]).hexdigest()}
        parts["manifest.json"] = json.dumps(about).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, body in parts.items():
            target.writestr(name, body)
    return path


def failed(found):
    return {one.name for one in found.checks if one.is_ok is False}


def test_an_honest_archive_is_the_same(packed, run):
    found = archives.verify_file(packed)
    assert (found.outcome, failed(found), found.difference) == ("same", set(), None)
    assert found.result_hash == run.result_hash
    assert {one.name for one in found.checks} == {"files", "source", "spec", "result", "data", "recomputed"}
    assert json.loads(json.dumps(found.as_json()))["about"]["data_hash"]


def test_it_holds_everything(packed):
    with zipfile.ZipFile(packed) as archive:
        assert set(archive.namelist()) == {
            *("manifest.json", "spec.json", "request.json", "source.py", "result.json", "honesty.json", "sides.json"),
            *("equity.parquet", "positions.parquet", "closes.parquet", "fills.parquet", "trades.parquet"),
            *("data.parquet", "data.json"),
        }


def test_without_data_it_needs_the_bars(ann, run, tmp_path):
    made = archives.make(ann, run.id, with_data=False)
    path = shutil.move(made.path, tmp_path / made.name)
    found = archives.verify_file(path)
    assert (found.outcome, failed(found)) == ("unchecked", set())
    from quantboard.services import datasets

    bars = datasets.bars_of(ann, run.dataset_id)
    assert archives.verify_file(path, bars).outcome == "same"
    bars.close[100, bars.symbols.index("AAPL")] += 1.0
    assert failed(archives.verify_file(path, bars.select(["AAPL"]))) >= {"data"}


@pytest.mark.parametrize("name", ["source.py", "trades.parquet", "data.parquet", "request.json", "honesty.json"])
def test_a_file_that_was_tampered_with_is_named(packed, name):
    path = rewritten(packed, lambda part, body: body[:-9] + b"#" + body[-8:] if part == name else body)
    found = archives.verify_file(path)
    assert found.outcome == "damaged"
    assert name in failed(found)


def test_a_clever_forger_is_caught_by_the_code(packed):
    """All hashes of files are put right: what the code decides differs from what it said."""
    path = rewritten(
        packed, lambda part, body: body.replace(b"sma(bars.close, p.fast)", b"sma(bars.close, p.slow)"), fix_hashes=True
    )
    found = archives.verify_file(path)
    assert (found.outcome, failed(found)) == ("damaged", {"source", "recomputed"})
    assert found.difference["table"] == "spec"


def test_a_clever_forger_is_caught_by_the_numbers(packed, tmp_path):
    """The last equity is doubled, the file hashes are put right."""
    import io

    import pyarrow as pa
    import pyarrow.parquet as pq

    def change(part, body):
        if part != "equity.parquet":
            return body
        table = pq.read_table(io.BytesIO(body))
        values = table.column("equity").to_pylist()
        values[-1] *= 2
        into = io.BytesIO()
        place = table.column_names.index("equity")
        pq.write_table(table.set_column(place, "equity", pa.array(values)), into)
        return into.getvalue()

    found = archives.verify_file(rewritten(packed, change, fix_hashes=True))
    assert failed(found) == {"result", "recomputed"}
    assert (found.difference["table"], found.difference["column"]) == ("equity", "equity")


def test_a_run_without_a_whole_result_has_none(ann):
    made = asked(ann, sample(ann))
    with pytest.raises(Unfinished):
        archives.make(ann, made.id)


def test_private_code_is_not_given_away(ann, bob, run):
    sharing.share(ann, "backtest", [run.id], "team")
    with pytest.raises(backtests.PartsPrivate):
        archives.make(bob, run.id)


@pytest.mark.parametrize("body", [b"", b"no archive", b"PK\x03\x04broken"])
def test_what_is_no_archive_is_refused(tmp_path, body):
    path = tmp_path / "x.zip"
    path.write_bytes(body)
    with pytest.raises(NoRunArchive):
        archives.verify_file(path)


def test_names_that_lead_outside_are_refused(packed):
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("../../evil.py", b"x")
    with pytest.raises(UnsafeArchive, match="evil"):
        archives.verify_file(packed)


def test_a_bomb_is_refused(packed):
    path = rewritten(packed, lambda part, body: b"0" * (64 << 20) if part == "data.parquet" else body, fix_hashes=True)
    with pytest.raises(UnsafeArchive, match=f"{run_archive.MOST_RATIO} times"):
        archives.verify_file(path)


def test_more_than_the_limit_is_refused(packed, monkeypatch):
    monkeypatch.setattr(run_archive, "MOST_BYTES", 1_000)
    with pytest.raises(UnsafeArchive, match="Unpacked"):
        archives.verify_file(packed)


def test_one_part_less_or_one_too_many_is_refused(packed):
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("reference.json", b"{}")
    with pytest.raises(UnsafeArchive, match=r"reference\.json"):
        archives.verify_file(packed)


def test_a_sent_file_is_forgotten(ann, run):
    made = archives.make(ann, run.id)
    archives.forget(made)
    archives.forget(made)
    assert not made.path.exists()
