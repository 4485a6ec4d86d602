import json
import os
import subprocess
import sys

from quantboard.sandbox import wire

SCRIPT = """
import os, sys
for place, descriptor in zip((10, 11, 12), map(int, sys.argv[1:])): os.dup2(descriptor, place)
for place in (3, 4, 5): os.dup2(place + 7, place)
from quantboard.sandbox import child
child.work("run", 1 << 16)
child.finish(0)
"""


def run(source, bars, calls):
    files = [wire.pack_request({"source": source, "calls": calls}), wire.answer_file(1 << 16)]
    files.append(wire.pack_columns(bars.stamps, bars.symbols, bars.columns))
    subprocess.run([sys.executable, "-c", SCRIPT, *map(str, files)], pass_fds=files, check=True, timeout=60)
    found = wire.read_records(files[1], 1 << 16, len(calls))
    for descriptor in files:
        os.close(descriptor)
    return found


def test_records_are_written_call_by_call(bars):
    source = (
        "params = Params(n=Int(1, 0, 9))\n"
        "def signals(bars, p):\n    print('n', p.n)\n    return Signals(entry=bars.close > 1 / p.n)\n"
    )
    calls = [{"params": {"n": n}, "upto": 50} for n in (1, 0, 2)]
    number, records = run(source, bars, calls)
    assert number == 3
    assert [record.header["outcome"] for record in records] == ["ok", "failed", "ok"]
    assert records[1].header["line"] == 4
    assert records[1].header["type"] == "ZeroDivisionError"
    assert records[2].header["printed"] == "n 2\n"
    assert json.dumps(records[0].header)


def test_a_rejected_source_is_one_record(bars):
    number, records = run("import os\n", bars, [{"params": {}, "upto": 5}])
    assert number == 1
    assert records[0].header["outcome"] == "rejected"
