"""The public JSON: its values, and its shape against docs/reply.schema.json."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import pytest

from bot.i18n import translator
from bot.platforms.json.render import raw, render, unit
from commands.kit.message import Msg, msg
from commands.kit.plots import Plot
from commands.kit.reply import Block, Chart, Reply, Table, TableColumn
from commands.kit.values import (
    Change,
    Count,
    Day,
    Days,
    Moment,
    Money,
    Name,
    Number,
    Percent,
    Points,
    Unknown,
    Value,
)
from tests.bot.platforms.replies import (
    BARS,
    BRIDGE,
    FIGURES,
    FUNNEL,
    HEADLINE,
    LINES,
    PLOTS,
    QUADRANT,
    everything,
    reply,
    table,
)
from tests.conftest import Golden

ENGLISH = translator("en")
DOCS = Path(__file__).parents[3] / "docs"


def block(of: Block, **options: Any) -> dict[str, Any]:
    found: dict[str, Any] = render(reply(of), ENGLISH, **options)["blocks"][0]
    return found


def misfits(value: Any, schema: dict[str, Any], whole: dict[str, Any], at: str = "$") -> list[str]:
    """What in `value` the schema does not describe, in the few keywords our schema uses."""
    if "$ref" in schema:
        schema = whole["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    if "oneOf" in schema:
        options = [misfits(value, option, whole, at) for option in schema["oneOf"]]
        return min(options, key=len)
    wrong = [f"{at}: {value!r}"] if not is_type(value, schema.get("type")) else []
    if "const" in schema and value != schema["const"]:
        wrong.append(f"{at}: not {schema['const']!r}")
    if "enum" in schema and value not in schema["enum"]:
        wrong.append(f"{at}: {value!r} is none of {schema['enum']}")
    if isinstance(value, dict) and "properties" in schema:
        wrong += misfits_of_object(value, schema, whole, at)
    if isinstance(value, list) and "items" in schema:
        for place, item in enumerate(value):
            wrong += misfits(item, schema["items"], whole, f"{at}[{place}]")
    return wrong


def misfits_of_object(
    value: dict[str, Any], schema: dict[str, Any], whole: dict[str, Any], at: str
) -> list[str]:
    known = schema["properties"]
    wrong = [f"{at}.{name}: missing" for name in schema["required"] if name not in value]
    wrong += [f"{at}.{name}: not in the schema" for name in value if name not in known]
    for name in value.keys() & known.keys():
        wrong += misfits(value[name], known[name], whole, f"{at}.{name}")
    return wrong


def is_type(value: Any, names: str | list[str] | None) -> bool:
    kinds: dict[str, tuple[type, ...]] = {
        "null": (type(None),),
        "string": (str,),
        "number": (int, float),
        "integer": (int,),
        "boolean": (bool,),
        "object": (dict,),
        "array": (list,),
    }
    wanted = [names] if isinstance(names, str) else names
    if wanted is None:
        return True
    return any(
        isinstance(value, kinds[name]) and (name == "boolean" or not isinstance(value, bool))
        for name in wanted
    )


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Money(amount=Decimal("123.4500")), 123.45),
        (Money(amount=Decimal("0.1") + Decimal("0.2")), 0.3),
        (Money(amount=Decimal("140.0000")), 140),
        (Count(number=7), 7),
        (Number(number=float("nan")), None),
        (Percent(ratio=0.034), 0.034),
        (Change(ratio=-0.12), -0.12),
        (Points(ratio=0.004), 0.004),
        (Day(day=date(2026, 11, 1)), "2026-11-01"),
        (Days(first=date(2026, 11, 1), last=date(2026, 11, 11)), "2026-11-01/2026-11-11"),
        (Moment(at=datetime(2026, 11, 1, 9, tzinfo=UTC)), "2026-11-01T09:00:00+00:00"),
        (Name(text="a\x1b<b>"), "a\x1b<b>"),
        (msg("Visitors"), "Visitors"),
        (Unknown(), None),
        (None, None),
    ],
)
def test_value_is_raw_when_written_as_json(value: Value | Msg | None, expected: Any) -> None:
    assert raw(value, ENGLISH) == expected


def test_whole_amount_has_no_point_when_written_as_json() -> None:
    assert json.dumps(raw(Money(amount=Decimal("140.0000")), ENGLISH)) == "140"


def test_unit_is_none_when_the_number_is_unknown() -> None:
    assert unit(Unknown()) is None


def test_figure_names_everything_when_compared() -> None:
    assert block(FIGURES)["items"][0] == {
        "metric": "paid_gmv",
        "label": "Paid GMV",
        "value": 123.45,
        "unit": "money",
        "currency": "CNY",
        "baseline": 140,
        "change": -0.12,
        "change_unit": "change",
        "good": False,
        "text": "¥123.45",
    }


def test_unknown_cell_is_null_when_its_column_has_numbers() -> None:
    drawn = block(table(2))
    assert drawn["columns"][1]["unit"] == "money"
    assert drawn["rows"][1] == ["channel 1", None, 99]


def test_unit_is_mixed_when_cells_of_a_column_differ() -> None:
    mixed = Table(
        name="t",
        columns=(TableColumn(name="a", label=msg("A")),),
        rows=((Count(number=1),), (Percent(ratio=0.1),)),
    )
    assert block(mixed)["columns"][0]["unit"] == "mixed"


def test_numbers_of_a_sentence_are_named_when_it_has_parts() -> None:
    assert block(HEADLINE)["parts"] == {"value": 1234567.89, "period": "2026-11-01/2026-11-11"}


def test_file_of_a_chart_is_given_when_it_was_drawn() -> None:
    assert block(LINES, charts={"trend": "out/trend.png"})["file"] == "out/trend.png"
    assert block(LINES)["file"] is None


def test_gap_is_null_when_a_series_has_one() -> None:
    data = block(LINES)["data"]
    assert data["x"][2] == "2026-11-03"
    assert data["lines"][0]["values"][2] is None


def test_steps_are_raw_when_the_chart_is_a_bridge() -> None:
    assert block(BRIDGE)["data"]["steps"][1] == {"label": "Conversion", "amount": 3.45}


def test_people_are_whole_when_the_chart_is_a_funnel() -> None:
    data = block(FUNNEL)["data"]
    assert data["steps"][0] == {"label": "Visit", "people": 12345, "rate": None, "expected": None}
    assert data["worst"] == 1


def test_unknown_bar_is_null_when_others_are_known() -> None:
    assert block(BARS)["data"]["series"][1]["values"] == [1500, None]


def test_currency_is_named_when_one_axis_of_a_quadrant_is_money() -> None:
    data = block(QUADRANT)["data"]
    assert (data["x_unit"], data["y_unit"], data["currency"]) == ("money", "number", "CNY")


@pytest.mark.parametrize("chart", PLOTS, ids=lambda chart: chart.name)
def test_plot_fits_the_published_schema_when_rendered(chart: Chart) -> None:
    schema = json.loads((DOCS / "reply.schema.json").read_text(encoding="utf-8"))
    assert misfits(render(reply(chart), ENGLISH), schema, schema) == []


@pytest.mark.parametrize("chart", PLOTS, ids=lambda chart: chart.name)
def test_every_field_of_a_plot_is_documented_when_it_can_appear(chart: Chart) -> None:
    text = (DOCS / "json.md").read_text(encoding="utf-8")
    data = block(chart)["data"]
    assert f'`"plot": "{data["plot"]}"`' in text
    pairs = {"x_label", "x_unit", "x_cut", "y_label", "y_unit", "y_cut"}
    assert [name for name in data.keys() - pairs if f"`{name}`" not in text] == ["plot"]


def test_every_plot_is_among_the_samples_when_a_new_one_is_added() -> None:
    kinds = get_args(get_args(Plot)[0])
    assert {type(chart.plot) for chart in PLOTS} == set(kinds)


def test_json_of_plots_is_the_reviewed_one_when_rendered(golden: Golden) -> None:
    drawn = render(reply(*PLOTS), ENGLISH)
    golden("plots.json", json.dumps(drawn, ensure_ascii=False, indent=2) + "\n")


def test_reply_says_which_command_it_answers_when_rendered() -> None:
    drawn = render(Reply(blocks=(), command="/gmv 7d", failed=True), translator("zh"))
    assert (drawn["tidebell"], drawn["command"], drawn["locale"]) == (1, "/gmv 7d", "zh-CN")
    assert drawn["failed"] is True


def test_reply_is_json_when_it_holds_one_of_every_block() -> None:
    drawn = render(everything(), ENGLISH)
    assert json.loads(json.dumps(drawn, allow_nan=False)) == drawn


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_reply_fits_the_published_schema_when_it_holds_one_of_every_block(locale: str) -> None:
    schema = json.loads((DOCS / "reply.schema.json").read_text(encoding="utf-8"))
    assert misfits(render(everything(), translator(locale)), schema, schema) == []


def test_schema_refuses_when_a_block_has_an_unknown_field() -> None:
    schema = json.loads((DOCS / "reply.schema.json").read_text(encoding="utf-8"))
    drawn = render(everything(), ENGLISH)
    drawn["blocks"][1]["items"][0]["surprise"] = 1
    assert misfits(drawn, schema, schema) != []


def test_every_block_is_documented_when_it_can_appear() -> None:
    text = (DOCS / "json.md").read_text(encoding="utf-8")
    names = [drawn["block"] for drawn in render(everything(), ENGLISH)["blocks"]]
    assert [name for name in names if f"`{name}`" not in text] == []


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_json_is_the_reviewed_one_when_it_holds_one_of_every_block(
    locale: str, golden: Golden
) -> None:
    drawn = render(everything(), translator(locale), {"trend": "charts/trend.png"})
    golden(f"json.{locale}.json", json.dumps(drawn, ensure_ascii=False, indent=2) + "\n")
