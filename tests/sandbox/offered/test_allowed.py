"""What pandas offers is frozen: a new release is looked at before it opens anything."""

import importlib.util
from pathlib import Path

from quantboard.sandbox.offered.allowed import ALLOWED

PLACE = Path(__file__).parents[1] / "offered_types.py"


def the_types():
    spec = importlib.util.spec_from_file_location("offered_types", PLACE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.table()


def test_the_list_is_what_this_pandas_would_offer():
    found = the_types()
    assert found.keys() == ALLOWED.keys()
    for kind, names in found.items():
        assert names == ALLOWED[kind], f"{kind}: {sorted(names ^ ALLOWED[kind])}"


def test_nothing_that_reads_or_writes_files_or_evaluates_text():
    closed = {"eval", "query", "plot", "hist", "style", "to_csv", "to_pickle", "to_json", "to_html", "to_sql", "info"}
    for kind, names in ALLOWED.items():
        assert not names & closed, kind
        assert not [name for name in names if name.startswith("_")], kind
