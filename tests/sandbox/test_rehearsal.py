import subprocess
import sys

SCRIPT = """
import sys
from quantboard.sandbox import rehearsal
rehearsal.rehearse(with_tables=False, with_built_ins=False)
before = set(sys.modules)
rehearsal.rehearse(with_tables=False, with_built_ins=False)
assert set(sys.modules) == before
"""


def test_a_second_walk_imports_nothing():
    subprocess.run([sys.executable, "-c", SCRIPT], check=True, timeout=120)
