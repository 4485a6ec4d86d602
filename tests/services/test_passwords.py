import pytest

from quantboard.services import passwords


@pytest.mark.parametrize(
    "bad", ["short", "Password123", "aaaaaaaaaaaa", "1234567890", "Alexandra-12", "x" * 257, "quantboard123"]
)
def test_bad_passwords_are_refused(bad):
    with pytest.raises(passwords.WeakPassword):
        passwords.check_strength(bad, "Alexandra")


@pytest.mark.parametrize("good", ["correct horse battery", "三国演义水浒传红楼梦西游", "Tr0ub4dor&3!x"])
def test_good_passwords_pass(good):
    passwords.check_strength(good, "Alexandra")


def test_only_the_right_password_matches():
    kept = passwords.hash_of("correct horse battery")
    assert kept.startswith("$argon2id$")
    assert passwords.matches(kept, "correct horse battery")
    assert not passwords.matches(kept, "correct horse")
    assert not passwords.matches(None, "no such person")
    assert not passwords.matches("rubbish", "x")


def test_the_throttle_forgets_after_success():
    throttle = passwords.Throttle()
    for _ in range(4):
        throttle.failed("ann", "")
    throttle.check("ann", "")
    throttle.failed("ann", "")
    with pytest.raises(passwords.TooManyTries, match="5 times"):
        throttle.check("ann", "")
    throttle.check("ann", "elsewhere")
    throttle.passed("ann", "")
    throttle.check("ann", "")
