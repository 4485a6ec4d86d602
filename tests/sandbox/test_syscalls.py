import errno
import os

import pytest

from quantboard.sandbox import syscalls


def test_errors_become_os_errors():
    with pytest.raises(OSError, match="Invalid argument") as caught:
        syscalls.prctl(99999)
    assert caught.value.errno == errno.EINVAL
    with pytest.raises(OSError, match=r"."):
        syscalls.mount(None, "/nowhere", "tmpfs", 0)


def test_closing_everything_from_a_number_on():
    pid = os.fork()
    if pid == 0:
        high = os.dup2(1, 50)
        syscalls.close_all_but(40)
        try:
            os.fstat(high)
        except OSError:
            os._exit(0)
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
