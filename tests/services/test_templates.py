from quantboard.services import strategies


def test_every_template_is_complete_in_both_languages():
    found = strategies.templates()
    assert found[0].key == "double_moving_average"
    assert len(found) >= 5
    for one in found:
        names = {param.name for param in one.declaration.params}
        assert set(one.param_labels) == set(one.param_helps) == names, one.key
        for texts in (one.name, one.what, one.logic, one.market, *one.param_labels.values(), *one.param_helps.values()):
            assert all(text.strip() for text in texts)
        assert one.style in ("trend", "reversal", "rotation")


def test_the_first_template_is_the_printed_source():
    declaration = strategies.template("double_moving_average").declaration
    assert [(one.name, one.default, one.least, one.most) for one in declaration.params] == [
        ("fast", 10, 2, 200),
        ("slow", 30, 5, 400),
    ]
    assert (declaration.stop_loss, declaration.take_profit) == (None, None)


def test_the_parameters_of_a_template_are_told_in_two_languages():
    (label, help_) = strategies.param_texts("double_moving_average")["fast"]
    assert label == ("Fast average", "快线周期")
    assert all(help_)
    assert strategies.param_texts("no_such_template") == strategies.param_texts(None) == {}
