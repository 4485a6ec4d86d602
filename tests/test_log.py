import json

from quantboard import log


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
