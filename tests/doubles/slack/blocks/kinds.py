"""Every block with its fields and limits, and where it may stand."""

from tests.doubles.slack.blocks.elements import (
    ACCESSORIES,
    ACTIONS,
    CONTEXT_ACTIONS,
    ENTERED,
)
from tests.doubles.slack.blocks.objects import IMAGE, IMAGE_FIELDS, RICH_PART, mrkdwn, plain, text
from tests.doubles.slack.blocks.shapes import (
    Check,
    any_of,
    anything,
    boolean,
    both,
    fields,
    kinds,
    many,
    one_of,
    string,
)
from tests.doubles.slack.blocks.tables import DATA_TABLE, TABLE, chart

_ID = {"block_id": string(255)}
_CONTEXT = {"image": IMAGE} | {
    "plain_text": text(3000), "mrkdwn": text(3000),
}  # fmt: skip
_BUTTONS = kinds({"button": ACTIONS["button"], "overflow": ACTIONS["overflow"]})
_CARD = both(
    fields(
        hero_image=kinds({"image": IMAGE}), icon=kinds({"image": IMAGE}), title=mrkdwn(150),
        subtitle=mrkdwn(150), body=mrkdwn(200), subtext=mrkdwn(200), actions=many(_BUTTONS, 3),
        **_ID,
    ),
    any_of("hero_image", "title", "subtitle", "body", "actions"),
)  # fmt: skip
_TASK = fields(
    {"task_id": string(255, 1), "title": string(256, 1)},
    details=anything, output=anything, sources=anything,
    status=one_of("pending", "in_progress", "complete", "error"), **_ID,
)  # fmt: skip

_EVERYWHERE: dict[str, Check] = {
    "actions": fields({"elements": many(kinds(ACTIONS), 25, 1)}, **_ID),
    "context": fields({"elements": many(kinds(_CONTEXT), 10, 1)}, **_ID),
    "divider": fields(**_ID),
    "header": fields({"text": plain(150)}, **_ID),
    "image": both(
        fields({"alt_text": string(2000, 1)}, title=plain(2000), **IMAGE_FIELDS, **_ID),
        any_of("image_url", "slack_file"),
    ),
    "rich_text": fields({"elements": many(RICH_PART, 200)}, **_ID),
    "section": both(
        fields(
            text=text(3000), fields=many(text(2000), 10, 1), accessory=kinds(ACCESSORIES),
            expand=boolean, **_ID,
        ),
        any_of("text", "fields"),
    ),
    "video": anything,
}  # fmt: skip
_INPUT: dict[str, Check] = {
    "input": fields(
        {"label": plain(2000), "element": kinds(ENTERED)},
        hint=plain(2000), optional=boolean, dispatch_action=boolean, **_ID,
    )
}  # fmt: skip
_TABLES: dict[str, Check] = {"table": TABLE, "data_table": DATA_TABLE, "data_visualization": chart}
_MESSAGE: dict[str, Check] = {
    **_EVERYWHERE, **_INPUT, **_TABLES,
    "markdown": fields({"text": string(12_000, 1)}, **_ID),
    "file": fields({"source": one_of("remote"), "external_id": string(255, 1)}, **_ID),
    "context_actions": fields({"elements": many(kinds(CONTEXT_ACTIONS), 5, 1)}, **_ID),
    "card": _CARD,
    "carousel": fields({"elements": many(kinds({"card": _CARD}), 10, 1)}, **_ID),
    "task_card": _TASK,
    "plan": fields({"title": string(256, 1)}, tasks=many(kinds({"task_card": _TASK}), 50), **_ID),
}  # fmt: skip
_MESSAGE["container"] = fields(
    {"child_blocks": many(kinds(_EVERYWHERE | _INPUT | {"table": TABLE}), 10, 1)},
    title=plain(150), rich_text_title=anything, subtitle=text(150),
    width=one_of("narrow", "standard", "wide", "full"), icon=kinds({"image": IMAGE}),
    is_collapsible=boolean, default_collapsed=boolean, has_header_divider=boolean, **_ID,
)  # fmt: skip

SURFACES: dict[str, dict[str, Check]] = {
    "message": _MESSAGE,
    "modal": {
        **_EVERYWHERE, **_INPUT, **_TABLES,
        "alert": fields(
            {"text": text(200)}, level=one_of("default", "info", "warning", "error", "success"),
            **_ID,
        ),
    },
    "home": {**_EVERYWHERE, **_INPUT, **_TABLES},
}  # fmt: skip
MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}
CHECKS = {
    surface: many(kinds(allowed), MOST_BLOCKS[surface]) for surface, allowed in SURFACES.items()
}
