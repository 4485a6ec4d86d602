from quantboard.services import keys


def test_keys_are_long_and_differ():
    made = {keys.fresh("qb_") for _ in range(100)}
    assert len(made) == 100
    assert all(key.startswith("qb_") and len(key) >= 43 for key in made)


def test_a_digest_tells_nothing_and_is_always_the_same():
    key = keys.fresh()
    assert keys.digest(key) == keys.digest(key) != keys.digest(key + "x")
    assert key not in keys.digest(key)
    assert len(keys.digest(key)) == 64
