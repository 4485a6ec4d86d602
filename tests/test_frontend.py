from pathlib import Path

import pytest

from quantboard import frontend


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    for name, text in {
        "rxconfig.py": "config = 1",
        "assets/theme.css": "a {}",
        "quantboard/ui/pages.py": "PAGES = ()",
        "quantboard/ui/parts/x/x.jsx": "export const X = 1",
        "quantboard/jobs/worker.py": "pass",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.setattr(frontend, "ROOT", tmp_path)
    monkeypatch.setenv("REFLEX_WEB_WORKDIR", str(tmp_path / "web"))
    return tmp_path


@pytest.mark.parametrize(
    "name", ["rxconfig.py", "assets/theme.css", "quantboard/ui/pages.py", "quantboard/ui/parts/x/x.jsx"]
)
def test_what_reaches_the_bundle_counts(checkout: Path, name):
    before = frontend.fingerprint()
    (checkout / name).write_text("changed")
    assert frontend.fingerprint() != before


def test_what_does_not_reach_it_does_not_count(checkout: Path):
    before = frontend.fingerprint()
    (checkout / "quantboard/jobs/worker.py").write_text("changed")
    assert frontend.fingerprint() == before


def test_a_build_is_current_until_a_source_changes(checkout: Path):
    assert not frontend.is_current()
    stamp = checkout / "web" / "build" / frontend.STAMP
    stamp.parent.mkdir(parents=True)
    stamp.write_text(frontend.fingerprint())
    assert frontend.is_current()
    (checkout / "assets/theme.css").write_text("b {}")
    assert not frontend.is_current()


def test_without_sources_there_is_nothing_to_build(tmp_path, monkeypatch):
    monkeypatch.setattr(frontend, "ROOT", tmp_path)
    monkeypatch.setenv("QUANTBOARD_DATA_DIR", str(tmp_path))
    frontend.settings.cache_clear()
    with pytest.raises(frontend.NoSources):
        frontend.build()
    frontend.settings.cache_clear()
