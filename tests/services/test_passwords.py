import pytest

from quantboard.services import passwords


@pytest.mark.parametrize(
    "bad",
    [
        "short",
        "Password123",
        "P@ssw0rd2024",
        "p a s s w o r d",
        "aaaaaaaaaaaa",
        "1234567890",
        "23456789012345",
        "abababababab",
        "Alexandra-12",
        "alexandraalexandra",
        "qwertyqwerty1",
        "x" * 257,
        "quantboard123",
        "1qaz2wsx3edc",
        "woaini5201314",
    ],
)
def test_bad_passwords_are_refused(bad):
    with pytest.raises(passwords.WeakPassword):
        passwords.check_strength(bad, "Alexandra")


@pytest.mark.parametrize(
    "good", ["correct horse battery", "三国演义水浒传红楼梦西游", "Tr0ub4dor&3!x", "test 8361 0294 7755 1203"]
)
def test_good_passwords_pass(good):
    passwords.check_strength(good, "Alexandra")


def test_only_the_right_password_matches():
    kept = passwords.hash_of("correct horse battery")
    assert kept.startswith("$argon2id$")
    assert passwords.matches(kept, "correct horse battery")
    assert not passwords.matches(kept, "correct horse")
    assert not passwords.matches(None, "no such person")
    assert not passwords.matches("rubbish", "x")
