"""Slack's own type of an app manifest as a JSON Schema: names of scopes and events are listed."""

import json
from functools import cache
from typing import Any

from jsonschema import Draft7Validator

from tests.judges.keeping import run
from tests.judges.npm import npm_folder

PACKAGES = {
    "@slack/web-api": "8.2.0",
    "ts-json-schema-generator": "2.4.0",
    "typescript": "5.9.3",
}
TYPES = "node_modules/@slack/web-api/dist/types/request/manifest.d.ts"


def complaints(manifest: dict[str, Any]) -> list[str]:
    """What Slack's type refuses of a manifest, one line each; skips where it cannot be had."""
    found = _validator().iter_errors(manifest)
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}" for error in found]


@cache
def _validator() -> Draft7Validator:
    folder = npm_folder("slack-manifest", PACKAGES)
    file = folder / "Manifest.json"
    if not file.exists():
        # Written aside first: tests beside this one may be reading.
        aside = file.with_suffix(".new")
        generator = str(folder / "node_modules/.bin/ts-json-schema-generator")
        asked = ("--path", TYPES, "--type", "Manifest", "--no-type-check", "-o", aside.name)
        run([generator, *asked], folder)
        aside.replace(file)
    return Draft7Validator(json.loads(file.read_text("utf-8")))
