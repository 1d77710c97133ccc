"""How the text of a cell becomes a typed value, as SQL: numbers, money, dates, words.

Every builder here takes an SQL expression and gives back one that is NULL where the text
cannot be read, so that a whole column is read set-wise and the unreadable rows can be told.
"""

from dataclasses import dataclass

from analytics.loading.expression import SQL_TYPES, among, literal
from analytics.loading.mapping import Reading, SourceField
from analytics.loading.zones import instant_sql

TEXT = "VARCHAR"
_FLOATS = frozenset({"FLOAT", "DOUBLE"})
_INSTANT = "TIMESTAMP WITH TIME ZONE"

# Marks around an amount that say nothing about its size.
_MARKS = r"[¥￥$€£元圆\s]|CNY|RMB|USD|EUR|GBP|HKD|JPY|人民币"
_GROUPED = r"[-+]?\d{1,3}(,\d{2,3})*,\d{3}(\.\d*)?[万亿]?"

_DATE_FORMATS = ("%Y%m%d", "%Y年%m月%d日", "%Y.%m.%d")
_TIMES = ("", " %H:%M:%S", " %H:%M", " %H")
_LOCAL_FORMATS = tuple(day + time for day in _DATE_FORMATS for time in _TIMES)
_OFFSET_FORMATS = (
    "%Y-%m-%d %H:%M:%S %z",
    "%Y-%m-%dT%H:%M:%S%z",
    "%Y-%m-%dT%H:%M:%S.%f%z",
    "%Y/%m/%d %H:%M:%S %z",
    "%Y-%m-%d %H:%M %z",
)
_YES = ("true", "t", "yes", "y", "1", "1.0", "是")
_NO = ("false", "f", "no", "n", "0", "0.0", "否")


@dataclass(frozen=True)
class Cell:
    """Where a field's value stands in the relation being read: SQL and the engine's type."""

    sql: str
    type: str = TEXT


def cleaned(cell: Cell, field: SourceField, reading: Reading) -> str:
    """The cell with blanks and the words for "not known" as NULL."""
    if cell.type in _FLOATS:
        return f"CASE WHEN isnan({cell.sql}) THEN NULL ELSE {cell.sql} END"
    if cell.type != TEXT:
        return cell.sql
    words = (*field.unknown, *reading.unknown)
    # Most cells need no trimming, and looking is ten times cheaper than doing it.
    spaced = f"ascii({cell.sql}) <= 32 OR ends_with({cell.sql}, ' ')"
    trimmed = f"CASE WHEN {spaced} THEN nullif(trim({cell.sql}), '') ELSE {cell.sql} END"
    unknown = among(trimmed, map(literal, words))
    return f"CASE WHEN {unknown} THEN NULL ELSE {trimmed} END" if words else trimmed


def local_time(raw: str, type_: str, field: SourceField) -> str:
    """The time `raw` tells without saying where: a step of its own, as it is used repeatedly.

    NULL where it says where, where it is unreadable, and for a field that is no instant.
    """
    if field.type != "instant" or field.unit is not None or type_ == _INSTANT:
        return "NULL"
    if type_ != TEXT:
        return f"TRY_CAST({raw} AS TIMESTAMP)"
    return f"CASE WHEN NOT ({_with_offset(raw)}) THEN {_local_text(raw, field)} END"


def parsed(
    raw: str, local: str, type_: str, field: SourceField, reading: Reading, zone: str
) -> str:
    """The typed value of `raw` (an SQL name of engine type `type_`); NULL if it is not one.

    `local`: the SQL name of its `local_time`.
    """
    if field.type in {"text", "id"}:
        return _words(_text(raw, type_, field), field)
    if field.type in {"instant", "day"}:
        return _moment(raw, local, type_, field, zone)
    if field.type == "flag":
        return _flag(raw, type_)
    target = SQL_TYPES[field.plain_type]
    number = _number(raw, type_, field, reading)
    return _whole(number) if field.type == "count" else f"TRY_CAST({number} AS {target})"


def _text(raw: str, type_: str, field: SourceField) -> str:
    if field.type == "id" and type_ in _FLOATS:
        whole = f"CAST(TRY_CAST({raw} AS BIGINT) AS VARCHAR)"
        return f"CASE WHEN {raw} = trunc({raw}) THEN {whole} ELSE CAST({raw} AS VARCHAR) END"
    if type_ != TEXT:
        return f"CAST({raw} AS VARCHAR)"
    if field.type == "id":
        return f"CASE WHEN ends_with({raw}, '.0') THEN left({raw}, -2) ELSE {raw} END"
    return raw


def _words(text: str, field: SourceField) -> str:
    if not field.words:
        return text
    cases = " ".join(
        f"WHEN {literal(word.casefold())} THEN nullif({literal(ours)}, '')"
        for word, ours in field.words.items()
    )
    other = text if field.otherwise is None else f"nullif({literal(field.otherwise)}, '')"
    return f"CASE lower({text}) {cases} ELSE CASE WHEN {text} IS NOT NULL THEN {other} END END"


def _flag(raw: str, type_: str) -> str:
    if type_ == "BOOLEAN":
        return raw
    word = f"lower(CAST({raw} AS VARCHAR))"
    yes, no = (among(word, map(literal, words)) for words in (_YES, _NO))
    return f"CASE WHEN {yes} THEN TRUE WHEN {no} THEN FALSE END"


def _number(raw: str, type_: str, field: SourceField, reading: Reading) -> str:
    """A number of the engine's: the plain reading first, the written one where it fails."""
    if type_ != TEXT:
        return raw
    kind = "DECIMAL(18,4)" if field.type == "money" else "DOUBLE"
    written = _written(raw, kind, reading)
    if field.type == "percent":
        bare = _written(f"rtrim({raw}, '% ')", kind, reading)
        written = f"CASE WHEN ends_with({raw}, '%') THEN {bare} / 100 ELSE {written} END"
    if reading.decimal == ",":
        return written
    # Not coalesce: the engine would work out parts of the written reading for every row.
    plain = f"TRY_CAST({raw} AS {kind})"
    return f"CASE WHEN {plain} IS NULL THEN {written} ELSE {plain} END"


def unreadable(raw: str, value: str, field: SourceField) -> str | None:
    """SQL that is true where text stood and no value came of it; None where that cannot be."""
    if field.type in {"text", "id"}:
        return None
    if field.type in {"number", "percent"}:
        return f"({value} IS NULL OR NOT isfinite({value})) AND {raw} IS NOT NULL"
    return f"{value} IS NULL AND {raw} IS NOT NULL"


def _written(raw: str, kind: str, reading: Reading) -> str:
    """Amounts as people write them: ¥1,234.50, 1.2万, 3.4亿, (12.00), 12.00-, −5."""
    core = f"regexp_replace(replace(upper({raw}), '−', '-'), {literal(_MARKS)}, '', 'g')"
    if reading.decimal == ",":
        core = f"replace(replace({core}, '.', ''), ',', '.')"
    signed = (
        f"CASE WHEN starts_with({core}, '(') AND ends_with({core}, ')')"
        f" THEN '-' || left(substr({core}, 2), -1)"
        f" WHEN ends_with({core}, '-') THEN '-' || left({core}, -1) ELSE {core} END"
    )
    # A comma only counts as a thousands mark where thousands marks stand: 1,5 is refused.
    grouped = (
        f"list_transform([{signed}], lambda s: CASE WHEN NOT contains(s, ',') THEN s"
        f" WHEN regexp_full_match(s, {literal(_GROUPED)}) THEN replace(s, ',', '') END)[1]"
    )
    return (
        f"list_transform([{grouped}], lambda n: CASE"
        f" WHEN ends_with(n, '万') THEN TRY_CAST(TRY_CAST(left(n, -1) AS DECIMAL(28,8))"
        f" * 10000 AS {kind})"
        f" WHEN ends_with(n, '亿') THEN TRY_CAST(TRY_CAST(left(n, -1) AS DECIMAL(28,10))"
        f" * 100000000 AS {kind})"
        f" WHEN regexp_full_match(n, '[-+]?[0-9]*\\.?[0-9]+') THEN TRY_CAST(n AS {kind}) END)[1]"
    )


def _whole(number: str) -> str:
    value = f"TRY_CAST({number} AS DOUBLE)"
    return f"CASE WHEN {value} = trunc({value}) THEN TRY_CAST({value} AS BIGINT) END"


def _moment(raw: str, local: str, type_: str, field: SourceField, zone: str) -> str:
    if field.unit is not None:
        scale = {"s": 1_000_000, "ms": 1_000, "us": 1}[field.unit]
        micros = f"TRY_CAST(TRY_CAST({raw} AS DECIMAL(22,6)) * {scale} AS BIGINT)"
        instant = f"timezone('UTC', TRY(make_timestamp({micros})))"
    elif type_ == _INSTANT:
        instant = raw
    elif field.type == "day":
        time = _local_text(raw, field) if type_ == TEXT else f"TRY_CAST({raw} AS TIMESTAMP)"
        return f"TRY_CAST({time} AS DATE)"
    elif type_ == TEXT:
        told = _offset_text(raw, field)
        instant = f"CASE WHEN {local} IS NULL THEN {told} ELSE {instant_sql(local, zone)} END"
    else:
        instant = instant_sql(local, zone)
    if field.type == "instant":
        return instant
    return f"CAST(timezone({literal(zone)}, {instant}) AS DATE)"


def _with_offset(raw: str) -> str:
    """The engine drops an offset when it casts text to TIMESTAMP, so such text goes apart."""
    sign = " OR ".join(f"substr({raw}, {place}, 1) IN ('+', '-')" for place in (-6, -5, -3))
    # Nineteen bytes is a plain date and time, or one in minutes with an offset in hours.
    return (
        f"strlen({raw}) > 16 AND CASE WHEN strlen({raw}) = 19"
        f" THEN substr({raw}, 17, 1) IN ('+', '-')"
        f" ELSE ends_with({raw}, 'Z') OR ends_with({raw}, 'UTC') OR {sign} END"
    )


def _offset_text(raw: str, field: SourceField) -> str:
    formats = [form for form in field.formats if "%z" in form] + list(_OFFSET_FORMATS)
    offset = (
        f"coalesce(try_strptime({raw}, {_list(formats)}),"
        f" TRY_CAST(replace({raw}, ' UTC', 'Z') AS TIMESTAMPTZ))"
    )
    return f"CASE WHEN {_with_offset(raw)} THEN {offset} END"


def _local_text(raw: str, field: SourceField) -> str:
    """Year-first text is read as it stands; anything else only in a declared format."""
    formats = [form for form in field.formats if "%z" not in form] + list(_LOCAL_FORMATS)
    return (
        f"coalesce(CASE WHEN substr({raw}, 5, 1) IN ('-', '/')"
        f" THEN TRY_CAST({raw} AS TIMESTAMP) END, try_strptime({raw}, {_list(formats)}))"
    )


def _list(formats: list[str]) -> str:
    return "[" + ", ".join(literal(form) for form in formats) + "]"
