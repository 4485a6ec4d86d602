"""The page about the API."""

from html.parser import HTMLParser

from quantboard.api.app import build
from quantboard.api.manual import written
from tests.api.asking import asking

SPEC = build().openapi()


class Seen(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.ids, self.tags, self.links, self.open = set(), set(), [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.tags.add(tag)
        self.ids.add(given.get("id"))
        self.links += [value for name, value in attrs if name in ("href", "src")]
        if tag not in ("meta",):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_every_operation_stands_on_it():
    seen = Seen(written(SPEC))
    wanted = {way["operationId"] for ways in SPEC["paths"].values() for way in ways.values()}
    assert wanted <= seen.ids
    assert not seen.open


def test_nothing_is_fetched_from_elsewhere_and_no_script_runs():
    seen = Seen(written(SPEC))
    assert not seen.tags & {"script", "img", "link", "iframe"}
    assert all(link.startswith(("#", "/")) for link in seen.links)
    assert all(link[1:] in seen.ids for link in seen.links if link.startswith("#"))


def test_texts_are_escaped():
    way = {"tags": ["a"], "operationId": "x", "summary": "<b>&", "responses": {}}
    spec = {"info": {"description": "`<i>`", "version": "1"}, "paths": {"/<u>": {"get": way}}}
    text = written(spec)
    assert "<i>" not in text
    assert "<u>" not in text
    assert "&lt;b&gt;&amp;" in text


async def test_it_is_open(instance):
    async with asking() as client:
        page = await client.get("/api/docs")
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
