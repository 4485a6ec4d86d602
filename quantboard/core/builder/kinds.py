"""What a kind of node is: its ports, its fields, its piece of code and its words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from quantboard.core.strategy.params import Param

SERIES, FLAG, NUMBER, TEXT = "series", "flag", "number", "text"
ANY = frozenset({SERIES, FLAG, NUMBER, TEXT})
VALUES = frozenset({SERIES, NUMBER})
Words = tuple[str, str]  # English, Simplified Chinese


@dataclass(frozen=True)
class Port:
    """A place for wires. ``many``: several wires, in their order. A needed input without a wire is a problem."""

    name: str
    types: frozenset[str]
    title: Words
    needed: bool = True
    many: bool = False


@dataclass(frozen=True)
class Kind:
    """One kind of node.

    ``template`` is its expression, with ``{name}`` for each input and field; ``say`` its words in a sentence, with the
    same names. ``slot`` is where a node without an output goes: an argument of the answer, or a declaration.
    """

    key: str
    category: str
    title: Words
    meaning: Words
    inputs: tuple[Port, ...] = ()
    outputs: tuple[Port, ...] = ()
    fields: tuple[Param, ...] = ()
    template: str = ""
    say: Words = ("", "")
    slot: str = ""
    version: int = 1

    def field(self, name: str) -> Param | None:
        """The field of that name."""
        return next((one for one in self.fields if one.name == name), None)

    def port(self, name: str) -> Port | None:
        """The input of that name: a declared one, or that of a field that takes numbers."""
        declared = next((one for one in self.inputs if one.name == name), None)
        if declared is not None:
            return declared
        found = self.field(name)
        if found is None or found.kind not in ("int", "float") or self.slot or self.category == "data":
            return None
        return Port(name, frozenset({NUMBER}), (found.label or name, found.label or name), needed=False)

    def output(self, name: str) -> Port | None:
        """The output of that name."""
        return next((one for one in self.outputs if one.name == name), None)

    def every_input(self) -> tuple[Port, ...]:
        """Declared inputs, then those of fields."""
        declared = {one.name for one in self.inputs}
        of_fields = (self.port(one.name) for one in self.fields if one.name not in declared)
        return (*self.inputs, *(one for one in of_fields if one is not None))


def flag(name: str, en: str, zh: str, *, needed: bool = True, many: bool = False) -> Port:
    """A port for true and false."""
    return Port(name, frozenset({FLAG}), (en, zh), needed, many)


def value(name: str, en: str, zh: str, *, needed: bool = True, many: bool = False) -> Port:
    """A port for a series, or a number that serves all bars."""
    return Port(name, VALUES, (en, zh), needed, many)


def series(name: str, en: str, zh: str, *, needed: bool = True) -> Port:
    """A port for a series only."""
    return Port(name, frozenset({SERIES}), (en, zh), needed)


def out(kind: str = SERIES, name: str = "out", title: Words = ("Value", "值")) -> tuple[Port, ...]:
    """One output."""
    return (Port(name, frozenset({kind}), title),)


def by_key(kinds: Iterable[Kind]) -> Mapping[str, Kind]:
    """The kinds under their keys."""
    return {one.key: one for one in kinds}
