"""Blocks as they are sent become blocks as they are kept, or are refused with every reason."""

import json
import secrets
from collections.abc import Iterator
from typing import Any

from tests.doubles.slack.blocks.kinds import CHECKS
from tests.doubles.slack.blocks.shapes import Checking
from tests.doubles.slack.blocks.tables import cell_characters
from tests.doubles.slack.model import Json
from tests.doubles.slack.refusal import Refusal, invalid_arguments, invalid_blocks
from tests.doubles.slack.workspace import Workspace

MOST_MARKDOWN = 12_000
MOST_CHARTS = 2


def read_blocks(world: Workspace, sent: Any, surface: str) -> list[Json]:
    """The blocks with ids and defaults filled in; a Refusal as Slack words it.

    `surface` is message, modal or home. `sent` is a list or the text of one.
    """
    blocks = _parsed(sent)
    checking = Checking(surface, lambda file: file_ready(world, file), world.settings.charts)
    CHECKS[surface](blocks, "/blocks" if surface == "message" else "/view/blocks", checking)
    if not checking.problems:
        _whole(world, blocks, checking)
    if checking.problems:
        raise (
            invalid_blocks(checking.problems)
            if surface == "message"
            else invalid_arguments(*checking.problems)
        )
    if surface == "message":
        _not_too_long(world, blocks)
    kept = json.loads(json.dumps(blocks))
    for block in kept:
        _fill_in(block)
    return list(kept)


def _parsed(sent: Any) -> list[Any]:
    if isinstance(sent, str):
        try:
            sent = json.loads(sent)
        except ValueError:
            raise Refusal("invalid_blocks_format") from None
    if not isinstance(sent, list):
        raise Refusal("invalid_blocks_format")
    return sent


def file_ready(world: Workspace, wanted: str) -> bool:
    """Whether an uploaded file, by id or address, can be shown in a block."""
    for file in world.files.values():
        if file.id == wanted or f"-{file.id}/" in wanted:
            return file.ready_at is not None and file.ready_at <= world.clock.now()
    return False


def _whole(world: Workspace, blocks: list[Json], checking: Checking) -> None:
    """What is counted over all blocks: unique ids, tables, markdown, charts."""
    seen: set[str] = set()
    for place, block in enumerate(blocks):
        name = block.get("block_id")
        if name in seen:
            checking.note(f"block_id {name} already exists", f"/blocks/{place}/block_id")
        seen |= {name} if name else set()
        actions = [one["action_id"] for one in interactive(block) if "action_id" in one]
        if len(set(actions)) < len(actions):
            checking.note("action_id already exists", f"/blocks/{place}")
    tables = [one for one in every(blocks) if one.get("type") in ("table", "data_table")]
    if sum(one["type"] == "table" for one in tables) > 1:
        checking.note("only_one_table_allowed", "/blocks")
    most = world.settings.most_table_characters
    wide = [one for one in tables if one["type"] == "data_table"]
    for limit, some in ((most, [one for one in tables if one not in wide]), (2 * most, wide)):
        if sum(map(cell_characters, some)) > limit:
            checking.note(f"table_character_count_must_not_exceed_{limit}", "/blocks")
    if sum(len(one["text"]) for one in blocks if one.get("type") == "markdown") > MOST_MARKDOWN:
        checking.note(f"must be less than {MOST_MARKDOWN + 1} characters", "/blocks")
    if sum(one.get("type") == "data_visualization" for one in every(blocks)) > MOST_CHARTS:
        checking.note(f"no more than {MOST_CHARTS} data_visualization blocks allowed", "/blocks")


def _not_too_long(world: Workspace, blocks: list[Json]) -> None:
    sized = [one for one in blocks if one.get("type") not in ("table", "data_table", "markdown")]
    size = len(json.dumps(sized, ensure_ascii=False, separators=(",", ":")))
    if size > world.settings.most_block_characters:
        raise Refusal("msg_blocks_too_long")


def every(blocks: list[Json]) -> Iterator[Json]:
    """The blocks and those inside containers."""
    for block in blocks:
        yield block
        yield from every(block.get("child_blocks", []))


def interactive(block: Json) -> list[Json]:
    """The elements of a block that people press, choose or fill in."""
    found = [one for one in block.get("elements", []) if isinstance(one, dict)]
    found += [block[name] for name in ("accessory", "element") if name in block]
    found += block.get("actions", [])
    for child in block.get("child_blocks", []):
        found += interactive(child)
    for card in [one for one in found if one.get("type") == "card"]:
        found += interactive(card)
    plain = ("image", "mrkdwn", "plain_text", "card")
    parts = [one for one in found if one.get("type") not in plain]
    return [one for one in parts if not str(one.get("type")).startswith("rich_text_")] or []


def _fill_in(block: Json) -> None:
    """Ids and defaults that Slack adds to what it keeps."""
    block.setdefault("block_id", secrets.token_urlsafe(4)[:5])
    for element in interactive(block):
        element.setdefault("action_id", secrets.token_urlsafe(4)[:5])
    _default_texts(block)
    for child in block.get("child_blocks", []):
        _fill_in(child)


def _default_texts(value: Any) -> None:
    if isinstance(value, list):
        for one in value:
            _default_texts(one)
    elif isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            value.setdefault("verbatim", False)
        elif value.get("type") == "plain_text":
            value.setdefault("emoji", True)
        for one in value.values():
            _default_texts(one)
