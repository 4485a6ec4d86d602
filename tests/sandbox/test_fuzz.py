"""Programs that nobody would write, and bytes that nobody would send: a finding or an outcome, never anything else."""

import ast
import json
import os
import struct

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quantboard.sandbox import modules, wire
from quantboard.sandbox.check import examine_script
from quantboard.sandbox.rewrite import Refused, compile_checked

QUICK = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
NAMES = st.sampled_from(
    ["a", "b", "np", "math", "x", "_x", "__x", "_getattr_", "__class__", "__import__", "print", "gi_frame", "_np_mean"]
)
LEAVES = st.one_of(NAMES, st.sampled_from(["1", "'x'", "None", "2.5", "[]", "{}", "()"]))


def grown(inner):
    return st.one_of(
        st.tuples(inner, NAMES).map(lambda p: f"({p[0]}).{p[1]}"),
        st.tuples(inner, inner).map(lambda p: f"({p[0]})[{p[1]}]"),
        st.tuples(inner, inner).map(lambda p: f"({p[0]})({p[1]})"),
        st.tuples(NAMES, inner).map(lambda p: f"(lambda {p[0]}: {p[1]})"),
        st.tuples(inner, NAMES, inner).map(lambda p: f"[{p[0]} for {p[1]} in {p[2]}]"),
        st.tuples(NAMES, inner).map(lambda p: f"({p[0]} := {p[1]})"),
        st.tuples(inner, inner, inner).map(lambda p: f"({p[0]} if {p[1]} else {p[2]})"),
        inner.map(lambda one: "f'{" + one.replace("'", '"') + "}'"),
    )


EXPRESSIONS = st.recursive(LEAVES, grown, max_leaves=8)
STATEMENTS = st.one_of(
    EXPRESSIONS,
    st.tuples(EXPRESSIONS, EXPRESSIONS).map(lambda p: f"{p[0]} = {p[1]}"),
    st.tuples(EXPRESSIONS, EXPRESSIONS).map(lambda p: f"{p[0]} += {p[1]}"),
    st.tuples(NAMES, NAMES, EXPRESSIONS).map(lambda p: f"def {p[0]}({p[1]}, /):\n    return {p[2]}"),
    st.tuples(NAMES, EXPRESSIONS, EXPRESSIONS).map(lambda p: f"class {p[0]}({p[1]}):\n    x = {p[2]}"),
    st.tuples(NAMES, NAMES).map(lambda p: f"import {p[0]} as {p[1]}"),
    st.tuples(NAMES, NAMES, NAMES).map(lambda p: f"from {p[0]} import {p[1]} as {p[2]}"),
    st.tuples(EXPRESSIONS, NAMES).map(lambda p: f"for {p[1]} in {p[0]}:\n    pass"),
    st.tuples(EXPRESSIONS, NAMES).map(lambda p: f"with {p[0]} as {p[1]}:\n    pass"),
    st.tuples(NAMES, EXPRESSIONS).map(lambda p: f"try:\n    {p[1]}\nexcept Exception as {p[0]}:\n    pass"),
)


def names_of(code):
    yield from (*code.co_names, *code.co_varnames, *code.co_freevars, *code.co_cellvars)
    for constant in code.co_consts:
        if hasattr(constant, "co_names"):
            yield from names_of(constant)


HOOKS = {"_getattr_", "_witem_", "_augitem_", "_wattr_", "_augattr_", "__metaclass__", "__build_class__", "__module__"}
MADE = {"__name__", "__qualname__", "__doc__", "__class__"}


@QUICK
@given(st.lists(STATEMENTS, min_size=1, max_size=4).map("\n".join))
def test_whatever_compiles_names_nothing_but_its_own_and_our_hooks(source):
    seen = examine_script(source)
    if seen.tree is None:
        assert seen.findings
        return
    try:
        code = compile_checked(seen.tree, seen.names)
    except (Refused, SyntaxError, ValueError):
        return
    reached = {name for name in names_of(code) if name.startswith("_") and name != "_"}
    assert reached <= HOOKS | MADE | modules.COMPILED_IN


@QUICK
@given(st.text(max_size=300))
def test_any_text_is_a_finding_or_a_program(text):
    seen = examine_script(text)
    assert seen.tree is not None or seen.findings


@QUICK
@given(STATEMENTS)
def test_attributes_are_always_read_through_the_guard(statement):
    seen = examine_script(statement)
    if seen.tree is None:
        return
    try:
        compile_checked(seen.tree, seen.names)
    except (Refused, SyntaxError, ValueError):
        return
    left = [node for node in ast.walk(seen.tree) if isinstance(node, ast.Attribute)]
    for node in left:
        assert not isinstance(node.ctx, ast.Load), ast.dump(node)
        assert isinstance(node.value, ast.Call)
        assert node.value.func.id == "_wattr_"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
)
BODIES = st.one_of(
    st.binary(max_size=400),
    st.tuples(st.integers(0, 2**32 - 1), st.integers(0, 2**64 - 1), st.binary(max_size=200)).map(
        lambda parts: struct.pack("<IIQ", 1, parts[0], parts[1]) + parts[2]
    ),
    JSON.map(lambda value: json.dumps(value).encode()).map(
        lambda body: struct.pack("<IIQ", 1, len(body), 0) + body
    ),
)  # fmt: skip


@QUICK
@given(BODIES, st.integers(0, 4096))
def test_bytes_of_a_child_are_records_or_malformed(body, cut):
    descriptor = wire.answer_file(4096)
    try:
        os.pwrite(descriptor, body[:cut], 0)
        _, records = wire.read_records(descriptor, 4096, 3)
        for record in records:
            assert isinstance(record.header, dict)
            wire.read_bytes(descriptor, record)
            with pytest.raises(wire.Malformed):
                wire.read_arrays(descriptor, record, [("<f8", (10**6,))])
    except wire.Malformed:
        pass
    finally:
        os.close(descriptor)
