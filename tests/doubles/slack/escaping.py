"""What Slack does to text: three signs are escaped, names become ids."""

import re

from tests.doubles.slack.workspace import Workspace

_MARK = re.compile(r"<(?:@[UWB][A-Z0-9]+|#[CG][A-Z0-9]+|!|https?://|mailto:|slack://|tel:)[^<>]*>")
_KNOWN = re.compile(r"&(?:amp|lt|gt);")
_LINK = re.compile(r"(?<![<|\w])https?://[^\s<>]+")
_NAME = re.compile(r"(?<![\w<])([@#])([\w.\-\u4e00-\u9fff]+)")
_BROADCAST = ("here", "channel", "everyone")


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def escape_stray(text: str) -> str:
    """As Slack stores what an app posts: what is no mark and no entity yet gets escaped."""
    kept, end = [], 0
    for mark in _MARK.finditer(text):
        kept += [_escape_once(text[end : mark.start()]), mark.group()]
        end = mark.end()
    return "".join([*kept, _escape_once(text[end:])])


def _escape_once(text: str) -> str:
    kept, end = [], 0
    for known in _KNOWN.finditer(text):
        kept += [escape(text[end : known.start()]), known.group()]
        end = known.end()
    return "".join([*kept, escape(text[end:])])


def typed(world: Workspace, text: str, *, labels: bool = False) -> str:
    """As Slack sends what a person typed: escaped, `@name` and `#name` as ids, links marked.

    `labels`: with the name beside the id, as slash commands have it. Marks that are already
    there (`<@U…>`) stay.
    """
    kept, end = [], 0
    for mark in _MARK.finditer(text):
        kept += [_typed_plain(world, text[end : mark.start()], labels), mark.group()]
        end = mark.end()
    return "".join([*kept, _typed_plain(world, text[end:], labels)])


def _typed_plain(world: Workspace, text: str, labels: bool) -> str:
    def name(found: re.Match[str]) -> str:
        return _named(world, found[1], found[2], labels) or found[0]

    return _LINK.sub(lambda link: f"<{link[0]}>", _NAME.sub(name, escape(text)))


def _named(world: Workspace, sign: str, name: str, labels: bool) -> str:
    if sign == "#":
        for channel in world.channels.values():
            if channel.name == name:
                return f"<#{channel.id}|{name if labels else ''}>"
        return ""
    if name in _BROADCAST:
        return f"<!{name}>"
    for user in world.users.values():
        if name.lower() in (user.name, user.real_name.lower()):
            return f"<@{user.id}|{user.name}>" if labels else f"<@{user.id}>"
    for group in world.groups.values():
        if group.handle == name:
            return f"<!subteam^{group.id}|@{name}>" if labels else f"<!subteam^{group.id}>"
    return ""
