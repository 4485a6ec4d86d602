import json
import os
import socket

from quantboard.sandbox import relay


def pair():
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)


def echo(owner):
    """A helper that greets, and answers one question a line."""
    while True:
        _, (descriptor,), *_ = socket.recv_fds(owner, 100, 1)
        line = socket.socket(fileno=descriptor)
        line.send(b'{"layers": {}}')
        body, descriptors, *_ = socket.recv_fds(line, 100, 3)
        line.send(json.dumps({"number": json.loads(body)["number"], "files": len(descriptors)}).encode())


def close(passed_on, *things):
    passed_on.close()
    for one in things:
        os.close(one) if isinstance(one, int) else one.close()


def settle(passed_on, lost):
    for descriptor in passed_on.watched() * 2:
        if passed_on.owns(descriptor):
            passed_on.answer(descriptor, lost)


def test_questions_and_answers_pass_with_their_files():
    passed_on = relay.start([], echo)
    asking, ours = pair()
    reader, writer = os.pipe()
    assert passed_on.ask(ours, b'{"number": 7}', [reader, writer])
    settle(passed_on, lambda *_: None)
    asking.settimeout(5)
    assert json.loads(asking.recv(100)) == {"number": 7, "files": 2}
    passed_on.hang_up(ours)
    assert passed_on.watched() == []
    close(passed_on, asking, ours, reader, writer)


def test_a_helper_that_ended_is_told_of():
    passed_on = relay.start([], lambda owner: owner.close())
    asking, ours = pair()
    told = []
    if passed_on.ask(ours, b'{"number": 3}', []):
        settle(passed_on, lambda line, number: told.append(number))
        assert told == [3]
    close(passed_on, asking, ours)
