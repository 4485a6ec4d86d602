"""What must never be in a commit."""

import re
import subprocess

from sources import ROOT

SECRETS = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}|ghp_[A-Za-z0-9]{30}")
LOCKS = ("requirements/run.txt", "requirements/dev.txt", "requirements/installer.txt", "reflex.lock/package-lock.json")


def tracked():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.splitlines()]


def test_no_secret_is_committed():
    texts = [p for p in tracked() if p.suffix in {".py", ".md", ".toml", ".txt", ".json", ".yaml", ".sh", ""}]
    assert not [p for p in texts if p.is_file() and SECRETS.search(p.read_text(errors="ignore"))]


def test_lock_files_name_no_host():
    for name in LOCKS:
        text = (ROOT / name).read_text()
        assert '"resolved"' not in text, name
        if name.endswith(".txt"):
            assert "://" not in text, name
            assert "index-url" not in text, name
