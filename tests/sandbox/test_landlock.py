from quantboard.sandbox import landlock


def test_every_known_version_has_its_bits():
    assert sorted(landlock.FILES) == [1, 2, 3, 4, 5]
    assert list(landlock.FILES.values()) == sorted(landlock.FILES.values())


def test_an_old_kernel_reports_the_layer_as_off(monkeypatch):
    monkeypatch.setattr(landlock, "version", lambda: 0)
    assert landlock.apply().startswith("off")
