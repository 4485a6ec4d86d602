"""A look at the beginning of a file: what it is, how it will be read, and what only a person can decide."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from quantboard.errors import InvalidInput
from quantboard.readers import moments, others, wide
from quantboard.readers.clock import length_of, zone_of
from quantboard.readers.containers import Container, Member, open_container
from quantboard.readers.feather import FeatherSource
from quantboard.readers.headers import extra_name, plain, role_of
from quantboard.readers.layout import DELIMITERS, Layout, find
from quantboard.readers.names import symbol_of
from quantboard.readers.numbers import decimal_of, is_number, number
from quantboard.readers.plan import ROLES, Detection, Note, Question, ReadPlan, check_hints, repairs_of
from quantboard.readers.qlib import QlibSource
from quantboard.readers.records import JsonSource
from quantboard.readers.sheets import open_sheets
from quantboard.readers.sources import ParquetSource, Sample, Source, TextSource

PREVIEWED = 100
ZONES_IN_WORDS = dict.fromkeys(("ET", "EST", "EDT"), "America/New_York") | {
    "JST": "Asia/Tokyo",
    "HKT": "Asia/Hong_Kong",
}
PRICE_ROLES = ("open", "high", "low", "close")
WHOLE: dict[str, Callable[[Member, str, str], Source]] = {
    "parquet": ParquetSource,
    "feather": FeatherSource,
    "json": JsonSource,
    "qlib": QlibSource,
}


class MissingColumn(InvalidInput):
    """A column that a bar cannot be without is not there."""

    code = "columns.missing"


class NoDataRows(InvalidInput):
    """A table with a header and nothing below."""

    code = "file.no_data_rows"


class UnknownColumn(InvalidInput):
    """A hint names a column that the file does not have."""

    code = "columns.unknown"


class FormulaWithoutValue(InvalidInput):
    """A workbook column of formulas whose results were never stored."""

    code = "columns.formula_without_value"


@dataclass(frozen=True)
class Opened:
    """A file taken apart: its tables, and what was noticed on the way."""

    container: Container
    sources: tuple[Source, ...]
    notes: tuple[Note, ...]
    questions: tuple[Question, ...]


def open_sources(path: Path, name: str, hints: Mapping[str, str]) -> Opened:
    """The tables inside a file."""
    container = open_container(path, name)
    notes: list[Note] = []
    questions: list[Question] = []
    sources: list[Source] = []
    for member in container.members:
        if member.kind in WHOLE:
            sources.append(WHOLE[member.kind](member, member.stem, member.name))
        elif member.kind == "excel":
            sheets, hidden, others = open_sheets(member)
            chosen = hints.get("sheets", "")
            if chosen and chosen != "all":
                sheets = [sheet for sheet in sheets if sheet.stem in chosen.split("+")]
            elif len(sheets) > 1 and not chosen:
                questions.append(_which_sheets([sheet.stem for sheet in sheets]))
            if hidden or (others and sheets):
                text = ", ".join((*others, *(f"{sheet} (hidden)" for sheet in hidden)))
                notes.append(Note("ignored_sheets", f"Sheets left out: {text}.", "warning"))
            if not sheets:
                raise MissingColumn(
                    f"No sheet of {name} has open, high, low and close; found {', '.join((*others, *hidden))}.",
                    "Name the columns in one row above the data.",
                )
            sources += sheets
        else:
            sources.append(TextSource(member))
    if container.ignored:
        notes.append(Note("ignored_members", f"Left out: {', '.join(container.ignored[:8])}.", "warning"))
    return Opened(container, tuple(sources), tuple(notes), tuple(questions))


def _which_sheets(names: list[str]) -> Question:
    text = f"Several sheets hold tables: {', '.join(names)}. Which ones shall be read?"
    return Question("several_sheets", "sheets", text, ("all", *names), "all", ", ".join(names))


def detect(path: Path, name: str = "", hints: Mapping[str, str] | None = None) -> Detection:
    """What the file's beginning says, refined by ``hints``; raises what makes it unreadable, naming the cause."""
    clean = check_hints(hints or {})
    opened = open_sources(path, name or path.name, clean)
    plan, sample, notes, questions = plan_of(opened.sources[0], clean)
    preview = tuple(
        tuple(cell[:60] for cell in row) for row in sample.rows[plan.first_row : plan.first_row + PREVIEWED]
    )
    return Detection(
        opened.container.kind,
        tuple(source.label for source in opened.sources),
        plan,
        preview,
        (*opened.questions, *questions),
        (*opened.notes, *notes),
    )


def glance(path: Path, name: str, hints: Mapping[str, str]) -> Detection:
    """Columns and first rows of a file that cannot be read as it is, so that a person can say what is what."""
    clean = {key: value for key, value in check_hints(hints).items() if key not in ROLES}
    source = open_sources(path, name, clean).sources[0]
    sample = source.sample(clean.get("encoding", ""), _delimiter(clean.get("delimiter", "")))
    layout = find(sample.rows, source.stem, header=int(clean["header"]) if "header" in clean else sample.header)
    with suppress(UnknownColumn):
        _apply_hints(layout, hints)
    plan = ReadPlan(sample.encoding, sample.delimiter, names=tuple(layout.names), roles=layout.roles)
    first = layout.first_row if layout.first_row < len(sample.rows) else 0
    rows = tuple(tuple(cell[:60] for cell in row) for row in sample.rows[first : first + PREVIEWED])
    return Detection("", (source.label,), plan, rows)


def plan_of(source: Source, hints: Mapping[str, str]) -> tuple[ReadPlan, Sample, list[Note], list[Question]]:
    """How one table will be read."""
    sample = source.sample(hints.get("encoding", ""), _delimiter(hints.get("delimiter", "")))
    header = int(hints["header"]) if "header" in hints else sample.header
    layout = find(sample.rows, source.stem, header=header)
    _apply_hints(layout, hints)
    asked = _check(layout, sample, source.label, hints)
    notes, questions = _remarks(layout, sample, hints)
    questions += asked
    decimal = _decimal(layout, sample, hints)
    kind, asked = moments.decide(layout, sample, hints, source)
    questions += asked
    if kind == "excel_serial" and sample.encoding != "xlsx":
        notes.append(Note("excel_serial_dates_assumed", "The dates are read as Excel serial numbers.", "warning"))
    plan = ReadPlan(
        encoding=sample.encoding,
        delimiter=sample.delimiter,
        decimal=decimal,
        header_rows=layout.header_rows,
        first_row=layout.first_row,
        n_columns=layout.n_columns,
        names=tuple(layout.names),
        roles=layout.roles,
        extras=_extras(layout, sample),
        wide=tuple(layout.wide),
        dates=kind,
        base_on=layout.base_on,
        zone=hints.get("zone", "") or _zone_in_comments(sample, layout),
        interval=hints.get("interval", ""),
        stamp=hints.get("stamp", ""),
        scale=float(hints.get("scale", 0)) or _scale(layout, sample, notes),
        symbol=hints.get("symbol_name", "") or layout.symbol or symbol_of(source.stem),
        duplicates=hints.get("duplicates", ""),
        repair=repairs_of(hints.get("repair", "")),
        bad_rows=hints.get("bad_rows", ""),
    )
    if plan.zone:
        zone_of(plan.zone)
    if plan.interval:
        length_of(plan.interval)
    return _volume(plan, sample), sample, notes, questions


def _delimiter(text: str) -> str:
    return DELIMITERS.get(text.lower(), text.replace("\\t", "\t")[:1]) if text else ""


def _apply_hints(layout: Layout, hints: Mapping[str, str]) -> None:
    for role in ROLES:
        if role not in hints:
            continue
        wanted = hints[role]
        if wanted == "-":
            layout.roles.pop(role, None)
            continue
        at = next((i for i, name in enumerate(layout.names) if name == wanted), -1)
        if at < 0:
            at = next((i for i, name in enumerate(layout.names) if plain(name) == plain(wanted)), -1)
        if at < 0 and wanted.lstrip("#").isdigit() and 1 <= int(wanted.lstrip("#")) <= layout.n_columns:
            at = int(wanted.lstrip("#")) - 1
        if at < 0:
            found = ", ".join(layout.names)
            raise UnknownColumn(f"There is no column {wanted!r}.", f"The columns are {found}.", field=f"map.{role}")
        for other in [other for other, place in layout.roles.items() if place == at and other not in PRICE_ROLES]:
            del layout.roles[other]
        layout.roles[role] = at


def _check(layout: Layout, sample: Sample, label: str, hints: Mapping[str, str]) -> list[Question]:
    columns = {**layout.roles, **layout.wide[0].columns} if layout.wide else layout.roles
    lacking = [role for role in ("date", *PRICE_ROLES) if role not in columns]
    if layout.first_row >= len(sample.rows) and not lacking:
        raise NoDataRows(f"{label} has a header and no rows of data.", "Export it again.")
    if not lacking:
        if sample.empty_formulas:
            _check_formulas(layout, sample, columns)
        return []
    others.refuse(label, sample.rows)
    found = ", ".join(name for name in layout.names if name) or "none"
    text = f"{label} has no column for {', '.join(lacking)}; columns that were found: {found}."
    if _made_of_closes(layout, sample):
        if hints.get("closes") == "yes":
            return []
        text += " A file of closes alone has no bars. Shall every bar be made of its close?"
        return [Question("closes_only", "closes", text, ("yes",), "", found)]
    hint = "Name it with --map " + ",".join(f"{role}=…" for role in lacking) + ", or in the import form."
    raise MissingColumn(text, hint)


def _made_of_closes(layout: Layout, sample: Sample) -> bool:
    """Turn a table of closes, one column or one for each ticker, into bars of its closes; false when it is none."""
    roles = layout.roles
    if "date" not in roles or layout.wide:
        return False
    if "close" in roles and not {"open", "high", "low"} & set(roles):
        layout.roles = wide.one_close(roles)
        return True
    if set(roles) & {"open", "high", "low", "close"}:
        return False
    numeric = [at for at in range(layout.n_columns) if _is_numeric(_cells(sample, layout, at)[:300])]
    layout.wide = wide.closes(layout.names, numeric, roles["date"])
    layout.roles = {"date": roles["date"]} if layout.wide else roles
    return bool(layout.wide)


def _is_numeric(cells: list[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and sum(map(is_number, filled)) > 0.5 * len(filled)


def _check_formulas(layout: Layout, sample: Sample, columns: Mapping[str, int]) -> None:
    for role in PRICE_ROLES:
        if not any(_cells(sample, layout, columns[role])):
            name = layout.names[columns[role]]
            raise FormulaWithoutValue(
                f"Column {name} holds formulas without stored results, from row {layout.first_row + 1} on.",
                "Open the workbook, let it calculate, and save it again.",
            )


def _cells(sample: Sample, layout: Layout, at: int) -> list[str]:
    return [row[at].strip() for row in sample.rows[layout.first_row :] if at < len(row)]


def _remarks(layout: Layout, sample: Sample, hints: Mapping[str, str]) -> tuple[list[Note], list[Question]]:
    notes: list[Note] = list(sample.notes)
    questions: list[Question] = []
    if hints.get("closes") == "yes":
        notes.append(
            Note("closes_only", "The bars are made of closes alone: all four prices are the close.", "warning")
        )
    if sample.converted:
        text = f"Stored as another type and converted: {', '.join(sample.converted)}."
        notes.append(Note("type_converted", text, "warning"))
    if sample.guessed:
        notes.append(Note("encoding_guessed", f"The encoding was guessed: {sample.encoding}.", "warning"))
    if len(layout.header_rows) > 1:
        rows = ", ".join(str(row + 1) for row in layout.header_rows)
        notes.append(Note("header_rows_detected", f"The header takes several rows: {rows}.", "warning"))
    repeated = [name for name in dict.fromkeys(layout.repeated) if role_of(name) not in hints]
    for name in repeated:
        places = [str(at + 1) for at, other in enumerate(layout.names) if other == name]
        text = f"Column {name} occurs {len(places)} times (fields {', '.join(places)}). Which one is meant?"
        options = tuple(f"#{place}" for place in places)
        detail = f"{name}: {', '.join(places)}"
        questions.append(Question("duplicate_column_name", role_of(name), text, options, "", detail))
    return notes, questions


def _decimal(layout: Layout, sample: Sample, hints: Mapping[str, str]) -> str:
    if "decimal" in hints:
        return {"point": ".", "comma": ","}.get(hints["decimal"], hints["decimal"])
    columns = layout.wide[0].columns if layout.wide else layout.roles
    return decimal_of([cell for role in PRICE_ROLES for cell in _cells(sample, layout, columns[role])[:200]])


def _extras(layout: Layout, sample: Sample) -> dict[str, int]:
    """Further columns of numbers are kept under their names."""
    if layout.wide:
        return {}
    taken, extras = set(layout.roles.values()), dict[str, int]()
    for at, name in enumerate(layout.names):
        cells = [cell for cell in _cells(sample, layout, at)[:300] if cell]
        if at in taken or not name or name.startswith(("column ", "Unnamed")) or not cells:
            continue
        if sum(map(is_number, cells)) < 0.9 * len(cells) and any(number(cell) is None for cell in cells):
            continue
        label = "quote_volume" if role_of(name) == "volume" else extra_name(name, at)
        if label not in extras and label not in layout.roles and role_of(name) not in (*PRICE_ROLES, "symbol"):
            extras[label] = at
    return extras


def _volume(plan: ReadPlan, sample: Sample) -> ReadPlan:
    """Forex exports carry an empty volume beside the tick volume: the one with numbers is the volume."""
    tick = next((at for at, name in enumerate(plan.names) if role_of(name) == "tick_volume"), None)
    if tick is None:
        return plan
    at = plan.roles.get("volume")
    values = [row[at] for row in sample.rows[plan.first_row :] if at is not None and at < len(row)]
    if at is None or all((number(cell) or 0.0) == 0.0 for cell in values):
        extras = {name: place for name, place in plan.extras.items() if place != tick}
        return replace(plan, roles={**plan.roles, "volume": tick}, extras=extras)
    return plan


def _zone_in_comments(sample: Sample, layout: Layout) -> str:
    words = " ".join(" ".join(row) for row in sample.rows[: layout.first_row]).upper()
    if " UTC" in f" {words}" or "(UTC)" in words or "GMT TIME" in words:
        return "UTC"
    named = re.findall(r"\b((?:AMERICA|EUROPE|ASIA|AUSTRALIA)/[A-Z_]+)\b", words)
    if named:
        return "/".join(part.title() for part in named[0].split("/"))
    short = re.findall(r"[(\[ ](ET|EST|EDT|JST|HKT)[)\]]", words)
    return ZONES_IN_WORDS[short[0]] if short else ""


def _scale(layout: Layout, sample: Sample, notes: list[Note]) -> float:
    """Lean's layout without header writes prices in 1/10000: integers, mostly of whole cents."""
    if layout.header_rows or layout.wide or layout.n_columns != 6:
        return 1.0
    cells = [c for role in PRICE_ROLES for c in _cells(sample, layout, layout.roles[role])[:300]]
    if not cells or not all(cell.isdigit() for cell in cells) or min(map(int, cells)) < 10_000:
        return 1.0
    if sum(int(cell) % 100 == 0 for cell in cells) < 0.7 * len(cells):
        return 1.0
    notes.append(
        Note("price_scale_assumed", "The prices look like 1/10000 units and were divided by 10000.", "warning")
    )
    return 0.0001
