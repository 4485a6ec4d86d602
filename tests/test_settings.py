import pytest

from quantboard.settings import BadSetting, settings


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
