import errno
import os

from quantboard.sandbox import namespaces


def test_an_attempt_reports_its_reason():
    def refused():
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    assert namespaces.attempt(refused) == "off: Operation not permitted"
    assert namespaces.attempt(lambda: "on") == "on"


def test_without_a_room_a_fork_is_a_plain_fork():
    pid = namespaces.ProcessRooms().fork()
    if pid == 0:
        os._exit(7)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7


def test_the_warm_server_has_an_empty_root_where_it_may(box, bars):
    layers = box.layers()
    assert set(layers) >= {"no network", "empty root"}
