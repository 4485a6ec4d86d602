"""Runs arbitrary Python in a locked child without the language layer: what do the kernel's layers alone hold?

    python locked.py <layers to leave out, comma separated>

Prints one JSON object: each attempt and whether it succeeded.
"""

import ctypes
import json
import mmap
import os
import resource
import socket
import subprocess
import sys

from quantboard.sandbox import limits

PORT, SECRET, TARGET = int(sys.argv[2]), sys.argv[3], int(sys.argv[4])


def read_file():
    os.read(os.open(SECRET, os.O_RDONLY), 10)


def write_file():
    os.write(os.open(f"{SECRET}-written", os.O_WRONLY | os.O_CREAT, 0o600), b"x")


def connect():
    with socket.socket() as client:
        client.connect(("127.0.0.1", PORT))


def fork():
    if os.fork() == 0:
        os._exit(0)


def shared_memory():
    os.memfd_create("x")


def run_program():
    subprocess.run(["/bin/true"], check=True)


def signal_other():
    os.kill(TARGET, 0)


def raise_limits():
    resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def much_memory():
    mmap.mmap(-1, 3 << 30)


def executable_memory():
    mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)


def environment_of_parent():
    os.read(os.open(f"/proc/{os.getppid()}/environ", os.O_RDONLY), 10)


def make_folder():
    os.mkdir(f"{SECRET}-folder")  # noqa: PTH102


def new_user_namespace():
    if ctypes.CDLL(None, use_errno=True).unshare(0x10000000) != 0:
        raise OSError


SAFE = [read_file, write_file, connect, shared_memory, signal_other, raise_limits, much_memory, executable_memory]
SAFE += [environment_of_parent, make_folder, fork]
FATAL = [run_program, new_user_namespace]


def attempt(action, without):
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.dup2(writer, 5)
        uid = limits.FIRST_UID if os.geteuid() == 0 else None
        try:
            limits.REQUIRED = ()
            limits.lock(limits.Limits(wall_s=5, memory_bytes=256 << 20), limits.memory_at_rest(), uid, without)
            action()
            os.write(5, b"succeeded")
        except BaseException as error:  # noqa: BLE001
            os.write(5, type(error).__name__.encode())
        os._exit(0)
    os.close(writer)
    told = os.read(reader, 100).decode()
    os.close(reader)
    _, status = os.waitpid(pid, 0)
    return told or f"signal {os.WTERMSIG(status)}"


without = sys.argv[1].split(",")
print(json.dumps({action.__name__: attempt(action, without) for action in (*SAFE, *FATAL)}))
