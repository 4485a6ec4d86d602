"""What is offered is frozen here: a change is a decision, and a new release of numpy opens no door unseen."""

import hashlib
import math

import numpy as np

from quantboard.core.indicators.catalog import CATALOG
from quantboard.sandbox import policy

DOORS = """
    at base byteswap choose ctypes data dump dumps encode f_globals flat format format_map getfield gi_frame
    maketrans mro newbyteorder put reduceat resize setfield setflags strides tofile translate view
"""
FORBIDDEN = """
    apply_along_axis apply_over_axes broadcast char copyto core ctypeslib dtype errstate f2py fft from_dlpack
    frombuffer fromfile fromfunction fromiter frompyfunc fromregex fromstring genfromtxt getbufsize info lib
    linalg load loadtxt lookfor ma memmap ndarray nditer nested_iters object_ place put putmask random rec
    recarray require save savetxt savez savez_compressed set_printoptions setbufsize seterr seterrcall source
    testing vectorize void
"""


def test_nothing_that_opens_files_memory_or_frames_is_offered():
    assert not policy.NUMPY & set(FORBIDDEN.split())
    for kind, names in policy.ATTRIBUTES.items():
        assert not names & set(DOORS.split()), kind
        assert not [name for name in names if name.startswith("_")]


def test_every_offered_name_exists():
    assert not [name for name in policy.NUMPY if not hasattr(np, name)]
    assert not [name for name in policy.MATH if not hasattr(math, name)]


def test_the_built_ins_are_those_of_the_house():
    assert {entry.name: (entry.usage, entry.meaning) for entry in CATALOG} == policy.INDICATORS


def test_the_tables_change_only_on_purpose():
    told = repr([sorted(policy.NUMPY), sorted(policy.MATH), sorted(policy.BUILTINS), sorted(policy.SYNTAX)])
    told += repr(sorted((kind, sorted(names)) for kind, names in policy.ATTRIBUTES.items()))
    assert hashlib.sha256(told.encode()).hexdigest()[:16] == "3559a2f90a864020"
