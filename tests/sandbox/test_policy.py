"""What is offered is frozen here: a change is a decision, and a new release of numpy opens no door unseen."""

import hashlib
import math

import numpy as np

from quantboard.core.indicators.catalog import CATALOG
from quantboard.sandbox import policy
from quantboard.sandbox.offered import numerical

DOORS = """
    at base byteswap ctypes data dump dumps encode f_globals flat format format_map getfield gi_frame
    maketrans mro newbyteorder put reduceat resize setfield setflags strides tofile translate view
"""
FORBIDDEN = """
    broadcast char copyto core ctypeslib f2py fft from_dlpack frombuffer fromfile fromfunction fromiter frompyfunc
    fromregex fromstring genfromtxt getbufsize info lib linalg load loadtxt lookfor ma memmap nditer nested_iters
    object_ place put putmask random rec recarray require save savetxt savez savez_compressed setbufsize seterrcall
    source testing void
"""


def test_nothing_that_opens_files_memory_or_frames_is_offered():
    assert not policy.NUMPY & set(FORBIDDEN.split())
    for kind, names in policy.ATTRIBUTES.items():
        assert not names & set(DOORS.split()), kind
        assert not [name for name in names if name.startswith("_")]


def test_what_reaches_into_the_process_or_its_memory_is_not_numpy_s_own():
    offered = numerical.names()
    for name in ("ndarray", "dtype", "errstate", "seterr", "set_printoptions"):
        assert offered[f"_np_{name}"] is not getattr(np, name)


def test_every_offered_name_exists():
    assert not [name for name in policy.NUMPY if not hasattr(np, name)]
    assert not [name for name in policy.MATH if not hasattr(math, name)]


def test_the_built_ins_are_those_of_the_house():
    assert {entry.name: (entry.usage, entry.meaning) for entry in CATALOG} == policy.INDICATORS


def test_the_tables_change_only_on_purpose():
    told = repr([sorted(policy.NUMPY), sorted(policy.MATH), sorted(policy.BUILTINS), sorted(policy.SYNTAX)])
    told += repr(sorted((kind, sorted(names)) for kind, names in policy.ATTRIBUTES.items()))
    assert hashlib.sha256(told.encode()).hexdigest()[:16] == "cfd40b0f4f631e83"
