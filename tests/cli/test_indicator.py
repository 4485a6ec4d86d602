"""``quantboard indicator`` from a shell."""

import json

import pytest

from quantboard.cli.main import main
from quantboard.core.progress import silent
from quantboard.db import session as database
from quantboard.services import datasets, system
from quantboard.settings import settings
from tests.instance import ann, blank

__all__ = ["ann", "blank"]


@pytest.fixture
def instance(blank):
    system.migrate()
    yield blank
    database.close()
    settings.cache_clear()


def told(capsys, *words, status=0):
    with pytest.raises(SystemExit) as left:
        main([*map(str, words), "--json"])
    assert left.value.code == status, capsys.readouterr()
    return json.loads(capsys.readouterr().out.splitlines()[-1])


def test_list_show_and_values(capsys, instance, ann):
    view = datasets.load_sample_now(ann, silent)
    found = told(capsys, "indicator", "list", "超级趋势")["indicators"]
    assert [one["code"] for one in found] == ["supertrend"]
    assert told(capsys, "indicator", "show", "adx")["warm_up"] == 27
    values = told(capsys, "indicator", "values", "sma", view.name, "--symbol", "IBM", "-p", "n=5", "--rows", "6")
    assert values["outputs"]["sma"][-1] == pytest.approx(sum(values["close"][-5:]) / 5)
    assert len(values["times"]) == 6


def test_what_does_not_fit_is_said(capsys, instance, ann):
    view = datasets.load_sample_now(ann, silent)
    with pytest.raises(SystemExit) as left:
        main(["indicator", "values", "macd", view.name, "-p", "fast=40", "--json"])
    assert left.value.code
    assert "indicator.bad_parameters" in capsys.readouterr().out
