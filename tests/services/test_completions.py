from quantboard.sandbox import policy
from quantboard.services.completions import completions


def test_the_editor_offers_exactly_what_a_strategy_may_use():
    offered = {one["label"] for one in completions()["names"]}
    assert offered >= set(policy.INDICATORS) | set(policy.RESULTS) | {"bars", "p", "np", "Params"}
    assert "open" not in offered
    assert {one["label"] for one in completions()["bars"]} == set(policy.BARS)
