import pytest

from quantboard.settings import BadSetting, ensure_folder, settings


@pytest.fixture(autouse=True)
def fresh():
    settings.cache_clear()
    yield
    settings.cache_clear()


def test_the_database_lies_in_the_data_directory(monkeypatch, tmp_path):
    monkeypatch.setenv("QUANTBOARD_DATA_DIR", str(tmp_path))
    assert settings().database_url == f"sqlite:///{tmp_path}/quantboard.db"


def test_a_bad_value_names_its_variable_and_the_cure(monkeypatch):
    monkeypatch.setenv("QUANTBOARD_PORT", "eighty")
    with pytest.raises(BadSetting, match="QUANTBOARD_PORT cannot be used") as caught:
        settings()
    assert "Correct or unset QUANTBOARD_PORT" in caught.value.hint


def test_settings_cannot_be_changed_afterwards():
    with pytest.raises(ValueError, match="frozen"):
        settings().port = 1


@pytest.mark.parametrize(("name", "value"), [("DATABASE", "nonsense"), ("REDIS_URL", "localhost:6379")])
def test_an_address_of_another_kind_is_refused(monkeypatch, name, value):
    monkeypatch.setenv(f"QUANTBOARD_{name}", value)
    with pytest.raises(BadSetting, match=f"QUANTBOARD_{name} cannot be used"):
        settings()


def test_a_folder_that_cannot_be_made_is_named(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("QUANTBOARD_DATA_DIR", str(tmp_path / "file" / "data"))
    with pytest.raises(BadSetting, match="cannot be made") as caught:
        ensure_folder("data_dir")
    assert "QUANTBOARD_DATA_DIR" in caught.value.hint


def test_secrets_may_lie_in_files(monkeypatch, tmp_path):
    (tmp_path / "quantboard_database").write_text("postgresql://quant:from-a-file@db/q\n")
    monkeypatch.setenv("QUANTBOARD_SECRETS_DIR", str(tmp_path))
    assert settings().database_url == "postgresql://quant:from-a-file@db/q"
    settings.cache_clear()
    monkeypatch.setenv("QUANTBOARD_DATABASE", "sqlite:///other.db")
    assert settings().database_url == "sqlite:///other.db"  # the environment wins
    settings.cache_clear()
    monkeypatch.setenv("QUANTBOARD_SECRETS_DIR", str(tmp_path / "none"))
    with pytest.raises(BadSetting, match="no folder"):
        settings()


def test_backups_go_into_the_data_directory_unless_told(monkeypatch, tmp_path):
    monkeypatch.setenv("QUANTBOARD_DATA_DIR", str(tmp_path))
    assert settings().backup_folder == tmp_path / "backups"
    settings.cache_clear()
    monkeypatch.setenv("QUANTBOARD_BACKUP_DIR", "/srv/backups")
    assert str(settings().backup_folder) == "/srv/backups"
