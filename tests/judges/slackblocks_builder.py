"""Run by an interpreter that has slackblocks: builds each message with its classes.

Reads a JSON list of {text, blocks} from standard input; writes a list with one string a message:
what slackblocks refuses, or how its message differs from ours; empty where it is the same.
"""

import json
import sys
from typing import Any

import slackblocks as kit  # type: ignore[import-not-found]
from slackblocks.objects import RawText  # type: ignore[import-not-found]

Json = dict[str, Any]
TABLE_CHARACTERS = 10_000


def text(sent: Json) -> Any:
    return kit.Text.from_dict(sent)


def words(sent: Json) -> Any:
    return kit.RichText(sent["text"], **sent.get("style", {}))


def rich(sent: Json) -> Any:
    runs = [words(run) for run in sent["elements"]]
    made = {
        "rich_text_section": kit.RichTextSection,
        "rich_text_preformatted": kit.RichTextCodeBlock,
    }
    return made[sent["type"]](runs)


def element(sent: Json) -> Any:
    if sent["type"] == "static_select":
        options = [kit.Option(text(one["text"]), one["value"]) for one in sent["options"]]
        holder = text(sent["placeholder"])
        return kit.StaticSelectMenu(sent["action_id"], options=options, placeholder=holder)
    asked = sent.get("confirm")
    confirm = kit.ConfirmationDialogue(**{k: text(v) for k, v in asked.items()}) if asked else None
    return kit.Button(text(sent["text"]), sent["action_id"], value=sent["value"], confirm=confirm)


def cell(sent: Json) -> Any:
    return RawText(sent["text"]) if sent["type"] == "raw_text" else rich(sent["elements"][0])


def table(sent: Json) -> Any:
    rows = [[cell(one) for one in row] for row in sent["rows"]]
    settings = [kit.ColumnSettings(**setting) for setting in sent["column_settings"]]
    return kit.TableBlock(rows, settings)


def chart(sent: Json) -> Any:
    plot = sent["chart"]
    series = [
        kit.DataSeries(one["name"], [kit.DataPoint(**point) for point in one["data"]])
        for one in plot["series"]
    ]
    axis = kit.AxisConfig(**plot["axis_config"])
    drawn = kit.BarChart if plot["type"] == "bar" else kit.LineChart
    return kit.DataVisualizationBlock(sent["title"], drawn(series, axis))


def block(sent: Json) -> Any:
    match sent["type"]:
        case "header":
            return kit.HeaderBlock(text(sent["text"]))
        case "section":
            fields = [text(one) for one in sent.get("fields", [])]
            return kit.SectionBlock(text(sent["text"]) if "text" in sent else None, fields=fields)
        case "context":
            return kit.ContextBlock([text(one) for one in sent["elements"]])
        case "rich_text":
            return kit.RichTextBlock([rich(one) for one in sent["elements"]])
        case "actions":
            return kit.ActionsBlock([element(one) for one in sent["elements"]])
        case "image":
            file = kit.SlackFile(None, sent["slack_file"]["id"])
            return kit.ImageBlock(slack_file=file, alt_text=sent["alt_text"])
        case "table":
            return table(sent)
        case "data_visualization":
            return chart(sent)
    raise ValueError(f"no such block: {sent['type']}")


def bare(value: Any) -> Any:
    """Without what slackblocks adds and what is the same left out: block ids and false flags."""
    if isinstance(value, dict):
        kept = {key: bare(one) for key, one in value.items() if key != "block_id"}
        return {key: one for key, one in kept.items() if one not in (False, None, [], 0)}
    return [bare(one) for one in value] if isinstance(value, list) else value


def complaint(sent: Json) -> str:
    tables = [one for one in sent["blocks"] if one["type"] == "table"]
    cells = [c for one in tables for row in one["rows"] for c in row if c["type"] == "raw_text"]
    if len(tables) > 1 or sum(len(c["text"]) for c in cells) > TABLE_CHARACTERS:
        return "more than one table, or one too large"
    try:
        made = kit.Message("C1", text=sent["text"], blocks=[block(one) for one in sent["blocks"]])
    except (kit.InvalidUsageError, ValueError, KeyError, TypeError) as error:
        return f"{type(error).__name__}: {error}"
    same = bare(json.loads(made.json()).get("blocks", [])) == bare(sent["blocks"])
    return "" if same else "slackblocks builds something else"


if __name__ == "__main__":
    json.dump([complaint(sent) for sent in json.load(sys.stdin)], sys.stdout)
