"""docs/slack.md says what is so: scopes, Slack's words, settings."""

import re
from pathlib import Path

import pytest

from bot.config import read_yaml
from bot.platforms.slack.errors import BAD_BLOCKS, TROUBLES
from bot.platforms.slack.identity import _MENDS
from bot.platforms.slack.manifest import APP_SCOPES, SCOPES
from bot.settings import Slack

PAGE = (Path(__file__).parents[3] / "docs" / "slack.md").read_text("utf-8")
# Kinds of one refusal, or ones a person never sees.
UNTOLD = {
    "cant_delete_message",
    "cant_update_message",
    "compliance_exports_prevent_deletion",
    "edit_window_closed",
    "invalid_attachments",
    "invalid_blocks_format",
    "invalid_thread_ts",
    "msg_too_long",
    "restricted_action_non_threadable_channel",
    "restricted_action_read_only_channel",
    "restricted_action_thread_locked",
    "restricted_action_thread_only_channel",
    "thread_not_found",
}


@pytest.mark.parametrize(("scope", "use"), list(SCOPES.items()))
def test_scope_is_explained_when_the_manifest_asks_for_it(scope: str, use: str) -> None:
    assert f"| `{scope}` | {use} |" in PAGE


def test_scope_is_asked_for_when_it_is_explained() -> None:
    told = set(re.findall(r"^\| `([a-z_]+:[a-z_]+|commands)` \|", PAGE, re.MULTILINE))
    assert told == {*SCOPES, *APP_SCOPES}


@pytest.mark.parametrize("code", sorted({*TROUBLES, *_MENDS, *BAD_BLOCKS} - UNTOLD))
def test_word_of_slack_is_explained_when_we_know_its_mend(code: str) -> None:
    table = PAGE.partition("| Slack says |")[2]
    assert f"`{code}`" in table


def test_settings_are_valid_when_they_are_copied(tmp_path: Path) -> None:
    for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL):
        file = tmp_path / "config.yaml"
        file.write_text(block, "utf-8")
        names = re.findall(r"\$\{(\w+)\}", block)
        environment = dict.fromkeys(names, "xoxb-something")
        found = Slack.model_validate(read_yaml(file)["slack"], context={"environment": environment})
        assert (found.bot_token is not None) == ("bot_token" in block)
