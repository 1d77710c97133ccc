"""What people press, choose and fill in, each with its limits."""

from tests.doubles.slack.blocks.objects import (
    CONFIRM,
    DISPATCH,
    FILTER,
    IMAGE,
    OPTION_GROUP,
    PLAIN_OPTION,
    RICH_TEXT,
    TEXT_OPTION,
    plain,
)
from tests.doubles.slack.blocks.shapes import (
    Check,
    any_of,
    anything,
    boolean,
    both,
    fields,
    many,
    number,
    one_of,
    string,
)

_ACTION: dict[str, Check] = {"action_id": string(255, 1)}
_CONFIRMED: dict[str, Check] = _ACTION | {"confirm": CONFIRM}
_FOCUSED: dict[str, Check] = _CONFIRMED | {"focus_on_load": boolean}
_PLACED: dict[str, Check] = _FOCUSED | {"placeholder": plain(150)}
_TYPED: dict[str, Check] = _ACTION | {
    "focus_on_load": boolean, "placeholder": plain(150), "initial_value": string(3000),
    "dispatch_action_config": DISPATCH,
}  # fmt: skip
_RESPONDING: dict[str, Check] = _PLACED | {"response_url_enabled": boolean}
_SEVERAL: dict[str, Check] = _PLACED | {"max_selected_items": number(1, whole=True)}
_OPTIONS: dict[str, Check] = {
    "options": many(PLAIN_OPTION, 100, 1), "option_groups": many(OPTION_GROUP, 100, 1),
}  # fmt: skip
_NAMES = many(string(255), 1000)
_FEEDBACK = fields({"text": plain(75), "value": string(2000)}, accessibility_label=string(75))

BUTTON = fields(
    {"text": plain(75)},
    value=string(2000),
    url=string(3000),
    style=one_of("primary", "danger"),
    accessibility_label=string(75),
    **_CONFIRMED,
)
SELECTS: dict[str, Check] = {
    "static_select": both(
        fields(initial_option=PLAIN_OPTION, **_OPTIONS, **_PLACED),
        any_of("options", "option_groups"),
    ),
    "external_select": fields(
        initial_option=PLAIN_OPTION, min_query_length=number(0, whole=True), **_PLACED
    ),
    "users_select": fields(initial_user=string(255), **_PLACED),
    "conversations_select": fields(
        initial_conversation=string(255),
        default_to_current_conversation=boolean,
        filter=FILTER,
        **_RESPONDING,
    ),
    "channels_select": fields(initial_channel=string(255), **_RESPONDING),
    "multi_static_select": both(
        fields(initial_options=many(PLAIN_OPTION, 100, 1), **_OPTIONS, **_SEVERAL),
        any_of("options", "option_groups"),
    ),
    "multi_external_select": fields(
        initial_options=many(PLAIN_OPTION, 100, 1),
        min_query_length=number(0, whole=True),
        **_SEVERAL,
    ),
    "multi_users_select": fields(initial_users=_NAMES, **_SEVERAL),
    "multi_conversations_select": fields(
        initial_conversations=_NAMES,
        default_to_current_conversation=boolean,
        filter=FILTER,
        **_SEVERAL,
    ),
    "multi_channels_select": fields(initial_channels=_NAMES, **_SEVERAL),
}
CHOICES: dict[str, Check] = {
    "checkboxes": fields(
        {"options": many(TEXT_OPTION, 10, 1)}, initial_options=many(TEXT_OPTION, 10, 1), **_FOCUSED
    ),
    "radio_buttons": fields(
        {"options": many(TEXT_OPTION, 10, 1)}, initial_option=TEXT_OPTION, **_FOCUSED
    ),
    "datepicker": fields(initial_date=string(10, 10), **_PLACED),
    "timepicker": fields(initial_time=string(5, 5), timezone=string(100), **_PLACED),
    "datetimepicker": fields(initial_date_time=number(0, whole=True), **_FOCUSED),
}
OVERFLOW = fields({"options": many(PLAIN_OPTION, 5, 1)}, **_CONFIRMED)
INPUTS: dict[str, Check] = {
    "plain_text_input": fields(
        multiline=boolean,
        min_length=number(0, 3000, whole=True),
        max_length=number(1, 3000, whole=True),
        **_TYPED,
    ),
    "email_text_input": fields(**_TYPED),
    "url_text_input": fields(**_TYPED),
    "number_input": fields(
        {"is_decimal_allowed": boolean}, min_value=string(40), max_value=string(40), **_TYPED
    ),
    "file_input": fields(
        filetypes=many(string(40), 100), max_files=number(1, 10, whole=True), **_ACTION
    ),
    "rich_text_input": fields(**_TYPED | {"initial_value": RICH_TEXT}),
}
ACTIONS: dict[str, Check] = {
    "button": BUTTON, "overflow": OVERFLOW, "workflow_button": anything, **SELECTS, **CHOICES,
}  # fmt: skip
ACCESSORIES: dict[str, Check] = ACTIONS | {"image": IMAGE}
ENTERED: dict[str, Check] = SELECTS | CHOICES | INPUTS
CONTEXT_ACTIONS: dict[str, Check] = {
    "feedback_buttons": fields(
        {"positive_button": _FEEDBACK, "negative_button": _FEEDBACK}, **_ACTION
    ),
    "icon_button": fields(
        {"icon": string(40), "text": plain(75)},
        value=string(2000),
        accessibility_label=string(75),
        visible_to_user_ids=_NAMES,
        **_CONFIRMED,
    ),
}
