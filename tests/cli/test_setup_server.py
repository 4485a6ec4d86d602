"""Set-ups and runs from a shell: here and on a server the same."""

from quantboard.services import datasets, strategies
from tests.cli.test_server import DATA, alike, ann, blank, both, instance

__all__ = ["ann", "blank", "both", "instance"]
CODE = "def signals(bars, p):\n    up = bars.close > sma(bars.close, 2)\n    return Signals(entry=up, exit=~up)\n"


def test_set_ups_here_and_there(both, ann):
    from quantboard.core.progress import silent

    data = datasets.import_now(ann, "Two stocks", [DATA / "kaggle.csv"], {}, silent)
    strategy = strategies.create(ann, "Cross", CODE)
    words = ("setup", "save", "Usual", "--strategy", "Cross", "--data", "Two stocks")
    (_, here), (_, there) = both(*words, "--option", "commission=0.001")
    assert here["id"] == there["id"]
    assert (there["strategy_id"], there["dataset_id"], there["request"]["commission"]) == (strategy.id, data.id, 0.001)
    assert alike(both("setup", "show", "usual"))[1]["id"] == here["id"]
    assert alike(both("setup", "list"))[1]["setups"][0]["name"] == "Usual"
    assert [told["name"] for _, told in both("setup", "copy", "Usual")] == ["Usual 2", "Usual 3"]
    assert alike(both("backtest", "list", "--status", "failed", "--favourite"))[1]["total"] == 0
    assert alike(both("backtest", "list", "--sort", "luck"))[1]["error"]["code"] == "list.bad_request"
    assert [told["error"]["code"] for _, told in both("setup", "show", "Nothing")] == ["object.not_named"] * 2
