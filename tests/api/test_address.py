import pytest
from starlette.requests import Request

from quantboard.api.address import address_of, is_https, seen_through, site_of
from quantboard.settings import settings


def request(headers=(), scheme="http", client=("10.0.0.1", 5000)):
    raw = [(name.encode(), value.encode()) for name, value in headers]
    return Request(
        {"type": "http", "headers": raw, "scheme": scheme, "client": client, "server": ("h", 80), "path": "/"}
    )


@pytest.mark.parametrize(
    ("hops", "forwarded", "seen"),
    [
        (0, ["203.0.113.9"], "10.0.0.1"),
        (1, ["203.0.113.9"], "203.0.113.9"),
        (1, ["1.1.1.1, 203.0.113.9"], "203.0.113.9"),
        (2, ["6.6.6.6, 203.0.113.9", "10.1.1.1"], "203.0.113.9"),
        (2, ["203.0.113.9"], "10.0.0.1"),
        (1, [], "10.0.0.1"),
        (1, ["203.0.113.9:4711"], "203.0.113.9"),
        (1, ["[2001:db8::1]:4711"], "2001:db8::1"),
        (1, ["2001:db8::1"], "2001:db8::1"),
        (1, ["<script>"], ""),
    ],
)
def test_what_stands_before_our_proxies_can_be_a_lie(hops, forwarded, seen):
    assert seen_through(hops, forwarded, "10.0.0.1") == seen


def test_the_setting_decides(blank, monkeypatch):
    asked = request([("x-forwarded-for", "203.0.113.9"), ("x-forwarded-proto", "https"), ("host", "qb.example")])
    assert (address_of(asked), is_https(asked), site_of(asked)) == ("10.0.0.1", False, "http://qb.example")
    monkeypatch.setenv("QUANTBOARD_PROXY_HOPS", "1")
    settings.cache_clear()
    assert (address_of(asked), is_https(asked), site_of(asked)) == ("203.0.113.9", True, "https://qb.example")
    monkeypatch.setenv("QUANTBOARD_ALLOWED_ORIGINS", '["https://quant.example/"]')
    settings.cache_clear()
    assert site_of(asked) == "https://quant.example"
