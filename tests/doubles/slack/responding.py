"""What an app says through a response_url or in its acknowledgement of a command."""

import json
from typing import Any

from tests.doubles.slack import messaging
from tests.doubles.slack.blocks.attaching import attachments_of
from tests.doubles.slack.blocks.reading import read_blocks
from tests.doubles.slack.escaping import escape_stray
from tests.doubles.slack.model import Channel, Json, Message, ResponseUrl
from tests.doubles.slack.refusal import Refusal
from tests.doubles.slack.workspace import Workspace


def use_response_url(world: Workspace, wanted: str, body: bytes) -> tuple[int, str]:
    """What the address answers: a status and a text. Five uses within half an hour."""
    url = world.response_urls.get(wanted)
    if url is None:
        return 404, "no_such_url"
    if world.clock.now() > url.made_at + world.settings.response_seconds:
        return 404, json.dumps({"ok": False, "error": "expired_url"})
    if url.uses >= world.settings.response_uses:
        return 404, json.dumps({"ok": False, "error": "used_url"})
    try:
        told = json.loads(body)
    except ValueError:
        return 400, "invalid_payload"
    if not isinstance(told, dict):
        return 400, "invalid_payload"
    try:
        _respond(world, url, told)
    except Refusal as refusal:
        return 400, json.dumps(refusal.as_json())
    url.uses += 1
    return 200, "ok"


def _respond(world: Workspace, url: ResponseUrl, told: Json) -> None:
    channel = world.channels[url.channel]
    if told.get("delete_original"):
        _delete(world, channel, url)
    elif told.get("replace_original") and url.message:
        _replace(world, channel, url, told)
    else:
        thread = told.get("thread_ts") or (url.thread if told.get("replace_original") else None)
        show(world, channel, url.user, told, str(thread or ""))


def _delete(world: Workspace, channel: Channel, url: ResponseUrl) -> None:
    if url.ephemeral:
        world.ephemerals[:] = [one for one in world.ephemerals if one.ts != url.message]
        world.changed()
    elif url.message in channel.messages:
        messaging.remove(world, channel, channel.messages[url.message])


def _replace(world: Workspace, channel: Channel, url: ResponseUrl, told: Json) -> None:
    content = _content(world, told)
    if url.ephemeral:
        for one in world.ephemerals:
            if one.ts == url.message:
                one.body.pop("blocks", None)
                one.body |= content
        world.changed()
        return
    message = channel.messages.get(url.message or "")
    if message is None:
        raise Refusal("message_not_found")
    message.body.pop("blocks", None)
    messaging.change(world, channel, message, content)


def show(world: Workspace, channel: Channel, user: str, told: Any, thread: str = "") -> None:
    """An answer of the app: for `user`'s eyes unless it says `in_channel`."""
    if isinstance(told, str):
        told = {"text": told}
    if not isinstance(told, dict) or not (told.get("text") or told.get("blocks")):
        raise Refusal("no_text")
    body = _content(world, told) | _author(world)
    root = messaging.thread_root(channel, thread) if thread else None
    body |= {"thread_ts": root} if root else {}
    if told.get("response_type") == "in_channel":
        messaging.post(world, channel, body)
    else:
        messaging.whisper(world, channel.id, user, body)


def slackbot(
    world: Workspace, channel: str, user: str, text: str, thread: str | None = None
) -> Message:
    """What Slack itself tells a person: that a command failed, or why it may not be."""
    body: Json = {"user": "USLACKBOT", "text": text} | ({"thread_ts": thread} if thread else {})
    return messaging.whisper(world, channel, user, body)


def _content(world: Workspace, told: Json) -> Json:
    body: Json = {"text": escape_stray(str(told.get("text") or ""))}
    if told.get("blocks"):
        body["blocks"] = read_blocks(world, told["blocks"], "message")
    attachments = attachments_of(told.get("attachments"))
    return body | ({"attachments": attachments} if attachments else {})


def _author(world: Workspace) -> Json:
    return {
        "user": world.bot_user, "bot_id": world.bot_id, "app_id": world.app_id,
        "team": world.team_id, "subtype": "bot_message", "username": world.settings.app_name,
    }  # fmt: skip


def _show_typed(world: Workspace, channel: Channel, delivery: Any) -> None:
    """An answer for everyone shows everyone the command too; no event tells of that."""
    answer, payload = delivery.answer, delivery.payload
    if not isinstance(answer, dict) or answer.get("response_type") != "in_channel":
        return
    text = f"{payload['command']} {payload['text']}".strip()
    said = {"type": "message", "user": payload["user_id"], "text": text, "typed": True}
    world.typed.append(Message(channel.id, said | {"ts": delivery.typed_at}))


def take_answer(world: Workspace, delivery: Any) -> None:
    """What becomes of an acknowledged or failed delivery on the person's screen."""
    payload = delivery.payload
    if delivery.kind == "slash_commands":
        channel = world.channels[payload["channel_id"]]
        if not delivery.acked:
            failure = "operation_timeout" if delivery.attempts[-1].via else "dispatch_failed"
            delivery.refused = f'{payload["command"]} failed with the error "{failure}"'
            slackbot(world, channel.id, payload["user_id"], delivery.refused)
        elif delivery.answer:
            _show_typed(world, channel, delivery)
            try:
                show(world, channel, payload["user_id"], delivery.answer)
            except Refusal as refusal:
                if refusal.error != "no_text":
                    delivery.refused = refusal.error
