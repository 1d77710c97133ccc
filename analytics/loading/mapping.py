"""A mapping: how the columns of an outside file become rows of the canonical tables."""

import difflib
import re
from collections.abc import Mapping as Dictionary
from typing import Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from analytics.errors import LoadRefused
from analytics.loading.expression import Compiled, Type, compile_expression
from analytics.model import Kind
from analytics.tables import TABLES

FieldType = Literal["text", "id", "number", "money", "count", "percent", "flag", "day", "instant"]

_PLAIN: dict[str, Type] = {"id": "text", "percent": "number"}
FIELD_TYPES: dict[Kind, FieldType] = {
    Kind.TEXT: "text",
    Kind.INSTANT: "instant",
    Kind.DAY: "day",
    Kind.MONEY: "money",
    Kind.NUMBER: "number",
    Kind.COUNT: "count",
    Kind.FLAG: "flag",
}
CANONICAL = "canonical"


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class SourceField(_Strict):
    """One field read from the file.

    `headers`: the names its column may have, best first. `pattern`: a regular expression over
    the whole header instead; a group named `currency` says what the amounts are in.
    `type`: how the text is read; `id` is text whose trailing `.0` is a spreadsheet's doing.
    `words`: the file's words on the left, ours on the right; `otherwise` for any other word
    (left out: the word is kept as it is). `unknown`: words that mean "not known".
    `unit`: the field is a number of seconds, milliseconds or microseconds since 1970.
    `required`: the file is refused when it has no such column.
    """

    headers: tuple[str, ...] = Field((), alias="from")
    pattern: str | None = Field(None, alias="header")
    type: FieldType = "text"
    formats: tuple[str, ...] = ()
    unit: Literal["s", "ms", "us"] | None = None
    words: dict[str, str] = Field({}, alias="map")
    otherwise: str | None = None
    unknown: tuple[str, ...] = ()
    required: bool = False

    @field_validator("headers", mode="before")
    @classmethod
    def _as_list(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, value: str | None) -> str | None:
        try:
            re.compile(value or "")
        except re.error as error:
            raise ValueError(f"`{value}` is not a regular expression: {error}") from None
        return value

    @model_validator(mode="after")
    def _findable(self) -> Self:
        if bool(self.headers) == bool(self.pattern):
            raise ValueError("give either `from` or `header`")
        return self

    @property
    def plain_type(self) -> Type:
        """What expressions see."""
        return _PLAIN.get(self.type, self.type)  # type: ignore[arg-type]

    @property
    def label(self) -> str:
        """The header as an operator would look for it."""
        if self.headers:
            return self.headers[0]
        return re.sub(r"\(\?P<\w+>[^)]*\)", "…", str(self.pattern)).replace("\\", "")


class Reading(_Strict):
    """How the file is laid out, where it cannot be detected.

    `skip`: lines before the header (found by itself when left out). `decimal`: the mark
    between whole and fraction in numbers. `unknown`: words that mean "not known" anywhere.
    """

    delimiter: str | None = None
    skip: int | None = Field(default=None, ge=0, le=1000)
    sheet: str | None = None
    encoding: str | None = None
    decimal: Literal[".", ","] = "."
    unknown: tuple[str, ...] = ()


class Derivation(_Strict):
    """Columns recomputed from another table's stored rows (an order's total from its lines)."""

    source: str = Field(alias="from")
    by: str
    columns: dict[str, str]


class TableMapping(_Strict):
    """How one canonical table is filled.

    `columns`: an expression over the fields for each column. `group_by`: fields whose equal
    rows become one row; the other columns are then aggregates. `combine`: where a row of the
    same key stands already, the smaller or larger of both values is kept (an order whose
    lines come in several files). `derive`: see `Derivation`. `refuse`: sentences and the
    tests (expressions) of rows that go to the quarantine with them.
    """

    columns: dict[str, str]
    where: str | None = None
    group_by: tuple[str, ...] = ()
    combine: dict[str, Literal["min", "max"]] = {}
    derive: Derivation | None = None
    refuse: dict[str, str] = {}

    @field_validator("columns", mode="before")
    @classmethod
    def _as_text(cls, value: object) -> object:
        if isinstance(value, dict):
            return {name: str(text) for name, text in value.items()}
        return value


class Mapping(_Strict):
    """One kind of file and the canonical tables it fills.

    `currency`: a code; or `currency_field`: the field that holds it. `rates`: shop currency
    per unit of a foreign one; without a rate a foreign file is refused. `zone`: where dates
    without an offset are read; the shop's zone when left out.
    """

    name: str = ""
    title: str
    description: str = ""
    read: Reading = Reading()
    zone: str | None = None
    currency: str | None = None
    currency_field: str | None = None
    rates: dict[str, float] = {}
    where: str | None = None
    fields: dict[str, SourceField] = {}
    tables: dict[str, TableMapping] = {}

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, value: str | None) -> str | None:
        try:
            if value is not None:
                ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError(f"no time zone is called {value}") from None
        return value

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        for name, table in self.tables.items():
            _check_table(name, table)
            _check_expressions(self, table)
        if self.currency_field is not None and self.currency_field not in self.fields:
            raise ValueError(f"the currency's field `{self.currency_field}` is not declared")
        return self

    @property
    def types(self) -> dict[str, Type]:
        """What each field holds, as expressions see it."""
        return {name: field.plain_type for name, field in self.fields.items()}


def _check_table(name: str, table: TableMapping) -> None:
    if name not in TABLES:
        raise ValueError(f"no table is called `{name}`; {_did_you_mean(name, TABLES)}")
    known = {column.name for column in TABLES[name].columns}
    given = set(table.columns) | set(table.derive.columns if table.derive else ())
    for column in given - known:
        raise ValueError(f"{name} has no column `{column}`; {_did_you_mean(column, sorted(known))}")
    missing = sorted(set(TABLES[name].required) - given)
    if missing:
        raise ValueError(f"{name} needs {', '.join(missing)}")


def _check_expressions(mapping: Mapping, table: TableMapping) -> None:
    """Every expression is read once here, so that a bad mapping fails before any file does."""
    try:
        own = [*table.columns.values(), *table.refuse.values()]
        for text in [*own, *filter(None, (table.where, mapping.where))]:
            compile_expression(text, mapping.types, "UTC")
        for text in table.derive.columns.values() if table.derive else ():
            compiled_derivation(table, text)
    except LoadRefused as error:
        raise ValueError(str(error)) from None
    for name in table.group_by:
        if name not in mapping.fields:
            raise ValueError(f"`group_by` names `{name}`, which is not a field")


def compiled_derivation(table: TableMapping, text: str) -> Compiled:
    """A derived column's expression over the stored columns of the table it comes from."""
    assert table.derive is not None
    columns = TABLES[table.derive.source].columns
    return compile_expression(
        text, {column.name: field_type(column.kind) for column in columns}, "UTC"
    )


def field_type(kind: Kind) -> Type:
    """The expression type of a canonical column."""
    found: Type = FIELD_TYPES[kind]  # type: ignore[assignment]
    return found


def _did_you_mean(word: str, known: Dictionary[str, object] | list[str]) -> str:
    close = difflib.get_close_matches(word, list(known), 3)
    return f"did you mean {' or '.join(close)}?" if close else f"there are {', '.join(known)}"
