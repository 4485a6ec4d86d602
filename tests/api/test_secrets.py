"""No secret lands in clear where it could be read later: database, logs, audit, answers of lists."""

import sqlalchemy as sa

from quantboard import log
from quantboard.api.auth import COOKIE
from quantboard.db.session import engine
from quantboard.db.tables import METADATA
from quantboard.services import accounts, invitations, resets, tokens, trail
from tests.api.asking import asking
from tests.instance import PASSWORD

CHOSEN, JOINED = "choose this one 77", "and that one 88 too"


async def everything_secret(ann, bob):
    """Use every kind of secret once over HTTP; what they were."""
    _, invited = invitations.invite(ann)
    _, forgotten = resets.make_link(ann, bob.user_id)
    first = {"key": invited, "name": "Dora", "password": JOINED, "confirm": JOINED}
    async with asking() as browser:
        dora = (await browser.post("/auth/join", data=first)).cookies[COOKIE]
        await browser.post("/auth/join", data=first)
        again = {"key": forgotten, "password": CHOSEN, "confirm": CHOSEN}
        cookie = (await browser.post("/auth/reset", data=again)).cookies[COOKIE]
        await browser.post("/auth/login", data={"name": "Bob", "password": "a wrong one 4711"})
        body = {"name": "script", "scopes": ["read"]}
        made = (await browser.post("/api/v1/account/tokens", json=body)).json()
        headers = {"Authorization": f"Bearer {made['secret']}"}
        assert (await browser.get("/api/v1/account", headers=headers)).status_code == 200
        await browser.get("/api/v1/account", headers={"Authorization": "Bearer qb_wrong-but-secret"})
    opened = accounts.sign_in("Ann", PASSWORD)
    return {
        *(PASSWORD, CHOSEN, JOINED, "a wrong one 4711", "qb_wrong-but-secret"),
        *(invited, forgotten, dora, cookie, made["secret"], opened),
    }


async def test_secrets_stay_secret(ann, bob, capsys):
    log.set_up("debug")
    hidden = await everything_secret(ann, bob)
    _, shown = tokens.create(ann, "another", ["read"])
    hidden.add(shown)
    with engine().connect() as asked:
        kept = {name: repr(asked.execute(sa.select(table)).all()) for name, table in METADATA.tables.items()}
    assert all(kept[name] != "[]" for name in ("sign_ins", "api_tokens", "invitations", "password_resets"))
    told = capsys.readouterr()
    assert "session.refused" in told.err
    places = kept | {"log": told.out + told.err, "audit": repr(trail.find(ann, trail.Asked(limit=1000)))}
    found = [(name, secret[:6]) for name, text in places.items() for secret in hidden if secret in text]
    assert not found
