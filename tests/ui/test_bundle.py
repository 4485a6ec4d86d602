import json

import pytest

from quantboard.ui.bundle import CspPlugin, SameOriginPlugin


def test_addresses_become_the_pages_own(tmp_path):
    chunk = tmp_path / "assets" / "reflex-env-1.js"
    chunk.parent.mkdir()
    chunk.write_text('var e={PING:`http://localhost:8000/ping`,EVENT:"ws://localhost:8000/_event"};')
    SameOriginPlugin().post_build(static_dir=tmp_path)
    assert "localhost" not in chunk.read_text()
    assert 'location.origin+"/ping"' in chunk.read_text()
    assert 'location.host+"/_event"' in chunk.read_text()


def test_a_changed_layout_of_reflex_is_noticed(tmp_path):
    with pytest.raises(RuntimeError):
        SameOriginPlugin().post_build(static_dir=tmp_path)


def test_inline_scripts_are_listed_by_hash(tmp_path):
    static = tmp_path / "client"
    static.mkdir()
    (static / "index.html").write_text('<script>alert(1)</script><script src="a.js"></script>')
    CspPlugin().post_build(static_dir=static)
    listed = json.loads((tmp_path / "csp.json").read_text())
    assert len(listed) == 1
    assert listed[0].startswith("'sha256-")
