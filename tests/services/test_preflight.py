import os

import pytest

from quantboard.services import preflight
from quantboard.services.preflight import BAD, DOUBTFUL, GOOD
from quantboard.settings import BadSetting, Settings, settings

HOSTED = {
    "hosted": True,
    "host": "127.0.0.1",
    "allowed_origins": ["https://board.example.org"],
    "database": "postgresql://quant:Vq7x-long-and-odd@db/quantboard",
    "redis_url": "redis://:Zk3w-long-and-odd@cache:6379/0",
}


def told(tmp_path, **fields):
    chosen = Settings(data_dir=tmp_path / "data", cache_dir=tmp_path / "cache", **fields)
    return [(one.state, one.why, one.fix) for one in preflight.findings(chosen) if one.state != GOOD]


def test_defaults_and_a_well_set_up_host_are_sound(tmp_path):
    assert told(tmp_path) == []
    assert told(tmp_path, **HOSTED) == []


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"log_level": "debug"}, "QUANTBOARD_LOG_LEVEL"),
        ({"log_bodies": True}, "QUANTBOARD_LOG_BODIES"),
        ({"database": "postgresql://quant:quantboard@db/q"}, "QUANTBOARD_DATABASE has a short or well-known password"),
        ({"database": "postgresql://quant@db/q"}, "QUANTBOARD_DATABASE has no password"),
        ({"database": "postgresql://longusername1:longusername1@db/q"}, "QUANTBOARD_DATABASE"),
        ({"database": "postgresql://quant:aaaaaaaaaaaaaaaa@db/q"}, "QUANTBOARD_DATABASE"),
        ({"redis_url": "redis://cache:6379/0"}, "QUANTBOARD_REDIS_URL has no password"),
        ({"database": ""}, "SQLite"),
        ({"allowed_origins": []}, "QUANTBOARD_ALLOWED_ORIGINS is empty"),
        ({"allowed_origins": ["http://board.example.org"]}, "not encrypted"),
        ({"allowed_origins": ["*"]}, "any site"),
        ({"cors_origins": ["*"]}, "any site"),
        ({"metrics_token": "short"}, "QUANTBOARD_METRICS_TOKEN"),
        ({"sandbox_time_limit_s": 200, "job_time_limit_s": 100}, "QUANTBOARD_SANDBOX_TIME_LIMIT_S"),
        ({"sandbox_memory_mb": 1024, "job_memory_mb": 512}, "QUANTBOARD_SANDBOX_MEMORY_MB"),
    ],
)
def test_what_is_unsafe_or_does_not_fit_is_refused_with_its_cure(tmp_path, fields, named):
    bad = [(why, fix) for state, why, fix in told(tmp_path, **(HOSTED | fields)) if state == BAD]
    assert len(bad) == 1
    assert named in bad[0][0]
    assert bad[0][1]


def test_sockets_and_loopback_need_no_password_and_no_tls(tmp_path):
    fields = {
        "database": "postgresql://quant@/q?host=/run/postgresql",
        "redis_url": "unix:///run/valkey.sock",
        "allowed_origins": ["http://localhost:8000"],
    }
    assert told(tmp_path, **(HOSTED | fields)) == []


def test_an_open_address_without_hosted_mode_is_doubtful_only(tmp_path):
    ((state, why, _),) = told(tmp_path, host="0.0.0.0")
    assert (state, "not set up as hosted" in why) == (DOUBTFUL, True)


def test_a_folder_that_is_none_is_named_with_its_variable(tmp_path):
    (tmp_path / "data").touch()
    ((state, why, fix),) = told(tmp_path)
    assert state == BAD
    assert "is not a folder" in why
    assert "QUANTBOARD_DATA_DIR" in fix


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_rights_is_named(tmp_path):
    (tmp_path / "cache").mkdir(mode=0o500)
    ((state, _, fix),) = told(tmp_path)
    assert (state, "QUANTBOARD_CACHE_DIR" in fix) == (BAD, True)


def test_a_start_is_refused(blank, monkeypatch):
    preflight.require_sound()
    monkeypatch.setenv("QUANTBOARD_HOSTED", "true")
    settings.cache_clear()
    with pytest.raises(BadSetting, match="QUANTBOARD_") as caught:
        preflight.require_sound()
    assert caught.value.hint


def test_the_doctor_looks_at_the_machine_too(tmp_path):
    names = [one.what for one in preflight.everything(Settings(data_dir=tmp_path, cache_dir=tmp_path))]
    assert any(name.startswith("Python 3.") for name in names)
    assert "message broker's program" in names
