"""Slack's own TypeScript types as JSON Schemas, made by ts-json-schema-generator."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator

from tests.judges.keeping import run
from tests.judges.npm import npm_folder

PACKAGES = {
    "@slack/types": "3.2.0",
    "ts-json-schema-generator": "2.4.0",
    "typescript": "5.9.3",
}
# Newer than these types; slackblocks judges it.
UNKNOWN = frozenset({"data_visualization"})


def complaints(blocks: list[dict[str, Any]]) -> list[str]:
    """What the types refuse of a message's blocks, one line each."""
    judged = [
        (place, error)
        for place, block in enumerate(blocks)
        if block.get("type") not in UNKNOWN
        for error in block_validator(block.get("type", "")).iter_errors(block)
    ]
    return [f"blocks[{place}]: {error.message[:200]}" for place, error in judged]


@cache
def block_validator(block_type: str) -> Draft7Validator:
    """The validator of one type of block: trying all twenty for each cell of a table is slow."""
    schema = validator("KnownBlock").schema
    for name, definition in schema["definitions"].items():
        known = definition.get("properties", {}).get("type", {}).get("const")
        if known == block_type and name.endswith("Block"):
            return Draft7Validator({**schema, "$ref": f"#/definitions/{name}"})
    return validator("KnownBlock")


@cache
def validator(type_name: str) -> Draft7Validator:
    """A validator for one exported type of `@slack/types`; skips the test where there is none."""
    folder = npm_folder("slack-types", PACKAGES)
    file = folder / f"{type_name}.json"
    if not file.exists():
        _generate(folder, type_name, file)
    return Draft7Validator(json.loads(file.read_text("utf-8")))


def _generate(folder: Path, type_name: str, file: Path) -> None:
    """Written aside first: tests beside this one may be reading."""
    aside = file.with_suffix(".new")
    types = "node_modules/@slack/types/dist/index.d.ts"
    generator = "node_modules/.bin/ts-json-schema-generator"
    asked = ("--path", types, "--type", type_name, "--no-type-check", "-o", aside.name)
    run([str(folder / generator), *asked], folder)
    aside.replace(file)
