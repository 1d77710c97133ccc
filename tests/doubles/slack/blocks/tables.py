"""Tables and charts: the blocks whose limits are summed over their cells."""

from typing import Any

from tests.doubles.slack.blocks.objects import RICH_TEXT
from tests.doubles.slack.blocks.shapes import (
    Check,
    Checking,
    boolean,
    both,
    fields,
    kinds,
    many,
    number,
    one_of,
    string,
)
from tests.doubles.slack.model import Json

_CELL = kinds(
    {
        "raw_text": fields({"text": string(10_000, 1)}),
        "raw_number": fields({"value": number()}, text=string(10_000, 1)),
        "rich_text": RICH_TEXT,
    }
)
_COLUMN = fields(align=one_of("left", "center", "right"), is_wrapped=boolean)


def _column(value: Any, pointer: str, checking: Checking) -> None:
    if value is not None:
        _COLUMN(value, pointer, checking)


TABLE = fields(
    {"rows": many(many(_CELL, 20, 1), 100, 1)},
    column_settings=many(_column, 20),
    block_id=string(255),
)


def _even(value: Json, pointer: str, checking: Checking) -> None:
    rows = value.get("rows")
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        return
    if len({len(row) for row in rows}) > 1:
        checking.note("all rows must have the same number of cells", f"{pointer}/rows")
    for place, cell in enumerate(rows[0] if rows else []):
        if isinstance(cell, dict) and cell.get("type") == "rich_text":
            checking.note("header cells must not be rich_text", f"{pointer}/rows/0/{place}")


DATA_TABLE = both(
    fields(
        {"rows": many(many(_CELL, 20, 1), 201, 2), "caption": string(3000, 1)},
        page_size=number(1, 100, whole=True),
        row_header_column_index=number(0, 19, whole=True),
        block_id=string(255),
    ),
    _even,
)


def cell_characters(block: Json) -> int:
    """Characters in all cells of a table, as the limit on them counts."""
    return sum(len(_words(cell)) for row in block.get("rows", []) for cell in row)


def _words(value: Any) -> str:
    if isinstance(value, dict):
        own = str(value.get("text", value.get("value", "")))
        return own + "".join(_words(one) for one in value.get("elements", []))
    return ""


def _more_than_nothing(value: Any, pointer: str, checking: Checking) -> None:
    if isinstance(value, int | float) and value <= 0:
        checking.note("must be greater than 0", pointer)


_SEGMENT = fields({"label": string(20, 1), "value": both(number(), _more_than_nothing)})
_POINT = fields({"label": string(20, 1), "value": number()})
_SERIES = fields({"name": string(20, 1), "data": many(_POINT, 20, 1)})
_AXES = fields({"categories": many(string(20, 1), 20, 1)}, x_label=string(50), y_label=string(50))


def _in_step(value: Json, pointer: str, checking: Checking) -> None:
    """Each series has a point for each category, and no two have one name."""
    if checking.problems:
        return
    series, categories = value["series"], value["axis_config"]["categories"]
    if len({one["name"] for one in series}) < len(series):
        checking.note("series names must be unique", f"{pointer}/series")
    for place, one in enumerate(series):
        if [point["label"] for point in one["data"]] != categories:
            checking.note("data must match the categories", f"{pointer}/series/{place}/data")


_DRAWN = both(fields({"series": many(_SERIES, 12, 1), "axis_config": _AXES}), _in_step)
_CHARTS: dict[str, Check] = {
    "pie": fields({"segments": many(_SEGMENT, 12, 1)}),
    "bar": _DRAWN, "line": _DRAWN, "area": _DRAWN,
}  # fmt: skip
_CHART = fields({"title": string(50, 1), "chart": kinds(_CHARTS)}, block_id=string(255))


def chart(value: Any, pointer: str, checking: Checking) -> None:
    """A data_visualization; unsupported where it is not rolled out to the workspace yet."""
    if checking.charts:
        _CHART(value, pointer, checking)
    else:
        checking.note("unsupported type: data_visualization", f"{pointer}/type")
