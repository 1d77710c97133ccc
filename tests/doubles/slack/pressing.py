"""What a press or a choice looks like to the app."""

from typing import Any

from tests.doubles.slack.blocks.reading import interactive
from tests.doubles.slack.model import Json
from tests.doubles.slack.viewing import chosen, state_field
from tests.doubles.slack.workspace import Workspace


def find_element(
    blocks: list[Json], action_id: str | None, value: str | None, text: str | None
) -> tuple[Json, Json]:
    """The block and the element in it that fit; LookupError that lists what there is."""
    there = []
    for block in blocks:
        for element in interactive(block):
            label = str((element.get("text") or element.get("placeholder") or {}).get("text", ""))
            there.append(f"{element['action_id']} ({label or element['type']})")
            if (
                (action_id is None or element["action_id"] == action_id)
                and (value is None or element.get("value") == value)
                and (text is None or label == text)
            ):
                return block, element
    wanted = action_id or value or text or "element"
    raise LookupError(f"there is no {wanted}; there are: {', '.join(there) or 'none'}")


def pressed(world: Workspace, block: Json, element: Json, choose: Any) -> Json:
    """The `actions` entry of a press."""
    action: Json = {
        "type": element["type"], "action_id": element["action_id"],
        "block_id": block["block_id"], "action_ts": world.clock.stamp(),
    }  # fmt: skip
    for name in ("text", "value", "style", "placeholder", "confirm"):
        if name in element:
            action[name] = element[name]
    if element["type"] == "button":
        return action
    field = state_field(element["type"])
    if element["type"] == "feedback_buttons":
        return action | {"value": choose}
    return action | {field: chosen(element, choose)}
