"""The small language of a mapping: arithmetic, text and dates over named fields, turned to SQL.

An expression is parsed with Python's own grammar (`ast`), and only the forms listed here are
accepted; every name must be a declared field, every text constant is quoted. No text of a
mapping ever reaches the engine as SQL.
"""

import ast
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from analytics.errors import LoadRefused

Type = Literal["text", "number", "money", "count", "flag", "day", "instant", "unknown"]
NUMERIC: frozenset[str] = frozenset({"number", "money", "count", "unknown"})

SQL_TYPES: dict[str, str] = {
    "text": "VARCHAR",
    "number": "DOUBLE",
    "money": "DECIMAL(18,4)",
    "count": "BIGINT",
    "flag": "BOOLEAN",
    "day": "DATE",
    "instant": "TIMESTAMPTZ",
    "unknown": "VARCHAR",
}


@dataclass(frozen=True)
class Compiled:
    """SQL text of an expression, what it yields, and the fields it reads."""

    sql: str
    type: Type
    fields: frozenset[str] = frozenset()
    aggregate: bool = False


def quoted(name: str) -> str:
    """An SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """An SQL text constant."""
    return "'" + text.replace("'", "''") + "'"


def among(sql: str, values: Iterable[str]) -> str:
    """SQL of `sql IN (values)`, spelled out.

    The engine makes a join of a long IN, and a join loses the order of the file's lines.
    """
    return "(" + " OR ".join(f"{sql} = {value}" for value in values) + ")"


def compile_expression(text: str, fields: Mapping[str, Type], zone: str) -> Compiled:
    """The SQL of `text` over `fields`; `zone` is where `day`, `date` and `hour` are read.

    LoadRefused with the expression and the reason when it uses anything not allowed.
    """
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except SyntaxError as error:
        raise LoadRefused(
            f"the mapping's expression `{text}` cannot be read: {error.msg}"
        ) from None
    try:
        return _Compiler(fields, zone).visit(tree)
    except _NotAllowed as error:
        raise LoadRefused(f"the mapping's expression `{text}`: {error}") from None


class _NotAllowed(Exception):
    """Something outside the language; the text says what."""


def _joined(
    sql: str, type_: Type, parts: Sequence[Compiled], *, aggregate: bool = False
) -> Compiled:
    fields = frozenset[str]().union(*(part.fields for part in parts))
    return Compiled(sql, type_, fields, aggregate or any(part.aggregate for part in parts))


_COMPARE: dict[type[ast.cmpop], str] = {
    ast.Eq: "=",
    ast.NotEq: "<>",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Is: "IS NOT DISTINCT FROM",
    ast.IsNot: "IS DISTINCT FROM",
}
_ARITHMETIC: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
}


class _Compiler:
    """Walks the tree; one method a form of the language."""

    def __init__(self, fields: Mapping[str, Type], zone: str) -> None:
        self._fields = fields
        self._zone = zone

    def visit(self, node: ast.expr) -> Compiled:
        forms: dict[type[ast.expr], Callable[..., Compiled]] = {
            ast.Name: self._name,
            ast.Constant: self._constant,
            ast.BinOp: self._arithmetic,
            ast.UnaryOp: self._unary,
            ast.BoolOp: self._logic,
            ast.Compare: self._compare,
            ast.IfExp: self._choice,
            ast.Call: self._call,
        }
        form = forms.get(type(node))
        if form is None:
            raise _NotAllowed(f"`{ast.unparse(node)}` is not part of the mapping language")
        return form(node)

    def _name(self, node: ast.Name) -> Compiled:
        if node.id not in self._fields:
            raise _NotAllowed(f"no field is called `{node.id}`")
        return Compiled(quoted(node.id), self._fields[node.id], frozenset({node.id}))

    def _constant(self, node: ast.Constant) -> Compiled:
        value = node.value
        if value is None:
            return Compiled("NULL", "unknown")
        if isinstance(value, bool):
            return Compiled(str(value).upper(), "flag")
        if isinstance(value, str):
            return Compiled(literal(value), "text")
        if isinstance(value, int):
            return Compiled(str(value), "count")
        if isinstance(value, float):
            return Compiled(f"CAST({value!r} AS DOUBLE)", "number")
        raise _NotAllowed(f"`{value!r}` is not a constant of the mapping language")

    def _arithmetic(self, node: ast.BinOp) -> Compiled:
        sign = _ARITHMETIC.get(type(node.op))
        left, right = self.visit(node.left), self.visit(node.right)
        if sign is None or not {left.type, right.type} <= NUMERIC:
            raise _NotAllowed(f"`{ast.unparse(node)}` does not calculate with numbers")
        return _joined(*_calculated(left, sign, right), [left, right])

    def _unary(self, node: ast.UnaryOp) -> Compiled:
        part = self.visit(node.operand)
        if isinstance(node.op, ast.Not):
            return _joined(f"(NOT {part.sql})", "flag", [part])
        if isinstance(node.op, ast.USub) and part.type in NUMERIC:
            return _joined(f"(-{part.sql})", part.type, [part])
        raise _NotAllowed(f"`{ast.unparse(node)}` is not part of the mapping language")

    def _logic(self, node: ast.BoolOp) -> Compiled:
        parts = [self.visit(value) for value in node.values]
        word = " AND " if isinstance(node.op, ast.And) else " OR "
        return _joined("(" + word.join(part.sql for part in parts) + ")", "flag", parts)

    def _compare(self, node: ast.Compare) -> Compiled:
        if len(node.ops) != 1:
            raise _NotAllowed("compare two things at a time")
        left, operator, right = self.visit(node.left), node.ops[0], node.comparators[0]
        if isinstance(operator, ast.In | ast.NotIn):
            return self._among(left, operator, right)
        other = self.visit(right)
        return _joined(
            f"({left.sql} {_COMPARE[type(operator)]} {other.sql})", "flag", [left, other]
        )

    def _among(self, left: Compiled, operator: ast.cmpop, right: ast.expr) -> Compiled:
        if not isinstance(right, ast.List | ast.Tuple):
            raise _NotAllowed("`in` needs a list of constants")
        parts = [self.visit(item) for item in right.elts]
        word = "" if isinstance(operator, ast.In) else "NOT "
        listed = among(left.sql, (part.sql for part in parts)) if parts else "FALSE"
        return _joined(f"({word}{listed})", "flag", [left, *parts])

    def _choice(self, node: ast.IfExp) -> Compiled:
        test, yes, no = self.visit(node.test), self.visit(node.body), self.visit(node.orelse)
        sql = f"(CASE WHEN {test.sql} THEN {yes.sql} ELSE {no.sql} END)"
        return _joined(sql, no.type if yes.type == "unknown" else yes.type, [test, yes, no])

    def _call(self, node: ast.Call) -> Compiled:
        if not isinstance(node.func, ast.Name) or node.keywords:
            raise _NotAllowed(f"`{ast.unparse(node)}` is not part of the mapping language")
        known = FUNCTIONS.get(node.func.id)
        if known is None:
            raise _NotAllowed(f"no function is called `{node.func.id}`")
        parts = [self.visit(argument) for argument in node.args]
        if not known.least <= len(parts) <= known.most:
            raise _NotAllowed(f"`{node.func.id}` does not take {len(parts)} values")
        inner = [part.sql for part in parts]
        sql = known.sql.format(*inner, all=", ".join(inner), zone=literal(self._zone))
        return _joined(sql, known.type or _first_type(parts), parts, aggregate=known.aggregate)


def _first_type(parts: Sequence[Compiled]) -> Type:
    return next((part.type for part in parts if part.type != "unknown"), "unknown")


def _calculated(left: Compiled, sign: str, right: Compiled) -> tuple[str, Type]:
    """Money stays decimal: a price times a quantity is exact to four places."""
    types = {left.type, right.type}
    if sign == "/":
        return f"(CAST({left.sql} AS DOUBLE) / nullif({right.sql}, 0))", "number"
    if "money" not in types:
        whole: Type = "count" if types == {"count"} else "number"
        return f"({left.sql} {sign} {right.sql})", whole
    exact = [f"TRY_CAST({part.sql} AS DECIMAL(18,4))" for part in (left, right)]
    return f"TRY_CAST(({exact[0]} {sign} {exact[1]}) AS DECIMAL(18,4))", "money"


@dataclass(frozen=True)
class _Function:
    """SQL with a place for each value; `type` None takes the type of the first value."""

    sql: str
    least: int
    most: int
    type: Type | None = None
    aggregate: bool = False


FUNCTIONS: dict[str, _Function] = {
    "concat": _Function("concat({all})", 1, 20, "text"),
    "upper": _Function("upper({0})", 1, 1, "text"),
    "lower": _Function("lower({0})", 1, 1, "text"),
    "trim": _Function("nullif(trim({0}), '')", 1, 1, "text"),
    "replace": _Function("replace({0}, {1}, {2})", 3, 3, "text"),
    "split_part": _Function("nullif(split_part({0}, {1}, {2}), '')", 3, 3, "text"),
    "left": _Function("left({0}, {1})", 2, 2, "text"),
    "right": _Function("right({0}, {1})", 2, 2, "text"),
    "starts_with": _Function("starts_with({0}, {1})", 2, 2, "flag"),
    "ends_with": _Function("ends_with({0}, {1})", 2, 2, "flag"),
    "contains": _Function("contains({0}, {1})", 2, 2, "flag"),
    "coalesce": _Function("coalesce({all})", 1, 20),
    "greatest": _Function("greatest({all})", 2, 20),
    "least": _Function("least({all})", 2, 20),
    "abs": _Function("abs({0})", 1, 1),
    "sign": _Function("sign({0})", 1, 1, "count"),
    "round": _Function("CAST(round({0}) AS BIGINT)", 1, 1, "count"),
    "day": _Function("CAST(timezone({zone}, {0}) AS DATE)", 1, 1, "day"),
    "midnight": _Function("timezone({zone}, CAST({0} AS TIMESTAMP))", 1, 1, "instant"),
    "at_hour": _Function(
        "timezone({zone}, CAST({0} AS TIMESTAMP) + to_hours(CAST({1} AS INTEGER)))", 2, 2, "instant"
    ),
    "date": _Function(
        "TRY_CAST(printf('%04d-%02d-%02d', CAST({0} AS BIGINT), CAST({1} AS BIGINT),"
        " CAST({2} AS BIGINT)) AS DATE)",
        3,
        3,
        "day",
    ),
    "sum": _Function("sum({0})", 1, 1, None, aggregate=True),
    "min": _Function("min({0})", 1, 1, None, aggregate=True),
    "max": _Function("max({0})", 1, 1, None, aggregate=True),
    "count": _Function("count({0})", 1, 1, "count", aggregate=True),
}
