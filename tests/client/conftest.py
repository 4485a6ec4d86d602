import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import pytest
from instance import ann, blank, bob, instance, vic
from serving import Server

from quantboard.client.connect import Client
from quantboard.services import tokens

__all__ = ["ann", "blank", "bob", "instance", "vic"]


@pytest.fixture
def server(instance, monkeypatch):
    """The application on a real socket, and somebody who does its jobs."""
    with Server(monkeypatch) as running:
        yield running


@pytest.fixture
def client(server, bob):
    """Bob's."""
    _, secret = tokens.create(bob, "Notebook", ["read", "write", "run"])
    with Client(server.url, secret) as made:
        yield made
