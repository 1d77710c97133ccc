"""Amounts in another currency than the shop's: converted at a stated rate, or refused."""

from analytics.errors import LoadRefused
from analytics.loading.expression import quoted
from analytics.loading.staged import Staged
from analytics.statement import Statement
from analytics.warehouse import Writer


def settle_currency(writer: Writer, staged: Staged, shop: str) -> None:
    """Turn staged money into the shop's currency; LoadRefused names what has no rate."""
    mapping = staged.mapping
    said = _said_currencies(writer, staged)
    foreign = sorted(said - {shop})
    unknown = [code for code in foreign if code not in mapping.rates]
    names = ", ".join(found.snapshot.name for found in staged.files)
    if len(said) > 1 and unknown:
        raise LoadRefused(
            f"{names} mixes currencies ({', '.join(sorted(said))}) and the mapping states no"
            f" rate for {', '.join(unknown)}"
        )
    if unknown:
        raise LoadRefused(
            f"{names} is in {unknown[0]}, the shop keeps its books in {shop}: state a rate in"
            f" the mapping (`rates: {{{unknown[0]}: …}}`) or set the shop's currency"
        )
    if foreign:
        _convert(writer, staged, foreign)


def _said_currencies(writer: Writer, staged: Staged) -> set[str]:
    """Every currency the mapping, a header or a row names, in capitals."""
    mapping = staged.mapping
    said = {code for found in staged.files for code in found.currencies}
    if mapping.currency:
        said.add(mapping.currency.upper())
    if mapping.currency_field:
        column = quoted(mapping.currency_field)
        sql = f"SELECT DISTINCT upper({column}) FROM {staged.fields} WHERE {column} IS NOT NULL"
        said |= {str(row[0]) for row in writer.fetch(Statement(sql + " LIMIT 20"))}
    return said


def _convert(writer: Writer, staged: Staged, foreign: list[str]) -> None:
    mapping = staged.mapping
    money = [name for name, field in mapping.fields.items() if field.type == "money"]
    for code in foreign:
        rate = f"CAST({mapping.rates[code]!r} AS DECIMAL(18,8))"
        sets = ", ".join(
            f"{quoted(name)} = CAST(CAST({quoted(name)} AS DOUBLE) * {rate} AS DECIMAL(18,4))"
            for name in money
        )
        where = _rows_in(staged, code)
        if sets:
            writer.execute(f"UPDATE {staged.fields} SET {sets} WHERE {where}")


def _rows_in(staged: Staged, code: str) -> str:
    if staged.mapping.currency_field:
        return f"upper({quoted(staged.mapping.currency_field)}) = '{code}'"
    files = [str(i) for i, found in enumerate(staged.files) if code in found.currencies]
    return f"_file IN ({', '.join(files)})" if files else "TRUE"
