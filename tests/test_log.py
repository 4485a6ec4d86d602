import json
import logging
import re
import threading

import pytest

from quantboard import log
from quantboard.logfiles import LogFiles


def test_secrets_are_masked_and_fields_are_bound(capsys):
    log.set_up(as_json=True)
    with log.bind(task_id="t1"):
        log.logger("test").info("thing.happened", api_token="hunter2", n_bars=3)
    line = json.loads(capsys.readouterr().err)
    assert line["event"] == "thing.happened"
    assert line["task_id"] == "t1"
    assert line["api_token"] == "***"


def test_the_level_is_obeyed(capsys):
    log.set_up("warning", as_json=True)
    log.logger("test").info("thing.happened")
    assert not capsys.readouterr().err


def test_tracebacks_messages_and_library_lines_lose_their_secrets(capsys):
    log.set_up(as_json=True)
    try:
        raise ValueError("cannot open postgresql://ann:hunter22@db/q")
    except ValueError:
        log.logger("test").exception("thing.failed", given={"nested": [{"password": "hunter22"}]})
    logging.getLogger("psycopg").warning("failed with password=%s", "hunter22")
    said = capsys.readouterr().err
    assert "thing.failed" in said
    assert '"room": "psycopg"' in said
    assert "hunter22" not in said


def test_an_uncaught_error_is_a_masked_line(capsys):
    log.set_up(as_json=True)
    thread = threading.Thread(target=lambda: int("password=hunter22"))
    thread.start()
    thread.join()
    line = json.loads(capsys.readouterr().err)
    assert line["event"] == "process.failed"
    assert "hunter22" not in json.dumps(line)


def test_the_request_is_on_every_line_of_its_context(capsys):
    log.set_up(as_json=True)
    assert log.request_id() == ""
    with log.bind(request_id="r-1"):
        assert log.request_id() == "r-1"
        log.logger("test").info("thing.happened")
    assert json.loads(capsys.readouterr().err)["request_id"] == "r-1"


@pytest.mark.parametrize(
    ("headers", "wanted"),
    [
        ({"x-request-id": "abc-123"}, "abc-123"),
        ({"x-correlation-id": "abc.456", "traceparent": "00-" + "a" * 32 + "-" + "b" * 16 + "-01"}, "abc.456"),
        ({"traceparent": "00-" + "a" * 32 + "-" + "b" * 16 + "-01"}, "a" * 32),
        ({"x-request-id": "two words"}, None),
        ({"x-request-id": "x" * 65}, None),
        ({"x-request-id": "line\nbreak"}, None),
        ({"x-request-id": "qb_3kJd93kdLs02kdLaPq8"}, None),
        ({"traceparent": "00-" + "0" * 32 + "-" + "b" * 16 + "-01"}, None),
        ({}, None),
    ],
)
def test_a_sane_id_of_the_caller_is_used_and_no_other(headers, wanted):
    found = log.request_id_of(headers.get)
    assert found == wanted if wanted else re.fullmatch("[0-9a-f]{16}", found)


def test_files_take_each_line_by_its_kind(capsys, tmp_path):
    log.set_up(as_json=True, files=LogFiles(tmp_path / "logs", {"app": 1, "access": 1, "error": 1}))
    log.logger("services").info("thing.happened", password="hunter22")
    log.logger(log.ACCESS).info("request.finished")
    log.logger("services").warning("thing.failed")
    log.set_up(as_json=True)
    told = {path.name.split("-")[0]: path.read_text() for path in (tmp_path / "logs").iterdir()}
    assert [json.loads(line)["event"] for line in told["app"].splitlines()] == ["thing.happened", "thing.failed"]
    assert [json.loads(line)["event"] for line in told["access"].splitlines()] == ["request.finished"]
    assert [json.loads(line)["event"] for line in told["error"].splitlines()] == ["thing.failed"]
    assert "hunter22" not in "".join(told.values())


def test_a_reader_sees_masked_lines_while_it_listens():
    log.set_up(as_json=True)
    seen = []
    with log.read_by(seen.append):
        log.logger("test").info("thing.happened", token="abc")
    log.logger("test").info("thing.over")
    assert [(line["event"], line.get("token")) for line in seen] == [("thing.happened", "***")]
