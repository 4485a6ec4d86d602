import os
import subprocess
import sys

from quantboard.sandbox import wire

SCRIPT = """
import os, sys
for place, descriptor in zip((10, 11), map(int, sys.argv[2:])): os.dup2(descriptor, place)
for place in (3, 4): os.dup2(place + 7, place)
from quantboard.sandbox import child
child.work(sys.argv[1], 1 << 18)
child.finish(0)
"""


def crossed(kind, **request):
    files = [wire.pack_request(request), wire.answer_file(1 << 18)]
    subprocess.run([sys.executable, "-c", SCRIPT, kind, *map(str, files)], pass_fds=files, check=True, timeout=60)
    _, (record,) = wire.read_records(files[1], 1 << 18, 1)
    body = wire.read_bytes(files[1], record)
    for descriptor in files:
        os.close(descriptor)
    return record.header, body.decode()


def test_a_program_runs_and_tells():
    header, printed = crossed("run_script", source="x = 4\nprint('é', x)\nresult = x * 2", variables=["x", "y"])
    assert (header["outcome"], header["result"], header["variables"]) == ("ok", 8, {"x": 4})
    assert printed == "é 4\n"


def test_errors_name_the_person_s_own_lines():
    header, printed = crossed("run_script", source="def f(x):\n    return 1 / x\nprint(1)\nf(0)\n")
    assert (header["outcome"], header["type"], header["line"]) == ("failed", "ZeroDivisionError", 2)
    assert header["trace"] == [[4, "<module>"], [2, "f"]]
    assert printed == "1\n"


def test_each_end_has_its_word():
    ends = {
        "import os": "rejected",
        "[].__class__": "rejected",
        "getattr([], '__class__')": "denied",
        "np.ndarray(1)": "denied",
        "x = [1] * 10**9 * 100": "memory",
        "print('x' * 10**6)": "output_limit",
        "result = 'x' * 10**6": "output_limit",
        "result = print": "failed",
        "raise ValueError('x')": "failed",
    }
    assert {source: crossed("run_script", source=source)[0]["outcome"] for source in ends} == ends


def test_what_was_refused_is_told_even_when_it_was_swallowed():
    header, _ = crossed(
        "run_script", source="try:\n    getattr([], '__class__')\nexcept Exception:\n    pass\nresult = 1"
    )
    assert header["outcome"] == "ok"
    assert len(header["refusals"]) == 1


def test_a_check_runs_nothing():
    header, _ = crossed("check_script", source="while True:\n    pass\nsum = 1\n")
    assert [one["rule"] for one in header["findings"]] == ["name.hidden"]
    assert header["complexity"]["cyclomatic"] == 2
    header, _ = crossed("check_script", source="sum = 1\n", is_strict=True)
    assert header["findings"][0]["severity"] == "error"
