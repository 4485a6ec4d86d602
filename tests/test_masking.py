import pytest

from quantboard import masking
from quantboard.masking import mask, mask_text

JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.s5Zx-9_abcDEF"
PLANTED = {
    "url": ("cannot reach postgresql://quant:s3cr3t-pa55@db:5432/q", "s3cr3t-pa55"),
    "url_with_at": ("redis://:p@ssw0rd@cache:6379/0", "p@ssw0rd"),
    "bearer": ("Authorization: Bearer abcdef123456789", "abcdef123456789"),
    "basic": ("sent Basic dXNlcjpwYXNz to it", "dXNlcjpwYXNz"),
    "api_token": ("used qb_3kJd93kdLs02kdLaPq8", "3kJd93kdLs02kdLaPq8"),
    "jwt": (f"the token was {JWT}.", "s5Zx-9_abcDEF"),
    "cookie": ("GET /\nCookie: qb_session=AAAABBBB; theme=dark\nHost: x", "AAAABBBB"),
    "session_cookie": ("qb_session=AAAABBBBCCCC is gone", "AAAABBBBCCCC"),
    "json": ('{"name": "ann", "password": "correct horse"}', "correct horse"),
    "python": ("{'api_key': 'k-123', 'n': 1}", "k-123"),
    "query": ("/welcome?token=Zm9vYmFy&next=/", "Zm9vYmFy"),
    "form": ("name=ann&password=hunter2&confirm=x", "hunter2"),
    "openai": ("key sk-proj-abcdefghijklmnop123", "abcdefghijklmnop123"),
    "aws": ("id AKIA" + "ABCDEFGHIJKLMNOP", "ABCDEFGHIJKLMNOP"),
    "github": ("gh" + "p_abcdefghijklmnopqrstuvwxyz012345", "abcdefghijklmnopqrstuvwxyz012345"),
    "card": ("paid with 4111 1111 1111 1111 today", "4111 1111 1111 1111"),
    "card_dashes": ("5500-0000-0000-0004", "5500-0000-0000-0004"),
    "key": ("-----BEGIN " + "PRIVATE KEY-----\nMIIabc\n-----END PRIVATE KEY-----", "MIIabc"),
}


@pytest.mark.parametrize(("text", "secret"), PLANTED.values(), ids=PLANTED)
def test_a_planted_secret_is_gone_and_the_rest_stays_readable(text, secret):
    shown = mask_text(text)
    assert secret not in shown
    assert "***" in shown


@pytest.mark.parametrize(
    "text",
    [
        "dataset 8f14e45fceea167a5a36dedd4bea2543 has 1577836800000000 µs",
        "task.claimed n_bars=4111111111111112 at 12:30:45",
        "return 0.4111111111111111",
        "https://example.org:8000/backtests/1",
        "qb_session is the cookie's name",
    ],
)
def test_what_is_no_secret_is_left_alone(text):
    assert mask_text(text) == text


def test_fields_are_known_by_name_however_deep():
    shown = mask({"user": {"login": "ann", "password_hash": "x", "keys": [{"apiKey": "k"}]}, "session": "s", "n": 2})
    assert shown == {
        "user": {"login": "ann", "password_hash": "***", "keys": [{"apiKey": "***"}]},
        "session": "***",
        "n": 2,
    }


def test_numbers_bytes_and_objects_are_looked_through():
    assert mask(4111111111111111) == "***"
    assert mask(b"password=abc") == "password=***"
    assert mask(ValueError("password=abc")) == "password=***"
    assert mask((1.5, True, None)) == [1.5, True, None]


def test_endless_nesting_ends():
    round_and_round: dict[str, object] = {}
    round_and_round["again"] = round_and_round
    assert "…" in str(mask(round_and_round))


def test_mail_and_addresses_are_masked_on_wish_only():
    text = "ann@example.org from 192.168.1.77 and 2001:db8::ff00:42:8329"
    assert mask_text(text) == text
    shown = mask_text(text, personal=True)
    assert not [part for part in ("ann@", "192.168", "8329") if part in shown]
    assert mask({"email": "x", "client": "y"}, personal=True) == {"email": "***", "client": "***"}


def test_learnt_values_are_masked_wherever_they_stand():
    masking.learn(["opensesame"])
    try:
        assert mask_text("xopensesamex") == "x***x"
    finally:
        masking._known.clear()
