import struct

import pytest

from quantboard.sandbox import seccomp


def run(program, number, arguments=(0, 0, 0, 0, 0, 0), architecture=0xC000003E):
    """A small interpreter of the filter."""
    data = struct.pack("<IIQ", number, architecture, 0) + struct.pack("<6Q", *arguments)
    steps = list(struct.iter_unpack("<HBBI", program))
    at, value = 0, 0
    while True:
        code, if_true, if_false, constant = steps[at]
        at += 1
        if code == seccomp.LOAD:
            (value,) = struct.unpack_from("<I", data, constant)
        elif code == seccomp.AND:
            value &= constant
        elif code == seccomp.JUMP_EQUAL:
            at += if_true if value == constant else if_false
        elif code == seccomp.JUMP_LEAST:
            at += if_true if value >= constant else if_false
        else:
            return constant


@pytest.mark.parametrize(("machine", "architecture"), [("x86_64", 0xC000003E), ("aarch64", 0xC00000B7)])
def test_every_call_has_the_meant_answer(machine, architecture):
    program = seccomp.program(machine)
    _, plain, special, fatal = seccomp.TABLES[machine]
    for number in range(600):
        answer = run(program, number, architecture=architecture)
        if number in plain.values():
            assert answer == seccomp.ALLOW
        elif number in fatal.values():
            assert answer == seccomp.KILL
        elif number in (special["mmap"], special["mprotect"]):
            assert answer == seccomp.ALLOW
        else:
            assert answer == seccomp.REFUSE


def test_executable_memory_and_other_commands_are_refused():
    program = seccomp.program("x86_64")
    assert run(program, 9, (0, 4096, 7, 0, 0, 0)) == seccomp.REFUSE
    assert run(program, 10, (0, 4096, 5, 0, 0, 0)) == seccomp.REFUSE
    assert run(program, 10, (0, 4096, 3, 0, 0, 0)) == seccomp.ALLOW
    assert run(program, 72, (3, 1030, 0, 0, 0, 0)) == seccomp.ALLOW
    assert run(program, 72, (3, 1033, 0, 0, 0, 0)) == seccomp.REFUSE
    assert run(program, 16, (3, 0x5412, 0, 0, 0, 0)) == seccomp.REFUSE


def test_foreign_architectures_and_32_bit_calls_end_the_process():
    program = seccomp.program("x86_64")
    assert run(program, 0, architecture=0x40000003) == seccomp.KILL
    assert run(program, 0x40000000 | 1) == seccomp.KILL


def test_an_unknown_machine_has_no_filter(monkeypatch):
    assert seccomp.program("riscv64") is None
    monkeypatch.setattr(seccomp, "MACHINE", "riscv64")
    assert seccomp.apply().startswith("off")
